using System;

namespace Fmtp.Nano.Protocol;

/// <summary>Numbers modulo L, the order of the base point (RFC 8032 section 5.1), as ten limbs of 28 bits:
/// L is 2^252 and 125 bits more, so that what is over 2^252 is over nine limbs. No branch and no index depends
/// on a number's value. One instance has the scratch for one computation.</summary>
internal sealed class ScalarMath
{
    /// <summary>Limbs of a number.</summary>
    internal const int Limbs = 10;

    /// <summary>Octets of a number.</summary>
    internal const int Length = 32;

    private const int Bits = 28;
    private const long Mask = (1L << Bits) - 1;

    // A limb is three octets and a half.
    private const int HalfOctets = 7;
    private const int PairBits = 2 * Bits;
    private const int PairOctets = PairBits / 8;

    // 2^252 weighs so many limbs; what is over it is taken away times the five limbs of L - 2^252.
    private const int Split = 9;
    private const int LowLimbs = 5;
    private const int WideLimbs = 20;
    private const int SignShift = 63;

    private static readonly long[] L =
    {
        0x0cf5d3ed, 0x012631a5, 0x079cd658, 0x0f9dea2f, 0x000014de, 0, 0, 0, 0, 1,
    };

    private readonly long[] _wide = new long[WideLimbs];
    private readonly byte[] _octets = new byte[WideLimbs * HalfOctets / 2 + 4];

    /// <summary>Reads a number and reduces it.</summary>
    /// <param name="octets">The octets, lowest first.</param>
    /// <param name="start">The first.</param>
    /// <param name="length">32 or 64.</param>
    /// <param name="into">Receives ten limbs.</param>
    internal void Read(byte[] octets, int start, int length, long[] into)
    {
        Load(octets, start, length);
        Reduce(into);
    }

    /// <summary>Whether 32 octets are a number below L, as S of a signature must be.</summary>
    /// <param name="octets">The octets, lowest first.</param>
    /// <param name="start">The first.</param>
    /// <returns>True when they are.</returns>
    internal bool IsReduced(byte[] octets, int start)
    {
        Load(octets, start, Length);
        return Add(-1) < 0;
    }

    /// <summary>a b + c, reduced.</summary>
    /// <param name="into">Receives it.</param>
    /// <param name="a">A number.</param>
    /// <param name="b">A number.</param>
    /// <param name="c">A number.</param>
    internal void MultiplyAdd(long[] into, long[] a, long[] b, long[] c)
    {
        long[] wide = _wide;
        Array.Clear(wide, 0, WideLimbs);
        Array.Copy(c, 0, wide, 0, Limbs);
        for (int i = 0; i < Limbs; i++)
        {
            long x = a[i];
            for (int j = 0; j < Limbs; j++)
            {
                wide[i + j] += x * b[j];
            }
        }

        long carry = 0;
        for (int i = 0; i < WideLimbs; i++)
        {
            carry += wide[i];
            wide[i] = carry & Mask;
            carry >>= Bits;
        }

        Reduce(into);
    }

    /// <summary>Writes a reduced number.</summary>
    /// <param name="number">The number.</param>
    /// <param name="into">Receives 32 octets, lowest first.</param>
    /// <param name="at">Where.</param>
    internal static void Write(long[] number, byte[] into, int at)
    {
        long bits = 0;
        for (int i = 0; i < Length; i++)
        {
            if (i % PairOctets == 0)
            {
                int pair = i / PairOctets * 2;
                bits = number[pair] | (number[pair + 1] << Bits);
            }

            into[at + i] = (byte)bits;
            bits >>= 8;
        }
    }

    private void Load(byte[] octets, int start, int length)
    {
        Array.Copy(octets, start, _octets, 0, length);
        Array.Clear(_octets, length, _octets.Length - length);
        for (int i = 0; i < WideLimbs; i++)
        {
            int half = i * HalfOctets;
            _wide[i] = (BitConverter.ToUInt32(_octets, half >> 1) >> ((half & 1) << 2)) & Mask;
        }
    }

    // Brings twenty limbs down below L.
    private void Reduce(long[] into)
    {
        long[] wide = _wide;
        for (int top = WideLimbs - 1; top >= Split; top--)
        {
            Fold(top);
        }

        // What is over now is a small number of either sign.
        long carry = 0;
        for (int i = 0; i < Split; i++)
        {
            carry += wide[i];
            wide[i] = carry & Mask;
            carry >>= Bits;
        }

        wide[Split] = carry;
        Fold(Split);

        // Within 2^130 of [0, 2^252): L less, and L again where that fell below zero, at most twice.
        Add(-1);
        Add(-(wide[Split] >> SignShift));
        Add(-(wide[Split] >> SignShift));
        Array.Copy(wide, 0, into, 0, Limbs);
    }

    // Takes limb and L - 2^252 times limb away: that is limb times L.
    private void Fold(int top)
    {
        long[] wide = _wide, l = L;
        long over = wide[top];
        wide[top] = 0;
        long carry = 0;
        int at = top - Split;
        for (int j = 0; j < LowLimbs; j++, at++)
        {
            carry += wide[at] - (over * l[j]);
            wide[at] = carry & Mask;
            carry >>= Bits;
        }

        wide[at] += carry;
    }

    // Adds L so many times and carries up to the last limb, which keeps the sign; returns it.
    private long Add(long times)
    {
        long[] wide = _wide, l = L;
        long carry = 0;
        for (int i = 0; i < Split; i++)
        {
            carry += wide[i] + (times * l[i]);
            wide[i] = carry & Mask;
            carry >>= Bits;
        }

        wide[Split] += carry + (times * l[Split]);
        return wide[Split];
    }
}
