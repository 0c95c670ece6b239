using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>What is kept in the parent's mailbox, and what here (docs/PROTOCOL.md section 4, Mailbox).</summary>
internal sealed class MailboxRules
{
    private const int ToldMost = 8;

    private readonly Access _access;
    private readonly Store _store;
    private readonly Links _links;
    private readonly byte[] _mark;
    private readonly byte[] _offeredMark;
    private readonly Address _address = new Address();
    private readonly uint[] _toldIds = new uint[ToldMost];
    private readonly long[] _toldDates = new long[ToldMost];
    private bool _isMarked;
    private bool _hasOffered;
    private bool _isOfferedMarked;
    private long _objectMax = long.MaxValue;
    private int _told;

    internal MailboxRules(Access access, Store store, Links links, Configuration configuration)
    {
        _access = access;
        _store = store;
        _links = links;
        IsKeeper = configuration.Mailbox;
        if (links.HasParent)
        {
            _mark = Ascii.Octets("m@" + configuration.Parent.Domain); // no peer's: theirs are of the own domain
            _offeredMark = Ascii.Octets("o@" + configuration.Parent.Domain);
        }
    }

    /// <summary>Whether this relay keeps a mailbox itself, for its children.</summary>
    internal readonly bool IsKeeper;

    /// <summary>Whether the parent keeps a mailbox for this relay, as it said when it was last linked.</summary>
    internal bool IsServed;

    /// <summary>Remembers over a restart whether there is a mailbox: what is in it is not unknown while the parent
    /// cannot be reached.</summary>
    internal void Start()
    {
        _isMarked = _mark != null && (_store.MarkOf(_mark, 0, _mark.Length) & 1) != 0;
        IsServed = _isMarked;
        _isOfferedMarked = _mark != null && _store.MarkOf(_offeredMark, 0, _offeredMark.Length) != 0;
        _hasOffered = _isOfferedMarked;
    }

    /// <summary>Takes what the parent said in its HELLO.</summary>
    /// <param name="isMailbox">Whether it keeps a mailbox.</param>
    /// <param name="objectMax">Octets of the largest object it takes; 0 where it did not say.</param>
    internal void Found(bool isMailbox, long objectMax)
    {
        IsServed = isMailbox;
        _objectMax = objectMax > 0 ? objectMax : long.MaxValue;
    }

    /// <summary>Writes that down where it has changed.</summary>
    internal void Step()
    {
        if (_isMarked != IsServed)
        {
            _isMarked = _store.SetMark(_mark, 0, _mark.Length, _store.MarkOf(_mark, 0, _mark.Length) + 1) ? IsServed : _isMarked;
        }

        if (_isOfferedMarked != _hasOffered)
        {
            _isOfferedMarked = _store.SetMark(_offeredMark, 0, _offeredMark.Length, 1);
        }
    }

    /// <summary>Whether an object that is not stored here belongs into the mailbox: what is private and piles up, what is under
    /// something that is there, and what deletes it.</summary>
    internal bool IsFor(ObjectReader head)
    {
        if (!IsServed || !head.Id.IsObject)
        {
            return false; // of names there are few
        }

        return (head.IsDeleted && !head.IsPublic) || IsUnderThere(head) || (!head.IsPublic && !head.IsVolatile && !IsUnderHere(head) && Fits(head));
    }

    /// <summary>Whether an object for which there is no room here may be offered. What is private in a room of ours stays with
    /// it: its members are not known there.</summary>
    internal bool MayOffer(ObjectReader head)
    {
        bool mayOffer = IsServed && head.Id.IsObject && Fits(head) && (head.IsPublic ? _access.IsOurs(head.Id) : !IsUnderHere(head));
        _hasOffered |= mayOffer;
        return mayOffer;
    }

    /// <summary>Whether an object that would be kept here, and is not, may have been offered: then a version of it is there, and
    /// the next goes there, too.</summary>
    internal bool MayBeOffered(ObjectReader head)
    {
        return IsServed && _hasOffered && head.Id.IsObject && Fits(head) && (head.IsPublic ? _access.IsOurs(head.Id) : !IsUnderHere(head));
    }

    /// <summary>Whether the object that one is under may be in the mailbox: it is ours and not here.</summary>
    internal bool IsUnderThere(ObjectReader head)
    {
        return IsServed && head.Id.IsObject && IsUnderOurs(head) && FindParent(head) < 0;
    }

    /// <summary>Whether the parent takes one as long as this.</summary>
    internal bool Fits(ObjectReader head)
    {
        return head.Length <= _objectMax;
    }

    /// <summary>Whether a tombstone over what is not his may be handed up: the parent knows whether it is to him.</summary>
    internal bool MayDelete(Exchange exchange, ObjectReader head)
    {
        return IsServed && head.IsDeleted && head.Id.IsObject && !exchange.IsFromParent && !exchange.IsVouched && IsOwn(exchange.Sealed);
    }

    /// <summary>Whether an object that is not here may be there: one of ours; or of another domain, a message to the asker, who
    /// would else be sent to its relay.</summary>
    internal bool MayHave(Exchange exchange, Address address)
    {
        return IsServed && !exchange.IsVouched && !exchange.IsFromParent
            && (_access.IsOurs(address) || (address.IsObject && IsOwn(exchange.Who) && _links.To(address, null) != null));
    }

    /// <summary>Whether a LIST is of the mailbox, too: of ours, asked by others than the parent.</summary>
    internal bool IsOf(Exchange exchange)
    {
        Message request = exchange.Request;
        return IsServed && !exchange.IsFromParent && !exchange.Asker.IsSilent && !exchange.IsVouched
            && request.Positionals == 1 && _address.Parse(request.Octets, request.PositionalStart(0), request.PositionalLength(0), true) && _access.IsOurs(_address)
            && !IsLocal(request);
    }

    /// <summary>Whether watchers were told of this version lately: it comes again when it was pushed and delivered, or its answer
    /// was lost.</summary>
    internal bool WasTold(ObjectReader head)
    {
        uint id = Platform.Crc32(head.Octets, head.Id.Start, head.Id.Length);
        for (int i = 0; i < _toldIds.Length; i++)
        {
            if (_toldIds[i] == id && _toldDates[i] == head.Date)
            {
                return true;
            }
        }

        _toldIds[_told] = id;
        _toldDates[_told] = head.Date;
        _told = (_told + 1) % _toldIds.Length;
        return false;
    }

    /// <summary>Whether somebody is of our domain: the parent judges for him.</summary>
    internal bool IsOwn(Peer who)
    {
        return who != null && _access.IsOurs(who.Name);
    }

    private bool IsUnderHere(ObjectReader head)
    {
        return IsUnderOurs(head) && FindParent(head) >= 0;
    }

    private bool IsUnderOurs(ObjectReader head)
    {
        return head.Has(Protocol.Attribute.Parent)
            && _address.Parse(head.Octets, head.ValueStart(Protocol.Attribute.Parent), head.ValueLength(Protocol.Attribute.Parent), false)
            && _access.IsOurs(_address);
    }

    private int FindParent(ObjectReader head)
    {
        return _store.Find(head.Octets, head.ValueStart(Protocol.Attribute.Parent), head.ValueLength(Protocol.Attribute.Parent));
    }

    private static bool IsLocal(Message request)
    {
        int length = request.Find(Words.Scope, out int start);
        return length >= 0 && Ascii.Is(request.Octets, start, length, Words.Local);
    }
}
