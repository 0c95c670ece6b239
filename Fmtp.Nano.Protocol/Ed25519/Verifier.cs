using System;

namespace Fmtp.Nano.Protocol;

/// <summary>Verifies Ed25519 signatures (RFC 8032 section 5.1.7), each a piece at a time. One instance does one
/// after another and allocates nothing for them.</summary>
/// <remarks>
/// A signature is valid when S B - k A, written as octets, is R: the stricter of the two equations that the
/// section allows, without the cofactor, and that of libsodium, OpenSSL and Go. Refused besides: S of L or more, a
/// key that is not the one encoding of a point, and keys and R whose order divides 8. docs/ED25519.md tells where
/// others decide otherwise. Nothing here is secret, so the work does depend on the values. The key of the
/// verification before is remembered with its multiples: the same key again costs a fifth less.
/// </remarks>
public sealed class Verifier
{
    // Odd multiples of the key. Twice as many would save no more than they cost.
    private const int Multiples = (WindowDigits.Max + 1) / 2;

    private const int DoublingsAStep = WindowDigits.Window;
    private const int HashSlice = Sha512.Block;

    // What the next piece does.
    private const int Idle = 0;
    private const int HashChallenge = 1;
    private const int RecodeChallenge = 2;
    private const int BeginKey = 3;
    private const int ReadKey = 4;
    private const int FillMultiples = 5;
    private const int BeginMultiply = 6;
    private const int Multiply = 7;
    private const int Compare = 8;

    private readonly Ed25519Scratch _scratch;
    private readonly Sha512 _hash;
    private readonly ScalarMath _scalars;
    private readonly PointMath _math;
    private readonly BaseComb _comb;
    private readonly Point _point;
    private readonly PointReader _reader;
    private readonly PointWriter _writer;
    private readonly Addend _twice = new Addend(false);
    private readonly Addend[] _multiples = new Addend[Multiples];
    private readonly byte[] _key = new byte[KeyPair.PublicKeyLength];
    private readonly byte[] _signature = new byte[Signer.SignatureLength];
    private readonly long[] _scalar = new long[ScalarMath.Limbs];
    private readonly WindowDigits _digits = new WindowDigits();
    private bool _hasKey;
    private byte[] _message;
    private int _at;
    private int _end;
    private int _next;
    private int _phase;

    /// <summary>Makes one.</summary>
    /// <param name="scratch">What it works in, which a <see cref="Signer"/> may share.</param>
    public Verifier(Ed25519Scratch scratch)
    {
        _scratch = scratch;
        _hash = scratch.Hash;
        _scalars = scratch.Scalars;
        _math = scratch.Math;
        _comb = scratch.Comb;
        _point = scratch.Point;
        _writer = new PointWriter(scratch);
        for (int i = 0; i < Multiples; i++)
        {
            _multiples[i] = new Addend(false);
        }

        // The key is read where twice the key and its last multiple will stand.
        _reader = new PointReader(scratch, _twice, _multiples[Multiples - 1]);
    }

    /// <summary>Whether the signature is valid; known when <see cref="Step"/> has told so.</summary>
    public bool IsValid { get; private set; }

    /// <summary>Begins a verification; one that was begun before is given up.</summary>
    /// <param name="publicKey">The key; not kept. One that has not 32 octets makes the signature invalid.</param>
    /// <param name="message">The octets that hold the message; they must not change until the end.</param>
    /// <param name="start">First octet of the message.</param>
    /// <param name="length">How many octets.</param>
    /// <param name="signature">The signature; not kept. One that has not 64 octets is invalid.</param>
    public void Begin(byte[] publicKey, byte[] message, int start, int length, byte[] signature)
    {
        _scratch.Take(this);
        IsValid = false;
        _phase = Idle;
        if (publicKey.Length != KeyPair.PublicKeyLength || signature.Length != Signer.SignatureLength
            || !_scalars.IsReduced(signature, FieldOctets.Length))
        {
            return;
        }

        if (!_hasKey || !Platform.Equal(publicKey, 0, _key, 0, _key.Length))
        {
            _hasKey = false;
            Array.Copy(publicKey, 0, _key, 0, _key.Length);
        }

        Array.Copy(signature, 0, _signature, 0, _signature.Length);
        _message = message;
        _at = start;
        _end = start + length;
        _hash.Begin();
        _hash.Append(_signature, 0, FieldOctets.Length);
        _hash.Append(_key, 0, _key.Length);
        _phase = HashChallenge;
    }

    /// <summary>Does a piece: one of some 110, and one more for every 128 octets of the message.</summary>
    /// <returns>True when <see cref="IsValid"/> is decided, or nothing was begun.</returns>
    /// <exception cref="InvalidOperationException">Somebody else took the scratch meanwhile.</exception>
    public bool Step()
    {
        if (_phase == Idle)
        {
            return true;
        }

        _scratch.Check(this);
        switch (_phase)
        {
            case HashChallenge: StepHash(); break;
            case RecodeChallenge: Recode(); break;
            case BeginKey: Continue(_reader.Begin(_key, 0), ReadKey); break;
            case ReadKey: StepKey(); break;
            case FillMultiples: StepMultiples(); break;
            case BeginMultiply: StartMultiply(); break;
            case Multiply: StepMultiply(); break;
            case Compare: StepCompare(); break;
        }

        return _phase == Idle;
    }

    private void Continue(bool isGood, int phase)
    {
        _phase = isGood ? phase : Idle;
    }

    private void StepHash()
    {
        if (_at < _end)
        {
            int length = _end - _at < HashSlice ? _end - _at : HashSlice;
            _hash.Append(_message, _at, length);
            _at += length;
            return;
        }

        _message = null;
        _hash.End(_scratch.Digest, 0);
        _phase = RecodeChallenge;
    }

    private void StepKey()
    {
        if (_reader.Step())
        {
            _next = 0;
            Continue(_reader.IsValid, FillMultiples);
        }
    }

    private void StepMultiples()
    {
        if (_next == 0)
        {
            _point.Set(_reader.Negative);
            _math.Double(_point, true);
            _math.Prepare(_point, _twice);
            _point.Set(_reader.Negative);
        }
        else
        {
            _math.Add(_point, _twice, false, true);
        }

        _math.Prepare(_point, _multiples[_next]);
        _next++;
        if (_next == Multiples)
        {
            _hasKey = true;
            _phase = BeginMultiply;
        }
    }

    private void StartMultiply()
    {
        _scalars.Read(_signature, FieldOctets.Length, ScalarMath.Length, _scalar);
        _comb.Begin(_scalar);
        _point.Clear();

        // All doublings of the comb, and those for the digits above it.
        _next = _digits.Count < BaseComb.Doublings ? BaseComb.Doublings : _digits.Count;
        _phase = Multiply;
    }

    // S B - k A, one doubling for both numbers; those of S come among the last.
    private void StepMultiply()
    {
        for (int i = 0; i < DoublingsAStep && _next > 0; i++)
        {
            _next--;
            int digit = _digits.Values[_next];
            bool isCombed = _next < BaseComb.Doublings;
            _math.Double(_point, isCombed || digit != 0);
            if (digit != 0)
            {
                _math.Add(_point, _multiples[(digit < 0 ? -digit : digit) >> 1], digit < 0, isCombed);
            }

            if (isCombed)
            {
                _comb.Add(_point, _next, false);
                i += (DoublingsAStep / BaseComb.DoublingsAStep) - 1;
            }
        }

        if (_next == 0)
        {
            _writer.Begin();
            _phase = Compare;
        }
    }

    // It must be R, written the one way that it is; an R of small order is refused as such a key is.
    private void StepCompare()
    {
        byte[] octets = _scratch.Digest;
        if (_writer.Step(octets, 0))
        {
            IsValid = Platform.Equal(octets, 0, _signature, 0, FieldOctets.Length)
                && !_math.IsSmall(_point, _scratch.Octets);
            _phase = Idle;
        }
    }

    private void Recode()
    {
        byte[] octets = _scratch.Digest;
        _scalars.Read(octets, 0, Sha512.Length, _scalar);
        ScalarMath.Write(_scalar, octets, 0);
        _digits.Set(octets);
        _phase = _hasKey ? BeginMultiply : BeginKey;
    }
}
