using System;

namespace Fmtp.Nano.Protocol;

/// <summary>A point of edwards25519 in extended coordinates (RFC 8032 section 5.1.4): x = X/Z, y = Y/Z,
/// xy = T/Z. Coordinates are of one unit each (see <see cref="Field"/>).</summary>
internal sealed class Point
{
    /// <summary>X.</summary>
    internal readonly long[] X = new long[Field.Limbs];

    /// <summary>Y.</summary>
    internal readonly long[] Y = new long[Field.Limbs];

    /// <summary>Z.</summary>
    internal readonly long[] Z = new long[Field.Limbs];

    /// <summary>T; not kept up where the next thing is a doubling, which does not look at it.</summary>
    internal readonly long[] T = new long[Field.Limbs];

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
