using System;

namespace Fmtp.Nano;

/// <summary>The table of the objects: columns by slot, and a hash table over the addresses.</summary>
/// <remarks>Thirty octets an object, the order of LIST included. Columns are arrays that loops take into a local: on a board
/// a call costs as much as ten comparisons. Hashes are 16 bits; who finds one equal reads the object to
/// be sure.</remarks>
internal sealed class ObjectIndex
{
    /// <summary>No slot.</summary>
    public const short None = -1;

    /// <summary>Bit of <see cref="Flags"/>: it is public.</summary>
    public const byte Public = 1;

    /// <summary>It is a tombstone.</summary>
    public const byte Deleted = 2;

    /// <summary>It has an <c>expires</c>.</summary>
    public const byte Expires = 4;

    /// <summary>Its <c>expires</c> was seen to have passed.</summary>
    public const byte Expired = 8;

    /// <summary>It has a <c>keep</c>.</summary>
    public const byte Keep = 16;

    /// <summary>It has a signature's line, so that its address does not stand first.</summary>
    public const byte Signed = 32;

    /// <summary>It has recipients.</summary>
    public const byte Recipients = 64;

    /// <summary>Its <c>status</c> is <c>offline</c>.</summary>
    public const byte Offline = 128;

    /// <summary>Short hash of the address.</summary>
    public readonly short[] Hash;

    /// <summary>Unix milliseconds of the version.</summary>
    public readonly long[] Date;

    /// <summary>Place in the journal; below zero, the complement of an entry of <see cref="Volatiles"/>.</summary>
    public readonly int[] Place;

    /// <summary>Octets of the object; 0 in a free slot.</summary>
    public readonly ushort[] Length;

    /// <summary>Short hash of the owner.</summary>
    public readonly short[] Owner;

    /// <summary>Short hash of the parent.</summary>
    public readonly short[] Parent;

    /// <summary>Short hash of the top.</summary>
    public readonly short[] Top;

    /// <summary>Short hash of the type.</summary>
    public readonly short[] Type;

    /// <summary>The bits above.</summary>
    public readonly byte[] Flags;

    private readonly short[] _next;
    private readonly short[] _buckets;
    private readonly int _bucketMask;
    private short _free;

    /// <summary>Makes an empty table.</summary>
    public ObjectIndex(int capacity)
    {
        Hash = new short[capacity];
        Date = new long[capacity];
        Place = new int[capacity];
        Length = new ushort[capacity];
        Owner = new short[capacity];
        Parent = new short[capacity];
        Top = new short[capacity];
        Type = new short[capacity];
        Flags = new byte[capacity];
        _next = new short[capacity];
        int buckets = 16;
        while (buckets < capacity / 4)
        {
            buckets *= 2;
        }

        _buckets = new short[buckets];
        _bucketMask = buckets - 1;
        Clear();
    }

    /// <summary>Whether there is no free slot.</summary>
    public bool IsFull
    {
        get { return _free == None; }
    }

    /// <summary>Forgets all objects.</summary>
    public void Clear()
    {
        for (int i = 0; i < _buckets.Length; i++)
        {
            _buckets[i] = None;
        }

        for (int i = 0; i < _next.Length; i++)
        {
            _next[i] = (short)(i + 1);
        }

        _next[_next.Length - 1] = None;
        _free = 0;
        Array.Clear(Length, 0, Length.Length);
        Array.Clear(Flags, 0, Flags.Length); // the sweeper goes by them
    }

    /// <summary>First slot whose address has this hash.</summary>
    public int First(short hash)
    {
        int slot = _buckets[hash & _bucketMask];
        return slot == None || Hash[slot] == hash ? slot : Match(slot, hash);
    }

    /// <summary>Next slot with the same hash.</summary>
    public int Next(int slot)
    {
        return Match(_next[slot], Hash[slot]);
    }

    /// <summary>Takes a free slot for an address of this hash; only where the table is not full.</summary>
    public int Add(short hash)
    {
        short slot = _free;
        _free = _next[slot];
        Hash[slot] = hash;
        _next[slot] = _buckets[hash & _bucketMask];
        _buckets[hash & _bucketMask] = slot;
        return slot;
    }

    /// <summary>Frees a slot.</summary>
    public void Remove(int slot)
    {
        int bucket = Hash[slot] & _bucketMask;
        if (_buckets[bucket] == slot)
        {
            _buckets[bucket] = _next[slot];
        }
        else
        {
            int before = _buckets[bucket];
            while (_next[before] != slot)
            {
                before = _next[before];
            }

            _next[before] = _next[slot];
        }

        Length[slot] = 0;
        Flags[slot] = 0;
        _next[slot] = _free;
        _free = (short)slot;
    }

    private int Match(int slot, short hash)
    {
        while (slot != None && Hash[slot] != hash)
        {
            slot = _next[slot];
        }

        return slot;
    }
}
