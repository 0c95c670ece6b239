using System;
using System.Numerics;
using System.Security.Cryptography;

namespace Fmtp.Nano.Tests;

/// <summary>edwards25519 as RFC 8032 section 5.1 writes it down, over big integers: slow, and plainly right.</summary>
internal static class Ed25519Curve
{
    public static readonly BigInteger P = BigInteger.Pow(2, 255) - 19;
    public static readonly BigInteger L = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493", null);
    public static readonly BigInteger D = Mod(-121665 * Inverse(121666));
    public static readonly BigInteger RootOfMinusOne = BigInteger.ModPow(2, (P - 1) / 4, P);
    public static readonly (BigInteger X, BigInteger Y) Neutral = (0, 1);
    public static readonly (BigInteger X, BigInteger Y) Base = Read(4 * Inverse(5), 0);

    /// <summary>A point of order eight.</summary>
    public static readonly (BigInteger X, BigInteger Y) Torsion = FindTorsion();

    public static BigInteger Mod(BigInteger a) => ((a % P) + P) % P;

    public static BigInteger Inverse(BigInteger a) => BigInteger.ModPow(((a % P) + P) % P, P - 2, P);

    public static (BigInteger X, BigInteger Y) Add((BigInteger X, BigInteger Y) p, (BigInteger X, BigInteger Y) q)
    {
        BigInteger k = Mod(Mod(D * p.X * q.X) * Mod(p.Y * q.Y));
        return (Mod(((p.X * q.Y) + (q.X * p.Y)) * Inverse(1 + k)), Mod(((p.Y * q.Y) + (p.X * q.X)) * Inverse(1 - k)));
    }

    public static (BigInteger X, BigInteger Y) Multiply(BigInteger n, (BigInteger X, BigInteger Y) p)
    {
        (BigInteger X, BigInteger Y) sum = Neutral;
        for (; !n.IsZero; n >>= 1)
        {
            sum = n.IsEven ? sum : Add(sum, p);
            p = Add(p, p);
        }

        return sum;
    }

    public static byte[] Write((BigInteger X, BigInteger Y) p) => Octets(p.Y + ((p.X % 2) << 255));

    public static byte[] Octets(BigInteger n)
    {
        byte[] octets = new byte[32];
        n.ToByteArray(isUnsigned: true).CopyTo(octets, 0);
        return octets;
    }

    public static BigInteger Number(byte[] octets) => new(octets, isUnsigned: true);

    public static BigInteger Hash(params byte[][] parts)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        Array.ForEach(parts, hash.AppendData);
        return Number(hash.GetHashAndReset()) % L;
    }

    private static (BigInteger X, BigInteger Y) Read(BigInteger y, int sign)
    {
        y = Mod(y);
        BigInteger square = Mod(((y * y) - 1) * Inverse((D * y * y) + 1));
        BigInteger x = BigInteger.ModPow(square, (P + 3) / 8, P);
        x = Mod(x * x) == square ? x : Mod(x * RootOfMinusOne);
        return Mod(x * x) != square ? throw new ArgumentException("no point") : ((x.IsEven ? 0 : 1) == sign ? x : P - x, y);
    }

    private static (BigInteger X, BigInteger Y) FindTorsion()
    {
        for (BigInteger y = 2; ; y++)
        {
            try
            {
                (BigInteger X, BigInteger Y) t = Multiply(L, Read(y, 0));
                if (Multiply(4, t) != Neutral)
                {
                    return t;
                }
            }
            catch (ArgumentException)
            {
                // the next y
            }
        }
    }
}
