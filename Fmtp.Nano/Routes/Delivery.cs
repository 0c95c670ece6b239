using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Brings messages to recipients elsewhere (docs/PROTOCOL.md section 4): each waits in the store's outbox, which
/// survives loss of power, until the relay of its domain or the parent has taken it, or it is given up.</summary>
internal sealed class Delivery
{
    private const int RecipientsMax = 16;
    private const int StepEveryMs = 100;
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
    private readonly Attempts _attempts;
    private readonly Outgoing _outgoing = new Outgoing();
    private readonly Envelope _envelope = new Envelope();
    private readonly Address _recipient = new Address();
    private readonly Address _other = new Address();
    private readonly int[] _queued = new int[RecipientsMax];
    private readonly byte[] _chance = new byte[1];
    private long _nextStep;
    private int _linksSeen;

    internal Delivery(Store store, Access access, Links links, Bodies bodies, Clock clock, IEntropy entropy, Bouncer bouncer, Limits limits)
    {
        _store = store;
        _access = access;
        _links = links;
        _bodies = bodies;
        _clock = clock;
        _entropy = entropy;
        _bouncer = bouncer;
        _attempts = new Attempts(limits);
    }

    /// <summary>Whether an object has recipients of other domains than ours and its sender's.</summary>
    internal bool IsNeeded(ObjectReader head)
    {
        int place = 0;
        return NextElsewhere(head, ref place) > 0;
    }

    /// <summary>Queues an object, once for each domain that recipients are of.</summary>
    /// <param name="head">The object.</param>
    /// <param name="hops">The hops it came with, at least 1.</param>
    /// <param name="now">The step's time, in milliseconds.</param>
    /// <returns>How many times; <see cref="Store.Full"/> or <see cref="Store.Later"/>, and then it is not queued at all.</returns>
    internal int Queue(ObjectReader head, long hops, long now)
    {
        int left = (int)(hops < Wire.HopsMax ? hops : Wire.HopsMax) - 1;
        int count = 0;
        int place = 0;
        int length;
        while ((length = NextElsewhere(head, ref place)) > 0)
        {
            int id = count == RecipientsMax ? Store.Full
                : _envelope.Enqueue(_store, head.Octets, place - length, length, left, head, _clock.Unix(now), now);
            if (id <= 0)
            {
                Unqueue(count);
                return id;
            }

            _attempts.Find(id).Clear(); // an id comes again after a commit that failed
            _queued[count++] = id;
        }

        _nextStep = now;
        return count;
    }

    /// <summary>Takes back what the last <see cref="Queue"/> did.</summary>
    internal void Unqueue(int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (!_store.Dequeue(_queued[i]))
            {
                _attempts.Find(_queued[i]).Code = Code.Ok; // as if it had been taken: settling asks again
            }
        }
    }

    /// <summary>Tries what is due.</summary>
    internal void Step(long now)
    {
        if (now < _nextStep && _linksSeen == _links.Ever)
        {
            return;
        }

        _linksSeen = _links.Ever;
        for (int i = 0; i < _store.Queued; i++)
        {
            int id = _store.QueuedId(i);
            Attempt attempt = _attempts.Find(id);
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

        _nextStep = now + StepEveryMs; // nothing is due: look again soon, not at every step
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

            Attempt attempt = _attempts.Find(_store.QueuedId(i));
            if (attempt.Session == session)
            {
                _nextStep = now;
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
            attempt.Code = Code.Gone;
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
        int envelopeLength = _store.QueuedRecipientLength(number);
        int length = _store.QueuedObjectLength(number);
        _envelope.Open(room, envelopeLength);
        Session session = _links.Toward(_envelope.Recipient);
        if (session == null || session.Reserve(Exchange.LineRoom + length) != Room.Here)
        {
            BackOff(attempt, now);
            return;
        }

        _outgoing.Begin(session).Text("PUT d").Number(attempt.Id % Attempt.TagRange).Text(" hops=").Number(_envelope.Hops);
        int at = _outgoing.BeginBody(session, length);
        System.Array.Copy(room, envelopeLength, session.Out, at, length);
        _outgoing.EndBody(session);
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
            case Code.UpstreamTimeout:
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
}
