namespace Fmtp.Nano;

/// <summary>How far the messages of the outbox are: as many entries as it can hold. What is not remembered over a
/// restart is only tried at once.</summary>
internal sealed class Attempts
{
    private readonly Attempt[] _table;

    internal Attempts(Limits limits)
    {
        _table = new Attempt[limits.Outbox];
        for (int i = 0; i < _table.Length; i++)
        {
            _table[i] = new Attempt();
        }
    }

    /// <summary>The entry of a message, a new one if it has none.</summary>
    internal Attempt Find(int id)
    {
        // Ids are given in turn, so that this finds it at once.
        Attempt free = null;
        for (int i = 0; i < _table.Length; i++)
        {
            Attempt attempt = _table[(id + i) % _table.Length];
            if (attempt.Id == id)
            {
                return attempt;
            }

            free = free == null && attempt.Id == 0 ? attempt : free;
        }

        if (free == null)
        {
            free = _table[0]; // of a message that the flash lost: to forget is only to try at once
            free.Clear();
        }

        free.Id = id;
        return free;
    }
}

/// <summary>How far one message of the outbox is.</summary>
internal sealed class Attempt
{
    /// <summary>A tag has no more digits than this allows.</summary>
    internal const int TagRange = 10000000;

    /// <summary>The message in the outbox; 0 for none.</summary>
    internal int Id;

    /// <summary>The connection it was sent on, while its reply is awaited.</summary>
    internal Session Session;

    internal int Opening;

    /// <summary>What it was answered with, until that is settled; 0 for nothing.</summary>
    internal int Code;

    internal long NextAt;

    internal int BackOffMs;

    /// <summary>How many links there had ever been at the last try: a new one may be the right one.</summary>
    internal int LinksSeen;

    internal bool HasSession
    {
        get { return Session.IsOpen && Session.Opening == Opening; }
    }

    internal void Clear()
    {
        Id = 0;
        Session = null;
        Code = 0;
        NextAt = 0;
        BackOffMs = 0;
        LinksSeen = 0;
    }
}
