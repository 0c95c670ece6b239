using System;
using System.Collections.Generic;
using System.Linq;

namespace Fmtp.Nano.Tests.Federation;

/// <summary>A federation of relays on an internet of its own, all of it from one seed: first calm, then a storm, then
/// calm again, when everything has to come right.</summary>
internal sealed class World
{
    private const int CalmMs = 8_000;
    private const int BirthMs = 1500;
    private const int PaceStorm = 100;
    private const int PaceCalm = 400;
    private const int PatienceMs = 20 * 60 * 1000;
    private const int PaceRest = 30_000;
    private const int RestPingMs = 4 * 60 * 1000;
    private const int HourMs = 60 * 60 * 1000;
    private const int HourlyMs = 10_000;
    private const int HourlyPace = 500;

    private readonly SimNetwork _network;
    private readonly Oracle _oracle;
    private readonly Cast _cast;
    private readonly Workload _workload;
    private readonly List<RelayHost> _awake = [];
    private readonly bool _isLarge;
    private int _pace;
    private int _paces;
    private long _checkAt;

    public World(int seed, bool isLarge, bool isSmallBoards = false)
    {
        _isLarge = isLarge;
        _network = new SimNetwork(new Random(seed), new EventLog());
        _oracle = new Oracle(_network);
        var isOpen = isSmallBoards ? seed % 2 == 0 : isLarge || seed % 3 != 0;
        _oracle.LookupMs = isOpen ? Deadlines.OpenLookup : Deadlines.Lookup;
        _cast = new Cast(_network, _oracle, isLarge, isOpen, isSmallBoards, _awake.Add);
        _workload = new Workload(_network, _oracle, _cast);
        _network.Log.Add(_network.Now, "world", "", _cast.ToString());
    }

    public Census Census => _oracle.Census;

    public int Relays => _cast.Relays.Count;

    public long Now => _network.Now;

    public int Messages => _oracle.Ledger.Messages.Count;

    /// <summary>How often lookups, storms and the rest were judged.</summary>
    public int Faults { get; private set; }

    public void Run(int stormMs, int faults)
    {
        Begin();
        var end = _network.Now + CalmMs + stormMs;
        _workload.Run(end, _isLarge ? 60 : 150);
        RunFor(CalmMs);
        var trouble = new Faults(_network, _cast);
        trouble.Plan(faults, end);
        RunUntil(end);
        Faults = trouble.Count;
        Calm();
        new Aftermath(_network, _oracle, _cast, _workload, RunFor).Check();
    }

    /// <summary>Days in which little happens, but that one relay is away for longer than anybody waits for it.</summary>
    public void Endure(int days)
    {
        _cast.People.ForEach(p => p.PingMs = RestPingMs);
        Begin();
        RunFor(CalmMs);
        var leaves = _cast.Relays.Where(r => _cast.Relays.TrueForAll(c => c.Parent != r)).ToList();
        var away = leaves[_network.Chance.Next(leaves.Count)];
        var weights = new Dictionary<RelayHost, long>();
        for (var hour = 0; hour < days * 24; hour++)
        {
            SetPace(PaceStorm);
            _workload.Run(_network.Now + HourlyMs, HourlyPace);
            RunFor(HourlyMs);
            if (hour == 1)
            {
                away.PowerOffFor(days * 24 * HourMs);
                Faults++;
            }

            if (hour == 24)
            {
                _cast.Relays.Where(r => r.IsUp).ToList().ForEach(r => weights[r] = Scales.Weigh(r.Relay!));
            }

            SetPace(PaceCalm);
            RunFor(_oracle.LookupMs + HourlyMs); // whatever was asked is answered
            SetPace(PaceRest);
            RunFor(HourMs - _oracle.LookupMs - (2 * HourlyMs));
        }

        SetPace(PaceStorm);
        RunFor(HourMs);
        Calm();
        foreach (var (relay, before) in weights)
        {
            var after = Scales.Weigh(relay.Relay!);
            var remembered = relay.Limits.CacheOctets + relay.Limits.VolatileOctets + relay.Limits.ErrandOctets;
            _oracle.Require(after - before <= remembered, "what a relay holds in memory does not grow", $"{relay.Name}: {before} octets after a day, {after} after {days}", relay.Name);
        }

        new Aftermath(_network, _oracle, _cast, _workload, RunFor).Check();
    }

    private void Begin()
    {
        _cast.Relays.ForEach(r => r.Start());
        _cast.People.Except(_cast.Phones).ToList().ForEach(p => p.Dial());
        SetPace(PaceStorm);
        RunFor(3000);
        foreach (var user in _cast.Users)
        {
            _workload.Publish(user, "born\n");
        }

        RunFor(BirthMs); // that somebody is not there is remembered for a while, and so that he has no key
        _cast.Phones.ForEach(p => p.Dial());
    }

    /// <summary>Lets time pass.</summary>
    private void RunFor(long ms) => RunUntil(_network.Now + ms);

    private void RunUntil(long end)
    {
        while (_network.Turn(end))
        {
            // Whoever is woken by another in this instant is not: nothing arrives at once.
            var awake = _awake.ToArray();
            _awake.Clear();
            foreach (var relay in awake)
            {
                relay.Settle();
            }

            if (_network.Now >= _checkAt)
            {
                _checkAt = _network.Now + 1000;
                CheckBounds();
            }
        }
    }

    private void SetPace(int pace)
    {
        _pace = pace;
        Tick(++_paces);
    }

    // What only time moves on is looked at now and then.
    private void Tick(int number)
    {
        if (number != _paces)
        {
            return;
        }

        foreach (var relay in _cast.Relays)
        {
            relay.Wake();
        }

        _network.After(_pace, () => Tick(number));
    }

    // Whatever is without power gets it; then everybody waits until nothing is left to do.
    private void Calm()
    {
        _network.Log.Add(_network.Now, "world", "", "the storm is over");
        SetPace(PaceCalm);
        foreach (var relay in _cast.Relays)
        {
            relay.Flash.Restore();
        }

        RunFor(10_000);
        for (var waited = 0; waited < PatienceMs && Unsettled() != ""; waited += 5000)
        {
            RunFor(5000);
        }

        var unsettled = Unsettled();
        _oracle.Require(unsettled == "", "when faults stop, everything settles", unsettled, unsettled.Split(' ')[0]);
    }

    private string Unsettled()
    {
        foreach (var relay in _cast.Relays)
        {
            if (!relay.IsUp)
            {
                return $"{relay.Name} has no power";
            }

            if (relay.Parent != null && !relay.Relay!.IsLinked)
            {
                return $"{relay.Name} has no link to its parent";
            }

            if (relay.Relay!.Store.Queued > 0)
            {
                return $"{relay.Name} has in its outbox {string.Join("; ", relay.Outbox())}";
            }
        }

        var person = _cast.People.Find(p => !p.IsUp || p.Owed > 0 || p.Watching.Values.Any(c => c != p.Connections));
        return person == null ? "" : $"{person.Name} {(person.IsUp ? "still waits for " + person.Owed + " and his watches" : "has no connection")}";
    }

    private void CheckBounds()
    {
        foreach (var relay in _cast.Relays.Where(r => r.IsUp))
        {
            var limits = relay.Limits;
            var store = relay.Relay!.Store;
            var open = relay.Network!.OpenMost;
            _oracle.Require(open <= limits.Connections + limits.Doorstep + limits.DnsFlights + 1, "connections are bounded", $"{relay.Name} held {open}", relay.Name);
            _oracle.Require(relay.Flash.Octets <= limits.StoreQuota, "flash is bounded", $"{relay.Name}: {relay.Flash.Octets} octets", relay.Name);
            _oracle.Require(store.Count <= limits.Objects && store.Queued <= limits.Outbox, "the store is bounded", $"{relay.Name}: {store.Count} objects, {store.Queued} messages", relay.Name);
        }

        var loop = Census.TooOften(3 * Relays, (4 * Messages) + (8 * Relays));
        _oracle.Require(loop == null, "a lookup costs a bounded number of messages", loop ?? "");
    }
}
