using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Finds what is elsewhere (docs/PROTOCOL.md section 4): in the cache; else from the relay of the domain over its
/// link, the parent's cache, the parent. Each address is a slot in a fixed table with its deadline; who asks for
/// the same address waits for the same answer.</summary>
internal sealed class Lookups
{
    private const int TagRange = 1000000;
    private const int StageMs = 1500;
    private const int HopMs = 250;
    private const int MsPerSecond = 1000;

    private readonly Lookup[] _lookups;
    private readonly Waiters _waiters;
    private readonly Links _links;
    private readonly Cache _cache;
    private readonly Access _access;
    private readonly INetwork _network;
    private readonly Clock _clock;
    private readonly Exchange _exchange;
    private readonly Outgoing _outgoing = new Outgoing();
    private readonly ObjectReader _head = new ObjectReader();
    private readonly Address _address = new Address();
    private int _count;
    private int _tag;

    internal Lookups(INetwork network, Exchange exchange, Links links, Cache cache, Access access, Clock clock, Limits limits)
    {
        _network = network;
        _exchange = exchange;
        _links = links;
        _cache = cache;
        _access = access;
        _clock = clock;
        _lookups = new Lookup[limits.Lookups];
        for (int i = 0; i < _lookups.Length; i++)
        {
            _lookups[i] = new Lookup();
        }

        _waiters = new Waiters(limits);
    }

    /// <summary>Answers a GET of an address elsewhere: at once, or when the answer comes.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="address">Its address.</param>
    /// <param name="mayAsk">Whether other relays may be asked (<c>scope=any</c>).</param>
    /// <param name="since">Its <c>since=</c>; negative for none.</param>
    /// <param name="hops">Its <c>hops=</c>.</param>
    /// <returns>False when it is to be asked again in the next step.</returns>
    internal bool Answer(Exchange exchange, Address address, bool mayAsk, long since, long hops)
    {
        int cached = _cache.Find(address.Octets, address.Start, address.Length);
        if (cached >= 0 && _cache.At(cached).IsFresh(exchange.Now))
        {
            return AnswerCached(exchange, _cache.At(cached), since);
        }

        bool isTrusted = exchange.Who != null || exchange.From.IsNear;
        if (!mayAsk || !isTrusted || exchange.Asker.IsSilent)
        {
            exchange.End(Code.Unknown);
            return true;
        }

        if (hops == 0)
        {
            exchange.End(Code.Loop);
            return true;
        }

        return Wait(exchange, address, since, hops < Wire.HopsMax ? hops : Wire.HopsMax);
    }

    /// <summary>Takes a reply that came on a connection.</summary>
    internal void Reply(Session upstream, Message reply, long now)
    {
        long tag = reply.TagLength > 1 && reply.Octets[reply.TagStart] == 'l'
            ? Ascii.Number(reply.Octets, reply.TagStart + 1, reply.TagLength - 1) : -1;
        for (int i = 0; i < _lookups.Length && tag >= 0 && _count > 0; i++)
        {
            Lookup lookup = _lookups[i];
            if (lookup.IsUsed && lookup.Upstream == upstream && lookup.HasUpstream && lookup.Tag == tag)
            {
                Take(lookup, reply, now);
                return;
            }
        }
    }

    /// <summary>Goes on with what has run out, or lost the connection it was asked on.</summary>
    internal void Step(long now)
    {
        for (int i = 0; i < _lookups.Length && _count > 0; i++)
        {
            Lookup lookup = _lookups[i];
            if (lookup.IsUsed && !lookup.HasUpstream)
            {
                GoOn(lookup, Code.Upstream, now);
            }
            else if (lookup.IsUsed && now >= lookup.Deadline)
            {
                GoOn(lookup, Code.UpstreamTimeout, now);
            }
        }
    }

    private bool AnswerCached(Exchange exchange, CacheEntry entry, long since)
    {
        entry.UsedAt = exchange.Now;
        if (entry.Object == null)
        {
            exchange.End(entry.Code);
            return true;
        }

        _head.ParseStored(entry.Object, 0, entry.Object.Length);
        int refusal = _head.IsDeleted || _head.HasExpired(_clock.Unix(exchange.Now)) ? Code.Gone : _access.MayRead(exchange.Who, _head) ? 0 : Code.Unknown;
        if (refusal != 0)
        {
            exchange.End(refusal);
            return true;
        }

        return exchange.AnswerObject(_head, since, (exchange.Now - entry.FetchedAt) / MsPerSecond, null);
    }

    private bool Wait(Exchange exchange, Address address, long since, long hops)
    {
        Lookup lookup = Find(address);
        bool isNew = lookup == null;
        lookup = isNew ? Free() : lookup;
        if (_waiters.IsFull || lookup == null)
        {
            exchange.Busy();
            return true;
        }

        if (!isNew && exchange.Who != null && lookup.Upstream.Who == exchange.Who)
        {
            exchange.End(Code.Loop); // he is asked for it himself
            return true;
        }

        if (isNew)
        {
            lookup.Open(address, hops - 1);
            int refusal = AskFirst(lookup, exchange.Who, exchange.Now);
            if (refusal != 0)
            {
                lookup.Close();
                exchange.End(refusal);
                return true;
            }

            _count++;
        }

        _waiters.Add(lookup, exchange.Asker, since);
        exchange.Await();
        return true;
    }

    // 0, or why it can be asked nowhere. It does not go back to whom it came from.
    private int AskFirst(Lookup lookup, Peer origin, long now)
    {
        _address.Parse(lookup.Address, 0, lookup.AddressLength, false);
        Session link = _links.To(_address, origin);
        if (link != null && Ask(lookup, LookupStage.Link, link, now))
        {
            return 0;
        }

        Session parent = _links.ToParent(origin);
        if (parent != null && Ask(lookup, LookupStage.ParentCached, parent, now))
        {
            return 0;
        }

        bool isUnreachable = link != null || (_links.HasParent && (origin == null || !origin.IsParent));
        return isUnreachable ? Code.Upstream : Code.Unknown;
    }

    private bool Ask(Lookup lookup, int stage, Session upstream, long now)
    {
        if (upstream.Reserve(Exchange.LineRoom) != Room.Here)
        {
            return false;
        }

        _tag = (_tag + 1) % TagRange;
        bool isCachedOnly = stage == LookupStage.ParentCached;
        lookup.Ask(stage, upstream, _tag, now + StageMs + (isCachedOnly ? 0 : lookup.Hops * HopMs));
        _outgoing.Begin(upstream).Text("GET l").Number(_tag).Octet(Ascii.SP).Copy(lookup.Address, 0, lookup.AddressLength)
            .Text(isCachedOnly ? " scope=cached hops=" : " hops=").Number(lookup.Hops);
        _outgoing.End(upstream);
        return true;
    }

    private void Take(Lookup lookup, Message reply, long now)
    {
        switch (reply.Code)
        {
            case Code.Ok:
                TakeObject(lookup, reply, now);
                break;
            case Code.Unknown when lookup.Stage == LookupStage.ParentCached:
                GoOn(lookup, Code.Unknown, now);
                break;
            case Code.Unknown:
            case Code.Gone:
                _cache.PutNegative(lookup.Address, 0, lookup.AddressLength, reply.Code, now);
                End(lookup, reply.Code, now);
                break;
            case Code.UpstreamTimeout:
            case Code.Loop:
                GoOn(lookup, reply.Code, now);
                break;
            default:
                GoOn(lookup, Code.Upstream, now);
                break;
        }
    }

    // It came over a sealed link, from its own domain or from our parent, who has verified it.
    private void TakeObject(Lookup lookup, Message reply, long now)
    {
        if (!_head.Parse(reply.Octets, reply.BodyStart, reply.BodyLength) || !_head.Id.Is(lookup.Address, 0, lookup.AddressLength))
        {
            GoOn(lookup, Code.Upstream, now);
            return;
        }

        int known = _cache.Find(lookup.Address, 0, lookup.AddressLength);
        if (known >= 0 && _cache.At(known).Date > _head.Date)
        {
            GoOn(lookup, Code.Upstream, now); // older than what was given before
            return;
        }

        long age = reply.Number(Words.Age, 0);
        age = age < 0 ? 0 : age;
        _cache.Put(_head, age, now);
        Waiter waiter;
        while ((waiter = _waiters.Take(lookup)) != null)
        {
            _exchange.Resume(waiter.Asker, now);
            bool isAnswered = true;
            if (!_access.MayRead(_exchange.Who, _head))
            {
                isAnswered = TryEnd(Code.Unknown);
            }
            else if (!_exchange.AnswerObject(_head, waiter.Since, age, reply))
            {
                isAnswered = TryEnd(Code.Busy);
            }

            Send(isAnswered);
        }

        Close(lookup);
    }

    // Asks at the next place, if there is one.
    private void GoOn(Lookup lookup, int code, long now)
    {
        _address.Parse(lookup.Address, 0, lookup.AddressLength, false);
        Session parent = _links.ToParent(null);
        int next = lookup.Stage == LookupStage.Link ? LookupStage.ParentCached : LookupStage.ParentAny;
        if (lookup.Stage == LookupStage.ParentAny || parent == null || !Ask(lookup, next, parent, now))
        {
            End(lookup, code, now);
        }
    }

    private void End(Lookup lookup, int code, long now)
    {
        Waiter waiter;
        while ((waiter = _waiters.Take(lookup)) != null)
        {
            _exchange.Resume(waiter.Asker, now);
            Send(TryEnd(code));
        }

        Close(lookup);
    }

    private bool TryEnd(int code)
    {
        if (_exchange.Reserve(Exchange.LineRoom) != Room.Here)
        {
            return false;
        }

        if (code == Code.Busy)
        {
            _exchange.Busy();
        }
        else
        {
            _exchange.End(code);
        }

        return true;
    }

    // Who has no room for a line does not read: he is closed rather than left without an answer.
    private void Send(bool isAnswered)
    {
        if (_exchange.IsDatagram)
        {
            _network.SendDatagram(_exchange.Datagram, 0, _exchange.DatagramLength, _exchange.From);
        }
        else if (!isAnswered)
        {
            _exchange.Session.IsDoomed = true;
        }
    }

    private void Close(Lookup lookup)
    {
        lookup.Close();
        _count--;
    }

    private Lookup Find(Address address)
    {
        for (int i = 0; i < _lookups.Length && _count > 0; i++)
        {
            if (_lookups[i].IsUsed && address.Is(_lookups[i].Address, 0, _lookups[i].AddressLength))
            {
                return _lookups[i];
            }
        }

        return null;
    }

    private Lookup Free()
    {
        for (int i = 0; i < _lookups.Length; i++)
        {
            if (!_lookups[i].IsUsed)
            {
                return _lookups[i];
            }
        }

        return null;
    }
}
