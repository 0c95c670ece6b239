using System;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Objects of other domains as they were found elsewhere, and that some were not (docs/PROTOCOL.md section 4):
/// bounded in entries and octets; whatever was used longest ago goes first.</summary>
internal sealed class Cache
{
    /// <summary>There is no such entry.</summary>
    internal const int None = -1;

    /// <summary>So long what comes counts for the relay itself at least.</summary>
    internal const int OwnMs = 30 * MsPerSecond;

    private const int MsPerSecond = 1000;
    private const int NegativeMs = 30 * MsPerSecond;
    private const int FailureMs = 5 * MsPerSecond;
    private const long TtlMaxSeconds = 24 * 60 * 60;

    private readonly CacheEntry[] _entries;

    // Of the addresses, beside the entries: a desk has a thousand of those, and looks three times for each lookup.
    private readonly uint[] _hashes;
    private readonly int _octetsMax;
    private int _octets;

    // Behind the last entry that was ever used.
    private int _reach;

    internal Cache(Limits limits)
    {
        _octetsMax = limits.CacheOctets;
        _entries = new CacheEntry[limits.CacheEntries];
        _hashes = new uint[limits.CacheEntries];
        for (int i = 0; i < _entries.Length; i++)
        {
            _entries[i] = new CacheEntry();
        }
    }

    /// <summary>Finds what is known of an address, fresh or not.</summary>
    /// <returns>The entry, or <see cref="None"/>.</returns>
    internal int Find(byte[] octets, int start, int length)
    {
        uint hash = Platform.Crc32(octets, start, length);
        for (int i = 0; i < _reach; i++)
        {
            if (_hashes[i] == hash && _entries[i].AddressLength == length && Platform.Equal(_entries[i].Address, 0, octets, start, length))
            {
                return i;
            }
        }

        return None;
    }

    /// <summary>What is known of the object that another one is under; null for nothing.</summary>
    internal CacheEntry ParentOf(ObjectReader head)
    {
        int index = head.Has(Protocol.Attribute.Parent)
            ? Find(head.Octets, head.ValueStart(Protocol.Attribute.Parent), head.ValueLength(Protocol.Attribute.Parent)) : None;
        return index < 0 ? null : _entries[index];
    }

    /// <summary>An entry by number.</summary>
    internal CacheEntry At(int index)
    {
        return _entries[index];
    }

    /// <summary>Keeps an object for its <c>ttl</c>; a version older than the one that is here changes nothing.</summary>
    /// <param name="head">The object.</param>
    /// <param name="age">Seconds since it left its own relay, as far as those on the way told.</param>
    /// <param name="proof">One of <see cref="Proof"/>.</param>
    /// <param name="isOwn">Whether the relay needs it itself, which it may for a moment whatever the <c>ttl</c>.</param>
    /// <param name="now">The step's time, in milliseconds.</param>
    /// <returns>The entry; <see cref="None"/> when it may not be kept or does not fit.</returns>
    internal int Put(ObjectReader head, long age, int proof, bool isOwn, long now)
    {
        int index = Find(head.Octets, head.Id.Start, head.Id.Length);
        if (index >= 0 && _entries[index].Object != null && _entries[index].Date > head.Date)
        {
            return None;
        }

        // Of what may not be kept at least the date is: those who watch each other would tell each other for ever.
        bool isKept = (isOwn || head.Ttl > age) && head.Length <= _octetsMax;
        index = Claim(index, head.Octets, head.Id.Start, head.Id.Length, isKept ? head.Length : 0);
        CacheEntry entry = _entries[index];
        long ttl = head.Ttl < TtlMaxSeconds ? head.Ttl : TtlMaxSeconds;
        SetObject(entry, isKept ? head : null);
        entry.Date = head.Date;
        entry.FetchedAt = now - (age * MsPerSecond);
        entry.UsedAt = now;
        entry.FreshUntil = isKept ? entry.FetchedAt + (ttl * MsPerSecond) : now;
        entry.OwnUntil = isKept ? now + OwnMs : now;
        entry.Proof = proof;
        return isKept ? index : None;
    }

    /// <summary>Keeps that there is no such object: unknown, or gone.</summary>
    /// <param name="octets">Holds the address.</param>
    /// <param name="start">First octet.</param>
    /// <param name="length">How many.</param>
    /// <param name="code">404 or 410.</param>
    /// <param name="isForStrangers">Whether it was said to one who had not proved who he is.</param>
    /// <param name="now">The step's time, in milliseconds.</param>
    internal void PutNegative(byte[] octets, int start, int length, int code, bool isForStrangers, long now)
    {
        CacheEntry entry = PutNothing(octets, start, length, code, now);
        entry.Proof = isForStrangers ? Fmtp.Nano.Proof.Stranger : Fmtp.Nano.Proof.Domain;
        entry.FreshUntil = now + NegativeMs;
        entry.OwnUntil = now + OwnMs;
    }

    /// <summary>Keeps for the relay itself, which need not ask again at once, that an object cannot be had now.</summary>
    internal void PutFailure(byte[] octets, int start, int length, int code, long now)
    {
        PutNothing(octets, start, length, code, now).OwnUntil = now + FailureMs;
    }

    private CacheEntry PutNothing(byte[] octets, int start, int length, int code, long now)
    {
        CacheEntry entry = _entries[Claim(Find(octets, start, length), octets, start, length, 0)];
        SetObject(entry, null);
        entry.Code = code;
        entry.FetchedAt = now;
        entry.UsedAt = now;
        return entry;
    }

    // The entry of an address with room for so many octets.
    private int Claim(int index, byte[] octets, int start, int length, int room)
    {
        if (index < 0)
        {
            index = Oldest(None, true);
            _reach = index < _reach ? _reach : index + 1;
            CacheEntry entry = _entries[index];
            SetObject(entry, null);
            _hashes[index] = Platform.Crc32(octets, start, length);
            entry.AddressLength = length;
            entry.Date = 0;
            entry.OwnUntil = 0;
            entry.RenewAgainAt = 0;
            Array.Copy(octets, start, entry.Address, 0, length);
        }

        int own = _entries[index].Object == null ? 0 : _entries[index].Object.Length;
        while (_octets - own + room > _octetsMax)
        {
            SetObject(_entries[Oldest(index, false)], null);
        }

        return index;
    }

    // Whichever was used longest ago: a free one if that will do, else one that holds octets.
    private int Oldest(int except, bool mayBeEmpty)
    {
        int oldest = None;
        for (int i = 0; i < _entries.Length; i++)
        {
            bool isCandidate = i != except && (mayBeEmpty || _entries[i].Object != null);
            if (isCandidate && (oldest < 0 || _entries[i].UsedAt < _entries[oldest].UsedAt))
            {
                oldest = i;
            }
        }

        return oldest;
    }

    // An array of the same length is used again: sensors say the same again and again.
    private void SetObject(CacheEntry entry, ObjectReader head)
    {
        int before = entry.Object == null ? 0 : entry.Object.Length;
        int length = head == null ? 0 : head.Length;
        entry.Code = Code.Ok;
        if (head == null)
        {
            entry.Object = null;
            entry.FreshUntil = 0;
        }
        else
        {
            if (length != before)
            {
                entry.Object = new byte[length];
            }

            Array.Copy(head.Octets, head.Start, entry.Object, 0, length);
        }

        _octets += length - before;
    }
}

/// <summary>What is known of one address elsewhere.</summary>
internal sealed class CacheEntry
{
    internal readonly byte[] Address = new byte[Wire.AddressMax];

    internal int AddressLength;

    /// <summary>The object; null when it is not known or there is none.</summary>
    internal byte[] Object;

    /// <summary>200, or why there is none.</summary>
    internal int Code;

    /// <summary>The newest version seen: an older one is not given any more.</summary>
    internal long Date;

    internal long FetchedAt;

    internal long UsedAt;

    internal long FreshUntil;

    /// <summary>Until when the relay itself goes by it.</summary>
    internal long OwnUntil;

    /// <summary>Before this it is not asked for anew while it is known.</summary>
    internal long RenewAgainAt;

    /// <summary>How it is known to be true: one of <see cref="Fmtp.Nano.Proof"/>.</summary>
    internal int Proof;

    /// <summary>When the object came, or that there is none.</summary>
    internal long CameAt
    {
        get { return OwnUntil - Cache.OwnMs; }
    }

    /// <summary>Whether it is what a stranger is told, and our users may be told more.</summary>
    internal bool IsForStrangers
    {
        get { return Object == null && Proof == Fmtp.Nano.Proof.Stranger; }
    }

    /// <summary>Whether it may be answered from, without asking elsewhere.</summary>
    internal bool IsFresh(long now)
    {
        return now < FreshUntil;
    }
}
