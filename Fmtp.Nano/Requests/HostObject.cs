using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>The relay's own object, <c>@domain</c>: how to reach it and how it is. Written when it is asked for, or, where
/// there is a key to sign it with, once a minute beforehand; an owner may put a better one.</summary>
internal sealed class HostObject
{
    /// <summary>Octets that it has at the most.</summary>
    internal const int LengthMax = 1024;

    // Octets of these that are routes; further ones are left out.
    private const int RoutesMax = 384;

    private const int MsPerSecond = 1000;

    // What is signed is as old as this at the most, but for the time that it takes; then it is signed anew.
    private const int SignedSeconds = 60;

    // By which its signature is known: those of bounces have numbers from -1 down.
    private const long SigningNumber = long.MinValue;

    private readonly Store _store;
    private readonly Clock _clock;
    private readonly Watches _watches;
    private readonly string _domain;
    private readonly string[] _routes;
    private readonly int _objectMax;
    private readonly MessageWriter _writer = new MessageWriter();
    private long _startedAt;

    // The signed version; null before there is one.
    private byte[] _signed;
    private long _signedDate;
    private long _signAt;

    internal HostObject(Store store, Clock clock, Watches watches, Configuration configuration, Limits limits)
    {
        _store = store;
        _clock = clock;
        _watches = watches;
        _domain = configuration.Domain;
        _routes = configuration.Routes == null ? new string[0] : configuration.Routes;
        _objectMax = limits.ObjectMax;
    }

    /// <summary>The links that it counts.</summary>
    internal Links Links;

    /// <summary>Signs it; null where there is no key.</summary>
    internal Signing Signing;

    /// <summary>What the host knows of itself; null for nothing.</summary>
    internal HostFigures Host;

    /// <summary>Says since when the relay runs.</summary>
    internal void Start(long now)
    {
        _startedAt = now;
    }

    /// <summary>Answers a GET of it.</summary>
    /// <returns>False when it is to be asked again in the next step.</returns>
    internal bool Answer(Exchange exchange, long since)
    {
        int room = exchange.Reserve(Exchange.LineRoom + (_signed != null ? _signed.Length : LengthMax));
        if (room == Room.Later)
        {
            return false;
        }

        long date = _signed != null ? _signedDate : _clock.Unix(exchange.Now);
        if (room != Room.Here)
        {
            exchange.End(room == Room.Never ? Code.TooLarge : Code.Busy);
        }
        else if (date <= since)
        {
            exchange.End(Code.NotNewer);
        }
        else if (_signed != null)
        {
            exchange.Begin(Code.Ok);
            int at = exchange.BeginBody(_signed.Length);
            System.Array.Copy(_signed, 0, exchange.Line.Octets, at, _signed.Length);
            exchange.EndBody();
        }
        else
        {
            // Its length is told before it: it is written behind the room of the line, then moved up.
            exchange.Begin(Code.Ok);
            byte[] octets = exchange.Line.Octets;
            int start = exchange.Line.Start + Exchange.LineRoom;
            int length = Write(octets, start, exchange.Now);
            int at = exchange.BeginBody(length);
            System.Array.Copy(octets, start, octets, at, length);
            exchange.EndBody();
        }

        return true;
    }

    /// <summary>Signs it anew when it is time, a piece a step; until that is done the version before is given.</summary>
    internal void Step(long now)
    {
        if (Signing == null || now < _signAt || !_clock.IsSet || _objectMax < LengthMax)
        {
            return;
        }

        ObjectReader head = Signing.Begun(SigningNumber);
        if (head == null)
        {
            byte[] room = Signing.Take(SigningNumber, now);
            if (room == null)
            {
                return; // what somebody waits for comes first
            }

            head = Signing.Object; // nobody's now
            head.ParseStored(room, Workbench.LineRoom, Write(room, Workbench.LineRoom, SignedSeconds, now));
        }

        int verdict = Signing.Sign(SigningNumber, head, now);
        if (verdict == Verdict.Good)
        {
            head = Signing.Object;
            _signed = _signed != null && _signed.Length == head.Length ? _signed : new byte[head.Length];
            _signedDate = head.Date;
            System.Array.Copy(head.Octets, head.Start, _signed, 0, head.Length);
        }

        if (verdict != Verdict.Pending)
        {
            Signing.End();
            _signAt = now + (SignedSeconds * MsPerSecond);
        }
    }

    /// <summary>Writes it as it is now.</summary>
    /// <returns>How many octets it has, at most <see cref="LengthMax"/>.</returns>
    internal int Write(byte[] into, int start, long now)
    {
        return Write(into, start, 0, now);
    }

    private int Write(byte[] into, int start, int ttl, long now)
    {
        _writer.Begin(into, start).Text("id: @").Text(_domain).Text("\ntype: host\ndate: ").Number(_clock.Unix(now))
            .Text("\npublic: yes\nttl: ").Number(ttl).Text("\nsoftware: Fmtp.Nano ").Text(Version.Number);
        int room = RoutesMax;
        for (int i = 0; i < _routes.Length && (room -= _routes[i].Length) > 0; i++)
        {
            Word("route", _routes[i]);
        }

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
        return _writer.Text("\n\n").At - start;
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
