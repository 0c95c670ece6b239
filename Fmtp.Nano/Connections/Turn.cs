namespace Fmtp.Nano;

/// <summary>What is kept of a message that was asked to wait: it will be brought again.</summary>
internal sealed class Turn
{
    /// <summary>Its number among all that ever waited; 0 for one that has not.</summary>
    internal long Number;

    /// <summary>Since when it waits.</summary>
    internal long Since;
}
