namespace Fmtp.Nano.Protocol;

/// <summary>UTF-8 as the values of attributes hold it (RFC 3629; docs/PROTOCOL.md section 2).</summary>
public static class Utf8
{
    private const byte Delete = 0x7F;
    private const byte ContinuationMask = 0xC0;
    private const byte Continuation = 0x80;
    private const int LineSeparator = 0x2028;
    private const int ParagraphSeparator = 0x2029;
    private const int ControlsEnd = 0x9F;
    private const int SurrogatesStart = 0xD800;
    private const int SurrogatesEnd = 0xDFFF;
    private const int LastCharacter = 0x10FFFF;

    /// <summary>Whether a range is well-formed UTF-8 without control characters (U+0000-001F, 007F-009F)
    /// and line separators (U+2028, 2029).</summary>
    /// <param name="octets">The octets.</param>
    /// <param name="start">First octet.</param>
    /// <param name="end">After the last.</param>
    /// <returns>True when it is.</returns>
    public static bool IsText(byte[] octets, int start, int end)
    {
        for (int i = start; i < end; i++)
        {
            byte c = octets[i];
            if (c >= ' ' && c < Delete)
            {
                continue;
            }

            int more = c >= 0xF0 ? 3 : c >= 0xE0 ? 2 : 1;
            if (c < 0xC2 || c > 0xF4 || i + more >= end)
            {
                return false;
            }

            int character = c & (0x3F >> more);
            for (int k = 1; k <= more; k++)
            {
                byte next = octets[i + k];
                if ((next & ContinuationMask) != Continuation)
                {
                    return false;
                }

                character = (character << 6) | (next & 0x3F);
            }

            if (!IsAllowed(character, more))
            {
                return false;
            }

            i += more;
        }

        return true;
    }

    /// <summary>Cuts text to so many octets, between characters.</summary>
    /// <param name="octets">The octets, valid UTF-8.</param>
    /// <param name="start">First octet.</param>
    /// <param name="length">How many there are.</param>
    /// <param name="max">How many there may be.</param>
    /// <returns>How many stay.</returns>
    public static int Cut(byte[] octets, int start, int length, int max)
    {
        if (length <= max)
        {
            return length;
        }

        int cut = max;
        while (cut > 0 && (octets[start + cut] & ContinuationMask) == Continuation)
        {
            cut--;
        }

        return cut;
    }

    // Over-long forms, surrogates, controls and separators are not.
    private static bool IsAllowed(int character, int more)
    {
        switch (more)
        {
            case 1: return character > ControlsEnd;
            case 2: return character >= 0x800 && (character < SurrogatesStart || character > SurrogatesEnd)
                && character != LineSeparator && character != ParagraphSeparator;
            default: return character >= 0x10000 && character <= LastCharacter;
        }
    }
}
