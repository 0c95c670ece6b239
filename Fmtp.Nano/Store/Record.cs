using System;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>The format of one record of the journal: ten octets, then its payload.</summary>
/// <remarks>
/// <code>
/// 0  1  0x1E, to scan for
/// 1  1  kind
/// 2  2  octets of the payload, little-endian
/// 4  2  check of the four octets above
/// 6  4  CRC32 of the payload
/// 10    payload
/// </code>
/// Both checks are salted with the place of the record, so that nothing is a record but where it was
/// written: not an old sector, and not what somebody has put into an object's content. The check of the
/// header alone makes a length trustworthy where the payload is not: a bad record is stepped over, not into.
/// </remarks>
internal static class Record
{
    /// <summary>Octets before a payload.</summary>
    public const int HeaderLength = 10;

    /// <summary>Longest payload.</summary>
    public const int PayloadMax = 0xFFFF;

    /// <summary>First octet of a record.</summary>
    public const byte Magic = 0x1E;

    /// <summary>An object, verbatim.</summary>
    public const int Object = 1;

    /// <summary>An object is gone: the short hash of its address (2), the file (4) and the offset (4) of its last record.
    /// Written for what <c>keep</c>, expiry or age removes.</summary>
    public const int Drop = 2;

    /// <summary>Octets of the payload of a <see cref="Drop"/>.</summary>
    public const int DropLength = 10;

    /// <summary>A mark: its value (8), the peer's address.</summary>
    public const int Mark = 3;

    /// <summary>A queued message: id (4), time (8), length of the recipient (1), recipient, object.</summary>
    public const int Queued = 4;

    /// <summary>A queued message is done: id (4).</summary>
    public const int Dequeued = 5;

    /// <summary>Writes the header of a payload that stands behind it.</summary>
    public static void Seal(byte[] octets, int at, int kind, int length, int sequence, int position)
    {
        octets[at] = Magic;
        octets[at + 1] = (byte)kind;
        octets[at + 2] = (byte)length;
        octets[at + 3] = (byte)(length >> 8);
        uint salt = Salt(sequence, position);
        int check = Check(octets, at, salt);
        octets[at + 4] = (byte)check;
        octets[at + 5] = (byte)(check >> 8);
        Write(octets, at + 6, (int)Sum(octets, at + HeaderLength, kind, length, salt));
    }

    /// <summary>Whether a header stands here that belongs here.</summary>
    public static bool IsHeader(byte[] octets, int at, int sequence, int position)
    {
        return octets[at] == Magic
            && BitConverter.ToUInt16(octets, at + 4) == Check(octets, at, Salt(sequence, position));
    }

    /// <summary>Whether a payload, wherever it is now, is the one that its header was written for.</summary>
    public static bool IsPayload(byte[] octets, int at, byte[] payload, int start, int sequence, int position)
    {
        return BitConverter.ToUInt32(octets, at + 6)
            == Sum(payload, start, octets[at + 1], BitConverter.ToUInt16(octets, at + 2), Salt(sequence, position));
    }

    /// <summary>Kind of the record whose header is here.</summary>
    public static int Kind(byte[] octets, int at)
    {
        return octets[at + 1];
    }

    /// <summary>Octets of the payload of the record whose header is here.</summary>
    public static int PayloadLength(byte[] octets, int at)
    {
        return BitConverter.ToUInt16(octets, at + 2);
    }

    /// <summary>Writes 32 bits, little-endian.</summary>
    public static void Write(byte[] octets, int at, int value)
    {
        octets[at] = (byte)value;
        octets[at + 1] = (byte)(value >> 8);
        octets[at + 2] = (byte)(value >> 16);
        octets[at + 3] = (byte)(value >> 24);
    }

    /// <summary>Writes 64 bits, little-endian.</summary>
    public static void Write(byte[] octets, int at, long value)
    {
        Write(octets, at, (int)value);
        Write(octets, at + 4, (int)(value >> 32));
    }

    private static uint Salt(int sequence, int position)
    {
        return ((uint)sequence * 0x9E3779B1u) + ((uint)position * 0x85EBCA6Bu);
    }

    private static int Check(byte[] octets, int at, uint salt)
    {
        uint crc = Platform.Crc32(octets, at, 4) ^ salt;
        return (int)((crc ^ (crc >> 16)) & 0xFFFF);
    }

    private static uint Sum(byte[] payload, int start, int kind, int length, uint salt)
    {
        return Platform.Crc32(payload, start, length) ^ salt ^ (((uint)kind << 24) | (uint)length);
    }
}
