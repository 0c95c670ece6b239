using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Who may read what comes from elsewhere (docs/PROTOCOL.md sections 4 and 5). Who the members of a room are stands in the
/// room, which is looked for as well where it is elsewhere.</summary>
internal sealed class Readers
{
    private readonly Access _access;
    private readonly Cache _cache;
    private readonly Lookups _lookups;
    private readonly Address _address = new Address();

    internal Readers(Access access, Cache cache, Lookups lookups)
    {
        _access = access;
        _cache = cache;
        _lookups = lookups;
    }

    /// <summary>Whether somebody may read an object; asked again in every step until that is known.</summary>
    /// <param name="who">Who asks, sealed or proved; null for anyone.</param>
    /// <param name="head">The object.</param>
    /// <param name="now">The step's time, in milliseconds.</param>
    /// <returns>One of <see cref="Verdict"/>.</returns>
    internal int MayRead(Peer who, ObjectReader head, long now)
    {
        if (_access.MayRead(who, head))
        {
            return Verdict.Good;
        }

        if (who == null || !IsParentElsewhere(head))
        {
            return Verdict.Bad;
        }

        int found = Find(head, _access.IsOurs(who.Name), now, out CacheEntry parent);
        return found == Verdict.Good && !_access.IsMember(who, parent, now) ? Verdict.Bad : found;
    }

    /// <summary>Whether that is known of each who waits for a lookup.</summary>
    internal bool IsJudged(Waiters waiters, Lookup lookup, ObjectReader head, long now)
    {
        bool isJudged = true;
        int place = 0;
        while (!head.IsPublic && waiters.Next(lookup, ref place, out Peer who))
        {
            isJudged &= MayRead(who, head, now) != Verdict.Pending;
        }

        return isJudged;
    }

    /// <summary>Has what an object is under looked for, where it is not known: what is watched in a room is told to
    /// those who are known to be its members.</summary>
    internal void Prepare(ObjectReader head, long now)
    {
        CacheEntry parent = _cache.ParentOf(head);
        if (!head.IsPublic && (parent == null || parent.Object == null) && IsParentElsewhere(head))
        {
            Find(head, true, now, out _);
        }
    }

    private int Find(ObjectReader head, bool mayProve, long now, out CacheEntry parent)
    {
        return _lookups.Find(head.Octets, head.ValueStart(Attribute.Parent), head.ValueLength(Attribute.Parent), mayProve, now, out parent);
    }

    private bool IsParentElsewhere(ObjectReader head)
    {
        return head.Has(Attribute.Parent)
            && _address.Parse(head.Octets, head.ValueStart(Attribute.Parent), head.ValueLength(Attribute.Parent), false) && !_access.IsOurs(_address);
    }
}
