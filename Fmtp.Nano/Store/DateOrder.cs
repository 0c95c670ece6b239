using System;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>The objects newest first, ties by falling address: the order of LIST (docs/PROTOCOL.md section 3).</summary>
internal sealed class DateOrder
{
    private readonly ObjectIndex _index;
    private readonly Heads _heads;

    /// <summary>Makes an empty order.</summary>
    public DateOrder(int capacity, ObjectIndex index, Heads heads)
    {
        Slots = new short[capacity];
        _index = index;
        _heads = heads;
    }

    /// <summary>Slots by rank.</summary>
    public short[] Slots;

    /// <summary>How many there are.</summary>
    public int Count;

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        Count = 0;
    }

    /// <summary>First rank that comes after a date and an address.</summary>
    public int RankAfter(long date, byte[] octets, int start, int length)
    {
        long[] dates = _index.Date;
        int low = 0;
        int high = Count;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            int slot = Slots[middle];
            long other = dates[slot];
            if (other > date || (other == date && !IsBelow(slot, octets, start, length)))
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>Takes a slot whose date is in the index.</summary>
    public void Insert(int slot, byte[] octets, int start, int length)
    {
        int rank = RankAfter(_index.Date[slot], octets, start, length);
        Array.Copy(Slots, rank, Slots, rank + 1, Count - rank);
        Slots[rank] = (short)slot;
        Count++;
    }

    /// <summary>Forgets a slot, before its date changes.</summary>
    public void Remove(int slot)
    {
        long[] dates = _index.Date;
        long date = dates[slot];
        int low = 0;
        int high = Count;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (dates[Slots[middle]] > date)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        while (Slots[low] != slot)
        {
            low++;
        }

        Count--;
        Array.Copy(Slots, low + 1, Slots, low, Count - low);
    }

    private bool IsBelow(int slot, byte[] octets, int start, int length)
    {
        return _heads.LoadAddress(slot)
            && Ascii.Compare(_heads.Octets, _heads.AddressStart, _heads.AddressLength, octets, start, length) < 0;
    }
}
