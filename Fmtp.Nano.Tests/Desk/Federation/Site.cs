using System;
using System.Collections.Generic;
using System.Globalization;

namespace Fmtp.Nano.Tests.Federation;

/// <summary>A place of the internet with one address of its own: a house, an office, a data centre. Who is inside
/// sees the others there by private addresses.</summary>
internal sealed class Site(string name, int number, bool isNat)
{
    private const long PublicNet = 0x17000000; // 23.0.0.0/8
    private const long PrivateNet = 0x0A000000; // 10.0.0.0/8
    private int _nextPort = 20000;

    public string Name => name;

    public int Number => number;

    /// <summary>Whether nothing gets in that nobody inside has called.</summary>
    public bool IsNat => isNat;

    public long Public => PublicNet + 256 + number;

    /// <summary>The same as people write it.</summary>
    public string PublicText => string.Create(CultureInfo.InvariantCulture, $"{Public >> 24}.{(Public >> 16) & 255}.{(Public >> 8) & 255}.{Public & 255}");

    public long Private => PrivateNet + 256 + number;

    /// <summary>Takes connections at a port; null where the machine has no such service.</summary>
    public Dictionary<int, IListener> Listeners { get; } = [];

    /// <summary>Who takes datagrams at which port.</summary>
    public Dictionary<int, Action<byte[], Endpoint>> Ports { get; } = [];

    /// <summary>Until when something is amiss with the ways to it.</summary>
    public long DisturbedUntil { get; private set; } = -1;

    /// <summary>Added to every latency to and from it, in milliseconds.</summary>
    public int Slowness { get; set; }

    public int NextPort() => _nextPort = _nextPort == 60000 ? 20000 : _nextPort + 1;

    public void Disturb(long until) => DisturbedUntil = Math.Max(DisturbedUntil, until);

    /// <summary>How it looks from another place.</summary>
    public Endpoint SeenFrom(Site other, int port) => new() { Low = other == this ? Private : Public, Port = port };

    public override string ToString() => name;
}

/// <summary>Somebody to whom connections are opened.</summary>
internal interface IListener
{
    string Name { get; }

    /// <summary>Whether the machine runs: one that does not answers nothing at all.</summary>
    bool IsUp { get; }

    void Accept(SimEnd end);
}
