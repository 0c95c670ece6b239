using System;
using System.Globalization;

namespace Fmtp.Nano.Desktop.Commands;

/// <summary>Unix milliseconds as people read them, in the time of this machine.</summary>
internal static class Dates
{
    /// <summary>The number, and what it means.</summary>
    internal static string Long(string unixMs) => Local(unixMs) is { } time ? $"{unixMs}  {time:yyyy-MM-dd HH:mm:ss}" : unixMs;

    /// <summary>What the number means, as narrow as a column of a table should be: the time of today, else the day.</summary>
    internal static string Short(string unixMs)
        => Local(unixMs) is not { } time ? unixMs : time.Date == DateTime.Today ? $"{time:HH:mm:ss}" : $"{time:yyyy-MM-dd}";

    /// <summary>Unix milliseconds now.</summary>
    internal static long Now => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    private static DateTime? Local(string unixMs)
        => long.TryParse(unixMs, NumberStyles.None, CultureInfo.InvariantCulture, out long ms) && ms <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(ms).LocalDateTime
            : null;
}
