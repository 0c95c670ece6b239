using System;

namespace Fmtp.Nano.Protocol;

/// <summary>SHA-512 (FIPS 180-4) over octets that are given piece by piece.</summary>
/// <remarks>A board has HMAC-SHA512 natively, but HMAC hashes twice and under its own padding: no plain
/// SHA-512 comes out of it. Its work depends on how many octets there are, never on which.</remarks>
public sealed class Sha512
{
    /// <summary>Octets of a result.</summary>
    public const int Length = 64;

    /// <summary>Octets that are worked on at once: give multiples of it where time must be bounded.</summary>
    public const int Block = 128;

    private const int Rounds = 80;
    private const int Words = 16;
    private const int LengthAt = Block - 8;
    private const byte Padding = 0x80;
    private const int BitsPerOctet = 8;

    // Every other octet, every other pair: for turning words round, their first octet being the highest.
    private const ulong OddOctets = 0x00FF00FF00FF00FF;
    private const ulong OddPairs = 0x0000FFFF0000FFFF;

    // Of the square roots of the first eight primes (FIPS 180-4 section 5.3.5).
    private static readonly ulong[] Initial =
    {
        0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
        0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179,
    };

    // Of the cube roots of the first eighty primes (FIPS 180-4 section 4.2.3).
    private static readonly ulong[] K =
    {
        0x428a2f98d728ae22, 0x7137449123ef65cd, 0xb5c0fbcfec4d3b2f, 0xe9b5dba58189dbbc,
        0x3956c25bf348b538, 0x59f111f1b605d019, 0x923f82a4af194f9b, 0xab1c5ed5da6d8118,
        0xd807aa98a3030242, 0x12835b0145706fbe, 0x243185be4ee4b28c, 0x550c7dc3d5ffb4e2,
        0x72be5d74f27b896f, 0x80deb1fe3b1696b1, 0x9bdc06a725c71235, 0xc19bf174cf692694,
        0xe49b69c19ef14ad2, 0xefbe4786384f25e3, 0x0fc19dc68b8cd5b5, 0x240ca1cc77ac9c65,
        0x2de92c6f592b0275, 0x4a7484aa6ea6e483, 0x5cb0a9dcbd41fbd4, 0x76f988da831153b5,
        0x983e5152ee66dfab, 0xa831c66d2db43210, 0xb00327c898fb213f, 0xbf597fc7beef0ee4,
        0xc6e00bf33da88fc2, 0xd5a79147930aa725, 0x06ca6351e003826f, 0x142929670a0e6e70,
        0x27b70a8546d22ffc, 0x2e1b21385c26c926, 0x4d2c6dfc5ac42aed, 0x53380d139d95b3df,
        0x650a73548baf63de, 0x766a0abb3c77b2a8, 0x81c2c92e47edaee6, 0x92722c851482353b,
        0xa2bfe8a14cf10364, 0xa81a664bbc423001, 0xc24b8b70d0f89791, 0xc76c51a30654be30,
        0xd192e819d6ef5218, 0xd69906245565a910, 0xf40e35855771202a, 0x106aa07032bbd1b8,
        0x19a4c116b8d2d0c8, 0x1e376c085141ab53, 0x2748774cdf8eeb99, 0x34b0bcb5e19b48a8,
        0x391c0cb3c5c95a63, 0x4ed8aa4ae3418acb, 0x5b9cca4f7763e373, 0x682e6ff3d6b2b8a3,
        0x748f82ee5defb2fc, 0x78a5636f43172f60, 0x84c87814a1f0ab72, 0x8cc702081a6439ec,
        0x90befffa23631e28, 0xa4506cebde82bde9, 0xbef9a3f7b2c67915, 0xc67178f2e372532b,
        0xca273eceea26619c, 0xd186b8c721c0c207, 0xeada7dd6cde0eb1e, 0xf57d4f7fee6ed178,
        0x06f067aa72176fba, 0x0a637dc5a2c898a6, 0x113f9804bef90dae, 0x1b710b35131c471b,
        0x28db77f523047d84, 0x32caab7b40c72493, 0x3c9ebe0a15c9bebc, 0x431d67c49c100d4c,
        0x4cc5d4becb3e42b6, 0x597f299cfc657e2a, 0x5fcb6fab3ad6faec, 0x6c44198c4a475817,
    };

    private readonly ulong[] _state = new ulong[8];
    private readonly ulong[] _w = new ulong[Words];
    private readonly byte[] _block = new byte[Block];
    private long _length;

    /// <summary>Begins a computation, whatever was begun before.</summary>
    public void Begin()
    {
        Array.Copy(Initial, 0, _state, 0, Initial.Length);
        _length = 0;
    }

    /// <summary>Appends octets.</summary>
    /// <param name="octets">The octets; not kept.</param>
    /// <param name="start">First octet.</param>
    /// <param name="length">How many.</param>
    public void Append(byte[] octets, int start, int length)
    {
        int filled = (int)(_length % Block);
        _length += length;
        if (filled > 0)
        {
            int part = Block - filled < length ? Block - filled : length;
            Array.Copy(octets, start, _block, filled, part);
            start += part;
            length -= part;
            if (filled + part < Block)
            {
                return;
            }

            Compress(_block, 0);
        }

        for (; length >= Block; length -= Block)
        {
            Compress(octets, start);
            start += Block;
        }

        Array.Copy(octets, start, _block, 0, length);
    }

    /// <summary>Ends the computation; it takes up to two blocks of work.</summary>
    /// <param name="into">Receives <see cref="Length"/> octets.</param>
    /// <param name="at">Where.</param>
    public void End(byte[] into, int at)
    {
        int filled = (int)(_length % Block);
        _block[filled++] = Padding;
        if (filled > LengthAt - 8)
        {
            Array.Clear(_block, filled, Block - filled);
            Compress(_block, 0);
            filled = 0;
        }

        Array.Clear(_block, filled, LengthAt - filled);
        Write((ulong)_length * BitsPerOctet, _block, LengthAt);
        Compress(_block, 0);
        for (int i = 0; i < _state.Length; i++)
        {
            Write(_state[i], into, at + (i * 8));
        }
    }

    private static void Write(ulong word, byte[] into, int at)
    {
        for (int i = at + 7; i >= at; i--)
        {
            into[i] = (byte)word;
            word >>= 8;
        }
    }

    private void Compress(byte[] octets, int start)
    {
        Load(octets, start);
        ulong[] w = _w, k = K, state = _state;
        ulong a = state[0], b = state[1], c = state[2], d = state[3];
        ulong e = state[4], f = state[5], g = state[6], h = state[7];

        // Eight rounds written out, after which every word stands in its place again.
        for (int t = 0; t < Rounds; t += 8)
        {
            int at = t & (Words - 1);
            if (at == 0 && t > 0)
            {
                Schedule();
            }

            h += (((e >> 14) | (e << 50)) ^ ((e >> 18) | (e << 46)) ^ ((e >> 41) | (e << 23)))
                + (g ^ (e & (f ^ g))) + k[t] + w[at];
            d += h;
            h += (((a >> 28) | (a << 36)) ^ ((a >> 34) | (a << 30)) ^ ((a >> 39) | (a << 25)))
                + ((a & b) | (c & (a | b)));
            g += (((d >> 14) | (d << 50)) ^ ((d >> 18) | (d << 46)) ^ ((d >> 41) | (d << 23)))
                + (f ^ (d & (e ^ f))) + k[t + 1] + w[at + 1];
            c += g;
            g += (((h >> 28) | (h << 36)) ^ ((h >> 34) | (h << 30)) ^ ((h >> 39) | (h << 25)))
                + ((h & a) | (b & (h | a)));
            f += (((c >> 14) | (c << 50)) ^ ((c >> 18) | (c << 46)) ^ ((c >> 41) | (c << 23)))
                + (e ^ (c & (d ^ e))) + k[t + 2] + w[at + 2];
            b += f;
            f += (((g >> 28) | (g << 36)) ^ ((g >> 34) | (g << 30)) ^ ((g >> 39) | (g << 25)))
                + ((g & h) | (a & (g | h)));
            e += (((b >> 14) | (b << 50)) ^ ((b >> 18) | (b << 46)) ^ ((b >> 41) | (b << 23)))
                + (d ^ (b & (c ^ d))) + k[t + 3] + w[at + 3];
            a += e;
            e += (((f >> 28) | (f << 36)) ^ ((f >> 34) | (f << 30)) ^ ((f >> 39) | (f << 25)))
                + ((f & g) | (h & (f | g)));
            d += (((a >> 14) | (a << 50)) ^ ((a >> 18) | (a << 46)) ^ ((a >> 41) | (a << 23)))
                + (c ^ (a & (b ^ c))) + k[t + 4] + w[at + 4];
            h += d;
            d += (((e >> 28) | (e << 36)) ^ ((e >> 34) | (e << 30)) ^ ((e >> 39) | (e << 25)))
                + ((e & f) | (g & (e | f)));
            c += (((h >> 14) | (h << 50)) ^ ((h >> 18) | (h << 46)) ^ ((h >> 41) | (h << 23)))
                + (b ^ (h & (a ^ b))) + k[t + 5] + w[at + 5];
            g += c;
            c += (((d >> 28) | (d << 36)) ^ ((d >> 34) | (d << 30)) ^ ((d >> 39) | (d << 25)))
                + ((d & e) | (f & (d | e)));
            b += (((g >> 14) | (g << 50)) ^ ((g >> 18) | (g << 46)) ^ ((g >> 41) | (g << 23)))
                + (a ^ (g & (h ^ a))) + k[t + 6] + w[at + 6];
            f += b;
            b += (((c >> 28) | (c << 36)) ^ ((c >> 34) | (c << 30)) ^ ((c >> 39) | (c << 25)))
                + ((c & d) | (e & (c | d)));
            a += (((f >> 14) | (f << 50)) ^ ((f >> 18) | (f << 46)) ^ ((f >> 41) | (f << 23)))
                + (h ^ (f & (g ^ h))) + k[t + 7] + w[at + 7];
            e += a;
            a += (((b >> 28) | (b << 36)) ^ ((b >> 34) | (b << 30)) ^ ((b >> 39) | (b << 25)))
                + ((b & c) | (d & (b | c)));
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }

    // The first sixteen of a block's eighty words.
    private void Load(byte[] octets, int start)
    {
        ulong[] w = _w;
        for (int t = 0; t < Words; t++)
        {
            ulong x = BitConverter.ToUInt64(octets, start + (t << 3));
            x = ((x & OddOctets) << 8) | ((x >> 8) & OddOctets);
            x = ((x & OddPairs) << 16) | ((x >> 16) & OddPairs);
            w[t] = (x << 32) | (x >> 32);
        }
    }

    // The next sixteen, in the place of those before.
    private void Schedule()
    {
        ulong[] w = _w;
        for (int t = 0; t < Words; t++)
        {
            ulong x = w[(t + Words - 2) & (Words - 1)], y = w[(t + 1) & (Words - 1)];
            w[t] += (((x >> 19) | (x << 45)) ^ ((x >> 61) | (x << 3)) ^ (x >> 6)) + w[(t + Words - 7) & (Words - 1)]
                + (((y >> 1) | (y << 63)) ^ ((y >> 8) | (y << 56)) ^ (y >> 7));
        }
    }
}
