namespace Fmtp.Nano.Tests;

/// <summary>A connection in memory, seen from the peer.</summary>
public sealed class MemoryConnection
{
    private SeededEntropy _splits;

    /// <summary>Makes one.</summary>
    public MemoryConnection(Endpoint from)
    {
        From = from;
    }

    /// <summary>Where the peer is.</summary>
    public Endpoint From { get; private set; }

    /// <summary>Where the relay dialled, if it did.</summary>
    public string Host { get; internal set; }

    /// <summary>What the peer sent and the relay has not received.</summary>
    public ByteQueue ToRelay { get; } = new ByteQueue();

    /// <summary>What the relay sent and the peer has not read.</summary>
    public ByteQueue ToPeer { get; } = new ByteQueue();

    /// <summary>Octets that the peer lets wait unread; beyond, the relay can send nothing.</summary>
    public int Window { get; set; } = 65536;

    /// <summary>The most octets that the relay receives at once; 0 for all there are.</summary>
    public int Piece { get; set; }

    /// <summary>Whether the peer sends no more, but reads.</summary>
    public bool IsHalfClosed { get; set; }

    /// <summary>Whether the peer has gone and said so (a reset).</summary>
    public bool IsReset { get; set; }

    /// <summary>Whether the relay said that it sends no more.</summary>
    public bool IsFinished { get; internal set; }

    /// <summary>Whether the relay has closed it.</summary>
    public bool IsClosed { get; internal set; }

    /// <summary>Has what the peer sends arrive in pieces of 1 to <paramref name="max"/> octets.</summary>
    public void Split(uint seed, int max)
    {
        _splits = new SeededEntropy(seed);
        Piece = max;
    }

    internal int Receive(byte[] into, int offset, int count)
    {
        if (IsReset)
        {
            return -1;
        }

        if (ToRelay.Count == 0)
        {
            return IsHalfClosed ? -1 : 0;
        }

        int piece = Piece == 0 ? ToRelay.Count : _splits != null ? 1 + _splits.Below(Piece) : Piece;
        piece = piece < ToRelay.Count ? piece : ToRelay.Count;
        piece = piece < count ? piece : count;
        ToRelay.Take(into, offset, piece);
        return piece;
    }

    internal int Send(byte[] from, int offset, int count)
    {
        if (IsReset)
        {
            return -1;
        }

        int room = Window - ToPeer.Count;
        int taken = room < 0 ? 0 : room < count ? room : count;
        ToPeer.Add(from, offset, taken);
        return taken;
    }
}
