using System;

namespace Fmtp.Nano.Tests;

/// <summary>A connection to the relay: octets on their way, in buffers of a fixed size.</summary>
internal sealed class Cable
{
    private const int Room = 8192;

    private readonly byte[] _toRelay = new byte[Room];
    private readonly byte[] _fromRelay = new byte[4096];
    private int _toRelayCount;
    private int _fromRelayCount;

    /// <summary>Whether the relay has it.</summary>
    internal bool IsOpen { get; set; }

    /// <summary>Whether the caller has gone.</summary>
    internal bool IsLeft { get; set; }

    /// <summary>Octets that the caller may still send.</summary>
    internal int Free
    {
        get { return Room - _toRelayCount; }
    }

    /// <summary>Octets that the relay has sent and nobody has taken.</summary>
    internal int Waiting
    {
        get { return _fromRelayCount; }
    }

    /// <summary>Begins anew.</summary>
    internal void Clear()
    {
        _toRelayCount = 0;
        _fromRelayCount = 0;
        IsLeft = false;
    }

    /// <summary>The caller sends.</summary>
    internal void Send(byte[] octets, int length)
    {
        Array.Copy(octets, 0, _toRelay, _toRelayCount, length);
        _toRelayCount += length;
    }

    /// <summary>The caller receives all there is.</summary>
    internal int Take(byte[] into, int offset)
    {
        int count = _fromRelayCount;
        Array.Copy(_fromRelay, 0, into, offset, count);
        _fromRelayCount = 0;
        return count;
    }

    /// <summary>The relay receives.</summary>
    internal int RelayReceives(byte[] into, int offset, int count)
    {
        if (_toRelayCount == 0)
        {
            return IsLeft ? -1 : 0;
        }

        int taken = count < _toRelayCount ? count : _toRelayCount;
        Array.Copy(_toRelay, 0, into, offset, taken);
        _toRelayCount -= taken;
        Array.Copy(_toRelay, taken, _toRelay, 0, _toRelayCount);
        return taken;
    }

    /// <summary>The relay sends.</summary>
    internal int RelaySends(byte[] from, int offset, int count)
    {
        int room = _fromRelay.Length - _fromRelayCount;
        int taken = count < room ? count : room;
        Array.Copy(from, offset, _fromRelay, _fromRelayCount, taken);
        _fromRelayCount += taken;
        return taken;
    }
}
