namespace Fmtp.Nano;

/// <summary>The pauses between tries to reach somebody: twice as long each time, and up to a quarter more by chance, so that not all
/// who have lost him come back at once.</summary>
internal static class BackOff
{
    /// <summary>The next pause, in milliseconds.</summary>
    /// <param name="last">The one before; 0 for none.</param>
    /// <param name="first">The first of all.</param>
    /// <param name="most">The longest.</param>
    internal static int Next(int last, int first, int most)
    {
        return last == 0 ? first : last * 2 < most ? last * 2 : most;
    }

    /// <summary>When a pause is over.</summary>
    internal static long Until(int pauseMs, IEntropy entropy, long now)
    {
        byte[] chance = new byte[1];
        entropy.Fill(chance);
        return now + pauseMs + (pauseMs / 4 * chance[0] / byte.MaxValue);
    }
}
