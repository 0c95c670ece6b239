using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>A signature that somebody waits for the verdict on.</summary>
internal sealed class WaitingSignature
{
    /// <summary>Digest of what waits, signature and signed octets.</summary>
    internal readonly byte[] Digest = new byte[Mac.Length];

    internal bool IsUsed;

    /// <summary>Who waits: one of <see cref="Nano.Standing"/>.</summary>
    internal int Standing;

    /// <summary>Whether its key is found, so that only the work is left.</summary>
    internal bool IsReady;

    /// <summary>When it was first asked about.</summary>
    internal long Since;

    /// <summary>When it was last asked about: who waits asks in every step.</summary>
    internal long AskedAt;

    /// <summary>Who came first has the lower number.</summary>
    internal int Number;

    // Where it stood when it was last asked about. Something else may stand there by now.
    private byte[] _octets;
    private int _start;
    private int _length;

    /// <summary>Says where it stands.</summary>
    internal void Place(byte[] octets, int start, int length)
    {
        _octets = octets;
        _start = start;
        _length = length;
    }

    /// <summary>Whether it stands there.</summary>
    internal bool IsAt(byte[] octets, int start, int length)
    {
        return IsUsed && _octets == octets && _start == start && _length == length;
    }

    /// <summary>Whether it comes before another.</summary>
    internal bool IsBefore(WaitingSignature other)
    {
        return Standing == other.Standing ? Number - other.Number < 0 : Standing < other.Standing;
    }
}
