using System;
using Fmtp.Nano.Desktop.Client;
using NSec.Cryptography;

namespace Fmtp.Nano.Desktop.Signing;

/// <summary>An Ed25519 key of a domain or a user, by its seed (docs/PROTOCOL.md sections 2 and 6).</summary>
internal sealed class SigningKey
{
    private static readonly SignatureAlgorithm Ed25519 = SignatureAlgorithm.Ed25519;

    private readonly byte[] _seed;

    private SigningKey(byte[] seed)
    {
        _seed = seed;
        using Key key = Import();
        PublicKey = key.PublicKey.Export(KeyBlobFormat.RawPublicKey);
    }

    /// <summary>32 octets.</summary>
    internal byte[] PublicKey { get; }

    /// <summary>The public key in base64, as DNS and user objects have it.</summary>
    internal string Public => Convert.ToBase64String(PublicKey);

    /// <summary>The seed in base64, as configurations have it.</summary>
    internal string Seed => Convert.ToBase64String(_seed);

    /// <summary>A new one.</summary>
    internal static SigningKey Fresh() => Parse(Credentials.NewKey())!;

    /// <summary>The key of a seed; null where the text is none.</summary>
    internal static SigningKey? Parse(string base64) => Credentials.ParseKey(base64) is { } seed ? new SigningKey(seed) : null;

    /// <summary>Signs octets.</summary>
    internal byte[] Sign(ReadOnlySpan<byte> octets)
    {
        using Key key = Import();
        return Ed25519.Sign(key, octets);
    }

    /// <summary>Whether a signature of 64 octets is this key's over these octets.</summary>
    internal static bool Verify(byte[] publicKey, ReadOnlySpan<byte> octets, byte[] signature)
        => PublicKeyOf(publicKey) is { } key && Ed25519.Verify(key, octets, signature);

    /// <summary>Whether 32 octets are a key at all.</summary>
    internal static bool IsKey(byte[] publicKey) => PublicKeyOf(publicKey) != null;

    private static PublicKey? PublicKeyOf(byte[] octets)
        => NSec.Cryptography.PublicKey.TryImport(Ed25519, octets, KeyBlobFormat.RawPublicKey, out PublicKey? key) ? key : null;

    private Key Import() => Key.Import(Ed25519, _seed, KeyBlobFormat.RawPrivateKey);
}
