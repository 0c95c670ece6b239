using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace Fmtp.Nano.Desktop.Host;

/// <summary>The network seam made of sockets: one TCP listener and one UDP socket at the same address and
/// port, and the connections. Of one thread.</summary>
public sealed class SocketNetwork : INetwork, IDisposable
{
    // Calls between two looks while the relay is never done: a busy connection must not hide the others.
    private const int CallsBetweenLooks = 16;

    // Looks at the busy ones alone for every look at all: many idle connections must not slow down a few.
    private const int LooksBetweenAll = 16;

    private const int PortTries = 32;
    private const int SpinMicroseconds = 10;
    private const int ResolvingMs = 5;

    // A peer that is at it follows within microseconds: looking again costs less than being woken. Looking for
    // longer does harm: a peer that the system has put on the same processor waits until this one sleeps
    // (two processors, round trips of a peer that sleeps: 10 us as many as without, 50 us a third fewer).
    private static readonly long SpinTicks = Environment.ProcessorCount > 1
        ? Stopwatch.Frequency * SpinMicroseconds / 1_000_000
        : 0;

    private readonly ListeningSocket _listener;
    private readonly DatagramSocket _datagrams;
    private readonly List<SocketLink?> _links = [];
    private readonly Stack<int> _free = new();
    private readonly List<Socket> _receivable = [];
    private readonly List<Socket> _sendable = [];
    private int _callsToLook = CallsBetweenLooks;
    private int _looksToAll = LooksBetweenAll;
    private long _lastTraffic;

    /// <summary>Binds and listens.</summary>
    /// <param name="address">The address; <see cref="IPAddress.IPv6Any"/> takes IPv4 as well.</param>
    /// <param name="port">The port; 0 for one that is free for TCP and UDP.</param>
    /// <exception cref="SocketException">The address or the port cannot be had.</exception>
    public SocketNetwork(IPAddress address, int port)
    {
        for (int tries = PortTries; ; tries--)
        {
            _listener = new ListeningSocket(new IPEndPoint(address, port));
            try
            {
                _datagrams = new DatagramSocket(new IPEndPoint(address, TcpEndPoint.Port));
                return;
            }
            catch (SocketException) when (port == 0 && tries > 0)
            {
                _listener.Dispose(); // free for TCP, taken for UDP
            }
            catch (SocketException)
            {
                _listener.Dispose();
                throw;
            }
        }
    }

    /// <summary>Where TCP is listened for.</summary>
    public IPEndPoint TcpEndPoint => _listener.EndPoint;

    /// <summary>Where datagrams are taken.</summary>
    public IPEndPoint UdpEndPoint => _datagrams.EndPoint;

    /// <summary>Waits until something is there to be done, or so long. Just after traffic it keeps looking for
    /// some microseconds before it sleeps.</summary>
    /// <param name="ms">Milliseconds at most.</param>
    public void Wait(int ms)
    {
        while (SpinTicks > 0 && Stopwatch.GetTimestamp() - _lastTraffic <= SpinTicks)
        {
            if (Look(0))
            {
                return;
            }
        }

        Look(ms);
    }

    /// <inheritdoc/>
    public int Accept(Endpoint from)
    {
        LookSometimes();
        return _listener.Accept(from) is { } socket ? Add(new SocketLink(socket)) : -1;
    }

    /// <inheritdoc/>
    public int Dial(string host, int port)
    {
        SocketLink link = new(new Dialling(host, port));
        link.MoveDial();
        return Add(link);
    }

    /// <inheritdoc/>
    public int DialDatagrams(string host, int port)
    {
        Socket? socket = IPAddress.TryParse(host, out IPAddress? address) ? AskingSocket.Open(new IPEndPoint(address, port)) : null;
        return socket == null ? -1 : Add(new SocketLink(socket, isDatagrams: true));
    }

    /// <inheritdoc/>
    public int Receive(int connection, byte[] into, int offset, int count)
        => _links[connection]!.Receive(into, offset, count);

    /// <inheritdoc/>
    public int Send(int connection, byte[] from, int offset, int count)
        => _links[connection]!.Send(from, offset, count);

    /// <inheritdoc/>
    public void Finish(int connection) => _links[connection]!.Finish();

    /// <inheritdoc/>
    public void Close(int connection)
    {
        _links[connection]!.Dispose();
        _links[connection] = null;
        _free.Push(connection);
    }

    /// <inheritdoc/>
    public int ReceiveDatagram(byte[] into, Endpoint from)
    {
        LookSometimes();
        return _datagrams.Receive(into, from);
    }

    /// <inheritdoc/>
    public void SendDatagram(byte[] from, int offset, int count, Endpoint to) => _datagrams.Send(from, offset, count, to);

    /// <summary>Closes everything.</summary>
    public void Dispose()
    {
        foreach (SocketLink? link in _links)
        {
            link?.Dispose();
        }

        _listener.Dispose();
        _datagrams.Dispose();
    }

    private int Add(SocketLink link)
    {
        if (_free.TryPop(out int connection))
        {
            _links[connection] = link;
            return connection;
        }

        _links.Add(link);
        return _links.Count - 1;
    }

    private void LookSometimes()
    {
        if (--_callsToLook <= 0)
        {
            Look(0);
        }
    }

    // Asks all sockets at once which are ready, those left out that are known to be: if the relay has not
    // emptied them, it has a reason.
    private bool Look(int ms)
    {
        _callsToLook = CallsBetweenLooks;
        bool isAll = ms > 0 || --_looksToAll <= 0;
        if (Gather(isAll, out bool isResolving))
        {
            return true;
        }

        if (_receivable.Count + _sendable.Count == 0)
        {
            Thread.Sleep(Math.Min(ms, 1));
            return false;
        }

        int waitMs = isResolving ? Math.Min(ms, ResolvingMs) : ms;
        Socket.Select(_receivable, _sendable, null, waitMs * 1000);
        if (_receivable.Count + _sendable.Count == 0)
        {
            return false;
        }

        Tell();
        _lastTraffic = Stopwatch.GetTimestamp();
        return true;
    }

    // True when a dial has moved, which is something to be done too.
    private bool Gather(bool isAll, out bool isResolving)
    {
        _looksToAll = isAll ? LooksBetweenAll : _looksToAll;
        bool hasMoved = false;
        isResolving = false;
        _receivable.Clear();
        _sendable.Clear();
        foreach (SocketLink? link in _links)
        {
            if (link == null)
            {
                continue;
            }

            if (link.Socket == null)
            {
                hasMoved |= link.MoveDial();
                isResolving |= link.IsResolving;
                continue;
            }

            if (!link.IsBusy() && !isAll)
            {
                continue;
            }

            if (link.WantsReceive)
            {
                _receivable.Add(link.Socket);
            }

            if (link.WantsSend)
            {
                _sendable.Add(link.Socket);
            }
        }

        if (!_listener.MayAccept)
        {
            _receivable.Add(_listener.Socket);
        }

        if (!_datagrams.MayReceive)
        {
            _receivable.Add(_datagrams.Socket);
        }

        return hasMoved;
    }

    // Select leaves the ready ones in the lists, in the order in which they were gathered.
    private void Tell()
    {
        int receivable = 0;
        int sendable = 0;
        for (int i = 0; i < _links.Count && receivable + sendable < _receivable.Count + _sendable.Count; i++)
        {
            SocketLink? link = _links[i];
            if (link?.Socket is not { } socket)
            {
                continue;
            }

            if (receivable < _receivable.Count && ReferenceEquals(_receivable[receivable], socket))
            {
                receivable++;
                link.FoundReceivable();
            }

            if (sendable < _sendable.Count && ReferenceEquals(_sendable[sendable], socket))
            {
                sendable++;
                link.FoundSendable();
            }
        }

        for (; receivable < _receivable.Count; receivable++)
        {
            bool isListener = ReferenceEquals(_receivable[receivable], _listener.Socket);
            _listener.MayAccept |= isListener;
            _datagrams.MayReceive |= !isListener;
        }
    }
}
