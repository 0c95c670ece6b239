using System;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Finds the key that a signature must verify with (docs/PROTOCOL.md sections 1, 2 and 6). It keeps none: the
/// resolver and the cache know how long what they say holds, and are asked every time.</summary>
internal sealed class Keys
{
    private static readonly byte[] UserWord = Ascii.Octets("user");
    private static readonly byte[] SelfWord = Ascii.Octets("self");
    private static readonly byte[] Between = Ascii.Octets("._fmtp.");

    private readonly ISignatures _signatures;
    private readonly Resolver _resolver;
    private readonly Store _store;
    private readonly Access _access;
    private readonly Clock _clock;
    private readonly byte[] _ownSelector;

    /// <summary>Makes one.</summary>
    /// <param name="signatures">Knows the own key.</param>
    /// <param name="resolver">Asks DNS; null where there is none, and then no selector but the own is known.</param>
    /// <param name="store">Has the user objects of the own domain.</param>
    /// <param name="access">Knows the own domain.</param>
    /// <param name="clock">The time of day.</param>
    /// <param name="configuration">Has the own selector.</param>
    internal Keys(ISignatures signatures, Resolver resolver, Store store, Access access, Clock clock, Configuration configuration)
    {
        _signatures = signatures;
        _resolver = resolver;
        _store = store;
        _access = access;
        _clock = clock;
        bool hasSelector = configuration.Signing != null && !string.IsNullOrEmpty(configuration.Signing.Selector);
        _ownSelector = hasSelector ? Ascii.Octets(configuration.Signing.Selector) : null;
    }

    /// <summary>Finds the user objects of other domains; null where nobody does.</summary>
    internal IForeignObjects Users;

    // Whose object says what was found last: a user's elsewhere; null for nobody's.
    private Address _owner;

    /// <summary>The key that was found last, 32 octets.</summary>
    internal readonly byte[] Found = new byte[Wire.KeyLength];

    /// <summary>The key of an object's signature.</summary>
    /// <param name="head">The object.</param>
    /// <param name="reference">Where its key-ref begins.</param>
    /// <param name="length">Octets of the key-ref.</param>
    /// <param name="now">The step's time, in milliseconds.</param>
    /// <returns>One of <see cref="Verdict"/>: Good with the key in <see cref="Found"/>; Bad when there is none.</returns>
    internal int OfObject(ObjectReader head, int reference, int length, long now)
    {
        byte[] octets = head.Octets;
        _owner = null;
        if (Ascii.Is(octets, reference, length, SelfWord))
        {
            return OfName(head.Id);
        }

        if (Ascii.Is(octets, reference, length, UserWord))
        {
            // Its own key cannot vouch for the object that brings it.
            return head.Id.IsObject ? OfUser(head.Id, now) : Verdict.Bad;
        }

        return OfSelector(octets, reference, length, head.Id, now);
    }

    /// <summary>The key that proves who somebody is: of a user the one in his object, of a domain the one in its
    /// name, else a selector's.</summary>
    /// <param name="who">His address, <c>name@domain</c> or <c>@domain</c>.</param>
    /// <param name="selector">Of a domain, the selector.</param>
    /// <param name="now">The step's time, in milliseconds.</param>
    /// <returns>As <see cref="OfObject"/>.</returns>
    internal int OfSpeaker(Address who, byte[] selector, long now)
    {
        _owner = null;
        if (!who.IsHost)
        {
            return OfUser(who, now);
        }

        return SelfCertified.Claims(who.Octets, who.DomainStart, who.DomainLength) ? OfName(who) : OfSelector(selector, 0, selector.Length, who, now);
    }

    /// <summary>Has the key that was asked for last looked for again, as nothing verifies with it: a user elsewhere may have another by now.</summary>
    /// <param name="since">Since when it is needed.</param>
    /// <param name="now">The step's time, in milliseconds.</param>
    /// <returns>As <see cref="IForeignObjects.Renew"/>.</returns>
    internal int Renew(long since, long now)
    {
        return _owner == null || Users == null ? Verdict.Bad : Users.Renew(_owner.Octets, _owner.OwnerStart, _owner.OwnerLength, since, now);
    }

    /// <summary>Whether a user of the own domain has a key of his own.</summary>
    internal bool HasOwn(Address owner, long now)
    {
        ObjectReader user = Own(owner, now);
        return user != null && user.Has(Protocol.Attribute.Key);
    }

    private int OfName(Address id)
    {
        return SelfCertified.ReadKey(id.Octets, id.DomainStart, id.DomainLength, Found) ? Verdict.Good : Verdict.Bad;
    }

    private int OfUser(Address id, long now)
    {
        ObjectReader user;
        if (_access.IsOurs(id))
        {
            user = Own(id, now);
        }
        else
        {
            _owner = id;
            int verdict = Users == null ? Verdict.Bad : Users.Find(id.Octets, id.OwnerStart, id.OwnerLength, now);
            if (verdict != Verdict.Good)
            {
                return verdict;
            }

            user = Users.Found;
        }

        if (user == null || !user.Has(Protocol.Attribute.Key) || user.IsDeleted || user.HasExpired(_clock.Unix(now)))
        {
            return Verdict.Bad;
        }

        int label = ObjectWords.Ed25519.Length + 1;
        int length = user.ValueLength(Protocol.Attribute.Key) - label;
        Array.Copy(Ascii.FromBase64(user.Octets, user.ValueStart(Protocol.Attribute.Key) + label, length), Found, Found.Length);
        return Verdict.Good;
    }

    // The user object of an owner of the own domain; null where there is none.
    private ObjectReader Own(Address id, long now)
    {
        ObjectReader user = _store.Head(id.Octets, id.OwnerStart, id.OwnerLength);
        return user == null || user.HasExpired(_clock.Unix(now)) ? null : user;
    }

    private int OfSelector(byte[] selector, int start, int length, Address id, long now)
    {
        int domainLength = id.DomainLength;
        if (SelfCertified.Claims(id.Octets, id.DomainStart, domainLength))
        {
            return Verdict.Bad;
        }

        if (_ownSelector != null && _access.IsOurs(id) && Ascii.Is(selector, start, length, _ownSelector))
        {
            byte[] own = _signatures.PublicKey;
            if (own == null)
            {
                return Verdict.Pending; // it is still being derived
            }

            Array.Copy(own, Found, Found.Length);
            return Verdict.Good;
        }

        int nameLength = length + Between.Length + domainLength;
        if (_resolver == null || nameLength > _resolver.Room.Length)
        {
            return Verdict.Bad;
        }

        byte[] name = _resolver.Room;
        Array.Copy(selector, start, name, 0, length);
        Array.Copy(Between, 0, name, length, Between.Length);
        Array.Copy(id.Octets, id.DomainStart, name, length + Between.Length, domainLength);
        int slot = _resolver.Ask(DnsType.Txt, name, 0, nameLength, now);
        if (slot < 0)
        {
            return slot == Resolver.Full ? Verdict.Unknown : Verdict.Bad;
        }

        int found = Read(slot);
        _resolver.Release(slot); // it stays the resolver's as long as it is pending, and as long as it holds
        return found;
    }

    private int Read(int slot)
    {
        switch (_resolver.StateOf(slot))
        {
            case DnsState.Pending: return Verdict.Pending;
            case DnsState.ServerFailed:
            case DnsState.TimedOut: return Verdict.Unknown;
        }

        // One record, or nobody could tell which of them counts.
        int found = Verdict.Bad;
        int records = 0;
        for (int i = 0; i < _resolver.CountOf(slot); i++)
        {
            int record = KeyRecord.Read(_resolver.OctetsOf(slot), _resolver.StartOf(slot, i), _resolver.LengthOf(slot, i), Found);
            if (record != KeyRecord.Other)
            {
                records++;
                found = record;
            }
        }

        return records == 1 ? found : Verdict.Bad;
    }
}
