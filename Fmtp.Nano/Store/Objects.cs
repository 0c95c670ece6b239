using System;
using Fmtp.Nano.Protocol;
using Attribute = Fmtp.Nano.Protocol.Attribute;

namespace Fmtp.Nano;

/// <summary>The objects that are here: table, order, memory and journal kept in agreement.</summary>
internal sealed class Objects
{
    // Odd, with bits all over (the golden ratio in 63 bits).
    private const long HashFactor = 0x1E3779B97F4A7C15;

    /// <summary>Makes an empty one.</summary>
    public Objects(Limits limits, Journal journal, StoreFigures figures)
    {
        Journal = journal;
        Figures = figures;
        Index = new ObjectIndex(limits.Objects);
        Volatiles = new Volatiles(limits);
        Heads = new Heads(Index, journal, Volatiles, figures);
        Order = new DateOrder(limits.Objects, Index, Heads);
        NextExpiry = long.MaxValue;
        NewExpiry = long.MaxValue;
    }

    /// <summary>The columns.</summary>
    public ObjectIndex Index;

    /// <summary>The order of LIST.</summary>
    public DateOrder Order;

    /// <summary>What an object begins with.</summary>
    public Heads Heads;

    /// <summary>Those in memory.</summary>
    public Volatiles Volatiles;

    /// <summary>Where the others are.</summary>
    public Journal Journal;

    /// <summary>What is counted.</summary>
    public StoreFigures Figures;

    /// <summary>No object that is not marked as expired expires before this.</summary>
    public long NextExpiry;

    /// <summary>The first expiry of what came since the sweeper began its round.</summary>
    public long NewExpiry;

    /// <summary>A short hash of an address or a word: 1 to 65535; 0 of nothing.</summary>
    /// <remarks>Eight octets at a time, the last eight may overlap those before. Made of nothing but numbers: the native CRC
    /// of a board wants a <c>SpanByte</c>, which is a piece of heap.</remarks>
    public static int Short(byte[] octets, int start, int length)
    {
        if (length == 0)
        {
            return 0;
        }

        long mix = length;
        int last = start + length - sizeof(long);
        if (last < start)
        {
            for (int at = start; at < start + length; at++)
            {
                mix = (mix ^ octets[at]) * HashFactor;
            }
        }
        else
        {
            for (int at = start; at < last; at += sizeof(long))
            {
                mix = (mix ^ BitConverter.ToInt64(octets, at)) * HashFactor;
            }

            mix = (mix ^ BitConverter.ToInt64(octets, last)) * HashFactor;
        }

        // A product moves what an octet changes up, never down: once more from the upper half, and the top depends on all.
        mix = (mix ^ (mix >> 32)) * HashFactor;
        int folded = (int)(mix >> 48) & 0xFFFF;
        return folded == 0 ? 1 : folded;
    }

    /// <summary>Forgets all but the octets in memory.</summary>
    public void Clear()
    {
        Index.Clear();
        Order.Clear();
        Heads.Forget();
        NextExpiry = long.MaxValue;
    }

    /// <summary>Slot of an address, or <see cref="ObjectIndex.None"/>.</summary>
    public int Find(byte[] octets, int start, int length)
    {
        ObjectIndex index = Index;
        int slot = index.First((short)Short(octets, start, length));
        while (slot >= 0 && !Heads.IsAddress(slot, octets, start, length))
        {
            slot = index.Next(slot);
        }

        return slot;
    }

    /// <summary>Octets that the journal keeps for a slot.</summary>
    public int RecordOf(int slot)
    {
        int place = Index.Place[slot];
        return place < 0 ? Volatiles.RecordOf(~place) : Record.HeaderLength + Index.Length[slot];
    }

    /// <summary>Takes an object that is in the journal.</summary>
    /// <param name="head">The object.</param>
    /// <param name="slot">What <see cref="Find"/> said.</param>
    /// <param name="place">Where the object is.</param>
    /// <returns>Its slot.</returns>
    public int Take(ObjectReader head, int slot, int place)
    {
        if (slot >= 0)
        {
            Order.Remove(slot);
            Release(slot);
        }

        Journal.Live += Record.HeaderLength + head.Length;
        return Enter(head, slot, place);
    }

    /// <summary>Takes an object that is in an entry of memory.</summary>
    public int TakeVolatile(ObjectReader head, int slot, int entry)
    {
        int place = -1;
        int length = 0;
        if (slot >= 0)
        {
            Order.Remove(slot);
            place = Index.Place[slot];
            length = Index.Length[slot];
        }

        bool wasVolatile = slot >= 0 && place < 0;
        slot = Enter(head, slot, ~entry);
        if (!wasVolatile)
        {
            Volatiles.Adopt(entry, place, length);
        }

        return slot;
    }

    /// <summary>Forgets an object; a restart may find it again.</summary>
    public void Forget(int slot)
    {
        Order.Remove(slot);
        Release(slot);
        Index.Remove(slot);
    }

    /// <summary>Forgets an object whose record is bad.</summary>
    public void Lose(int slot)
    {
        Figures.BadRecords++;
        Forget(slot);
    }

    /// <summary>Removes an object for good.</summary>
    /// <returns>False for later.</returns>
    public bool Drop(int slot, int claim)
    {
        int place = Index.Place[slot];
        place = place < 0 ? Volatiles.PlaceOf(~place) : place;
        if (place >= 0)
        {
            int at = Journal.Begin(Record.Drop, Record.DropLength, claim);
            if (at < 0)
            {
                return false;
            }

            int hash = Index.Hash[slot];
            Journal.Buffer[at] = (byte)hash;
            Journal.Buffer[at + 1] = (byte)(hash >> 8);
            Record.Write(Journal.Buffer, at + 2, Journal.Segments.SequenceOf(Journal.SegmentOf(place)));
            Record.Write(Journal.Buffer, at + 6, Journal.OffsetOf(place));
            Journal.End();
        }

        Forget(slot);
        return true;
    }

    /// <summary>Takes a record of <see cref="Drop"/> that is read at mount.</summary>
    public void ReplayDrop(byte[] octets, int at)
    {
        int sequence = BitConverter.ToInt32(octets, at + 2);
        int offset = BitConverter.ToInt32(octets, at + 6);
        for (int slot = Index.First(BitConverter.ToInt16(octets, at)); slot >= 0; slot = Index.Next(slot))
        {
            int place = Index.Place[slot];
            if (Journal.OffsetOf(place) == offset && Journal.Segments.SequenceOf(Journal.SegmentOf(place)) == sequence)
            {
                Forget(slot);
                return;
            }
        }
    }

    /// <summary>Writes an object in memory to the journal.</summary>
    /// <returns>False for later.</returns>
    public bool Checkpoint(int entry, int claim)
    {
        byte[] octets = Volatiles.OctetsOf(entry);
        int at = Journal.Begin(Record.Object, octets.Length, claim);
        if (at < 0)
        {
            return false;
        }

        Array.Copy(octets, 0, Journal.Buffer, at, octets.Length);
        Journal.Live += Record.HeaderLength + octets.Length - Volatiles.RecordOf(entry);
        Volatiles.Saved(entry, Journal.End());
        Figures.Checkpoints++;
        return true;
    }

    /// <summary>Whether a child counts: no tombstone, not expired.</summary>
    /// <remarks>Reads only where an expiry may have passed since the last time.</remarks>
    public bool IsLive(int slot, long clock)
    {
        byte flags = Index.Flags[slot];
        if ((flags & (ObjectIndex.Deleted | ObjectIndex.Expired)) != 0)
        {
            return false;
        }

        return (flags & ObjectIndex.Expires) == 0 || clock < NextExpiry || !IsExpired(Heads.Parse(slot), slot, clock);
    }

    /// <summary>Looks whether an object has expired, and notes it.</summary>
    public bool IsExpired(ObjectReader head, int slot, long clock)
    {
        bool isExpired = head != null && clock != 0 && head.Expires < clock;
        Index.Flags[slot] = isExpired
            ? (byte)(Index.Flags[slot] | ObjectIndex.Expired)
            : (byte)(Index.Flags[slot] & ~ObjectIndex.Expired);
        return isExpired;
    }

    private void Release(int slot)
    {
        Journal.Live -= RecordOf(slot);
        int place = Index.Place[slot];
        if (place < 0)
        {
            Volatiles.Free(~place);
        }
    }

    private int Enter(ObjectReader head, int slot, int place)
    {
        byte[] octets = head.Octets;
        Address id = head.Id;
        ObjectIndex index = Index;
        if (slot < 0)
        {
            slot = index.Add((short)Short(octets, id.Start, id.Length));
        }

        index.Date[slot] = head.Date;
        index.Place[slot] = place;
        index.Length[slot] = (ushort)head.Length;
        index.Owner[slot] = (short)Short(octets, id.OwnerStart, id.OwnerLength);
        index.Parent[slot] = ShortOf(head, Attribute.Parent);
        index.Top[slot] = ShortOf(head, Attribute.Top);
        index.Type[slot] = ShortOf(head, Attribute.Type);
        index.Flags[slot] = FlagsOf(head);
        if (head.Expires != 0 && head.Expires < NextExpiry)
        {
            NextExpiry = head.Expires;
        }

        if (head.Expires != 0 && head.Expires < NewExpiry)
        {
            NewExpiry = head.Expires;
        }

        Order.Insert(slot, octets, id.Start, id.Length);
        return slot;
    }

    private static short ShortOf(ObjectReader head, int attribute)
    {
        return (short)Short(head.Octets, head.ValueStart(attribute), head.ValueLength(attribute));
    }

    private static byte FlagsOf(ObjectReader head)
    {
        int flags = head.IsPublic ? ObjectIndex.Public : 0;
        flags |= head.IsDeleted ? ObjectIndex.Deleted : 0;
        flags |= head.Has(Attribute.Expires) ? ObjectIndex.Expires : 0;
        flags |= head.Has(Attribute.Keep) ? ObjectIndex.Keep : 0;
        flags |= head.IsSigned ? ObjectIndex.Signed : 0;
        flags |= head.Has(Attribute.To) ? ObjectIndex.Recipients : 0;
        flags |= head.Is(Attribute.Status, ObjectWords.Offline) ? ObjectIndex.Offline : 0;
        return (byte)flags;
    }
}
