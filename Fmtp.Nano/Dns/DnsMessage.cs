using System;

namespace Fmtp.Nano;

/// <summary>The head and the question of DNS messages (RFC 1035 section 4.1): writes ours, and tells whether
/// what comes back is meant for it (RFC 5452).</summary>
internal static class DnsMessage
{
    /// <summary>Octets of a head.</summary>
    internal const int HeadLength = 12;

    /// <summary>Octets of type and class behind the name of a question.</summary>
    internal const int QuestionTail = 4;

    /// <summary>The Internet.</summary>
    internal const int ClassIn = 1;

    /// <summary>Octets of an answer in a datagram, as long as none are asked for by EDNS0.</summary>
    internal const int DatagramMax = 512;

    /// <summary>Octets of the longest question.</summary>
    internal const int QueryMax = HeadLength + DnsName.Max + QuestionTail;

    // Places in the head.
    private const int FlagsAt = 2;
    private const int CodeAt = 3;
    private const int QuestionsAt = 4;
    private const int AnswersAt = 6;
    private const int AuthoritiesAt = 8;

    // Bits of the two octets of flags.
    private const int IsReply = 0x80;
    private const int OperationMask = 0x78;
    private const int IsCut = 0x02;
    private const int WantsRecursion = 0x01;
    private const int CodeMask = 0x0F;

    /// <summary>Writes a question.</summary>
    /// <returns>Where the next octet goes.</returns>
    internal static int Write(int id, byte[] name, int nameLength, int type, byte[] into, int at)
    {
        Array.Clear(into, at, HeadLength);
        Put16(into, at, id);
        into[at + FlagsAt] = WantsRecursion;
        Put16(into, at + QuestionsAt, 1);
        at += HeadLength;
        Array.Copy(name, 0, into, at, nameLength);
        at += nameLength;
        Put16(into, at, type);
        Put16(into, at + 2, ClassIn);
        return at + QuestionTail;
    }

    /// <summary>Whether a message is a reply to this question; letters may be of either case.</summary>
    internal static bool IsReplyTo(byte[] message, int length, int id, byte[] name, int nameLength, int type)
    {
        int after = HeadLength + nameLength;
        if (length < after + QuestionTail || Get16(message, 0) != id || Get16(message, QuestionsAt) != 1
            || (message[FlagsAt] & (IsReply | OperationMask)) != IsReply
            || Get16(message, after) != type || Get16(message, after + 2) != ClassIn)
        {
            return false;
        }

        for (int i = 0; i < nameLength; i++)
        {
            if (DnsName.Fold(message[HeadLength + i]) != DnsName.Fold(name[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the sender had to leave something out.</summary>
    internal static bool IsTruncated(byte[] message)
    {
        return (message[FlagsAt] & IsCut) != 0;
    }

    /// <summary>The response code.</summary>
    internal static int Code(byte[] message)
    {
        return message[CodeAt] & CodeMask;
    }

    /// <summary>How many records the answer has.</summary>
    internal static int Answers(byte[] message)
    {
        return Get16(message, AnswersAt);
    }

    /// <summary>How many records say who is the authority.</summary>
    internal static int Authorities(byte[] message)
    {
        return Get16(message, AuthoritiesAt);
    }

    /// <summary>Reads 16 bits.</summary>
    internal static int Get16(byte[] octets, int at)
    {
        return (octets[at] << 8) | octets[at + 1];
    }

    /// <summary>Reads a number of seconds: 31 bits, and none when the 32nd is set (RFC 2181 section 8).</summary>
    internal static int GetSeconds(byte[] octets, int at)
    {
        int seconds = (Get16(octets, at) << 16) | Get16(octets, at + 2);
        return seconds < 0 ? 0 : seconds;
    }

    /// <summary>Writes 16 bits.</summary>
    internal static void Put16(byte[] octets, int at, int value)
    {
        octets[at] = (byte)(value >> 8);
        octets[at + 1] = (byte)value;
    }
}
