using System;

namespace Fmtp.Nano.Protocol;

/// <summary>Multiples of the base point B from a stored table: a comb of four teeth, 64 bits apart.</summary>
/// <remarks>
/// A number is recoded as a sum of all 256 powers of two, each with a plus or a minus. So no digit is zero, and
/// one of the eight points, or that point's negative, is added at each of 64 doublings; whatever the
/// number, the work is the same. Every look at the table reads the whole of it and takes by masks, so that
/// neither a branch nor an address depends on the number. Two combs, twice the table, would save 32 of the 64
/// doublings: a seventh of a signature, nothing of a verification, for 768 octets of heap and of flash.
/// </remarks>
internal sealed class BaseComb
{
    /// <summary>Doublings that a multiplication takes, and bits between two teeth.</summary>
    internal const int Doublings = 64;

    /// <summary>Doublings that are a piece of work.</summary>
    internal const int DoublingsAStep = 2;

    private const int Teeth = 4;
    private const int EntryWords = 3 * FieldOctets.Words;
    private const int Entries = 1 << (Teeth - 1);
    private const int SignTooth = Teeth - 1;
    private const int SignShift = 63;

    // With b = (n + 2^256 - 1) / 2 modulo L, n is the sum of (2 b_i - 1) 2^i over all 256 bits of b.
    private static readonly long[] Half =
    {
        0x0e7ae9f7, 0x009318d2, 0x0bce6b2c, 0x07cef517, 0x00000a6f,
        0x00000000, 0x00000000, 0x00000000, 0x08000000, 0x00000000,
    };

    private static readonly long[] HalfOfAllOnes =
    {
        0x06cc4a8e, 0x07618ba4, 0x0ee7b86b, 0x0adfa39b, 0x0fff6377,
        0x0fffffff, 0x0fffffff, 0x0fffffff, 0x07ffffff, 0x00000000,
    };

    // Made when it is first needed: a relay without keys has no use for it.
    private static ulong[] _table;

    private readonly ScalarMath _scalars;
    private readonly PointMath _math;
    private readonly long[] _bits = new long[Teeth];
    private readonly byte[] _octets = new byte[ScalarMath.Length];
    private readonly long[] _recoded = new long[ScalarMath.Limbs];
    private readonly ulong[] _entry = new ulong[EntryWords];
    private readonly Addend _addend = new Addend(true);

    /// <summary>Makes one.</summary>
    /// <param name="scalars">Scratch that may be shared.</param>
    /// <param name="math">Scratch that may be shared.</param>
    internal BaseComb(ScalarMath scalars, PointMath math)
    {
        _scalars = scalars;
        _math = math;
    }

    /// <summary>Begins with a number.</summary>
    /// <param name="number">The number, reduced; not kept.</param>
    internal void Begin(long[] number)
    {
        _table = _table ?? BaseTable.Make();
        _scalars.MultiplyAdd(_recoded, number, Half, HalfOfAllOnes);
        ScalarMath.Write(_recoded, _octets, 0);
        for (int i = 0; i < Teeth; i++)
        {
            _bits[i] = BitConverter.ToInt64(_octets, i * sizeof(long));
        }
    }

    /// <summary>Adds what one of the doublings calls for. After doubling and adding for 63, 62 ... 0, the number
    /// times B has been added.</summary>
    /// <param name="p">The point, with its T.</param>
    /// <param name="doubling">Which.</param>
    /// <param name="withT">Whether T is needed next.</param>
    internal void Add(Point p, int doubling, bool withT)
    {
        int entry = Bit(0, doubling) | (Bit(1, doubling) << 1) | (Bit(2, doubling) << 2);

        // All ones when the point's negative is wanted: that of all other signs.
        int negative = Bit(SignTooth, doubling) - 1;
        Select((entry ^ negative) & (Entries - 1), negative);
        _math.Add(p, _addend, false, withT);
    }

    private int Bit(int tooth, int doubling)
    {
        return (int)(_bits[tooth] >> doubling) & 1;
    }

    // The negative of a point has Y + X and Y - X changed over and T the other sign.
    private void Select(int wanted, long negative)
    {
        ulong[] t = _table;
        ulong e0 = 0, e1 = 0, e2 = 0, e3 = 0, e4 = 0, e5 = 0, e6 = 0, e7 = 0, e8 = 0, e9 = 0, e10 = 0, e11 = 0;
        int at = 0;
        for (int i = 0; i < Entries; i++)
        {
            ulong mask = (ulong)((long)((i ^ wanted) - 1) >> SignShift); // all ones for the one wanted
            e0 |= t[at] & mask;
            e1 |= t[at + 1] & mask;
            e2 |= t[at + 2] & mask;
            e3 |= t[at + 3] & mask;
            e4 |= t[at + 4] & mask;
            e5 |= t[at + 5] & mask;
            e6 |= t[at + 6] & mask;
            e7 |= t[at + 7] & mask;
            e8 |= t[at + 8] & mask;
            e9 |= t[at + 9] & mask;
            e10 |= t[at + 10] & mask;
            e11 |= t[at + 11] & mask;
            at += EntryWords;
        }

        ulong[] entry = _entry;
        ulong swap = (ulong)negative, x;
        x = (e0 ^ e4) & swap; entry[0] = e0 ^ x; entry[4] = e4 ^ x;
        x = (e1 ^ e5) & swap; entry[1] = e1 ^ x; entry[5] = e5 ^ x;
        x = (e2 ^ e6) & swap; entry[2] = e2 ^ x; entry[6] = e6 ^ x;
        x = (e3 ^ e7) & swap; entry[3] = e3 ^ x; entry[7] = e7 ^ x;
        entry[8] = e8; entry[9] = e9; entry[10] = e10; entry[11] = e11;
        FieldOctets.Cut(entry, 0, _addend.Sum, 0);
        FieldOctets.Cut(entry, FieldOctets.Words, _addend.Difference, 0);
        FieldOctets.Cut(entry, 2 * FieldOctets.Words, _addend.T2d, negative);
    }
}
