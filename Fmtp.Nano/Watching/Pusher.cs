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
    private readonly StoredHead _stored;
    private readonly DatagramPusher _datagrams;
    private readonly Outgoing _outgoing = new Outgoing();
    private int _change;

    /// <summary>Whether somebody was told so much in this step that his buffer has no room for as much again: what else
    /// changes waits for the next step, so that only who does not read is left behind.</summary>
    internal bool IsFilled;

    internal Pusher(Store store, StoredHead stored, Cache cache, Access access, Watches watches, DatagramPusher datagrams)
    {
        _store = store;
        _cache = cache;
        _access = access;
        _watches = watches;
        _datagrams = datagrams;
        _stored = stored;
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

        _change++;
        for (int i = 0; i < _watches.Capacity; i++)
        {
            Watch watch = _watches.At(i);
            if (watch.IsUsed && watch.Told != _change && IsFor(watch, head, before, now))
            {
                _watches.MarkTold(watch, _change);
                Tell(watch, place, head, now);
            }
        }
    }

    /// <summary>Whether all who watch could be told at once of an object that is kept elsewhere.</summary>
    internal bool HasRoom(int length)
    {
        for (int i = 0; i < _watches.Capacity && _watches.Count > 0; i++)
        {
            Session session = _watches.At(i).Session;
            bool isFree = session == null || (session.Pushes.Count == 0
                && (session.IsDrained || session.Out.Length - session.OutEnd >= Exchange.LineRoom + length));
            if (!isFree)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Goes on with what a watcher had no room for.</summary>
    /// <returns>Whether anything was written.</returns>
    internal bool Continue(Session session, long now)
    {
        bool worked = false;
        while (session.Pushes.Count > 0)
        {
            int place = session.Pushes.First;
            if (IsStillFor(session, place, now) && !Send(session, place))
            {
                break;
            }

            session.Pushes.RemoveFirst();
            worked = true;
        }

        return worked;
    }

    private void Tell(Watch watch, int place, ObjectReader head, long now)
    {
        Session session = watch.Session;
        if (session == null)
        {
            _datagrams.Send(watch.Peer, head, now);
            return;
        }

        bool isSent = session.Pushes.Count == 0 && Send(session, head);
        IsFilled |= session.Out.Length - session.OutEnd < Exchange.LineRoom + (session.Out.Length / 2);
        if (isSent)
        {
            return;
        }

        session.CheckAt = Session.AtOnce;
        if (place == Nowhere || !session.Pushes.Add(place))
        {
            session.Doom(); // a watcher that does not read
        }
    }

    // A tombstone goes to those who could read what was there before.
    private bool IsFor(Watch watch, ObjectReader head, ObjectReader before, long now)
    {
        Peer who = watch.Who;
        if (before != null && watch.Means(before) && MayRead(who, before, now))
        {
            return true;
        }

        return watch.Means(head) && (head.IsDeleted ? before == null && head.IsPublic : MayRead(who, head, now));
    }

    // What an object elsewhere is under, and who is a member of that, is judged by as it is known here: nobody would tell it again.
    private bool MayRead(Peer who, ObjectReader head, long now)
    {
        return _access.MayRead(who, head) || _access.IsMember(who, _cache.ParentOf(head), now);
    }

    // The place may hold another version by now, or another object.
    private bool IsStillFor(Session session, int place, long now)
    {
        if (LengthAt(place) == 0)
        {
            return false;
        }

        bool isLoaded = place <= FirstCached ? _stored.Load(_cache.At(FirstCached - place)) : _stored.Load(place);
        return isLoaded && (_stored.Head.IsDeleted
            || (_watches.IsWatched(session, _stored.Head) && MayRead(session.Who, _stored.Head, now)));
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
