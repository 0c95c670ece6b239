using System;
using System.Collections;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Tests;

/// <summary>The network seam in memory: everything happens when it is told to, and the same in every run.</summary>
public sealed class MemoryNetwork : INetwork
{
    private const int Most = 64;

    private readonly MemoryConnection[] _connections = new MemoryConnection[Most];
    private readonly MemoryPort[] _ports = new MemoryPort[Most];
    private readonly ArrayList _waiting = new ArrayList();
    private readonly ArrayList _dialled = new ArrayList();
    private readonly ArrayList _toRelay = new ArrayList();
    private readonly ArrayList _fromRelay = new ArrayList();

    /// <summary>Connections that the relay holds now.</summary>
    public int Open { get; private set; }

    /// <summary>The most connections that it ever held at a time.</summary>
    public int OpenMost { get; private set; }

    /// <summary>How often the relay opened one.</summary>
    public int Dials { get; private set; }

    /// <summary>What the relay opened last; null before.</summary>
    public MemoryConnection Dialled { get; private set; }

    /// <summary>What the relay opened last to a host and port, and nobody has taken yet; null for nothing.</summary>
    public MemoryConnection TakeDialled(string host, int port)
    {
        for (int i = _dialled.Count - 1; i >= 0; i--)
        {
            MemoryConnection connection = (MemoryConnection)_dialled[i];
            if (connection.Host == host && connection.From.Port == port)
            {
                _dialled.RemoveAt(i);
                return connection;
            }
        }

        return null;
    }

    /// <summary>Every port for datagrams that the relay opened, in their order, the closed ones too.</summary>
    public ArrayList Ports { get; } = new ArrayList();

    /// <summary>Whether nobody can be reached.</summary>
    public bool IsUnreachable { get; set; }

    /// <summary>Somebody opens a connection to the relay.</summary>
    public MemoryConnection Connect(Endpoint from)
    {
        MemoryConnection connection = new MemoryConnection(from);
        _waiting.Add(connection);
        return connection;
    }

    /// <summary>Somebody sends a datagram to the relay.</summary>
    public void SendToRelay(byte[] octets, Endpoint from)
    {
        _toRelay.Add(new MemoryDatagram(octets, from));
    }

    /// <summary>Takes the oldest datagram that the relay sent to somebody.</summary>
    /// <returns>Its octets; null for none.</returns>
    public byte[] TakeFromRelay(Endpoint to)
    {
        for (int i = 0; i < _fromRelay.Count; i++)
        {
            MemoryDatagram datagram = (MemoryDatagram)_fromRelay[i];
            if (datagram.Peer.Is(to))
            {
                _fromRelay.RemoveAt(i);
                return datagram.Octets;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public int Accept(Endpoint from)
    {
        if (_waiting.Count == 0)
        {
            return -1;
        }

        MemoryConnection connection = (MemoryConnection)_waiting[0];
        _waiting.RemoveAt(0);
        from.Copy(connection.From);
        return Number(connection);
    }

    /// <inheritdoc/>
    public int Dial(string host, int port)
    {
        Dials++;
        if (IsUnreachable)
        {
            return -1;
        }

        Dialled = new MemoryConnection(new Endpoint { Port = port }) { Host = host };
        _dialled.Add(Dialled);
        return Number(Dialled);
    }

    /// <inheritdoc/>
    public int DialDatagrams(string host, int port)
    {
        if (IsUnreachable)
        {
            return -1;
        }

        MemoryPort opened = new MemoryPort(host, port);
        Ports.Add(opened);
        int number = Number();
        _ports[number] = opened;
        return number;
    }

    /// <inheritdoc/>
    public int Receive(int connection, byte[] into, int offset, int count)
    {
        if (_ports[connection] != null)
        {
            return _ports[connection].Receive(into, offset, count);
        }

        return Get(connection).Receive(into, offset, count);
    }

    /// <inheritdoc/>
    public int Send(int connection, byte[] from, int offset, int count)
    {
        if (_ports[connection] != null)
        {
            return _ports[connection].Send(from, offset, count);
        }

        MemoryConnection to = Get(connection);
        if (to.IsFinished)
        {
            throw new InvalidOperationException(); // sending after Finish
        }

        return to.Send(from, offset, count);
    }

    /// <inheritdoc/>
    public void Finish(int connection)
    {
        Get(connection).IsFinished = true;
    }

    /// <inheritdoc/>
    public void Close(int connection)
    {
        if (_ports[connection] != null)
        {
            _ports[connection].IsClosed = true;
            _ports[connection] = null;
        }
        else
        {
            Get(connection).IsClosed = true;
            _connections[connection] = null;
        }

        Open--;
    }

    /// <inheritdoc/>
    public int ReceiveDatagram(byte[] into, Endpoint from)
    {
        if (_toRelay.Count == 0)
        {
            return 0;
        }

        MemoryDatagram datagram = (MemoryDatagram)_toRelay[0];
        _toRelay.RemoveAt(0);
        int length = datagram.Octets.Length < into.Length ? datagram.Octets.Length : into.Length;
        Array.Copy(datagram.Octets, 0, into, 0, length);
        from.Copy(datagram.Peer);
        return length;
    }

    /// <inheritdoc/>
    public void SendDatagram(byte[] from, int offset, int count, Endpoint to)
    {
        if (count < 1 || count > Wire.DatagramMax)
        {
            throw new ArgumentOutOfRangeException();
        }

        byte[] octets = new byte[count];
        Array.Copy(from, offset, octets, 0, count);
        Endpoint peer = new Endpoint();
        peer.Copy(to);
        _fromRelay.Add(new MemoryDatagram(octets, peer));
    }

    private int Number(MemoryConnection connection)
    {
        int number = Number();
        _connections[number] = connection;
        return number;
    }

    // Numbers are used again, as those of sockets are: a relay that keeps an old one is found out.
    private int Number()
    {
        for (int i = 0; i < Most; i++)
        {
            if (_connections[i] == null && _ports[i] == null)
            {
                Open++;
                OpenMost = Open > OpenMost ? Open : OpenMost;
                return i;
            }
        }

        throw new InvalidOperationException(); // sockets are not given back
    }

    private MemoryConnection Get(int connection)
    {
        MemoryConnection found = _connections[connection];
        if (found == null)
        {
            throw new InvalidOperationException(); // used after Close
        }

        return found;
    }
}

/// <summary>A datagram on its way.</summary>
internal sealed class MemoryDatagram
{
    internal MemoryDatagram(byte[] octets, Endpoint peer)
    {
        Octets = octets;
        Peer = peer;
    }

    internal byte[] Octets { get; private set; }

    internal Endpoint Peer { get; private set; }
}
