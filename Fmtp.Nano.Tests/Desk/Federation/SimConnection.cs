using System;
using System.Collections.Generic;

namespace Fmtp.Nano.Tests.Federation;

/// <summary>A TCP connection: two ends, segments on their way in both directions, and what can become of it.</summary>
internal sealed class SimConnection
{
    private const int KnockMs = 20_000;

    private readonly SimNetwork _network;
    private readonly int _port;
    private readonly long _begin;
    private int _patience = 1000;

    public SimConnection(SimNetwork network, Site from, Site to, string name, int port, Action wake)
    {
        _network = network;
        _port = port;
        _begin = network.Now;
        Opener = new SimEnd(network, this, from, name, wake);
        From = from;
        To = to;
        FromPort = from.NextPort();
    }

    public SimEnd Opener { get; }

    public SimEnd? Acceptor { get; private set; }

    public Site From { get; }

    public Site To { get; }

    public int FromPort { get; }

    /// <summary>Whether everything that is sent vanishes, in both directions, and nobody is told.</summary>
    public bool IsDark { get; set; }

    /// <summary>Until when something was amiss with this connection itself.</summary>
    public long DisturbedUntil { get; set; } = -1;

    /// <summary>Whether nobody holds an end of it.</summary>
    public bool IsOver => (Opener.IsClosed || Opener.IsGone) && (Acceptor == null || Acceptor.IsClosed || Acceptor.IsGone);

    /// <summary>Asks for the connection, again and again until somebody answers.</summary>
    public void Knock(bool isNowhere)
    {
        var listener = To.Listeners.GetValueOrDefault(_port);
        _network.After(_network.Latency(From, To), () =>
        {
            var isShut = To.IsNat && To != From;
            if (Opener.IsClosed || Opener.IsGone)
            {
                return;
            }

            if (isNowhere || (!isShut && listener == null && !_network.IsBlocked(From, To)))
            {
                Opener.Reset();
            }
            else if (isShut || IsDark || !listener!.IsUp || _network.IsBlocked(From, To))
            {
                if (_network.Now - _begin > KnockMs)
                {
                    Opener.Reset();
                    return;
                }

                _network.After(_patience, () => Knock(false));
                _patience *= 2;
            }
            else
            {
                Acceptor = new SimEnd(_network, this, To, listener.Name, () => { });
                Acceptor.Open();
                Opener.Peer = Acceptor;
                Acceptor.Peer = Opener;
                listener.Accept(Acceptor);
                _network.After(_network.Latency(From, To), Opener.Open);
            }
        });
    }

    /// <summary>Both sides are told that it is over.</summary>
    public void Reset()
    {
        DisturbedUntil = Math.Max(DisturbedUntil, _network.Now);
        Opener.Reset();
        Acceptor?.Reset();
    }
}
