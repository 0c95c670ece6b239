namespace Fmtp.Nano.Protocol;

/// <summary>Doubling and adding points: the formulas of RFC 8032 section 5.1.4, which hold for any two points
/// without exceptions and so need no branch. One instance has the scratch for one computation.</summary>
internal sealed class PointMath
{
    // 2d, d being -121665/121666.
    private static readonly int[] TwoD =
    {
        0x06b2f159, 0x1eb4dca1, 0x00ec55ba, 0x00293505, 0x1d13000e,
        0x00797779, 0x139c663a, 0x1b8adbff, 0x002406d9,
    };

    private readonly int[] _a;
    private readonly int[] _b;
    private readonly int[] _c;
    private readonly int[] _d;
    private readonly int[] _e = new int[Field.Limbs];
    private readonly int[] _f = new int[Field.Limbs];
    private readonly int[] _g = new int[Field.Limbs];
    private readonly int[] _h = new int[Field.Limbs];

    /// <summary>Makes one.</summary>
    /// <param name="memory">A part of what it works in; nothing stays there.</param>
    internal PointMath(Addend memory)
    {
        _a = memory.Sum;
        _b = memory.Difference;
        _c = memory.Z2;
        _d = memory.T2d;
    }

    /// <summary>p = 2p.</summary>
    /// <param name="p">The point; its T is not looked at.</param>
    /// <param name="withT">Whether T is needed next: for an addition, not for a doubling.</param>
    internal void Double(Point p, bool withT)
    {
        // F and H have the other sign than in the RFC, so that all four coordinates have: the same point.
        Field.Square(_a, p.X);
        Field.Square(_b, p.Y);
        Field.Square(_c, p.Z);
        Field.Multiply(_d, p.X, p.Y);
        Field.SumAndDifference(_h, _g, _b, _a);
        Field.TwiceAndDifference(_e, _f, _d, _c, _g); // of two and four units
        Complete(p, withT);
    }

    /// <summary>p = p + q or p - q.</summary>
    /// <param name="p">The point, with its T.</param>
    /// <param name="q">What is added.</param>
    /// <param name="isNegative">Whether it is taken away instead; a branch, so nothing secret.</param>
    /// <param name="withT">Whether T is needed next.</param>
    internal void Add(Point p, Addend q, bool isNegative, bool withT)
    {
        Field.SumAndDifference(_e, _f, p.Y, p.X);
        Field.Multiply(_a, _f, isNegative ? q.Sum : q.Difference);
        Field.Multiply(_b, _e, isNegative ? q.Difference : q.Sum);
        Field.Multiply(_c, p.T, q.T2d);
        if (q.Z2 == null)
        {
            Field.SumAndDifference(_d, _e, p.Z, p.Z);
        }
        else
        {
            Field.Multiply(_d, p.Z, q.Z2);
        }

        Field.SumAndDifference(_h, _e, _b, _a);
        Field.SumAndDifference(isNegative ? _f : _g, isNegative ? _g : _f, _d, _c); // of three units at most
        Complete(p, withT);
    }

    /// <summary>Makes a point ready to be added.</summary>
    /// <param name="p">The point, with its T.</param>
    /// <param name="into">Receives it.</param>
    internal void Prepare(Point p, Addend into)
    {
        Field.SumAndDifference(into.Sum, into.Difference, p.Y, p.X);
        Field.SumAndDifference(into.Z2, _a, p.Z, p.Z);
        Field.Multiply(into.T2d, p.T, TwoD);
    }

    /// <summary>Whether a point's order divides 8: four times the point is then (0, 1) or (0, -1), and no other
    /// point has x = 0.</summary>
    /// <param name="p">The point; four times it afterwards.</param>
    /// <param name="octets">Scratch.</param>
    /// <returns>True when it does.</returns>
    internal bool IsSmall(Point p, FieldOctets octets)
    {
        Double(p, false);
        Double(p, false);
        return octets.IsZero(p.X);
    }

    private void Complete(Point p, bool withT)
    {
        Field.Multiply(p.X, _e, _f);
        Field.Multiply(p.Y, _g, _h);
        Field.Multiply(p.Z, _f, _g);
        if (withT)
        {
            Field.Multiply(p.T, _e, _h);
        }
    }
}
