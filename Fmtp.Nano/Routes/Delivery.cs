using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Brings messages to recipients elsewhere (docs/PROTOCOL.md section 4): each waits in the store's outbox, which
/// survives loss of power, until the relay of its domain or the parent has taken it, or it is given up.</summary>
internal sealed class Delivery
{
    private const int RecipientsMax = 16;
    private const int ReplyMs = 30 * 1000;
    private const int BackOffFirstMs = 60 * 1000;
    private const int BackOffMaxMs = 60 * 60 * 1000;
    private const long GiveUpMs = 5L * 24 * 60 * 60 * 1000;

    private readonly Store _store;
    private readonly Access _access;
    private readonly Links _links;
    private readonly Bodies _bodies;
    private readonly Clock _clock;
    private readonly IEntropy _entropy;
    private readonly Bouncer _bouncer;
    private readonly Attempt[] _attempts;
    private readonly Exchange _exchange = new Exchange();
    private readonly Address _recipient = new Address();
    private readonly Address _other = new Address();
    private readonly int[] _queued = new int[RecipientsMax];
    private readonly byte[] _chance = new byte[1];

    internal Delivery(Store store, Access access, Links links, Bodies bodies, Clock clock, IEntropy entropy, Bouncer bouncer, Limits limits)
    {
        _store = store;
        _access = access;
        _links = links;
        _bodies = bodies;
        _clock = clock;
        _entropy = entropy;
        _bouncer = bouncer;
        _attempts = new Attempt[limits.Outbox];
        for (int i = 0; i < _attempts.Length; i++)
        {
            _attempts[i] = new Attempt();
        }
    }

    /// <summary>Whether an object has recipients of other domains than ours and its sender's.</summary>
    internal bool IsNeeded(ObjectReader head)
    {
        int place = 0;
        return NextElsewhere(head, ref place) > 0;
    }

    /// <summary>Queues an object, once for each domain that recipients are of.</summary>
    /// <returns>How many times; <see cref="Store.Full"/> or <see cref="Store.Later"/>, and then it is not queued at all.</returns>
    internal int Queue(ObjectReader head, long now)
    {
        int count = 0;
        int place = 0;
        int length;
        while ((length = NextElsewhere(head, ref place)) > 0)
        {
            int id = count == RecipientsMax ? Store.Full
                : _store.Enqueue(head.Octets, place - length, length, head.Octets, head.Start, head.Length, _clock.Unix(now), now);
            if (id <= 0)
            {
                Unqueue(count);
                return id;
            }

            _queued[count++] = id;
        }

        return count;
    }

    /// <summary>Takes back what the last <see cref="Queue"/> did.</summary>
    internal void Unqueue(int count)
    {
        for (int i = 0; i < count; i++)
        {
            _store.Dequeue(_queued[i]);
        }
    }

    /// <summary>Tries what is due.</summary>
    internal void Step(long now)
    {
        for (int i = 0; i < _store.Queued; i++)
        {
            int id = _store.QueuedId(i);
            Attempt attempt = Find(id);
            if (attempt.Session != null && (!attempt.HasSession || now >= attempt.NextAt))
            {
                BackOff(attempt, now);
            }

            bool isDue = now >= attempt.NextAt || attempt.LinksSeen != _links.Ever;
            if (attempt.Session == null && isDue)
            {
                Try(attempt, i, now);
                return; // one a step; removing changes the numbers
            }
        }
    }

    /// <summary>Takes a reply that came on a connection.</summary>
    internal void Reply(Session session, Message reply, long now)
    {
        long id = reply.TagLength > 1 && reply.Octets[reply.TagStart] == 'd'
            ? Ascii.Number(reply.Octets, reply.TagStart + 1, reply.TagLength - 1) : -1;
        for (int i = 0; i < _store.Queued && id >= 0; i++)
        {
            if (_store.QueuedId(i) % Attempt.TagRange != id)
            {
                continue;
            }

            Attempt attempt = Find(_store.QueuedId(i));
            if (attempt.Session == session)
            {
                attempt.Session = null;
                attempt.Code = reply.Code;
                Settle(attempt, i, now);
                return;
            }
        }
    }

    private void Try(Attempt attempt, int number, long now)
    {
        attempt.LinksSeen = _links.Ever;
        if (attempt.Code != 0)
        {
            Settle(attempt, number, now);
            return;
        }

        long age = _clock.IsSet && _store.QueuedTime(number) > 0 ? _clock.Unix(now) - _store.QueuedTime(number) : 0;
        if (age > GiveUpMs)
        {
            attempt.Code = Code.UpstreamTimeout;
            Settle(attempt, number, now);
            return;
        }

        byte[] room = _bodies.Lend();
        if (room == null)
        {
            return;
        }

        if (_store.ReadQueued(number, room, 0))
        {
            Send(attempt, number, room, now);
        }

        _bodies.Return(room);
    }

    private void Send(Attempt attempt, int number, byte[] room, long now)
    {
        int recipientLength = _store.QueuedRecipientLength(number);
        int length = _store.QueuedObjectLength(number);
        _recipient.Parse(room, 0, recipientLength, false);
        Session session = _links.Toward(_recipient);
        if (session == null || session.Reserve(Exchange.LineRoom + length) != Room.Here)
        {
            BackOff(attempt, now);
            return;
        }

        _exchange.BeginRequest(session).Text("PUT d").Number(attempt.Id % Attempt.TagRange).Text(" hops=").Number(Wire.HopsMax - 1);
        int at = _exchange.BeginRequestBody(session, length);
        System.Array.Copy(room, recipientLength, session.Out, at, length);
        _exchange.EndRequestBody(session);
        attempt.Session = session;
        attempt.Opening = session.Opening;
        attempt.NextAt = now + ReplyMs;
    }

    // What the other relay has taken, or has already, is done; what it will never take comes back.
    private void Settle(Attempt attempt, int number, long now)
    {
        switch (attempt.Code)
        {
            case Code.Ok:
            case Code.Created:
            case Code.Queued:
            case Code.Conflict:
                break;
            case Code.Busy:
            case Code.TooMany:
            case Code.Upstream:
            case Code.Full:
            case Code.AskThere:
                attempt.Code = 0;
                BackOff(attempt, now);
                return;
            default:
                if (!Bounce(attempt, number, now))
                {
                    return;
                }

                break;
        }

        if (_store.Dequeue(attempt.Id))
        {
            attempt.Clear();
        }
        else
        {
            attempt.NextAt = now; // in the next step
        }
    }

    private bool Bounce(Attempt attempt, int number, long now)
    {
        byte[] room = _bodies.Lend();
        if (room == null)
        {
            return false;
        }

        bool isDone = !_store.ReadQueued(number, room, 0)
            || _bouncer.Bounce(room, _store.QueuedRecipientLength(number), _store.QueuedObjectLength(number), attempt.Code, now);
        _bodies.Return(room);
        return isDone;
    }

    // One minute, doubling to an hour, and up to a quarter more by chance.
    private void BackOff(Attempt attempt, long now)
    {
        _entropy.Fill(_chance);
        attempt.Session = null;
        attempt.LinksSeen = _links.Ever;
        attempt.BackOffMs = attempt.BackOffMs == 0 ? BackOffFirstMs : attempt.BackOffMs * 2 < BackOffMaxMs ? attempt.BackOffMs * 2 : BackOffMaxMs;
        attempt.NextAt = now + attempt.BackOffMs + (attempt.BackOffMs / 4 * _chance[0] / byte.MaxValue);
    }

    // The next recipient whose domain is neither ours nor the sender's nor that of one before him.
    private int NextElsewhere(ObjectReader head, ref int place)
    {
        int length;
        while ((length = head.NextRecipient(ref place)) > 0)
        {
            _recipient.Parse(head.Octets, place - length, length, false);
            if (!_access.IsOurs(_recipient) && !head.Id.DomainIs(head.Octets, _recipient.DomainStart, _recipient.DomainLength)
                && !IsAgain(head, place - length))
            {
                return length;
            }
        }

        return 0;
    }

    private bool IsAgain(ObjectReader head, int start)
    {
        int place = 0;
        int length;
        while ((length = head.NextRecipient(ref place)) > 0 && place < start)
        {
            if (_other.Parse(head.Octets, place - length, length, false)
                && _recipient.DomainIs(head.Octets, _other.DomainStart, _other.DomainLength))
            {
                return true;
            }
        }

        return false;
    }

    private Attempt Find(int id)
    {
        Attempt free = null;
        for (int i = 0; i < _attempts.Length; i++)
        {
            if (_attempts[i].Id == id)
            {
                return _attempts[i];
            }

            free = _attempts[i].Id == 0 ? _attempts[i] : free;
        }

        free.Id = id; // there are as many as messages in the outbox
        return free;
    }
}

/// <summary>How far one message of the outbox is.</summary>
internal sealed class Attempt
{
    /// <summary>A tag has no more digits than this allows.</summary>
    internal const int TagRange = 10000000;

    /// <summary>The message in the outbox; 0 for none.</summary>
    internal int Id { get; set; }

    /// <summary>The connection it was sent on, while its reply is awaited.</summary>
    internal Session Session { get; set; }

    internal int Opening { get; set; }

    /// <summary>What it was answered with, until that is settled; 0 for nothing.</summary>
    internal int Code { get; set; }

    internal long NextAt { get; set; }

    internal int BackOffMs { get; set; }

    /// <summary>How many links there had ever been at the last try: a new one may be the right one.</summary>
    internal int LinksSeen { get; set; }

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
