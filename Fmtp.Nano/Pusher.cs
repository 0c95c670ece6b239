using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Tells watchers of changes (docs/PROTOCOL.md section 3, WATCH): <c>PUT - =length</c> and the object, one
/// a change however many watches meet it, to those who may read it.</summary>
internal sealed class Pusher
{
    private readonly Store _store;
    private readonly Access _access;
    private readonly Watches _watches;
    private readonly Session[] _sessions;
    private readonly Peers _peers;
    private readonly StoredHead _stored;
    private readonly DatagramPusher _datagrams;
    private readonly Exchange _exchange = new Exchange();

    internal Pusher(Store store, Access access, Watches watches, Session[] sessions, Peers peers, DatagramPusher datagrams)
    {
        _store = store;
        _access = access;
        _watches = watches;
        _sessions = sessions;
        _peers = peers;
        _datagrams = datagrams;
        _stored = new StoredHead(store);
    }

    /// <summary>Tells of a change.</summary>
    /// <param name="slot">The object in the store.</param>
    /// <param name="head">The same, its new version.</param>
    /// <param name="before">Of a tombstone, what was there before; else null.</param>
    /// <param name="now">The step's time, in milliseconds.</param>
    internal void Tell(int slot, ObjectReader head, ObjectReader before, long now)
    {
        if (_watches.Count == 0)
        {
            return;
        }

        for (int i = 0; i < _sessions.Length; i++)
        {
            Session session = _sessions[i];
            if (session.Phase == SessionPhase.Open && IsFor(session, null, session.Who, head, before))
            {
                bool isSent = session.Pushes.Count == 0 && Send(session, slot);
                if (!isSent && !session.Pushes.Add(slot))
                {
                    session.IsDoomed = true;
                }
            }
        }

        for (int i = 0; i < _peers.Count; i++)
        {
            Peer peer = _peers.At(i);
            if (peer.LastFrom != null && IsFor(null, peer, peer, head, before))
            {
                _datagrams.Send(peer, slot, now);
            }
        }
    }

    /// <summary>Goes on with what a watcher had no room for.</summary>
    /// <returns>Whether anything was written.</returns>
    internal bool Continue(Session session)
    {
        bool worked = false;
        while (session.Pushes.Count > 0)
        {
            int slot = session.Pushes.First;
            if (IsStillFor(session, slot) && !Send(session, slot))
            {
                break;
            }

            session.Pushes.RemoveFirst();
            worked = true;
        }

        return worked;
    }

    private bool IsFor(Session session, Peer peer, Peer who, ObjectReader head, ObjectReader before)
    {
        if (before != null && _watches.IsWatched(session, peer, before) && _access.MayRead(who, before))
        {
            return true;
        }

        return _watches.IsWatched(session, peer, head) && (head.IsDeleted ? before == null && head.IsPublic : _access.MayRead(who, head));
    }

    // The place may hold another version by now, or another object.
    private bool IsStillFor(Session session, int slot)
    {
        return _store.LengthOf(slot) > 0
            && (_store.IsDeleted(slot) || (_stored.Load(slot) && _watches.IsWatched(session, null, _stored.Head) && _access.MayRead(session.Who, _stored.Head)));
    }

    private bool Send(Session session, int slot)
    {
        int length = _store.LengthOf(slot);
        if (session.Reserve(Exchange.LineRoom + length) != Room.Here)
        {
            return false;
        }

        _exchange.BeginRequest(session).Text("PUT -");
        int at = _exchange.BeginRequestBody(session, length);
        if (_store.Read(slot, session.Out, at))
        {
            _exchange.EndRequestBody(session);
        }

        return true;
    }
}
