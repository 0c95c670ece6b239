namespace Fmtp.Nano;

/// <summary>Domain names as messages hold them: labels, each behind its length, the last one empty (RFC 1035
/// section 3.1). Here always in lower case and without compression.</summary>
internal static class DnsName
{
    /// <summary>Octets of a name with its lengths (RFC 1035 section 2.3.4).</summary>
    internal const int Max = 255;

    /// <summary>A name that cannot be read or written.</summary>
    internal const int Bad = -1;

    /// <summary>Octets of a pointer that stands for the rest of a name (RFC 1035 section 4.1.4).</summary>
    internal const int PointerLength = 2;

    private const int LabelMax = 63;
    private const int PointerMark = 0xC0;
    private const int PointerMask = 0x3F;

    // Pointers lead strictly backwards, so a name ends; but one of hundreds of them is made to cost time. Real
    // ones have as many as they have labels at most, and mostly one.
    private const int PointersMax = 16;

    /// <summary>Writes a domain, with dots between its labels, as a name.</summary>
    /// <returns>Octets of the name; <see cref="Bad"/> when the domain is none or has no room.</returns>
    internal static int Write(byte[] domain, int start, int length, byte[] into, int at, int room)
    {
        int total = length + 2; // the first length and the empty label; each dot becomes a length
        if (length < 1 || total > Max || total > room)
        {
            return Bad;
        }

        int lengthAt = at;
        int end = at + length + 1;
        for (int i = at + 1; i <= end; i++)
        {
            byte c = i == end ? (byte)'.' : domain[start + i - at - 1];
            if (c == '.')
            {
                int label = i - lengthAt - 1;
                if (label < 1 || label > LabelMax)
                {
                    return Bad;
                }

                into[lengthAt] = (byte)label;
                lengthAt = i;
            }
            else if (c <= ' ' || c > '~')
            {
                return Bad;
            }
            else
            {
                into[i] = Fold(c);
            }
        }

        into[end] = 0;
        return total;
    }

    /// <summary>Reads a name of a message. Pointers that lead anywhere but backwards are refused.</summary>
    /// <param name="message">The message, from its first octet.</param>
    /// <param name="at">Where the name begins.</param>
    /// <param name="end">After the message's last octet.</param>
    /// <param name="into">Receives up to <see cref="Max"/> octets.</param>
    /// <returns>Octets of the name; <see cref="Bad"/> when it is none.</returns>
    internal static int Read(byte[] message, int at, int end, byte[] into)
    {
        int length = 0;
        int before = at;
        int pointers = 0;
        while (at < end)
        {
            int label = message[at];
            if (label >= PointerMark)
            {
                int target = at + 1 < end ? ((label & PointerMask) << 8) | message[at + 1] : end;
                if (target >= before || target < DnsMessage.HeadLength || ++pointers > PointersMax)
                {
                    return Bad;
                }

                at = target;
                before = target;
                continue;
            }

            if (label == 0)
            {
                into[length] = 0;
                return length + 1;
            }

            if (label > LabelMax || at + label >= end || length + label + 2 > Max)
            {
                return Bad;
            }

            into[length++] = (byte)label;
            for (at++; label > 0; label--)
            {
                into[length++] = Fold(message[at++]);
            }
        }

        return Bad;
    }

    /// <summary>Where what follows a name begins; only the part up to a pointer is looked at.</summary>
    /// <returns>The place; <see cref="Bad"/> when the message ends before.</returns>
    internal static int After(byte[] message, int at, int end)
    {
        while (at < end)
        {
            int label = message[at];
            if (label >= PointerMark)
            {
                return at + PointerLength <= end ? at + PointerLength : Bad;
            }

            if (label > LabelMax)
            {
                return Bad;
            }

            at += label + 1;
            if (label == 0)
            {
                return at;
            }
        }

        return Bad;
    }

    /// <summary>Turns a name into a domain with dots, in place, if it is one that a host can have.</summary>
    /// <param name="name">Begins with the name.</param>
    /// <param name="length">Octets of the name.</param>
    /// <returns>Octets of the domain, from the array's second octet on; <see cref="Bad"/> for no host's name.</returns>
    internal static int ToDomain(byte[] name, int length)
    {
        int next = name[0] + 1; // where the next length stands
        for (int i = 1; i < length - 1; i++)
        {
            byte c = name[i];
            if (i == next)
            {
                next += c + 1;
                name[i] = (byte)'.';
            }
            else if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_'))
            {
                return Bad;
            }
        }

        return length > 2 ? length - 2 : Bad;
    }

    /// <summary>Changes letters to lower case. A length is below every letter, so whole names can be folded.</summary>
    internal static byte Fold(byte c)
    {
        return c >= 'A' && c <= 'Z' ? (byte)(c | 0x20) : c;
    }
}
