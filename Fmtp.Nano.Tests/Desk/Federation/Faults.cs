using System;
using System.Collections.Generic;
using System.Linq;

namespace Fmtp.Nano.Tests.Federation;

/// <summary>What goes wrong in a world, and when: all of it is over at the end of the storm.</summary>
internal sealed class Faults(SimNetwork network, Cast cast)
{
    private const int LongestMs = 40_000;

    private readonly Random _chance = network.Chance;

    /// <summary>Faults that began.</summary>
    public int Count { get; private set; }

    /// <summary>Lets so many happen until then.</summary>
    public void Plan(int count, long end)
    {
        var begin = network.Now;
        for (var i = 0; i < count; i++)
        {
            network.At(begin + _chance.NextInt64(end - begin - 1000), () => Begin(end));
        }
    }

    private void Begin(long end)
    {
        Count++;
        var until = Math.Min(end, network.Now + _chance.Next(300, LongestMs));
        switch (_chance.Next(14))
        {
            case 0:
                Rough(until);
                break;
            case 1 or 2:
                Part(until);
                break;
            case 3:
                Slow(Any(network.Sites), until);
                break;
            case 4:
                network.Any()?.Reset();
                break;
            case 5:
                Darken();
                break;
            case 6:
                Hang(Any(cast.Relays), until);
                break;
            case 7:
                Freeze(Any(cast.Relays), until);
                break;
            case 8 or 9:
                Switch(Any(cast.Relays), until);
                break;
            case 10:
                CutWhileWriting(Any(cast.Relays));
                break;
            case 11 or 12 when cast.Dns.Count > 0:
                Sulk(Any(cast.Dns), until);
                break;
            default:
                Any(cast.People).Dial();
                break;
        }
    }

    private T Any<T>(IReadOnlyList<T> list) => list[_chance.Next(list.Count)];

    // Datagrams are lost, doubled, late; segments have to be sent again.
    private void Rough(long until)
    {
        Say("rough weather", until);
        network.Loss = _chance.Next(400);
        network.Doubling = _chance.Next(200);
        network.Straggling = _chance.Next(300);
        network.Retransmission = _chance.Next(100);
        network.At(until, () => network.Loss = network.Doubling = network.Straggling = network.Retransmission = 0);
    }

    private void Part(long until)
    {
        var island = network.Sites.Where(_ => _chance.Next(3) == 0).ToHashSet();
        Say("cut off: " + string.Join(' ', island), until);
        foreach (var site in network.Sites)
        {
            site.Disturb(until + 6000); // segments that wait are sent again within seconds
        }

        network.Part(island);
        network.At(until, () => network.Join(island));
    }

    private void Slow(Site site, long until)
    {
        Say($"far away: {site}", until);
        site.Disturb(until + 6000);
        site.Slowness = _chance.Next(100, 2500);
        network.At(until, () => site.Slowness = 0);
    }

    // Nobody is told: a router forgot it.
    private void Darken()
    {
        if (network.Any() is { } connection)
        {
            network.Log.Add(network.Now, connection.Opener.Name, connection.Acceptor!.Name, "(the connection goes dark)");
            connection.IsDark = true;
            connection.DisturbedUntil = long.MaxValue;
        }
    }

    // What it says breaks off in the middle of a line, and goes on later.
    private void Hang(RelayHost relay, long until)
    {
        if (relay.Network == null)
        {
            return;
        }

        Say($"{relay.Name} hangs", until);
        relay.Disturb(until + 6000);
        foreach (var end in relay.Network.Ends.Where(e => e.Peer != null))
        {
            end.Peer!.Budget = _chance.Next(60);
            network.At(until, end.Peer.Resume);
        }
    }

    private void Freeze(RelayHost relay, long until)
    {
        Say($"{relay.Name} stands still", until);
        relay.Disturb(until + 6000);
        relay.IsFrozen = true;
        network.At(until, () =>
        {
            relay.IsFrozen = false;
            relay.Wake();
        });
    }

    private void Sulk(DnsAuthority dns, long until)
    {
        Say($"{dns.Name} sulks", until);
        dns.IsDead = _chance.Next(3) == 0;
        dns.IsFailing = _chance.Next(3) == 0;
        dns.Lateness = _chance.Next(2) * _chance.Next(8000);
        network.At(until, () =>
        {
            dns.IsDead = dns.IsFailing = false;
            dns.Lateness = 0;
        });
    }

    private void Switch(RelayHost relay, long until)
    {
        relay.PowerOff("for a while");
        network.At(_chance.Next(2) == 0 ? until : Math.Min(until, network.Now + 900), relay.Restart);
    }

    private void CutWhileWriting(RelayHost relay)
    {
        relay.Flash.CutAt = relay.Flash.Operations + _chance.Next(1, 8);
        relay.Flash.CutMode = _chance.Next(-200, 1200);
    }

    private void Say(string what, long until) => network.Log.Add(network.Now, "fault", "", $"{what}, until {until / 1000m}");
}
