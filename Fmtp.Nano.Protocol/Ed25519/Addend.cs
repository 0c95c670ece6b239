namespace Fmtp.Nano.Protocol;

/// <summary>A point made ready to be added often.</summary>
internal sealed class Addend
{
    /// <summary>Y + X.</summary>
    internal readonly int[] Sum = new int[Field.Limbs];

    /// <summary>Y - X.</summary>
    internal readonly int[] Difference = new int[Field.Limbs];

    /// <summary>2Z; not looked at in an affine point, where Z is 1.</summary>
    internal readonly int[] Z2;

    /// <summary>2dT.</summary>
    internal readonly int[] T2d = new int[Field.Limbs];

    /// <summary>Makes one.</summary>
    /// <param name="isAffine">Whether Z is always 1.</param>
    internal Addend(bool isAffine)
    {
        Z2 = isAffine ? null : new int[Field.Limbs];
    }
}
