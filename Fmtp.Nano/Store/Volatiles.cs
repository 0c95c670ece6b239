using System;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Volatile objects: the octets in memory, and where the flash has an older version.</summary>
internal sealed class Volatiles
{
    private const int ObjectMin = 64;

    private readonly byte[][] _octets;
    private readonly int[] _places;
    private readonly ushort[] _lengths;
    private readonly bool[] _changed;
    private readonly int _octetsMax;
    private int _used;

    /// <summary>Makes an empty table.</summary>
    public Volatiles(Limits limits)
    {
        _octetsMax = limits.VolatileOctets;
        int entries = _octetsMax / ObjectMin;
        Capacity = entries < limits.Objects ? entries : limits.Objects;
        _octets = new byte[Capacity][];
        _places = new int[Capacity];
        _lengths = new ushort[Capacity];
        _changed = new bool[Capacity];
    }

    /// <summary>Entries that there may be.</summary>
    public int Capacity;

    /// <summary>The octets of an entry; null when it is free.</summary>
    public byte[] OctetsOf(int entry)
    {
        return _octets[entry];
    }

    /// <summary>Where the flash has an older version; -1 where it has none.</summary>
    public int PlaceOf(int entry)
    {
        return _places[entry];
    }

    /// <summary>Octets of that record.</summary>
    public int RecordOf(int entry)
    {
        return _places[entry] < 0 ? 0 : Record.HeaderLength + _lengths[entry];
    }

    /// <summary>Whether the flash does not have this version.</summary>
    public bool IsChanged(int entry)
    {
        return _octets[entry] != null && _changed[entry];
    }

    /// <summary>Whether there is room for an object in place of an entry.</summary>
    /// <param name="entry">The entry that it replaces, or -1.</param>
    /// <param name="length">Octets of the object.</param>
    /// <returns>The entry for it, or -1.</returns>
    public int Room(int entry, int length)
    {
        int used = entry < 0 ? _used : _used - _octets[entry].Length;
        if (used + length > _octetsMax)
        {
            return -1;
        }

        for (int i = 0; entry < 0 && i < Capacity; i++)
        {
            if (_octets[i] == null)
            {
                entry = i;
            }
        }

        return entry;
    }

    /// <summary>Keeps an object in an entry that <see cref="Room"/> gave.</summary>
    public void Set(int entry, byte[] octets, int start, int length)
    {
        byte[] copy = _octets[entry];
        if (copy == null || copy.Length != length)
        {
            _used += length - (copy == null ? 0 : copy.Length);
            copy = new byte[length];
            _octets[entry] = copy;
        }

        Array.Copy(octets, start, copy, 0, length);
        _changed[entry] = true;
    }

    /// <summary>Says where the flash has an older version of what is in an entry.</summary>
    public void Adopt(int entry, int place, int length)
    {
        _places[entry] = place;
        _lengths[entry] = (ushort)length;
        _changed[entry] = true;
    }

    /// <summary>Says that the flash has this version now.</summary>
    public void Saved(int entry, int place)
    {
        _places[entry] = place;
        _lengths[entry] = (ushort)_octets[entry].Length;
        _changed[entry] = false;
    }

    /// <summary>Frees an entry.</summary>
    public void Free(int entry)
    {
        _used -= _octets[entry].Length;
        _octets[entry] = null;
    }
}
