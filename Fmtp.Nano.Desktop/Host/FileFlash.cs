using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;

namespace Fmtp.Nano.Desktop.Host;

/// <summary>The flash seam made of a folder. What a call has written survives a power cut when the call
/// returns; what is read comes from memory.</summary>
/// <remarks>Of one thread and, by a lock on the folder, of one process. A file is read into memory when it is
/// first asked for and stays there: the store's quota bounds how much that is. The file that was appended
/// to last stays open, so that an append costs a write and a flush.</remarks>
public sealed class FileFlash : IFlash, IDisposable
{
    private const string LockName = ".lock";
    private const int LooksMax = 3;
    private const int LookMs = 20;

    private readonly string _folder;
    private readonly FileStream _lock;
    private readonly Dictionary<string, FlashFile> _files = new(StringComparer.Ordinal);
    private FlashFile? _open;

    /// <summary>Takes a folder, and makes it when there is none.</summary>
    /// <param name="folder">Its path.</param>
    /// <exception cref="IOException">Another relay has it, or it cannot be made or read; the text says what to do.</exception>
    public FileFlash(string folder)
    {
        _folder = folder;
        try
        {
            Directory.CreateDirectory(folder);
            _lock = Lock(folder);
            foreach (string name in Names(folder))
            {
                _files.Add(name, new FlashFile(Path.Combine(folder, name)));
            }
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"{folder}: {e.Message} Give the relay a store.path that it may write to.", e);
        }
    }

    /// <summary>The files of a folder that are a flash's, sorted.</summary>
    internal static string[] Names(string folder)
        => [.. Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)).Where(name => name != LockName).Order(StringComparer.Ordinal)];

    /// <summary>Whether a relay has a folder. It is looked at for a moment, without taking it from anybody.</summary>
    internal static bool IsInUse(string folder)
    {
        try
        {
            using FileStream look = new(Path.Combine(folder, LockName), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return false;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <inheritdoc/>
    public string[] List() => [.. _files.Keys];

    /// <inheritdoc/>
    public int Length(string name) => _files.TryGetValue(name, out FlashFile? file) ? file.Length : 0;

    /// <inheritdoc/>
    public bool Read(string name, int position, byte[] into, int offset, int count)
        => _files.TryGetValue(name, out FlashFile? file) && file.Read(position, into.AsSpan(offset, count));

    /// <inheritdoc/>
    public bool Append(string name, byte[] from, int offset, int count)
    {
        bool isNew = !_files.TryGetValue(name, out FlashFile? file);
        if (isNew)
        {
            file = new FlashFile(Path.Combine(_folder, name));
            _files.Add(name, file);
        }

        if (_open != file)
        {
            _open?.Dispose();
            _open = file;
        }

        return file!.Append(from.AsSpan(offset, count)) && (!isNew || FolderFlush.Flush(_folder));
    }

    /// <inheritdoc/>
    public bool Delete(string name)
    {
        if (!_files.Remove(name, out FlashFile? file))
        {
            return true;
        }

        file.Dispose();
        if (_open == file)
        {
            _open = null;
        }

        return file.Delete() && FolderFlush.Flush(_folder);
    }

    /// <summary>Closes the file that is open and gives the folder back.</summary>
    public void Dispose()
    {
        _open?.Dispose();
        _lock.Dispose();
    }

    private static FileStream Lock(string folder)
    {
        for (int looks = 0; ; looks++)
        {
            try
            {
                return new FileStream(Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException))
            {
                if (looks == LooksMax)
                {
                    throw new IOException($"{folder}: another relay is using this folder. Stop it, or give this one a store.path of its own.", e);
                }

                Thread.Sleep(LookMs); // it may be only somebody who looks, as IsInUse
            }
        }
    }
}
