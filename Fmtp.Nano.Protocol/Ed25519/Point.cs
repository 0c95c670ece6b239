using System;

namespace Fmtp.Nano.Protocol;

/// <summary>A point of edwards25519 in extended coordinates (RFC 8032 section 5.1.4): x = X/Z, y = Y/Z,
/// xy = T/Z. Coordinates are of one unit each (see <see cref="Field"/>).</summary>
internal sealed class Point
{
    /// <summary>X.</summary>
    internal readonly int[] X;

    /// <summary>Y.</summary>
    internal readonly int[] Y;

    /// <summary>Z.</summary>
    internal readonly int[] Z;

    /// <summary>T; not kept up where the next thing is a doubling, which does not look at it.</summary>
    internal readonly int[] T;

    /// <summary>Makes one.</summary>
    internal Point()
        : this(new Addend(false))
    {
    }

    /// <summary>Makes one in the memory of an addend that is not needed meanwhile.</summary>
    /// <param name="memory">The addend; not an affine one.</param>
    internal Point(Addend memory)
    {
        X = memory.Sum;
        Y = memory.Difference;
        Z = memory.Z2;
        T = memory.T2d;
    }

    /// <summary>Makes it the neutral element, (0, 1).</summary>
    internal void Clear()
    {
        Array.Clear(X, 0, Field.Limbs);
        Array.Clear(Y, 0, Field.Limbs);
        Array.Clear(Z, 0, Field.Limbs);
        Array.Clear(T, 0, Field.Limbs);
        Y[0] = 1;
        Z[0] = 1;
    }

    /// <summary>Takes over another point.</summary>
    /// <param name="other">The point.</param>
    internal void Set(Point other)
    {
        Array.Copy(other.X, 0, X, 0, Field.Limbs);
        Array.Copy(other.Y, 0, Y, 0, Field.Limbs);
        Array.Copy(other.Z, 0, Z, 0, Field.Limbs);
        Array.Copy(other.T, 0, T, 0, Field.Limbs);
    }
}
