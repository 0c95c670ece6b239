using System;

namespace Fmtp.Nano.Tests;

/// <summary>The network seam of so many cables. Nothing is allocated once it is made, so that what grows is the relay's.</summary>
internal sealed class CableNetwork : INetwork
{
    private readonly Cable[] _cables;
    private readonly byte[] _datagram = new byte[1200];
    private int _datagramLength;
    private int _calling = -1;

    /// <summary>Makes it; cable 0 is the one that the relay opens to its parent, the last but one to others.</summary>
    internal CableNetwork(int cables)
    {
        _cables = new Cable[cables];
        for (int i = 0; i < cables; i++)
        {
            _cables[i] = new Cable();
        }
    }

    /// <summary>Answers questions of DNS; null for nobody.</summary>
    internal Nameserver Names { get; set; }

    /// <summary>Datagrams that the relay sent.</summary>
    internal int Sent { get; private set; }

    /// <summary>A cable.</summary>
    internal Cable At(int cable)
    {
        return _cables[cable];
    }

    /// <summary>Somebody opens a connection; one at a time.</summary>
    internal void Call(int cable)
    {
        _cables[cable].Clear();
        _calling = cable;
    }

    /// <summary>Somebody sends a datagram; one at a time.</summary>
    internal void SendToRelay(byte[] octets, int length)
    {
        Array.Copy(octets, 0, _datagram, 0, length);
        _datagramLength = length;
    }

    /// <inheritdoc/>
    public int Accept(Endpoint from)
    {
        int cable = _calling;
        if (cable >= 0)
        {
            _calling = -1;
            _cables[cable].IsOpen = true;
            Name(from);
        }

        return cable;
    }

    /// <inheritdoc/>
    public int Dial(string host, int port)
    {
        int cable = host == House.ParentDomain ? House.Parent : _cables.Length - 2;
        _cables[cable].Clear();
        _cables[cable].IsOpen = true;
        return cable;
    }

    /// <inheritdoc/>
    public int DialDatagrams(string host, int port)
    {
        return Names == null ? -1 : _cables.Length;
    }

    /// <inheritdoc/>
    public int Receive(int connection, byte[] into, int offset, int count)
    {
        if (connection == _cables.Length)
        {
            return Names.Give(into, offset);
        }

        return _cables[connection].RelayReceives(into, offset, count);
    }

    /// <inheritdoc/>
    public int Send(int connection, byte[] from, int offset, int count)
    {
        if (connection == _cables.Length)
        {
            Names.Take(from, offset, count);
            return count;
        }

        return _cables[connection].RelaySends(from, offset, count);
    }

    /// <inheritdoc/>
    public void Finish(int connection)
    {
    }

    /// <inheritdoc/>
    public void Close(int connection)
    {
        if (connection < _cables.Length)
        {
            _cables[connection].IsOpen = false;
        }
    }

    /// <inheritdoc/>
    public int ReceiveDatagram(byte[] into, Endpoint from)
    {
        int length = _datagramLength;
        if (length > 0)
        {
            Array.Copy(_datagram, 0, into, 0, length);
            _datagramLength = 0;
            Name(from);
        }

        return length;
    }

    /// <inheritdoc/>
    public void SendDatagram(byte[] from, int offset, int count, Endpoint to)
    {
        Sent++;
    }

    private static void Name(Endpoint from)
    {
        from.High = 0;
        from.Low = 0x0A000002;
        from.Port = 40000;
        from.IsV6 = false;
    }
}
