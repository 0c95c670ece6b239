using System;

namespace Fmtp.Nano.Desktop.Signing;

/// <summary>Self-certifying domains (docs/PROTOCOL.md section 1): the name is the public key.</summary>
internal static class SelfDomain
{
    private const string Suffix = ".fmtp.alt";
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    private const int BitsEach = 5;
    private const int Characters = 52;
    private const int KeyOctets = 32;

    /// <summary>Whether a domain is of this kind; no such domain is ever asked for in DNS.</summary>
    internal static bool Is(string domain) => domain.EndsWith(Suffix, StringComparison.Ordinal);

    /// <summary>The domain of a key.</summary>
    internal static string Of(byte[] publicKey)
    {
        Span<char> label = stackalloc char[Characters];
        int bits = 0;
        int held = 0;
        int at = 0;
        foreach (byte octet in publicKey)
        {
            bits = (bits << 8) | octet;
            for (held += 8; held >= BitsEach; held -= BitsEach)
            {
                label[at++] = Alphabet[(bits >> (held - BitsEach)) & 31];
            }
        }

        label[at] = Alphabet[(bits << (BitsEach - held)) & 31]; // one bit of the key, and four that are zero
        return string.Concat(label, Suffix);
    }

    /// <summary>The key of a domain; null where the name is none.</summary>
    internal static byte[]? KeyOf(string domain)
    {
        if (!Is(domain) || domain.Length != Characters + Suffix.Length)
        {
            return null;
        }

        byte[] key = new byte[KeyOctets];
        int bits = 0;
        int held = 0;
        int at = 0;
        foreach (char c in domain.AsSpan(0, Characters))
        {
            int value = Alphabet.IndexOf(c, StringComparison.Ordinal);
            if (value < 0)
            {
                return null;
            }

            bits = (bits << BitsEach) | value;
            held += BitsEach;
            if (held >= 8 && at < KeyOctets)
            {
                held -= 8;
                key[at++] = (byte)(bits >> held);
            }
        }

        return Of(key) == domain ? key : null; // the spare bits are zero
    }
}
