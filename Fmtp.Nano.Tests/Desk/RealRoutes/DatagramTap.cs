using System;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;

namespace Fmtp.Nano.Tests;

/// <summary>The same for datagrams: a UDP proxy, each asker with a port of its own.</summary>
internal sealed class DatagramTap : IDisposable
{
    private readonly Socket _near = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly ConcurrentDictionary<EndPoint, Socket> _far = new();
    private readonly Action<ReadOnlyMemory<byte>, bool> _note;

    /// <summary>Opens it.</summary>
    /// <param name="address">Where it listens, at any port.</param>
    /// <param name="note">Is told of each datagram, and whether it is an answer.</param>
    internal DatagramTap(IPAddress address, Action<ReadOnlyMemory<byte>, bool> note)
    {
        _note = note;
        _near.Bind(new IPEndPoint(address, 0));
        At = (IPEndPoint)_near.LocalEndPoint!;
        _ = AskAsync();
    }

    /// <summary>Where the one end sends to.</summary>
    internal IPEndPoint At { get; }

    /// <summary>Where the other end is.</summary>
    internal IPEndPoint? Target { get; set; }

    /// <summary>Whether whatever is sent is lost.</summary>
    internal bool IsSilent { get; set; }

    public void Dispose()
    {
        _near.Dispose();
        foreach (Socket socket in _far.Values)
        {
            socket.Dispose();
        }
    }

    private async Task AskAsync()
    {
        byte[] buffer = new byte[64 * 1024];
        try
        {
            while (true)
            {
                SocketReceiveFromResult received = await _near.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0)).ConfigureAwait(false);
                _note(buffer.AsMemory(0, received.ReceivedBytes), false);
                if (!IsSilent)
                {
                    Socket far = _far.GetOrAdd(received.RemoteEndPoint, Open);
                    await far.SendToAsync(buffer.AsMemory(0, received.ReceivedBytes), Target!).ConfigureAwait(false);
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It was disposed of.
        }
    }

    private Socket Open(EndPoint asker)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Any, 0));
        _ = AnswerAsync(socket, asker);
        return socket;
    }

    private async Task AnswerAsync(Socket far, EndPoint asker)
    {
        byte[] buffer = new byte[64 * 1024];
        try
        {
            while (true)
            {
                SocketReceiveFromResult received = await far.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0)).ConfigureAwait(false);
                _note(buffer.AsMemory(0, received.ReceivedBytes), true);
                await _near.SendToAsync(buffer.AsMemory(0, received.ReceivedBytes), asker).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It was disposed of.
        }
    }
}
