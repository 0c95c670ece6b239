using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Answers GET (docs/PROTOCOL.md sections 3 and 4): from the store, for which it makes nothing; else from
/// elsewhere.</summary>
internal sealed class Getter
{
    private readonly Store _store;
    private readonly Access _access;
    private readonly Clock _clock;
    private readonly Links _links;
    private readonly HostObject _host;
    private readonly Lookups _lookups;
    private readonly Mailbox _mailbox;
    private readonly StoredHead _stored;
    private readonly Address _address = new Address();

    internal Getter(Store store, StoredHead stored, Access access, Clock clock, Links links, HostObject host, Lookups lookups, Mailbox mailbox)
    {
        _store = store;
        _access = access;
        _clock = clock;
        _links = links;
        _host = host;
        _lookups = lookups;
        _mailbox = mailbox;
        _stored = stored;
    }

    /// <summary>Answers a GET.</summary>
    /// <returns>False when it is to be asked again in the next step.</returns>
    internal bool Answer(Exchange exchange)
    {
        Message request = exchange.Request;
        long since = -1;
        long hops = Wire.HopsMax;
        if (request.Positionals != 1 || (request.HasKeys && !TakeKeys(request, out since, out hops)))
        {
            exchange.End(Code.Malformed);
            return true;
        }

        // What is stored under these very octets is a good address; only what is not has to be taken apart.
        int start = request.PositionalStart(0);
        int length = request.PositionalLength(0);
        int slot = _store.Find(request.Octets, start, length);
        if (slot < 0)
        {
            if (!_address.Parse(request.Octets, start, length, true))
            {
                exchange.End(Code.Malformed);
                return true;
            }

            slot = _store.Find(request.Octets, start, length);
        }

        if (slot >= 0 && !(_mailbox.Rules.IsKeeper && IsChilds(exchange, slot, start, length)))
        {
            return AnswerStored(exchange, slot, start, length, since);
        }

        bool isOurs = _access.IsOurs(_address);
        if (isOurs && _address.IsHost)
        {
            exchange.Traced("own", Code.Ok);
            return _host.Answer(exchange, since);
        }

        if (IsScope(request, Words.Any) && _mailbox.Rules.MayHave(exchange, _address))
        {
            return _mailbox.Get(exchange);
        }

        if (isOurs || exchange.IsVouched || IsScope(request, Words.Local))
        {
            exchange.Traced("own", Code.Unknown);
            exchange.End(Code.Unknown);
            return true;
        }

        return _lookups.Answer(exchange, _address, IsScope(request, Words.Any), since, hops);
    }

    // The since= of a request that has none is below zero. False when a value is none of those that may be.
    private static bool TakeKeys(Message request, out long since, out long hops)
    {
        bool hasSince = request.Find(Words.Since, out _) >= 0;
        since = request.Number(Words.Since, -1);
        hops = request.Number(Words.Hops, Wire.HopsMax);
        return hops >= 0 && since >= 0 == hasSince
            && (IsScope(request, Words.Any) || IsScope(request, Words.Cached) || IsScope(request, Words.Local));
    }

    // What is kept for a child, and not to be read by this one: the child may have a later version that is.
    private bool IsChilds(Exchange exchange, int slot, int start, int length)
    {
        return !_store.IsPublic(slot) && !_store.IsDeleted(slot) && !exchange.IsVouched && IsScope(exchange.Request, Words.Any)
            && _address.Parse(exchange.Request.Octets, start, length, true) && !_access.IsOurs(_address) && _links.IsChilds(_address)
            && (exchange.Who == null || !exchange.Who.Name.DomainIs(_address.Octets, _address.DomainStart, _address.DomainLength))
            && Refusal(exchange, slot) == Code.Unknown;
    }

    private bool AnswerStored(Exchange exchange, int slot, int start, int addressLength, long since)
    {
        int refusal = _store.IsForAnyone(slot) ? 0 : Refusal(exchange, slot);
        if (exchange.Request.HasKeys)
        {
            exchange.Traced("own", refusal == 0 ? Code.Ok : refusal);
        }

        if (refusal != 0)
        {
            exchange.End(refusal);
            return true;
        }

        if (since >= 0 && _store.DateOf(slot) <= since)
        {
            exchange.End(Code.NotNewer);
            return true;
        }

        int length = _store.LengthOf(slot);
        switch (exchange.Reserve(Exchange.LineRoom + length))
        {
            case Room.Later: return false;
            case Room.Busy: exchange.Busy(); return true;
            case Room.Never: exchange.End(Code.TooLarge); return true;
        }

        exchange.Begin(Code.Ok);
        // Of name@domain, which is its own owner.
        if (_store.IsOwner(slot) && exchange.Request.Octets[start] != '@' && !_store.IsOffline(slot))
        {
            exchange.Line.Text(_links.IsHere(exchange.Request.Octets, start, addressLength) ? " live=1" : " live=0");
        }

        exchange.IsStored = true;
        int at = exchange.BeginBody(length, true);
        if (_store.Read(slot, exchange.Line.Octets, at))
        {
            exchange.EndBody();
        }
        else
        {
            exchange.End(Code.Unknown); // the flash lost it; the store has dropped it
        }

        return true;
    }

    private int Refusal(Exchange exchange, int slot)
    {
        if (_store.IsDeleted(slot))
        {
            return Code.Gone;
        }

        if (!_stored.Load(slot) || !_access.MayRead(exchange.Reader, _stored.Head))
        {
            return Code.Unknown;
        }

        return _stored.Head.HasExpired(_clock.Unix(exchange.Now)) ? Code.Gone : 0;
    }

    private static bool IsScope(Message request, byte[] scope)
    {
        int length = request.Find(Words.Scope, out int start);
        return length < 0 ? scope == Words.Any : Ascii.Is(request.Octets, start, length, scope);
    }
}
