using System;

namespace Fmtp.Nano.Tests;

/// <summary>The flash seam: files in memory that is all taken at the beginning.</summary>
internal sealed class Chip : IFlash
{
    private const int FilesMax = 40;

    private readonly string[] _names = new string[FilesMax];
    private readonly byte[][] _contents = new byte[FilesMax][];
    private readonly int[] _lengths = new int[FilesMax];

    /// <summary>Makes it.</summary>
    /// <param name="fileMax">Octets of the longest file.</param>
    internal Chip(int fileMax)
    {
        for (int i = 0; i < FilesMax; i++)
        {
            _contents[i] = new byte[fileMax];
        }
    }

    /// <inheritdoc/>
    public string[] List()
    {
        int count = 0;
        string[] names = new string[FilesMax];
        for (int i = 0; i < FilesMax; i++)
        {
            if (_names[i] != null)
            {
                names[count++] = _names[i];
            }
        }

        string[] exact = new string[count];
        Array.Copy(names, exact, count);
        return exact;
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
        if (file < 0 || position + count > _lengths[file])
        {
            return false;
        }

        Array.Copy(_contents[file], position, into, offset, count);
        return true;
    }

    /// <inheritdoc/>
    public bool Append(string name, byte[] from, int offset, int count)
    {
        int file = Find(name);
        if (file < 0)
        {
            file = Free();
            if (file < 0)
            {
                return false;
            }

            _names[file] = name;
            _lengths[file] = 0;
        }

        if (_lengths[file] + count > _contents[file].Length)
        {
            return false;
        }

        Array.Copy(from, offset, _contents[file], _lengths[file], count);
        _lengths[file] += count;
        return true;
    }

    /// <inheritdoc/>
    public bool Delete(string name)
    {
        int file = Find(name);
        if (file >= 0)
        {
            _names[file] = null;
        }

        return true;
    }

    private int Free()
    {
        for (int i = 0; i < FilesMax; i++)
        {
            if (_names[i] == null)
            {
                return i;
            }
        }

        return -1;
    }

    private int Find(string name)
    {
        for (int i = 0; i < FilesMax; i++)
        {
            if (_names[i] != null && _names[i] == name)
            {
                return i;
            }
        }

        return -1;
    }
}
