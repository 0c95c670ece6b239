namespace Fmtp.Nano;

/// <summary>Whether there is room to answer.</summary>
internal static class Room
{
    /// <summary>Yes.</summary>
    internal const int Here = 0;

    /// <summary>When what waits has gone out.</summary>
    internal const int Later = 1;

    /// <summary>When a large buffer is free.</summary>
    internal const int Busy = 2;

    /// <summary>It is too long for this way of asking.</summary>
    internal const int Never = 3;
}
