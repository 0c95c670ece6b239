namespace Fmtp.Nano.Protocol;

/// <summary>A point made ready to be added often.</summary>
internal sealed class Addend
{
    /// <summary>Y + X.</summary>
    internal readonly long[] Sum = new long[Field.Limbs];

    /// <summary>Y - X.</summary>
    internal readonly long[] Difference = new long[Field.Limbs];

    /// <summary>2Z; not looked at in an affine point, where Z is 1.</summary>
    internal readonly long[] Z2;

    /// <summary>2dT.</summary>
    internal readonly long[] T2d = new long[Field.Limbs];

    /// <summary>Makes one.</summary>
    /// <param name="isAffine">Whether Z is always 1.</param>
    internal Addend(bool isAffine)
    {
        Z2 = isAffine ? null : new long[Field.Limbs];
    }
}
