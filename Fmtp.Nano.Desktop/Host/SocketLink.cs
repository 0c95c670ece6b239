using System;
using System.Net;
using System.Net.Sockets;

namespace Fmtp.Nano.Desktop.Host;

/// <summary>One connection of a <see cref="SocketNetwork"/>: a socket, and what the last look at it said.</summary>
/// <remarks>A socket is asked only after a look has found it ready, so that an idle connection costs no
/// system call however often the relay asks.</remarks>
internal sealed class SocketLink : IDisposable
{
    // Looks after which a connection without traffic is no longer busy.
    private const int BusyLooks = 64;

    private readonly Dialling? _dialling;
    private readonly bool _isDatagrams;
    private bool _mayReceive;
    private bool _maySend;
    private bool _hasEnded;
    private bool _hasFailed;
    private int _busyLooks = BusyLooks;

    /// <summary>A connection that somebody opened. Its first request is mostly there already.</summary>
    internal SocketLink(Socket accepted)
    {
        Socket = accepted;
        _mayReceive = true;
        _maySend = true;
    }

    /// <summary>A connection that is being opened.</summary>
    internal SocketLink(Dialling dialling) => _dialling = dialling;

    /// <summary>A port for datagrams to and from one server.</summary>
    internal SocketLink(Socket connected, bool isDatagrams)
        : this(connected) => _isDatagrams = isDatagrams;

    /// <summary>The socket; null until one is connecting.</summary>
    internal Socket? Socket { get; private set; }

    /// <summary>Whether a look should say when octets come.</summary>
    internal bool WantsReceive => Socket != null && !IsConnecting && !_mayReceive && !_hasEnded && !_hasFailed;

    /// <summary>Whether a look should say when octets can go, or when a dial is through.</summary>
    internal bool WantsSend => Socket != null && !_maySend && !_hasFailed;

    /// <summary>Whether the name is still being looked up, which no look at a socket can tell.</summary>
    internal bool IsResolving => _dialling is { IsResolving: true };

    private bool IsConnecting => _dialling is { IsOver: false };

    /// <summary>Whether there was traffic within the last few looks; each asking counts as one.</summary>
    internal bool IsBusy() => --_busyLooks >= 0;

    internal void FoundReceivable()
    {
        _mayReceive = true;
        _busyLooks = BusyLooks;
    }

    internal void FoundSendable()
    {
        if (IsConnecting)
        {
            MoveDial();
        }
        else
        {
            _maySend = true;
        }
    }

    /// <summary>Moves a dial on; false when nothing has changed.</summary>
    internal bool MoveDial()
    {
        if (_dialling is not { IsOver: false } dialling || !dialling.Move())
        {
            return false;
        }

        Socket = dialling.Socket;
        _hasFailed = dialling is { IsOver: true, Socket: null };
        _maySend = dialling.IsOver && !_hasFailed;
        return true;
    }

    internal int Receive(byte[] into, int offset, int count)
    {
        if (!_mayReceive)
        {
            return _hasEnded || _hasFailed ? -1 : 0;
        }

        int received = Socket!.Receive(into, offset, count, SocketFlags.None, out SocketError error);
        if (error == SocketError.WouldBlock)
        {
            _mayReceive = false;
            return 0;
        }

        if (_isDatagrams && error is SocketError.Success or SocketError.MessageSize)
        {
            return error == SocketError.Success ? received : count; // Windows says so of what is cut
        }

        if (error != SocketError.Success || received == 0)
        {
            _mayReceive = false;
            _hasEnded = true;
            return -1;
        }

        _mayReceive = received == count; // less than asked for: there was no more
        return received;
    }

    internal int Send(byte[] from, int offset, int count)
    {
        if (!_maySend)
        {
            return _hasFailed ? -1 : 0;
        }

        int sent = Socket!.Send(from, offset, count, SocketFlags.None, out SocketError error);
        if (error == SocketError.Success)
        {
            _maySend = sent == count;
            return sent;
        }

        _maySend = false;
        _hasFailed = error != SocketError.WouldBlock;
        return _hasFailed ? -1 : 0;
    }

    internal void Finish()
    {
        try
        {
            Socket?.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The peer has gone already, or was never reached.
        }
    }

    public void Dispose()
    {
        _dialling?.Dispose();
        Socket?.Dispose();
    }
}
