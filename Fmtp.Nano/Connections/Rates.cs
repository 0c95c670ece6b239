namespace Fmtp.Nano;

/// <summary>How much each address afar has asked lately: a token bucket for each, in a fixed table whose
/// longest silent entry goes first.</summary>
internal sealed class Rates
{
    // A bucket holds so many seconds' worth of requests.
    private const int BurstSeconds = 10;
    private const int MsPerSecond = 1000;

    private readonly long[] _high;
    private readonly long[] _low;
    private readonly long[] _last;
    private readonly int[] _tokens; // thousandths of a request
    private readonly int _perSecond;

    internal Rates(Limits limits)
    {
        _perSecond = limits.RequestsPerSecond;
        _high = new long[limits.RateAddresses];
        _low = new long[limits.RateAddresses];
        _last = new long[limits.RateAddresses];
        _tokens = new int[limits.RateAddresses];
    }

    private int Full
    {
        get { return _perSecond * BurstSeconds * MsPerSecond; }
    }

    /// <summary>Counts a request.</summary>
    /// <returns>Whether it is within the limit.</returns>
    internal bool Take(Endpoint from, long now)
    {
        int entry = Entry(from, now);
        long refill = (now - _last[entry]) * _perSecond;
        _last[entry] = now;
        _tokens[entry] = refill > Full - _tokens[entry] ? Full : _tokens[entry] + (int)refill;
        if (_tokens[entry] < MsPerSecond)
        {
            return false;
        }

        _tokens[entry] -= MsPerSecond;
        return true;
    }

    // IPv6 is counted by network: whoever has one has all its addresses.
    private int Entry(Endpoint from, long now)
    {
        long low = from.IsV6 ? 0 : from.Low;
        int oldest = 0;
        for (int i = 0; i < _low.Length; i++)
        {
            if (_low[i] == low && _high[i] == from.High)
            {
                return i;
            }

            if (_last[i] < _last[oldest])
            {
                oldest = i;
            }
        }

        _high[oldest] = from.High;
        _low[oldest] = low;
        _last[oldest] = now;
        _tokens[oldest] = Full;
        return oldest;
    }
}
