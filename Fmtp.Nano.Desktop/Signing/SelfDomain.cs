using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Desktop.Signing;

/// <summary>Self-certifying domains (docs/PROTOCOL.md section 1), as text: the name is the public key.</summary>
internal static class SelfDomain
{
    /// <summary>Whether a domain is of this kind; no such domain is ever asked for in DNS.</summary>
    internal static bool Is(string domain)
    {
        byte[] octets = Ascii.Octets(domain);
        return SelfCertified.Claims(octets, 0, octets.Length);
    }

    /// <summary>The domain of a key.</summary>
    internal static string Of(byte[] publicKey) => SelfCertified.DomainOf(publicKey);

    /// <summary>The key of a domain; null where the name is none.</summary>
    internal static byte[]? KeyOf(string domain)
    {
        byte[] octets = Ascii.Octets(domain);
        byte[] key = new byte[Wire.KeyLength];
        return SelfCertified.ReadKey(octets, 0, octets.Length, key) ? key : null;
    }
}
