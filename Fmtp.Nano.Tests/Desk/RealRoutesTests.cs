using System;
using System.Diagnostics;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Fmtp.Nano.Desktop.Client;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Tests;

/// <summary>The order of lookup and of delivery (docs/PROTOCOL.md section 4) as it is on the wires between three processes
/// and real DNS servers; then every wire is broken in turn.</summary>
[TestClass]
[OSCondition(OperatingSystems.Linux)]
public sealed class RealRoutesTests
{
    // The times of section 4, with seven hops left; and what a machine that is busy may add.
    private const int CacheMs = 1500;
    private const int AskMs = 1500 + (7 * 250);
    private const int SeekMs = 6000;
    private const int SlackMs = 3000;

    private static RealWorld s_world = null!; // opened before the first test

    public TestContext TestContext { get; set; } = null!;

    [ClassInitialize]
    public static void Open(TestContext context)
    {
        _ = context;
        s_world = new RealWorld();
    }

    [ClassCleanup]
    public static void Close() => s_world?.Dispose();

    [TestInitialize]
    public void Begin()
    {
        s_world.Begin();

        // What no cache may keep has to be looked up each time.
        s_world.Publish(Text("wind@farm.example", "sensor", "ttl: 0\n"));
    }

    [TestCleanup]
    public void Tell() => TestContext.WriteLine(s_world.Log.Text(0));

    [TestMethod]
    public void AnObjectIsLookedForInTheOrderOfTheDocument()
    {
        s_world.Publish(Text("kitchen@home.example", "sensor"));
        s_world.Publish(Text("weather@farm.example", "sensor"));
        s_world.Publish(Text("soil@farm.example", "sensor"));
        s_world.Publish(Text("rain@farm.example", "sensor"));

        // The own store, whose word is final.
        int mark = s_world.Log.Mark;
        Get(s_world.Anna, "kitchen@home.example", Code.Ok);
        Get(s_world.Anna, "attic@home.example", Code.Unknown);
        s_world.Expect(
            mark,
            "anna > home  GET kitchen@home.example",
            "home > anna  200 [sensor kitchen@home.example]",
            "anna > home  GET attic@home.example",
            "home > anna  404");

        // What is not in the parent's cache: the domain, as DNS says.
        mark = s_world.Log.Mark;
        Get(s_world.Anna, "weather@farm.example", Code.Ok);
        s_world.Expect(
            mark,
            "anna > home  GET weather@farm.example",
            "home > hub  GET weather@farm.example scope=cached hops=7 ~",
            "hub > home  404 ~",
            "home > dns  MX farm.example",
            "dns > home  MX farm.example: 10 relay.farm.example",
            "home > dns  A relay.farm.example",
            "dns > home  A relay.farm.example: A",
            "home > farm  HELLO home.example",
            "farm > home  200 farm.example",
            "home > farm  GET weather@farm.example hops=7",
            "farm > home  200 [sensor weather@farm.example]",
            "home > dns  TXT s1._fmtp.farm.example",
            "dns > home  TXT s1._fmtp.farm.example: a key",
            "home > anna  200 proof=domain [sensor weather@farm.example]");

        // The own cache; that there is no such object is remembered too.
        mark = s_world.Log.Mark;
        Get(s_world.Anna, "weather@farm.example", Code.Ok);
        Get(s_world.Anna, "nobody@farm.example", Code.Unknown);
        Get(s_world.Anna, "nobody@farm.example", Code.Unknown);
        s_world.Expect(
            mark,
            "anna > home  GET weather@farm.example",
            "home > anna  200 proof=domain [sensor weather@farm.example]",
            "anna > home  GET nobody@farm.example",
            "home > hub  GET nobody@farm.example scope=cached hops=7 ~",
            "hub > home  404 ~",
            "home > farm  GET nobody@farm.example hops=7",
            "farm > home  404",
            "home > farm  AUTH @home.example ed25519",
            "farm > dns  TXT s1._fmtp.home.example",
            "dns > farm  TXT s1._fmtp.home.example: a key",
            "farm > home  200",
            "home > farm  GET nobody@farm.example hops=7",
            "farm > home  404",
            "home > anna  404",
            "anna > home  GET nobody@farm.example",
            "home > anna  404");

        // The parent's cache, which somebody else's question has filled.
        mark = s_world.Log.Mark;
        Get(s_world.Hugo, "soil@farm.example", Code.Ok);
        Get(s_world.Anna, "soil@farm.example", Code.Ok);
        s_world.Expect(
            mark,
            "hugo > hub  GET soil@farm.example",
            "hub > dns  MX farm.example",
            "dns > hub  MX farm.example: 10 relay.farm.example",
            "hub > dns  A relay.farm.example",
            "dns > hub  A relay.farm.example: A",
            "hub > farm  HELLO hub.example",
            "farm > hub  200 farm.example",
            "hub > farm  GET soil@farm.example hops=7",
            "farm > hub  200 [sensor soil@farm.example]",
            "hub > dns  TXT s1._fmtp.farm.example",
            "dns > hub  TXT s1._fmtp.farm.example: a key",
            "hub > hugo  200 proof=domain [sensor soil@farm.example]",
            "anna > home  GET soil@farm.example",
            "home > hub  GET soil@farm.example scope=cached hops=7 ~",
            "hub > home  200 proof=domain [sensor soil@farm.example] ~",
            "home > anna  200 proof=parent [sensor soil@farm.example]");

        // The domain cannot be reached: whatever the parent can find.
        s_world.HomeFarm.State = WireState.Cut;
        mark = s_world.Log.Mark;
        Get(s_world.Anna, "rain@farm.example", Code.Ok);
        s_world.Expect(
            mark,
            "anna > home  GET rain@farm.example",
            "home > hub  GET rain@farm.example scope=cached hops=7 ~",
            "hub > home  404 ~",
            "home > farm  (cut)",
            "home > dns  AAAA relay.farm.example",
            "dns > home  AAAA relay.farm.example: no data",
            "home > hub  GET rain@farm.example hops=7 ~",
            "hub > farm  GET rain@farm.example hops=6",
            "farm > hub  200 [sensor rain@farm.example]",
            "hub > home  200 proof=domain [sensor rain@farm.example] ~",
            "home > anna  200 proof=parent [sensor rain@farm.example]");

        // From the world to the child: through its parent, to whom DNS leads.
        mark = s_world.Log.Mark;
        Get(s_world.Bob, "kitchen@home.example", Code.Ok);
        s_world.Expect(
            mark,
            "bob > farm  GET kitchen@home.example",
            "farm > dns  MX home.example",
            "dns > farm  MX home.example: 10 relay.hub.example",
            "farm > dns  A relay.hub.example",
            "dns > farm  A relay.hub.example: A",
            "farm > hub  HELLO farm.example",
            "hub > farm  200 hub.example",
            "farm > hub  GET kitchen@home.example hops=7",
            "hub > home  GET @home.example hops=8 ~",
            "hub > home  GET kitchen@home.example hops=6 ~",
            "home > hub  200 [host @home.example] ~",
            "home > hub  200 [sensor kitchen@home.example] ~",
            "hub > farm  200 proof=link [sensor kitchen@home.example]",
            "farm > bob  200 proof=domain [sensor kitchen@home.example]");
    }

    [TestMethod]
    public void WhatIsPrivateElsewhereIsFoundByThoseWhoMayRead()
    {
        RealWorld world = s_world;
        world.Publish("id: den@farm.example\ntype: room\ndate: 0\nmember: anna@home.example\n\nhush");

        // The farm is told that it is home who asks, and reads in DNS that this is true.
        int mark = world.Log.Mark;
        Get(world.Anna, "den@farm.example", Code.Ok);
        world.Expect(
            mark,
            "anna > home  GET den@farm.example",
            "home > hub  GET den@farm.example scope=cached hops=7 ~",
            "hub > home  404 ~",
            "home > dns  MX farm.example",
            "dns > home  MX farm.example: 10 relay.farm.example",
            "home > dns  A relay.farm.example",
            "dns > home  A relay.farm.example: A",
            "home > farm  HELLO home.example",
            "farm > home  200 farm.example",
            "home > farm  GET den@farm.example hops=7",
            "farm > home  404",
            "home > farm  AUTH @home.example ed25519",
            "farm > dns  TXT s1._fmtp.home.example",
            "dns > farm  TXT s1._fmtp.home.example: a key",
            "farm > home  200",
            "home > farm  GET den@farm.example hops=7",
            "farm > home  200 [room den@farm.example]",
            "home > dns  TXT s1._fmtp.farm.example",
            "dns > home  TXT s1._fmtp.farm.example: a key",
            "home > anna  200 proof=domain [room den@farm.example]");

        // It is hers alone: her parent's people are told that there is none, by whichever relay.
        mark = world.Log.Mark;
        Get(world.Hugo, "den@farm.example", Code.Unknown);
        world.ExpectOf(
            "hub",
            mark,
            "hub > dns  MX farm.example",
            "dns > hub  MX farm.example: 10 relay.farm.example",
            "hub > dns  A relay.farm.example",
            "dns > hub  A relay.farm.example: A",
            "hub > farm  HELLO hub.example",
            "farm > hub  200 farm.example",
            "hub > farm  GET den@farm.example hops=7",
            "farm > hub  404",
            "hub > farm  AUTH @hub.example ed25519",
            "farm > hub  200",
            "hub > farm  GET den@farm.example hops=7",
            "farm > hub  404");
    }

    [TestMethod]
    public void ARelaySignsWhatItSaysOfItself()
    {
        Reply host = Get(s_world.Anna, "@farm.example", Code.Ok);
        Assert.AreEqual("domain", host["proof"], s_world.Log.Text(0));
        StringAssert.StartsWith(Encoding.UTF8.GetString(host.Body), "sig: ed25519 s1 ");
    }

    [TestMethod]
    public void AMessageGoesTheWaysOfTheDocumentInTheirOrder()
    {
        RealWorld world = s_world;
        world.Publish(Text("carl@farm.example", "user", $"route: tcp {world.HomeDoor.At.Address} {world.HomeDoor.At.Port}\n"));
        world.Publish(Text("udo@farm.example", "user", $"route: udp {world.FarmDatagrams.At.Address} {world.FarmDatagrams.At.Port}\n"));
        world.Publish(Text("eve@farm.example", "user", "route: via hub.example\n"));

        // A live link to the domain's relay.
        int mark = world.Log.Mark;
        Mail("hugo@hub.example");
        world.ExpectOf(
            "home",
            mark,
            "home > hub  PUT hops=7 [mail *.anna@home.example] ~",
            "hub > home  201 *.anna@home.example ~");

        // As the recipient recommends: another door of his relay. Who has sent it, DNS vouches for.
        mark = world.Log.Mark;
        Mail("carl@farm.example");
        world.ExpectOf(
            "home",
            mark,
            "home > hub  GET carl@farm.example scope=cached hops=8 ~",
            "hub > home  404 ~",
            "home > dns  MX farm.example",
            "dns > home  MX farm.example: 10 relay.farm.example",
            "home > dns  A relay.farm.example",
            "dns > home  A relay.farm.example: A",
            "home > farm  HELLO home.example",
            "farm > home  200 farm.example",
            "home > farm  GET carl@farm.example hops=8",
            "farm > home  200 [user carl@farm.example]",
            "home > dns  TXT s1._fmtp.farm.example",
            "dns > home  TXT s1._fmtp.farm.example: a key",
            "home > door  HELLO home.example",
            "door > home  200 farm.example",
            "home > door  PUT hops=7 [mail *.anna@home.example]",
            "door > home  201 *.anna@home.example");

        // By datagram.
        mark = world.Log.Mark;
        Mail("udo@farm.example");
        world.ExpectOf(
            "home",
            mark,
            "home > hub  GET udo@farm.example scope=cached hops=8 ~",
            "hub > home  404 ~",
            "home > farm  GET udo@farm.example hops=8",
            "farm > home  200 [user udo@farm.example]",
            "home > farm  PUT hops=7 [mail *.anna@home.example]",
            "farm > home  201 *.anna@home.example");

        // Handed to another relay, which answers for it from then on.
        mark = world.Log.Mark;
        Mail("eve@farm.example");
        world.ExpectOf(
            "home",
            mark,
            "home > hub  GET eve@farm.example scope=cached hops=8 ~",
            "hub > home  404 ~",
            "home > farm  GET eve@farm.example hops=8",
            "farm > home  200 [user eve@farm.example]",
            "home > hub  PUT hops=7 [mail *.anna@home.example] ~",
            "hub > home  202 *.anna@home.example ~");
        world.ExpectOf(
            "farm",
            mark,
            "home > farm  GET eve@farm.example hops=8",
            "farm > home  200 [user eve@farm.example]",
            "hub > farm  HELLO hub.example",
            "farm > hub  200 farm.example",
            "hub > farm  GET eve@farm.example hops=8",
            "farm > hub  200 [user eve@farm.example]",
            "hub > farm  PUT hops=6 [mail *.anna@home.example]",
            "farm > hub  201 *.anna@home.example");

        // Who recommends nothing is reached where DNS says.
        mark = world.Log.Mark;
        Mail("dora@farm.example");
        world.ExpectOf(
            "home",
            mark,
            "home > hub  GET dora@farm.example scope=cached hops=8 ~",
            "hub > home  404 ~",
            "home > farm  GET dora@farm.example hops=8",
            "farm > home  404",
            "home > farm  PUT hops=7 [mail *.anna@home.example]",
            "farm > home  201 *.anna@home.example");

        // Who cannot be reached there, through the parent.
        world.HomeFarm.State = WireState.Cut;
        mark = world.Log.Mark;
        Mail("dora@farm.example");
        world.ExpectOn(
            "home",
            "hub",
            mark,
            "home > hub  PUT hops=7 [mail *.anna@home.example] ~",
            "hub > home  202 *.anna@home.example ~");
        world.ExpectOn(
            "hub",
            "farm",
            mark,
            "hub > farm  GET dora@farm.example hops=8",
            "farm > hub  404",
            "hub > farm  PUT hops=6 [mail *.anna@home.example]",
            "farm > hub  201 *.anna@home.example");
        world.Await("nothing waits", () => world.Queued().Length == 0);
    }

    [TestMethod]
    public void WithAWireCutTheOtherWaysAreTaken()
    {
        RealWorld world = s_world;
        Assert.IsTrue(world.Hugo.Ask("PUT", string.Empty, Encoding.UTF8.GetBytes(Text("hugo@hub.example", "user", "ttl: 0\n"))).IsSuccess);
        Proof(world.Anna, "domain");

        // The child has lost its parent: that delays nothing but what only the parent has.
        world.HomeHub.State = WireState.Cut;
        Proof(world.Anna, "domain", AskMs);
        Get(world.Anna, "hugo@hub.example", Code.Upstream);
        Get(world.Bob, "kitchen@home.example", Code.Upstream);
        int mark = world.Log.Mark;
        world.HomeHub.State = WireState.Whole;
        world.AwaitLink(mark);
        Assert.AreEqual("link", GetIn(AskMs, world.Anna, "hugo@hub.example", Code.Ok)["proof"]);

        // The child does not reach the farm, its parent does.
        world.HomeFarm.State = WireState.Cut;
        Proof(world.Anna, "parent", CacheMs + SeekMs + AskMs);

        // Neither does.
        world.HubFarm.State = WireState.Cut;
        GetIn(CacheMs + SeekMs + AskMs, world.Anna, "wind@farm.example", Code.Upstream);
        GetIn(SeekMs, world.Hugo, "wind@farm.example", Code.Upstream);

        // Failures are believed for ten seconds.
        world.Mend();
        world.Await("the parent reaches the farm", () => world.Hugo.Ask("GET", "wind@farm.example").IsSuccess);
        world.Await("the child reaches the farm itself", () => world.Anna.Ask("GET", "wind@farm.example")["proof"] == "domain");
    }

    [TestMethod]
    public async Task WhenDnsIsSilentTheParentIsAsked()
    {
        // The parent has a connection to the farm, and need not ask where that is.
        RealWorld world = s_world;
        Proof(world.Hugo, "domain");
        Array.ForEach(world.Dns, dns => dns.IsSilent = true);
        FmtpConnection hugo = world.Hugo;
        Task alone = Task.Run(() => GetIn(SeekMs, hugo, "somebody@mill.example", Code.UpstreamTimeout));
        Proof(world.Anna, "parent", CacheMs + SeekMs + AskMs);
        await alone;
        world.Mend();
        world.Await("the child finds it itself", () => world.Anna.Ask("GET", "wind@farm.example")["proof"] == "domain");
        Get(world.Hugo, "somebody@mill.example", Code.Unknown);
    }

    [TestMethod]
    public void WhoHangsAfterHelloIsNotWaitedForLong()
    {
        RealWorld world = s_world;
        world.HomeFarm.State = WireState.Hanging;
        int mark = world.Log.Mark;
        Proof(world.Anna, "parent", CacheMs + SeekMs + AskMs + AskMs);
        string[] seen = world.Log.Since(mark);
        Assert.Contains("home > farm  GET wind@farm.example hops=7", seen, world.Log.Text(mark));
        Assert.Contains("hub > home  200 proof=domain [sensor wind@farm.example] ~", seen, world.Log.Text(mark));
        world.Mend();
        Proof(world.Anna, "domain", CacheMs + SeekMs + AskMs);
    }

    [TestMethod]
    public void RelaysThatAreKilledComeBack()
    {
        RealWorld world = s_world;
        world.Publish(Text("kitchen@home.example", "sensor", "ttl: 0\n"));
        Assert.IsTrue(world.Hugo.Ask("PUT", string.Empty, Encoding.UTF8.GetBytes(Text("hugo@hub.example", "user", "ttl: 0\n"))).IsSuccess);
        Proof(world.Anna, "domain");

        // The parent.
        world.Kill(world.Hub);
        Proof(world.Anna, "domain", AskMs);
        GetIn(SeekMs, world.Anna, "hugo@hub.example", Code.Upstream);
        int mark = world.Log.Mark;
        world.Start(world.Hub);
        world.AwaitLink(mark);
        Get(world.Anna, "hugo@hub.example", Code.Ok);

        // The stranger, with whom connections were open.
        Proof(world.Hugo, "domain");
        world.Kill(world.Farm);
        world.Start(world.Farm);
        Proof(world.Anna, "domain");
        Proof(world.Hugo, "domain");

        // The child.
        world.Kill(world.Home);
        GetIn(AskMs, world.Hugo, "kitchen@home.example", Code.Upstream);
        mark = world.Log.Mark;
        world.Start(world.Home);
        world.AwaitLink(mark);
        Assert.AreEqual("link", GetIn(AskMs, world.Hugo, "kitchen@home.example", Code.Ok)["proof"]);
    }

    [TestMethod]
    public void AMessageThatWaitsIsDeliveredOnceWhateverHappens()
    {
        RealWorld world = s_world;

        // The farm takes it, its answer is lost, home loses its power and offers it again.
        world.HomeHub.State = WireState.Cut;
        world.HomeFarm.State = WireState.Thankless;
        string first = Mail("bob@farm.example");
        world.Await("the farm has it", () => world.Delivered().Contains(first));
        Assert.AreSequenceEqual([first], world.Queued());
        world.Kill(world.Home);
        world.HomeFarm.State = WireState.Whole;
        int mark = world.Log.Mark;
        world.Start(world.Home);
        world.Await("home knows that it is delivered", () => world.Queued().Length == 0);
        Assert.Contains("farm > home  200 *.anna@home.example", world.Log.Since(mark), world.Log.Text(mark));
        Assert.AreSequenceEqual([first], world.Delivered());

        // Everything is cut, and then home loses its power.
        Cut();
        string second = Mail("bob@farm.example");
        Assert.AreSequenceEqual([second], world.Queued());
        world.Kill(world.Home);
        world.Start(world.Home);
        Assert.AreSequenceEqual([second], world.Queued());
        mark = world.Log.Mark;
        world.Mend();
        world.AwaitLink(mark);
        world.Await("it is delivered", () => world.Delivered().Length == 2 && world.Queued().Length == 0);
        Assert.AreSequenceEqual([second, first], world.Delivered());
    }

    private static void Cut()
    {
        foreach (TcpTap tap in new[] { s_world.HomeHub, s_world.HomeFarm, s_world.HubFarm, s_world.FarmHub })
        {
            tap.State = WireState.Cut;
        }
    }

    private static string Mail(string to)
    {
        Reply reply = s_world.Anna.Ask("PUT", string.Empty, Encoding.UTF8.GetBytes($"id: 0.anna@home.example\ntype: mail\ndate: 0\nto: {to}\n\nHello"));
        Assert.AreEqual(Code.Queued, reply.Code, reply.Line);
        return reply.First;
    }

    // Wind, which is looked up each time, comes with this word of how it is known to be the farm's.
    private static void Proof(FmtpConnection from, string proof, int ms = CacheMs + SeekMs + AskMs)
        => Assert.AreEqual(proof, GetIn(ms, from, "wind@farm.example", Code.Ok)["proof"], s_world.Log.Text(0));

    private static Reply GetIn(int ms, FmtpConnection from, string address, int code)
    {
        long start = Stopwatch.GetTimestamp();
        Reply reply = Get(from, address, code);
        Assert.IsLessThan(ms + SlackMs, Stopwatch.GetElapsedTime(start).TotalMilliseconds, s_world.Log.Text(0));
        return reply;
    }

    private static Reply Get(FmtpConnection from, string address, int code)
    {
        Reply reply = from.Ask("GET", address);
        Assert.AreEqual(code, reply.Code, $"{reply.Line}\n{s_world.Log.Text(0)}");
        return reply;
    }

    private static string Text(string address, string type, string attributes = "")
        => $"id: {address}\ntype: {type}\ndate: 0\npublic: yes\n{attributes}\nas it is";
}
