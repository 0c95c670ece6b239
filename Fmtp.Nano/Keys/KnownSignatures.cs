using System;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Which signatures verify, and which do not, with which keys: each by a digest that nobody outside can compute.
/// No time changes it, so nothing expires; the oldest goes. What strangers brought has a half of its own.</summary>
internal sealed class KnownSignatures
{
    // A board's native call takes an array of its own: one as long as an object a full heap may not have in one piece.
    private const int Piece = 224;

    private readonly Mac _mac;
    private readonly byte[] _digests;
    private readonly bool[] _isGood;
    private int _next;
    private int _nextStranger;

    internal KnownSignatures(IEntropy entropy, Limits limits)
    {
        byte[] secret = new byte[Mac.Length];
        entropy.Fill(secret);
        _mac = new Mac(secret);
        _isGood = new bool[limits.Verdicts < 2 ? 2 : limits.Verdicts];
        _digests = new byte[_isGood.Length * Mac.Length];
        _nextStranger = _isGood.Length / 2;
    }

    /// <summary>The digest of two ranges: of the first, then each time of that before and a piece more.</summary>
    internal void Digest(byte[] first, int firstStart, int firstLength, byte[] second, int secondStart, int secondLength, byte[] into)
    {
        _mac.Begin(firstLength);
        _mac.Append(first, firstStart, firstLength);
        _mac.End(into);
        for (int done = 0; done < secondLength; done += Piece)
        {
            int piece = secondLength - done < Piece ? secondLength - done : Piece;
            _mac.Begin(Mac.Length + piece);
            _mac.Append(into, 0, Mac.Length);
            _mac.Append(second, secondStart + done, piece);
            _mac.End(into);
        }
    }

    /// <summary>What is known.</summary>
    /// <returns><see cref="Verdict.Good"/>, <see cref="Verdict.Bad"/>; <see cref="Verdict.Pending"/> for nothing.</returns>
    internal int Find(byte[] digest)
    {
        for (int i = 0; i < _isGood.Length; i++)
        {
            if (Platform.Equal(_digests, i * Mac.Length, digest, 0, Mac.Length))
            {
                return _isGood[i] ? Verdict.Good : Verdict.Bad;
            }
        }

        return Verdict.Pending;
    }

    /// <summary>Remembers what was found.</summary>
    internal void Add(byte[] digest, bool isGood, bool isStranger)
    {
        int half = _isGood.Length / 2;
        int place = isStranger ? _nextStranger : _next;
        Array.Copy(digest, 0, _digests, place * Mac.Length, Mac.Length);
        _isGood[place] = isGood;
        if (isStranger)
        {
            _nextStranger = place + 1 < _isGood.Length ? place + 1 : half;
        }
        else
        {
            _next = (place + 1) % half;
        }
    }
}
