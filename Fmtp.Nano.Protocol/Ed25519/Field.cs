namespace Fmtp.Nano.Protocol;

/// <summary>Numbers modulo p = 2^255 - 19 as nine limbs of 29 bits, limb i weighing 2^(29 i), and the
/// operations that a scalar multiplication spends its time in.</summary>
/// <remarks>
/// To an interpreter a multiplication costs what an addition costs, so what counts is how few products
/// there are: 81 here, where ten limbs of 25.5 bits take 100, and no limb need be multiplied by 19 before.
/// It is also why everything is written out over locals: a loop would cost more than its body.
/// Limbs are signed. One in [-2^28, 2^28] is of one unit, which is what <see cref="Multiply"/> and
/// <see cref="Square"/> leave (limb 1 may be 2^16 more). Sums and differences are not reduced: they are of as
/// many units as their terms together. A column is nine products; of one unit each they come to 2^59.2, and
/// 64 bits have room for 14 times that: so the units of two factors, multiplied, may be 12 at most; and of one number
/// 7, as limbs are kept in 32 bits, half of the memory of 64.
/// </remarks>
internal static class Field
{
    /// <summary>Limbs of a number.</summary>
    internal const int Limbs = 9;

    /// <summary>Bits of a limb.</summary>
    internal const int Bits = 29;

    /// <summary>The bits of a limb.</summary>
    internal const long Mask = (1L << Bits) - 1;

    // Added before a limb is cut off and taken away after it, so that limbs lie around zero.
    private const long Half = 1L << (Bits - 1);

    // Nine limbs are 261 bits: 2^261 = 2^6 * 2^255, and that is 2^6 * 19 modulo p.
    private const long Fold = 19L << ((Limbs * Bits) - 255);

    /// <summary>The product.</summary>
    /// <param name="into">Receives it; may be a factor.</param>
    /// <param name="a">One factor.</param>
    /// <param name="b">The other: units of both multiplied at most 12.</param>
    internal static void Multiply(int[] into, int[] a, int[] b)
    {
        long a0 = a[0], a1 = a[1], a2 = a[2], a3 = a[3], a4 = a[4], a5 = a[5], a6 = a[6], a7 = a[7], a8 = a[8];
        long b0 = b[0], b1 = b[1], b2 = b[2], b3 = b[3], b4 = b[4], b5 = b[5], b6 = b[6], b7 = b[7], b8 = b[8];
        long m = Mask, k = Fold, h = Half;

        long c9 = (a1 * b8) + (a2 * b7) + (a3 * b6) + (a4 * b5) + (a5 * b4) + (a6 * b3) + (a7 * b2)
            + (a8 * b1);
        long c10 = (c9 >> Bits) + (a2 * b8) + (a3 * b7) + (a4 * b6) + (a5 * b5) + (a6 * b4) + (a7 * b3)
            + (a8 * b2);
        long c11 = (c10 >> Bits) + (a3 * b8) + (a4 * b7) + (a5 * b6) + (a6 * b5) + (a7 * b4) + (a8 * b3);
        long c12 = (c11 >> Bits) + (a4 * b8) + (a5 * b7) + (a6 * b6) + (a7 * b5) + (a8 * b4);
        long c13 = (c12 >> Bits) + (a5 * b8) + (a6 * b7) + (a7 * b6) + (a8 * b5);
        long c14 = (c13 >> Bits) + (a6 * b8) + (a7 * b7) + (a8 * b6);
        long c15 = (c14 >> Bits) + (a7 * b8) + (a8 * b7);
        long c16 = (c15 >> Bits) + (a8 * b8);
        long c0 = (a0 * b0) + ((c9 & m) * k) + h;
        long c1 = (c0 >> Bits) + (a0 * b1) + (a1 * b0) + ((c10 & m) * k) + h;
        long c2 = (c1 >> Bits) + (a0 * b2) + (a1 * b1) + (a2 * b0) + ((c11 & m) * k) + h;
        long c3 = (c2 >> Bits) + (a0 * b3) + (a1 * b2) + (a2 * b1) + (a3 * b0) + ((c12 & m) * k) + h;
        long c4 = (c3 >> Bits) + (a0 * b4) + (a1 * b3) + (a2 * b2) + (a3 * b1) + (a4 * b0)
            + ((c13 & m) * k) + h;
        long c5 = (c4 >> Bits) + (a0 * b5) + (a1 * b4) + (a2 * b3) + (a3 * b2) + (a4 * b1) + (a5 * b0)
            + ((c14 & m) * k) + h;
        long c6 = (c5 >> Bits) + (a0 * b6) + (a1 * b5) + (a2 * b4) + (a3 * b3) + (a4 * b2) + (a5 * b1)
            + (a6 * b0) + ((c15 & m) * k) + h;
        long c7 = (c6 >> Bits) + (a0 * b7) + (a1 * b6) + (a2 * b5) + (a3 * b4) + (a4 * b3) + (a5 * b2)
            + (a6 * b1) + (a7 * b0) + ((c16 & m) * k) + h;
        long c8 = (c7 >> Bits) + (a0 * b8) + (a1 * b7) + (a2 * b6) + (a3 * b5) + (a4 * b4) + (a5 * b3)
            + (a6 * b2) + (a7 * b1) + (a8 * b0) + ((c16 >> Bits) * k) + h;

        c0 = (c0 & m) + ((c8 >> Bits) * k);
        into[0] = (int)((c0 & m) - h);
        into[1] = (int)((c0 >> Bits) + (c1 & m) - h);
        into[2] = (int)((c2 & m) - h);
        into[3] = (int)((c3 & m) - h);
        into[4] = (int)((c4 & m) - h);
        into[5] = (int)((c5 & m) - h);
        into[6] = (int)((c6 & m) - h);
        into[7] = (int)((c7 & m) - h);
        into[8] = (int)((c8 & m) - h);
    }

    /// <summary>The square: 45 products.</summary>
    /// <param name="into">Receives it; may be the number itself.</param>
    /// <param name="a">The number, of at most three units.</param>
    internal static void Square(int[] into, int[] a)
    {
        long a0 = a[0], a1 = a[1], a2 = a[2], a3 = a[3], a4 = a[4], a5 = a[5], a6 = a[6], a7 = a[7], a8 = a[8];
        long d0 = a0 + a0, d1 = a1 + a1, d2 = a2 + a2, d3 = a3 + a3,
            d4 = a4 + a4, d5 = a5 + a5, d6 = a6 + a6, d7 = a7 + a7;
        long m = Mask, k = Fold, h = Half;

        long c9 = (d1 * a8) + (d2 * a7) + (d3 * a6) + (d4 * a5);
        long c10 = (c9 >> Bits) + (d2 * a8) + (d3 * a7) + (d4 * a6) + (a5 * a5);
        long c11 = (c10 >> Bits) + (d3 * a8) + (d4 * a7) + (d5 * a6);
        long c12 = (c11 >> Bits) + (d4 * a8) + (d5 * a7) + (a6 * a6);
        long c13 = (c12 >> Bits) + (d5 * a8) + (d6 * a7);
        long c14 = (c13 >> Bits) + (d6 * a8) + (a7 * a7);
        long c15 = (c14 >> Bits) + (d7 * a8);
        long c16 = (c15 >> Bits) + (a8 * a8);
        long c0 = (a0 * a0) + ((c9 & m) * k) + h;
        long c1 = (c0 >> Bits) + (d0 * a1) + ((c10 & m) * k) + h;
        long c2 = (c1 >> Bits) + (d0 * a2) + (a1 * a1) + ((c11 & m) * k) + h;
        long c3 = (c2 >> Bits) + (d0 * a3) + (d1 * a2) + ((c12 & m) * k) + h;
        long c4 = (c3 >> Bits) + (d0 * a4) + (d1 * a3) + (a2 * a2) + ((c13 & m) * k) + h;
        long c5 = (c4 >> Bits) + (d0 * a5) + (d1 * a4) + (d2 * a3) + ((c14 & m) * k) + h;
        long c6 = (c5 >> Bits) + (d0 * a6) + (d1 * a5) + (d2 * a4) + (a3 * a3) + ((c15 & m) * k) + h;
        long c7 = (c6 >> Bits) + (d0 * a7) + (d1 * a6) + (d2 * a5) + (d3 * a4) + ((c16 & m) * k) + h;
        long c8 = (c7 >> Bits) + (d0 * a8) + (d1 * a7) + (d2 * a6) + (d3 * a5) + (a4 * a4)
            + ((c16 >> Bits) * k) + h;

        c0 = (c0 & m) + ((c8 >> Bits) * k);
        into[0] = (int)((c0 & m) - h);
        into[1] = (int)((c0 >> Bits) + (c1 & m) - h);
        into[2] = (int)((c2 & m) - h);
        into[3] = (int)((c3 & m) - h);
        into[4] = (int)((c4 & m) - h);
        into[5] = (int)((c5 & m) - h);
        into[6] = (int)((c6 & m) - h);
        into[7] = (int)((c7 & m) - h);
        into[8] = (int)((c8 & m) - h);
    }

    /// <summary>The sum and the difference at once.</summary>
    /// <param name="sum">Receives a + b.</param>
    /// <param name="difference">Receives a - b.</param>
    /// <param name="a">One side.</param>
    /// <param name="b">The other.</param>
    internal static void SumAndDifference(int[] sum, int[] difference, int[] a, int[] b)
    {
        int x = a[0], y = b[0];
        sum[0] = x + y; difference[0] = x - y;
        x = a[1]; y = b[1];
        sum[1] = x + y; difference[1] = x - y;
        x = a[2]; y = b[2];
        sum[2] = x + y; difference[2] = x - y;
        x = a[3]; y = b[3];
        sum[3] = x + y; difference[3] = x - y;
        x = a[4]; y = b[4];
        sum[4] = x + y; difference[4] = x - y;
        x = a[5]; y = b[5];
        sum[5] = x + y; difference[5] = x - y;
        x = a[6]; y = b[6];
        sum[6] = x + y; difference[6] = x - y;
        x = a[7]; y = b[7];
        sum[7] = x + y; difference[7] = x - y;
        x = a[8]; y = b[8];
        sum[8] = x + y; difference[8] = x - y;
    }

    /// <summary>What else a doubling needs.</summary>
    /// <param name="twice">Receives 2a.</param>
    /// <param name="difference">Receives 2b - c.</param>
    /// <param name="a">A number.</param>
    /// <param name="b">A number.</param>
    /// <param name="c">A number.</param>
    internal static void TwiceAndDifference(int[] twice, int[] difference, int[] a, int[] b, int[] c)
    {
        int x;
        x = a[0]; twice[0] = x + x;
        x = b[0]; difference[0] = x + x - c[0];
        x = a[1]; twice[1] = x + x;
        x = b[1]; difference[1] = x + x - c[1];
        x = a[2]; twice[2] = x + x;
        x = b[2]; difference[2] = x + x - c[2];
        x = a[3]; twice[3] = x + x;
        x = b[3]; difference[3] = x + x - c[3];
        x = a[4]; twice[4] = x + x;
        x = b[4]; difference[4] = x + x - c[4];
        x = a[5]; twice[5] = x + x;
        x = b[5]; difference[5] = x + x - c[5];
        x = a[6]; twice[6] = x + x;
        x = b[6]; difference[6] = x + x - c[6];
        x = a[7]; twice[7] = x + x;
        x = b[7]; difference[7] = x + x - c[7];
        x = a[8]; twice[8] = x + x;
        x = b[8]; difference[8] = x + x - c[8];
    }
}
