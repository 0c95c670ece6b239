using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Takes a lookup from one place to the next until one has an answer (docs/PROTOCOL.md section 4): the domain's
/// link, the parent's cache, the domain, the parent.</summary>
internal sealed class Search
{
    /// <summary>There is no answer yet.</summary>
    internal const int Pending = 0;

    private const int TagRange = 1000000;
    private const int StageMs = 1500;
    private const int HopMs = 250;
    private const int SeekMs = 6000;
    private const int VerifyMs = 12 * 1000;
    private const int ProveMs = 13 * 1000; // a second for who proves it to say that it was late

    private readonly Links _links;
    private readonly Ways _ways;
    private readonly Prover _prover;
    private readonly Verdicts _verdicts;
    private readonly Outgoing _outgoing;
    private readonly ObjectReader _head = new ObjectReader();
    private readonly Address _address = new Address();
    private int _tag;

    internal Search(Links links, Ways ways, Prover prover, Verdicts verdicts)
    {
        _links = links;
        _outgoing = links.Outgoing;
        _ways = ways;
        _prover = prover;
        _verdicts = verdicts;
    }

    /// <summary>The object, after an answer of 200.</summary>
    internal ObjectReader Head
    {
        get { return _head; }
    }

    /// <summary>How that is known to be true: one of <see cref="Fmtp.Nano.Proof"/>.</summary>
    internal int Proof;

    /// <summary>Whether domains are told for whom they are asked.</summary>
    internal bool IsProving
    {
        get { return _prover.IsAble; }
    }

    /// <summary>Asks at the first place there is.</summary>
    /// <returns><see cref="Pending"/>, or the code that is the answer.</returns>
    internal int Begin(Lookup lookup, long now)
    {
        return GoOn(lookup, Pending, null, now);
    }

    /// <summary>Goes on with what has run out, or lost the connection it was asked on.</summary>
    /// <returns>As <see cref="Begin"/>.</returns>
    internal int Step(Lookup lookup, long now)
    {
        bool isLate = now >= lookup.Deadline;
        switch (lookup.State)
        {
            case LookupState.Seeking: return Seek(lookup, isLate, now);
            case LookupState.Verifying: return Verify(lookup, isLate, now);
            case LookupState.Judging: return Judged(lookup);
            case LookupState.Proving: return Prove(lookup, lookup.Code, null, isLate, now);
            default:
                return !lookup.HasUpstream ? GoOn(lookup, Code.Upstream, null, now)
                    : isLate ? GoOn(lookup, Code.UpstreamTimeout, null, now)
                    : Pending;
        }
    }

    /// <summary>Takes the reply to a lookup.</summary>
    /// <returns>As <see cref="Begin"/>; 200 with the object in <see cref="Head"/>.</returns>
    internal int Take(Lookup lookup, Message reply, long now)
    {
        switch (reply.Code)
        {
            case Code.Ok: return TakeObject(lookup, reply, now);
            case Code.AskThere: return Refer(lookup, reply, now);
            case Code.Unknown when lookup.Place == LookupPlace.ParentCached:
            case Code.UpstreamTimeout:
            case Code.Loop:
                return GoOn(lookup, reply.Code, reply, now);
            case Code.Unknown:
            case Code.Unauthorized:
            case Code.Forbidden:
                return Prove(lookup, reply.Code, reply, false, now);
            case Code.Gone:
                return End(lookup, reply.Code, reply, now);
            default:
                return GoOn(lookup, Code.Upstream, reply, now);
        }
    }

    /// <summary>Whether a connection leads to the relay of an address's domain, which was dialled for it.</summary>
    internal bool IsFrom(Session session, Address address)
    {
        Way way = _ways.Of(session);
        return way != null && way.IsTo(address.Octets, address.DomainStart, address.DomainLength);
    }

    /// <summary>Has a lookup go on with what has come by itself.</summary>
    internal void Verify(Lookup lookup, ObjectReader head, long now)
    {
        lookup.IsPushed = true;
        lookup.Live = -1;
        lookup.Age = 0;
        lookup.Verify(head, now + VerifyMs);
    }

    private static int End(Lookup lookup, int code, Message reply, long now)
    {
        Note(lookup, code, reply, now);
        lookup.Code = code;
        return code;
    }

    // What there is not for a stranger, there may be for one of our users: then it is asked for again as who we are.
    private int Prove(Lookup lookup, int code, Message reply, bool isLate, long now)
    {
        bool isOurs = lookup.Place == LookupPlace.Domain && lookup.As == AskedAs.Ours;
        Way way = isOurs ? _ways.Of(lookup.Upstream) : null;
        _address.Parse(lookup.Address, 0, lookup.AddressLength, false);
        if (isOurs && !way.IsTo(_address.Octets, _address.DomainStart, _address.DomainLength))
        {
            return GoOn(lookup, Code.Upstream, reply, now); // its place was needed for another
        }

        int verdict = isOurs ? _prover.Prove(way, now) : Verdict.Bad;
        if (reply != null && (verdict == Verdict.Good || verdict == Verdict.Pending))
        {
            Note(lookup, code, reply, now);
        }

        lookup.Code = code;
        switch (verdict)
        {
            case Verdict.Pending when !isLate:
                way.UsedAt = now;
                lookup.Prove(lookup.State == LookupState.Proving ? lookup.Deadline : now + ProveMs);
                return Pending;
            case Verdict.Good when way.IsUp && Send(lookup, way.Session, now):
                return Pending;
            case Verdict.Bad:
                lookup.As = isOurs ? AskedAs.Told : lookup.As; // refused: this is all that there is for us
                return code == Code.Unknown ? End(lookup, code, reply, now) : GoOn(lookup, Code.Upstream, reply, now);
            default:
                return GoOn(lookup, verdict == Verdict.Unknown ? way.ProofFailure : Code.UpstreamTimeout, reply, now);
        }
    }

    // What came over a link is taken on the word of who brought it: the domain itself, or our parent, who has verified it.
    private int TakeObject(Lookup lookup, Message reply, long now)
    {
        if (!_head.Parse(reply.Octets, reply.BodyStart, reply.BodyLength) || !_head.Id.Is(lookup.Address, 0, lookup.AddressLength))
        {
            return GoOn(lookup, Code.Upstream, reply, now);
        }

        lookup.Live = (int)reply.Number(Words.Live, -1);
        lookup.Age = reply.Number(Words.Age, 0);
        lookup.Age = lookup.Age < 0 ? 0 : lookup.Age;
        if (lookup.Upstream.OutSeal != null)
        {
            Proof = lookup.Place == LookupPlace.Link ? Fmtp.Nano.Proof.Link : Fmtp.Nano.Proof.Parent;
            Note(lookup, Code.Ok, reply, now);
            return Code.Ok;
        }

        int verdict = _verdicts.Of(_head, Standing.Own, now);
        if (verdict == Verdict.Pending)
        {
            Note(lookup, Code.Ok, reply, now);
            lookup.Verify(_head, now + VerifyMs);
            return Pending;
        }

        return Judge(lookup, verdict, reply, now);
    }

    private int Verify(Lookup lookup, bool isLate, long now)
    {
        _head.ParseStored(lookup.Object, 0, lookup.Object.Length);
        int verdict = _verdicts.Of(_head, Standing.Own, now);
        bool isOpen = verdict == Verdict.Pending || (verdict == Verdict.Unknown && lookup.IsPushed); // that, nobody will repeat
        return !isOpen ? Judge(lookup, verdict, null, now) : isLate ? GoOn(lookup, Code.UpstreamTimeout, null, now) : Pending;
    }

    private int Judged(Lookup lookup)
    {
        _head.ParseStored(lookup.Object, 0, lookup.Object.Length);
        Proof = lookup.Proof;
        return Code.Ok;
    }

    private int Judge(Lookup lookup, int verdict, Message reply, long now)
    {
        if (verdict != Verdict.Good)
        {
            return GoOn(lookup, verdict == Verdict.Bad ? Code.Upstream : Code.Busy, reply, now);
        }

        if (reply != null)
        {
            Note(lookup, Code.Ok, reply, now);
        }

        Proof = Fmtp.Nano.Proof.OfSignature(_head.Id);
        return Code.Ok;
    }

    private int Seek(Lookup lookup, bool isLate, long now)
    {
        _address.Parse(lookup.Address, 0, lookup.AddressLength, false);
        Way way = _ways.To(_address.Octets, _address.DomainStart, _address.DomainLength, now);
        if (way != null && way.State == WayState.Failed)
        {
            return GoOn(lookup, way.Failure, null, now);
        }

        lookup.IsBack |= lookup.IsReferred && way != null && !way.IsReferred;

        if (isLate)
        {
            return GoOn(lookup, way == null ? Code.Busy : Code.UpstreamTimeout, null, now);
        }

        SendUp(lookup, way, now);
        return Pending;
    }

    private void SendUp(Lookup lookup, Way way, long now)
    {
        if (way != null && way.IsUp)
        {
            Send(lookup, way.Session, now);
        }
    }

    // 301: asked there, once. Where that cannot be reached the domain is asked again, and told so.
    private int Refer(Lookup lookup, Message reply, long now)
    {
        _address.Parse(lookup.Address, 0, lookup.AddressLength, false);
        if (lookup.IsReferred || !_ways.Refer(_address, reply, now))
        {
            return GoOn(lookup, Code.Upstream, reply, now);
        }

        Note(lookup, Code.AskThere, reply, now);
        lookup.IsReferred = true;
        lookup.Place = LookupPlace.Domain;
        lookup.Seek(now + SeekMs);
        return Pending;
    }

    // Asks at the next place; the last one's code is the answer when there is none.
    private int GoOn(Lookup lookup, int code, Message reply, long now)
    {
        if (code != Pending)
        {
            Note(lookup, code, reply, now);
            lookup.Code = code;
        }

        lookup.Object = null;
        _address.Parse(lookup.Address, 0, lookup.AddressLength, false);
        while (++lookup.Place < LookupPlace.Count)
        {
            if (Enter(lookup, now))
            {
                return Pending;
            }
        }

        return lookup.Code != 0 ? lookup.Code : HasUnreachable(lookup) ? Code.Upstream : Code.Unknown;
    }

    private bool Enter(Lookup lookup, long now)
    {
        switch (lookup.Place)
        {
            case LookupPlace.Link:
                return Send(lookup, _links.To(_address, lookup.Origin), now);
            case LookupPlace.Domain:
                bool isFromThere = lookup.Origin != null && lookup.Origin.SpeaksFor(lookup.Address, 0, lookup.AddressLength);
                bool isOfItself = _address.IsHost && SelfCertified.Claims(_address.Octets, _address.DomainStart, _address.DomainLength);
                if (lookup.IsLinkOnly || isFromThere || isOfItself || !_ways.MayFind(_address))
                {
                    return false;
                }

                lookup.Seek(now + SeekMs);
                SendUp(lookup, _ways.To(_address.Octets, _address.DomainStart, _address.DomainLength, now), now);
                return true;
            default:
                return !lookup.IsLinkOnly && !(lookup.IsAnew && lookup.Place == LookupPlace.ParentCached) && SendToParent(lookup, now);
        }
    }

    private bool SendToParent(Lookup lookup, long now)
    {
        bool isSent = Send(lookup, _links.ToParent(lookup.Origin), now);
        if (!isSent && HasUnreachable(lookup))
        {
            Note(lookup, Code.Upstream, null, now);
        }

        return isSent;
    }

    // It does not go back to whom it came from, so that the parent is no place for what the parent asks.
    private bool HasUnreachable(Lookup lookup)
    {
        bool isParents = lookup.Origin != null && lookup.Origin.IsParent;
        return lookup.IsLinkOnly || (_links.HasParent && !isParents);
    }

    private bool Send(Lookup lookup, Session upstream, long now)
    {
        if (upstream == null || upstream.Reserve(Exchange.LineRoom) != Room.Here)
        {
            return false;
        }

        _tag = (_tag + 1) % TagRange;
        bool isCachedOnly = lookup.Place == LookupPlace.ParentCached;
        if (lookup.Place == LookupPlace.Domain)
        {
            bool isTold = _ways.Of(upstream).Proof == WayProof.Proved;
            lookup.As = isTold ? AskedAs.Told : lookup.As == AskedAs.Told ? AskedAs.Ours : lookup.As;
        }

        lookup.Ask(upstream, _tag, now + StageMs + (isCachedOnly ? 0 : lookup.Hops * HopMs));
        _outgoing.Begin(upstream).Text("GET l").Number(_tag).Octet(Ascii.SP).Copy(lookup.Address, 0, lookup.AddressLength)
            .Text(isCachedOnly ? " scope=cached hops=" : " hops=").Number(lookup.Hops);
        if (lookup.IsBack)
        {
            _outgoing.Line.Text(" refer=no");
        }

        if (lookup.Trail != null)
        {
            _outgoing.Line.Text(" trace=1");
        }

        _outgoing.End(upstream);
        return true;
    }

    private static void Note(Lookup lookup, int code, Message reply, long now)
    {
        if (lookup.Trail != null)
        {
            lookup.Trail.Add(Name(lookup.Place), code, reply, now);
        }
    }

    private static string Name(int place)
    {
        switch (place)
        {
            case LookupPlace.Link: return "link";
            case LookupPlace.ParentCached: return "pcache";
            case LookupPlace.Domain: return "domain";
            default: return "parent";
        }
    }
}
