using System;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>The peers of the configuration, and the parent among them.</summary>
internal sealed class Peers
{
    private readonly Peer[] _peers;

    /// <summary>Makes the table.</summary>
    /// <param name="configuration">A checked configuration.</param>
    /// <param name="limits">How many peers there may be; further ones are left out.</param>
    public Peers(Configuration configuration, Limits limits)
    {
        PeerSettings[] settings = configuration.Peers;
        int count = settings.Length < limits.Peers ? settings.Length : limits.Peers;
        bool hasParent = configuration.Parent != null && configuration.Parent.Link != null;
        _peers = new Peer[count + (hasParent ? 1 : 0)];
        for (int i = 0; i < count; i++)
        {
            _peers[i] = new Peer(Ascii.Octets(settings[i].Address), Convert.FromBase64String(settings[i].Link), false, First());
        }

        if (hasParent)
        {
            Parent = new Peer(Ascii.Octets("@" + configuration.Parent.Domain), Convert.FromBase64String(configuration.Parent.Link), true, First());
            _peers[count] = Parent;
        }
    }

    /// <summary>The parent; null for none.</summary>
    internal Peer Parent;

    /// <summary>How many there are.</summary>
    public int Count
    {
        get { return _peers.Length; }
    }

    // All of one relay compute in the same place.
    private Seal First()
    {
        return _peers[0] == null ? null : _peers[0].DatagramSeal;
    }

    /// <summary>A peer by number.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <returns>The peer.</returns>
    public Peer At(int index)
    {
        return _peers[index];
    }

    /// <summary>Finds a peer.</summary>
    /// <param name="octets">The octets, lower case.</param>
    /// <param name="start">Where the address begins.</param>
    /// <param name="length">Its length.</param>
    /// <returns>The peer, or null.</returns>
    public Peer Find(byte[] octets, int start, int length)
    {
        for (int i = 0; i < _peers.Length; i++)
        {
            if (_peers[i].Is(octets, start, length))
            {
                return _peers[i];
            }
        }

        return null;
    }
}
