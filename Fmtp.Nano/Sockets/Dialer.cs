using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace Fmtp.Nano;

/// <summary>Opens one connection on a thread of its own, because <see cref="Socket.Connect(EndPoint)"/> and
/// <see cref="System.Net.Dns"/> wait for ever. The thread touches nothing but its own socket.</summary>
internal sealed class Dialer
{
    private readonly object _gate = new object();
    private readonly string _host;
    private readonly int _port;
    private readonly long _deadline;
    private Socket _socket;
    private bool _isAbandoned;

    internal Dialer(string host, int port, long deadline)
    {
        _host = host;
        _port = port;
        _deadline = deadline;
    }

    /// <summary>Whether the thread has ended, one way or the other.</summary>
    internal bool IsDone;

    /// <summary>Whether it has taken too long.</summary>
    /// <param name="now">The time of the deadline's clock.</param>
    /// <returns>True when it has.</returns>
    internal bool IsOverdue(long now)
    {
        return now >= _deadline;
    }

    /// <summary>Begins.</summary>
    internal void Start()
    {
        new Thread(Run).Start();
    }

    /// <summary>The open socket, once and only after <see cref="IsDone"/>.</summary>
    /// <returns>The socket, the caller's from now on; null when it could not be opened.</returns>
    internal Socket Take()
    {
        lock (_gate)
        {
            Socket socket = _socket;
            _socket = null;
            return socket;
        }
    }

    /// <summary>Nobody wants it any more. Closing the socket wakes the thread that waits for it.</summary>
    internal void Abandon()
    {
        lock (_gate)
        {
            _isAbandoned = true;
            SocketNetwork.CloseQuietly(_socket);
            _socket = null;
        }
    }

    private void Run()
    {
        bool isOpen = false;
        try
        {
            IPEndPoint to = new IPEndPoint(Resolve(_host), _port);
            Socket socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            if (Hold(socket))
            {
                socket.Connect(to);
                isOpen = true;
            }
        }
        catch (Exception)
        {
            // No such name, refused, unreachable, no socket left, closed by Abandon: all the same to who asked.
        }

        if (!isOpen)
        {
            SocketNetwork.CloseQuietly(Take());
        }

        IsDone = true;
    }

    private bool Hold(Socket socket)
    {
        lock (_gate)
        {
            if (!_isAbandoned)
            {
                _socket = socket;
                return true;
            }
        }

        SocketNetwork.CloseQuietly(socket);
        return false;
    }

    private static IPAddress Resolve(string host)
    {
        char last = host[host.Length - 1];
        if (last >= '0' && last <= '9')
        {
            return IPAddress.Parse(host); // no domain ends in a digit
        }

        IPAddress[] addresses = System.Net.Dns.GetHostEntry(host).AddressList;
        int at = 0;
        while (addresses[at].AddressFamily != AddressFamily.InterNetwork)
        {
            at++;
        }

        return addresses[at];
    }
}
