using System;
using System.Security.Cryptography;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Desktop.Client;

/// <summary>Who speaks, and the link key that he shares with the relay (docs/PROTOCOL.md section 5).</summary>
/// <param name="Address"><c>name@domain</c> or <c>@domain</c>, lower case.</param>
/// <param name="Key">32 octets.</param>
public sealed record Credentials(string Address, byte[] Key)
{
    /// <summary>Makes a link key.</summary>
    /// <returns>Base64 of 32 random octets.</returns>
    public static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(Wire.KeyLength));

    /// <summary>Reads a link key.</summary>
    /// <param name="text">Base64 of 32 octets.</param>
    /// <returns>The octets, or null when it is none.</returns>
    public static byte[]? ParseKey(string text)
    {
        byte[] characters = Ascii.Octets(text);
        return Ascii.IsBase64(characters, 0, characters.Length, Wire.KeyLength) ? Convert.FromBase64String(text) : null;
    }
}
