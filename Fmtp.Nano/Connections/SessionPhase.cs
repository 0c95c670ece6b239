namespace Fmtp.Nano;

/// <summary>How far a connection is.</summary>
internal static class SessionPhase
{
    /// <summary>There is none.</summary>
    internal const int Free = 0;

    /// <summary>Messages go both ways.</summary>
    internal const int Open = 1;

    /// <summary>A browser's: its request head is coming.</summary>
    internal const int Http = 2;

    /// <summary>The last reply is going out.</summary>
    internal const int Closing = 3;

    /// <summary>The last reply is out; what the peer still sends is discarded for a while.</summary>
    internal const int Lingering = 4;
}
