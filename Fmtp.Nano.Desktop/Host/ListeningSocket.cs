using System;
using System.Net;
using System.Net.Sockets;

namespace Fmtp.Nano.Desktop.Host;

/// <summary>The TCP listener of a <see cref="SocketNetwork"/>.</summary>
internal sealed class ListeningSocket : IDisposable
{
    private const int Backlog = 4096;

    internal ListeningSocket(IPEndPoint at)
    {
        Socket = new Socket(at.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
        try
        {
            if (at.Address.Equals(IPAddress.IPv6Any))
            {
                Socket.DualMode = true;
            }

            Socket.Bind(at);
            Socket.Listen(Backlog);
        }
        catch (SocketException)
        {
            Socket.Dispose();
            throw;
        }
    }

    internal Socket Socket { get; }

    internal IPEndPoint EndPoint => (IPEndPoint)Socket.LocalEndPoint!;

    /// <summary>Whether the last look found somebody waiting.</summary>
    internal bool MayAccept { get; set; }

    /// <summary>Takes a connection; null when nobody waits.</summary>
    internal Socket? Accept(Endpoint from)
    {
        if (!MayAccept)
        {
            return null;
        }

        try
        {
            Socket socket = Socket.Accept();
            MayAccept = Socket.Poll(0, SelectMode.SelectRead);
            socket.Blocking = false;
            socket.NoDelay = true;
            Endpoints.Copy((IPEndPoint)socket.RemoteEndPoint!, from);
            return socket;
        }
        catch (SocketException)
        {
            MayAccept = false; // it went away while it waited, or no further socket can be had
            return null;
        }
    }

    public void Dispose() => Socket.Dispose();
}
