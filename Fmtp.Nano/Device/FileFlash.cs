using System;
using System.IO;

namespace Fmtp.Nano.Device;

/// <summary>The flash seam over a folder of littlefs: an append is one write and a close, because only that is
/// durable; files are kept open for reading, because opening one costs as much as twenty reads.</summary>
public sealed class FileFlash : IFlash
{
    private const int HandlesMax = 4;

    private readonly string _folder;
    // An element that was never assigned is no string yet: comparing it with one stops the interpreter.
    private readonly string[] _names = new string[HandlesMax];
    private readonly FileStream[] _handles = new FileStream[HandlesMax];
    private int _next;

    /// <summary>Makes the folder if it is not there.</summary>
    /// <param name="folder">The folder with its drive and without a separator behind it, such as <c>I:\data</c>.</param>
    public FileFlash(string folder)
    {
        _folder = folder + "\\";
        try
        {
            if (!Directory.Exists(folder))
            {
                Directory.CreateDirectory(folder);
            }
        }
        catch (Exception)
        {
            // No flash: every append will fail and say so.
        }
    }

    /// <summary>Closes what is open; it opens again when it is read.</summary>
    public void Close()
    {
        for (int i = 0; i < HandlesMax; i++)
        {
            Forget(i);
        }
    }

    /// <inheritdoc/>
    public string[] List()
    {
        try
        {
            string[] paths = Directory.GetFiles(_folder);
            for (int i = 0; i < paths.Length; i++)
            {
                paths[i] = Path.GetFileName(paths[i]);
            }

            return paths;
        }
        catch (Exception)
        {
            return new string[0];
        }
    }

    /// <inheritdoc/>
    public int Length(string name)
    {
        try
        {
            FileStream file = Open(name);
            return file == null ? 0 : (int)file.Length;
        }
        catch (Exception)
        {
            return 0;
        }
    }

    /// <inheritdoc/>
    public bool Read(string name, int position, byte[] into, int offset, int count)
    {
        try
        {
            FileStream file = Open(name);
            if (file == null)
            {
                return false;
            }

            file.Position = position;
            int read = file.Read(into, offset, count);
            for (int piece = read; read < count && piece > 0; read += piece)
            {
                piece = file.Read(into, offset + read, count - read);
            }

            return read == count;
        }
        catch (Exception)
        {
            Forget(name);
            return false;
        }
    }

    /// <inheritdoc/>
    public bool Append(string name, byte[] from, int offset, int count)
    {
        Forget(name); // what is open for reading would not see the new end
        FileStream file = null;
        bool isWritten = false;
        try
        {
            file = new FileStream(_folder + name, FileMode.Append, FileAccess.Write);
            file.Write(from, offset, count);
            isWritten = true;
        }
        catch (Exception)
        {
            // Full or failed; closing keeps what went.
        }

        return Close(file) && isWritten;
    }

    /// <inheritdoc/>
    public bool Delete(string name)
    {
        Forget(name);
        try
        {
            if (File.Exists(_folder + name))
            {
                File.Delete(_folder + name);
            }

            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }

    // The file, open for reading; null when there is none.
    private FileStream Open(string name)
    {
        for (int i = 0; i < HandlesMax; i++)
        {
            if (_names[i] != null && _names[i] == name)
            {
                return _handles[i];
            }
        }

        string path = _folder + name;
        if (!File.Exists(path))
        {
            return null;
        }

        Forget(_next);
        FileStream file = new FileStream(path, FileMode.Open, FileAccess.Read);
        _handles[_next] = file;
        _names[_next] = name;
        _next = (_next + 1) % HandlesMax;
        return file;
    }

    private void Forget(string name)
    {
        for (int i = 0; i < HandlesMax; i++)
        {
            if (_names[i] != null && _names[i] == name)
            {
                Forget(i);
            }
        }
    }

    private void Forget(int handle)
    {
        Close(_handles[handle]);
        _handles[handle] = null;
        _names[handle] = null;
    }

    // Close leaves the finalizer registered, and some hundred of those exhaust the heap.
    private static bool Close(FileStream file)
    {
        if (file == null)
        {
            return false;
        }

        try
        {
            file.Close();
            return true;
        }
        catch (Exception)
        {
            return false;
        }
        finally
        {
            GC.SuppressFinalize(file);
        }
    }
}
