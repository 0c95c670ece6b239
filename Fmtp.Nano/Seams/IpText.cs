using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>IP addresses as people write them: IPv4 in four decimal numbers, IPv6 in groups of hexadecimal digits with
/// at most one <c>::</c> (RFC 4291 section 2.2).</summary>
internal static class IpText
{
    private const int V4Parts = 4;
    private const int V4DigitsMax = 3;
    private const int Groups = 8;
    private const int GroupDigitsMax = 4;
    private const int BitsPerOctet = 8;
    private const int BitsPerGroup = 16;
    private const int BitsPerDigit = 4;

    /// <summary>Reads an address.</summary>
    /// <param name="text">The text; null for none.</param>
    /// <param name="into">Receives the address; its port stays. What is there after a false is of no use.</param>
    /// <returns>False when it is none.</returns>
    internal static bool Parse(string text, Endpoint into)
    {
        if (string.IsNullOrEmpty(text))
        {
            return false;
        }

        into.High = 0;
        into.Low = 0;
        into.IsV6 = text.IndexOf(':') >= 0;
        return into.IsV6 ? ParseV6(text, into) : ParseV4(text, into);
    }

    private static bool ParseV4(string text, Endpoint into)
    {
        string[] parts = text.Split('.');
        for (int i = 0; i < parts.Length; i++)
        {
            byte[] digits = Ascii.Octets(parts[i]);
            long value = Ascii.Number(digits, 0, digits.Length);
            if (value < 0 || value > byte.MaxValue || digits.Length > V4DigitsMax)
            {
                return false;
            }

            into.Low = (into.Low << BitsPerOctet) | value;
        }

        return parts.Length == V4Parts;
    }

    // A run of empty groups is as long as it takes to make eight.
    private static bool ParseV6(string text, Endpoint into)
    {
        int gap = text.IndexOf("::");
        string[] before = (gap < 0 ? text : text.Substring(0, gap)).Split(':');
        string[] after = gap < 0 ? new string[0] : text.Substring(gap + 2).Split(':');
        int head = gap == 0 ? 0 : before.Length;
        int tail = gap < 0 || gap + 2 == text.Length ? 0 : after.Length;
        if (gap < 0 ? head != Groups : head + tail >= Groups)
        {
            return false;
        }

        for (int i = 0; i < head; i++)
        {
            if (!Set(into, i, before[i]))
            {
                return false;
            }
        }

        for (int i = 0; i < tail; i++)
        {
            if (!Set(into, Groups - tail + i, after[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Set(Endpoint into, int group, string text)
    {
        byte[] digits = Ascii.Octets(text);
        long value = 0;
        for (int i = 0; i < digits.Length; i++)
        {
            int c = digits[i] | 0x20;
            int digit = c >= '0' && c <= '9' && digits[i] == c ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
            if (digit < 0)
            {
                return false;
            }

            value = (value << BitsPerDigit) | (uint)digit;
        }

        int shift = (Groups - 1 - group) % (Groups / 2) * BitsPerGroup;
        if (group < Groups / 2)
        {
            into.High |= value << shift;
        }
        else
        {
            into.Low |= value << shift;
        }

        return digits.Length > 0 && digits.Length <= GroupDigitsMax;
    }
}
