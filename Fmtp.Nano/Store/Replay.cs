using System;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Reads the journal at mount, each octet once: a window moves over each file, oldest first. What
/// comes later in the journal is what holds.</summary>
/// <remarks>A header whose check is right tells where the next record begins, whatever has become of its
/// payload. Behind a bad header the next record is searched for; behind one that promises more than the file
/// has there is nothing: the loss of power came there.</remarks>
internal sealed class Replay
{
    private readonly Objects _objects;
    private readonly Outbox _outbox;
    private readonly Marks _marks;
    private readonly Journal _journal;
    private readonly StoreFigures _figures;

    // The window: octets _start to _end of a file stand at the beginning of the write buffer.
    private readonly byte[] _window;
    private int _segment;
    private int _length;
    private int _start;
    private int _end;

    /// <summary>Makes one.</summary>
    public Replay(Objects objects, Outbox outbox, Marks marks)
    {
        _objects = objects;
        _outbox = outbox;
        _marks = marks;
        _journal = objects.Journal;
        _figures = objects.Figures;
        _window = _journal.Buffer;
    }

    /// <summary>Reads all files.</summary>
    public void Run()
    {
        Segments segments = _journal.Segments;
        bool isClean = false;
        for (int i = 0; i < segments.Count; i++)
        {
            _segment = segments.EntryAt(i);
            _length = segments.LengthOf(_segment);
            _start = 0;
            _end = 0;
            isClean = ReadSegment(segments.SequenceOf(_segment));
        }

        if (isClean)
        {
            _journal.Unseal();
        }
    }

    // True when it ends with a record's end, so that another may follow.
    private bool ReadSegment(int sequence)
    {
        int position = 0;
        while (position < _length)
        {
            if (_length - position < Record.HeaderLength)
            {
                _figures.TornTails++;
                return false;
            }

            if (!Fill(position, Record.HeaderLength))
            {
                _figures.BadRecords++;
                return false;
            }

            if (!Record.IsHeader(_window, position - _start, sequence, position))
            {
                _figures.BadRecords++;
                position = Search(position + 1, sequence);
                if (position < 0)
                {
                    return false;
                }

                continue;
            }

            int length = Record.PayloadLength(_window, position - _start);
            int end = position + Record.HeaderLength + length;
            if (end > _length)
            {
                _figures.TornTails++;
                return false;
            }

            _figures.Records++;
            if (!IsRecord(position, length, sequence) || !Apply(position, length))
            {
                _figures.BadRecords++;
            }

            position = end;
        }

        return true;
    }

    private bool IsRecord(int position, int length, int sequence)
    {
        return Fill(position, Record.HeaderLength + length)
            && Record.IsPayload(_window, position - _start, _window, position - _start + Record.HeaderLength, sequence, position);
    }

    // The next whole record; -1 when there is none.
    private int Search(int position, int sequence)
    {
        while (_length - position >= Record.HeaderLength && Fill(position, Record.HeaderLength))
        {
            int at = Platform.IndexOf(_window, Record.Magic, position - _start, _end - position);
            if (at < 0)
            {
                position = _end;
                continue;
            }

            position = _start + at;
            if (_length - position < Record.HeaderLength || !Fill(position, Record.HeaderLength))
            {
                return -1;
            }

            if (Record.IsHeader(_window, position - _start, sequence, position))
            {
                int length = Record.PayloadLength(_window, position - _start);
                if (position + Record.HeaderLength + length <= _length && IsRecord(position, length, sequence))
                {
                    return position;
                }
            }

            position++;
        }

        return -1;
    }

    // Has the window hold so many octets of the file from a position on.
    private bool Fill(int position, int count)
    {
        if (position >= _start && position + count <= _end)
        {
            return true;
        }

        if (count > _window.Length)
        {
            return false; // written under greater limits
        }

        int kept = position >= _start && position < _end ? _end - position : 0;
        Array.Copy(_window, position - _start < 0 || kept == 0 ? 0 : position - _start, _window, 0, kept);
        _start = position;
        _end = position + kept;
        int room = _window.Length - kept;
        int wanted = _length - _end < room ? _length - _end : room;
        if (!_journal.ReadFile(_segment, _end, _window, kept, wanted))
        {
            return false;
        }

        _end += wanted;
        return true;
    }

    private bool Apply(int position, int length)
    {
        int at = position - _start;
        int place = Journal.Place(_segment, position);
        int payload = at + Record.HeaderLength;
        switch (Record.Kind(_window, at))
        {
            case Record.Object:
                return ApplyObject(payload, length, place);
            case Record.Drop:
                _objects.ReplayDrop(_window, payload);
                return true;
            case Record.Mark:
                _marks.Replay(_window, payload, length, place);
                return true;
            case Record.Queued:
                return _outbox.Replay(_window, payload, length, place);
            case Record.Dequeued:
                _outbox.ReplayRemoved(_window, payload);
                return true;
            default:
                return false;
        }
    }

    private bool ApplyObject(int payload, int length, int place)
    {
        ObjectReader reader = _objects.Heads.Reader;
        if (!reader.ParseStored(_window, payload, length))
        {
            return false;
        }

        int slot = _objects.Find(_window, reader.Id.Start, reader.Id.Length);
        if (slot < 0 && _objects.Index.IsFull)
        {
            return false; // written under greater limits
        }

        _objects.Take(reader, slot, place);
        return true;
    }
}
