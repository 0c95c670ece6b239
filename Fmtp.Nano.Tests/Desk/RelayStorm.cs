using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace Fmtp.Nano.Tests;

/// <summary>One storm over a relay, all of it from one seed: valid and invalid messages in any pieces, peers
/// that vanish, half-close or do not read, restarts and power cuts.</summary>
internal sealed class RelayStorm
{
    private static readonly string[] Names = ["kitchen@home.example", "hall@home.example", "garden@home.example", "@home.example", "@child.example"];

    private static readonly string[] Junk =
    [
        "GET 1", "GET 1 @@@", "get 1 a@b", "PUT 1 =3", "PUT 1 =99999", "PUT 1 =x", "PUT - =0", "LIST 1 @home.example after=1/x", "WATCH 1 @home.example lease=5",
        "HELLO 1 x nonce=AAECAwQFBgcICQoLDA0ODxAR", "AUTH 1 kitchen@home.example hmac ~AAAAAAAAAAAAAAAAAAAA", "AUTH 1 kitchen@home.example hmac", "200 1 =4", "999",
        "GET / HTTP/1.1", "GET /kitchen@home.example HTTP/1.0", "POST * HTTP/1.1", "Host: x", "", " ", " 1", "\r", "BYE 1", "PING 1 a=b a=b", "PING  1", "\u0001\u0002",
        "LIST 1 @home.example max=3", "GET 1 kitchen@home.example since=1", "DROP 1 @home.example", "PING 123456789", "~", "= =",
    ];

    private readonly Random _random;
    private readonly Stage _stage;
    private readonly StormModel _model = new();
    private readonly List<StormPeer> _peers = [];
    private readonly List<MemoryConnection> _abandoned = [];
    private int _names;

    public RelayStorm(int seed)
    {
        _random = new Random(seed);
        var limits = new Limits { Bodies = _random.Next(1, 3), Connections = _random.Next(2, 7), StoreQuota = 16384 * _random.Next(1, 4), Objects = _random.Next(20, 200) };
        _stage = new Stage(limits);
    }

    public int Cuts { get; private set; }

    public int Promises { get; private set; }

    /// <summary>Lets it rage.</summary>
    public void Run(int moves)
    {
        for (var move = 0; move < moves; move++)
        {
            try
            {
                Move();
                if (_random.Next(40) == 0)
                {
                    Check();
                }
            }
            catch (PowerCut)
            {
                Cuts++;
                Restart();
            }
        }

        _stage.Flash.Restore();
        Check();
        End();
    }

    private void Move()
    {
        switch (_random.Next(30))
        {
            case 0:
                Restart();
                break;
            case 1:
                _stage.Flash.CutAt = _stage.Flash.Operations + _random.Next(1, 12);
                _stage.Flash.CutMode = _random.Next(-200, 1200);
                break;
            case 2:
                _stage.Wait(_random.Next(1, 4000));
                break;
            case 3:
                _stage.Wait(_random.Next(1, 60_000));
                break;
            case 4 or 5:
                Datagram();
                break;
            case 6 or 7 or 8:
                Open();
                break;
            default:
                if (_peers.Count > 0)
                {
                    Act(_peers[_random.Next(_peers.Count)]);
                }

                break;
        }

        if (_random.Next(3) > 0)
        {
            _stage.Settle();
        }

        Listen();
        Assert.IsTrue(_stage.Network.OpenMost <= _stage.Limits.Connections + _stage.Limits.Doorstep + 1, $"{_stage.Network.OpenMost} connections");
        Assert.IsTrue(_stage.Flash.Octets <= _stage.Limits.StoreQuota, $"{_stage.Flash.Octets} octets of flash");
    }

    private void Open()
    {
        if (_peers.Count > 8)
        {
            return;
        }

        var name = "c" + (++_names).ToString(CultureInfo.InvariantCulture);
        _stage.ConnectFrom(name, _random.Next(3) == 0 ? Stage.Far(_random.Next(4)) : Stage.Near(_random.Next(4)));
        var peer = new StormPeer(_stage.Talk(name)) { IsWild = _random.Next(3) == 0 };
        _peers.Add(peer);
        if (_random.Next(2) == 0)
        {
            peer.Talk.Connection.Split((uint)_random.Next(1, int.MaxValue), _random.Next(1, 700));
        }

        if (_random.Next(4) == 0)
        {
            peer.Talk.Connection.Window = _random.Next(0, 2000);
        }

        if (!peer.IsWild && _random.Next(3) > 0)
        {
            Link(peer, Names[_random.Next(Names.Length)]);
        }
    }

    private void Link(StormPeer peer, string who)
    {
        var hello = $"HELLO h {who.TrimStart('@')} nonce=AAECAwQFBgcICQoLDA0ODxAR";
        peer.Talk.Send(hello + "\n");
        peer.Outstanding.Add("h");
        peer.Talk.Connection.Window = 65536;
        _stage.Settle();
        var reply = peer.Talk.Take();
        if (reply == null || !reply.Line.StartsWith("200 h ", StringComparison.Ordinal))
        {
            Assert.IsTrue(reply == null || reply.Line.StartsWith("503", StringComparison.Ordinal) || reply.Line.StartsWith("429", StringComparison.Ordinal), reply?.Line);
            Forget(peer);
            return;
        }

        peer.Outstanding.Remove("h");
        peer.Talk.Link(Sealing.KeyOf(who), true, hello, reply.Line);
        peer.Who = who;
        Send(peer, "AUTH", $"{who} hmac", "");
    }

    private void Act(StormPeer peer)
    {
        switch (_random.Next(50))
        {
            case 0:
                peer.Talk.Connection.IsReset = true;
                break;
            case 1:
                peer.Talk.Connection.IsHalfClosed = true;
                break;
            case 2:
                peer.Talk.Connection.Window = 0; // gone, and nobody says so
                _abandoned.Add(peer.Talk.Connection);
                Forget(peer);
                break;
            case 3:
                peer.Talk.Connection.Window = _random.Next(0, 3000);
                break;
            default:
                if (peer.IsOver)
                {
                    Forget(peer);
                }
                else if (peer.IsWild)
                {
                    Rave(peer);
                }
                else
                {
                    for (var i = _random.Next(4); i >= 0; i--)
                    {
                        Ask(peer);
                    }
                }

                break;
        }
    }

    private void Rave(StormPeer peer)
    {
        var text = new StringBuilder();
        for (var i = _random.Next(5); i >= 0; i--)
        {
            var junk = _random.Next(5) switch
            {
                0 => new string((char)_random.Next(32, 127), _random.Next(1, 700)),
                1 => Convert.ToBase64String(Octets(_random.Next(1, 60))),
                _ => Junk[_random.Next(Junk.Length)],
            };
            text.Append(junk).Append(_random.Next(10) == 0 ? "" : "\n");
        }

        peer.Talk.Send(text.ToString());
    }

    private void Ask(StormPeer peer)
    {
        var address = Address(Names[_random.Next(Names.Length)]);
        switch (_random.Next(9))
        {
            case 0:
                Send(peer, "LIST", $"{address} max={_random.Next(30)}", "");
                break;
            case 1:
                Send(peer, "WATCH", $"{Names[_random.Next(Names.Length)]} lease={_random.Next(100)}", "");
                break;
            case 2:
                Send(peer, "DROP", Names[_random.Next(Names.Length)], "");
                break;
            case 3:
                Send(peer, "PING", "a=b", "");
                break;
            case 4:
                Send(peer, "SING", "=5", "hello");
                break;
            case 5 or 6:
                Send(peer, "GET", address, "");
                break;
            default:
                var put = NewPut(peer.Who ?? Names[0]);
                if (peer.Who != null)
                {
                    _model.Sent(put);
                }

                peer.Puts[Send(peer, "PUT", $"={put.Octets.Length}", Encoding.UTF8.GetString(put.Octets))] = put;
                break;
        }
    }

    private void Datagram()
    {
        var who = Names[_random.Next(3)];
        var talk = _stage.DatagramTalk(who);
        talk.From = Stage.Near(100);
        var put = NewPut(who);
        if (put.Octets.Length > 900)
        {
            return;
        }

        _model.Sent(put);
        talk.Send($"PUT 1 ={put.Octets.Length}", Encoding.UTF8.GetString(put.Octets));
        if (_random.Next(5) == 0)
        {
            talk.Repeat();
        }

        _stage.Settle();
        while (talk.Take() is { } heard)
        {
            switch (heard.Word(0))
            {
                case "409" when heard.Value("last").Length > 0:
                    talk.At = long.Parse(heard.Value("last"), CultureInfo.InvariantCulture) + 1;
                    break;
                case "200" or "201" or "202":
                    Promise(put, heard);
                    break;
            }
        }
    }

    private StormPut NewPut(string who)
    {
        var isChild = who == "@child.example";
        var address = isChild ? $"{_random.Next(1, 6)}.alice@child.example" : Address(who);
        var newest = _model.Newest(address);
        var date = (newest == 0 ? _stage.UnixNow - 100_000 : newest) + _random.Next(-1, 9);
        var isVolatile = _random.Next(6) == 0;
        var isDeleted = _random.Next(10) == 0;
        var isUnderRoom = !isChild && who[0] != '@' && _random.Next(4) == 0;
        var text = new StringBuilder($"id: {address}\ntype: post\ndate: {date}\n");
        text.Append(_random.Next(2) == 0 ? "public: yes\n" : "").Append(isVolatile ? "volatile: yes\n" : "")
            .Append(isDeleted ? "deleted: yes\n" : "")
            .Append(isUnderRoom ? "parent: room@home.example\n" : "")
            .Append(address.StartsWith("room@", StringComparison.Ordinal) ? "write: signed\nkeep: 4\n" : "")
            .Append(isChild ? "to: kitchen@home.example\n" : "").Append('\n');
        text.Append('x', _random.Next(8) == 0 ? _random.Next(4096 - text.Length) : _random.Next(200));
        return new StormPut(address, date, Encoding.UTF8.GetBytes(text.ToString()), isVolatile, !isUnderRoom, isDeleted);
    }

    private static string Send(StormPeer peer, string verb, string rest, string body)
    {
        var tag = (++peer.Tags).ToString(CultureInfo.InvariantCulture);
        peer.Outstanding.Add(tag);
        peer.Talk.Send(peer.Talk.Wire($"{verb} {tag} {rest}", body));
        return tag;
    }

    // What the relay has said by now; a reply that reached its peer is a promise.
    private void Listen()
    {
        foreach (var peer in _peers)
        {
            if (peer.IsWild)
            {
                peer.Talk.Connection.ToPeer.Take(peer.Talk.Connection.ToPeer.Count);
                continue;
            }

            while (peer.Talk.Take() is { } heard)
            {
                if (char.IsAsciiDigit(heard.Line[0]))
                {
                    Hear(peer, heard);
                }
                else
                {
                    HearRequest(peer, heard);
                }
            }
        }
    }

    private void Hear(StormPeer peer, Heard heard)
    {
        var tag = heard.Word(1);
        if (tag == "-")
        {
            Assert.IsTrue(heard.Word(0) is "503" or "400", heard.Line);
            return;
        }

        Assert.IsTrue(peer.Outstanding.Remove(tag), $"nobody asked for: {heard.Line}");
        if (peer.Puts.Remove(tag, out var put) && heard.Word(0) is "200" or "201" or "202" && put != null)
        {
            Promise(put, heard);
        }
    }

    // A push, or what the relay asks the child's relay because somebody here watches there.
    private void HearRequest(StormPeer peer, Heard heard)
    {
        if (heard.Line.StartsWith("PUT - =", StringComparison.Ordinal))
        {
            var isForAll = heard.BodyText.Contains("\npublic: yes\n", StringComparison.Ordinal) || heard.BodyText.Contains("\ndeleted: yes\n", StringComparison.Ordinal);
            Assert.IsTrue(peer.Who != null || isForAll, $"told to anyone: {heard.BodyText}");
            return;
        }

        Assert.AreEqual("@child.example", peer.Who, $"asked of {peer.Who}: {heard.Line}");
        if (_random.Next(5) > 0)
        {
            var code = _random.Next(3) == 0 ? "404 " : "200 ";
            peer.Talk.Send(peer.Talk.Wire(code + heard.Word(1) + (heard.Word(0) == "WATCH" ? " lease=60" : ""), ""));
        }
    }

    private void Promise(StormPut put, Heard heard)
    {
        Promises++;
        Assert.AreEqual(put.Address, heard.Word(2));
        _model.Promised(put);
    }

    // Nobody is kept waiting who listens, and what was promised is there.
    private void Check()
    {
        foreach (var peer in _peers)
        {
            peer.Talk.Connection.Window = 1 << 20;
        }

        _stage.Settle();
        Listen();
        _stage.Wait(_stage.Limits.MessageMs + 2000); // who holds a buffer and does not go on is gone by then
        Listen();
        foreach (var peer in _peers)
        {
            Assert.IsTrue(peer.IsWild || peer.IsOver || peer.Outstanding.Count == 0, $"{peer.Talk.Name} still waits for {string.Join(' ', peer.Outstanding)}");
        }

        CheckStore();
    }

    private void CheckStore()
    {
        var store = _stage.Relay.Store;
        foreach (var address in _model.Addresses)
        {
            var octets = Encoding.UTF8.GetBytes(address);
            var slot = store.Find(octets, 0, octets.Length);
            var found = slot < 0 ? [] : new byte[store.LengthOf(slot)];
            Assert.IsTrue(slot < 0 || store.Read(slot, found, 0), $"{address} cannot be read");
            var fault = _model.Fault(address, slot < 0 ? 404 : store.IsDeleted(slot) ? 410 : 200, found);
            Assert.IsNull(fault, fault);
        }

        Assert.IsTrue(store.Count <= _stage.Limits.Objects, $"{store.Count} objects");
    }

    private void Restart()
    {
        Listen();
        _peers.Clear();
        _abandoned.Clear();
        _stage.Flash.Restore();
        _stage.Restart();
        _model.Restarted();
        CheckStore();
    }

    private void Forget(StormPeer peer) => _peers.Remove(peer);

    // Everybody goes; nothing may be left of them, and the relay serves as on its first day.
    private void End()
    {
        foreach (var peer in _peers)
        {
            peer.Talk.Connection.IsReset = true;
        }

        _peers.Clear();
        _stage.Wait(400_000);
        Assert.AreEqual(0, _stage.Network.Open, "connections that nobody holds");
        foreach (var name in Names)
        {
            var who = "end" + name;
            _stage.Link("e", name);
            foreach (var address in _model.Addresses)
            {
                var owner = address.StartsWith("room@", StringComparison.Ordinal) ? "@home.example" : address.EndsWith("@child.example", StringComparison.Ordinal) ? "@child.example" : address[(address.LastIndexOf('.', address.IndexOf('@', StringComparison.Ordinal)) + 1)..];
                if (owner == name)
                {
                    var talk = _stage.Talk("e");
                    talk.Send(talk.Wire("GET 1 " + address, ""));
                    _stage.Settle();
                    var heard = talk.Take();
                    Assert.IsNotNull(heard, who);
                    var fault = _model.Fault(address, int.Parse(heard.Word(0), CultureInfo.InvariantCulture), heard.Body);
                    Assert.IsNull(fault, fault);
                }
            }

            _stage.Play("e> BYE 1", "e< 200 1", "e<>");
            _stage.Wait(5000);
        }

        var text = "id: end@home.example\ntype: post\ndate: 1\n\n" + new string('x', 3900);
        _stage.Link("a", "@home.example");
        _stage.Link("b", "@home.example");
        var (first, second) = (_stage.Talk("a"), _stage.Talk("b"));
        var wire = first.Wire($"PUT 1 ={text.Length}", text);
        first.Send(wire[..2000]);
        _stage.Settle();
        second.Send(second.Wire("PING 1", ""));
        first.Send(wire[2000..]);
        _stage.Settle();
        Assert.IsTrue(first.Take()?.Word(0) is "201" or "507", "a large object is taken");
        Assert.AreEqual("200 1", second.Take()?.Line);
    }

    private byte[] Octets(int count)
    {
        var octets = new byte[count];
        _random.NextBytes(octets);
        return octets;
    }

    private string Address(string who) => who[0] == '@' ? "room@home.example" : _random.Next(3) == 0 ? who : $"{_random.Next(1, 12)}.{who}";
}

/// <summary>Somebody in a storm.</summary>
internal sealed class StormPeer(Talk talk)
{
    public Talk Talk { get; } = talk;

    /// <summary>Whose link it is; null for nobody's.</summary>
    public string? Who { get; set; }

    /// <summary>Whether it sends anything at all: then nothing is expected of the answers.</summary>
    public bool IsWild { get; set; }

    public int Tags { get; set; }

    public HashSet<string> Outstanding { get; } = [];

    public Dictionary<string, StormPut> Puts { get; } = [];

    public bool IsOver => Talk.Connection.IsFinished || Talk.Connection.IsClosed || Talk.Connection.IsReset || Talk.Connection.IsHalfClosed;
}
