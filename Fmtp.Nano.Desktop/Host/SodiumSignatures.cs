using System;
using NSec.Cryptography;

namespace Fmtp.Nano.Desktop.Host;

/// <summary>Signatures by libsodium, each at once.</summary>
public sealed class SodiumSignatures : ISignatures, IDisposable
{
    private static readonly SignatureAlgorithm Algorithm = SignatureAlgorithm.Ed25519;

    private readonly Key? _key;

    /// <summary>Derives the public key.</summary>
    /// <param name="seed">The seed of the signing key, 32 octets; null to verify alone.</param>
    public SodiumSignatures(byte[]? seed)
    {
        _key = seed is null ? null : Key.Import(Algorithm, seed, KeyBlobFormat.RawPrivateKey);
        PublicKey = _key?.PublicKey.Export(KeyBlobFormat.RawPublicKey);
    }

    /// <inheritdoc/>
    public byte[]? PublicKey { get; }

    /// <inheritdoc/>
    public bool IsValid { get; private set; }

    /// <inheritdoc/>
    public void BeginVerify(byte[] publicKey, byte[] message, int start, int length, byte[] signature)
    {
        IsValid = Import(publicKey) is { } key && Algorithm.Verify(key, message.AsSpan(start, length), signature);
    }

    /// <inheritdoc/>
    public void BeginSign(byte[] message, int start, int length, byte[] signature)
    {
        if (_key is null)
        {
            throw new InvalidOperationException();
        }

        Algorithm.Sign(_key, message.AsSpan(start, length), signature);
    }

    /// <inheritdoc/>
    public bool Step() => true;

    /// <inheritdoc/>
    public void Dispose() => _key?.Dispose();

    private static PublicKey? Import(byte[] octets) =>
        NSec.Cryptography.PublicKey.TryImport(Algorithm, octets, KeyBlobFormat.RawPublicKey, out PublicKey? key) ? key : null;
}
