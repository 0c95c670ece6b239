using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Tests;

/// <summary>A caller of a store as the relay is one, made of a seed: puts, replacements, tombstones, children of
/// rooms with <c>keep</c>, expiry, volatile readings, outbox, marks, time, and restarts.</summary>
internal sealed class StoreLoad(int seed, IFlash flash, Limits limits, StoreModel model)
{
    private const int LaterMax = 5000;

    private readonly Random _random = new(seed);
    private readonly ObjectReader _reader = new();
    private long _now = 1000;
    private long _date = 1_700_000_000_000;

    public Store Store { get; private set; } = null!;

    /// <summary>Answers of 507.</summary>
    public int FullCount { get; private set; }

    /// <summary>Rounds in which the store said later.</summary>
    public int LaterCount { get; private set; }

    /// <summary>How seldom a restart comes: one in so many rounds; 0 for never.</summary>
    public int Restarts { get; init; } = 60;

    public void Mount(string where)
    {
        model.Clock = _date;
        var before = Store;
        Store = new Store(flash, limits);
        Store.Mount();
        if (where == "restart" && before.Figures.BadRecords == 0)
        {
            Assert.AreEqual(before.LiveOctets, Store.LiveOctets, "octets that live");
            Assert.AreEqual(before.UsedOctets, Store.UsedOctets, "octets used");
        }

        model.Adopt(Store, where);
    }

    public void Run(int rounds)
    {
        for (var i = 0; i < rounds; i++)
        {
            Round();
        }
    }

    /// <summary>How many children a room keeps.</summary>
    public static int KeepOf(string room) => room == "room@a.example" ? 4 : 7;

    /// <summary>Some requests, one commit, one step, as in Relay.Step.</summary>
    private void Round()
    {
        for (var i = _random.Next(4); i > 0; i--)
        {
            Request();
        }

        Commit();
        Step();
        if (_random.Next(8) == 0)
        {
            model.CheckRunning(Store);
        }

        if (Restarts > 0 && _random.Next(Restarts) == 0)
        {
            Mount("restart");
        }
    }

    private void Request()
    {
        _date += _random.Next(1, 5000);
        switch (_random.Next(20))
        {
            case < 4:
                var name = $"user{_random.Next(6)}@a.example";
                Put(name, "user", _random.Next(4) == 0 ? "public: yes\n" : string.Empty, 200, true);
                break;
            case < 9:
                Child(_random.Next(2) == 0 ? "room" : "hall", _random.Next(3) == 0 ? "ann" : "bob");
                break;
            case < 10:
                var victims = model.Addresses.Where(a => model.Last(a) != null).ToArray();
                if (victims.Length > 0)
                {
                    Put(victims[_random.Next(victims.Length)], "post", "deleted: yes\n", 0, true);
                }

                break;
            case < 12:
                Put($"sensor{_random.Next(3)}@a.example", "sensor", "volatile: yes\n", 80, false);
                break;
            case < 13:
                Put($"sensor{_random.Next(3)}@a.example", "sensor", string.Empty, 80, true);
                break;
            case < 14:
                Put($"{_random.Next(1, 4)}.eve@a.example", "post", $"expires: {_date + _random.Next(10_000_000)}\n", 100, true);
                break;
            case < 16:
                Enqueue();
                break;
            case < 18:
                Dequeue();
                break;
            case < 19:
                Mark();
                break;
            default:
                var far = _random.Next(40) == 0;
                _now += far ? 86_400_000L * 31 : _random.Next(200_000);
                _date += far ? 86_400_000L * 31 : _random.Next(200_000);
                break;
        }

        model.Clock = _date;
    }

    private void Child(string room, string author)
    {
        var parent = $"{room}@a.example";
        var keep = KeepOf(parent);
        Put(parent, "room", $"keep: {keep}\n", 10, true);
        var id = $"{_random.Next(1, 30)}.{author}@a.example";
        if (!Put(id, "post", $"parent: {parent}\n", 150, true))
        {
            return;
        }

        var octets = Encoding.UTF8.GetBytes(parent);
        for (var tries = 0; !Store.Trim(octets, 0, octets.Length, keep, _date); tries++)
        {
            model.NoteDropped(Store);
            Later(tries);
        }

        model.NoteDropped(Store);
    }

    private bool Put(string address, string type, string attributes, int contentMax, bool isDurable)
    {
        var text = $"id: {address}\ntype: {type}\ndate: {_date}\n{attributes}\n" + new string('x', _random.Next(contentMax + 1));
        var octets = Encoding.UTF8.GetBytes(text);
        for (var tries = 0; ; tries++)
        {
            Assert.IsTrue(_reader.Parse(octets, 0, octets.Length), text);
            var slot = Store.Put(_reader, _now);
            if (slot == Store.Full)
            {
                FullCount++;
                return false;
            }

            if (slot >= 0)
            {
                model.Put(address, octets, isDurable || !Store.IsVolatile(slot));
                return true;
            }

            Later(tries);
        }
    }

    private void Enqueue()
    {
        var recipient = $"far{_random.Next(9)}@b.example";
        var octets = Encoding.UTF8.GetBytes($"id: {_date}.ann@a.example\ntype: mail\ndate: {_date}\n\n" + new string('y', _random.Next(150)));
        for (var tries = 0; ; tries++)
        {
            var id = Store.Enqueue(Encoding.UTF8.GetBytes(recipient), 0, recipient.Length, octets, 0, octets.Length, _date, _now);
            if (id == Store.Full)
            {
                FullCount++;
                return;
            }

            if (id > 0)
            {
                model.Enqueue(id, recipient, octets);
                return;
            }

            Later(tries);
        }
    }

    private void Dequeue()
    {
        var ids = model.MessageIds.ToArray();
        if (ids.Length == 0)
        {
            return;
        }

        var id = ids[_random.Next(Math.Min(2, ids.Length))];
        for (var tries = 0; !Store.Dequeue(id); tries++)
        {
            Later(tries);
        }

        model.Dequeue(id);
    }

    private void Mark()
    {
        var peer = $"peer{_random.Next(3)}@a.example";
        var mark = _date;
        model.Mark(peer, mark, false);
        for (var tries = 0; !Store.SetMark(Encoding.UTF8.GetBytes(peer), 0, peer.Length, mark); tries++)
        {
            Later(tries);
        }

        model.Mark(peer, mark, true);
    }

    private void Later(int tries)
    {
        Assert.IsTrue(tries < LaterMax, "later for ever");
        LaterCount++;
        Commit();
        Step();
    }

    private void Commit()
    {
        _now += 10;
        _date += 10;
        model.Clock = _date;
        if (Store.Commit())
        {
            model.Commit();
        }
        else
        {
            model.Adopt(Store, "failed commit");
        }
    }

    private void Step()
    {
        model.IsStepping = true;
        Store.Step(_now, _date);
        model.IsStepping = false;
        model.NoteDropped(Store);
        model.Commit();
    }
}
