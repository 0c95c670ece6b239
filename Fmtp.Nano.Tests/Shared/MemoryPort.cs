using System;
using System.Collections;

namespace Fmtp.Nano.Tests;

/// <summary>A port for datagrams in memory, seen from the one server that it is for.</summary>
public sealed class MemoryPort
{
    private readonly ArrayList _toRelay = new ArrayList();
    private readonly ArrayList _fromRelay = new ArrayList();

    /// <summary>Makes one.</summary>
    public MemoryPort(string host, int port)
    {
        Host = host;
        Port = port;
    }

    /// <summary>The server.</summary>
    public string Host { get; private set; }

    /// <summary>The server's port.</summary>
    public int Port { get; private set; }

    /// <summary>Whether the relay has given it back.</summary>
    public bool IsClosed { get; internal set; }

    /// <summary>Whether the server's machine says that nobody listens there.</summary>
    public bool IsRefused { get; set; }

    /// <summary>Somebody sends a datagram to it; it arrives if that is the server.</summary>
    public void Arrive(byte[] octets, string host, int port)
    {
        if (!IsClosed && host == Host && port == Port)
        {
            _toRelay.Add(octets);
        }
    }

    /// <summary>Takes the oldest datagram that the relay sent.</summary>
    /// <returns>Its octets; null for none.</returns>
    public byte[] Take()
    {
        if (_fromRelay.Count == 0)
        {
            return null;
        }

        byte[] octets = (byte[])_fromRelay[0];
        _fromRelay.RemoveAt(0);
        return octets;
    }

    internal int Receive(byte[] into, int offset, int count)
    {
        if (_toRelay.Count == 0)
        {
            return IsRefused ? -1 : 0;
        }

        byte[] octets = (byte[])_toRelay[0];
        _toRelay.RemoveAt(0);
        int length = octets.Length < count ? octets.Length : count;
        Array.Copy(octets, 0, into, offset, length);
        return length;
    }

    internal int Send(byte[] from, int offset, int count)
    {
        byte[] octets = new byte[count];
        Array.Copy(from, offset, octets, 0, count);
        _fromRelay.Add(octets);
        return count;
    }
}
