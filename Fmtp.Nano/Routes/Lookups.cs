using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Finds what is elsewhere (docs/PROTOCOL.md section 4): in the cache, else by a <see cref="Search"/>. Each
/// address is a slot in a fixed table with its deadline; who asks for the same address waits for the same answer.</summary>
internal sealed class Lookups : IForeignObjects
{
    private const int MsPerSecond = 1000;

    // How often an object is asked for anew on the word of anybody.
    private const int RenewMs = 60 * MsPerSecond;

    // For what an object is under to be found as well, with a proof of who asks.
    private const int JudgeMs = 15 * MsPerSecond;

    private readonly Lookup[] _lookups;
    private readonly Waiters _waiters;
    private readonly Search _search;
    private readonly Referrals _referrals;
    private readonly Links _links;
    private readonly Cache _cache;
    private readonly Access _access;
    private readonly LookupAnswers _answers;
    private readonly ObjectReader _head = new ObjectReader();
    private readonly Address _address = new Address();
    private int _count;

    internal Lookups(INetwork network, Exchange exchange, Links links, Search search, Cache cache, Access access, Clock clock, Limits limits)
    {
        _links = links;
        _search = search;
        _cache = cache;
        _access = access;
        Readers = new Readers(access, cache, this);
        _lookups = new Lookup[limits.Lookups];
        for (int i = 0; i < _lookups.Length; i++)
        {
            _lookups[i] = new Lookup();
        }

        _waiters = new Waiters(limits);
        _answers = new LookupAnswers(network, exchange, _waiters, Readers, clock, _head);
        _referrals = new Referrals(links, this);
    }

    /// <summary>Who may read what comes from elsewhere.</summary>
    internal readonly Readers Readers;

    /// <summary>Tells those who watch.</summary>
    internal Publisher Publisher;

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
        bool mayProve = _search.IsProving && mayAsk && exchange.Who != null && _access.IsOurs(exchange.Who.Name);
        if (cached >= 0 && _cache.At(cached).IsFresh(exchange.Now) && !(mayProve && _cache.At(cached).IsForStrangers))
        {
            return _answers.GiveCached(exchange, _cache.At(cached), since);
        }

        // Of a child's domain this relay is the way for everybody, but for strangers no further than to the child.
        bool isTrusted = exchange.Asker.IsTrusted;
        if (!mayAsk || exchange.Asker.IsSilent || (!isTrusted && !_links.IsChilds(address)))
        {
            exchange.Traced("cache", Code.Unknown);
            exchange.End(Code.Unknown);
            return true;
        }

        if (hops == 0)
        {
            exchange.End(Code.Loop);
            return true;
        }

        return _referrals.Answer(exchange, address) || Wait(exchange, address, since, hops < Wire.HopsMax ? hops : Wire.HopsMax, !isTrusted, mayProve);
    }

    /// <inheritdoc/>
    public ObjectReader Found
    {
        get { return _head; }
    }

    /// <inheritdoc/>
    public int Find(byte[] address, int start, int length, long now)
    {
        int found = Find(address, start, length, false, now, out CacheEntry entry);
        return found != Verdict.Good || _head.ParseStored(entry.Object, 0, entry.Object.Length) ? found : Verdict.Bad;
    }

    /// <summary>Has an object found, as <see cref="Find(byte[], int, int, long)"/> does.</summary>
    /// <param name="address">Holds its address, lower case.</param>
    /// <param name="start">Where the address begins.</param>
    /// <param name="length">Its length.</param>
    /// <param name="mayProve">Whether it is needed for a user of ours, for whom its domain is told who asks.</param>
    /// <param name="now">The step's time, in milliseconds.</param>
    /// <param name="entry">What is known of it; the object, where that is found.</param>
    /// <returns>As there.</returns>
    internal int Find(byte[] address, int start, int length, bool mayProve, long now, out CacheEntry entry)
    {
        mayProve &= _search.IsProving;
        int cached = _cache.Find(address, start, length);
        entry = cached < 0 ? null : _cache.At(cached);
        if (entry != null && (entry.IsFresh(now) || now < entry.OwnUntil) && !(mayProve && entry.IsForStrangers))
        {
            entry.UsedAt = now;
            return entry.Object != null ? Verdict.Good
                : entry.Code == Code.Unknown || entry.Code == Code.Gone ? Verdict.Bad : Verdict.Unknown;
        }

        return Ask(address, start, length, mayProve, false, now);
    }

    /// <inheritdoc/>
    public int Renew(byte[] address, int start, int length, long since, long now)
    {
        int cached = _cache.Find(address, start, length);
        CacheEntry entry = cached < 0 ? null : _cache.At(cached);
        if (entry == null || entry.CameAt >= since)
        {
            return Verdict.Bad;
        }

        bool isUnderWay = _address.Parse(address, start, length, false) && Find(_address) != null;
        if (!isUnderWay && now < entry.RenewAgainAt)
        {
            return entry.CameAt >= entry.RenewAgainAt - RenewMs ? Verdict.Bad : Verdict.Unknown;
        }

        entry.RenewAgainAt = now + RenewMs;
        return Ask(address, start, length, false, true, now);
    }

    // For the relay itself, or along with whoever asks already.
    private int Ask(byte[] address, int start, int length, bool mayProve, bool isAnew, long now)
    {
        if (!_address.Parse(address, start, length, false))
        {
            return Verdict.Bad;
        }

        Lookup lookup = Find(_address);
        if (lookup == null)
        {
            lookup = Free();
            if (lookup == null)
            {
                return Verdict.Unknown;
            }

            lookup.Open(_address, Wire.HopsMax, null, false);
            lookup.IsOwn = true;
            lookup.As = mayProve ? AskedAs.Ours : AskedAs.Stranger;
            lookup.IsAnew = isAnew;
            _count++;
            int code = _search.Begin(lookup, now);
            if (code != Search.Pending)
            {
                End(lookup, code, now);
                return code == Code.Unknown ? Verdict.Bad : Verdict.Unknown;
            }
        }

        lookup.IsOwn = true;
        lookup.IsLinkOnly = false;
        lookup.As = mayProve && lookup.As == AskedAs.Stranger ? AskedAs.Ours : lookup.As;
        return Verdict.Pending;
    }

    /// <summary>Takes a change out of the way of the reply that it waits for: with its author's key, which may come over the very connection.
    /// Half of the table is for such changes; one that finds no place is lost.</summary>
    /// <param name="head">The object.</param>
    /// <param name="from">The connection that it came on.</param>
    /// <param name="isWanted">Whether it is to be told when its signature verifies; else it is only out of the way.</param>
    /// <param name="now">The step's time, in milliseconds.</param>
    /// <returns>False when no such reply is to come there.</returns>
    internal bool SetAside(ObjectReader head, Session from, bool isWanted, long now)
    {
        Address id = head.Id;
        if (!_search.IsFrom(from, id) || !_address.Parse(id.Octets, id.OwnerStart, id.OwnerLength, false) || Find(_address) == null)
        {
            return false;
        }

        int room = _lookups.Length / 2;
        for (int i = 0; i < _lookups.Length; i++)
        {
            room -= _lookups[i].IsUsed && _lookups[i].IsPushed ? 1 : 0;
        }

        Lookup lookup = Find(id);
        if (lookup == null && isWanted && room > 0 && (lookup = Free()) != null)
        {
            lookup.Open(id, 0, null, false);
            lookup.Place = LookupPlace.Count - 1; // nobody is asked if it does not verify
            _count++;
        }

        if (lookup != null && isWanted)
        {
            _search.Verify(lookup, head, now);
        }

        return true;
    }

    /// <summary>Takes a reply that came on a connection.</summary>
    internal void Reply(Session upstream, Message reply, long now)
    {
        long tag = reply.TagNumber('l');
        for (int i = 0; i < _lookups.Length && tag >= 0 && _count > 0; i++)
        {
            Lookup lookup = _lookups[i];
            if (lookup.IsUsed && lookup.Upstream == upstream && lookup.HasUpstream && lookup.Tag == tag)
            {
                Settle(lookup, _search.Take(lookup, reply, now), now);
                return;
            }
        }
    }

    /// <summary>Goes on with those that have waited long enough, or need not wait any longer.</summary>
    internal void Step(long now)
    {
        for (int i = 0; i < _lookups.Length && _count > 0; i++)
        {
            if (_lookups[i].IsUsed)
            {
                Settle(_lookups[i], _search.Step(_lookups[i], now), now);
            }
        }
    }

    private bool Wait(Exchange exchange, Address address, long since, long hops, bool isLinkOnly, bool mayProve)
    {
        Lookup lookup = Find(address);
        bool isNew = lookup == null;
        lookup = isNew ? Free() : lookup;
        if (_waiters.IsFull || lookup == null)
        {
            exchange.Busy();
            return true;
        }

        if (!isNew && exchange.Who != null && lookup.Upstream != null && lookup.Upstream.Who == exchange.Who)
        {
            exchange.End(Code.Loop); // he is asked for it himself
            return true;
        }

        bool isTraced = exchange.Request.Find(Words.Trace, out _) >= 0;
        if (isNew)
        {
            lookup.Open(address, hops - 1, exchange.Who, isLinkOnly);
            _count++;
        }

        if (isTraced && lookup.Trail == null)
        {
            lookup.Trail = new Trail(_access.Host, exchange.Now);
        }

        lookup.IsLinkOnly &= isLinkOnly;
        lookup.As = mayProve && lookup.As == AskedAs.Stranger ? AskedAs.Ours : lookup.As;
        _waiters.Add(lookup, exchange.Asker, since, isTraced);
        exchange.Await();
        if (isNew)
        {
            int code = _search.Begin(lookup, exchange.Now);
            if (code != Search.Pending)
            {
                _waiters.Forget(lookup);
                exchange.Trail = lookup.Trail;
                exchange.End(code);
                Remember(lookup, code, exchange.Now);
                Close(lookup);
            }
        }

        return true;
    }

    private void Settle(Lookup lookup, int code, long now)
    {
        if (code == Code.Ok)
        {
            Give(lookup, now);
        }
        else if (code != Search.Pending)
        {
            End(lookup, code, now);
        }
    }

    private void Give(Lookup lookup, long now)
    {
        ObjectReader head = _search.Head;
        if (lookup.State != LookupState.Judging && !Keep(lookup, head, now))
        {
            End(lookup, Code.Upstream, now); // older than what was given before
            return;
        }

        bool isJudged = Readers.IsJudged(_waiters, lookup, head, now);
        if (!isJudged && (lookup.State != LookupState.Judging || now < lookup.Deadline))
        {
            lookup.Judge(head, _search.Proof, lookup.State == LookupState.Judging ? lookup.Deadline : now + JudgeMs);
            return;
        }

        _answers.Give(lookup, head, _search.Proof, now);
        Close(lookup);
    }

    // False when a later version is known.
    private bool Keep(Lookup lookup, ObjectReader head, long now)
    {
        int known = _cache.Find(lookup.Address, 0, lookup.AddressLength);
        if (known >= 0 && _cache.At(known).Date > head.Date)
        {
            return false;
        }

        if (lookup.IsPushed)
        {
            Publisher.Tell(head, _search.Proof, now);
        }
        else if (_cache.Put(head, lookup.Age, _search.Proof, lookup.IsOwn, now) == Cache.None && lookup.IsOwn)
        {
            _cache.PutFailure(lookup.Address, 0, lookup.AddressLength, Code.TooLarge, now);
        }

        return true;
    }

    private void End(Lookup lookup, int code, long now)
    {
        Remember(lookup, code, now);
        _answers.Refuse(lookup, code, now);
        Close(lookup);
    }

    // That somebody has said there is none, for all; that it cannot be had now, for the relay itself.
    private void Remember(Lookup lookup, int code, long now)
    {
        bool isNone = code == Code.Unknown || code == Code.Gone;
        if (isNone && lookup.Code == code)
        {
            bool isForStrangers = _search.IsProving && lookup.Place == LookupPlace.Domain && lookup.As == AskedAs.Stranger;
            _cache.PutNegative(lookup.Address, 0, lookup.AddressLength, code, isForStrangers, now);
        }
        else if (lookup.IsOwn)
        {
            int known = _cache.Find(lookup.Address, 0, lookup.AddressLength);
            if (known < 0 || !_cache.At(known).IsFresh(now))
            {
                _cache.PutFailure(lookup.Address, 0, lookup.AddressLength, code, now);
            }
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
