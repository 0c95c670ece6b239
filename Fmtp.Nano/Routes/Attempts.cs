namespace Fmtp.Nano;

/// <summary>How far the messages of the outbox are: as many entries as it can hold. What is not remembered over a
/// restart is only tried at once.</summary>
internal sealed class Attempts
{
    private readonly Attempt[] _table;

    internal Attempts(Limits limits)
    {
        _table = new Attempt[limits.Outbox];
    }

    /// <summary>The entry of a message, a new one if it has none.</summary>
    internal Attempt Find(int id)
    {
        // Ids are given in turn, so that this finds it at once.
        int free = -1;
        for (int i = 0; i < _table.Length; i++)
        {
            int place = (id + i) % _table.Length;
            Attempt attempt = _table[place];
            if (attempt != null && attempt.Id == id)
            {
                return attempt;
            }

            free = free < 0 && (attempt == null || attempt.Id == 0) ? place : free;
        }

        // Made when it is first needed, and kept. Where all are taken, one is of a message that the flash lost: to
        // forget how far it is means only to try at once.
        free = free < 0 ? 0 : free;
        if (_table[free] == null)
        {
            _table[free] = new Attempt();
        }

        _table[free].Clear();
        _table[free].Id = id;
        return _table[free];
    }
}

/// <summary>The ways to bring a message to its recipients, in this order (docs/PROTOCOL.md section 4).</summary>
internal static class DeliveryStage
{
    /// <summary>The live link to the relay of their domain.</summary>
    internal const int Link = 0;

    /// <summary>What their user objects recommend.</summary>
    internal const int Routes = 1;

    /// <summary>The relay of their domain, where DNS says.</summary>
    internal const int Domain = 2;

    /// <summary>The parent.</summary>
    internal const int Parent = 3;

    /// <summary>There are so many.</summary>
    internal const int Count = 4;
}

/// <summary>How far one message of the outbox is.</summary>
internal sealed class Attempt
{
    /// <summary>A tag has no more digits than this allows.</summary>
    internal const int TagRange = 10000000;

    /// <summary>The message in the outbox; 0 for none.</summary>
    internal int Id;

    /// <summary>Whether it is being tried now.</summary>
    internal bool IsUnderWay;

    /// <summary>How it is being tried: one of <see cref="DeliveryStage"/>.</summary>
    internal int Stage;

    /// <summary>The recipient whose routes are tried, counted among those of the domain.</summary>
    internal int Recipient;

    /// <summary>Which of his routes.</summary>
    internal int Route;

    /// <summary>How many recipients their routes have reached.</summary>
    internal int Reached;

    /// <summary>Whether it was referred to another relay already.</summary>
    internal bool IsReferred;

    /// <summary>The connection it was sent on, while its reply is awaited.</summary>
    internal Session Session;

    internal int Opening;

    /// <summary>Where it was sent by datagram, while its reply is awaited; else null.</summary>
    internal Endpoint DatagramTo;

    /// <summary>How often that datagram was sent.</summary>
    internal int Datagrams;

    /// <summary>What it was answered with, until that is settled; 0 for nothing.</summary>
    internal int Code;

    /// <summary>Why it can never be delivered, if no other way is found; 0 for nothing.</summary>
    internal int Refusal;

    /// <summary>When it is tried next, or has waited long enough for what it waits for.</summary>
    internal long NextAt;

    internal int BackOffMs;

    /// <summary>How often it was tried.</summary>
    internal int Tries;

    /// <summary>How many links there had ever been at the last try: a new one may be the right one.</summary>
    internal int LinksSeen;

    internal bool HasSession
    {
        get { return Session.IsOpen && Session.Opening == Opening; }
    }

    /// <summary>Begins a try.</summary>
    internal void Begin(int linksSeen)
    {
        IsUnderWay = true;
        Tries++;
        Stage = DeliveryStage.Link;
        Recipient = 0;
        Route = 0;
        Reached = 0;
        IsReferred = false;
        NextAt = 0;
        LinksSeen = linksSeen;
    }

    internal void Clear()
    {
        Id = 0;
        IsUnderWay = false;
        Session = null;
        DatagramTo = null;
        Code = 0;
        NextAt = 0;
        BackOffMs = 0;
        Tries = 0;
        LinksSeen = 0;
    }
}
