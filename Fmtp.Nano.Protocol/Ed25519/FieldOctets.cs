using System;

namespace Fmtp.Nano.Protocol;

/// <summary>Numbers of <see cref="Field"/> from octets and to octets, and what only the octets tell.</summary>
/// <remarks>One instance has the scratch for one computation. Called seldom, so written as loops.</remarks>
internal sealed class FieldOctets
{
    /// <summary>Octets of a number.</summary>
    internal const int Length = 32;

    /// <summary>Words of 64 bits of a number.</summary>
    internal const int Words = 4;

    /// <summary>The bit of the last octet that is none of the number: the sign of x in a point.</summary>
    internal const int SignBit = 0x80;

    private const int WordOctets = 8;
    private const int WordBits = 64;
    private const int Last = Field.Limbs - 1;

    // p = 2^255 - 19.
    private const int Nineteen = 19;

    // The last limb holds bits 232 to 254 of a number below 2^255.
    private const int LastBits = 255 - (Last * Field.Bits);
    private const int LastMask = (1 << LastBits) - 1;

    private readonly int[] _limbs = new int[Field.Limbs];
    private readonly ulong[] _words = new ulong[Words];
    private readonly byte[] _octets = new byte[Length];

    /// <summary>Cuts 256 bits into limbs, which are of two units.</summary>
    /// <param name="words">The words, lowest first.</param>
    /// <param name="at">The first of four.</param>
    /// <param name="into">Receives the limbs.</param>
    /// <param name="negative">-1 for the number's negative, 0 for the number; no branch tells them apart.</param>
    internal static void Cut(ulong[] words, int at, int[] into, long negative)
    {
        ulong w0 = words[at], w1 = words[at + 1], w2 = words[at + 2], w3 = words[at + 3];
        long m = Field.Mask, n = negative;
        into[0] = (int)((((long)w0 & m) ^ n) - n);
        into[1] = (int)((((long)(w0 >> 29) & m) ^ n) - n);
        into[2] = (int)((((long)((w0 >> 58) | (w1 << 6)) & m) ^ n) - n);
        into[3] = (int)((((long)(w1 >> 23) & m) ^ n) - n);
        into[4] = (int)((((long)((w1 >> 52) | (w2 << 12)) & m) ^ n) - n);
        into[5] = (int)((((long)(w2 >> 17) & m) ^ n) - n);
        into[6] = (int)((((long)((w2 >> 46) | (w3 << 18)) & m) ^ n) - n);
        into[7] = (int)((((long)(w3 >> 11) & m) ^ n) - n);
        into[8] = (int)((((long)(w3 >> 40) & m) ^ n) - n);
    }

    /// <summary>Reads a number.</summary>
    /// <param name="octets">The octets, lowest first; the top bit is left out.</param>
    /// <param name="start">The first of 32.</param>
    /// <param name="into">Receives the number.</param>
    /// <returns>False when it is p or more: no number is written so.</returns>
    internal bool Read(byte[] octets, int start, int[] into)
    {
        for (int i = 0; i < Words; i++)
        {
            _words[i] = BitConverter.ToUInt64(octets, start + (i * WordOctets));
        }

        _words[Words - 1] &= long.MaxValue;
        Cut(_words, 0, into, 0);
        Write(into, _octets, 0);
        return Platform.Equal(octets, start, _octets, 0, Length - 1)
            && (octets[start + Length - 1] & ~SignBit) == _octets[Length - 1];
    }

    /// <summary>Writes the one form of a number that is below p.</summary>
    /// <param name="number">The number, of few units.</param>
    /// <param name="into">Receives 32 octets, lowest first.</param>
    /// <param name="at">Where.</param>
    internal void Write(int[] number, byte[] into, int at)
    {
        int[] limbs = _limbs;
        Array.Copy(number, 0, limbs, 0, Field.Limbs);

        // What is over 2^255 counts 19 times; after the second time the number is within [0, 2^255).
        Add(0);
        Add(Over() * Nineteen);
        Add(Over() * Nineteen);

        // Only p and the 18 above it are left to bring down: those that reach 2^255 with 19 more.
        Add(Nineteen);
        Add((Over() - 1) * Nineteen);

        long bits = 0;
        int held = 0;
        int limb = 0;
        for (int i = at; i < at + Length; i++)
        {
            if (held < 8 && limb < Field.Limbs)
            {
                bits |= (long)limbs[limb++] << held;
                held += Field.Bits;
            }

            into[i] = (byte)bits;
            bits >>= 8;
            held -= 8;
        }
    }

    /// <summary>Whether a number is zero modulo p.</summary>
    /// <param name="number">The number.</param>
    /// <returns>True when it is.</returns>
    internal bool IsZero(int[] number)
    {
        Write(number, _octets, 0);
        int bits = 0;
        for (int i = 0; i < Length; i++)
        {
            bits |= _octets[i];
        }

        return bits == 0;
    }

    /// <summary>Whether a number, written below p, is odd: the sign of an x.</summary>
    /// <param name="number">The number.</param>
    /// <returns>1 when it is odd, 0 when it is even.</returns>
    internal int Parity(int[] number)
    {
        Write(number, _octets, 0);
        return _octets[0] & 1;
    }

    // Cuts off what is over 2^255 and tells it.
    private long Over()
    {
        long over = _limbs[Last] >> LastBits;
        _limbs[Last] &= LastMask;
        return over;
    }

    // Adds to the lowest limb and carries; the last limb keeps the sign and what is over.
    private void Add(long addend)
    {
        long carry = addend;
        for (int i = 0; i < Last; i++)
        {
            carry += _limbs[i];
            _limbs[i] = (int)(carry & Field.Mask);
            carry >>= Field.Bits;
        }

        _limbs[Last] += (int)carry;
    }
}
