using System;
#if NANOFRAMEWORK_1_0
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;
#else
using System.Buffers.Text;
using System.Security.Cryptography;
#endif

namespace Fmtp.Nano.Protocol;

/// <summary>Where the two class libraries truly differ: the work that each does natively, in one place.</summary>
public static class Platform
{
#if NANOFRAMEWORK_1_0
    private const int Int32Octets = 4;
    private const int Int64Octets = 8;

    private static readonly object[] Boxes = new object[128];

    /// <summary>CRC32 (ISO-HDLC, as in Ethernet and zip) of a range.</summary>
    /// <param name="octets">The octets.</param>
    /// <param name="start">First octet.</param>
    /// <param name="length">How many.</param>
    /// <returns>The checksum.</returns>
    public static uint Crc32(byte[] octets, int start, int length)
    {
        return System.IO.Hashing.Crc32.HashToUInt32(new SpanByte(octets, start, length));
    }

    /// <summary>Whether two ranges hold the same octets; not for secrets.</summary>
    /// <param name="a">One side.</param>
    /// <param name="aStart">Its first octet.</param>
    /// <param name="b">The other side.</param>
    /// <param name="bStart">Its first octet.</param>
    /// <param name="length">How many octets are compared.</param>
    /// <returns>True when all are the same.</returns>
    public static bool Equal(byte[] a, int aStart, byte[] b, int bStart, int length)
    {
        if (length < Int32Octets)
        {
            for (int i = 0; i < length; i++)
            {
                if (a[aStart + i] != b[bStart + i])
                {
                    return false;
                }
            }

            return true;
        }

        // A native call reads as much as a loop in fifty operations; the last one overlaps the one before.
        if (length < Int64Octets)
        {
            int tail = length - Int32Octets;
            return BitConverter.ToInt32(a, aStart) == BitConverter.ToInt32(b, bStart)
                && BitConverter.ToInt32(a, aStart + tail) == BitConverter.ToInt32(b, bStart + tail);
        }

        int last = length - Int64Octets;
        for (int i = 0; i < last; i += Int64Octets)
        {
            if (BitConverter.ToInt64(a, aStart + i) != BitConverter.ToInt64(b, bStart + i))
            {
                return false;
            }
        }

        return BitConverter.ToInt64(a, aStart + last) == BitConverter.ToInt64(b, bStart + last);
    }

    /// <summary>Finds an ASCII character.</summary>
    /// <param name="octets">The octets.</param>
    /// <param name="value">What is looked for, below 128.</param>
    /// <param name="start">First octet.</param>
    /// <param name="length">How many are searched.</param>
    /// <returns>Its place in <paramref name="octets"/>, or -1.</returns>
    public static int IndexOf(byte[] octets, byte value, int start, int length)
    {
        object box = Boxes[value];
        if (box == null)
        {
            Boxes[value] = box = value;
        }

        int at = Array.IndexOf(octets, box, start, length);
        return at < start ? -1 : at;
    }

    /// <summary>Writes base64 (RFC 4648 section 4).</summary>
    /// <param name="octets">What is encoded.</param>
    /// <param name="start">Its first octet.</param>
    /// <param name="length">How many octets.</param>
    /// <param name="into">Receives four characters for every three octets begun.</param>
    /// <param name="at">Where.</param>
    public static void Base64(byte[] octets, int start, int length, byte[] into, int at)
    {
        string text = Convert.ToBase64String(octets, start, length);
        Encoding.UTF8.GetBytes(text, 0, text.Length, into, at);
    }
#else
    /// <summary>CRC32 (ISO-HDLC, as in Ethernet and zip) of a range.</summary>
    /// <param name="octets">The octets.</param>
    /// <param name="start">First octet.</param>
    /// <param name="length">How many.</param>
    /// <returns>The checksum.</returns>
    public static uint Crc32(byte[] octets, int start, int length)
    {
        return System.IO.Hashing.Crc32.HashToUInt32(octets.AsSpan(start, length));
    }

    /// <summary>Whether two ranges hold the same octets; not for secrets.</summary>
    /// <param name="a">One side.</param>
    /// <param name="aStart">Its first octet.</param>
    /// <param name="b">The other side.</param>
    /// <param name="bStart">Its first octet.</param>
    /// <param name="length">How many octets are compared.</param>
    /// <returns>True when all are the same.</returns>
    public static bool Equal(byte[] a, int aStart, byte[] b, int bStart, int length)
    {
        return a.AsSpan(aStart, length).SequenceEqual(b.AsSpan(bStart, length));
    }

    /// <summary>Finds an ASCII character.</summary>
    /// <param name="octets">The octets.</param>
    /// <param name="value">What is looked for, below 128.</param>
    /// <param name="start">First octet.</param>
    /// <param name="length">How many are searched.</param>
    /// <returns>Its place in <paramref name="octets"/>, or -1.</returns>
    public static int IndexOf(byte[] octets, byte value, int start, int length)
    {
        int at = octets.AsSpan(start, length).IndexOf(value);
        return at < 0 ? -1 : start + at;
    }

    /// <summary>Writes base64 (RFC 4648 section 4).</summary>
    /// <param name="octets">What is encoded.</param>
    /// <param name="start">Its first octet.</param>
    /// <param name="length">How many octets.</param>
    /// <param name="into">Receives four characters for every three octets begun.</param>
    /// <param name="at">Where.</param>
    public static void Base64(byte[] octets, int start, int length, byte[] into, int at)
    {
        System.Buffers.Text.Base64.EncodeToUtf8(octets.AsSpan(start, length), into.AsSpan(at), out _, out _);
    }
#endif
}

/// <summary>HMAC-SHA256 (RFC 2104, FIPS 180-4) under one key, over octets that are given piece by piece.</summary>
/// <remarks>A board's native call takes one whole array, so the number of octets is told first.</remarks>
public sealed class Mac
{
    /// <summary>Octets of a result.</summary>
    public const int Length = 32;

#if NANOFRAMEWORK_1_0
    // The two arrays' own, and the result.
    private const int Overhead = 72;

    /// <summary>Octets of heap that computations have left behind, as far as whoever collects them has not set it back.</summary>
    public static int Left;

    private readonly byte[] _key;
    private byte[] _message;
    private int _at;

    /// <summary>Makes one for a key.</summary>
    /// <param name="key">The key; kept, not copied.</param>
    public Mac(byte[] key)
    {
        _key = key;
    }

    /// <summary>Begins a computation.</summary>
    /// <param name="length">Octets that will be appended in all.</param>
    public void Begin(int length)
    {
        _message = new byte[length];
        Left += length + Overhead;
        _at = 0;
    }

    /// <summary>Appends octets.</summary>
    /// <param name="octets">The octets.</param>
    /// <param name="start">First octet.</param>
    /// <param name="length">How many.</param>
    public void Append(byte[] octets, int start, int length)
    {
        Array.Copy(octets, start, _message, _at, length);
        _at += length;
    }

    /// <summary>Ends the computation.</summary>
    /// <param name="into">Receives <see cref="Length"/> octets from its beginning.</param>
    public void End(byte[] into)
    {
        byte[] hash = HMACSHA256.HashData(_key, _message);
        _message = null;
        Array.Copy(hash, into, Length);
    }
#else
    // Each call into the system's cryptography costs as much as the hash of some hundred octets: they go there together.
    private const int Room = 1024;

    private readonly IncrementalHash _hash;
    private readonly byte[] _message = new byte[Room];
    private int _at;

    /// <summary>Makes one for a key.</summary>
    /// <param name="key">The key; kept, not copied.</param>
    public Mac(byte[] key)
    {
        _hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
    }

    /// <summary>Begins a computation.</summary>
    /// <param name="length">Octets that will be appended in all.</param>
    public void Begin(int length)
    {
    }

    /// <summary>Appends octets.</summary>
    /// <param name="octets">The octets.</param>
    /// <param name="start">First octet.</param>
    /// <param name="length">How many.</param>
    public void Append(byte[] octets, int start, int length)
    {
        if (length > Room - _at)
        {
            Flush();
        }

        if (length > Room)
        {
            _hash.AppendData(octets, start, length);
            return;
        }

        Array.Copy(octets, start, _message, _at, length);
        _at += length;
    }

    /// <summary>Ends the computation.</summary>
    /// <param name="into">Receives <see cref="Length"/> octets from its beginning.</param>
    public void End(byte[] into)
    {
        Flush();
        _hash.GetHashAndReset(into);
    }

    private void Flush()
    {
        _hash.AppendData(_message, 0, _at);
        _at = 0;
    }
#endif
}
