using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Every bound of a relay, in one place. A board's file may change them; what the wire bounds is in
/// <see cref="Wire"/>.</summary>
/// <remarks>The defaults are a board's. Heap of an ESP32 without PSRAM, of which about 84,000 octets are free:
/// connections 6 x (1,024 in + 1,536 out + about 500 beside) = 18,400; bodies 2 x (512 + 4,096) = 9,200; the
/// journal's write buffer 4,200; index of 256 objects 8,000; volatile objects 8,192; peers 16 x 300 = 4,800;
/// watches 24 x 180 = 4,300; outbox 32 x 24 = 800; once 16 x 180 = 2,900; cache 16 x 180 + 4,096 = 7,000; lookups 4 x 200 + 8 x 150 =
/// 2,000; datagrams 2,500: 72 KB when
/// all of it is in use, 12 KB for the program's own tables and the interpreter.</remarks>
public sealed class Limits
{
    /// <summary>Connections at a time, those that the relay opens included. A board has 16 sockets (8 on an
    /// ESP32-C3): listener, datagrams, DNS and doorstep take the rest.</summary>
    public int Connections { get; set; } = 6;

    /// <summary>Connections over the limit that are still being told so.</summary>
    public int Doorstep { get; set; } = 2;

    /// <summary>Octets a connection receives before a body; at least <see cref="Wire.LineMax"/>.</summary>
    public int InOctets { get; set; } = 1024;

    /// <summary>Octets a connection holds for sending.</summary>
    public int OutOctets { get; set; } = 1536;

    /// <summary>Large messages at a time, in and out: whatever is longer than the buffers above.</summary>
    public int Bodies { get; set; } = 2;

    /// <summary>Octets of an object, told to the peer as <c>max=</c>.</summary>
    public int ObjectMax { get; set; } = 4096;

    /// <summary>Objects in the store, tombstones included.</summary>
    public int Objects { get; set; } = 256;

    /// <summary>Octets of volatile objects kept in memory; beyond that they go to flash like others.</summary>
    public int VolatileOctets { get; set; } = 8192;

    /// <summary>Octets of flash that the store may use, garbage included: a quarter of the 256 KB partition
    /// of a 4 MB board.</summary>
    public int StoreQuota { get; set; } = 65536;

    /// <summary>Octets of one file of the journal: a sector, as many as littlefs puts in one block.</summary>
    public int SegmentOctets { get; set; } = 4096;

    /// <summary>Messages that wait to be relayed.</summary>
    public int Outbox { get; set; } = 32;

    /// <summary>Peers with a link key.</summary>
    public int Peers { get; set; } = 16;

    /// <summary>Watches at a time, over all watchers.</summary>
    public int Watches { get; set; } = 24;

    /// <summary>Addresses elsewhere that are watched for those who watch here.</summary>
    public int UpstreamWatches { get; set; } = 8;

    /// <summary>Changed objects that one watcher may still have to be told of; more and it is closed.</summary>
    public int PushesPending { get; set; } = 16;

    /// <summary>Addresses elsewhere that are asked for at a time; the same address is asked for once.</summary>
    public int Lookups { get; set; } = 4;

    /// <summary>Askers who wait for these.</summary>
    public int Askers { get; set; } = 8;

    /// <summary>Addresses elsewhere of which something is remembered.</summary>
    public int CacheEntries { get; set; } = 16;

    /// <summary>Octets of objects from elsewhere that are remembered.</summary>
    public int CacheOctets { get; set; } = 4096;

    /// <summary><c>once=</c> tokens remembered; the oldest goes.</summary>
    public int OnceTokens { get; set; } = 16;

    /// <summary>Messages taken from one connection in one step.</summary>
    public int MessagesPerStep { get; set; } = 8;

    /// <summary>Datagrams taken in one step.</summary>
    public int DatagramsPerStep { get; set; } = 4;

    /// <summary>Addresses whose requests are counted at a time.</summary>
    public int RateAddresses { get; set; } = 16;

    /// <summary>Requests a second from one address afar that is not sealed, and ten times that at once.
    /// Neighbours and sealed peers are not counted.</summary>
    public int RequestsPerSecond { get; set; } = 20;

    /// <summary>Milliseconds in which a line and its body must be finished (docs/PROTOCOL.md section 3).</summary>
    public int MessageMs { get; set; } = 30 * 1000;

    /// <summary>Milliseconds after which a connection without traffic and without a watch is closed.</summary>
    public int IdleMs { get; set; } = 5 * 60 * 1000;

    /// <summary>Milliseconds in which a peer must take something of what waits for it.</summary>
    public int SendMs { get; set; } = 30 * 1000;

    /// <summary>Milliseconds that a connection is heard out after its last reply, so that what the peer still
    /// sends does not make its TCP forget that reply.</summary>
    public int LingerMs { get; set; } = 2 * 1000;

    /// <summary>Milliseconds between two volatile checkpoints.</summary>
    public int CheckpointMs { get; set; } = 15 * 60 * 1000;

    /// <summary>Longest lease of a watch, in seconds.</summary>
    public int LeaseMaxSeconds { get; set; } = 24 * 60 * 60;

    /// <summary>Octets of the head of a browser's request (docs/PROTOCOL.md section 7).</summary>
    public int HttpHeadMax { get; set; } = 8192;

    /// <summary>The bounds of a relay on a desk: the same code with room.</summary>
    /// <returns>New limits.</returns>
    public static Limits Desk()
    {
        return new Limits
        {
            Connections = 128,
            Doorstep = 32,
            InOctets = 4096,
            OutOctets = 65536,
            Bodies = 16,
            ObjectMax = 16384,
            Objects = 8192,
            VolatileOctets = 1024 * 1024,
            Outbox = 1024,
            Peers = 256,
            Watches = 1024,
            UpstreamWatches = 256,
            PushesPending = 256,
            Lookups = 256,
            Askers = 1024,
            CacheEntries = 1024,
            CacheOctets = 1024 * 1024,
            OnceTokens = 1024,
            MessagesPerStep = 64,
            DatagramsPerStep = 32,
            RateAddresses = 1024,
            RequestsPerSecond = 200,
        };
    }
}
