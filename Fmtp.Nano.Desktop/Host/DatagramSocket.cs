using System;
using System.Net;
using System.Net.Sockets;

namespace Fmtp.Nano.Desktop.Host;

/// <summary>The UDP socket of a <see cref="SocketNetwork"/>: receives and sends without making anything.</summary>
internal sealed class DatagramSocket : IDisposable
{
    private readonly SocketAddress _from;
    private readonly SocketAddress _to;

    internal DatagramSocket(IPEndPoint at)
    {
        Socket = new Socket(at.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
        try
        {
            if (at.Address.Equals(IPAddress.IPv6Any))
            {
                Socket.DualMode = true;
            }

            Socket.Bind(at);
        }
        catch (SocketException)
        {
            Socket.Dispose();
            throw;
        }

        _from = new SocketAddress(at.AddressFamily);
        _to = new SocketAddress(at.AddressFamily);
    }

    internal Socket Socket { get; }

    internal IPEndPoint EndPoint => (IPEndPoint)Socket.LocalEndPoint!;

    /// <summary>Whether the last look found a datagram.</summary>
    internal bool MayReceive { get; set; }

    internal int Receive(byte[] into, Endpoint from)
    {
        while (MayReceive)
        {
            try
            {
                int received = Socket.ReceiveFrom(into, SocketFlags.None, _from);
                MayReceive = Socket.Poll(0, SelectMode.SelectRead);
                if (received > 0)
                {
                    Endpoints.Copy(_from, from);
                    return received;
                }
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.MessageSize)
            {
                Endpoints.Copy(_from, from); // Windows says so of what is cut
                return into.Length;
            }
            catch (SocketException)
            {
                MayReceive = false; // it was damaged, or an earlier one of ours did not arrive
            }
        }

        return 0;
    }

    internal void Send(byte[] from, int offset, int count, Endpoint to)
    {
        if (!Endpoints.Copy(to, _to))
        {
            return;
        }

        try
        {
            Socket.SendTo(from.AsSpan(offset, count), SocketFlags.None, _to);
        }
        catch (SocketException)
        {
            // A datagram may be lost.
        }
    }

    public void Dispose() => Socket.Dispose();
}
