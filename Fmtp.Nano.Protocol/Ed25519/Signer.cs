namespace Fmtp.Nano.Protocol;

/// <summary>Makes Ed25519 signatures (RFC 8032 section 5.1.6), each a piece at a time. One instance makes one
/// after another and allocates nothing for them.</summary>
/// <remarks>Which instructions run and which memory is read depends on the message's length alone, never on the
/// key: no branch and no index comes from a secret. That is as far as managed code can promise: the processor's
/// own multiplication is taken to be even, and a collection of the heap comes when it comes.</remarks>
public sealed class Signer
{
    /// <summary>Octets of a signature.</summary>
    public const int SignatureLength = Wire.SignatureLength;

    // Octets of the message that a piece hashes.
    private const int HashSlice = Sha512.Block;

    // What the next piece does.
    private const int Idle = 0;
    private const int HashNonce = 1;
    private const int MultiplyNonce = 2;
    private const int HashChallenge = 3;

    private readonly Ed25519Scratch _scratch;
    private readonly Sha512 _hash;
    private readonly ScalarMath _scalars;
    private readonly BaseMultiplier _multiplier;
    private readonly long[] _nonce = new long[ScalarMath.Limbs];
    private readonly long[] _challenge = new long[ScalarMath.Limbs];
    private KeyPair _key;
    private byte[] _message;
    private byte[] _signature;
    private int _start;
    private int _end;
    private int _at;
    private int _phase;

    /// <summary>Makes one.</summary>
    /// <param name="scratch">What it works in, which a <see cref="Verifier"/> may share.</param>
    public Signer(Ed25519Scratch scratch)
    {
        _scratch = scratch;
        _hash = scratch.Hash;
        _scalars = scratch.Scalars;
        _multiplier = new BaseMultiplier(scratch);
    }

    /// <summary>Begins a signature; one that was begun before is given up.</summary>
    /// <param name="key">The key pair, ready.</param>
    /// <param name="message">The octets that hold the message; they must not change until the end.</param>
    /// <param name="start">First octet of the message.</param>
    /// <param name="length">How many octets.</param>
    /// <param name="signature">Receives <see cref="SignatureLength"/> octets; whole at the end only.</param>
    /// <exception cref="System.InvalidOperationException">The key pair is not ready.</exception>
    public void Begin(KeyPair key, byte[] message, int start, int length, byte[] signature)
    {
        if (!key.IsReady)
        {
            throw new System.InvalidOperationException();
        }

        _scratch.Take(this);
        _key = key;
        _message = message;
        _signature = signature;
        _start = start;
        _end = start + length;
        _at = start;
        _hash.Begin();
        _hash.Append(key.Prefix, 0, KeyPair.SeedLength);
        _phase = HashNonce;
    }

    /// <summary>Does a piece: one of 48, and two more for every 128 octets of the message.</summary>
    /// <returns>True when the signature is there, or none was begun.</returns>
    /// <exception cref="System.InvalidOperationException">Somebody else took the scratch meanwhile.</exception>
    public bool Step()
    {
        if (_phase == Idle)
        {
            return true;
        }

        _scratch.Check(this);
        switch (_phase)
        {
            case HashNonce:
                if (Hash(_nonce))
                {
                    _multiplier.Begin(_nonce);
                    _phase = MultiplyNonce;
                }

                break;

            case MultiplyNonce:
                if (_multiplier.Step(_signature, 0))
                {
                    _hash.Begin();
                    _hash.Append(_signature, 0, FieldOctets.Length);
                    _hash.Append(_key.PublicKey, 0, KeyPair.PublicKeyLength);
                    _at = _start;
                    _phase = HashChallenge;
                }

                break;

            case HashChallenge:
                if (Hash(_challenge))
                {
                    _scalars.MultiplyAdd(_challenge, _challenge, _key.Scalar, _nonce);
                    ScalarMath.Write(_challenge, _signature, FieldOctets.Length);
                    Forget();
                }

                break;
        }

        return _phase == Idle;
    }

    // Hashes on; true when the hash is there, as a number.
    private bool Hash(long[] into)
    {
        if (_at < _end)
        {
            int length = _end - _at < HashSlice ? _end - _at : HashSlice;
            _hash.Append(_message, _at, length);
            _at += length;
            return false;
        }

        _hash.End(_scratch.Digest, 0);
        _scalars.Read(_scratch.Digest, 0, Sha512.Length, into);
        return true;
    }

    private void Forget()
    {
        _phase = Idle;
        _key = null;
        _message = null;
        _signature = null;
    }
}
