using System;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Fmtp.Nano.Desktop.Host;

namespace Fmtp.Nano.Tests;

/// <summary>The network seam made of sockets, over loopback.</summary>
[TestClass]
public sealed class SocketNetworkTests
{
    private const int WaitMs = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly byte[] _buffer = new byte[4096];
    private readonly Endpoint _from = new();

    [TestMethod]
    public void OneConnectionBothWays()
    {
        using SocketNetwork network = new(IPAddress.Loopback, 0);
        using Socket peer = Connect(network);
        int connection = Accept(network);
        Assert.AreEqual(((IPEndPoint)peer.LocalEndPoint!).Port, _from.Port);
        Assert.IsTrue(_from.IsNear);
        Assert.AreEqual(0, network.Receive(connection, _buffer, 0, _buffer.Length));

        peer.Send("hello"u8);
        Assert.AreEqual("hello", Receive(network, connection));
        Assert.AreEqual(0, network.Receive(connection, _buffer, 0, _buffer.Length));

        Assert.AreEqual(3, network.Send(connection, "(yes"u8.ToArray(), 1, 3));
        Assert.AreEqual("yes", Receive(peer));
    }

    [TestMethod]
    public void APeerThatSendsNoMoreCanStillBeAnswered()
    {
        using SocketNetwork network = new(IPAddress.Loopback, 0);
        using Socket peer = Connect(network);
        int connection = Accept(network);
        peer.Shutdown(SocketShutdown.Send);

        Until(network, () => network.Receive(connection, _buffer, 0, _buffer.Length) == -1);
        Assert.AreEqual(-1, network.Receive(connection, _buffer, 0, _buffer.Length));
        Assert.AreEqual(3, network.Send(connection, "yes"u8.ToArray(), 0, 3));
        network.Finish(connection);
        Assert.AreEqual("yes", Receive(peer));
        Assert.AreEqual(0, peer.Receive(_buffer));
    }

    [TestMethod]
    public void APeerThatVanishesIsAnOrdinaryEvent()
    {
        using SocketNetwork network = new(IPAddress.Loopback, 0);
        Socket peer = Connect(network);
        int connection = Accept(network);
        peer.LingerState = new LingerOption(true, 0); // reset, not closed
        peer.Dispose();

        Until(network, () => network.Receive(connection, _buffer, 0, _buffer.Length) == -1);
        Until(network, () => network.Send(connection, _buffer, 0, 10) == -1);
        network.Finish(connection);
        network.Close(connection);
    }

    [TestMethod]
    public void ANumberIsGivenAgainAfterClose()
    {
        using SocketNetwork network = new(IPAddress.Loopback, 0);
        using Socket first = Connect(network);
        int connection = Accept(network);
        network.Close(connection);
        Assert.AreEqual(0, first.Receive(_buffer));

        using Socket second = Connect(network);
        Assert.AreEqual(connection, Accept(network));
        second.Send("new"u8);
        Assert.AreEqual("new", Receive(network, connection));
    }

    [TestMethod]
    public void ASlowReaderIsWaitedFor()
    {
        using SocketNetwork network = new(IPAddress.Loopback, 0);
        using Socket peer = Connect(network);
        int connection = Accept(network);
        long sent = 0;
        for (int count = _buffer.Length; count > 0; sent += count)
        {
            count = network.Send(connection, _buffer, 0, _buffer.Length);
        }

        Assert.AreEqual(0, network.Send(connection, _buffer, 0, 1));
        for (long read = 0; read < sent;)
        {
            read += peer.Receive(_buffer);
        }

        Until(network, () => network.Send(connection, _buffer, 0, 1) == 1);
    }

    [TestMethod]
    public void ABusyConnectionDoesNotHideAnother()
    {
        using SocketNetwork network = new(IPAddress.Loopback, 0);
        using Socket busyPeer = Connect(network);
        int busy = Accept(network);
        using Socket quietPeer = Connect(network);
        int quiet = Accept(network);
        network.Receive(quiet, _buffer, 0, 1);
        quietPeer.Send("me"u8);

        // A relay that is never done does not wait.
        int received = 0;
        long start = Stopwatch.GetTimestamp();
        while (received == 0 && Stopwatch.GetElapsedTime(start) < Patience)
        {
            busyPeer.Send("x"u8);
            Assert.AreEqual(-1, network.Accept(_from));
            network.Receive(busy, _buffer, 0, _buffer.Length);
            received = network.Receive(quiet, _buffer, 0, _buffer.Length);
        }

        Assert.AreEqual(2, received);
    }

    [TestMethod]
    [DataRow("127.0.0.1")]
    [DataRow("localhost")]
    public void ADialIsUsedAtOnceAndOpensLater(string host)
    {
        using SocketNetwork far = new(IPAddress.Loopback, 0);
        using SocketNetwork near = new(IPAddress.Loopback, 0);
        int dialled = near.Dial(host, far.TcpEndPoint.Port);
        Assert.AreNotEqual(-1, near.Receive(dialled, _buffer, 0, _buffer.Length));

        Until(near, () => near.Send(dialled, "hello"u8.ToArray(), 0, 5) == 5);
        int accepted = Accept(far);
        Assert.AreEqual("hello", Receive(far, accepted));
        far.Send(accepted, "yes"u8.ToArray(), 0, 3);
        Assert.AreEqual("yes", Receive(near, dialled));
    }

    [TestMethod]
    [DataRow("127.0.0.1")]
    [DataRow("no-such-host.invalid")]
    public void ADialThatFailsIsSaidByReceive(string host)
    {
        using SocketNetwork network = new(IPAddress.Loopback, 0);
        int port = network.TcpEndPoint.Port;
        using SocketNetwork near = new(IPAddress.Loopback, 0);
        network.Dispose();
        int dialled = near.Dial(host, port);

        Until(near, () => near.Receive(dialled, _buffer, 0, _buffer.Length) == -1);
        Assert.AreEqual(-1, near.Send(dialled, _buffer, 0, 1));
        near.Close(dialled);
    }

    [TestMethod]
    public void DatagramsGoBackWhereTheyCameFrom()
    {
        using SocketNetwork network = new(IPAddress.Loopback, 0);
        Assert.AreEqual(network.TcpEndPoint, network.UdpEndPoint);
        using Socket peer = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = (int)Patience.TotalMilliseconds };
        peer.Connect(network.UdpEndPoint);
        peer.Send(ReadOnlySpan<byte>.Empty); // is none
        peer.Send("one"u8);
        peer.Send(new byte[_buffer.Length + 1]); // is cut

        Assert.AreEqual("one", ReceiveDatagram(network));
        network.SendDatagram("(yes"u8.ToArray(), 1, 3, _from);
        Assert.AreEqual("yes", Receive(peer));
        Assert.AreEqual(_buffer.Length, ReceiveDatagram(network).Length);
        Assert.AreEqual(0, network.ReceiveDatagram(_buffer, _from));
    }

    [TestMethod]
    public void IPv4InsideIPv6IsIPv4()
    {
        if (!Socket.OSSupportsIPv6)
        {
            Assert.Inconclusive("no IPv6 here");
        }

        using SocketNetwork network = new(IPAddress.IPv6Any, 0);
        IPEndPoint place = new(IPAddress.Loopback, network.TcpEndPoint.Port);
        using Socket peer = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        peer.Connect(place);
        Accept(network);
        Assert.IsFalse(_from.IsV6);
        Assert.AreEqual(0x7F000001, _from.Low);

        using Socket sender = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = (int)Patience.TotalMilliseconds };
        sender.Connect(place);
        sender.Send("hello"u8);
        ReceiveDatagram(network);
        Assert.IsFalse(_from.IsV6);
        network.SendDatagram("yes"u8.ToArray(), 0, 3, _from);
        Assert.AreEqual("yes", Receive(sender));
    }

    [TestMethod]
    public void OnceWarmNothingIsAllocated()
    {
        using SocketNetwork network = new(IPAddress.Loopback, 0);
        using Socket peer = Connect(network);
        int connection = Accept(network);
        byte[] reply = new byte[_buffer.Length];
        Echo(network, peer, connection, reply, 100);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Echo(network, peer, connection, reply, 1000);
        Assert.AreEqual(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private void Echo(SocketNetwork network, Socket peer, int connection, byte[] reply, int times)
    {
        for (int i = 0; i < times; i++)
        {
            peer.Send(_buffer, 0, 30, SocketFlags.None, out _);
            int count = 0;
            while (count == 0)
            {
                network.Wait(WaitMs);
                count = network.Receive(connection, _buffer, 0, _buffer.Length);
            }

            network.Send(connection, _buffer, 0, count);
            peer.Receive(reply, 0, reply.Length, SocketFlags.None, out _);
        }
    }

    private static Socket Connect(SocketNetwork network)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
            ReceiveTimeout = (int)Patience.TotalMilliseconds,
        };
        socket.Connect(network.TcpEndPoint);
        return socket;
    }

    private int Accept(SocketNetwork network)
    {
        int connection = -1;
        Until(network, () => (connection = network.Accept(_from)) >= 0);
        return connection;
    }

    private string Receive(SocketNetwork network, int connection)
    {
        int count = 0;
        Until(network, () => (count = network.Receive(connection, _buffer, 0, _buffer.Length)) != 0);
        return count < 0 ? "(ended)" : Encoding.UTF8.GetString(_buffer, 0, count);
    }

    private string ReceiveDatagram(SocketNetwork network)
    {
        int count = 0;
        Until(network, () => (count = network.ReceiveDatagram(_buffer, _from)) > 0);
        return Encoding.UTF8.GetString(_buffer, 0, count);
    }

    private string Receive(Socket peer) => Encoding.UTF8.GetString(_buffer, 0, peer.Receive(_buffer));

    private static void Until(SocketNetwork network, Func<bool> isDone)
    {
        long start = Stopwatch.GetTimestamp();
        while (!isDone())
        {
            Assert.IsTrue(Stopwatch.GetElapsedTime(start) < Patience, "nothing happened");
            network.Wait(WaitMs);
        }
    }
}
