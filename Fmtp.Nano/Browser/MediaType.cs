using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Media types (RFC 9110 section 8.3.1) as far as they may stand in a header of a page.</summary>
internal static class MediaType
{
    private const int LengthMax = 127;

    /// <summary>Whether a value is <c>type/subtype</c>, parameters allowed, in visible ASCII.</summary>
    internal static bool IsMediaType(byte[] octets, int start, int length)
    {
        int slash = Platform.IndexOf(octets, (byte)'/', start, length);
        if (slash < 0 || length > LengthMax)
        {
            return false;
        }

        int end = start + length;
        int parameters = Platform.IndexOf(octets, (byte)';', start, length);
        int subtypeEnd = parameters < 0 ? end : parameters;
        while (subtypeEnd > slash && octets[subtypeEnd - 1] == Ascii.SP)
        {
            subtypeEnd--;
        }

        if (!IsToken(octets, start, slash) || !IsToken(octets, slash + 1, subtypeEnd))
        {
            return false;
        }

        for (int i = subtypeEnd; i < end; i++)
        {
            if (octets[i] < ' ' || octets[i] > '~')
            {
                return false;
            }
        }

        return true;
    }

    // RFC 9110 section 5.6.2, without the characters that nobody uses there.
    private static bool IsToken(byte[] octets, int start, int end)
    {
        for (int i = start; i < end; i++)
        {
            byte c = octets[i];
            bool isLetter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
            if (!(isLetter || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '+' || c == '_' || c == '!' || c == '#' || c == '$' || c == '&' || c == '^'))
            {
                return false;
            }
        }

        return end > start;
    }
}
