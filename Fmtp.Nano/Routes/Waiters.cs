namespace Fmtp.Nano;

/// <summary>Those who wait for lookups: a fixed table.</summary>
internal sealed class Waiters
{
    private readonly Waiter[] _table;

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
        get { return Find(null) == null; }
    }

    /// <summary>Lets somebody wait.</summary>
    internal void Add(Lookup lookup, Asker asker, long since, bool isTraced)
    {
        Waiter waiter = Find(null);
        waiter.Lookup = lookup;
        waiter.Since = since;
        waiter.IsTraced = isTraced;
        waiter.Asker.Copy(asker);
        if (asker.Session != null)
        {
            asker.Session.Waiting++;
        }
    }

    /// <summary>Takes out the next who waits for a lookup and is still there.</summary>
    /// <returns>Him, until somebody else is added; null when there is none.</returns>
    internal Waiter Take(Lookup lookup)
    {
        Waiter waiter;
        while ((waiter = Find(lookup)) != null)
        {
            waiter.Lookup = null;
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

    private Waiter Find(Lookup lookup)
    {
        for (int i = 0; i < _table.Length; i++)
        {
            if (_table[i].Lookup == lookup)
            {
                return _table[i];
            }
        }

        return null;
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
