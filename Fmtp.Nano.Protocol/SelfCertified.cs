namespace Fmtp.Nano.Protocol;

/// <summary>Self-certifying domains, <c>KEY.fmtp.alt</c> (docs/PROTOCOL.md section 1): KEY is an Ed25519 public key in
/// lower-case base32 (RFC 4648 section 6) without padding.</summary>
public static class SelfCertified
{
    private const int LabelLength = 52;
    private const int BitsPerLetter = 5;
    private const int BitsPerOctet = 8;
    private const int FirstDigit = 26; // a to z, then 2 to 7

    private static readonly byte[] Suffix = Ascii.Octets(".fmtp.alt");

    /// <summary>Whether a domain is one, or claims to be: whatever ends like one is never asked of DNS.</summary>
    /// <param name="octets">The octets, lower case.</param>
    /// <param name="start">Where the domain begins.</param>
    /// <param name="length">Its length.</param>
    /// <returns>True when it ends in <c>.fmtp.alt</c>.</returns>
    public static bool Claims(byte[] octets, int start, int length)
    {
        int rest = length - Suffix.Length;
        return rest >= 0 && Platform.Equal(octets, start + rest, Suffix, 0, Suffix.Length);
    }

    /// <summary>Reads the key in the name of a domain.</summary>
    /// <param name="octets">The octets, lower case.</param>
    /// <param name="start">Where the domain begins.</param>
    /// <param name="length">Its length.</param>
    /// <param name="key">Receives 32 octets.</param>
    /// <returns>False when it is no self-certifying domain, or not the one way to write it.</returns>
    public static bool ReadKey(byte[] octets, int start, int length, byte[] key)
    {
        if (length != LabelLength + Suffix.Length || !Claims(octets, start, length))
        {
            return false;
        }

        int bits = 0;
        int count = 0;
        int at = 0;
        for (int i = start; i < start + LabelLength; i++)
        {
            int c = octets[i];
            int value = c >= 'a' && c <= 'z' ? c - 'a' : c >= '2' && c <= '7' ? c - '2' + FirstDigit : -1;
            if (value < 0)
            {
                return false;
            }

            bits = (bits << BitsPerLetter) | value;
            count += BitsPerLetter;
            if (count >= BitsPerOctet)
            {
                count -= BitsPerOctet;
                key[at++] = (byte)(bits >> count);
                bits &= (1 << count) - 1;
            }
        }

        return bits == 0; // the four that are left over
    }

    /// <summary>Writes the domain of a key.</summary>
    /// <param name="key">The public key, 32 octets.</param>
    /// <returns>A new string of 61 characters.</returns>
    public static string DomainOf(byte[] key)
    {
        byte[] label = new byte[LabelLength + Suffix.Length];
        int bits = 0;
        int count = 0;
        int at = 0;
        for (int i = 0; at < LabelLength; i++)
        {
            bits = (bits << BitsPerOctet) | (i < key.Length ? key[i] : 0);
            count += BitsPerOctet;
            for (; count >= BitsPerLetter && at < LabelLength; count -= BitsPerLetter)
            {
                int value = (bits >> (count - BitsPerLetter)) & ((1 << BitsPerLetter) - 1);
                label[at++] = (byte)(value < FirstDigit ? 'a' + value : '2' + value - FirstDigit);
            }

            bits &= (1 << count) - 1;
        }

        System.Array.Copy(Suffix, 0, label, at, Suffix.Length);
        return Ascii.Text(label, 0, label.Length);
    }
}
