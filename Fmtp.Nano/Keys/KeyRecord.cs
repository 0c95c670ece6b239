using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Reads a key that a domain publishes in DNS (docs/PROTOCOL.md section 6): tags between semicolons, as in DKIM
/// (RFC 6376 section 3.2), the first of them <c>v=FMTP1</c>.</summary>
internal static class KeyRecord
{
    /// <summary>It is some other text.</summary>
    internal const int Other = 0;

    private static readonly byte[] Version = Ascii.Octets("FMTP1");

    /// <summary>Reads a record.</summary>
    /// <param name="octets">Holds its text.</param>
    /// <param name="start">First octet.</param>
    /// <param name="length">How many.</param>
    /// <param name="key">Receives the key.</param>
    /// <returns><see cref="Verdict.Good"/>; <see cref="Verdict.Bad"/> when it is revoked or malformed;
    /// <see cref="Other"/>.</returns>
    internal static int Read(byte[] octets, int start, int length, byte[] key)
    {
        int end = start + length;
        bool isFirst = true;
        bool hasType = false;
        bool hasKey = false;
        for (int at = start; at < end;)
        {
            int semicolon = Platform.IndexOf(octets, (byte)';', at, end - at);
            int behind = semicolon < 0 ? end : semicolon;
            int equals = Platform.IndexOf(octets, (byte)'=', at, behind - at);
            int name = Skip(octets, at, behind);
            int nameEnd = Trim(octets, name, equals < 0 ? behind : equals);
            int value = equals < 0 ? behind : Skip(octets, equals + 1, behind);
            int valueLength = Trim(octets, value, behind) - value;
            at = behind + 1;
            int tag = nameEnd == name + 1 && equals >= 0 ? octets[name] : 0;
            if (isFirst)
            {
                if (tag != 'v' || !Ascii.Is(octets, value, valueLength, Version))
                {
                    return Other;
                }

                isFirst = false;
            }
            else if (tag == 'k' && !hasType && Ascii.Is(octets, value, valueLength, ObjectWords.Ed25519))
            {
                hasType = true;
            }
            else if (tag == 'p' && !hasKey && Ascii.IsBase64(octets, value, valueLength, Wire.KeyLength))
            {
                hasKey = true;
                System.Array.Copy(Ascii.FromBase64(octets, value, valueLength), key, Wire.KeyLength);
            }
            else if (tag == 'v' || tag == 'k' || tag == 'p' || (equals < 0 && nameEnd > name))
            {
                return Verdict.Bad; // an empty p= among them: revoked
            }
        }

        return isFirst ? Other : hasType && hasKey ? Verdict.Good : Verdict.Bad;
    }

    private static int Skip(byte[] octets, int at, int end)
    {
        while (at < end && (octets[at] == Ascii.SP || octets[at] == '\t'))
        {
            at++;
        }

        return at;
    }

    private static int Trim(byte[] octets, int start, int end)
    {
        while (end > start && (octets[end - 1] == Ascii.SP || octets[end - 1] == '\t'))
        {
            end--;
        }

        return end;
    }
}
