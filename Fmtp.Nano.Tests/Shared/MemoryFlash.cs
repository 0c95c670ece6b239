using System;

namespace Fmtp.Nano.Tests;

/// <summary>A board's flash in memory: littlefs as the store sees it, a plug that can be pulled, calls that
/// fail, and a count of what it costs.</summary>
/// <remarks>
/// Only a closed file is durable, and every append closes: so there is nothing to reorder. An append that the
/// power cut may have made an empty file, a prefix of any length, or all of it. Deleting is all or nothing.
/// Costs follow littlefs: a file of up to 512 octets lives in the directory; appending to a longer one copies
/// its last sector begun into a fresh one; every change is a commit to the directory's sector, which is
/// erased and written anew when it is full.
/// </remarks>
public sealed class MemoryFlash : IFlash
{
    /// <summary>Octets of a sector.</summary>
    public const int SectorOctets = 4096;

    private const int InlineMax = 512;
    private const int CommitOctets = 32;
    private const int EntryOctets = 40;
    private const int FilesMax = 512;

    private readonly string[] _names = new string[FilesMax];
    private readonly byte[][] _contents = new byte[FilesMax][];
    private readonly int[] _lengths = new int[FilesMax];
    private int _count;
    private int _directory;

    /// <summary>Octets that all files may have; beyond, appends stop in the middle and fail.</summary>
    public int Capacity { get; set; } = int.MaxValue;

    /// <summary>Operations that change something, so far.</summary>
    public int Operations { get; private set; }

    /// <summary>Calls of any kind but <see cref="List"/>, so far.</summary>
    public int Calls { get; private set; }

    /// <summary>At which operation the power goes; 0 for never.</summary>
    public int CutAt { get; set; }

    /// <summary>How much of that operation is done: none below zero, all from 1000 on, else thousandths of an append.</summary>
    public int CutMode { get; set; }

    /// <summary>Which call fails; 0 for none.</summary>
    public int FailAt { get; set; }

    /// <summary>How much of an append that fails is done, in thousandths.</summary>
    public int FailMode { get; set; }

    /// <summary>Whether all appends and deletions fail.</summary>
    public bool IsReadOnly { get; set; }

    /// <summary>Octets appended.</summary>
    public long OctetsWritten { get; private set; }

    /// <summary>Octets read.</summary>
    public long OctetsRead { get; private set; }

    /// <summary>Reads.</summary>
    public int Reads { get; private set; }

    /// <summary>Sectors erased.</summary>
    public long Erases { get; private set; }

    /// <summary>Files there are.</summary>
    public int Count
    {
        get { return _count; }
    }

    /// <summary>Octets of all files.</summary>
    public int Octets
    {
        get
        {
            int octets = 0;
            for (int i = 0; i < _count; i++)
            {
                octets += _lengths[i];
            }

            return octets;
        }
    }

    /// <summary>Puts the plug back in.</summary>
    public void Restore()
    {
        CutAt = 0;
        FailAt = 0;
    }

    /// <summary>A mount that failed: an empty volume.</summary>
    public void Format()
    {
        _count = 0;
    }

    /// <summary>The same files on another flash.</summary>
    public MemoryFlash Copy()
    {
        MemoryFlash copy = new MemoryFlash();
        copy._count = _count;
        for (int i = 0; i < _count; i++)
        {
            copy._names[i] = _names[i];
            copy._lengths[i] = _lengths[i];
            copy._contents[i] = new byte[_contents[i].Length];
            Array.Copy(_contents[i], 0, copy._contents[i], 0, _lengths[i]);
        }

        return copy;
    }

    /// <summary>Flips a bit, counted over all files.</summary>
    public void Flip(int bit)
    {
        int octet = bit / 8;
        for (int i = 0; i < _count; i++)
        {
            if (octet < _lengths[i])
            {
                _contents[i][octet] ^= (byte)(1 << (bit % 8));
                return;
            }

            octet -= _lengths[i];
        }
    }

    /// <inheritdoc/>
    public string[] List()
    {
        // Littlefs sorts by name; the store must not care.
        string[] names = new string[_count];
        for (int i = 0; i < _count; i++)
        {
            names[i] = _names[_count - 1 - i];
        }

        return names;
    }

    /// <inheritdoc/>
    public int Length(string name)
    {
        int file = Find(name);
        return file < 0 ? 0 : _lengths[file];
    }

    /// <inheritdoc/>
    public bool Read(string name, int position, byte[] into, int offset, int count)
    {
        int file = Find(name);
        if (IsFailing() || file < 0 || position < 0 || position + count > _lengths[file])
        {
            return false;
        }

        Array.Copy(_contents[file], position, into, offset, count);
        OctetsRead += count;
        Reads++;
        return true;
    }

    /// <inheritdoc/>
    public bool Append(string name, byte[] from, int offset, int count)
    {
        Operations++;
        bool isCut = Operations == CutAt;
        if (isCut && CutMode < 0)
        {
            throw new PowerCut();
        }

        bool isFailing = IsFailing();
        int done = count;
        if (isCut || isFailing)
        {
            int mode = isCut ? CutMode : FailMode;
            done = mode >= 1000 ? count : (int)((long)count * mode / 1000);
        }

        if (IsReadOnly)
        {
            return false;
        }

        int room = Capacity - Octets;
        bool isFull = done > room;
        Write(name, from, offset, isFull ? room : done);
        if (isCut)
        {
            throw new PowerCut();
        }

        return !isFailing && !isFull;
    }

    /// <inheritdoc/>
    public bool Delete(string name)
    {
        Operations++;
        bool isCut = Operations == CutAt;
        if (isCut && CutMode < 1000)
        {
            throw new PowerCut();
        }

        if (IsFailing() || IsReadOnly)
        {
            return false;
        }

        int file = Find(name);
        if (file >= 0)
        {
            Commit(CommitOctets);
            _count--;
            Array.Copy(_names, file + 1, _names, file, _count - file);
            Array.Copy(_contents, file + 1, _contents, file, _count - file);
            Array.Copy(_lengths, file + 1, _lengths, file, _count - file);
        }

        if (isCut)
        {
            throw new PowerCut();
        }

        return true;
    }

    private bool IsFailing()
    {
        Calls++;
        return Calls == FailAt;
    }

    private void Write(string name, byte[] from, int offset, int count)
    {
        int file = Find(name);
        if (file < 0)
        {
            file = _count++;
            _names[file] = name;
            _contents[file] = new byte[1024];
            _lengths[file] = 0;
            Commit(EntryOctets);
        }

        int length = _lengths[file];
        int end = length + count;
        if (end > _contents[file].Length)
        {
            byte[] longer = new byte[end * 2];
            Array.Copy(_contents[file], 0, longer, 0, length);
            _contents[file] = longer;
        }

        Array.Copy(from, offset, _contents[file], length, count);
        _lengths[file] = end;
        OctetsWritten += count;
        if (end > InlineMax)
        {
            int first = length > InlineMax ? length / SectorOctets : 0;
            Erases += ((end + SectorOctets - 1) / SectorOctets) - first;
            Commit(CommitOctets);
        }
        else
        {
            Commit(CommitOctets + end);
        }
    }

    private void Commit(int octets)
    {
        _directory += octets;
        if (_directory <= SectorOctets)
        {
            return;
        }

        Erases++;
        _directory = octets;
        for (int i = 0; i < _count; i++)
        {
            _directory += EntryOctets + (_lengths[i] > InlineMax ? 0 : _lengths[i]);
        }
    }

    private int Find(string name)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_names[i] == name)
            {
                return i;
            }
        }

        return -1;
    }
}
