using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Tests.Federation;

/// <summary>Somebody with a connection to a relay: sealed, or anybody; at home or far away. It is opened again
/// whenever it is lost, and what was not acknowledged is put again.</summary>
internal sealed class Person(SimNetwork network, Oracle oracle, RelayHost relay, Site site, string name, string? address)
{
    private const int PatienceMs = 20_000;
    private const int PingMs = 20_000;
    private const string Nonce = "AAECAwQFBgcICQoLDA0ODxAR";

    private readonly Dictionary<string, Request> _outstanding = [];
    private readonly List<Request> _owed = [];
    private SimEnd? _end;
    private PersonSeals? _seals;
    private int _tags;
    private int _incarnation;
    private bool _isProven;
    private bool _isDialling;
    private string _hello = "";

    public string Name => name;

    /// <summary>Who it is for the relay; null for anybody.</summary>
    public string? Address => address;

    public RelayHost Relay => relay;

    public Site Site => site;

    public bool IsNear => site == relay.Site;

    /// <summary>Whether a relay asks elsewhere for him.</summary>
    public bool IsTrusted => address != null || IsNear;

    /// <summary>Whether requests can be sent.</summary>
    public bool IsUp => _end is { IsOpen: true } && !_end.HasEnded && (address == null || _isProven);

    /// <summary>Number of the connection, from 1.</summary>
    public int Connections { get; private set; }

    /// <summary>What he watches, and on which connection he last was told that he does.</summary>
    public Dictionary<string, int> Watching { get; } = [];

    /// <summary>Milliseconds by which his clock is wrong.</summary>
    public int Skew { get; init; }

    public long UnixNow => RelayHost.Epoch + network.Now + Skew;

    /// <summary>Objects that are still to be acknowledged.</summary>
    public int Owed => _owed.Count;

    /// <summary>When something was last amiss between him and the relay.</summary>
    public long DisturbedUntil
    {
        get
        {
            if (_end == null || _incarnation != relay.Incarnation)
            {
                return network.Now; // the relay knows nothing of this connection any more
            }

            var until = Math.Max(relay.DisturbedUntil, _end.Connection.DisturbedUntil);
            return IsNear ? until : Math.Max(until, Math.Max(site.DisturbedUntil, relay.Site.DisturbedUntil));
        }
    }

    /// <summary>Opens the connection.</summary>
    public void Dial()
    {
        Lose();
        Connections++;
        _isProven = false;
        _isDialling = true;
        _seals = null;
        var number = Connections;
        _end = network.Dial(site, name, relay.Site, Wire.Port, Listen);
        network.After(PatienceMs, () =>
        {
            if (number == Connections && !IsUp)
            {
                Again();
            }
        });
    }

    /// <summary>Asks.</summary>
    /// <returns>False when there is no connection now.</returns>
    public bool Ask(Request request)
    {
        if (!IsUp)
        {
            return false;
        }

        request.AskedAt = network.Now;
        request.Incarnation = relay.Incarnation;
        request.Connection = Connections;
        var tag = (++_tags).ToString(CultureInfo.InvariantCulture);
        _outstanding[tag] = request;
        Send(Line(request, tag), request.Version?.Text ?? "");
        oracle.Asked(request);
        var askedAt = request.AskedAt;
        network.After(oracle.LookupMs + 1000, () =>
        {
            if (!request.IsAnswered && request.AskedAt == askedAt && request.Connection == Connections)
            {
                Again();
            }
        });
        return true;
    }

    /// <summary>Puts an object, now or as soon as it can be, and again until it is acknowledged or refused.</summary>
    public void Put(Version version)
    {
        oracle.Ledger.Add(version);
        var request = new Request(this, "PUT", "", version);
        _owed.Add(request);
        Pay();
    }

    /// <summary>Watches from now on, over every connection.</summary>
    public void Watch(string what)
    {
        Watching.TryAdd(what, 0);
        Ask(new Request(this, "WATCH", what, null));
    }

    public void Drop(string what)
    {
        Watching.Remove(what);
        Ask(new Request(this, "DROP", what, null));
    }

    /// <summary>Takes what has come.</summary>
    public void Listen()
    {
        if (_end is not { } end)
        {
            return;
        }

        if (_isDialling && end.IsOpen)
        {
            _isDialling = false;
            _incarnation = relay.Incarnation;
            Greet();
        }

        while (!end.IsReset && end.Received.Count > 0 && Heard.Take(end.Received) is { } heard)
        {
            if (_seals != null && (heard.Seal.Length > 0 || _isProven))
            {
                Assert.AreEqual(_seals.Next(heard), heard.Seal, $"{name}: the seal of: {heard.Line}");
            }

            Hear(heard);
            if (_end != end)
            {
                return;
            }
        }

        if (end.HasEnded)
        {
            foreach (var request in _outstanding.Values)
            {
                oracle.Lost(request);
            }

            Again();
        }
    }

    private static string Line(Request request, string tag) =>
        request.Version == null ? $"{request.Verb} {tag} {request.Rest}".TrimEnd() : $"PUT {tag} ={Encoding.UTF8.GetByteCount(request.Version.Text)}";

    private void Hear(Heard heard)
    {
        if (!char.IsAsciiDigit(heard.Line[0]))
        {
            oracle.Pushed(this, heard);
        }
        else if (heard.Word(1) == "h")
        {
            Prove(heard);
        }
        else if (heard.Word(1) == "a")
        {
            _isProven = heard.Word(0) == "200";
            Begin();
        }
        else if (_outstanding.Remove(heard.Word(1), out var request))
        {
            request.IsAnswered = true;
            if (request.Verb == "WATCH")
            {
                Watched(request.Address, heard.Word(0) == "200");
            }

            oracle.Answered(request, heard);
            request.Then?.Invoke(heard);
            if (request.Version != null)
            {
                Settle(request, heard);
            }
        }
        else
        {
            oracle.Require(heard.Word(1) == "-", "nobody asked for it", $"{name} was told {heard.Line}", name, relay.Name);
        }
    }

    // Whose watch finds no room does without.
    private void Watched(string what, bool isDone)
    {
        if (!isDone)
        {
            Watching.Remove(what);
        }
        else if (Watching.ContainsKey(what))
        {
            Watching[what] = Connections;
        }
    }

    private void Greet()
    {
        if (address == null)
        {
            Begin();
            return;
        }

        _hello = $"HELLO h {address.TrimStart('@')} nonce={Nonce}";
        Write(_hello + "\n");
    }

    private void Prove(Heard heard)
    {
        if (heard.Word(0) != "200")
        {
            return; // busy; it closes
        }

        _seals = new PersonSeals(RelayHost.KeyBetween(address!, relay.Domain), _hello, heard.Line);
        Send($"AUTH a {address} hmac", "");
    }

    private void Begin()
    {
        Ping(Connections);
        foreach (var what in Watching.Keys.ToList())
        {
            Ask(new Request(this, "WATCH", what, null));
        }

        Pay();
    }

    // Who says nothing does not learn that nobody is there any more.
    private void Ping(int number)
    {
        if (number == Connections)
        {
            Ask(new Request(this, "PING", "", null));
            network.After(PingMs, () => Ping(number));
        }
    }

    // One after the other: of two versions of one address the older goes first.
    private void Pay()
    {
        if (_owed.Count > 0 && _owed[0].AskedAt == 0)
        {
            Ask(_owed[0]);
        }
    }

    private void Settle(Request request, Heard heard)
    {
        if (heard.Word(0) is "503" or "429")
        {
            request.AskedAt = 0;
            network.After(network.Chance.Next(1000, 6000), Pay);
            return;
        }

        _owed.Remove(request);
        Pay();
    }

    private void Lose()
    {
        _end?.Close();
        _end = null;
        _outstanding.Clear();
        _owed.ForEach(r => r.AskedAt = 0);
    }

    private void Again()
    {
        Lose();
        var number = ++Connections;
        network.After(network.Chance.Next(300, 6000), () =>
        {
            if (number == Connections)
            {
                Dial();
            }
        });
    }

    private void Send(string line, string body)
    {
        network.Log.Add(network.Now, name, relay.Name, body.Length == 0 ? line : line + " " + body.Split('\n')[0]);
        Write(_seals == null ? line + "\n" + body : $"{line} ~{_seals.Next(line, body)}\n{body}");
    }

    // Nobody here sends so much that the window is full, unless the relay is gone: then it is lost as it should be.
    private void Write(string text)
    {
        var octets = Encoding.UTF8.GetBytes(text);
        if (_end!.Send(octets, 0, octets.Length) < octets.Length)
        {
            _end.Reset();
        }
    }
}

/// <summary>The seals of somebody's link, in both directions.</summary>
internal sealed class PersonSeals(byte[] key, string hello, string reply)
{
    private readonly byte[] _outKey = Sealing.Direction(key, true, hello, reply);
    private readonly byte[] _inKey = Sealing.Direction(key, false, hello, reply);
    private int _outCount;
    private int _inCount;

    /// <summary>The seal of the next message that he sends.</summary>
    public string Next(string line, string body) => Sealing.OfLink(_outKey, _outCount++, line, Encoding.UTF8.GetBytes(body));

    /// <summary>The seal that the next message to him has to carry.</summary>
    public string Next(Heard heard) => Sealing.OfLink(_inKey, _inCount++, heard.Line, heard.Body);
}
