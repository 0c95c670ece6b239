using System;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Messages that wait to be relayed, in the order in which they were queued.</summary>
internal sealed class Outbox
{
    /// <summary>Octets of a record before the recipient: id, time, length of the recipient.</summary>
    public const int HeadLength = 4 + 8 + 1;

    private readonly Journal _journal;
    private readonly int[] _ids;
    private readonly long[] _times;
    private readonly int[] _places;
    private readonly ushort[] _lengths;
    private readonly byte[] _recipients;
    private readonly byte[] _header = new byte[Record.HeaderLength];
    private int _lastId;

    /// <summary>Makes an empty one.</summary>
    public Outbox(Limits limits, Journal journal)
    {
        _journal = journal;
        _ids = new int[limits.Outbox];
        _times = new long[limits.Outbox];
        _places = new int[limits.Outbox];
        _lengths = new ushort[limits.Outbox];
        _recipients = new byte[limits.Outbox];
    }

    /// <summary>How many wait.</summary>
    public int Count;

    /// <summary>Whether no more can wait.</summary>
    public bool IsFull
    {
        get { return Count == _ids.Length; }
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        Count = 0;
        _lastId = 0;
    }

    /// <summary>Id of the n-th.</summary>
    public int IdOf(int number)
    {
        return _ids[number];
    }

    /// <summary>When it was queued.</summary>
    public long TimeOf(int number)
    {
        return _times[number];
    }

    /// <summary>Octets of its recipient.</summary>
    public int RecipientLength(int number)
    {
        return _recipients[number];
    }

    /// <summary>Octets of its object.</summary>
    public int ObjectLength(int number)
    {
        return _lengths[number] - HeadLength - _recipients[number];
    }

    /// <summary>Queues a message.</summary>
    /// <returns>Its id; 0 for later.</returns>
    public int Add(byte[] recipient, int recipientStart, int recipientLength, byte[] octets, int start, int length, long time)
    {
        int payload = HeadLength + recipientLength + length;
        int at = _journal.Begin(Record.Queued, payload, Journal.More);
        if (at < 0)
        {
            return 0;
        }

        _lastId = _lastId == int.MaxValue ? 1 : _lastId + 1;
        byte[] buffer = _journal.Buffer;
        Record.Write(buffer, at, _lastId);
        Record.Write(buffer, at + 4, time);
        buffer[at + 12] = (byte)recipientLength;
        Array.Copy(recipient, recipientStart, buffer, at + HeadLength, recipientLength);
        Array.Copy(octets, start, buffer, at + HeadLength + recipientLength, length);
        Take(_lastId, time, _journal.End(), payload, recipientLength);
        return _lastId;
    }

    /// <summary>Takes a message out.</summary>
    /// <returns>False for later.</returns>
    public bool Remove(int id)
    {
        int number = Find(id);
        if (number < 0)
        {
            return true;
        }

        int at = _journal.Begin(Record.Dequeued, 4, Journal.Less);
        if (at < 0)
        {
            return false;
        }

        Record.Write(_journal.Buffer, at, id);
        _journal.End();
        Forget(number);
        return true;
    }

    /// <summary>Reads the recipient and the object, one behind the other; <see cref="HeadLength"/> octets behind them are
    /// used too.</summary>
    /// <returns>False when the flash failed or the record is bad.</returns>
    public bool Read(int number, byte[] into, int at)
    {
        int place = _places[number];
        int length = _lengths[number];
        if (_journal.IsPending(place))
        {
            int start = _journal.PendingStart(place) + Record.HeaderLength;
            Array.Copy(_journal.Buffer, start + HeadLength, into, at, length - HeadLength);
            return true;
        }

        if (!_journal.Read(place, 0, _header, 0, Record.HeaderLength)
            || !_journal.Read(place, Record.HeaderLength, into, at, length)
            || !_journal.IsWhole(place, _header, 0, into, at, length))
        {
            return false;
        }

        Array.Copy(into, at + HeadLength, into, at, length - HeadLength);
        return true;
    }

    /// <summary>Takes a queued record that is read at mount.</summary>
    /// <returns>False when there are more than there may be.</returns>
    public bool Replay(byte[] octets, int start, int length, int place)
    {
        if (length <= HeadLength || octets[start + 12] > length - HeadLength)
        {
            return false;
        }

        int id = BitConverter.ToInt32(octets, start);
        int number = Find(id);
        if (number >= 0)
        {
            _places[number] = place; // the copy that cleaning made
        }
        else if (IsFull)
        {
            return false;
        }
        else
        {
            Take(id, BitConverter.ToInt64(octets, start + 4), place, length, octets[start + 12]);
            _lastId = id > _lastId ? id : _lastId;
        }

        return true;
    }

    /// <summary>Takes a record of a message that is done.</summary>
    public void ReplayRemoved(byte[] octets, int start)
    {
        int id = BitConverter.ToInt32(octets, start);
        int number = Find(id);
        if (number >= 0)
        {
            Forget(number);
        }

        _lastId = id > _lastId ? id : _lastId;
    }

    /// <summary>Where the first message in a segment is; -1 when none is.</summary>
    public int FirstIn(int segment)
    {
        for (int i = 0; i < Count; i++)
        {
            if (Journal.SegmentOf(_places[i]) == segment)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Place of the n-th.</summary>
    public int PlaceOf(int number)
    {
        return _places[number];
    }

    /// <summary>Octets of the payload of the n-th.</summary>
    public int PayloadLength(int number)
    {
        return _lengths[number];
    }

    /// <summary>Says that cleaning has copied the n-th.</summary>
    public void Move(int number, int place)
    {
        _places[number] = place;
    }

    /// <summary>Forgets the n-th.</summary>
    public void Forget(int number)
    {
        _journal.Live -= Record.HeaderLength + _lengths[number];
        Count--;
        int behind = Count - number;
        Array.Copy(_ids, number + 1, _ids, number, behind);
        Array.Copy(_times, number + 1, _times, number, behind);
        Array.Copy(_places, number + 1, _places, number, behind);
        Array.Copy(_lengths, number + 1, _lengths, number, behind);
        Array.Copy(_recipients, number + 1, _recipients, number, behind);
    }

    private void Take(int id, long time, int place, int length, int recipientLength)
    {
        int number = Count++;
        while (number > 0 && _ids[number - 1] > id)
        {
            number--;
        }

        int behind = Count - 1 - number;
        Array.Copy(_ids, number, _ids, number + 1, behind);
        Array.Copy(_times, number, _times, number + 1, behind);
        Array.Copy(_places, number, _places, number + 1, behind);
        Array.Copy(_lengths, number, _lengths, number + 1, behind);
        Array.Copy(_recipients, number, _recipients, number + 1, behind);
        _ids[number] = id;
        _times[number] = time;
        _places[number] = place;
        _lengths[number] = (ushort)length;
        _recipients[number] = (byte)recipientLength;
        _journal.Live += Record.HeaderLength + length;
    }

    private int Find(int id)
    {
        for (int i = 0; i < Count; i++)
        {
            if (_ids[i] == id)
            {
                return i;
            }
        }

        return -1;
    }
}
