using System;

namespace Fmtp.Nano;

/// <summary>Unix milliseconds as people read them.</summary>
internal static class UnixTime
{
    private const long SecondsOfYear9999 = 253402300799;
    private const int MsPerSecond = 1000;

    /// <summary>A time as <c>2026-11-23 01:06:00</c>, UTC.</summary>
    /// <returns>A new string; a dash for a time beyond the year 9999.</returns>
    internal static string ToText(long unixMs)
    {
        long seconds = unixMs / MsPerSecond;
        return seconds > SecondsOfYear9999 ? "-" : new DateTime(DateTime.UnixEpoch.Ticks + (seconds * TimeSpan.TicksPerSecond)).ToString("yyyy-MM-dd HH:mm:ss");
    }
}
