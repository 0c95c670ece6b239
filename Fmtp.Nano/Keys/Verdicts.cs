using System;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Whether signatures verify (docs/PROTOCOL.md sections 2, 5 and 6): the key is found, then the signature verified,
/// a piece a step. Who waits asks again in every step.</summary>
/// <remarks>Only mathematics is remembered, that a signature of some octets verifies with a key or does not. Whose
/// the key is the resolver and the cache are asked each time: no verdict outlives their answers. Strangers have half
/// of the places and so many a minute, what is watched elsewhere a quarter; who is sealed or near comes before them.</remarks>
internal sealed class Verdicts
{
    // Who has not asked for so long has gone. What a stranger asked of DNS may be under way for longer.
    private const int GoneMs = 2500;
    private const int StrangerGoneMs = 10 * 1000;

    // So long one is waited for when it is his turn.
    private const int TurnMs = 250;

    // Their parts of the places: every second, every fourth.
    private const int StrangersPart = 2;
    private const int WatchedPart = 4;

    private const int MsPerMinute = 60 * 1000;
    private const int AlgorithmAt = 5; // behind "sig: "
    private const int ReferenceAt = AlgorithmAt + 8; // behind "ed25519 "
    private const int TextLength = (Wire.SignatureLength + 2) / 3 * 4;

    private readonly Workbench _bench;
    private readonly Keys _keys;
    private readonly KnownSignatures _known;
    private readonly WaitingSignature[] _waiting;
    private readonly byte[] _digest = new byte[Mac.Length];
    private readonly byte[] _keyed = new byte[Mac.Length];
    private readonly byte[] _key = new byte[Wire.KeyLength];
    private readonly int _rate;
    private WaitingSignature _current;
    private bool _isDigested;
    private int _lastNumber;
    private int _tokens;
    private long _refilledAt;
    private long _sweepAt;

    // What is asked about: the signature's line, or its characters; behind it or elsewhere what it signs.
    private byte[] _line;
    private int _lineStart;
    private int _lineLength;
    private byte[] _signed;
    private int _signedStart;
    private int _signedLength;

    /// <summary>Makes it; all its memory is allocated here.</summary>
    /// <param name="bench">Where it works; null where signatures cannot be verified.</param>
    /// <param name="keys">Finds keys.</param>
    /// <param name="entropy">The randomness seam.</param>
    /// <param name="limits">The bounds.</param>
    internal Verdicts(Workbench bench, Keys keys, IEntropy entropy, Limits limits)
    {
        _bench = bench;
        _keys = keys;
        _waiting = new WaitingSignature[bench == null ? 0 : limits.Verifications];
        if (bench != null)
        {
            _known = new KnownSignatures(entropy, limits);
            _rate = limits.StrangersPerMinute;
            _tokens = _rate * MsPerMinute;
            for (int i = 0; i < _waiting.Length; i++)
            {
                _waiting[i] = new WaitingSignature();
            }
        }
    }

    /// <summary>Finds the user objects of other domains.</summary>
    internal IForeignObjects Users
    {
        set
        {
            if (_keys != null)
            {
                _keys.Users = value;
            }
        }
    }

    /// <summary>What is known of an object's signature. May be asked in every step with the same object.</summary>
    /// <param name="head">The object.</param>
    /// <param name="standing">Who brings it: one of <see cref="Standing"/>.</param>
    /// <param name="now">The step's time, in milliseconds.</param>
    /// <returns>One of <see cref="Verdict"/>; without a signature <see cref="Verdict.Bad"/>.</returns>
    internal int Of(ObjectReader head, int standing, long now)
    {
        // "sig: ed25519 KEY-REF BASE64" and LF: the form was checked when it came.
        int reference = head.Start + ReferenceAt;
        if (_bench == null || !head.IsSigned || head.Octets[reference - 1] != Ascii.SP
            || !Ascii.Is(head.Octets, head.Start + AlgorithmAt, ReferenceAt - AlgorithmAt - 1, ObjectWords.Ed25519))
        {
            return Verdict.Bad;
        }

        _line = head.Octets;
        _lineStart = head.Start;
        _lineLength = head.SignedStart - head.Start - 1;
        _signed = head.Octets;
        _signedStart = head.SignedStart;
        _signedLength = head.Start + head.Length - head.SignedStart;
        int verdict = Ask(standing, now, out WaitingSignature waiting);
        return verdict != Verdict.Good ? verdict
            : Judge(_keys.OfObject(head, reference, head.SignedStart - 2 - TextLength - reference, now), waiting, standing, now);
    }

    /// <summary>What is known of the proof of somebody who says who he is (section 5, Keys).</summary>
    /// <param name="who">His address.</param>
    /// <param name="selector">Of a domain, the selector of its key.</param>
    /// <param name="octets">The buffer of his AUTH.</param>
    /// <param name="proof">Where the proof begins, base64 of 64 octets.</param>
    /// <param name="message">What it signs.</param>
    /// <param name="standing">As in <see cref="Of"/>.</param>
    /// <param name="now">The step's time, in milliseconds.</param>
    /// <returns>One of <see cref="Verdict"/>.</returns>
    internal int OfProof(Address who, byte[] selector, byte[] octets, int proof, byte[] message, int standing, long now)
    {
        if (_bench == null)
        {
            return Verdict.Bad;
        }

        _line = octets;
        _lineStart = proof;
        _lineLength = TextLength;
        _signed = message;
        _signedStart = 0;
        _signedLength = message.Length;
        int verdict = Ask(standing, now, out WaitingSignature waiting);
        return verdict != Verdict.Good ? verdict : Judge(_keys.OfSpeaker(who, selector, now), waiting, standing, now);
    }

    /// <summary>Moves what is under way on.</summary>
    /// <returns>Whether anything was done: call again at once.</returns>
    internal bool Step(long now)
    {
        if (_bench == null)
        {
            return false;
        }

        bool worked = _bench.Step();
        if (_current != null && !_bench.IsAtWork)
        {
            Finish();
        }

        if (now >= _sweepAt)
        {
            _sweepAt = now + TurnMs;
            Sweep(now);
        }

        return worked;
    }

    private void Sweep(long now)
    {
        for (int i = 0; i < _waiting.Length; i++)
        {
            WaitingSignature waiting = _waiting[i];
            int patience = waiting.Standing == Standing.Stranger && !waiting.IsReady ? StrangerGoneMs : GoneMs;
            if (waiting.IsUsed && waiting != _current && now - waiting.AskedAt > patience)
            {
                waiting.IsUsed = false;
            }
        }
    }

    // Good: look for the key. Who already waits is known by where he stands, as long as nothing follows from it.
    private int Ask(int standing, long now, out WaitingSignature waiting)
    {
        _isDigested = false;
        waiting = null;
        for (int i = 0; i < _waiting.Length && waiting == null; i++)
        {
            waiting = _waiting[i].IsAt(_line, _lineStart, _signedLength) ? _waiting[i] : null;
        }

        if (waiting == null)
        {
            Digest();
            for (int i = 0; i < _waiting.Length && waiting == null; i++)
            {
                waiting = _waiting[i].IsUsed && IsDigestOf(_waiting[i]) ? _waiting[i] : null;
            }
        }

        if (waiting == null)
        {
            return MayWait(standing, now) ? Verdict.Good : Verdict.Unknown;
        }

        waiting.AskedAt = now;
        waiting.Standing = standing < waiting.Standing ? standing : waiting.Standing;
        waiting.Place(_line, _lineStart, _signedLength);
        return waiting == _current || (waiting.IsReady && _bench.Owner != null) ? Verdict.Pending : Verdict.Good;
    }

    private void Digest()
    {
        if (!_isDigested)
        {
            _known.Digest(_line, _lineStart, _lineLength, _signed, _signedStart, _signedLength, _digest);
            _isDigested = true;
        }
    }

    private bool IsDigestOf(WaitingSignature waiting)
    {
        return Platform.Equal(waiting.Digest, 0, _digest, 0, Mac.Length);
    }

    // What others ask for costs a question to DNS or a verification. A place is left to each standing, whatever the
    // ones below it want.
    private bool MayWait(int standing, long now)
    {
        if (standing == Standing.Own)
        {
            return true;
        }

        int same = 0;
        for (int i = 0; i < _waiting.Length; i++)
        {
            same += _waiting[i].IsUsed && _waiting[i].Standing == standing ? 1 : 0;
        }

        return standing == Standing.Watched ? same < (_waiting.Length + WatchedPart - 1) / WatchedPart
            : HasAllowance(now) && same < _waiting.Length / StrangersPart;
    }

    private bool HasAllowance(long now)
    {
        int full = _rate * MsPerMinute;
        long refill = (now - _refilledAt) * _rate;
        _refilledAt = now;
        _tokens = refill > full - _tokens ? full : _tokens + (int)refill;
        return _tokens >= MsPerMinute;
    }

    private int Judge(int verdict, WaitingSignature waiting, int standing, long now)
    {
        bool isReady = verdict == Verdict.Good;
        if (isReady)
        {
            // From here on it counts which octets they are, not where they stand.
            Digest();
            if (waiting != null && !IsDigestOf(waiting))
            {
                waiting.IsUsed = false;
                return Verdict.Pending;
            }

            _known.Digest(_keys.Found, 0, Wire.KeyLength, _digest, 0, Mac.Length, _keyed);
            verdict = _known.Find(_keyed);
        }

        if (verdict == Verdict.Bad)
        {
            verdict = _keys.Renew(waiting == null ? now : waiting.Since, now);
            isReady = false;
        }

        if (verdict == Verdict.Pending)
        {
            waiting = waiting == null ? Enter(standing, now) : waiting;
            if (waiting == null || _signedLength > _bench.Room)
            {
                verdict = Verdict.Unknown;
            }
            else
            {
                waiting.IsReady = isReady;
                verdict = isReady && _bench.Owner == null && IsFirst(waiting, now) ? Verify(waiting) : Verdict.Pending;
            }
        }

        if (verdict != Verdict.Pending && waiting != null)
        {
            waiting.IsUsed = false;
        }

        return verdict;
    }

    private WaitingSignature Enter(int standing, long now)
    {
        for (int i = 0; i < _waiting.Length; i++)
        {
            WaitingSignature free = _waiting[i];
            if (!free.IsUsed)
            {
                free.IsUsed = true;
                free.Standing = standing;
                free.Since = now;
                free.AskedAt = now;
                free.Number = ++_lastNumber;
                free.Place(_line, _lineStart, _signedLength);
                Array.Copy(_digest, free.Digest, Mac.Length);
                _tokens -= standing == Standing.Stranger ? MsPerMinute : 0;
                return free;
            }
        }

        return null;
    }

    // Whether it is his turn: nobody before him is still asking, and no own user waits to have something signed before others.
    private bool IsFirst(WaitingSignature waiting, long now)
    {
        bool isFirst = waiting.Standing == Standing.Own || now - _bench.SignerAskedAt >= TurnMs;
        for (int i = 0; i < _waiting.Length; i++)
        {
            WaitingSignature other = _waiting[i];
            isFirst &= !(other.IsUsed && other.IsReady && now - other.AskedAt < TurnMs && other.IsBefore(waiting));
        }

        return isFirst;
    }

    private int Verify(WaitingSignature waiting)
    {
        if (!_bench.Take(this))
        {
            return Verdict.Unknown; // not later: whoever waits may hold the buffer that is waited for
        }

        _current = waiting;
        Array.Copy(_keys.Found, _key, _key.Length);
        Array.Copy(_signed, _signedStart, _bench.Octets, 0, _signedLength);
        byte[] signature = Ascii.FromBase64(_line, _lineStart + _lineLength - TextLength, TextLength);
        _bench.IsAtWork = true;
        _bench.Signatures.BeginVerify(_key, _bench.Octets, 0, _signedLength, signature);
        _bench.Step();
        return _bench.IsAtWork ? Verdict.Pending : Finish();
    }

    // He who waits finds it among the known ones when he asks; of a bad one he may have to wait for another key.
    private int Finish()
    {
        _known.Digest(_key, 0, Wire.KeyLength, _current.Digest, 0, Mac.Length, _keyed);
        _known.Add(_keyed, _bench.Signatures.IsValid, _current.Standing != Standing.Own);
        _current.IsReady = false;
        _current = null;
        _bench.Free(this);
        return _bench.Signatures.IsValid ? Verdict.Good : Verdict.Pending;
    }
}
