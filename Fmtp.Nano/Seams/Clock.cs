namespace Fmtp.Nano;

/// <summary>The time of day, as far as the relay knows it: before SNTP or a sealed <c>time=</c> a board has none.</summary>
public sealed class Clock
{
    private long _offset;

    /// <summary>Whether the time is known.</summary>
    public bool IsSet;

    /// <summary>Sets the time.</summary>
    /// <param name="unixMs">Unix milliseconds now.</param>
    /// <param name="now">The step's time, in milliseconds.</param>
    public void Set(long unixMs, long now)
    {
        _offset = unixMs - now;
        IsSet = true;
    }

    /// <summary>The time of day.</summary>
    /// <param name="now">The step's time, in milliseconds.</param>
    /// <returns>Unix milliseconds; 0 when it is not known.</returns>
    public long Unix(long now)
    {
        return IsSet ? now + _offset : 0;
    }
}
