using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Who is to be told of which changes (docs/PROTOCOL.md section 3, WATCH): a fixed table.</summary>
internal sealed class Watches
{
    private const int MsPerSecond = 1000;

    private readonly Watch[] _table;
    private readonly int _leaseMaxSeconds;
    private long _firstUntil = long.MaxValue;

    internal Watches(Limits limits)
    {
        _leaseMaxSeconds = limits.LeaseMaxSeconds;
        _table = new Watch[limits.Watches];
        for (int i = 0; i < _table.Length; i++)
        {
            _table[i] = new Watch();
        }
    }

    /// <summary>How many there are.</summary>
    internal int Count;

    /// <summary>How many there may be.</summary>
    internal int Capacity
    {
        get { return _table.Length; }
    }

    /// <summary>An entry of the table, used or not.</summary>
    internal Watch At(int index)
    {
        return _table[index];
    }

    /// <summary>How long an address elsewhere is to be watched there, for those here who may have that done.</summary>
    /// <returns>When the last of them ends; 0 when there is none.</returns>
    internal long UntilElsewhere(byte[] octets, int length)
    {
        long until = 0;
        for (int i = 0; i < _table.Length && Count > 0; i++)
        {
            Watch watch = _table[i];
            until = watch.IsUsed && watch.IsElsewhere && watch.Until > until && watch.IsOf(octets, 0, length) ? watch.Until : until;
        }

        return until;
    }

    /// <summary>Begins or renews a watch.</summary>
    /// <param name="exchange">The request: who watches, on which connection, for whom.</param>
    /// <param name="selection">What is watched; copied.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="isElsewhere">Whether it is of another domain, and is to be watched there too.</param>
    /// <returns>The lease in seconds; -1 when the table is full.</returns>
    internal long Add(Exchange exchange, Selection selection, long seconds, bool isElsewhere)
    {
        Session session = exchange.Session;
        Peer peer = exchange.IsDatagram ? exchange.Who : null;
        Watch free = null;
        Watch watch = null;
        for (int i = 0; i < _table.Length && watch == null; i++)
        {
            Watch entry = _table[i];
            if (!entry.IsOf(session, peer))
            {
                free = free == null && !entry.IsUsed ? entry : free;
            }
            else if (entry.IsLike(selection, exchange))
            {
                watch = entry;
            }
        }

        if (watch == null)
        {
            if (free == null)
            {
                return -1;
            }

            watch = free;
            Count++;
        }

        long lease = seconds < _leaseMaxSeconds ? seconds : _leaseMaxSeconds;
        watch.Session = session;
        watch.Peer = peer;
        watch.IsElsewhere = isElsewhere;
        watch.Set(selection);
        watch.IsVouched = exchange.IsVouched;
        watch.Reader = exchange.Reader;
        watch.Until = exchange.Now + (lease * MsPerSecond);
        _firstUntil = watch.Until < _firstUntil ? watch.Until : _firstUntil;
        return lease;
    }

    /// <summary>Ends the watches of an address.</summary>
    internal void Drop(Session session, Peer peer, byte[] octets, int start, int length)
    {
        for (int i = 0; i < _table.Length; i++)
        {
            if (_table[i].IsOf(session, peer) && _table[i].IsOf(octets, start, length))
            {
                Free(_table[i]);
            }
        }
    }

    /// <summary>Ends the watches of a connection.</summary>
    internal void Drop(Session session)
    {
        for (int i = 0; i < _table.Length && Count > 0; i++)
        {
            if (_table[i].Session == session)
            {
                Free(_table[i]);
            }
        }
    }

    /// <summary>Ends what has run out.</summary>
    internal void Expire(long now)
    {
        if (now < _firstUntil)
        {
            return;
        }

        _firstUntil = long.MaxValue;
        for (int i = 0; i < _table.Length && Count > 0; i++)
        {
            Watch watch = _table[i];
            if (watch.IsUsed && now >= watch.Until)
            {
                Free(watch);
            }
            else if (watch.IsUsed && watch.Until < _firstUntil)
            {
                _firstUntil = watch.Until;
            }
        }
    }

    /// <summary>Whether a connection watches anything.</summary>
    internal bool IsWatching(Session session)
    {
        for (int i = 0; i < _table.Length && Count > 0; i++)
        {
            if (_table[i].Session == session)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a connection watches an object.</summary>
    internal bool IsWatched(Session session, ObjectReader head)
    {
        for (int i = 0; i < _table.Length && Count > 0; i++)
        {
            if (_table[i].Session == session && _table[i].Means(head))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Notes that a watcher is told of a change, whichever of his watches met it.</summary>
    internal void MarkTold(Watch watch, int change)
    {
        for (int i = 0; i < _table.Length; i++)
        {
            if (_table[i].IsOf(watch.Session, watch.Peer))
            {
                _table[i].Told = change;
            }
        }
    }

    /// <summary>Whether anybody here watches an object.</summary>
    internal bool IsWatched(ObjectReader head)
    {
        for (int i = 0; i < _table.Length && Count > 0; i++)
        {
            if (_table[i].IsUsed && _table[i].Means(head))
            {
                return true;
            }
        }

        return false;
    }

    private void Free(Watch watch)
    {
        watch.Session = null;
        watch.Peer = null;
        Count--;
    }
}
