using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Fmtp.Nano.Tests.Federation;

/// <summary>An internet in one thread: what is sent arrives after a while, by the order of virtual time.</summary>
internal sealed class SimNetwork(Random chance, EventLog log)
{
    private readonly PriorityQueue<Action, (long Time, long Number)> _queue = new();
    private readonly List<Site> _sites = [];
    private readonly List<HashSet<Site>> _islands = [];
    private readonly List<SimConnection> _connections = [];
    private long _number;

    /// <summary>Milliseconds since the world began.</summary>
    public long Now { get; private set; } = 1000;

    public Random Chance => chance;

    public EventLog Log => log;

    /// <summary>What happens to datagrams, in thousandths.</summary>
    public int Loss { get; set; }

    public int Doubling { get; set; }

    public int Straggling { get; set; }

    /// <summary>Segments of connections that have to be sent again, in thousandths.</summary>
    public int Retransmission { get; set; }

    /// <summary>Names that machines find without asking DNS themselves (the operating system's resolver).</summary>
    public Dictionary<string, Site> Names { get; } = [];

    public IReadOnlyList<Site> Sites => _sites;

    public Site NewSite(string name, bool isNat)
    {
        var site = new Site(name, _sites.Count, isNat);
        _sites.Add(site);
        return site;
    }

    /// <summary>Does something later.</summary>
    public void At(long time, Action what) => _queue.Enqueue(what, (Math.Max(time, Now), _number++));

    public void After(long ms, Action what) => At(Now + ms, what);

    /// <summary>Goes on to the next instant at which anything happens, and lets it happen.</summary>
    /// <returns>False when that is not before the end.</returns>
    public bool Turn(long end)
    {
        if (!_queue.TryPeek(out _, out var next) || next.Time >= end)
        {
            Now = Math.Max(Now, end);
            return false;
        }

        Now = next.Time;
        while (_queue.TryPeek(out _, out next) && next.Time <= Now)
        {
            _queue.Dequeue()();
        }

        return true;
    }

    public Site? Find(string host, Site from)
    {
        if (Names.TryGetValue(host, out var named))
        {
            return named;
        }

        var parts = host.Split('.');
        long address = 0;
        foreach (var part in parts)
        {
            address = byte.TryParse(part, CultureInfo.InvariantCulture, out var octet) ? (address << 8) | octet : -1;
        }

        return Find(address, from);
    }

    public Site? Find(long address, Site from) => _sites.Find(s => s.Public == address || (s == from && s.Private == address));

    /// <summary>How long something is on its way now.</summary>
    public int Latency(Site a, Site b)
    {
        if (a == b)
        {
            return 1;
        }

        var distance = 4 + (((a.Number * 31) ^ (b.Number * 17) ^ (a.Number + b.Number)) % 37);
        return distance + chance.Next(4) + a.Slowness + b.Slowness;
    }

    /// <summary>Whether nothing gets from one to the other now.</summary>
    public bool IsBlocked(Site a, Site b)
    {
        if (a != b)
        {
            foreach (var island in _islands)
            {
                if (island.Contains(a) != island.Contains(b))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Cuts some off from the others.</summary>
    public void Part(HashSet<Site> island) => _islands.Add(island);

    public void Join(HashSet<Site> island) => _islands.Remove(island);

    /// <summary>Opens a connection; nothing is known of it before its time.</summary>
    public SimEnd Dial(Site from, string name, Site? to, int port, Action wake)
    {
        var connection = new SimConnection(this, from, to ?? from, name, port, wake);
        _connections.Add(connection);
        connection.Knock(to == null);
        return connection.Opener;
    }

    /// <summary>A connection that is open on both sides now; null for none.</summary>
    public SimConnection? Any()
    {
        _connections.RemoveAll(c => c.IsOver);
        var open = _connections.Where(c => c.Opener.IsOpen && c.Acceptor != null).ToList();
        return open.Count == 0 ? null : open[chance.Next(open.Count)];
    }

    public IEnumerable<SimConnection> Connections => _connections.Where(c => !c.IsOver);

    /// <summary>Sends a datagram, perhaps.</summary>
    public void Send(Site from, int port, Endpoint to, byte[] octets, string name)
    {
        var site = Find(to.Low, from);
        var toPort = to.Port; // the endpoint is the relay's, who goes on to use it
        var copies = chance.Next(1000) < Doubling ? 2 : 1;
        for (var i = 0; i < copies && site != null; i++)
        {
            if (chance.Next(1000) < Loss)
            {
                log.Add(Now, name, site.Name, "(datagram lost)");
                continue;
            }

            var late = site != from && chance.Next(1000) < Straggling ? chance.Next(3000) : 0;
            At(Now + Latency(from, site) + late, () => Arrive(from, port, site, toPort, octets));
        }
    }

    private void Arrive(Site from, int port, Site site, int toPort, byte[] octets)
    {
        // A mapping of the router is behind every port but the service's own.
        var isShut = site != from && site.IsNat && site.Listeners.ContainsKey(toPort);
        if (!IsBlocked(from, site) && !isShut && site.Ports.TryGetValue(toPort, out var take))
        {
            take(octets, from.SeenFrom(site, port));
        }
    }
}
