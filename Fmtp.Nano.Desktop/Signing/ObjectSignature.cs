using System;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Desktop.Signing;

/// <summary>The signature's line of an object (docs/PROTOCOL.md section 2).</summary>
/// <param name="Algorithm">Of which only <c>ed25519</c> can be verified.</param>
/// <param name="KeyRef">Whose key: a selector, <see cref="User"/> or <see cref="Self"/>.</param>
/// <param name="Octets">The signature, 64 octets.</param>
internal sealed record ObjectSignature(string Algorithm, string KeyRef, byte[] Octets)
{
    /// <summary>The one algorithm that there is.</summary>
    internal const string Ed25519 = "ed25519";

    /// <summary>The key of the owner's user object.</summary>
    internal const string User = "user";

    /// <summary>The key in the name of a self-certifying domain.</summary>
    internal const string Self = "self";

    /// <summary>Signs an object; a signature that it has is replaced.</summary>
    internal static byte[] Sign(ObjectReader reader, string keyRef, SigningKey key)
    {
        ReadOnlySpan<byte> signed = Signed(reader);
        string line = $"sig: {Ed25519} {keyRef} {Convert.ToBase64String(key.Sign(signed))}\n";
        return [.. Ascii.Octets(line), .. signed];
    }

    /// <summary>What a signature covers: all behind its line.</summary>
    internal static ReadOnlySpan<byte> Signed(ObjectReader reader)
        => reader.Octets.AsSpan(reader.SignedStart, reader.Start + reader.Length - reader.SignedStart);

    /// <summary>The signature of an object; null where it has none.</summary>
    internal static ObjectSignature? Of(ObjectReader reader)
    {
        if (!reader.IsSigned)
        {
            return null;
        }

        string[] words = Ascii.Text(reader.Octets, reader.Start, reader.SignedStart - reader.Start - 1).Split(' ');
        return new ObjectSignature(words[1], words[2], Convert.FromBase64String(words[3]));
    }
}
