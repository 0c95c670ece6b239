using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Makes room: copies what lives in the oldest segment to the head, a small write a step, then
/// deletes the file.</summary>
/// <remarks>Always the oldest, so that a record which removes something never goes before what it
/// removes, and need not be copied itself.</remarks>
internal sealed class Cleaner
{
    private const int AheadOctets = 2048;
    private const int PauseMs = 250;

    private readonly Objects _objects;
    private readonly Outbox _outbox;
    private readonly Marks _marks;
    private readonly Journal _journal;
    private readonly int _segmentOctets;
    private int _slot;
    private long _cleanedAt;
    private int _copy;

    /// <summary>Makes one.</summary>
    public Cleaner(Objects objects, Outbox outbox, Marks marks)
    {
        _objects = objects;
        _outbox = outbox;
        _marks = marks;
        _journal = objects.Journal;
        _segmentOctets = _journal.SegmentOctets;
    }

    /// <summary>Begins with the oldest segment anew.</summary>
    public void Reset()
    {
        _slot = 0;
        _cleanedAt = long.MinValue;
    }

    /// <summary>Whether it is time to clean.</summary>
    public bool IsDue(long now)
    {
        Segments segments = _journal.Segments;
        if (segments.Count >= segments.Capacity - 4)
        {
            return true;
        }

        if (_journal.IsUrgent)
        {
            _journal.IsUrgent = segments.Octets + _journal.RecordMax > _journal.WriteMax && _journal.Garbage > 0;
            return _journal.IsUrgent;
        }

        bool isSoon = segments.Octets + AheadOctets > _journal.WriteMax && _journal.Garbage >= _segmentOctets;
        return isSoon && (now < _cleanedAt || now >= _cleanedAt + PauseMs);
    }

    /// <summary>Copies a little into the buffer, or deletes the oldest file when it holds nothing any more.
    /// Nothing may be pending.</summary>
    /// <returns>False when the flash failed.</returns>
    public bool Step(long now, long clock)
    {
        _cleanedAt = now;
        if (_journal.Segments.Count == 1)
        {
            _journal.Seal();
        }

        int segment = _journal.Segments.Oldest;
        int copied = 1;
        while (copied > 0 && _journal.Pending < Journal.StepOctets)
        {
            copied = CopyObject(segment, clock);
            copied = copied != 0 ? copied : CopyMessage(segment);
            copied = copied != 0 ? copied : _marks.Clean(segment);
        }

        if (copied != 0 || _journal.Pending > 0)
        {
            return true;
        }

        _slot = 0;
        _objects.Heads.Forget();
        return _journal.DeleteOldest();
    }

    // 1 done with one, 0 none there, -1 for later.
    private int CopyObject(int segment, long clock)
    {
        ObjectIndex index = _objects.Index;
        int[] places = index.Place;
        ushort[] lengths = index.Length;
        for (int slot = _slot; slot < places.Length; slot++)
        {
            int place = places[slot];
            if (lengths[slot] == 0)
            {
                continue;
            }

            if (place < 0)
            {
                int saved = _objects.Volatiles.PlaceOf(~place);
                if (saved < 0 || Journal.SegmentOf(saved) != segment)
                {
                    continue;
                }
            }
            else if (Journal.SegmentOf(place) != segment)
            {
                continue;
            }

            _slot = slot;
            return Move(slot, place, clock) ? 1 : -1;
        }

        _slot = places.Length;
        return 0;
    }

    private bool Move(int slot, int place, long clock)
    {
        if (place < 0)
        {
            return _objects.Checkpoint(~place, Journal.Reserve);
        }

        if (Sweeper.IsForgotten(_objects.Index, slot, clock))
        {
            return _objects.Drop(slot, Journal.Reserve);
        }

        int copy = Copy(place, Record.Object, _objects.Index.Length[slot]);
        if (copy == 0)
        {
            _objects.Lose(slot);
        }
        else if (copy > 0)
        {
            _objects.Index.Place[slot] = _copy;
        }

        return copy >= 0;
    }

    private int CopyMessage(int segment)
    {
        int number = _outbox.FirstIn(segment);
        if (number < 0)
        {
            return 0;
        }

        int copy = Copy(_outbox.PlaceOf(number), Record.Queued, _outbox.PayloadLength(number));
        if (copy == 0)
        {
            _objects.Figures.BadRecords++;
            _outbox.Forget(number);
        }
        else if (copy > 0)
        {
            _outbox.Move(number, _copy);
        }

        return copy >= 0 ? 1 : -1;
    }

    // 1 when the record is in the buffer, at _copy; 0 when it is bad; -1 for later.
    private int Copy(int place, int kind, int length)
    {
        int at = _journal.Begin(kind, length, Journal.Reserve);
        if (at < 0)
        {
            return -1;
        }

        int header = at - Record.HeaderLength;
        byte[] buffer = _journal.Buffer;
        if (!_journal.Read(place, 0, buffer, header, Record.HeaderLength + length)
            || !_journal.IsWhole(place, buffer, header, buffer, at, length))
        {
            return 0;
        }

        _copy = _journal.End();
        return 1;
    }
}
