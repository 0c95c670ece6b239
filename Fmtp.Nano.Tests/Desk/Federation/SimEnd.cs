using System;
using System.Collections.Generic;

namespace Fmtp.Nano.Tests.Federation;

/// <summary>One end of a connection.</summary>
internal sealed class SimEnd(SimNetwork network, SimConnection connection, Site site, string name, Action wake)
{
    private const int Window = 64 * 1024;
    private const int RetryMs = 300;
    private const int RetryMaxMs = 5000;

    private readonly ByteQueue _received = new();
    private readonly Queue<(byte[]? Octets, long At)> _onTheWay = new();
    private int _onTheWayOctets;
    private long _lastAt;
    private bool _isPumping;
    private bool _hasEnded;
    private int _retry = RetryMs;

    public SimConnection Connection => connection;

    public Site Site => site;

    /// <summary>Whose it is, for the log.</summary>
    public string Name => name;

    public SimEnd? Peer { get; set; }

    /// <summary>Is called when something has come.</summary>
    public Action Wake { get; set; } = wake;

    /// <summary>Whether its machine runs; one that does not takes nothing and says nothing.</summary>
    public Func<bool> IsUp { get; set; } = () => true;

    public bool IsOpen { get; private set; }

    public bool IsReset { get; private set; }

    public bool IsClosed { get; private set; }

    public bool IsFinished { get; private set; }

    /// <summary>Whether its machine has forgotten it without a word.</summary>
    public bool IsGone { get; set; }

    /// <summary>Octets that will still arrive before the other side hangs in the middle of a line.</summary>
    public int Budget { get; set; } = int.MaxValue;

    public int Count => _received.Count;

    public ByteQueue Received => _received;

    /// <summary>Whether the other side will send no more.</summary>
    public bool HasEnded => IsReset || (_hasEnded && _received.Count == 0);

    public void Open()
    {
        IsOpen = true;
        Wake();
    }

    public int Receive(byte[] into, int offset, int count)
    {
        if (HasEnded)
        {
            return -1;
        }

        var taken = Math.Min(count, _received.Count);
        if (taken > 0)
        {
            _received.Take(into, offset, taken);
        }

        return taken;
    }

    public int Send(byte[] from, int offset, int count)
    {
        if (IsReset)
        {
            return -1;
        }

        var taken = IsOpen ? Math.Min(count, Window - Peer!._onTheWayOctets - Peer._received.Count) : 0;
        if (taken <= 0)
        {
            return 0;
        }

        var split = taken > 1 && network.Chance.Next(4) == 0 ? network.Chance.Next(1, taken) : taken;
        Peer!.Expect(from.AsSpan(offset, split).ToArray());
        if (split < taken)
        {
            Peer.Expect(from.AsSpan(offset + split, taken - split).ToArray());
        }

        return taken;
    }

    public void Finish()
    {
        if (!IsFinished && Peer != null)
        {
            Peer.Expect(null);
        }

        IsFinished = true;
    }

    public void Close()
    {
        var isRude = _received.Count > 0;
        IsClosed = true;
        if (isRude && Peer != null)
        {
            Refuse();
        }
        else
        {
            Finish();
        }
    }

    public void Reset()
    {
        if (IsClosed || IsGone)
        {
            return;
        }

        IsReset = true;
        _received.Take(_received.Count);
        _onTheWay.Clear();
        Wake();
    }

    /// <summary>Goes on after it was held up.</summary>
    public void Resume()
    {
        Budget = int.MaxValue;
        _isPumping = false;
        Pump();
    }

    // A segment, or null for the end, is on its way here.
    private void Expect(byte[]? octets)
    {
        if (IsReset)
        {
            return;
        }

        var late = connection.From != connection.To && network.Chance.Next(1000) < network.Retransmission ? 200 << network.Chance.Next(4) : network.Chance.Next(3);
        _lastAt = Math.Max(_lastAt, network.Now + network.Latency(connection.From, connection.To) + late);
        _onTheWay.Enqueue((octets, _lastAt));
        _onTheWayOctets += octets?.Length ?? 0;
        if (!_isPumping)
        {
            _isPumping = true;
            network.At(_lastAt, Pump);
        }
    }

    private void Pump()
    {
        _isPumping = false;
        while (_onTheWay.Count > 0 && !connection.IsDark)
        {
            var (octets, at) = _onTheWay.Peek();
            var isHeldUp = network.IsBlocked(connection.From, connection.To) || !IsUp() || Budget == 0;
            if (at > network.Now || isHeldUp)
            {
                _isPumping = true;
                network.At(isHeldUp ? network.Now + _retry : at, Pump);
                _retry = isHeldUp ? Math.Min(_retry * 2, RetryMaxMs) : RetryMs;
                return;
            }

            _retry = RetryMs;
            if (IsClosed || IsGone)
            {
                _onTheWay.Clear();
                if (octets != null)
                {
                    Refuse();
                }

                return;
            }

            Take(octets);
        }
    }

    private void Take(byte[]? octets)
    {
        if (octets == null)
        {
            _onTheWay.Dequeue();
            _hasEnded = true;
        }
        else if (octets.Length > Budget)
        {
            // The rest stays at the front of what is on its way.
            var rest = _onTheWay.ToArray();
            _received.Add(octets, 0, Budget);
            _onTheWayOctets -= Budget;
            rest[0].Octets = octets[Budget..];
            _onTheWay.Clear();
            Array.ForEach(rest, _onTheWay.Enqueue);
            Budget = 0;
        }
        else
        {
            _onTheWay.Dequeue();
            _onTheWayOctets -= octets.Length;
            _received.Add(octets, 0, octets.Length);
            Budget -= Budget == int.MaxValue ? 0 : octets.Length;
        }

        Wake();
    }

    // Whoever sends to what is closed or forgotten is told so, if it can be told.
    private void Refuse()
    {
        var peer = Peer!;
        network.After(network.Latency(connection.From, connection.To), () =>
        {
            if (!connection.IsDark && !network.IsBlocked(connection.From, connection.To) && !peer.IsGone && !peer.IsClosed)
            {
                peer.Reset();
            }
        });
    }
}
