using System;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Fmtp.Nano.Desktop.Host;

namespace Fmtp.Nano.Tests;

/// <summary>The resolver over real sockets: against NSD, and against somebody else on the same machine.</summary>
[TestClass]
public class DnsRealServerTests
{
    private const int PatienceMs = 12 * 1000;
    private const int NapMs = 5;
    private const int LongStrings = 4;

    [TestMethod]
    public void ARealZoneIsReadAsItIsWritten()
    {
        using DnsZoneServer server = DnsZoneServer.Start("test.example", Zone());
        using SocketNetwork network = new(IPAddress.Loopback, 0);
        Resolver resolver = new(network, new SystemEntropy(), [Address(server.Port)], Limits.Desk());

        Assert.AreEqual("a.test.example b.test.example elsewhere.example", Ask(resolver, network, DnsType.Mx, "Test.Example"));
        Assert.AreEqual("192.0.2.1 192.0.2.2", Ask(resolver, network, DnsType.A, "a.test.example"));
        Assert.AreEqual("2001:db8:0:0:0:0:0:1", Ask(resolver, network, DnsType.Aaaa, "a.test.example"));
        Assert.AreEqual("192.0.2.3", Ask(resolver, network, DnsType.A, "alias1.test.example"));
        Assert.AreEqual("no mail", Ask(resolver, network, DnsType.Mx, "nomail.test.example"));
        Assert.AreEqual("no data", Ask(resolver, network, DnsType.Txt, "a.test.example"));
        Assert.AreEqual("no name", Ask(resolver, network, DnsType.A, "nobody.test.example"));
        Assert.AreEqual("no name", Ask(resolver, network, DnsType.A, "dangling.test.example"));
        Assert.AreEqual("server failed", Ask(resolver, network, DnsType.A, "other.example")); // REFUSED
        Assert.AreEqual("server failed", Ask(resolver, network, DnsType.A, "www.child.test.example")); // a delegation
        Assert.AreEqual("v=FMTP1; k=ed25519; p=AAAA", Ask(resolver, network, DnsType.Txt, "s1._fmtp.test.example"));
        Assert.AreEqual("192.0.2.4", Ask(resolver, network, DnsType.A, "any.wild.test.example"));
    }

    [TestMethod]
    public void ALongTextIsFetchedOverTcp()
    {
        using DnsZoneServer server = DnsZoneServer.Start("test.example", Zone());
        using SocketNetwork network = new(IPAddress.Loopback, 0);
        Resolver resolver = new(network, new SystemEntropy(), [Address(server.Port)], new Limits { DnsQuestionOctets = 2048, DnsAnswerMax = 2048 });
        string expected = string.Concat(Text(0), Text(1), Text(2), Text(3));
        Assert.AreEqual(expected, Ask(resolver, network, DnsType.Txt, "long.test.example"));

        // A board has no room for that, and says so.
        Resolver small = new(network, new SystemEntropy(), [Address(server.Port)], new Limits());
        Assert.AreEqual("server failed", Ask(small, network, DnsType.Txt, "long.test.example"));
    }

    [TestMethod]
    public void TheNextServerIsAskedWhenThePortIsClosed()
    {
        using DnsZoneServer server = DnsZoneServer.Start("test.example", Zone());
        using SocketNetwork network = new(IPAddress.Loopback, 0);
        Resolver resolver = new(network, new SystemEntropy(), [Address(1), Address(server.Port)], Limits.Desk());
        Assert.AreEqual("192.0.2.1 192.0.2.2", Ask(resolver, network, DnsType.A, "a.test.example"));
    }

    [TestMethod]
    public void TheRelaysOfADomainAreLocated()
    {
        using DnsZoneServer server = DnsZoneServer.Start("test.example", Zone());
        using SocketNetwork network = new(IPAddress.Loopback, 0);
        Limits limits = Limits.Desk();
        Resolver resolver = new(network, new SystemEntropy(), [Address(server.Port)], limits);
        Locator locator = new(resolver, limits);
        byte[] domain = Encoding.ASCII.GetBytes("test.example");
        locator.Begin(domain, 0, domain.Length, Environment.TickCount64);
        StringBuilder seen = new();
        Endpoint into = new();
        for (int state = DnsState.Pending; state is DnsState.Pending or DnsState.Answered;)
        {
            Turn(resolver, network);
            state = locator.Next(into, Environment.TickCount64);
            seen.Append(state == DnsState.Pending ? string.Empty : (state == DnsState.Answered ? Locator.Host(into) : DnsDesk.Name(state)) + " ");
        }

        Assert.AreEqual("192.0.2.1 192.0.2.2 2001:db8:0:0:0:0:0:1 192.0.2.3 no data ", seen.ToString());
    }

    [TestMethod]
    public void SomebodyElseOnTheMachineIsNotHeard()
    {
        using Socket server = Open();
        using Socket stranger = Open();
        using SocketNetwork network = new(IPAddress.Loopback, 0);
        int port = ((IPEndPoint)server.LocalEndPoint!).Port;
        int first = network.DialDatagrams("127.0.0.1", port);
        int second = network.DialDatagrams("127.0.0.1", port);
        byte[] octets = [1, 2, 3];
        byte[] into = new byte[10];
        Assert.AreEqual(3, network.Send(first, octets, 0, 3));
        Assert.AreEqual(2, network.Send(second, octets, 0, 2));
        EndPoint from = new IPEndPoint(IPAddress.Any, 0);
        Assert.AreEqual(3, server.ReceiveFrom(into, ref from));
        EndPoint other = new IPEndPoint(IPAddress.Any, 0);
        Assert.AreEqual(2, server.ReceiveFrom(into, ref other));
        Assert.AreNotEqual(from, other, "each has a port of its own");

        stranger.SendTo(new byte[] { 9 }, from);
        server.SendTo(Array.Empty<byte>(), from);
        server.SendTo(new byte[] { 4, 5 }, from);
        server.SendTo(new byte[] { 6 }, from);
        Assert.AreEqual(2, Receive(network, first, into));
        Assert.AreEqual(4, into[0]);
        Assert.AreEqual(1, Receive(network, first, into));
        Assert.AreEqual(6, into[0]);
        Assert.AreEqual(0, network.Receive(first, into, 0, 1));
        network.Close(first);
        using Socket again = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        again.Bind(new IPEndPoint(IPAddress.Any, ((IPEndPoint)from).Port)); // it was given back
        network.Close(second);
        Assert.AreEqual(-1, network.DialDatagrams("no address", port));
    }

    private static int Receive(SocketNetwork network, int connection, byte[] into)
    {
        for (long until = Environment.TickCount64 + PatienceMs; Environment.TickCount64 < until; network.Wait(NapMs))
        {
            int received = network.Receive(connection, into, 0, into.Length);
            if (received != 0)
            {
                return received;
            }
        }

        return 0;
    }

    private static Socket Open()
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = PatienceMs };
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private static string Ask(Resolver resolver, SocketNetwork network, int type, string domain)
    {
        byte[] octets = Encoding.ASCII.GetBytes(domain);
        int slot = resolver.Ask(type, octets, 0, octets.Length, Environment.TickCount64);
        for (long until = Environment.TickCount64 + PatienceMs; resolver.StateOf(slot) == DnsState.Pending && Environment.TickCount64 < until;)
        {
            Turn(resolver, network);
        }

        StringBuilder text = new();
        for (int i = 0; i < resolver.CountOf(slot); i++)
        {
            ReadOnlySpan<byte> record = resolver.OctetsOf(slot).AsSpan(resolver.StartOf(slot, i), resolver.LengthOf(slot, i));
            text.Append(i > 0 ? " " : string.Empty);
            text.Append(type is DnsType.A or DnsType.Aaaa ? Host(record) : Encoding.ASCII.GetString(record));
        }

        int state = resolver.StateOf(slot);
        resolver.Release(slot);
        return state == DnsState.Answered ? text.ToString() : DnsDesk.Name(state);
    }

    private static string Host(ReadOnlySpan<byte> record)
    {
        Endpoint address = new() { IsV6 = record.Length > 4 };
        foreach (byte octet in record)
        {
            address.High = (address.High << 8) | (byte)(address.Low >> 56);
            address.Low = (address.Low << 8) | octet;
        }

        return Locator.Host(address);
    }

    private static void Turn(Resolver resolver, SocketNetwork network)
    {
        if (!resolver.Step(Environment.TickCount64))
        {
            network.Wait(NapMs);
        }
    }

    private static string Address(int port) => "127.0.0.1:" + port.ToString(CultureInfo.InvariantCulture);

    private static string Text(int number) => new((char)('a' + number), 240);

    private static string Zone()
    {
        StringBuilder zone = new("""
            $ORIGIN test.example.
            $TTL 300
            @ SOA ns admin 1 3600 600 86400 120
            @ NS ns
            ns A 127.0.0.1
            @ MX 30 elsewhere.example.
            @ MX 20 b
            @ MX 10 a
            a A 192.0.2.1
            a A 192.0.2.2
            a AAAA 2001:db8::1
            b A 192.0.2.3
            alias1 CNAME alias2
            alias2 CNAME b
            dangling CNAME nobody
            nomail MX 0 .
            child NS ns.child
            ns.child A 127.0.0.1
            *.wild A 192.0.2.4
            s1._fmtp TXT "v=FMTP1; k=ed25519; " "p=AAAA"

            """);
        zone.Append("long TXT");
        for (int i = 0; i < LongStrings; i++)
        {
            zone.Append(" \"").Append(Text(i)).Append('"');
        }

        return zone.Append('\n').ToString();
    }
}
