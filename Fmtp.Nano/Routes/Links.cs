using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>The sealed connections to other relays, which requests can be sent on whoever opened them
/// (docs/PROTOCOL.md sections 3 and 4). Of several to the same relay the newest is used.</summary>
internal sealed class Links
{
    private readonly Session[] _sessions;
    private readonly Peers _peers;
    private readonly Peer _parent;

    internal Links(Session[] sessions, Peers peers)
    {
        _sessions = sessions;
        _peers = peers;
        _parent = peers.Parent;
    }

    /// <summary>Writes what the relay says of its own along them: one for all, since each message is begun and ended within one call.</summary>
    internal readonly Outgoing Outgoing = new Outgoing();

    /// <summary>Whether an address is of a child's domain: its relay shares a key with this one and is not the parent.
    /// For the world outside, this relay is where that domain is.</summary>
    internal bool IsChilds(Address address)
    {
        for (int i = 0; i < _peers.Count; i++)
        {
            Peer peer = _peers.At(i);
            if (peer.Name.IsHost && !peer.IsParent && peer.Name.DomainIs(address.Octets, address.DomainStart, address.DomainLength))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether there is a parent, linked now or not.</summary>
    internal bool HasParent
    {
        get { return _parent != null; }
    }

    /// <summary>How many links there are.</summary>
    internal int Count
    {
        get
        {
            int count = 0;
            for (int i = 0; i < _sessions.Length; i++)
            {
                count += _sessions[i].OutSeal != null && _sessions[i].IsOpen ? 1 : 0;
            }

            return count;
        }
    }

    /// <summary>How many links to other relays there have ever been: a new one may be what a message waits for.</summary>
    internal int Ever;

    private int _last;

    /// <summary>Says that a connection became a link.</summary>
    internal void Add(Session session, Peer who)
    {
        session.Who = who;
        session.LinkNumber = ++_last;
        Ever += who.Name.IsHost ? 1 : 0;
        who.Links++;
    }

    /// <summary>Says that whoever has a connection proved his key. It is no link: nothing on it is sealed.</summary>
    internal static void AddProved(Session session, Peer who)
    {
        session.Who = who;
        who.Links++;
    }

    /// <summary>Whether somebody is connected now, by a link or by his key.</summary>
    internal bool IsHere(byte[] octets, int start, int length)
    {
        for (int i = 0; i < _sessions.Length; i++)
        {
            Peer who = _sessions[i].Who;
            if (who != null && _sessions[i].IsOpen && who.Is(octets, start, length))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The link to the relay of an address's domain.</summary>
    /// <param name="address">Where to.</param>
    /// <param name="origin">Who asks: it does not go back there; null for nobody.</param>
    /// <returns>The connection; null when there is none.</returns>
    internal Session To(Address address, Peer origin)
    {
        Session best = null;
        for (int i = 0; i < _sessions.Length; i++)
        {
            Session session = _sessions[i];
            Peer who = session.Who;
            bool isRelay = who != null && who != origin && who.Name.IsHost && session.OutSeal != null && session.Phase == SessionPhase.Open;
            if (isRelay && who.Name.DomainIs(address.Octets, address.DomainStart, address.DomainLength))
            {
                best = best == null || session.LinkNumber > best.LinkNumber ? session : best;
            }
        }

        return best;
    }

    /// <summary>The link to the parent.</summary>
    /// <param name="origin">Who asks: it does not go back there; null for nobody.</param>
    /// <returns>The connection; null when there is none.</returns>
    internal Session ToParent(Peer origin)
    {
        return _parent == null || _parent.Links == 0 ? null : To(_parent.Name, origin);
    }

    /// <summary>The link that brings a message toward an address: the domain's, else the parent's.</summary>
    internal Session Toward(Address address)
    {
        return To(address, null) ?? ToParent(null);
    }
}
