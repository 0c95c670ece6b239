using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Fmtp.Nano.Desktop.Board;
using Fmtp.Nano.Desktop.Host;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Tests.Federation;

/// <summary>A machine with a relay on it: it runs, stands still, or is without power; its flash survives.</summary>
internal sealed class RelayHost : IListener
{
    /// <summary>The time of day when a world begins, Unix milliseconds.</summary>
    public const long Epoch = 1_700_000_000_000;

    private const int StepsMax = 20_000;
    private const long GiveUpMs = 5L * 24 * 60 * 60 * 1000;

    private readonly SimNetwork _network;
    private readonly Action<RelayHost> _awake;
    private SodiumSignatures? _signatures;
    private bool _isAwake;

    public RelayHost(SimNetwork network, Oracle oracle, string domain, Site site, bool isBoard, Action<RelayHost> awake)
    {
        _network = network;
        _awake = awake;
        Oracle = oracle;
        Domain = domain;
        Site = site;
        IsBoard = isBoard;
        Configuration = new Configuration { Domain = domain };
        site.Listeners[Wire.Port] = this;
        site.Ports[Wire.Port] = (octets, from) => Network?.Arrive(octets, from);
        network.Names["relay." + domain] = site;
    }

    public string Domain { get; }

    public string Name => Domain;

    public Site Site { get; }

    public bool IsBoard { get; }

    /// <summary>Which of <c>boards/</c> it is; null for none of them.</summary>
    public string? Board { get; init; }

    public Oracle Oracle { get; }

    public Configuration Configuration { get; }

    public Limits Limits { get; private set; } = new();

    public RelayHost? Parent { get; init; }

    /// <summary>The DNS that it asks, and in which its domain's key is; null for a relay that has no key and asks nobody.</summary>
    public IReadOnlyList<DnsAuthority>? Dns { get; init; }

    /// <summary>The seed of its signing key.</summary>
    public byte[] Seed { get; init; } = [];

    /// <summary>Whether its domain is its key: DNS knows nothing of it.</summary>
    public bool IsSelfCertified { get; init; }

    /// <summary>How it says that it can be reached.</summary>
    public string[] Routes { get; init; } = [];

    /// <summary>Whether it keeps what is private for its children.</summary>
    public bool HasMailbox { get; init; }

    /// <summary>Whether what is private of its own users is at its parent.</summary>
    public bool IsServed => Parent is { HasMailbox: true };

    public List<string> Peers { get; } = [];

    public MemoryFlash Flash { get; } = new();

    public Relay? Relay { get; private set; }

    public HostNetwork? Network { get; private set; }

    /// <summary>How often it was switched on.</summary>
    public int Incarnation { get; private set; }

    /// <summary>Milliseconds by which its clock is wrong; null where it has none of its own.</summary>
    public int? Skew { get; init; }

    public bool IsUp => Relay != null;

    /// <summary>Whether its program stands still, while its machine still takes what comes.</summary>
    public bool IsFrozen { get; set; }

    /// <summary>Until when something was amiss with it.</summary>
    public long DisturbedUntil { get; private set; } = -1;

    public static byte[] KeyBetween(string a, string b) => Sealing.KeyOf(string.CompareOrdinal(a, b) < 0 ? a + b : b + a);

    /// <summary>The seed that has this name.</summary>
    public static byte[] SeedOf(string name) => Sealing.KeyOf("seed of " + name);

    public void Disturb(long until) => DisturbedUntil = Math.Max(DisturbedUntil, until);

    /// <summary>Gives a peer a key.</summary>
    public void AddPeer(string address) => Peers.Add(address);

    public void Start()
    {
        Limits = Board != null ? BoardFile.Find(Board)!.Settings.Limits : IsBoard ? new Limits() : Desk();
        if (Dns != null && Limits.Verifications == 0)
        {
            Limits.Verifications = new Limits().Verifications; // its tables, with the memory of a larger one
        }

        Configuration.Peers = Peers.ConvertAll(p => new PeerSettings { Address = p, Link = Convert.ToBase64String(KeyBetween(p, Domain)) }).ToArray();
        if (Parent != null)
        {
            Configuration.Parent = new ParentSettings { Domain = Parent.Domain, Host = "relay." + Parent.Domain, Link = Convert.ToBase64String(KeyBetween("@" + Domain, Parent.Domain)) };
        }

        Configuration.Mailbox = HasMailbox;
        if (Dns != null)
        {
            Configuration.Dns = [.. Dns.Select(d => d.Address)];
            Configuration.Signing = new SigningSettings { Selector = IsSelfCertified ? "" : "s1", Seed = Convert.ToBase64String(Seed) };
            Configuration.Routes = Routes;
        }

        Assert.AreEqual("", string.Join('\n', ConfigurationCheck.Faults(Configuration, Limits)));
        Incarnation++;
        IsFrozen = false;
        Flash.Restore();
        Network = new HostNetwork(_network, this);
        _signatures ??= Dns == null ? null : new SodiumSignatures(Seed);
        Relay = new Relay(Configuration, Limits, Network, Flash, new SeededEntropy((uint)_network.Chance.Next(1, int.MaxValue)), _signatures, null);
        if (Skew != null)
        {
            Relay.Clock.Set(Epoch + _network.Now + Skew.Value, _network.Now);
        }

        Relay.Start(_network.Now);
        _network.Log.Add(_network.Now, Name, "", "starts");
        Wake();
    }

    /// <summary>The power goes.</summary>
    public void PowerOff(string why)
    {
        if (IsUp)
        {
            _network.Log.Add(_network.Now, Name, "", "loses its power " + why);
            Network!.Vanish();
            Relay = null;
            Network = null;
            Disturb(_network.Now);
        }
    }

    /// <summary>The same for so long.</summary>
    public void PowerOffFor(long ms)
    {
        PowerOff("for long");
        BackAt = _network.Now + ms;
        _network.After(ms, Restart);
    }

    /// <summary>When it comes back from being away for longer than anybody waits; 0 for never.</summary>
    public long BackAt { get; private set; }

    /// <summary>Whether it was away for longer than anybody waits with what was for it, or from it, at a time.</summary>
    public bool IsWaitedForInVain(long since) => since + GiveUpMs < BackAt;

    public void Accept(SimEnd end)
    {
        if (Network == null)
        {
            end.IsGone = true;
        }
        else
        {
            Network.Knock(end);
        }
    }

    /// <summary>Has it look what there is to do at this instant.</summary>
    public void Wake()
    {
        if (!_isAwake)
        {
            _isAwake = true;
            _awake(this);
        }
    }

    /// <summary>Lets it work until it rests; that it does is a promise too.</summary>
    public void Settle()
    {
        _isAwake = false;
        if (!IsUp || IsFrozen)
        {
            return;
        }

        try
        {
            for (var steps = 0; Relay!.Step(_network.Now); steps++)
            {
                Assert.IsTrue(steps < StepsMax, $"{Name} does not come to rest");
            }
        }
        catch (PowerCut)
        {
            PowerOff("while it writes");
            _network.After(_network.Chance.Next(500, 8000), () => Restart());
        }
    }

    /// <summary>The first lines of what waits to be delivered.</summary>
    public IEnumerable<string> Outbox()
    {
        var store = Relay!.Store;
        for (var i = 0; i < store.Queued; i++)
        {
            var octets = new byte[store.QueuedRecipientLength(i) + store.QueuedObjectLength(i) + 64];
            store.ReadQueued(i, octets, 0);
            yield return Encoding.UTF8.GetString(octets, 0, Math.Min(octets.Length, 300)).TrimEnd('\0');
        }
    }

    public void Restart()
    {
        if (!IsUp)
        {
            Disturb(_network.Now);
            Start();
        }
    }

    // The same code with room, but not so much that a world of them takes long to make.
    private static Limits Desk() => new()
    {
        Connections = 128,
        Ways = 40,
        Doorstep = 8,
        InOctets = 1024,
        OutOctets = 4096,
        Bodies = 6,
        ObjectMax = 16384,
        Objects = 2000,
        StoreQuota = 1024 * 1024,
        SegmentOctets = 4 * Limits.Sector,
        VolatileOctets = 65536,
        Outbox = 128,
        Peers = 64,
        Watches = 512,
        UpstreamWatches = 256,
        PushesPending = 48,
        Lookups = 48,
        Askers = 96,
        Errands = 32,
        ErrandOctets = 65536,
        Verdicts = 1024,
        Verifications = 256,
        StrangersPerMinute = 6000,
        DnsQuestions = 384,
        DnsQuestionOctets = 320,
        DnsFlights = 48,
        DnsAnswerMax = 2048,
        CacheEntries = 192,
        CacheOctets = 128 * 1024,
        OnceTokens = 64,
        MessagesPerStep = 16,
        DatagramsPerStep = 8,
        RateAddresses = 64,
        RequestsPerSecond = 200,
    };
}
