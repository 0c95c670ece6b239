using System;
using System.Collections.Generic;
using System.IO;
using Fmtp.Nano.Desktop.Host;

namespace Fmtp.Nano.Desktop.Flash;

/// <summary>A flash folder as it was at one moment: a copy in memory, which can only be read. The folder is not
/// changed, and a relay may be using it.</summary>
public sealed class FlashFolder : IFlash
{
    private const int Tries = 20;

    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    private FlashFolder(string path)
    {
        Path = path;
        IsInUse = FileFlash.IsInUse(path);
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Whether a relay was using it.</summary>
    public bool IsInUse { get; }

    /// <summary>Copies a folder.</summary>
    /// <param name="path">Its path.</param>
    /// <returns>The copy.</returns>
    /// <exception cref="IOException">There is none, or it cannot be read; the text says what to do.</exception>
    public static FlashFolder Read(string path)
    {
        FlashFolder folder = new(path);
        try
        {
            // A relay moves what lives from the oldest file to the newest: read in this order, and without a
            // file that came or went meanwhile, nothing is missing.
            for (int i = 0; i < Tries; i++)
            {
                if (folder.TryRead())
                {
                    return folder;
                }
            }
        }
        catch (DirectoryNotFoundException e)
        {
            throw new IOException($"{path}: there is no such folder. Give the one that store.path names.", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"{path}: {e.Message} Run it as whoever runs the relay.", e);
        }

        throw new IOException($"{path}: a relay is writing too fast to be read beside. Try again.");
    }

    /// <inheritdoc/>
    public string[] List() => [.. _files.Keys];

    /// <inheritdoc/>
    public int Length(string name) => _files.TryGetValue(name, out byte[]? octets) ? octets.Length : 0;

    /// <inheritdoc/>
    public bool Read(string name, int position, byte[] into, int offset, int count)
    {
        if (!_files.TryGetValue(name, out byte[]? octets) || position < 0 || position > octets.Length - count)
        {
            return false;
        }

        Array.Copy(octets, position, into, offset, count);
        return true;
    }

    /// <inheritdoc/>
    public bool Append(string name, byte[] from, int offset, int count) => false;

    /// <inheritdoc/>
    public bool Delete(string name) => false;

    /// <summary>The octets of a file that is in the list.</summary>
    internal byte[] Octets(string name) => _files[name];

    private bool TryRead()
    {
        string[] names = FileFlash.Names(Path);
        _files.Clear();
        try
        {
            foreach (string name in names)
            {
                _files.Add(name, ReadFile(System.IO.Path.Combine(Path, name)));
            }
        }
        catch (FileNotFoundException)
        {
            return false;
        }

        return names.AsSpan().SequenceEqual(FileFlash.Names(Path));
    }

    // A relay that has the file open goes on writing to it, and may delete it.
    private static byte[] ReadFile(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] octets = new byte[file.Length];
        file.ReadExactly(octets);
        return octets;
    }
}
