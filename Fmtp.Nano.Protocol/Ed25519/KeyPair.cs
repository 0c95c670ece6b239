using System;

namespace Fmtp.Nano.Protocol;

/// <summary>An Ed25519 key pair from its seed (RFC 8032 section 5.1.5), derived a piece at a time.</summary>
/// <remarks>The seed is the private key as it is stored. What is derived stays in memory as long as the
/// instance does; a managed heap gives no way to wipe it for certain.</remarks>
public sealed class KeyPair
{
    /// <summary>Octets of a seed.</summary>
    public const int SeedLength = 32;

    /// <summary>Octets of a public key.</summary>
    public const int PublicKeyLength = 32;

    // Clamping: the three lowest bits and the top one clear, the one below it set.
    private const byte LowestMask = 0xF8;
    private const byte HighestMask = 0x7F;
    private const byte HighestBit = 0x40;

    private readonly byte[] _publicKey = new byte[PublicKeyLength];
    private Ed25519Scratch _scratch;
    private BaseMultiplier _multiplier;

    private KeyPair(byte[] seed, Ed25519Scratch scratch)
    {
        Array.Copy(seed, 0, Prefix, 0, SeedLength); // until it is hashed
        _scratch = scratch;
        scratch.Take(this);
    }

    /// <summary>Whether the public key is there.</summary>
    public bool IsReady
    {
        get { return _scratch == null; }
    }

    /// <summary>The public key, 32 octets that are not to be changed; null until <see cref="IsReady"/>.</summary>
    public byte[] PublicKey
    {
        get { return IsReady ? _publicKey : null; }
    }

    /// <summary>The secret number, modulo L.</summary>
    internal readonly long[] Scalar = new long[ScalarMath.Limbs];

    /// <summary>The second half of the seed's hash, from which the r of a signature comes.</summary>
    internal readonly byte[] Prefix = new byte[SeedLength];

    /// <summary>Begins to derive a key pair; <see cref="Step"/> goes on with it.</summary>
    /// <param name="seed">32 octets from a good source of randomness; not kept.</param>
    /// <param name="scratch">What it works in until it is ready.</param>
    /// <returns>A new key pair, not yet ready.</returns>
    public static KeyPair FromSeed(byte[] seed, Ed25519Scratch scratch)
    {
        return new KeyPair(seed, scratch);
    }

    /// <summary>Does a piece of the derivation, one of 46.</summary>
    /// <returns>True when the key pair is ready.</returns>
    /// <exception cref="InvalidOperationException">Somebody else took the scratch meanwhile.</exception>
    public bool Step()
    {
        if (IsReady)
        {
            return true;
        }

        _scratch.Check(this);
        if (_multiplier == null)
        {
            Hash();
        }
        else if (_multiplier.Step(_publicKey, 0))
        {
            _multiplier = null;
            _scratch = null;
        }

        return IsReady;
    }

    private void Hash()
    {
        Sha512 hash = _scratch.Hash;
        byte[] octets = _scratch.Digest;
        hash.Begin();
        hash.Append(Prefix, 0, SeedLength);
        hash.End(octets, 0);
        Array.Copy(octets, SeedLength, Prefix, 0, SeedLength);
        octets[0] &= LowestMask;
        octets[SeedLength - 1] = (byte)((octets[SeedLength - 1] & HighestMask) | HighestBit);

        // B has the order L, so its multiples do not change when the number is reduced.
        _scratch.Scalars.Read(octets, 0, SeedLength, Scalar);
        _multiplier = new BaseMultiplier(_scratch);
        _multiplier.Begin(Scalar);
    }
}
