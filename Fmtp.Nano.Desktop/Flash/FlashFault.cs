namespace Fmtp.Nano.Desktop.Flash;

/// <summary>Something in a flash folder that is not as it was written.</summary>
/// <param name="File">In which file.</param>
/// <param name="Offset">At which octet of it.</param>
/// <param name="Text">What is wrong.</param>
/// <param name="IsTorn">Whether it is no more than the end that a loss of power leaves.</param>
public sealed record FlashFault(string File, int Offset, string Text, bool IsTorn)
{
    /// <inheritdoc/>
    public override string ToString() => $"{File}:{Offset}: {Text}";
}
