using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace Fmtp.Nano.Tests;

/// <summary>How a wire is.</summary>
internal enum WireState
{
    /// <summary>As it should be.</summary>
    Whole,

    /// <summary>Connections are broken, and new ones at once.</summary>
    Cut,

    /// <summary>Whoever is dialled greets, and is not heard of again.</summary>
    Hanging,

    /// <summary>Messages come through; that they were taken is not heard of.</summary>
    Thankless,
}

/// <summary>A wire between two relays with a meter on it: a TCP proxy that writes down what goes through, and can
/// be cut.</summary>
internal sealed class TcpTap : IDisposable
{
    // The tags of a relay's own requests.
    private const string HelloTag = "hello";
    private const char DeliveryTag = 'd';

    private readonly WireLog _log;
    private readonly string _from;
    private readonly string _to;
    private readonly bool _isLink;
    private readonly Lock _lock = new();
    private readonly List<Socket> _open = [];
    private readonly Socket _listener;

    internal TcpTap(WireLog log, string from, string to, IPAddress address, int port, bool isLink = false)
    {
        _isLink = isLink;
        _log = log;
        _from = from;
        _to = to;
        _listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _listener.Bind(new IPEndPoint(address, port));
        _listener.Listen();
        At = (IPEndPoint)_listener.LocalEndPoint!;
        _ = AcceptAsync();
    }

    /// <summary>Where the one end dials.</summary>
    internal IPEndPoint At { get; }

    /// <summary>Where the other end listens.</summary>
    internal IPEndPoint? Target { get; set; }

    /// <summary>How it is. A change breaks the connections that there are.</summary>
    internal WireState State
    {
        get;
        set
        {
            field = value;
            Break();
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        Break();
    }

    private void Break()
    {
        lock (_lock)
        {
            _open.ForEach(socket => socket.Dispose());
            _open.Clear();
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket near = await _listener.AcceptAsync().ConfigureAwait(false);
                if (State == WireState.Cut)
                {
                    // A link is dialled again and again, whenever it is time.
                    _log.Add(_from, _to, "(cut)", _isLink ? null : "(cut)");
                    near.Close(0);
                }
                else
                {
                    _ = ConnectAsync(near);
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It was disposed of.
        }
    }

    private async Task ConnectAsync(Socket near)
    {
        Socket far = new(SocketType.Stream, ProtocolType.Tcp);
        lock (_lock)
        {
            _open.Add(near);
            _open.Add(far);
        }

        try
        {
            near.NoDelay = true;
            far.NoDelay = true;
            await far.ConnectAsync(Target!).ConfigureAwait(false);
            _ = PumpAsync(near, far, new MessageLines(_log, _from, _to), isAnswer: false);
            await PumpAsync(far, near, new MessageLines(_log, _to, _from), isAnswer: true).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            near.Dispose(); // nobody is there
            far.Dispose();
        }
    }

    private async Task PumpAsync(Socket from, Socket to, MessageLines lines, bool isAnswer)
    {
        byte[] buffer = new byte[64 * 1024];
        try
        {
            int count;
            while ((count = await from.ReceiveAsync(buffer).ConfigureAwait(false)) > 0)
            {
                lines.Feed(buffer.AsSpan(0, count));
                bool isLost = State switch
                {
                    WireState.Hanging => lines.LastTag != HelloTag,
                    WireState.Thankless => isAnswer && lines.LastTag.StartsWith(DeliveryTag),
                    _ => false,
                };
                if (!isLost)
                {
                    await to.SendAsync(buffer.AsMemory(0, count)).ConfigureAwait(false);
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Whichever end is gone, the other is told.
        }

        from.Dispose();
        to.Dispose();
    }
}
