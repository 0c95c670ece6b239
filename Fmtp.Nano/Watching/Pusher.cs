using System;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Tells watchers of changes (docs/PROTOCOL.md section 3, WATCH): <c>PUT - =length</c> and the object, one
/// a change however many watches meet it, to those who may read it.</summary>
/// <remarks>An object's place is its slot in the store, or <see cref="PlaceOf"/> its entry of the cache.</remarks>
internal sealed class Pusher
{
    private const int Nowhere = -1;
    private const int FirstCached = -2;

    private readonly Store _store;
    private readonly Cache _cache;
    private readonly Access _access;
    private readonly Watches _watches;
    private readonly Session[] _sessions;
    private readonly Peers _peers;
    private readonly StoredHead _stored;
    private readonly DatagramPusher _datagrams;
    private readonly Outgoing _outgoing = new Outgoing();

    internal Pusher(Store store, Cache cache, Access access, Watches watches, Session[] sessions, Peers peers, DatagramPusher datagrams)
    {
        _store = store;
        _cache = cache;
        _access = access;
        _watches = watches;
        _sessions = sessions;
        _peers = peers;
        _datagrams = datagrams;
        _stored = new StoredHead(store);
    }

    /// <summary>The place of an object of the cache.</summary>
    /// <param name="entry">Its entry, or <see cref="Cache.None"/>.</param>
    internal static int PlaceOf(int entry)
    {
        return entry == Cache.None ? Nowhere : FirstCached - entry;
    }

    /// <summary>Tells of a change.</summary>
    /// <param name="place">Where the object is kept.</param>
    /// <param name="head">The same, its new version.</param>
    /// <param name="before">Of a tombstone, what was there before; else null.</param>
    /// <param name="now">The step's time, in milliseconds.</param>
    internal void Tell(int place, ObjectReader head, ObjectReader before, long now)
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
                bool isSent = session.Pushes.Count == 0 && Send(session, head);
                if (!isSent && (place == Nowhere || !session.Pushes.Add(place)))
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
                _datagrams.Send(peer, head, now);
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
            int place = session.Pushes.First;
            if (IsStillFor(session, place) && !Send(session, place))
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
    private bool IsStillFor(Session session, int place)
    {
        if (LengthAt(place) == 0)
        {
            return false;
        }

        bool isLoaded = place <= FirstCached ? _stored.Load(_cache.At(FirstCached - place)) : _stored.Load(place);
        return isLoaded && (_stored.Head.IsDeleted
            || (_watches.IsWatched(session, null, _stored.Head) && _access.MayRead(session.Who, _stored.Head)));
    }

    private int LengthAt(int place)
    {
        if (place > FirstCached)
        {
            return _store.LengthOf(place);
        }

        byte[] cached = _cache.At(FirstCached - place).Object;
        return cached == null ? 0 : cached.Length;
    }

    private bool Send(Session session, ObjectReader head)
    {
        int at = Begin(session, head.Length);
        if (at < 0)
        {
            return false;
        }

        Array.Copy(head.Octets, head.Start, session.Out, at, head.Length);
        _outgoing.EndBody(session);
        return true;
    }

    private bool Send(Session session, int place)
    {
        int length = LengthAt(place);
        int at = Begin(session, length);
        if (at < 0)
        {
            return false;
        }

        bool isRead = true;
        if (place > FirstCached)
        {
            isRead = _store.Read(place, session.Out, at);
        }
        else
        {
            Array.Copy(_cache.At(FirstCached - place).Object, 0, session.Out, at, length);
        }

        if (isRead)
        {
            _outgoing.EndBody(session);
        }

        return true;
    }

    // Where the object goes; negative when there is no room.
    private int Begin(Session session, int length)
    {
        if (session.Reserve(Exchange.LineRoom + length) != Room.Here)
        {
            return -1;
        }

        _outgoing.Begin(session).Text("PUT -");
        return _outgoing.BeginBody(session, length);
    }
}
