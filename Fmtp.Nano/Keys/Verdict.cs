namespace Fmtp.Nano;

/// <summary>What is known of a signature, or of something else that has to be found out first.</summary>
internal static class Verdict
{
    /// <summary>Not yet known: ask again in the next step.</summary>
    internal const int Pending = 0;

    /// <summary>It verifies.</summary>
    internal const int Good = 1;

    /// <summary>It does not: 401.</summary>
    internal const int Bad = 2;

    /// <summary>Nobody can tell now: 503 <c>retry=</c>.</summary>
    internal const int Unknown = 3;
}
