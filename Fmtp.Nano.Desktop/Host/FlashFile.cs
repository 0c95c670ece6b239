using System;
using System.Buffers;
using System.IO;
using Microsoft.Win32.SafeHandles;

namespace Fmtp.Nano.Desktop.Host;

/// <summary>One file of a <see cref="FileFlash"/>: on the disk, and a copy in memory.</summary>
internal sealed class FlashFile(string path) : IDisposable
{
    private const int FirstRoom = 4096;

    // Files come and go as the journal is cleaned: their copies are lent, not made anew each time.
    private static readonly ArrayPool<byte> Buffers = ArrayPool<byte>.Shared;

    private byte[]? _copy;
    private SafeFileHandle? _handle;

    internal int Length { get; private set; } = LengthOf(path);

    internal bool Read(int position, Span<byte> into)
    {
        if (position < 0 || position > Length - into.Length || !Load())
        {
            return false;
        }

        _copy.AsSpan(position, into.Length).CopyTo(into);
        return true;
    }

    /// <summary>Writes at the end; true when it is on the disk.</summary>
    internal bool Append(ReadOnlySpan<byte> octets)
    {
        try
        {
            _handle ??= File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
            RandomAccess.Write(_handle, octets, Length);
            RandomAccess.FlushToDisk(_handle);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Reload();
            return false;
        }

        if (_copy != null || Length == 0)
        {
            Remember(octets);
        }

        Length += octets.Length;
        return true;
    }

    internal bool Delete()
    {
        Forget();
        try
        {
            File.Delete(path);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        _handle?.Dispose();
        _handle = null;
    }

    private static int LengthOf(string path)
    {
        FileInfo file = new(path);
        return file.Exists ? (int)Math.Min(file.Length, int.MaxValue) : 0;
    }

    private bool Load()
    {
        try
        {
            if (_copy == null)
            {
                using SafeFileHandle file = File.OpenHandle(path);
                _copy = Buffers.Rent(Math.Max(FirstRoom, Length));
                if (RandomAccess.Read(file, _copy.AsSpan(0, Length), 0) < Length)
                {
                    Forget();
                }
            }

            return _copy != null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private void Remember(ReadOnlySpan<byte> octets)
    {
        _copy ??= Buffers.Rent(Math.Max(FirstRoom, octets.Length));
        if (_copy.Length < Length + octets.Length)
        {
            byte[] larger = Buffers.Rent(Math.Max(_copy.Length * 2, Length + octets.Length));
            _copy.AsSpan(0, Length).CopyTo(larger);
            Forget();
            _copy = larger;
        }

        octets.CopyTo(_copy.AsSpan(Length));
    }

    // A prefix may have been written: what is in the file now counts.
    private void Reload()
    {
        Dispose();
        Forget();
        Length = LengthOf(path);
    }

    private void Forget()
    {
        if (_copy != null)
        {
            Buffers.Return(_copy);
            _copy = null;
        }
    }
}
