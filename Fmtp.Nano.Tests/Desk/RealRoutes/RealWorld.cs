using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Text;
using System.Threading;
using Fmtp.Nano.Desktop.Client;
using Fmtp.Nano.Protocol;
using NSec.Cryptography;

namespace Fmtp.Nano.Tests;

/// <summary>Three relays in three processes, a DNS server for each, and a meter on every wire between them:
/// <c>home.example</c>, its parent <c>hub.example</c>, and <c>farm.example</c> elsewhere.</summary>
/// <remarks>Port 3687 is dialled where DNS names a host, so each end of each wire has an address of its own in 127.0.0.0/8, and the
/// three relays are not told the same by DNS.</remarks>
internal sealed class RealWorld : IDisposable
{
    private static readonly string[] s_names = ["home", "hub", "farm"];

    private const int PatienceMs = 20 * 1000;
    private const int LookMs = 20;

    private readonly byte[] _network = [127, (byte)Random.Shared.Next(16, 250), (byte)Random.Shared.Next(250), 0];
    private readonly string _link = Credentials.NewKey();
    private readonly string _user = Credentials.NewKey();
    private readonly string[] _seeds = [Credentials.NewKey(), Credentials.NewKey(), Credentials.NewKey()];
    private readonly IZoneServer[] _zones;
    private readonly Dictionary<string, FmtpConnection> _connections = [];
    private int _asked;
    private readonly TcpTap _atHome;
    private readonly TcpTap _atHub;
    private readonly TcpTap _atFarm;

    internal RealWorld()
    {
        _atHome = new TcpTap(Log, "anna", "home", Address(10), 0);
        _atHub = new TcpTap(Log, "hugo", "hub", Address(11), 0);
        _atFarm = new TcpTap(Log, "bob", "farm", Address(12), 0);
        HomeHub = new TcpTap(Log, "home", "hub", Address(20), Wire.Port, isLink: true);
        HomeFarm = new TcpTap(Log, "home", "farm", Address(21), Wire.Port);
        HomeDoor = new TcpTap(Log, "home", "door", Address(22), 0);
        HubFarm = new TcpTap(Log, "hub", "farm", Address(23), Wire.Port);
        FarmHub = new TcpTap(Log, "farm", "hub", Address(24), Wire.Port);
        FarmDatagrams = OpenDatagrams("home", "farm", Address(25));
        _zones =
        [
            IZoneServer.Start("example", Zone(HomeHub, HomeFarm)),
            IZoneServer.Start("example", Zone(FarmHub, HubFarm)),
            IZoneServer.Start("example", Zone(FarmHub, HubFarm)),
        ];
        Dns = [.. s_names.Select((name, i) => new DatagramTap(Address(30 + i), new DnsLines(Log, name).Note) { Target = new IPEndPoint(IPAddress.Loopback, _zones[i].Port) })];
        Home = new RealRelay("home", store => Configuration(0, store, "anna", Parent));
        Hub = new RealRelay("hub", store => Configuration(1, store, "hugo", string.Empty, "@home.example"));
        Farm = new RealRelay("farm", store => Configuration(2, store, "bob", string.Empty));
    }

    /// <summary>What went over the wires.</summary>
    internal WireLog Log { get; } = new();

    /// <summary>The child.</summary>
    internal RealRelay Home { get; }

    /// <summary>The parent.</summary>
    internal RealRelay Hub { get; }

    /// <summary>The stranger.</summary>
    internal RealRelay Farm { get; }

    /// <summary>From the child to its parent, the link and whatever DNS leads to.</summary>
    internal TcpTap HomeHub { get; }

    /// <summary>From the child to where DNS says that the farm is.</summary>
    internal TcpTap HomeFarm { get; }

    /// <summary>From the child to another door of the farm, which DNS does not know.</summary>
    internal TcpTap HomeDoor { get; }

    /// <summary>From the parent to where DNS says that the farm is.</summary>
    internal TcpTap HubFarm { get; }

    /// <summary>From the farm to where DNS says that hub and home are.</summary>
    internal TcpTap FarmHub { get; }

    /// <summary>From the child to the farm by datagrams.</summary>
    internal DatagramTap FarmDatagrams { get; }

    /// <summary>From home, hub and farm to their DNS servers.</summary>
    internal DatagramTap[] Dns { get; }

    /// <summary>A link of <c>anna@home.example</c>.</summary>
    internal FmtpConnection Anna => Connect("anna", "anna@home.example", _atHome.At);

    /// <summary>A link of <c>hugo@hub.example</c>.</summary>
    internal FmtpConnection Hugo => Connect("hugo", "hugo@hub.example", _atHub.At);

    /// <summary>A link of <c>bob@farm.example</c>.</summary>
    internal FmtpConnection Bob => Connect("bob", "bob@farm.example", _atFarm.At);

    /// <summary>Puts an object as the owner of a domain does, over a link that is not written down.</summary>
    internal void Publish(string text)
    {
        string domain = text[text.IndexOf('@')..text.IndexOf('\n')];
        Reply reply = Quietly(domain == "@home.example" ? Home : Farm, domain).Ask("PUT", string.Empty, Encoding.UTF8.GetBytes(text));
        Assert.IsTrue(reply.IsSuccess, reply.Line);
    }

    /// <summary>The addresses of the messages that Bob has, the newest first.</summary>
    internal string[] Delivered() => Lines(Quietly(Farm, "bob@farm.example").Ask("LIST", "bob@farm.example type=mail"));

    /// <summary>What waits at home to be delivered.</summary>
    internal string[] Queued() => Lines(Quietly(Home, "@home.example").Ask("LIST", "relay@home.example type=queued"));

    // A link that nothing is written down of.
    private FmtpConnection Quietly(RealRelay at, string who) => Connect($"{who} quietly", who, at.At);

    private static string[] Lines(Reply list)
        => [.. Encoding.UTF8.GetString(list.Body).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0])];

    private static TimeSpan Patience => TimeSpan.FromMilliseconds(PatienceMs);

    private string Parent => $$"""
        "parent": { "domain": "hub.example", "host": "{{HomeHub.At.Address}}", "port": {{HomeHub.At.Port}}, "link": "{{_link}}" },
        """;

    /// <summary>Begins anew: every wire whole, every store and every memory empty, the child linked to its parent.</summary>
    internal void Begin()
    {
        Forget();
        RealRelay[] relays = [Home, Hub, Farm];
        Array.ForEach(relays, relay => relay.Empty());
        Mend();
        Log.Clear();
        Start(Hub, Farm);
        Start(Home);
        AwaitLink(0);
    }

    /// <summary>Starts relays that do not run.</summary>
    internal void Start(params RealRelay[] relays)
    {
        Array.ForEach(relays, relay => relay.Start());
        Array.ForEach(relays, relay => relay.Await());
        Aim();
    }

    /// <summary>Kills a relay, and forgets its users' links.</summary>
    internal void Kill(RealRelay relay)
    {
        relay.Kill();
        Forget();
    }

    /// <summary>Mends every wire.</summary>
    internal void Mend()
    {
        foreach (TcpTap tap in new[] { HomeHub, HomeFarm, HomeDoor, HubFarm, FarmHub })
        {
            if (tap.State != WireState.Whole)
            {
                tap.State = WireState.Whole;
            }
        }

        Array.ForEach(Dns, tap => tap.IsSilent = false);
    }

    /// <summary>Waits until the child and its parent are linked, and both know it.</summary>
    internal void AwaitLink(int mark)
    {
        Await("home and hub are linked", () => Log.Since(mark).Contains("hub > home  200 ~"));
        Await("the child answers its parent", () => Hugo.Ask("GET", $"nobody{++_asked}@home.example").Code == Code.Unknown); // no cache does
    }

    /// <summary>Waits until something is so.</summary>
    internal void Await(string what, Func<bool> isSo)
    {
        for (long start = Stopwatch.GetTimestamp(); !isSo(); Thread.Sleep(LookMs))
        {
            Assert.IsLessThan(Patience, Stopwatch.GetElapsedTime(start), $"It does not come to this: {what}\n{Log.Text(0)}");
        }
    }

    /// <summary>What has gone over the wires since a mark is this, or becomes it.</summary>
    internal void Expect(int mark, params string[] transcript) => Expect(mark, (_, _) => true, transcript);

    /// <summary>The same of what one relay and others say to each other: what is on several wires at a time has no order.</summary>
    internal void ExpectOf(string relay, int mark, params string[] transcript)
        => Expect(mark, (from, to) => (from == relay || to == relay) && !IsUser(from) && !IsUser(to), transcript);

    /// <summary>The same of one wire.</summary>
    internal void ExpectOn(string one, string other, int mark, params string[] transcript)
        => Expect(mark, (from, to) => (from == one && to == other) || (from == other && to == one), transcript);

    /// <summary>Whether somebody is neither a relay nor DNS.</summary>
    internal static bool IsUser(string name) => name is "anna" or "hugo" or "bob";

    private void Expect(int mark, Func<string, string, bool> isMeant, string[] transcript)
    {
        Func<string[]> seen = () => [.. Log.Since(mark).Where(line => Ends(line) is [var from, var to] && isMeant(from, to))];
        for (long start = Stopwatch.GetTimestamp(); seen().Length < transcript.Length && Stopwatch.GetElapsedTime(start) < Patience;)
        {
            Thread.Sleep(LookMs);
        }

        Assert.AreEqual(string.Join('\n', transcript), string.Join('\n', seen()), Log.Text(mark));
    }

    private static string[] Ends(string line) => line[..line.IndexOf("  ", StringComparison.Ordinal)].Split(" > ");

    public void Dispose()
    {
        Forget();
        foreach (IDisposable part in (IDisposable[])[Home, Hub, Farm, _atHome, _atHub, _atFarm, HomeHub, HomeFarm, HomeDoor, HubFarm, FarmHub, FarmDatagrams, .. Dns, .. _zones])
        {
            part.Dispose();
        }
    }

    private void Forget()
    {
        foreach (FmtpConnection connection in _connections.Values)
        {
            connection.Dispose();
        }

        _connections.Clear();
    }

    // A relay that was started again has another port.
    private void Aim()
    {
        _atHome.Target = Home.At;
        _atHub.Target = Hub.At;
        _atFarm.Target = Farm.At;
        HomeHub.Target = Hub.At;
        HomeFarm.Target = Farm.At;
        HomeDoor.Target = Farm.At;
        HubFarm.Target = Farm.At;
        FarmHub.Target = Hub.At;
        FarmDatagrams.Target = Farm.At;
    }

    private DatagramTap OpenDatagrams(string from, string to, IPAddress address)
        => new(address, (datagram, isAnswer) => new MessageLines(Log, isAnswer ? to : from, isAnswer ? from : to).Feed(datagram.Span));

    private FmtpConnection Connect(string name, string who, IPEndPoint at)
    {
        if (!_connections.TryGetValue(name, out FmtpConnection? connection))
        {
            connection = FmtpConnection.Open(new ServerAddress(at.Address.ToString(), at.Port), new Credentials(who, Convert.FromBase64String(_user)), Patience);
            _connections.Add(name, connection);
        }

        return connection;
    }

    private IPAddress Address(int number) => new([_network[0], _network[1], _network[2], (byte)number]);

    // The child is behind a router: the world finds its parent.
    private string Zone(TcpTap hub, TcpTap farm) => $"""
        $ORIGIN example.
        $TTL 300
        example. 300 IN SOA ns.example. admin.example. 1 3600 600 86400 10
        example. 300 IN NS ns.example.
        ns.example. 300 IN A 127.0.0.1
        home.example. 300 IN MX 10 relay.hub.example.
        hub.example. 300 IN MX 10 relay.hub.example.
        farm.example. 300 IN MX 10 relay.farm.example.
        relay.hub.example. 300 IN A {hub.At.Address}
        relay.farm.example. 300 IN A {farm.At.Address}
        s1._fmtp.home.example. 300 IN TXT "{Key(0)}"
        s1._fmtp.hub.example. 300 IN TXT "{Key(1)}"
        s1._fmtp.farm.example. 300 IN TXT "{Key(2)}"

        """;

    private string Key(int number)
    {
        using Key key = NSec.Cryptography.Key.Import(SignatureAlgorithm.Ed25519, Convert.FromBase64String(_seeds[number]), KeyBlobFormat.RawPrivateKey);
        return "v=FMTP1; k=ed25519; p=" + Convert.ToBase64String(key.PublicKey.Export(KeyBlobFormat.RawPublicKey));
    }

    private string Configuration(int number, string store, string user, string parent, string? child = null)
    {
        string domain = $"{s_names[number]}.example";
        string owner = child == null ? $$""", { "address": "@{{domain}}", "link": "{{_user}}" }""" : $$""", { "address": "{{child}}", "link": "{{_link}}" }""";
        return $$"""
            { "domain": "{{domain}}",
              "listen": { "address": "{{Address(1 + number)}}", "port": 0 },
              {{parent}}
              "peers": [ { "address": "{{user}}@{{domain}}", "link": "{{_user}}" }{{owner}} ],
              "dns": [ "{{Dns[number].At}}" ],
              "networks": [ "127.0.0.0/8" ],
              "signing": { "selector": "s1", "seed": "{{_seeds[number]}}" },
              "store": { "path": "{{store}}" } }
            """;
    }
}
