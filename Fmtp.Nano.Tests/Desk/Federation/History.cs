using System.Collections.Generic;

namespace Fmtp.Nano.Tests.Federation;

/// <summary>Which versions each relay has given, since it was switched on.</summary>
/// <remarks>A relay remembers the addresses elsewhere that were used last, as many as its cache has entries. Of what
/// is longer ago nothing is promised.</remarks>
internal sealed class History
{
    private readonly Dictionary<(RelayHost, int, string), List<(long At, long Date)>> _given = [];
    private readonly Dictionary<(RelayHost, int), List<string>> _used = [];

    /// <summary>An address was asked for.</summary>
    public void Used(Request request)
    {
        var key = (request.By.Relay, request.By.Relay.Incarnation);
        if (!_used.TryGetValue(key, out var used))
        {
            _used[key] = used = [];
        }

        var index = used.LastIndexOf(request.Address);
        var isForgotten = index >= 0 && used.Count - index > Remembered(request);
        if (isForgotten)
        {
            _given.Remove((key.Relay, key.Incarnation, request.Address));
        }

        if (index >= 0)
        {
            used.RemoveAt(index);
        }

        used.Add(request.Address);
    }

    /// <summary>An answer arrived.</summary>
    public void Add(Request request, long now, long date)
    {
        var key = (request.By.Relay, request.Incarnation, request.Address);
        if (!_given.TryGetValue(key, out var given))
        {
            _given[key] = given = [];
        }

        if (given.Count == 0 || date > given[^1].Date)
        {
            given.Add((now, date));
        }
    }

    /// <summary>The newest version whose answer had arrived when this was asked; 0 for none.</summary>
    public long NewestBefore(Request request)
    {
        var newest = 0L;
        if (_given.TryGetValue((request.By.Relay, request.Incarnation, request.Address), out var given))
        {
            foreach (var (at, date) in given)
            {
                newest = at <= request.AskedAt ? date : newest;
            }
        }

        return newest;
    }

    // What the relay itself looks up, and what others ask of it, takes entries as well.
    private static int Remembered(Request request) => request.By.Relay.Limits.CacheEntries / 4;
}
