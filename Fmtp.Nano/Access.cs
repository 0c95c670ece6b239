using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Who may: the rules of docs/PROTOCOL.md section 5, all of them here.</summary>
internal sealed class Access
{
    /// <summary>Nothing for anybody here, but a message that may be relayed.</summary>
    internal const int ToRelay = -1;

    /// <summary>Whether its signature verifies is not known yet.</summary>
    internal const int ToWait = -2;

    private static readonly byte[] RelayUser = Ascii.Octets("relay@");

    private readonly Store _store;
    private readonly Watches _watches;
    private readonly Clock _clock;
    private readonly Address _address = new Address();
    private long _unix;

    internal Access(Store store, Watches watches, Clock clock, string domain)
    {
        _store = store;
        _watches = watches;
        _clock = clock;
        Host = Ascii.Octets("@" + domain);
    }

    /// <summary>Knows whether signatures verify.</summary>
    internal Verdicts Verdicts;

    /// <summary>Knows whose domains are children's.</summary>
    internal Links Links;

    /// <summary>This relay's own address, <c>@domain</c>.</summary>
    internal byte[] Host;

    /// <summary>Whether an address is of the domain this relay serves.</summary>
    internal bool IsOurs(Address address)
    {
        return address.DomainIs(Host, 1, Host.Length - 1);
    }

    /// <summary>Whether a domain is the one this relay serves.</summary>
    internal bool IsOurs(byte[] octets, int start, int length)
    {
        return length == Host.Length - 1 && Platform.Equal(octets, start, Host, 1, length);
    }

    /// <summary>Whether an object is given to somebody.</summary>
    /// <param name="who">Who asks, sealed or proved; null for anyone.</param>
    /// <param name="head">The object.</param>
    internal bool MayRead(Peer who, ObjectReader head)
    {
        if (head.IsPublic)
        {
            return true;
        }

        if (who == null)
        {
            return false;
        }

        return who.SpeaksFor(head.Octets, head.Id.OwnerStart, head.Id.OwnerLength) || IsRecipient(who, head)
            || IsMember(who, head) || IsOfParent(who, head);
    }

    /// <summary>Whether somebody is a member of what an object elsewhere is under, as that one is known here.</summary>
    /// <param name="who">Who asks; null for anyone.</param>
    /// <param name="parent">What is known of the parent object; null for nothing.</param>
    /// <param name="now">The step's time, in milliseconds.</param>
    internal bool IsMember(Peer who, CacheEntry parent, long now)
    {
        ObjectReader head = _store.Reader;
        return who != null && parent != null && parent.Object != null && head.ParseStored(parent.Object, 0, parent.Object.Length)
            && !head.IsDeleted && !head.HasExpired(_clock.Unix(now)) && IsMember(who, head);
    }

    /// <summary>Whether somebody may put an object; judged before what is stored of it is looked at.</summary>
    /// <param name="who">Whose seal the request carries; null for anyone.</param>
    /// <param name="standing">What he is to this relay: one of <see cref="Standing"/>.</param>
    /// <param name="head">The object that is put.</param>
    /// <param name="stored">The version that is here; null for none.</param>
    /// <param name="now">The step's time, in milliseconds.</param>
    /// <returns>0 when he may, <see cref="ToRelay"/>, <see cref="ToWait"/>; else 401, 403, 404 or 503.</returns>
    internal int MayPut(Peer who, int standing, ObjectReader head, ObjectReader stored, long now)
    {
        _unix = _clock.Unix(now);
        bool isOurs = IsOurs(head.Id);
        if (who != null && who.IsParent)
        {
            return isOurs || IsForUs(head) ? 0 : Code.Forbidden; // its parent has judged by these rules
        }

        // A seal speaks for the owner: of our domain his own or the domain's, of another the domain's alone.
        bool isRelay = who != null && who.Name.IsHost;
        bool isOwners = who != null && (isOurs || isRelay) && who.SpeaksFor(head.Octets, head.Id.OwnerStart, head.Id.OwnerLength);
        if (!isOwners)
        {
            if (!head.IsSigned)
            {
                return isOurs && who != null ? Code.Forbidden : Code.Unauthorized;
            }

            switch (Verdicts.Of(head, standing, now))
            {
                case Verdict.Pending: return ToWait;
                case Verdict.Bad: return Code.Unauthorized;
                case Verdict.Unknown: return Code.Busy;
            }

            who = null; // it is the author who is judged, whoever brings it
        }

        if (isOurs)
        {
            bool isReserved = who != null && !who.Name.IsHost && IsRelays(head);
            return isReserved ? Code.Forbidden : MayPutUnder(who, head, stored);
        }

        return IsForUs(head) ? MayPutUnder(who, head, null)
            : head.Has(Attribute.To) && (isRelay || IsForChild(head)) ? ToRelay
            : Code.Forbidden;
    }

    /// <summary>Whether somebody may have the relay complete an object: date it, mint its id (section 2).</summary>
    internal bool MayComplete(Peer who, ObjectReader head)
    {
        return who != null && !head.IsSigned && IsOurs(head.Id) && who.SpeaksFor(head.Octets, head.Id.OwnerStart, head.Id.OwnerLength);
    }

    /// <summary>Whether a child may have an object kept in the mailbox here (section 4). What is of its own domain it has
    /// judged, but for a parent object that is here, be it ours; what is of another only it may ever see.</summary>
    /// <param name="child">The child's relay.</param>
    /// <param name="reader">Who puts it, on the child's word: the child, which has judged; or the author; null for nobody.</param>
    /// <param name="head">The object that is put.</param>
    /// <param name="stored">The version that is here; null for none.</param>
    /// <param name="now">The step's time, in milliseconds.</param>
    /// <returns>0 when it may; else 401, 403 or 404.</returns>
    internal int MayKeep(Peer child, Peer reader, ObjectReader head, ObjectReader stored, long now)
    {
        _unix = _clock.Unix(now);
        if (reader == null)
        {
            return Code.Unauthorized;
        }

        // What is under an object of ours our own users are shown: they would have been spared it, had it been delivered.
        int underOurs = MayPutUnder(child, head, stored);
        bool isOfChild = child.SpeaksFor(head.Octets, head.Id.OwnerStart, head.Id.OwnerLength);
        if (underOurs != 0)
        {
            return isOfChild ? underOurs : Code.Unauthorized;
        }

        if (!isOfChild)
        {
            bool isChilds = !IsOurs(head.Id) && IsOnlyFor(child, head) && (stored == null || IsOnlyFor(child, stored));
            if (!isChilds)
            {
                int refusal = IsHere(head) ? 0 : MayKeepSigned(child, head, now);
                if (refusal != 0)
                {
                    return refusal;
                }
            }
        }

        if (reader.Name.IsHost)
        {
            return 0;
        }

        if (!reader.SpeaksFor(head.Octets, head.Id.OwnerStart, head.Id.OwnerLength))
        {
            return Code.Forbidden;
        }

        return IsParentOf(child, head) && !(head.IsDeleted && stored != null) ? MayPutUnder(reader, head) : 0;
    }

    // What is for others, too, the signature has to vouch for.
    private int MayKeepSigned(Peer child, ObjectReader head, long now)
    {
        bool isForChild = !IsOurs(head.Id) && (IsRecipient(child, head) || IsParentOf(child, head));
        int verdict = isForChild && head.IsSigned ? Verdicts.Of(head, Standing.Own, now) : Verdict.Bad;
        return verdict == Verdict.Good ? 0 : verdict == Verdict.Pending ? ToWait : Code.Unauthorized;
    }

    // A message that nobody else will ever be shown: whether its author wrote it is between him and the child.
    private bool IsOnlyFor(Peer child, ObjectReader head)
    {
        int place = 0;
        int length;
        while ((length = head.NextRecipient(ref place)) > 0)
        {
            if (!child.SpeaksFor(head.Octets, place - length, length))
            {
                return false;
            }
        }

        return head.Id.IsObject && !head.IsPublic && !head.Has(Attribute.Member)
            && (head.Has(Attribute.Parent) ? IsParentOf(child, head) : head.Has(Attribute.To));
    }

    // Whether the parent object is of a child's domain.
    private static bool IsParentOf(Peer child, ObjectReader head)
    {
        return head.Has(Attribute.Parent) && child.SpeaksFor(head.Octets, head.ValueStart(Attribute.Parent), head.ValueLength(Attribute.Parent));
    }

    // Whether the very object is here: then nothing is written.
    private bool IsHere(ObjectReader head)
    {
        int slot = _store.Find(head.Octets, head.Id.Start, head.Id.Length);
        return slot >= 0 && _store.IsSame(slot, 0, head.Octets, head.Start, head.Length);
    }

    /// <summary>Whether somebody may put a tombstone here over an object of another's: a recipient in his mailbox,
    /// a parent's owner over a child. It holds at this relay and is not forwarded; put again, it is the same.</summary>
    internal bool MayDelete(Peer who, ObjectReader head, ObjectReader stored)
    {
        if (who == null || !head.IsDeleted || stored == null)
        {
            return false;
        }

        bool isAgain = stored.IsDeleted && IsHere(head);
        return isAgain || IsRecipient(who, stored) || IsParentsOwner(who, stored);
    }

    // The `write` of a parent that is ours. Whoever may not read the parent does not learn that it exists.
    private int MayPutUnder(Peer who, ObjectReader head, ObjectReader stored)
    {
        if (!head.Has(Attribute.Parent) || (head.IsDeleted && stored != null))
        {
            return 0;
        }

        _address.Parse(head.Octets, head.ValueStart(Attribute.Parent), head.ValueLength(Attribute.Parent), false);
        return IsOurs(_address) ? MayPutUnder(who, head) : 0;
    }

    private int MayPutUnder(Peer who, ObjectReader head)
    {
        ObjectReader parent = ParentOf(head);
        if (parent != null && IsReport(head, parent))
        {
            return 0;
        }

        if (parent == null || parent.HasExpired(_unix) || !MayRead(who, parent, head))
        {
            return Code.Unknown;
        }

        int owner = head.Id.OwnerStart;
        int length = head.Id.OwnerLength;
        bool mayWrite = parent.Id.OwnerIs(head.Octets, owner, length)
            || parent.Write == WriteRule.Signed
            || (parent.Write == WriteRule.Members && parent.IsMember(head.Octets, owner, length));
        return mayWrite ? 0 : Code.Forbidden;
    }

    private static bool IsRelays(ObjectReader head)
    {
        return head.Id.OwnerLength > RelayUser.Length && Platform.Equal(head.Octets, head.Id.OwnerStart, RelayUser, 0, RelayUser.Length);
    }

    // What a relay on the way of a message tells its sender of it, a bounce. It cannot be among the recipients.
    private static bool IsReport(ObjectReader head, ObjectReader parent)
    {
        return IsRelays(head) && parent.Has(Attribute.To) && head.IsTo(parent.Octets, parent.Id.OwnerStart, parent.Id.OwnerLength);
    }

    // Whether the parent is there for the writer: to read for him or for the author he speaks for.
    private static bool MayRead(Peer who, ObjectReader parent, ObjectReader child)
    {
        return parent.IsPublic
            || (who != null && who.SpeaksFor(parent.Octets, parent.Id.OwnerStart, parent.Id.OwnerLength))
            || parent.Id.OwnerIs(child.Octets, child.Id.OwnerStart, child.Id.OwnerLength)
            || parent.IsMember(child.Octets, child.Id.OwnerStart, child.Id.OwnerLength)
            || parent.IsTo(child.Octets, child.Id.OwnerStart, child.Id.OwnerLength);
    }

    private bool IsForUs(ObjectReader head)
    {
        return IsAddressed(head) || _watches.IsWatched(head);
    }

    /// <summary>Whether an object is for somebody here: a recipient or a parent object is of our domain.</summary>
    internal bool IsAddressed(ObjectReader head)
    {
        int place = 0;
        int length;
        while ((length = head.NextRecipient(ref place)) > 0)
        {
            if (_address.Parse(head.Octets, place - length, length, false) && IsOurs(_address))
            {
                return true;
            }
        }

        return head.Has(Attribute.Parent)
            && _address.Parse(head.Octets, head.ValueStart(Attribute.Parent), head.ValueLength(Attribute.Parent), false) && IsOurs(_address);
    }

    // Whether a recipient is of a child's domain: for the world, its relay is here.
    private bool IsForChild(ObjectReader head)
    {
        int place = 0;
        int length;
        while ((length = head.NextRecipient(ref place)) > 0)
        {
            if (_address.Parse(head.Octets, place - length, length, false) && Links.IsChilds(_address))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsRecipient(Peer who, ObjectReader head)
    {
        int place = 0;
        int length;
        while ((length = head.NextRecipient(ref place)) > 0)
        {
            if (who.SpeaksFor(head.Octets, place - length, length))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsMember(Peer who, ObjectReader head)
    {
        int place = 0;
        while (head.NextLine(Attribute.Member, ref place, out int start, out int length))
        {
            if (who.SpeaksFor(head.Octets, start, length))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsParentsOwner(Peer who, ObjectReader head)
    {
        return head.Has(Attribute.Parent)
            && _address.Parse(head.Octets, head.ValueStart(Attribute.Parent), head.ValueLength(Attribute.Parent), false)
            && who.SpeaksFor(_address.Octets, _address.OwnerStart, _address.OwnerLength);
    }

    private bool IsOfParent(Peer who, ObjectReader head)
    {
        if (IsParentsOwner(who, head))
        {
            return true;
        }

        ObjectReader parent = head.Has(Attribute.Parent) ? ParentOf(head) : null;
        return parent != null && IsMember(who, parent);
    }

    private ObjectReader ParentOf(ObjectReader head)
    {
        return _store.Head(head.Octets, head.ValueStart(Attribute.Parent), head.ValueLength(Attribute.Parent));
    }
}
