using System;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>What a relay keeps: objects by address and by date, marks, the outbox; durable through the flash
/// seam, bounded by quota and table.</summary>
/// <remarks>A slot is good until the next <see cref="Put"/>, <see cref="Drop"/>, <see cref="Trim"/>,
/// <see cref="Commit"/> or <see cref="Step"/>. The caller's round is: puts and reads, <see cref="Commit"/>, the
/// replies that waited for it, <see cref="Step"/>.</remarks>
public sealed class Store
{
    /// <summary>There is no such object.</summary>
    public const int None = -1;

    /// <summary><see cref="Put"/>, <see cref="Enqueue"/>: the quota or the table is full, and nothing can be dropped: 507.</summary>
    public const int Full = -2;

    /// <summary><see cref="Put"/>, <see cref="Enqueue"/>: not in this step; room is being made or the write buffer is taken.
    /// Ask again in the next step.</summary>
    public const int Later = -3;

    private readonly Limits _limits;
    private readonly Journal _journal;
    private readonly Objects _objects;
    private readonly ObjectIndex _index;
    private readonly Outbox _outbox;
    private readonly Marks _marks;
    private readonly Replay _replay;
    private readonly Cleaner _cleaner;
    private readonly KeepRule _keep;
    private readonly Sweeper _sweeper;
    private readonly Checkpoints _checkpoints;

    /// <summary>Makes a store; <see cref="Mount"/> reads what the flash holds.</summary>
    /// <param name="flash">The flash; all of its files with a segment's name are the store's.</param>
    /// <param name="limits">Bounds of tables, buffers and quota.</param>
    public Store(IFlash flash, Limits limits)
    {
        _limits = limits;
        Figures = new StoreFigures();
        _journal = new Journal(flash, limits, Figures);
        _objects = new Objects(limits, _journal, Figures);
        _index = _objects.Index;
        _outbox = new Outbox(limits, _journal);
        _marks = new Marks(limits, _journal);
        _replay = new Replay(_objects, _outbox, _marks);
        _cleaner = new Cleaner(limits, _objects, _outbox, _marks);
        _keep = new KeepRule(limits, _objects);
        _sweeper = new Sweeper(_objects, _keep);
        _checkpoints = new Checkpoints(limits, _objects);
    }

    /// <summary>What the store has done since it was made.</summary>
    public StoreFigures Figures { get; private set; }

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

    /// <summary>Whether something waits for <see cref="Commit"/>.</summary>
    public bool IsDirty
    {
        get { return _journal.Pending > 0; }
    }

    /// <summary>Indexes the flash. Volatile objects stay in memory.</summary>
    public void Mount()
    {
        Figures.BadRecords = 0;
        Figures.TornTails = 0;
        _objects.Clear();
        _outbox.Clear();
        _marks.Clear();
        _cleaner.Reset();
        _journal.Load();
        _replay.Run();
        _checkpoints.Adopt();
    }

    /// <summary>Looks an object up.</summary>
    /// <param name="octets">Holds its address, lower case.</param>
    /// <param name="start">First octet.</param>
    /// <param name="length">How many.</param>
    /// <returns>Its slot, tombstones and expired objects included; or <see cref="None"/>.</returns>
    public int Find(byte[] octets, int start, int length)
    {
        return _objects.Find(octets, start, length);
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

    /// <summary>Whether it has an <c>expires</c>; the time itself is in the object.</summary>
    /// <param name="slot">Its slot.</param>
    /// <returns>True when it has.</returns>
    public bool HasExpiry(int slot)
    {
        return (_index.Flags[slot] & ObjectIndex.Expires) != 0;
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

    /// <summary>Copies a whole object, verbatim.</summary>
    /// <param name="slot">Its slot.</param>
    /// <param name="into">Receives it.</param>
    /// <param name="at">Where.</param>
    /// <returns>False: the flash failed or the record is bad; the object is then gone, and counted.</returns>
    public bool Read(int slot, byte[] into, int at)
    {
        if (_objects.Heads.Copy(slot, into, at) || _objects.Heads.Copy(slot, into, at))
        {
            return true;
        }

        _objects.Lose(slot);
        return false;
    }

    /// <summary>Copies the beginning of an object: all of its attributes, not all of its content, and unlike
    /// <see cref="Read"/> without a check.</summary>
    /// <param name="slot">Its slot.</param>
    /// <param name="into">Receives up to <see cref="Wire.HeadMax"/> octets.</param>
    /// <param name="at">Where.</param>
    /// <returns>How many octets; 0 when the flash failed.</returns>
    public int ReadHead(int slot, byte[] into, int at)
    {
        if (!_objects.Heads.Load(slot, Wire.HeadMax))
        {
            return 0;
        }

        int length = _objects.Heads.Length < Wire.HeadMax ? _objects.Heads.Length : Wire.HeadMax;
        Array.Copy(_objects.Heads.Octets, _objects.Heads.Start, into, at, length);
        return length;
    }

    /// <summary>Stores an object: a new one, or another version of one that is here, whatever its date.</summary>
    /// <param name="head">The object.</param>
    /// <param name="now">The step's time, in milliseconds.</param>
    /// <returns>Its slot, <see cref="Full"/> or <see cref="Later"/>. Unless it is volatile, it is durable
    /// after <see cref="Commit"/>.</returns>
    public int Put(ObjectReader head, long now)
    {
        int length = head.Length;
        if (length > _limits.ObjectMax || length > Record.PayloadMax)
        {
            return Full;
        }

        int slot = Find(head.Octets, head.Id.Start, head.Id.Length);
        if (slot < 0 && _index.IsFull)
        {
            return Relieve(now);
        }

        if (head.IsVolatile && !head.IsDeleted)
        {
            int entry = slot < 0 || _index.Place[slot] >= 0 ? -1 : ~_index.Place[slot];
            entry = _objects.Volatiles.Room(entry, length);
            if (entry >= 0)
            {
                _objects.Volatiles.Set(entry, head.Octets, head.Start, length);
                Figures.OctetsAcknowledged += length;
                return _objects.TakeVolatile(head, slot, entry);
            }
        }

        int more = Record.HeaderLength + length - (slot < 0 ? 0 : _objects.RecordOf(slot));
        if (more > 0 && _journal.Live + more > _journal.LiveMax)
        {
            return Relieve(now);
        }

        int at = _journal.Begin(Record.Object, length, more > 0 ? Journal.More : Journal.Less);
        if (at < 0)
        {
            return Later;
        }

        Array.Copy(head.Octets, head.Start, _journal.Buffer, at, length);
        Figures.OctetsAcknowledged += length;
        return _objects.Take(head, slot, _journal.End());
    }

    /// <summary>Removes an object for good, without a tombstone.</summary>
    /// <param name="slot">Its slot.</param>
    /// <returns>False for later: nothing is changed, ask again in the next step.</returns>
    public bool Drop(int slot)
    {
        return _objects.Drop(slot, Journal.Less);
    }

    /// <summary>Applies <c>keep</c> after a child was put: while its parent has more live children than it keeps,
    /// the oldest of the author who has most goes. The child that was put may be among them.</summary>
    /// <param name="parent">Holds the parent's address.</param>
    /// <param name="start">First octet.</param>
    /// <param name="length">How many.</param>
    /// <param name="keep">How many children it keeps.</param>
    /// <param name="clock">Unix milliseconds, 0 when not known: expired children do not count.</param>
    /// <returns>False for later: some are still too many; call it again in the next step.</returns>
    public bool Trim(byte[] parent, int start, int length, long keep, long clock)
    {
        return _keep.Trim(parent, start, length, keep, clock);
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

    /// <summary>The highest <c>at=</c> of a sealed peer.</summary>
    /// <param name="peer">Holds its address.</param>
    /// <param name="start">First octet.</param>
    /// <param name="length">How many.</param>
    /// <returns>The mark; 0 where there is none.</returns>
    public long MarkOf(byte[] peer, int start, int length)
    {
        return _marks.Get(peer, start, length);
    }

    /// <summary>Raises the mark of a peer; durable after <see cref="Commit"/>. A lower one changes nothing.</summary>
    /// <param name="peer">Holds its address.</param>
    /// <param name="start">First octet.</param>
    /// <param name="length">How many.</param>
    /// <param name="mark">The mark.</param>
    /// <returns>False for later.</returns>
    public bool SetMark(byte[] peer, int start, int length, long mark)
    {
        return _marks.Set(peer, start, length, mark);
    }

    /// <summary>Messages that wait to be relayed.</summary>
    public int Queued
    {
        get { return _outbox.Count; }
    }

    /// <summary>Queues a message; durable after <see cref="Commit"/>.</summary>
    /// <param name="recipient">Holds the recipient's address.</param>
    /// <param name="recipientStart">First octet.</param>
    /// <param name="recipientLength">How many.</param>
    /// <param name="octets">Holds the object.</param>
    /// <param name="start">First octet.</param>
    /// <param name="length">How many.</param>
    /// <param name="clock">Unix milliseconds, 0 when not known.</param>
    /// <param name="now">The step's time, in milliseconds.</param>
    /// <returns>An id above zero, <see cref="Full"/> or <see cref="Later"/>.</returns>
    public int Enqueue(byte[] recipient, int recipientStart, int recipientLength, byte[] octets, int start, int length, long clock, long now)
    {
        if (_outbox.IsFull || length > _limits.ObjectMax)
        {
            return Full;
        }

        int record = Record.HeaderLength + Outbox.HeadLength + recipientLength + length;
        if (record - Record.HeaderLength > Record.PayloadMax)
        {
            return Full;
        }

        if (_journal.Live + record > _journal.LiveMax)
        {
            return Relieve(now);
        }

        int id = _outbox.Add(recipient, recipientStart, recipientLength, octets, start, length, clock);
        if (id == 0)
        {
            return Later;
        }

        Figures.OctetsAcknowledged += length;
        return id;
    }

    /// <summary>Takes a message out of the queue, durable after <see cref="Commit"/>; the numbers of those behind it change.</summary>
    /// <param name="id">Its id; an unknown one changes nothing.</param>
    /// <returns>False for later.</returns>
    public bool Dequeue(int id)
    {
        return _outbox.Remove(id);
    }

    /// <summary>Id of a queued message.</summary>
    /// <param name="number">0 to <see cref="Queued"/> - 1, oldest first.</param>
    /// <returns>The id; it stays the same over restarts.</returns>
    public int QueuedId(int number)
    {
        return _outbox.IdOf(number);
    }

    /// <summary>When it was queued.</summary>
    /// <param name="number">0 to <see cref="Queued"/> - 1.</param>
    /// <returns>Unix milliseconds; 0 when that was not known.</returns>
    public long QueuedTime(int number)
    {
        return _outbox.TimeOf(number);
    }

    /// <summary>Octets of its recipient.</summary>
    /// <param name="number">0 to <see cref="Queued"/> - 1.</param>
    /// <returns>Its length.</returns>
    public int QueuedRecipientLength(int number)
    {
        return _outbox.RecipientLength(number);
    }

    /// <summary>Octets of its object.</summary>
    /// <param name="number">0 to <see cref="Queued"/> - 1.</param>
    /// <returns>Its length.</returns>
    public int QueuedObjectLength(int number)
    {
        return _outbox.ObjectLength(number);
    }

    /// <summary>Octets that <see cref="ReadQueued"/> needs, beside recipient and object.</summary>
    public const int QueuedRoom = Outbox.HeadLength;

    /// <summary>Reads a queued message: the recipient, the object right behind it.</summary>
    /// <param name="number">0 to <see cref="Queued"/> - 1.</param>
    /// <param name="into">Receives both; <see cref="QueuedRoom"/> octets behind them are used too.</param>
    /// <param name="at">Where.</param>
    /// <returns>False: the flash failed or the record is bad; the message is then gone, and counted.</returns>
    public bool ReadQueued(int number, byte[] into, int at)
    {
        if (_outbox.Read(number, into, at) || _outbox.Read(number, into, at))
        {
            return true;
        }

        Figures.BadRecords++;
        _outbox.Forget(number);
        return false;
    }

    /// <summary>Makes everything put since the last commit durable, in one append.</summary>
    /// <returns>False: it is not, and the store has been mounted anew without it.</returns>
    public bool Commit()
    {
        if (_journal.Commit())
        {
            return true;
        }

        Mount();
        return false;
    }

    /// <summary>A little housekeeping: at most one small write, which it commits itself. Does nothing while
    /// something waits for <see cref="Commit"/>.</summary>
    /// <param name="now">The step's time, in milliseconds.</param>
    /// <param name="clock">Unix milliseconds, 0 when not known.</param>
    /// <returns>True when it did something: there may be more to do at once.</returns>
    public bool Step(long now, long clock)
    {
        if (IsDirty)
        {
            return true;
        }

        if (_cleaner.IsDue(now))
        {
            _cleaner.Step(now, clock);
        }
        else if (_sweeper.IsDue(now, clock))
        {
            _sweeper.Step(now, clock);
        }
        else if (_checkpoints.IsDue(now))
        {
            _checkpoints.Step();
        }
        else
        {
            return false;
        }

        Commit();
        return true;
    }

    private int Relieve(long now)
    {
        return _sweeper.Relieve(now) ? Later : Full;
    }
}
