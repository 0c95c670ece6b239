using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>The sealed connections to other relays, which requests can be sent on whoever opened them
/// (docs/PROTOCOL.md sections 3 and 4).</summary>
internal sealed class Links
{
    private readonly Session[] _sessions;

    internal Links(Session[] sessions, Peers peers)
    {
        _sessions = sessions;
        HasParent = peers.Parent != null;
    }

    /// <summary>Whether there is a parent, linked now or not.</summary>
    internal bool HasParent { get; private set; }

    /// <summary>How many links there have ever been.</summary>
    internal int Ever { get; private set; }

    /// <summary>Says that a connection became a link.</summary>
    internal void Add(Session session, Peer who)
    {
        session.Who = who;
        session.LinkNumber = ++Ever;
        who.Links++;
    }

    /// <summary>The connection toward an address: of the relay of its domain, the newest; else of the parent.</summary>
    /// <param name="address">Where to.</param>
    /// <param name="from">Where it came from: it does not go back there; null for nowhere.</param>
    /// <returns>The connection; null when there is none.</returns>
    internal Session Toward(Address address, Session from)
    {
        Session best = null;
        Session parent = null;
        Peer origin = from == null ? null : from.Who;
        for (int i = 0; i < _sessions.Length; i++)
        {
            Session session = _sessions[i];
            Peer who = session.Who;
            if (who == null || session.Phase != SessionPhase.Open || who == origin || !who.Name.IsHost)
            {
                continue;
            }

            if (who.Name.DomainIs(address.Octets, address.DomainStart, address.DomainLength))
            {
                best = best == null || session.LinkNumber > best.LinkNumber ? session : best;
            }
            else if (who.IsParent)
            {
                parent = parent == null || session.LinkNumber > parent.LinkNumber ? session : parent;
            }
        }

        return best ?? parent;
    }
}
