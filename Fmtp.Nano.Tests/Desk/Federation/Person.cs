using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace Fmtp.Nano.Tests.Federation;

/// <summary>Somebody who asks things of a relay, over a connection that is opened again whenever it is lost; what was not
/// acknowledged is put again.</summary>
internal sealed class Person
{
    /// <summary>How long they usually do.</summary>
    public const int LongLeaseMs = 60 * 60 * 1000;

    private const int PatienceMs = 20_000;

    private readonly SimNetwork _network;
    private readonly Oracle _oracle;
    private readonly Call _call;
    private readonly Dictionary<string, Request> _outstanding = [];
    private readonly List<Request> _owed = [];
    private int _tags;
    private long _watchedAt;
    private bool _isTurnedAway;

    /// <summary>Makes him.</summary>
    /// <param name="network">Where he lives.</param>
    /// <param name="oracle">Judges what he is told.</param>
    /// <param name="relay">The relay that he asks.</param>
    /// <param name="site">Where he is.</param>
    /// <param name="name">For the log.</param>
    /// <param name="address">Who he is for the relay; null for anybody.</param>
    /// <param name="signer">His own key, if that is what he proves it with.</param>
    public Person(SimNetwork network, Oracle oracle, RelayHost relay, Site site, string name, string? address, Signer? signer)
    {
        _network = network;
        _oracle = oracle;
        Relay = relay;
        Site = site;
        Name = name;
        Address = address;
        _call = new Call(network, oracle, relay, site, this, signer);
    }

    public string Name { get; }

    /// <summary>Who he is for the relay; null for anybody.</summary>
    public string? Address { get; }

    public RelayHost Relay { get; }

    public Site Site { get; }

    /// <summary>His own key, which signs what he makes; null where his domain does that.</summary>
    public Signer? Signer { get; init; }

    /// <summary>Whether a relay asks elsewhere for him.</summary>
    public bool IsTrusted => Address != null || Site == Relay.Site;

    /// <summary>Whether requests can be sent.</summary>
    public bool IsUp => _call.IsUp;

    /// <summary>Number of the connection, from 1.</summary>
    public int Connections { get; private set; }

    /// <summary>What he watches, and on which connection he last was told that he does.</summary>
    public Dictionary<string, int> Watching { get; } = [];

    /// <summary>Milliseconds by which his clock is wrong.</summary>
    public int Skew { get; init; }

    /// <summary>How long his watches outlive him.</summary>
    public int LeaseMs { get; init; } = LongLeaseMs;

    /// <summary>Milliseconds between two signs of life.</summary>
    public int PingMs { get; set; } = 20_000;

    public long UnixNow => RelayHost.Epoch + _network.Now + Skew;

    /// <summary>Objects that are still to be acknowledged.</summary>
    public int Owed => _owed.Count;

    /// <summary>When something was last amiss between him and the relay.</summary>
    public long DisturbedUntil => _call.DisturbedUntil;

    /// <summary>Opens the connection.</summary>
    public void Dial()
    {
        Forget();
        var number = ++Connections;
        _isTurnedAway = false;
        _call.Dial();
        _network.After(PatienceMs, () =>
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

        request.AskedAt = _network.Now;
        request.Incarnation = Relay.Incarnation;
        request.Connection = Connections;
        var tag = (++_tags).ToString(CultureInfo.InvariantCulture);
        _outstanding[tag] = request;
        _call.Send(Line(request, tag), request.Version?.Text ?? "");
        _oracle.Asked(request);
        var askedAt = request.AskedAt;
        _network.After(_oracle.LookupMs + 1000, () =>
        {
            if (!request.IsAnswered && request.AskedAt == askedAt && request.Connection == Connections)
            {
                Again();
            }
        });
        return true;
    }

    /// <summary>Puts an object, signed where he has a key of his own, now or as soon as it can be, and again until it is acknowledged
    /// or refused.</summary>
    public Version Put(Version version)
    {
        // What vouches for his key his domain signs; what he deletes of others' only his seal lets him.
        var isSigned = Signer != null && version.Address != Address && version.Owner == Address;
        var made = isSigned ? version with { Signature = Signer!.Line(version.Text) } : version;
        _oracle.Ledger.Add(made);
        _owed.Add(new Request(this, "PUT", "", made));
        Pay();
        return made;
    }

    /// <summary>Watches from now on, over every connection.</summary>
    public void Watch(string what)
    {
        Watching.TryAdd(what, 0);
        AskToWatch(what);
    }

    public void Drop(string what)
    {
        Watching.Remove(what);
        Ask(new Request(this, "DROP", what, null));
    }

    /// <summary>The relay knows who he is.</summary>
    public void Begin()
    {
        Ping(Connections);
        WatchAgain();
        Pay();
    }

    /// <summary>The connection is at its end.</summary>
    public void Lost()
    {
        foreach (var request in _outstanding.Values.Where(_ => !_isTurnedAway))
        {
            _oracle.Lost(request);
        }

        Again();
    }

    /// <summary>The relay says something.</summary>
    public void Hear(Heard heard)
    {
        if (!char.IsAsciiDigit(heard.Line[0]))
        {
            _oracle.Pushed(this, heard);
        }
        else if (_outstanding.Remove(heard.Word(1), out var request))
        {
            request.IsAnswered = true;
            if (request.Verb == "WATCH")
            {
                Watched(request.Address, heard.Word(0) == "200");
            }

            _oracle.Answered(request, heard);
            request.Then?.Invoke(heard);
            if (request.Version != null)
            {
                Settle(request, heard);
            }
        }
        else
        {
            _isTurnedAway |= heard.Word(0) == "503"; // there are too many connections: he is told, and it is closed
            _oracle.Require(heard.Word(1) == "-", "nobody asked for it", $"{Name} was told {heard.Line}", Name, Relay.Name);
        }
    }

    private static string Line(Request request, string tag) =>
        request.Version == null ? $"{request.Verb} {tag} {request.Rest}".TrimEnd() : $"PUT {tag} ={Encoding.UTF8.GetByteCount(request.Version.Text)}";

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

    private void WatchAgain()
    {
        _watchedAt = _network.Now;
        foreach (var what in Watching.Keys.ToList())
        {
            AskToWatch(what);
        }
    }

    private void AskToWatch(string what) => Ask(new Request(this, "WATCH", $"{what} lease={LeaseMs / 1000}", null));

    // Who says nothing does not learn that nobody is there any more.
    private void Ping(int number)
    {
        if (number != Connections)
        {
            return;
        }

        Ask(new Request(this, "PING", "", null));
        _network.After(PingMs, () => Ping(number));
        if (_network.Now - _watchedAt > LeaseMs * 5 / 12)
        {
            WatchAgain();
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
            _network.After(_network.Chance.Next(1000, 6000), Pay);
            return;
        }

        _owed.Remove(request);
        Pay();
    }

    private void Forget()
    {
        _call.HangUp();
        _outstanding.Clear();
        _owed.ForEach(r => r.AskedAt = 0);
    }

    private void Again()
    {
        Forget();
        var number = ++Connections;
        _network.After(_network.Chance.Next(300, 6000), () =>
        {
            if (number == Connections)
            {
                Dial();
            }
        });
    }
}
