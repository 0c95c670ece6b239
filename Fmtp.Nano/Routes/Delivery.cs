using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Brings messages to recipients elsewhere (docs/PROTOCOL.md section 4): each waits in the store's outbox, which
/// survives loss of power, until the relay of its domain or the parent has taken it, or it is given up.</summary>
internal sealed class Delivery
{
    private const int RecipientsMax = 16;
    private const int StepEveryMs = 100;
    private const int PollMs = 20;
    private const int ReplyMs = 30 * 1000;
    private const int DatagramMs = 2000;
    private const int DatagramsMax = 3;
    private const int BackOffFirstMs = 60 * 1000;
    private const int BackOffMaxMs = 60 * 60 * 1000;
    private const long GiveUpMs = 5L * 24 * 60 * 60 * 1000;

    private readonly Store _store;
    private readonly Links _links;
    private readonly Bodies _bodies;
    private readonly Clock _clock;
    private readonly IEntropy _entropy;
    private readonly Bouncer _bouncer;
    private readonly Courier _courier;
    private readonly Attempts _attempts;
    private readonly Envelope _envelope;
    private readonly Addressees _addressees;
    private readonly int[] _queued = new int[RecipientsMax];
    private long _nextStep;
    private int _linksSeen;

    internal Delivery(Store store, Access access, Links links, Courier courier, Bodies bodies, Clock clock, IEntropy entropy, Bouncer bouncer, Envelope envelope, Limits limits)
    {
        _envelope = envelope;
        _store = store;
        _addressees = new Addressees(access, links);
        _links = links;
        _bodies = bodies;
        _clock = clock;
        _entropy = entropy;
        _bouncer = bouncer;
        _courier = courier;
        _attempts = new Attempts(limits);
    }

    /// <summary>Says for whom a PUT is, as far as that is less than all recipients.</summary>
    /// <param name="request">The PUT; its <c>to=</c> names the one domain that this copy of the object is for. Null for none.</param>
    /// <param name="isForChildren">Whether recipients elsewhere are reached only where their relay is a child.</param>
    internal void Narrow(Message request, bool isForChildren)
    {
        _addressees.Narrow(request, isForChildren);
    }

    /// <summary>Whether an object has recipients of other domains than ours and its sender's.</summary>
    internal bool IsNeeded(ObjectReader head)
    {
        int place = 0;
        return _addressees.Next(head, ref place) > 0;
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
        while ((length = _addressees.Next(head, ref place)) > 0)
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

    /// <summary>How far a queued message is.</summary>
    /// <param name="id">Its id in the outbox.</param>
    internal Attempt AttemptOf(int id)
    {
        return _attempts.Find(id);
    }

    /// <summary>Tries what is due.</summary>
    internal void Step(long now)
    {
        if (now < _nextStep && _linksSeen == _links.Ever)
        {
            return;
        }

        _linksSeen = _links.Ever;
        _nextStep = now + StepEveryMs; // nothing may be due: look again soon, not at every step
        for (int i = 0; i < _store.Queued; i++)
        {
            Attempt attempt = _attempts.Find(_store.QueuedId(i));
            if (IsToMove(attempt, now))
            {
                int queued = _store.Queued;
                Move(attempt, i, now);
                if (_store.Queued != queued)
                {
                    _nextStep = now;
                    return; // removing changes the numbers
                }
            }

            if (attempt.IsUnderWay)
            {
                _nextStep = now + PollMs;
            }
        }
    }

    /// <summary>Takes a reply that came on a connection.</summary>
    internal void Reply(Session session, Message reply, long now)
    {
        Attempt attempt = Find(reply, out int number);
        if (attempt != null && attempt.Session == session && attempt.HasSession)
        {
            attempt.Session = null;
            Answered(attempt, number, reply, now);
        }
    }

    /// <summary>Takes a reply that came as a datagram.</summary>
    internal void Reply(Endpoint from, Message reply, long now)
    {
        Attempt attempt = Find(reply, out int number);
        if (attempt != null && attempt.DatagramTo != null && attempt.DatagramTo.Is(from))
        {
            attempt.DatagramTo = null;
            attempt.Datagrams = 0;
            Answered(attempt, number, reply, now);
        }
    }

    private Attempt Find(Message reply, out int number)
    {
        long id = reply.TagNumber('d');
        for (number = 0; number < _store.Queued && id >= 0; number++)
        {
            if (_store.QueuedId(number) % Attempt.TagRange == id)
            {
                return _attempts.Find(_store.QueuedId(number));
            }
        }

        return null;
    }

    // What waits for a reply moves only when that is late or cannot come any more.
    private bool IsToMove(Attempt attempt, long now)
    {
        if (attempt.Session != null)
        {
            return !attempt.HasSession || now >= attempt.NextAt;
        }

        bool isPolled = attempt.IsUnderWay && attempt.DatagramTo == null;
        return isPolled || now >= attempt.NextAt || (!attempt.IsUnderWay && attempt.LinksSeen != _links.Ever);
    }

    private void Move(Attempt attempt, int number, long now)
    {
        if (attempt.Code != 0)
        {
            Settle(attempt, number, now);
        }
        else if (attempt.Session != null)
        {
            attempt.Session = null; // no reply: it may have been taken, and is then known where it comes again
            GoOn(attempt, now);
        }
        else if (attempt.DatagramTo != null)
        {
            GoOnDatagram(attempt, number, now);
        }
        else if (attempt.IsUnderWay)
        {
            Advance(attempt, number, now);
        }
        else if (IsTooOld(number, now))
        {
            attempt.Code = Code.Gone;
            Settle(attempt, number, now);
        }
        else
        {
            attempt.BackOffMs = now < attempt.NextAt ? attempt.BackOffMs / 2 : attempt.BackOffMs; // out of turn: this makes no pause longer
            attempt.Begin(_links.Ever);
            Advance(attempt, number, now);
        }
    }

    private bool IsTooOld(int number, long now)
    {
        return _clock.IsSet && _store.QueuedTime(number) > 0 && _clock.Unix(now) - _store.QueuedTime(number) > GiveUpMs;
    }

    private void GoOnDatagram(Attempt attempt, int number, long now)
    {
        if (attempt.Datagrams >= DatagramsMax)
        {
            attempt.Route++;
        }

        attempt.DatagramTo = null;
        attempt.Datagrams %= DatagramsMax;
        Advance(attempt, number, now);
    }

    private void Advance(Attempt attempt, int number, long now)
    {
        byte[] room = _bodies.Lend();
        if (room == null)
        {
            return;
        }

        int state = Open(number, room) ? _courier.Advance(attempt, now) : Courier.Waiting; // it is gone
        _bodies.Return(room);
        if (state == Courier.Sent)
        {
            attempt.NextAt = now + (attempt.DatagramTo != null ? DatagramMs : ReplyMs);
        }
        else if (state == Courier.Nowhere && attempt.Code != 0)
        {
            Settle(attempt, number, now);
        }
        else if (state == Courier.Nowhere)
        {
            TryAgainLater(attempt, now);
        }
    }

    private void Answered(Attempt attempt, int number, Message reply, long now)
    {
        _nextStep = now;
        attempt.NextAt = 0;
        bool isTaken = IsTaken(reply.Code);
        if (attempt.Stage == DeliveryStage.Routes)
        {
            // One recipient is reached, or this was not the way to him.
            attempt.Reached += isTaken ? 1 : 0;
            attempt.Recipient += isTaken ? 1 : 0;
            attempt.Route = isTaken ? 0 : attempt.Route + 1;
        }
        else if (reply.Code == Code.AskThere && !attempt.IsReferred && Refer(number, reply, now))
        {
            attempt.IsReferred = true;
            attempt.Stage = DeliveryStage.Domain;
        }
        else
        {
            attempt.Code = reply.Code;
            Settle(attempt, number, now);
        }
    }

    private bool Refer(int number, Message reply, long now)
    {
        byte[] room = _bodies.Lend();
        if (room == null)
        {
            return false;
        }

        bool isReferred = Open(number, room) && _courier.Refer(reply, now);
        _bodies.Return(room);
        return isReferred;
    }

    private static bool IsTaken(int code)
    {
        return code == Code.Ok || code == Code.Created || code == Code.Queued || code == Code.Conflict;
    }

    private void GoOn(Attempt attempt, long now)
    {
        attempt.NextAt = 0;
        if (attempt.Stage == DeliveryStage.Routes)
        {
            attempt.Route++;
        }
        else if (attempt.Stage == DeliveryStage.Domain)
        {
            attempt.Stage++;
        }
        else
        {
            TryAgainLater(attempt, now);
        }
    }

    // What the other relay has taken, or has already, is done; what it will never take comes back.
    private void Settle(Attempt attempt, int number, long now)
    {
        switch (attempt.Code)
        {
            case int code when IsTaken(code):
                break;
            case Code.UpstreamTimeout:
            case Code.Busy:
            case Code.TooMany:
            case Code.Upstream:
            case Code.Full:
            case Code.AskThere:
                attempt.Code = 0;
                TryAgainLater(attempt, now);
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

        bool isDone = !Open(number, room) || _bouncer.Bounce(attempt.Id, attempt.Code, now);
        _bodies.Return(room);
        return isDone;
    }

    private bool Open(int number, byte[] room)
    {
        return _store.ReadQueued(number, room, 0) && _envelope.Open(room, _store.QueuedRecipientLength(number), _store.QueuedObjectLength(number));
    }

    private void TryAgainLater(Attempt attempt, long now)
    {
        attempt.IsUnderWay = false;
        attempt.Session = null;
        attempt.LinksSeen = _links.Ever;
        attempt.BackOffMs = BackOff.Next(attempt.BackOffMs, BackOffFirstMs, BackOffMaxMs);
        attempt.NextAt = BackOff.Until(attempt.BackOffMs, _entropy, now);
    }
}
