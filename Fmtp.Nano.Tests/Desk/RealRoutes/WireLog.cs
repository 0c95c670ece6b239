using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;

namespace Fmtp.Nano.Tests;

/// <summary>What went over the wires, packet by packet, in the order in which it happened: whatever a packet causes
/// stands behind it, because it is written down before it is passed on.</summary>
internal sealed class WireLog
{
    private readonly Lock _lock = new();
    private readonly List<Line> _lines = [];
    private long _start = Stopwatch.GetTimestamp();

    /// <summary>How many lines there are: a mark to read from.</summary>
    internal int Mark
    {
        get
        {
            lock (_lock)
            {
                return _lines.Count;
            }
        }
    }

    /// <summary>Begins anew.</summary>
    internal void Clear()
    {
        lock (_lock)
        {
            _lines.Clear();
            _start = Stopwatch.GetTimestamp();
        }
    }

    /// <summary>Writes a packet down.</summary>
    /// <param name="from">Who sends it.</param>
    /// <param name="to">Whom to.</param>
    /// <param name="text">What, as it is.</param>
    /// <param name="plain">The same without what differs from run to run; null for what no transcript is to have.</param>
    internal void Add(string from, string to, string text, string? plain)
    {
        lock (_lock)
        {
            double ms = Stopwatch.GetElapsedTime(_start).TotalMilliseconds;
            _lines.Add(new Line($"{ms,9:0.0} {from,5} > {to,-5} {text}", plain == null ? null : $"{from} > {to}  {plain}"));
        }
    }

    /// <summary>The packets since a mark, as transcripts have them.</summary>
    internal string[] Since(int mark)
    {
        lock (_lock)
        {
            return [.. _lines.Skip(mark).Where(line => line.Plain != null).Select(line => line.Plain!)];
        }
    }

    /// <summary>All of it with times, as a person reads it.</summary>
    internal string Text(int mark)
    {
        lock (_lock)
        {
            return string.Join('\n', _lines.Skip(mark).Select(line => line.Text));
        }
    }

    private sealed record Line(string Text, string? Plain);
}
