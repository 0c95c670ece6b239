namespace Fmtp.Nano;

/// <summary>Those who wait for lookups: a fixed table.</summary>
internal sealed class Waiters
{
    private readonly Waiter[] _table;

    // Behind the last who waits: a desk has room for a thousand, and mostly few are there.
    private int _reach;

    internal Waiters(Limits limits)
    {
        _table = new Waiter[limits.Askers];
        for (int i = 0; i < _table.Length; i++)
        {
            _table[i] = new Waiter();
        }
    }

    /// <summary>Whether no more can wait.</summary>
    internal bool IsFull
    {
        get { return Find(null, _table.Length) < 0; }
    }

    /// <summary>Lets somebody wait.</summary>
    internal void Add(Lookup lookup, Asker asker, long since, bool isTraced)
    {
        int place = Find(null, _table.Length);
        Waiter waiter = _table[place];
        _reach = place < _reach ? _reach : place + 1;
        waiter.Lookup = lookup;
        waiter.Since = since;
        waiter.IsTraced = isTraced;
        waiter.Asker.Copy(asker);
        if (asker.Session != null)
        {
            asker.Session.Waiting++;
        }
    }

    /// <summary>The next who waits for a lookup, still there or not.</summary>
    /// <param name="lookup">What he waits for.</param>
    /// <param name="place">Where to look from on, 0 at first; behind him afterwards.</param>
    /// <param name="who">Whose request it is; null for anyone.</param>
    /// <returns>False when there is none.</returns>
    internal bool Next(Lookup lookup, ref int place, out Peer who)
    {
        who = null;
        while (place < _reach)
        {
            Waiter waiter = _table[place++];
            if (waiter.Lookup == lookup)
            {
                who = waiter.Asker.Who;
                return true;
            }
        }

        return false;
    }

    /// <summary>Takes out the next who waits for a lookup and is still there.</summary>
    /// <returns>Him, until somebody else is added; null when there is none.</returns>
    internal Waiter Take(Lookup lookup)
    {
        int place;
        while ((place = Find(lookup, _reach)) >= 0)
        {
            Waiter waiter = _table[place];
            waiter.Lookup = null;
            while (_reach > 0 && _table[_reach - 1].Lookup == null)
            {
                _reach--;
            }

            Asker asker = waiter.Asker;
            if (asker.IsThere)
            {
                if (asker.Session != null)
                {
                    asker.Session.Waiting--;
                }

                return waiter;
            }
        }

        return null;
    }

    /// <summary>Lets nobody wait for a lookup any longer; they are answered otherwise.</summary>
    internal void Forget(Lookup lookup)
    {
        while (Take(lookup) != null)
        {
        }
    }

    private int Find(Lookup lookup, int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (_table[i].Lookup == lookup)
            {
                return i;
            }
        }

        return -1;
    }
}

/// <summary>Somebody who waits for a lookup.</summary>
internal sealed class Waiter
{
    internal readonly Asker Asker = new Asker();

    /// <summary>What he waits for; null for an unused entry.</summary>
    internal Lookup Lookup;

    /// <summary>His <c>since=</c>; negative when he gave none.</summary>
    internal long Since;

    /// <summary>Whether he wants to know where it was looked for.</summary>
    internal bool IsTraced;
}
