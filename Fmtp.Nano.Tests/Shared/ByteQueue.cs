using System;

namespace Fmtp.Nano.Tests;

/// <summary>Octets on their way.</summary>
public sealed class ByteQueue
{
    private byte[] _octets = new byte[256];
    private int _start;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Appends some.</summary>
    public void Add(byte[] from, int offset, int count)
    {
        if (_start + Count + count > _octets.Length)
        {
            byte[] room = Count + count > _octets.Length ? new byte[(Count + count) * 2] : _octets;
            Array.Copy(_octets, _start, room, 0, Count);
            _octets = room;
            _start = 0;
        }

        Array.Copy(from, offset, _octets, _start + Count, count);
        Count += count;
    }

    /// <summary>Takes the first ones.</summary>
    public void Take(byte[] into, int offset, int count)
    {
        Array.Copy(_octets, _start, into, offset, count);
        _start += count;
        Count -= count;
    }

    /// <summary>Takes the first ones.</summary>
    public byte[] Take(int count)
    {
        byte[] taken = new byte[count];
        Take(taken, 0, count);
        return taken;
    }

    /// <summary>Octets up to the first end of line and with it; 0 when there is none.</summary>
    public int LineLength()
    {
        for (int i = 0; i < Count; i++)
        {
            if (_octets[_start + i] == '\n')
            {
                return i + 1;
            }
        }

        return 0;
    }

    /// <summary>Copies the first ones and leaves them.</summary>
    public byte[] Peek(int count)
    {
        byte[] copy = new byte[count];
        Array.Copy(_octets, _start, copy, 0, count);
        return copy;
    }
}
