using System.Text;

namespace Fmtp.Nano.Protocol;

/// <summary>Numbers, words and comparisons in octets, without making strings of them.</summary>
public static class Ascii
{
    /// <summary>The end of a line.</summary>
    public const byte LF = (byte)'\n';

    /// <summary>What an end of line may have before it.</summary>
    public const byte CR = (byte)'\r';

    /// <summary>What stands between words.</summary>
    public const byte SP = (byte)' ';

    // A number of up to nine digits fits 32 bits, which a board multiplies and divides faster.
    private const int Int32Digits = 9;
    private const int Thousand = 1000;

    // On a board asking for it makes a new one.
    private static readonly Encoding Utf8 = Encoding.UTF8;

    /// <summary>Reads a number of 1 to 19 digits up to 2^63-1 (docs/PROTOCOL.md section 3).</summary>
    /// <param name="octets">The octets.</param>
    /// <param name="start">First digit.</param>
    /// <param name="length">How many octets, all of them digits.</param>
    /// <returns>The number, or -1 when it is none.</returns>
    public static long Number(byte[] octets, int start, int length)
    {
        if (length < 1 || length > Wire.DigitsMax)
        {
            return -1;
        }

        int end = start + length;
        int low = 0;
        int at = start;
        for (int stop = length > Int32Digits ? start + Int32Digits : end; at < stop; at++)
        {
            int digit = octets[at] - '0';
            if (digit < 0 || digit > 9)
            {
                return -1;
            }

            low = (low * 10) + digit;
        }

        long value = low;
        for (; at < end; at++)
        {
            int digit = octets[at] - '0';
            if (digit < 0 || digit > 9)
            {
                return -1;
            }

            value = (value * 10) + digit;
            if (value < 0)
            {
                return -1; // over 2^63-1: nineteen digits can pass it once, by less than 2^63
            }
        }

        return value;
    }

    /// <summary>Writes a number in decimal.</summary>
    /// <param name="value">The number, not negative.</param>
    /// <param name="into">Receives up to 19 digits.</param>
    /// <param name="at">Where the first goes.</param>
    /// <returns>Where the next octet goes.</returns>
    public static int Write(long value, byte[] into, int at)
    {
        if (value >= Thousand)
        {
            at = Write(value / Thousand, into, at);
            return WriteThree((int)(value % Thousand), into, at);
        }

        int small = (int)value;
        if (small >= 100)
        {
            return WriteThree(small, into, at);
        }

        if (small >= 10)
        {
            into[at++] = (byte)('0' + (small / 10));
        }

        into[at] = (byte)('0' + (small % 10));
        return at + 1;
    }

    /// <summary>How many digits a number below 10^9 has.</summary>
    /// <param name="value">The number, not negative.</param>
    /// <returns>1 to 9.</returns>
    public static int Digits(int value)
    {
        int digits = 1;
        for (int limit = 10; value >= limit && digits < Int32Digits; limit *= 10)
        {
            digits++;
        }

        return digits;
    }

    /// <summary>Writes text as UTF-8.</summary>
    /// <param name="text">The text.</param>
    /// <param name="into">Receives it.</param>
    /// <param name="at">Where.</param>
    /// <returns>Where the next octet goes.</returns>
    public static int Write(string text, byte[] into, int at)
    {
        return at + Utf8.GetBytes(text, 0, text.Length, into, at);
    }

    /// <summary>Whether a range is exactly the given word.</summary>
    /// <param name="octets">The octets.</param>
    /// <param name="start">First octet.</param>
    /// <param name="length">How many.</param>
    /// <param name="word">The word.</param>
    /// <returns>True when it is.</returns>
    public static bool Is(byte[] octets, int start, int length, byte[] word)
    {
        return length == word.Length && octets[start] == word[0] && Platform.Equal(octets, start, word, 0, length);
    }

    /// <summary>The octets of a word, for a constant.</summary>
    /// <param name="word">ASCII.</param>
    /// <returns>A new array.</returns>
    public static byte[] Octets(string word)
    {
        return Encoding.UTF8.GetBytes(word); // static constructors call it, which run in any order
    }

    /// <summary>A range as text, for what people read.</summary>
    /// <param name="octets">The octets, valid UTF-8.</param>
    /// <param name="start">First octet.</param>
    /// <param name="length">How many.</param>
    /// <returns>A new string.</returns>
    public static string Text(byte[] octets, int start, int length)
    {
        return length == 0 ? string.Empty : Utf8.GetString(octets, start, length);
    }

    /// <summary>Compares two ranges octet by octet, as LIST orders addresses (section 3).</summary>
    /// <param name="a">One side.</param>
    /// <param name="aStart">Its first octet.</param>
    /// <param name="aLength">Its length.</param>
    /// <param name="b">The other side.</param>
    /// <param name="bStart">Its first octet.</param>
    /// <param name="bLength">Its length.</param>
    /// <returns>Below, at or above zero.</returns>
    public static int Compare(byte[] a, int aStart, int aLength, byte[] b, int bStart, int bLength)
    {
        int common = aLength < bLength ? aLength : bLength;
        for (int i = 0; i < common; i++)
        {
            int difference = a[aStart + i] - b[bStart + i];
            if (difference != 0)
            {
                return difference;
            }
        }

        return aLength - bLength;
    }

    /// <summary>Whether a range is a token (section 2): 1 to 32 of <c>a-z 0-9 - . +</c>.</summary>
    /// <param name="octets">The octets.</param>
    /// <param name="start">First octet.</param>
    /// <param name="length">How many.</param>
    /// <returns>True when it is.</returns>
    public static bool IsToken(byte[] octets, int start, int length)
    {
        if (length < 1 || length > Wire.TokenMax)
        {
            return false;
        }

        for (int i = start; i < start + length; i++)
        {
            byte c = octets[i];
            if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '+'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a range is base64 (RFC 4648 section 4, with padding) of so many octets.</summary>
    /// <param name="octets">The characters.</param>
    /// <param name="start">First character.</param>
    /// <param name="length">How many characters.</param>
    /// <param name="decoded">Octets that it must stand for.</param>
    /// <returns>True when it is.</returns>
    public static bool IsBase64(byte[] octets, int start, int length, int decoded)
    {
        int padding = (3 - (decoded % 3)) % 3;
        if (length != (decoded + 2) / 3 * 4)
        {
            return false;
        }

        int end = start + length - padding;
        for (int i = start; i < end; i++)
        {
            byte c = octets[i];
            if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '/'))
            {
                return false;
            }
        }

        for (int i = end; i < start + length; i++)
        {
            if (octets[i] != '=')
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Decodes base64 that <see cref="IsBase64"/> found to be some.</summary>
    /// <param name="octets">The octets.</param>
    /// <param name="start">First character.</param>
    /// <param name="length">How many.</param>
    /// <returns>A new array.</returns>
    public static byte[] FromBase64(byte[] octets, int start, int length)
    {
        return System.Convert.FromBase64String(Text(octets, start, length));
    }

    /// <summary>Writes a number below 1000 with three digits, as a code has.</summary>
    internal static int WriteThree(int value, byte[] into, int at)
    {
        into[at] = (byte)('0' + (value / 100));
        into[at + 1] = (byte)('0' + (value / 10 % 10));
        into[at + 2] = (byte)('0' + (value % 10));
        return at + 3;
    }
}
