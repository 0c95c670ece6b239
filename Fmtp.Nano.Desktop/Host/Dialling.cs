using System;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;

namespace Fmtp.Nano.Desktop.Host;

/// <summary>A connection that is being opened: the name is looked up beside the loop's thread, then its
/// addresses are tried one after the other.</summary>
internal sealed class Dialling : IDisposable
{
    private readonly Task<IPAddress[]> _addresses;
    private readonly int _port;
    private int _next;

    internal Dialling(string host, int port)
    {
        _port = port;
        _addresses = IPAddress.TryParse(host, out IPAddress? address)
            ? Task.FromResult(new[] { address })
            : Dns.GetHostAddressesAsync(host);
    }

    /// <summary>Whether the name is still being looked up.</summary>
    internal bool IsResolving => !_addresses.IsCompleted;

    /// <summary>Whether it has come to its end: with a <see cref="Socket"/> it is open, without it failed.</summary>
    internal bool IsOver { get; private set; }

    /// <summary>The socket that connects or is connected.</summary>
    internal Socket? Socket { get; private set; }

    /// <summary>Goes on: after the look-up, and when the socket was found ready to send.</summary>
    /// <returns>False when nothing has changed.</returns>
    internal bool Move()
    {
        if (IsResolving)
        {
            return false;
        }

        if (Socket != null && IsConnected(Socket))
        {
            Socket.NoDelay = true;
            IsOver = true;
            return true;
        }

        Socket?.Dispose();
        Socket = null;
        while (Socket == null && _addresses.IsCompletedSuccessfully && _next < _addresses.Result.Length)
        {
            Socket = Begin(new IPEndPoint(_addresses.Result[_next++], _port));
        }

        IsOver = Socket == null;
        return true;
    }

    public void Dispose()
    {
        Socket?.Dispose();
        _ = _addresses.Exception; // a look-up that failed is an ordinary event
    }

    private static bool IsConnected(Socket socket)
        => (int)socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)! == 0;

    private static Socket? Begin(IPEndPoint to)
    {
        Socket? socket = null;
        try
        {
            socket = new Socket(to.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
            socket.Connect(to);
            return socket;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            return socket;
        }
        catch (SocketException)
        {
            socket?.Dispose();
            return null;
        }
    }
}
