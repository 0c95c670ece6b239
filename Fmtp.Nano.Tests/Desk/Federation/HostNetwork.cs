using System;
using System.Collections.Generic;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Tests.Federation;

/// <summary>The network seam of one relay as long as it runs: its connections, its datagrams, and how many there are.</summary>
internal sealed class HostNetwork(SimNetwork network, RelayHost host) : INetwork
{
    private const int Most = 512;

    private readonly SimEnd?[] _ends = new SimEnd?[Most];
    private readonly WireTap?[] _taps = new WireTap?[Most];
    private readonly SimPort?[] _ports = new SimPort?[Most];
    private readonly Queue<SimEnd> _waiting = new();
    private readonly Queue<(byte[] Octets, Endpoint From)> _datagrams = new();

    /// <summary>Connections and ports that the relay holds now.</summary>
    public int Open { get; private set; }

    public int OpenMost { get; private set; }

    public void Knock(SimEnd end)
    {
        end.Wake = host.Wake;
        end.IsUp = () => host.IsUp;
        _waiting.Enqueue(end);
        host.Wake();
    }

    public void Arrive(byte[] octets, Endpoint from)
    {
        if (_datagrams.Count < 64)
        {
            _datagrams.Enqueue((octets, from));
            host.Wake();
        }
    }

    /// <summary>The machine stops: nobody is told.</summary>
    public void Vanish()
    {
        foreach (var end in _ends)
        {
            if (end != null)
            {
                end.IsGone = true;
            }
        }

        foreach (var end in _waiting)
        {
            end.IsGone = true;
        }

        foreach (var port in _ports)
        {
            port?.Close();
        }
    }

    public IEnumerable<SimEnd> Ends
    {
        get
        {
            foreach (var end in _ends)
            {
                if (end != null)
                {
                    yield return end;
                }
            }
        }
    }

    public int Accept(Endpoint from)
    {
        if (!_waiting.TryDequeue(out var end))
        {
            return -1;
        }

        from.Copy(end.Connection.From.SeenFrom(end.Site, end.Connection.FromPort));
        return Number(end, null);
    }

    public int Dial(string to, int port)
    {
        var end = network.Dial(host.Site, host.Name, network.Find(to, host.Site), port, host.Wake);
        end.IsUp = () => host.IsUp;
        network.Log.Add(network.Now, host.Name, to, "(dials)");
        return Number(end, null);
    }

    public int DialDatagrams(string to, int port) => Number(null, new SimPort(network, host, to, port));

    public int Receive(int connection, byte[] into, int offset, int count) =>
        _ports[connection]?.Receive(into, offset, count) ?? Get(connection).Receive(into, offset, count);

    public int Send(int connection, byte[] from, int offset, int count)
    {
        if (_ports[connection] is { } port)
        {
            return port.Send(from, offset, count);
        }

        var end = Get(connection);
        Assert.IsFalse(end.IsFinished, "sends after Finish");
        var sent = end.Send(from, offset, count);
        if (sent > 0)
        {
            _taps[connection]!.Sent(from, offset, sent);
        }

        return sent;
    }

    public void Finish(int connection) => Get(connection).Finish();

    public void Close(int connection)
    {
        if (_ports[connection] is { } port)
        {
            port.Close();
            _ports[connection] = null;
        }
        else
        {
            Get(connection).Close();
            _ends[connection] = null;
        }

        Open--;
    }

    public int ReceiveDatagram(byte[] into, Endpoint from)
    {
        if (!_datagrams.TryDequeue(out var datagram))
        {
            return 0;
        }

        var length = Math.Min(into.Length, datagram.Octets.Length);
        Array.Copy(datagram.Octets, into, length);
        from.Copy(datagram.From);
        return length;
    }

    public void SendDatagram(byte[] from, int offset, int count, Endpoint to)
    {
        Assert.IsTrue(count is >= 1 and <= Wire.DatagramMax, $"a datagram of {count}");
        network.Send(host.Site, Wire.Port, to, from.AsSpan(offset, count).ToArray(), host.Name);
    }

    // Numbers are used again, as those of sockets are: a relay that keeps an old one is found out.
    private int Number(SimEnd? end, SimPort? port)
    {
        var number = 0;
        while (_ends[number] != null || _ports[number] != null)
        {
            number++;
        }

        _ends[number] = end;
        _ports[number] = port;
        _taps[number] = end == null ? null : new WireTap(network, host, end);
        Open++;
        OpenMost = Math.Max(Open, OpenMost);
        return number;
    }

    private SimEnd Get(int connection) => _ends[connection] ?? throw new InvalidOperationException("used after Close");
}

/// <summary>A port for datagrams to and from one server.</summary>
internal sealed class SimPort
{
    private readonly SimNetwork _network;
    private readonly RelayHost _host;
    private readonly int _port;
    private readonly Endpoint? _to;
    private readonly Queue<byte[]> _received = new();

    public SimPort(SimNetwork network, RelayHost host, string to, int port)
    {
        _network = network;
        _host = host;
        _port = host.Site.NextPort();
        var site = network.Find(to, host.Site);
        _to = site?.SeenFrom(host.Site, port);
        host.Site.Ports[_port] = (octets, from) =>
        {
            if (_to != null && from.Is(_to))
            {
                _received.Enqueue(octets);
                host.Wake();
            }
        };
    }

    public int Receive(byte[] into, int offset, int count)
    {
        if (!_received.TryDequeue(out var octets))
        {
            return 0;
        }

        var length = Math.Min(count, octets.Length);
        Array.Copy(octets, 0, into, offset, length);
        return length;
    }

    public int Send(byte[] from, int offset, int count)
    {
        if (_to != null)
        {
            _network.Send(_host.Site, _port, _to, from.AsSpan(offset, count).ToArray(), _host.Name);
        }

        return count;
    }

    public void Close() => _host.Site.Ports.Remove(_port);
}
