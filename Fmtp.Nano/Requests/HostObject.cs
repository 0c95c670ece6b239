using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>The relay's own object, <c>@domain</c>: how to reach it and how it is. Written when it is asked for; an
/// owner may put a better one.</summary>
internal sealed class HostObject
{
    // The head with all its figures and the line before it.
    private const int LengthMax = 1024;
    private const int MsPerSecond = 1000;

    private readonly Store _store;
    private readonly Clock _clock;
    private readonly Watches _watches;
    private readonly string _domain;
    private readonly int _objectMax;
    private readonly MessageWriter _writer = new MessageWriter();
    private readonly byte[] _object = new byte[LengthMax];
    private long _startedAt;

    internal HostObject(Store store, Clock clock, Watches watches, string domain, Limits limits)
    {
        _store = store;
        _clock = clock;
        _watches = watches;
        _domain = domain;
        _objectMax = limits.ObjectMax;
    }

    /// <summary>The links that it counts.</summary>
    internal Links Links { get; set; }

    /// <summary>What the host knows of itself; null for nothing.</summary>
    internal HostFigures Host { get; set; }

    /// <summary>Says since when the relay runs.</summary>
    internal void Start(long now)
    {
        _startedAt = now;
    }

    /// <summary>Answers a GET of it.</summary>
    /// <returns>False when it is to be asked again in the next step.</returns>
    internal bool Answer(Exchange exchange, long since)
    {
        int room = exchange.Reserve(Exchange.LineRoom + LengthMax);
        if (room == Room.Later)
        {
            return false;
        }

        long date = _clock.Unix(exchange.Now);
        if (room != Room.Here)
        {
            exchange.Busy();
        }
        else if (exchange.Request.Find(Words.Since, out _) >= 0 && date <= since)
        {
            exchange.End(Code.NotNewer);
        }
        else
        {
            int length = Write(exchange.Now);
            exchange.Begin(Code.Ok);
            int at = exchange.BeginBody(length);
            System.Array.Copy(_object, 0, exchange.Line.Octets, at, length);
            exchange.EndBody();
        }

        return true;
    }

    /// <summary>Writes it.</summary>
    /// <returns>Its octets; they stand in <see cref="Octets"/>.</returns>
    internal int Write(long now)
    {
        _writer.Begin(_object, 0).Text("id: @").Text(_domain).Text("\ntype: host\ndate: ").Number(_clock.Unix(now))
            .Text("\npublic: yes\nttl: 0\nsoftware: Fmtp.Nano ").Text(Version.Number);
        if (Host != null)
        {
            WriteHost();
        }

        Figure("uptime", (now - _startedAt) / MsPerSecond);
        Figure("max", _objectMax);
        Figure("watches", _watches.Count);
        Figure("objects", _store.Count);
        Figure("octets", _store.UsedOctets);
        Figure("quota", _store.Quota);
        Figure("queue", _store.Queued);
        Figure("links", Links.Count);
        Figure("flash-written", _store.Figures.OctetsWritten);
        Figure("flash-erases", _store.Figures.Erases);
        Figure("flash-failures", _store.Figures.Failures);
        Figure("bad-records", _store.Figures.BadRecords);
        return _writer.Text("\n\n").At;
    }

    /// <summary>What <see cref="Write"/> wrote.</summary>
    internal byte[] Octets
    {
        get { return _object; }
    }

    private void WriteHost()
    {
        Word("board", Host.Board);
        Word("firmware", Host.Firmware);
        Figure("resets", Host.Resets);
        Figure("memory-free", Host.FreeMemory);
        Figure("memory-low", Host.FreeMemoryLow);
    }

    private void Word(string name, string value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            _writer.Text("\n").Text(name).Text(": ").Text(value);
        }
    }

    private void Figure(string name, long value)
    {
        if (value >= 0)
        {
            _writer.Text("\n").Text(name).Text(": ").Number(value);
        }
    }
}
