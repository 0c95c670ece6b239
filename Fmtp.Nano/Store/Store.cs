using System;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>What a relay keeps: objects by address and by date, marks, the outbox; durable through the flash
/// seam, bounded by quota and table.</summary>
/// <remarks>A slot is good until the next <see cref="Put"/>, <see cref="Drop"/>, <see cref="Trim"/>,
/// <see cref="Commit"/> or <see cref="Step"/>. The caller's round is: puts and reads, <see cref="Commit"/>, the
/// replies that waited for it, <see cref="Step"/>.</remarks>
public sealed partial class Store
{
    /// <summary>There is no such object.</summary>
    public const int None = -1;

    /// <summary><see cref="Put"/>, <see cref="Enqueue"/>: the quota or the table is full, and nothing can be dropped: 507.</summary>
    public const int Full = -2;

    /// <summary><see cref="Put"/>, <see cref="Enqueue"/>: not in this step; room is being made. Ask again in the next step.</summary>
    public const int Later = -3;

    // After a failure nothing is written for so long: a mount costs a board a second.
    private const int RestMs = 1000;

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
    private bool _hasFailed;
    private long _restUntil = long.MinValue;

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
        _cleaner = new Cleaner(_objects, _outbox, _marks);
        _keep = new KeepRule(limits, _objects);
        _sweeper = new Sweeper(_objects, _keep);
        _checkpoints = new Checkpoints(limits, _objects);
    }

    /// <summary>What the store has done since it was made.</summary>
    public StoreFigures Figures;

    /// <summary>Whether something waits for <see cref="Commit"/>.</summary>
    public bool IsDirty
    {
        get { return _journal.Pending > 0 || _journal.IsLost; }
    }

    /// <summary>Indexes the flash. Volatile objects stay in memory.</summary>
    public void Mount()
    {
        Figures.Records = 0;
        Figures.BadRecords = 0;
        Figures.TornTails = 0;
        _objects.Clear();
        _outbox.Clear();
        _marks.Clear();
        _cleaner.Reset();
        _journal.Load();
        _replay.Run();
        _checkpoints.Adopt();
        if (Figures.TornTails > 0)
        {
            _sweeper.Hurry(); // a child may be there whose parent's record of what goes for it was cut off
        }
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

    /// <summary>Copies a whole object, verbatim.</summary>
    /// <param name="slot">Its slot.</param>
    /// <param name="into">Receives it.</param>
    /// <param name="at">Where.</param>
    /// <returns>False: the flash failed or the record is bad; the object is then gone, and counted.</returns>
    public bool Read(int slot, byte[] into, int at)
    {
        if (_index.Length[slot] == 0)
        {
            return false; // dropped since
        }

        if (_objects.Heads.Copy(slot, into, at) || _objects.Heads.Copy(slot, into, at))
        {
            return true;
        }

        _objects.Lose(slot);
        return false;
    }

    /// <summary>Whether an object has exactly these octets, behind its first ones.</summary>
    /// <param name="slot">Its slot.</param>
    /// <param name="skipped">How many of it are not compared: its signature's line, or none.</param>
    /// <param name="octets">The octets.</param>
    /// <param name="start">First octet.</param>
    /// <param name="length">How many.</param>
    /// <returns>True when it has.</returns>
    public bool IsSame(int slot, int skipped, byte[] octets, int start, int length)
    {
        return _objects.Heads.IsSame(slot, skipped, octets, start, length);
    }

    /// <summary>Copies the beginning of an object: all of its attributes, not all of its content, and unlike
    /// <see cref="Read"/> without a check.</summary>
    /// <param name="slot">Its slot.</param>
    /// <param name="into">Receives up to <see cref="Wire.HeadMax"/> octets.</param>
    /// <param name="at">Where.</param>
    /// <returns>How many octets; 0 when the flash failed.</returns>
    public int ReadHead(int slot, byte[] into, int at)
    {
        if (_index.Length[slot] == 0 || !_objects.Heads.Load(slot, Wire.HeadMax))
        {
            return 0;
        }

        int length = _objects.Heads.Length < Wire.HeadMax ? _objects.Heads.Length : Wire.HeadMax;
        Array.Copy(_objects.Heads.Octets, _objects.Heads.Start, into, at, length);
        return length;
    }

    /// <summary>Views the head of an object where it is.</summary>
    /// <param name="slot">Its slot.</param>
    /// <returns><see cref="Reader"/>, good until the store is asked for anything else; null when the flash failed.</returns>
    public ObjectReader Head(int slot)
    {
        return _index.Length[slot] == 0 ? null : _objects.Heads.Parse(slot);
    }

    /// <summary>Views the head of the object of an address, where there is one that is not deleted.</summary>
    /// <param name="octets">Holds its address, lower case.</param>
    /// <param name="start">First octet.</param>
    /// <param name="length">How many.</param>
    /// <returns>As of its slot; null also where there is none.</returns>
    public ObjectReader Head(byte[] octets, int start, int length)
    {
        int slot = Find(octets, start, length);
        return slot < 0 || IsDeleted(slot) ? null : Head(slot);
    }

    /// <summary>One for all who look at an object for a moment: nobody keeps it over another's use, the store's own among them.</summary>
    public ObjectReader Reader
    {
        get { return _objects.Heads.Reader; }
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

        if (IsResting(now))
        {
            return Later;
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
        return _index.Length[slot] == 0 || _objects.Drop(slot, Journal.Less);
    }

    /// <summary>Applies <c>keep</c> after a child was put: while its parent has more live children than it keeps,
    /// the oldest of the author who has most goes. The child that was put may be among them.</summary>
    /// <param name="parent">Holds the parent's address.</param>
    /// <param name="start">First octet.</param>
    /// <param name="length">How many.</param>
    /// <param name="keep">How many children it keeps.</param>
    /// <param name="clock">Unix milliseconds, 0 when not known: expired children do not count.</param>
    /// <returns>False: some are still too many, and go in one of the next steps.</returns>
    public bool Trim(byte[] parent, int start, int length, long keep, long clock)
    {
        if (_keep.Trim(parent, start, length, keep, clock))
        {
            return true;
        }

        _sweeper.Hurry();
        return false;
    }

    /// <summary>Makes everything put since the last commit durable, in one append unless it was more than the write
    /// buffer holds.</summary>
    /// <returns>False: it is not, and the store has been mounted anew without it.</returns>
    public bool Commit()
    {
        if (!_journal.IsLost && _journal.Commit())
        {
            return true;
        }

        _hasFailed = true;
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

        if (IsResting(now))
        {
            return false;
        }

        if (_cleaner.IsDue(now))
        {
            _hasFailed = !_cleaner.Step(now, clock);
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

    private bool IsResting(long now)
    {
        if (_hasFailed)
        {
            _hasFailed = false;
            _restUntil = now + RestMs;
        }

        return now < _restUntil;
    }

    private int Relieve(long now)
    {
        return _sweeper.Relieve(now) ? Later : Full;
    }
}
