namespace Fmtp.Nano;

/// <summary>What a received message, or the wait for one, amounts to.</summary>
internal static class DnsVerdict
{
    /// <summary>Nothing yet: what came was not for us.</summary>
    internal const int None = 0;

    /// <summary>The question has its state and its records.</summary>
    internal const int Done = 1;

    /// <summary>This server cannot tell; another may.</summary>
    internal const int Failed = 2;

    /// <summary>This server was silent.</summary>
    internal const int TimedOut = 3;

    /// <summary>The answer must be fetched over TCP.</summary>
    internal const int Truncated = 4;

    /// <summary>The name is an alias, and of what it stands for another question must tell.</summary>
    internal const int Elsewhere = 5;
}
