namespace Fmtp.Nano;

/// <content>What it tells without touching the flash, by slot and in all.</content>
public sealed partial class Store
{
    /// <summary>Octets of flash that the store may use.</summary>
    public int Quota
    {
        get { return _journal.Quota; }
    }

    /// <summary>Octets of flash that it uses, garbage included.</summary>
    public int UsedOctets
    {
        get { return _journal.Segments.Octets + _journal.Pending; }
    }

    /// <summary>Octets of flash that hold what is still needed.</summary>
    public int LiveOctets
    {
        get { return _journal.Live; }
    }

    /// <summary>Files of the journal.</summary>
    public int Segments
    {
        get { return _journal.Segments.Count; }
    }

    /// <summary>Number of the newest file: how many there have ever been on this flash.</summary>
    public int SegmentsEver
    {
        get { return Segments == 0 ? 0 : _journal.Segments.SequenceOf(_journal.Segments.Newest); }
    }

    /// <summary>How many objects there are, tombstones included.</summary>
    public int Count
    {
        get { return _objects.Order.Count; }
    }

    /// <summary>Octets of an object.</summary>
    /// <param name="slot">Its slot.</param>
    /// <returns>Its length.</returns>
    public int LengthOf(int slot)
    {
        return _index.Length[slot];
    }

    /// <summary>Its <c>date</c>.</summary>
    /// <param name="slot">Its slot.</param>
    /// <returns>Unix milliseconds.</returns>
    public long DateOf(int slot)
    {
        return _index.Date[slot];
    }

    /// <summary>Whether it is public.</summary>
    /// <param name="slot">Its slot.</param>
    /// <returns>True when it is.</returns>
    public bool IsPublic(int slot)
    {
        return (_index.Flags[slot] & ObjectIndex.Public) != 0;
    }

    /// <summary>Whether it is a tombstone.</summary>
    /// <param name="slot">Its slot.</param>
    /// <returns>True when it is.</returns>
    public bool IsDeleted(int slot)
    {
        return (_index.Flags[slot] & ObjectIndex.Deleted) != 0;
    }

    /// <summary>Whether it is given to anyone at any time: public, no tombstone, without an <c>expires</c>. What else it
    /// takes to know is in the object.</summary>
    /// <param name="slot">Its slot.</param>
    /// <returns>True when it is.</returns>
    public bool IsForAnyone(int slot)
    {
        return (_index.Flags[slot] & (ObjectIndex.Public | ObjectIndex.Deleted | ObjectIndex.Expires)) == ObjectIndex.Public;
    }

    /// <summary>Whether it has recipients.</summary>
    /// <param name="slot">Its slot.</param>
    /// <returns>True when it has.</returns>
    public bool HasRecipients(int slot)
    {
        return (_index.Flags[slot] & ObjectIndex.Recipients) != 0;
    }

    /// <summary>Whether its <c>status</c> is <c>offline</c>.</summary>
    /// <param name="slot">Its slot.</param>
    /// <returns>True when it is.</returns>
    public bool IsOffline(int slot)
    {
        return (_index.Flags[slot] & ObjectIndex.Offline) != 0;
    }

    /// <summary>Whether it is in memory alone, or the flash has an older version.</summary>
    /// <param name="slot">Its slot.</param>
    /// <returns>True when it is.</returns>
    public bool IsVolatile(int slot)
    {
        return _index.Place[slot] < 0;
    }

    /// <summary>The object of a rank: newest first, ties by falling address.</summary>
    /// <param name="rank">0 to <see cref="Count"/> - 1.</param>
    /// <returns>Its slot.</returns>
    public int SlotAt(int rank)
    {
        return _objects.Order.Slots[rank];
    }

    /// <summary>First rank that comes after a date and an address in that order.</summary>
    /// <param name="date">Unix milliseconds.</param>
    /// <param name="octets">Holds the address.</param>
    /// <param name="start">First octet.</param>
    /// <param name="length">How many.</param>
    /// <returns>The rank; <see cref="Count"/> when nothing comes after.</returns>
    public int RankAfter(long date, byte[] octets, int start, int length)
    {
        return _objects.Order.RankAfter(date, octets, start, length);
    }

    /// <summary>A short hash, to choose by before an object is read; equal for equal octets.</summary>
    /// <param name="octets">The octets.</param>
    /// <param name="start">First octet.</param>
    /// <param name="length">How many.</param>
    /// <returns>1 to 65535; 0 of nothing.</returns>
    public static int Short(byte[] octets, int start, int length)
    {
        return Objects.Short(octets, start, length);
    }

    /// <summary>Short hash of the address of an object.</summary>
    /// <param name="slot">Its slot.</param>
    /// <returns>As of <see cref="Short"/>.</returns>
    public int IdOf(int slot)
    {
        return _index.Hash[slot] & 0xFFFF;
    }

    /// <summary>Whether it is its own owner, as <c>name@domain</c> is; as far as the short hashes tell.</summary>
    /// <param name="slot">Its slot.</param>
    /// <returns>True when it is.</returns>
    public bool IsOwner(int slot)
    {
        return _index.Hash[slot] == _index.Owner[slot];
    }

    /// <summary>Short hash of the owner of an object.</summary>
    /// <param name="slot">Its slot.</param>
    /// <returns>As of <see cref="Short"/>.</returns>
    public int OwnerOf(int slot)
    {
        return _index.Owner[slot] & 0xFFFF;
    }

    /// <summary>Short hash of its <c>parent</c>; 0 where it has none.</summary>
    /// <param name="slot">Its slot.</param>
    /// <returns>As of <see cref="Short"/>.</returns>
    public int ParentOf(int slot)
    {
        return _index.Parent[slot] & 0xFFFF;
    }

    /// <summary>Short hash of its <c>top</c>; 0 where it has none.</summary>
    /// <param name="slot">Its slot.</param>
    /// <returns>As of <see cref="Short"/>.</returns>
    public int TopOf(int slot)
    {
        return _index.Top[slot] & 0xFFFF;
    }

    /// <summary>Short hash of its <c>type</c>.</summary>
    /// <param name="slot">Its slot.</param>
    /// <returns>As of <see cref="Short"/>.</returns>
    public int TypeOf(int slot)
    {
        return _index.Type[slot] & 0xFFFF;
    }
}
