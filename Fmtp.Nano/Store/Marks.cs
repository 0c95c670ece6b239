using System;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>The highest <c>at=</c> of each sealed peer (docs/PROTOCOL.md section 5), over restarts.</summary>
internal sealed class Marks
{
    private const int HeadLength = 8;

    // The parent, whether it has a mailbox, whether that was offered what there was no room for.
    private const int Beside = 3;

    private readonly Journal _journal;
    private readonly byte[][] _peers;
    private readonly long[] _marks;
    private readonly int[] _places;
    private readonly bool[] _asked;

    /// <summary>Makes an empty table.</summary>
    public Marks(Limits limits, Journal journal)
    {
        _journal = journal;
        int capacity = limits.Peers + Beside;
        _peers = new byte[capacity][];
        _marks = new long[capacity];
        _places = new int[capacity];
        _asked = new bool[capacity];
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        Array.Clear(_peers, 0, _peers.Length);
        Array.Clear(_asked, 0, _asked.Length);
    }

    /// <summary>The mark of a peer; 0 where there is none.</summary>
    public long Get(byte[] peer, int start, int length)
    {
        int entry = Find(peer, start, length);
        if (entry < 0)
        {
            return 0;
        }

        _asked[entry] = true;
        return _marks[entry];
    }

    /// <summary>Writes a higher mark.</summary>
    /// <returns>False for later.</returns>
    public bool Set(byte[] peer, int start, int length, long mark)
    {
        if (mark <= Get(peer, start, length))
        {
            return true;
        }

        int at = _journal.Begin(Record.Mark, HeadLength + length, Journal.Less);
        if (at < 0)
        {
            return false;
        }

        Record.Write(_journal.Buffer, at, mark);
        Array.Copy(peer, start, _journal.Buffer, at + HeadLength, length);
        Take(peer, start, length, mark, _journal.End());
        _asked[Find(peer, start, length)] = true;
        return true;
    }

    /// <summary>Takes a record that is read at mount.</summary>
    public void Replay(byte[] octets, int start, int length, int place)
    {
        if (length > HeadLength && length <= HeadLength + Wire.AddressMax)
        {
            long mark = BitConverter.ToInt64(octets, start);
            int entry = Find(octets, start + HeadLength, length - HeadLength);
            if (entry < 0 || _marks[entry] <= mark)
            {
                Take(octets, start + HeadLength, length - HeadLength, mark, place);
            }
        }
    }

    /// <summary>Copies one mark out of a segment into the buffer.</summary>
    /// <returns>1 copied, 0 none there, -1 for later.</returns>
    public int Clean(int segment)
    {
        for (int i = 0; i < _peers.Length; i++)
        {
            if (_peers[i] == null || Journal.SegmentOf(_places[i]) != segment)
            {
                continue;
            }

            byte[] peer = _peers[i];
            int at = _journal.Begin(Record.Mark, HeadLength + peer.Length, Journal.Reserve);
            if (at < 0)
            {
                return -1;
            }

            Record.Write(_journal.Buffer, at, _marks[i]);
            Array.Copy(peer, 0, _journal.Buffer, at + HeadLength, peer.Length);
            _places[i] = _journal.End();
            return 1;
        }

        return 0;
    }

    private void Take(byte[] peer, int start, int length, long mark, int place)
    {
        int entry = Find(peer, start, length);
        if (entry < 0)
        {
            entry = FreeEntry();
            byte[] copy = new byte[length]; // once a peer
            Array.Copy(peer, start, copy, 0, length);
            if (_peers[entry] == null)
            {
                _journal.Live += RecordLength(length);
            }
            else
            {
                _journal.Live += length - _peers[entry].Length;
            }

            _peers[entry] = copy;
            _asked[entry] = false;
        }

        _marks[entry] = mark;
        _places[entry] = place;
    }

    private static int RecordLength(int peerLength)
    {
        return Record.HeaderLength + HeadLength + peerLength;
    }

    // A free one, else one that nobody has asked for: the peers have changed since it was written.
    private int FreeEntry()
    {
        int entry = 0;
        for (int i = _peers.Length - 1; i >= 0; i--)
        {
            if (_peers[i] == null)
            {
                return i;
            }

            if (!_asked[i])
            {
                entry = i;
            }
        }

        return entry;
    }

    private int Find(byte[] peer, int start, int length)
    {
        for (int i = 0; i < _peers.Length; i++)
        {
            byte[] other = _peers[i];
            if (other != null && other.Length == length && Platform.Equal(other, 0, peer, start, length))
            {
                return i;
            }
        }

        return -1;
    }
}
