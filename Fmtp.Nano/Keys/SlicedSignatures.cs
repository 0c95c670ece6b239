using System;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Signatures in managed code, for boards: every step is one of the pieces that docs/ED25519.md counts.</summary>
public sealed class SlicedSignatures : ISignatures
{
    private const int Idle = 0;
    private const int Begun = 1;
    private const int AtWork = 2;

    private readonly Verifier _verifier;
    private readonly Signer _signer;
    private readonly KeyPair _key;
    private int _state;

    // What was begun; the key is null where it is to be signed.
    private byte[] _publicKey;
    private byte[] _message;
    private int _start;
    private int _length;
    private byte[] _signature;

    /// <summary>Makes one; all its memory is allocated here.</summary>
    /// <param name="seed">The seed of the signing key, 32 octets; null to verify alone.</param>
    public SlicedSignatures(byte[] seed)
    {
        Ed25519Scratch scratch = new Ed25519Scratch();
        _verifier = new Verifier(scratch);
        if (seed != null)
        {
            _signer = new Signer(scratch);
            _key = KeyPair.FromSeed(seed, scratch);
        }
    }

    /// <inheritdoc/>
    public byte[] PublicKey
    {
        get { return _key == null ? null : _key.PublicKey; }
    }

    /// <inheritdoc/>
    public bool IsValid
    {
        get { return _state == Idle && _verifier.IsValid; }
    }

    /// <inheritdoc/>
    public void BeginVerify(byte[] publicKey, byte[] message, int start, int length, byte[] signature)
    {
        Begin(publicKey, message, start, length, signature);
    }

    /// <inheritdoc/>
    public void BeginSign(byte[] message, int start, int length, byte[] signature)
    {
        if (_key == null)
        {
            throw new InvalidOperationException();
        }

        Begin(null, message, start, length, signature);
    }

    /// <inheritdoc/>
    public bool Step()
    {
        if (_key != null && !_key.IsReady)
        {
            return _key.Step() && _state == Idle; // first of all, as all three work in the same scratch
        }

        if (_state == Begun)
        {
            Start();
        }
        else if (_state == AtWork && (_publicKey == null ? _signer.Step() : _verifier.Step()))
        {
            _state = Idle;
            _message = null;
            _signature = null;
        }

        return _state == Idle;
    }

    private void Begin(byte[] publicKey, byte[] message, int start, int length, byte[] signature)
    {
        _state = Begun;
        _publicKey = publicKey;
        _message = message;
        _start = start;
        _length = length;
        _signature = signature;
    }

    private void Start()
    {
        _state = AtWork;
        if (_publicKey == null)
        {
            _signer.Begin(_key, _message, _start, _length, _signature);
        }
        else
        {
            _verifier.Begin(_publicKey, _message, _start, _length, _signature);
        }
    }
}
