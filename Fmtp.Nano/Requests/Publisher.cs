using System;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Answers PUT (docs/PROTOCOL.md sections 2, 3 and 5): who may, whether it is newer, the store, what a
/// parent keeps, who watches, who is still to be reached.</summary>
internal sealed partial class Publisher
{
    private const int Looped = -10;

    // So long a change that is watched elsewhere waits for a place to be verified at.
    private const int RoomMs = 5 * 1000;

    private readonly Store _store;
    private readonly Cache _cache;
    private readonly Access _access;
    private readonly OnceTable _once;
    private readonly Pusher _pusher;
    private readonly Clock _clock;
    private readonly Bodies _bodies;
    private readonly Delivery _delivery;
    private readonly Signing _signing;
    private readonly Mailbox _mailbox;
    private readonly UpstreamWatches _upstream;
    private readonly Lookups _lookups;
    private readonly Completer _completer;
    private readonly StoredHead _stored;
    private readonly ObjectReader _head = new ObjectReader();
    private bool _isForwarded;

    internal Publisher(Store store, StoredHead stored, Cache cache, Access access, OnceTable once, Pusher pusher, Clock clock, Bodies bodies, Minter minter, Delivery delivery, Signing signing, Mailbox mailbox, UpstreamWatches upstream, Lookups lookups)
    {
        _store = store;
        _cache = cache;
        _access = access;
        _once = once;
        _pusher = pusher;
        _clock = clock;
        _bodies = bodies;
        _delivery = delivery;
        _signing = signing;
        _mailbox = mailbox;
        _upstream = upstream;
        _lookups = lookups;
        mailbox.Publisher = this;
        lookups.Publisher = this;
        _completer = new Completer(store, clock, minter);
        _stored = stored;
    }

    /// <summary>Answers a PUT.</summary>
    /// <returns>False when it is to be asked again in the next step; nothing has changed then.</returns>
    internal bool Answer(Exchange exchange)
    {
        Message request = exchange.Request;
        if (exchange.Reserve(Exchange.LineRoom) == Room.Later || (_pusher.IsFilled && !exchange.IsDatagram))
        {
            return false;
        }

        int tokenLength = request.Find(Words.Once, out int token);
        bool isToken = tokenLength < 0 || Ascii.IsToken(request.Octets, token, tokenLength);
        if (request.Positionals != 0 || !isToken || request.Number(Words.Hops, Wire.HopsMax) < 0
            || !_head.Parse(request.Octets, request.BodyStart, request.BodyLength))
        {
            return Refuse(exchange, Code.Malformed);
        }

        Peer who = exchange.Sealed;
        Once once = tokenLength > 0 && who != null ? _once.Find(who, request.Octets, token, tokenLength, exchange.Now) : null;
        if (once != null && (once.Code != 0 || _mailbox.IsUnderWay(once)))
        {
            return AnswerAgain(exchange, once);
        }

        return AnswerNew(exchange, once);
    }

    // What was not answered before: whether he may, then what becomes of it.
    private bool AnswerNew(Exchange exchange, Once once)
    {
        int slot = _store.Find(_head.Octets, _head.Id.Start, _head.Id.Length);
        bool isStored = slot >= 0 && _stored.Load(slot);
        ObjectReader stored = isStored ? _stored.Head : null;
        bool isPush = exchange.Asker.IsSilent && !_access.IsOurs(_head.Id);
        int standing = !exchange.IsStranger ? Standing.Own : isPush && _upstream.IsOn(exchange.Session) ? Standing.Watched : Standing.Stranger;
        int refusal = Judge(exchange, slot, stored, standing);

        // What the parent brings was on its way to us; what a child has us keep it delivers itself; what a watch brings
        // is delivered otherwise.
        _isForwarded = refusal == 0 && !exchange.IsFromParent && !exchange.IsVouched && !isPush;
        _delivery.Narrow(exchange.Request, IsForChildren(exchange.Sealed, _head));
        if (refusal == 0 && !isPush && !exchange.IsVouched && IsForOthers(exchange))
        {
            return Refuse(exchange, Code.Forbidden);
        }

        if (refusal != 0 && refusal != Access.ToRelay && _access.MayDelete(exchange.Deleter, _head, stored))
        {
            refusal = 0;
        }

        if (refusal > 0 && refusal != Code.Unknown && slot < 0 && _mailbox.Rules.MayDelete(exchange, _head))
        {
            return HandUp(exchange, _head, OnBehalf.Asker);
        }

        switch (refusal)
        {
            case 0: break;
            case Access.ToWait when standing == Standing.Watched && _lookups.SetAside(_head, exchange.Session, !_access.IsAddressed(_head), exchange.Now):
                return Refuse(exchange, Code.Queued);
            case Access.ToWait: return exchange.Wait();
            case Code.Busy when isPush && standing != Standing.Stranger && !exchange.IsDatagram: return exchange.Wait(RoomMs); // nobody will repeat it
            case Access.ToRelay: return isPush ? Refuse(exchange, Code.Forbidden) : Forward(exchange);
            default: return Refuse(exchange, refusal);
        }

        bool isAnswered = _completer.IsNeeded(_head) ? AnswerCompleted(exchange, slot, once) : AnswerAllowed(exchange, _head, slot);
        if (isAnswered && _signing != null && _signing.Begun(exchange) != null)
        {
            _signing.End();
        }

        return isAnswered;
    }

    private int Judge(Exchange exchange, int slot, ObjectReader stored, int standing)
    {
        int refusal = exchange.IsVouched ? _access.MayKeep(exchange.Sealed, exchange.Reader, _head, stored, exchange.Now)
            : _access.MayPut(exchange.Sealed, standing, _head, stored, exchange.Now);
        bool isUnderThere = refusal == Code.Unknown && slot < 0 && _mailbox.Rules.IsUnderThere(_head);
        return isUnderThere ? 0 : refusal; // the parent judges: what it is under is there
    }

    // The sender has no clock, or left the id to the relay: the object is written anew.
    private bool AnswerCompleted(Exchange exchange, int slot, Once once)
    {
        if (!_access.MayComplete(exchange.Sealed, _head))
        {
            return Refuse(exchange, Code.Malformed);
        }

        ObjectReader begun = _signing == null ? null : _signing.Begun(exchange);
        if (begun != null)
        {
            return AnswerAllowed(exchange, begun, slot); // it was completed when its signature was begun
        }

        if (!_clock.IsSet)
        {
            exchange.Busy();
            return true;
        }

        bool isToSign = _signing != null && _signing.IsNeeded(exchange, _head);
        byte[] room = isToSign ? _signing.Take(exchange) : _bodies.Lend();
        if (room == null && isToSign && _signing.Wait(exchange.Now) == Verdict.Pending)
        {
            return exchange.Wait();
        }

        if (room == null)
        {
            exchange.Busy(); // not later: whoever waits may hold the one that is waited for
            return true;
        }

        ObjectReader completed = _completer.Complete(_head, slot, once, room, exchange.Now);
        bool isAnswered = true;
        if (completed == null)
        {
            exchange.End(Code.Malformed);
        }
        else
        {
            isAnswered = AnswerAllowed(exchange, completed, slot);
        }

        if (!isToSign)
        {
            _bodies.Return(room);
        }

        return isAnswered;
    }

    private bool AnswerAllowed(Exchange exchange, ObjectReader head, int slot)
    {
        long clock = _clock.Unix(exchange.Now);
        if (head.HasExpired(clock))
        {
            return Refuse(exchange, Code.Gone);
        }

        bool isOurs = _access.IsOurs(head.Id) || (exchange.IsVouched && exchange.Who.SpeaksFor(head.Octets, head.Id.OwnerStart, head.Id.OwnerLength));
        bool isAhead = _clock.IsSet && head.Date > clock + Wire.DateAheadMs;
        bool isOld = _clock.IsSet && slot < 0 && !isOurs && head.Date < clock - Wire.TombstoneMs;
        if (isAhead || isOld)
        {
            exchange.Begin(Code.Conflict).Text(" time=").Number(clock);
            exchange.End();
            return true;
        }

        if (slot < 0 && !isOurs && !exchange.IsVouched && !_access.IsAddressed(head))
        {
            return _isForwarded && _delivery.IsNeeded(head) ? Forward(exchange) : KeepWatched(exchange, head);
        }

        // A version of the future can only have come while there was no clock: it yields.
        bool isYielding = slot >= 0 && _clock.IsSet && _store.DateOf(slot) > clock + Wire.DateAheadMs;
        if (slot >= 0 && head.Date <= _store.DateOf(slot) && !isYielding)
        {
            return AnswerNotNewer(exchange, head, slot);
        }

        if (_signing == null || !_signing.IsNeeded(exchange, head))
        {
            return KeepHereOrThere(exchange, head, slot, clock);
        }

        switch (_signing.Sign(exchange, head))
        {
            case Verdict.Pending: return exchange.Wait();
            case Verdict.Unknown: exchange.Busy(); return true;
            case Verdict.Bad: return Refuse(exchange, Code.TooLarge);
            default: return KeepHereOrThere(exchange, _signing.Object, slot, clock);
        }
    }

    private bool AnswerNotNewer(Exchange exchange, ObjectReader head, int slot)
    {
        if (!_access.IsOurs(head.Id) && _isForwarded && _delivery.IsNeeded(head))
        {
            // What is here already, in the mailbox or for somebody else, even if he has deleted it, is on its way to others.
            return Forward(exchange);
        }

        // What was signed here is the same as what came to be signed.
        ObjectReader stored = _stored.Head;
        int line = head.IsSigned || !stored.Id.Is(head.Octets, head.Id.Start, head.Id.Length) ? 0 : stored.SignedStart - stored.Start;
        if (_store.IsSame(slot, line, head.Octets, head.Start, head.Length))
        {
            return Acknowledge(exchange, Code.Ok, head);
        }

        exchange.Begin(Code.Conflict).Text(" date=").Number(_store.DateOf(slot));
        exchange.End();
        return true;
    }

    // Whether this copy of a message is for somebody elsewhere, whom it will not reach from here: who brings it must not think so,
    // be it known here already, or watched. Our own is on its way from here, whoever brings it back.
    private bool IsForOthers(Exchange exchange)
    {
        Message request = exchange.Request;
        Peer who = exchange.Sealed;
        bool isOurs = _access.IsOurs(_head.Id);
        bool isBack = isOurs && request.Find(Words.Hops, out _) >= 0 && (who == null || !who.SpeaksFor(_head.Octets, _head.Id.OwnerStart, _head.Id.OwnerLength));
        bool isToReach = !isBack && (isOurs || (_isForwarded && _delivery.IsNeeded(_head)));
        if (isToReach || !_head.Has(Protocol.Attribute.To))
        {
            return false;
        }

        int length = request.Find(Words.To, out int start);
        return length >= 0 ? !_access.IsOurs(request.Octets, start, length) : !_access.IsAddressed(_head);
    }

    // A message of a peer's own domain to others: queued, not kept.
    private bool Forward(Exchange exchange)
    {
        int queued = Hops(exchange) == 0 ? Looped : _delivery.Queue(_head, Hops(exchange), exchange.Now);
        return queued switch
        {
            Store.Later => false,
            Looped => Refuse(exchange, Code.Loop),
            Store.Full => Refuse(exchange, Code.Full),
            0 => Refuse(exchange, Code.Forbidden),
            _ => Finish(exchange, Code.Queued, _head),
        };
    }

    private bool Keep(Exchange exchange, ObjectReader head, int old, long clock, bool mayOffer)
    {
        bool isToDeliver = _isForwarded && _delivery.IsNeeded(head);
        if (isToDeliver && Hops(exchange) == 0)
        {
            return Refuse(exchange, Code.Loop);
        }

        int queued = isToDeliver ? _delivery.Queue(head, Hops(exchange), exchange.Now) : 0;
        int place = queued < 0 ? queued : _store.Put(head, exchange.Now);
        if (place < 0)
        {
            _delivery.Unqueue(queued);
            bool isOffered = place == Store.Full && old < 0 && mayOffer && !exchange.IsVouched && _mailbox.Rules.MayOffer(head);
            return isOffered ? HandUp(exchange, head, OnBehalf.Host) : place == Store.Full && Refuse(exchange, Code.Full);
        }

        Trim(head, clock);
        ObjectReader before = head.IsDeleted && old >= 0 ? _stored.Head : null;
        if (_store.LengthOf(place) > 0)
        {
            _pusher.Tell(place, head, before, exchange.Now); // unless it was itself what the parent does not keep
        }

        return Finish(exchange, queued > 0 ? Code.Queued : old >= 0 ? Code.Ok : Code.Created, head);
    }

    // It is elsewhere and only watched here.
    private bool KeepWatched(Exchange exchange, ObjectReader head)
    {
        CacheEntry known = Tell(head, Proof.Of(exchange.Sealed, head.Id), exchange.Now);
        if (known == null)
        {
            return Finish(exchange, Code.Ok, head);
        }

        bool isSame = known.Object != null && known.Object.Length == head.Length
            && Platform.Equal(known.Object, 0, head.Octets, head.Start, head.Length);
        if (isSame)
        {
            return Acknowledge(exchange, Code.Ok, head);
        }

        exchange.Begin(Code.Conflict).Text(" date=").Number(known.Date);
        exchange.End();
        return true;
    }

    /// <summary>Remembers a change elsewhere as any answer from there, and tells those who watch it here.</summary>
    /// <returns>Null; or the version that is known, where this one is not newer and nothing was done.</returns>
    internal CacheEntry Tell(ObjectReader head, int proof, long now)
    {
        int index = _cache.Find(head.Octets, head.Id.Start, head.Id.Length);
        CacheEntry known = index >= 0 ? _cache.At(index) : null;
        if (known != null && known.Date >= head.Date)
        {
            return known;
        }

        _lookups.Readers.Prepare(head, now);
        bool isGone = head.IsDeleted && known != null && known.Object != null && _stored.Load(known);
        _pusher.Tell(Pusher.PlaceOf(_cache.Put(head, 0, proof, false, now)), head, isGone ? _stored.Head : null, now);
        return null;
    }

    private static long Hops(Exchange exchange)
    {
        return exchange.Request.Number(Words.Hops, Wire.HopsMax);
    }

    private static bool Refuse(Exchange exchange, int code)
    {
        exchange.End(code);
        return true;
    }

    private static bool Acknowledge(Exchange exchange, int code, ObjectReader head)
    {
        Acknowledge(exchange, code, head.Octets, head.Id.Start, head.Id.Length, head.Date);
        return true;
    }

    // Of its children a parent keeps so many: the oldest of whoever has most goes at once.
    private void Trim(ObjectReader head, long clock)
    {
        if (!head.Has(Protocol.Attribute.Parent))
        {
            return;
        }

        int start = head.ValueStart(Protocol.Attribute.Parent);
        int length = head.ValueLength(Protocol.Attribute.Parent);
        int slot = _store.Find(head.Octets, start, length);
        ObjectReader parent = slot < 0 ? null : _store.Head(slot);
        if (parent != null && parent.Keep != long.MaxValue)
        {
            _store.Trim(head.Octets, start, length, parent.Keep, clock);
        }
    }

    // Acknowledges, and remembers how for a sender who asks again with the same token.
    private bool Finish(Exchange exchange, int code, ObjectReader head)
    {
        Remember(exchange, code, head);
        return Acknowledge(exchange, code, head);
    }

    private static void Acknowledge(Exchange exchange, int code, byte[] octets, int start, int length, long date)
    {
        exchange.Begin(code).Octet(Ascii.SP).Copy(octets, start, length).Text(" date=").Number(date);
        exchange.End();
    }
}
