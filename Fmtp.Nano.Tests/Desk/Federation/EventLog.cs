using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Fmtp.Nano.Tests.Federation;

/// <summary>What happened last in a world, each with the time and the two it happened between.</summary>
internal sealed class EventLog
{
    private const int Most = 1 << 15;

    private readonly Entry[] _entries = new Entry[Most];
    private int _count;

    public void Add(long time, string from, string to, string what) => _entries[_count++ % Most] = new Entry(time, from, to, what);

    /// <summary>The last events that somebody of these had a part in; of everybody when there is nobody.</summary>
    public string Tail(IReadOnlyCollection<string> who, int most)
    {
        var lines = new List<string>();
        for (var i = _count - 1; i >= Math.Max(0, _count - Most) && lines.Count < most; i--)
        {
            var entry = _entries[i % Most];
            if (who.Count == 0 || who.Contains(entry.From) || who.Contains(entry.To) || entry.To.Length == 0)
            {
                lines.Add(entry.ToString());
            }
        }

        lines.Reverse();
        return string.Join('\n', lines);
    }

    /// <summary>The last events in which a word occurs.</summary>
    public string Of(string word, int most)
    {
        var found = _entries.Take(Math.Min(_count, Most)).Where(e => e.What.Contains(word, StringComparison.Ordinal)).OrderBy(e => e.Time);
        return string.Join('\n', found.TakeLast(most));
    }

    private readonly record struct Entry(long Time, string From, string To, string What)
    {
        public override string ToString()
        {
            var time = (Time / 1000m).ToString("0.000", CultureInfo.InvariantCulture).PadLeft(9);
            return To.Length == 0 ? $"{time}  {From}: {What}" : $"{time}  {From} > {To}  {What}";
        }
    }
}
