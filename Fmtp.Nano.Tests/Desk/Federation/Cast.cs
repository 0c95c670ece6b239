using System;
using System.Collections.Generic;
using System.Linq;
using Fmtp.Nano.Desktop.Host;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Tests.Federation;

/// <summary>Who there is in a world: relays, grandparents to children, and who sits at them.</summary>
internal sealed class Cast
{
    private const int SkewMs = 120_000;

    // Where there is room for six watches, those of connections that nobody has any more must not last.
    private const int ShortLeaseMs = 120_000;

    private static readonly string[] Names = ["ann", "bob", "eve"];

    private readonly SimNetwork _network;
    private readonly Oracle _oracle;
    private readonly Random _chance;
    private readonly Action<RelayHost> _awake;
    private readonly bool _isOpen;
    private readonly bool _isLarge;
    private readonly bool _isSmallBoards;
    private readonly Zone _zone = new();

    public Cast(SimNetwork network, Oracle oracle, bool isLarge, bool isOpen, bool isSmallBoards, Action<RelayHost> awake)
    {
        _isOpen = isOpen;
        _isLarge = isLarge;
        _isSmallBoards = isSmallBoards;
        _network = network;
        _oracle = oracle;
        _chance = network.Chance;
        _awake = awake;
        for (var i = 0; i < 2 && isOpen; i++)
        {
            Dns.Add(new DnsAuthority(network, _zone, network.NewSite($"dns{i + 1}", false)));
        }

        var roots = isLarge ? 2 : 1;
        for (var i = 0; i < roots; i++)
        {
            Settle(Relay("g", null, false), isLarge ? 3 : _chance.Next(1, 3), isLarge);
        }

        for (var i = isOpen ? (isLarge ? 6 : _chance.Next(1, 3)) : 0; i > 0; i--)
        {
            Relay("s", null, false);
        }
    }

    public List<RelayHost> Relays { get; } = [];

    public List<Person> People { get; } = [];

    /// <summary>Those of them who are somebody.</summary>
    public List<Person> Users { get; } = [];

    /// <summary>Users who prove with their own keys who they are.</summary>
    public List<Person> Phones { get; } = [];

    public List<DnsAuthority> Dns { get; } = [];

    public List<Sensor> Sensors { get; } = [];

    /// <summary>Whether a relay can find what a domain has: it is its own, or of a child of itself or of somebody above it.</summary>
    public bool CanFind(RelayHost from, string domain)
    {
        if (_isOpen && _oracle.RelayOf(domain) is { IsSelfCertified: false })
        {
            return true;
        }

        for (var relay = from; relay != null; relay = relay.Parent)
        {
            if (relay.Domain == domain || _oracle.RelayOf(domain)?.Parent == relay)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a message can get there.</summary>
    public bool CanReach(RelayHost from, string domain) => CanFind(from, domain);

    /// <summary>Whether the relay of a recipient has no reason to refuse a message of somebody from elsewhere.</summary>
    public bool IsWelcome(Version message, RelayHost recipient)
    {
        // What is not signed is believed to its own relay, and to a parent.
        var sender = _oracle.RelayOf(message.Domain)!;
        return (_isOpen || sender == recipient || sender.Parent == recipient || recipient.Parent == sender || (sender.Parent != null && sender.Parent == recipient.Parent))
            && message.Text.Length <= recipient.Limits.ObjectMax;
    }

    // Parents, and children behind their routers.
    private void Settle(RelayHost grandparent, int parents, bool isLarge)
    {
        for (var i = 0; i < parents; i++)
        {
            var parent = Relay("p", grandparent, false);
            var children = isLarge ? 4 : _chance.Next(0, 3);
            for (var k = 0; k < children; k++)
            {
                Relay("c", parent, true);
            }
        }
    }

    private RelayHost Relay(string kind, RelayHost? parent, bool isChild)
    {
        var isBoard = isChild && (_isSmallBoards || (!_isLarge && _chance.Next(2) == 0)); // a board has room for the watches of a few
        var isSelf = isChild && _isOpen && _chance.Next(5) == 0;
        var isPublic = !isChild || (_isOpen && !isBoard && !isSelf && _chance.Next(2) == 0);
        var name = $"{kind}{Relays.Count + 1}";
        var seed = RelayHost.SeedOf(name);
        using var signatures = new SodiumSignatures(seed);
        var domain = isSelf ? SelfCertified.DomainOf(signatures.PublicKey!) : name + ".example";
        int? skew = isBoard && _chance.Next(2) == 0 ? null : _chance.Next(-SkewMs, SkewMs);
        var relay = new RelayHost(_network, _oracle, domain, _network.NewSite(domain, !isPublic), isBoard, _awake)
        {
            Parent = parent,
            Board = isBoard && _isSmallBoards ? "esp32-wroom" : null,
            Skew = skew,
            Dns = _isOpen ? Dns : null,
            Seed = seed,
            IsSelfCertified = isSelf,
            Routes = isChild && isPublic ? [$"tcp relay.{domain} 3687"] : [],
            HasMailbox = kind == "p" && _chance.Next(3) == 0,
        };
        if (_isOpen && !isSelf)
        {
            _zone.Key(domain, "s1", signatures.PublicKey!);
            Publish(relay, isChild, isPublic);
        }

        parent?.AddPeer("@" + domain);
        Relays.Add(relay);
        _oracle.Add(relay);
        Populate(relay);
        return relay;
    }

    // The world finds a child at its parent, who may refer it to the child. Some have no mail exchange, only an address.
    private void Publish(RelayHost relay, bool isChild, bool isPublic)
    {
        if (isPublic)
        {
            _zone.Host("relay." + relay.Domain, relay.Site);
        }

        if (!isChild && _chance.Next(3) == 0)
        {
            _zone.Host(relay.Domain, relay.Site);
        }
        else
        {
            _zone.Exchange(relay.Domain, "relay." + (isChild ? relay.Parent! : relay).Domain);
        }
    }

    // A board has four connections beside the one to its parent and one to spare.
    private void Populate(RelayHost relay)
    {
        var users = relay.Board != null ? 1 : _chance.Next(1, 3);
        for (var i = 0; i < users; i++)
        {
            var address = $"{Names[i]}@{relay.Domain}";
            relay.AddPeer(address);
            var isAway = !relay.Site.IsNat && _chance.Next(2) == 0;
            var signer = _isOpen && !relay.IsSelfCertified && _chance.Next(3) == 0 ? new Signer(address) : null;
            var user = Add(relay, isAway ? _network.NewSite(address, true) : relay.Site, address, address, signer, null);
            user.Watching[address] = 0; // his mail
            Users.Add(user);
            if (signer != null && !relay.IsBoard)
            {
                // He asks from elsewhere, too, or asks another relay: there his key is all that tells who he is.
                var away = _chance.Next(2) == 0 ? relay : Any(Relays.Where(r => !r.Site.IsNat && !r.IsBoard).Append(relay).ToList());
                var site = away.Site.IsNat ? away.Site : _network.NewSite(address + " away", true);
                Phones.Add(Add(away, site, $"{address} by his key", address, signer, signer));
            }
        }

        if (_chance.Next(2) == 0)
        {
            Add(relay, relay.Site, $"anybody at {relay.Domain}", null, null, null);
        }

        if (!relay.Site.IsNat && _chance.Next(2) == 0)
        {
            Add(relay, _network.NewSite($"nowhere{People.Count}", true), $"anybody far from {relay.Domain}", null, null, null);
        }

        for (var i = _chance.Next(3); i > 0; i--)
        {
            var address = $"sensor{i}@{relay.Domain}";
            relay.AddPeer(address);
            Sensors.Add(new Sensor(_network, _oracle, relay, address, _chance.Next(2) == 0 && Math.Abs(relay.Skew ?? 0) < SkewMs));
        }
    }

    private T Any<T>(IReadOnlyList<T> list) => list[_chance.Next(list.Count)];

    private Person Add(RelayHost relay, Site site, string name, string? address, Signer? signer, Signer? proof)
    {
        var person = new Person(_network, _oracle, relay, site, name, address, proof)
        {
            Skew = _chance.Next(-SkewMs, SkewMs),
            Signer = signer,
            LeaseMs = relay.Board != null ? ShortLeaseMs : Person.LongLeaseMs,
        };
        People.Add(person);
        return person;
    }

    public override string ToString() => string.Join(' ', Relays.Select(r => r.Parent == null ? r.Name : $"{r.Name}<{r.Parent.Name}"));
}
