namespace Fmtp.Nano.Protocol;

/// <summary>Reads a point from its 32 octets (RFC 8032 section 5.1.3), a piece at a time.</summary>
/// <remarks>It gives the point's negative: a verification takes multiples of the key away.</remarks>
internal sealed class PointReader
{
    // d = -121665/121666 and a square root of -1, modulo p.
    private static readonly int[] D =
    {
        0x135978a3, 0x0f5a6e50, 0x10762add, 0x00149a82, 0x1e898007,
        0x003cbbbc, 0x19ce331d, 0x1dc56dff, 0x0052036c,
    };

    private static readonly int[] RootOfMinusOne =
    {
        0x0a0ea0b0, 0x0770d93a, 0x0bf91e31, 0x06300d5a, 0x1d7a72f4,
        0x004c9efd, 0x1c2cad34, 0x1009f83b, 0x002b8324,
    };

    private readonly FieldOctets _octets;
    private readonly FieldPower _power;
    private readonly PointMath _math;
    private readonly Point _quadruple;
    private readonly int[] _u;
    private readonly int[] _v;
    private readonly int[] _uv3;
    private readonly int[] _t;
    private int _sign;

    /// <summary>Makes one.</summary>
    /// <param name="scratch">What it works in; its point is written over.</param>
    /// <param name="spare">What else, to be used for something else when it has done.</param>
    /// <param name="result">Where it leaves the point.</param>
    internal PointReader(Ed25519Scratch scratch, Addend spare, Addend result)
    {
        Negative = new Point(result);
        _octets = scratch.Octets;
        _power = scratch.Power;
        _math = scratch.Math;
        _quadruple = scratch.Point;
        _u = spare.Sum;
        _v = spare.Difference;
        _uv3 = spare.Z2;
        _t = spare.T2d;
    }

    /// <summary>Whether the octets are a point's one encoding, and the point is not one of the eight of small
    /// order; known when <see cref="Step"/> has told so.</summary>
    internal bool IsValid;

    /// <summary>The point's negative, when it is valid.</summary>
    internal readonly Point Negative;

    /// <summary>Begins.</summary>
    /// <param name="octets">The octets.</param>
    /// <param name="start">The first of 32.</param>
    /// <returns>False when they are no point's, at once: y is p or more.</returns>
    internal bool Begin(byte[] octets, int start)
    {
        Point p = Negative;
        IsValid = false;
        p.Clear();
        if (!_octets.Read(octets, start, p.Y))
        {
            return false;
        }

        // x^2 = u / v with u = y^2 - 1 and v = d y^2 + 1; its root is u v^3 (u v^7)^((p-5)/8), but for the
        // root of -1. See the section.
        _sign = (octets[start + FieldOctets.Length - 1] & FieldOctets.SignBit) == 0 ? 0 : 1;
        Field.Square(_u, p.Y);
        Field.Multiply(_v, _u, D);
        _u[0]--;
        _v[0]++;
        Field.Square(_t, _v);
        Field.Multiply(_t, _t, _v);
        Field.Multiply(_uv3, _t, _u);
        Field.Square(_t, _t);
        Field.Multiply(_t, _t, _v);
        Field.Multiply(_t, _t, _u);
        _power.Begin(_t, false);
        return true;
    }

    /// <summary>Does a piece.</summary>
    /// <returns>True when it is known whether there is such a point.</returns>
    internal bool Step()
    {
        if (!_power.Step())
        {
            return false;
        }

        Point p = Negative;
        Field.Multiply(p.X, _uv3, _power.Result);
        if (HasRoot(p.X))
        {
            Field.Multiply(p.T, p.X, p.Y);
            _quadruple.Set(p);
            IsValid = !_math.IsSmall(_quadruple, _octets);
        }

        return true;
    }

    // Whether x^2 = u / v with the root found or with the other; and gives it the sign asked for, turned.
    private bool HasRoot(int[] x)
    {
        Field.Square(_t, x);
        Field.Multiply(_t, _t, _v);
        Field.SumAndDifference(_t, _uv3, _t, _u);
        if (!_octets.IsZero(_uv3))
        {
            if (!_octets.IsZero(_t))
            {
                return false;
            }

            Field.Multiply(x, x, RootOfMinusOne);
        }

        if (_octets.Parity(x) == _sign)
        {
            // The negative is wanted. Zero has none: with the sign set it is no encoding, and without it
            // the point is of small order and refused below.
            for (int i = 0; i < Field.Limbs; i++)
            {
                x[i] = -x[i];
            }
        }

        return true;
    }
}
