using System;
using System.IO;
using Microsoft.Win32.SafeHandles;

namespace Fmtp.Nano.Desktop.Host;

/// <summary>One file of a <see cref="FileFlash"/>: on the disk, and a copy in memory.</summary>
internal sealed class FlashFile(string path) : IDisposable
{
    private const int FirstRoom = 8192;

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
            _copy ??= File.ReadAllBytes(path);
            return _copy.Length >= Length;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private void Remember(ReadOnlySpan<byte> octets)
    {
        _copy ??= new byte[Math.Max(FirstRoom, octets.Length)];
        if (_copy.Length < Length + octets.Length)
        {
            Array.Resize(ref _copy, Math.Max(_copy.Length * 2, Length + octets.Length));
        }

        octets.CopyTo(_copy.AsSpan(Length));
    }

    // A prefix may have been written: what is in the file now counts.
    private void Reload()
    {
        Dispose();
        _copy = null;
        Length = LengthOf(path);
    }
}
