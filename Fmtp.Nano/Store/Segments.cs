using System;

namespace Fmtp.Nano;

/// <summary>The files of the journal, oldest first: a ring of names and lengths. They are named by a rising
/// number, <c>0000002a.log</c>; the last is the head, where records are appended.</summary>
internal sealed class Segments
{
    private const int NameLength = 12;
    private const string Suffix = ".log";

    private string[] _names;
    private int[] _lengths;
    private int[] _sequences;

    /// <summary>Makes an empty ring.</summary>
    public Segments(int capacity)
    {
        Allocate(capacity);
    }

    /// <summary>How many files there are.</summary>
    public int Count;

    /// <summary>How many the ring can hold.</summary>
    public int Capacity
    {
        get { return _names.Length; }
    }

    /// <summary>Octets of all files.</summary>
    public int Octets;

    /// <summary>Entry of the oldest; only where there is one.</summary>
    public int Oldest;

    /// <summary>Entry of the newest; only where there is one.</summary>
    public int Newest
    {
        get { return EntryAt(Count - 1); }
    }

    /// <summary>Entry of the n-th oldest.</summary>
    public int EntryAt(int number)
    {
        int entry = Oldest + number;
        return entry < _names.Length ? entry : entry - _names.Length;
    }

    /// <summary>The file of an entry.</summary>
    public string NameOf(int entry)
    {
        return _names[entry];
    }

    /// <summary>Its durable octets.</summary>
    public int LengthOf(int entry)
    {
        return _lengths[entry];
    }

    /// <summary>Its number.</summary>
    public int SequenceOf(int entry)
    {
        return _sequences[entry];
    }

    /// <summary>Says that a file has become longer.</summary>
    public void Grow(int entry, int octets)
    {
        _lengths[entry] += octets;
        Octets += octets;
    }

    /// <summary>Takes a new head.</summary>
    public int Add(string name, int sequence, int length)
    {
        int entry = EntryAt(Count);
        Count++;
        _names[entry] = name;
        _sequences[entry] = sequence;
        _lengths[entry] = length;
        Octets += length;
        return entry;
    }

    /// <summary>Forgets the oldest.</summary>
    public void RemoveOldest()
    {
        Octets -= _lengths[Oldest];
        _names[Oldest] = null;
        Oldest = EntryAt(1);
        Count--;
    }

    /// <summary>Takes the files of the flash, sorted; others are not ours and left alone.</summary>
    public void Load(string[] names, IFlash flash)
    {
        int spare = Capacity / 2;
        if (names.Length + spare > Capacity)
        {
            Allocate(names.Length + spare); // written under other limits
        }

        Array.Clear(_names, 0, _names.Length);
        Oldest = 0;
        Count = 0;
        Octets = 0;
        for (int i = 0; i < names.Length; i++)
        {
            int sequence = Parse(names[i]);
            if (sequence > 0)
            {
                Insert(names[i], sequence, flash.Length(names[i]));
            }
        }
    }

    /// <summary>The name of a number.</summary>
    public static string Name(int sequence)
    {
        char[] name = new char[NameLength - Suffix.Length];
        for (int i = name.Length - 1; i >= 0; i--)
        {
            int digit = sequence & 15;
            name[i] = (char)(digit < 10 ? '0' + digit : 'a' + digit - 10);
            sequence >>= 4;
        }

        return new string(name) + Suffix;
    }

    // The number of a name; 0 when it is no segment's.
    private static int Parse(string name)
    {
        if (name.Length != NameLength || name.Substring(NameLength - Suffix.Length) != Suffix)
        {
            return 0;
        }

        int sequence = 0;
        for (int i = 0; i < NameLength - Suffix.Length; i++)
        {
            char c = name[i];
            int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
            if (digit < 0)
            {
                return 0;
            }

            sequence = (sequence << 4) | digit;
        }

        return sequence;
    }

    private void Insert(string name, int sequence, int length)
    {
        int at = Count;
        while (at > 0 && _sequences[at - 1] > sequence)
        {
            at--;
        }

        Array.Copy(_names, at, _names, at + 1, Count - at);
        Array.Copy(_sequences, at, _sequences, at + 1, Count - at);
        Array.Copy(_lengths, at, _lengths, at + 1, Count - at);
        _names[at] = name;
        _sequences[at] = sequence;
        _lengths[at] = length;
        Octets += length;
        Count++;
    }

    private void Allocate(int capacity)
    {
        _names = new string[capacity];
        _lengths = new int[capacity];
        _sequences = new int[capacity];
    }
}
