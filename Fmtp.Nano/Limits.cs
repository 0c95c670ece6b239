using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Every bound of a relay, in one place. A board's file may change them; what the wire bounds is in
/// <see cref="Wire"/>.</summary>
/// <remarks>The defaults take about 80 KB of heap, a small board's whole: <c>boards/*.json</c> say what each board
/// takes instead, docs/DEVICE.md what each thing costs. Fields, because on a board a property costs a call and
/// 70 octets of program.</remarks>
public sealed class Limits
{
    /// <summary>Octets of a sector of flash.</summary>
    public const int Sector = 4096;

    // A store of fewer files than this could not be cleaned a little at a time.
    private const int SegmentsMin = 16;

    /// <summary>Connections at a time, those that the relay opens included. A board has 16 sockets (8 on an
    /// ESP32-C3): listener, datagrams, DNS and doorstep take the rest.</summary>
    public int Connections = 6;

    /// <summary>Of these, relays elsewhere that are dialled at a time because DNS or a route names them; none where
    /// signatures cannot be verified.</summary>
    public int Ways = 1;

    /// <summary>Connections over the limit that are still being told so.</summary>
    public int Doorstep = 2;

    /// <summary>Octets a connection receives before a body; at least <see cref="Wire.LineMax"/>.</summary>
    public int InOctets = 640;

    /// <summary>Octets a connection holds for sending.</summary>
    public int OutOctets = 768;

    /// <summary>Large messages at a time, in and out: whatever is longer than the buffers above. A signature that is verified or made
    /// takes one meanwhile, so that two are the least where there are signatures.</summary>
    public int Bodies = 2;

    /// <summary>Octets of an object, told to the peer as <c>max=</c>.</summary>
    public int ObjectMax = 4096;

    /// <summary>Objects in the store, tombstones included.</summary>
    public int Objects = 256;

    /// <summary>Octets of volatile objects kept in memory; beyond that they go to flash like others.</summary>
    public int VolatileOctets = 4096;

    /// <summary>Octets of flash that the store may use, garbage included: a quarter of the 256 KB partition
    /// of a 4 MB board.</summary>
    public int StoreQuota = 65536;

    /// <summary>Octets of one file of the journal: a sector, as many as littlefs puts in one block.</summary>
    public int SegmentOctets = Sector;

    /// <summary>Messages that wait to be relayed.</summary>
    public int Outbox = 16;

    /// <summary>Peers with a link key.</summary>
    public int Peers = 12;

    /// <summary>Watches at a time, over all watchers.</summary>
    public int Watches = 12;

    /// <summary>Addresses elsewhere that are watched for those who watch here.</summary>
    public int UpstreamWatches = 4;

    /// <summary>Changed objects that one watcher may still have to be told of; more and it is closed.</summary>
    public int PushesPending = 16;

    /// <summary>Addresses elsewhere that are asked for at a time; the same address is asked for once.</summary>
    public int Lookups = 4;

    /// <summary>Askers who wait for these.</summary>
    public int Askers = 4;

    /// <summary>Requests that the parent's mailbox is asked at a time, 700 octets each; none without a parent.</summary>
    public int Errands = 4;

    /// <summary>Octets of objects that are on their way there.</summary>
    public int ErrandOctets = 4096;

    /// <summary>Addresses elsewhere of which something is remembered.</summary>
    public int CacheEntries = 8;

    /// <summary>Octets of objects from elsewhere that are remembered.</summary>
    public int CacheOctets = 2048;

    /// <summary><c>once=</c> tokens remembered; the oldest goes.</summary>
    public int OnceTokens = 8;

    /// <summary>Signatures that are remembered, 33 octets each; half of them of what strangers brought.</summary>
    public int Verdicts = 16;

    /// <summary>Signatures whose verdict is waited for at a time; strangers, neither sealed nor near, have half of
    /// the places, so that they have none of one. On a board 0 stands for one that neither verifies nor signs, and has 8,000 octets
    /// of heap more, 15,000 with what it takes to sign and to ask DNS (docs/DEVICE.md).</summary>
    public int Verifications = 4;

    /// <summary>Octets of heap that a board must have free before its relay is made to verify and sign; with less it leaves
    /// both to its parent. 0 where there is enough.</summary>
    public int SignedHeap;

    /// <summary>Signatures of strangers that are looked into in a minute, and so many at once: each may take a board
    /// a second.</summary>
    public int StrangersPerMinute = 12;

    /// <summary>Questions to DNS under way or remembered, of 450 octets each. A lookup that asks for addresses
    /// holds two.</summary>
    public int DnsQuestions = 6;

    /// <summary>Octets of the name of a question to DNS and of its records, two more for each record. The
    /// longest is a key: selector 32, <c>._fmtp.</c> 7, domain 126 and 2 for the ends; 66 of text.</summary>
    public int DnsQuestionOctets = 240;

    /// <summary>Questions to DNS that wait for a server at a time, a socket and, with the longest answer, some
    /// 1,300 octets each.</summary>
    public int DnsFlights = 2;

    /// <summary>Octets of an answer of DNS. Over UDP it has at most 512; a longer one is fetched over TCP, and
    /// one that is longer than this counts as none.</summary>
    public int DnsAnswerMax = 768;

    /// <summary>Whether IPv6 addresses are of use: a board dials IPv4 alone.</summary>
    public bool DnsV6;

    /// <summary>Messages taken from one connection in one step.</summary>
    public int MessagesPerStep = 8;

    /// <summary>Datagrams taken in one step.</summary>
    public int DatagramsPerStep = 4;

    /// <summary>Addresses whose requests are counted at a time.</summary>
    public int RateAddresses = 8;

    /// <summary>Requests a second from one address afar that is not sealed, and ten times that at once.
    /// Neighbours and sealed peers are not counted.</summary>
    public int RequestsPerSecond = 20;

    /// <summary>Milliseconds in which a line and its body must be finished (docs/PROTOCOL.md section 3).</summary>
    public int MessageMs = 30 * 1000;

    /// <summary>Milliseconds after which a connection without traffic is closed: one without a watch; one with a watch where its
    /// place is wanted.</summary>
    public int IdleMs = 5 * 60 * 1000;

    /// <summary>Milliseconds in which a peer must take something of what waits for it.</summary>
    public int SendMs = 30 * 1000;

    /// <summary>Milliseconds that a connection is heard out after its last reply, so that what the peer still
    /// sends does not make its TCP forget that reply.</summary>
    public int LingerMs = 2 * 1000;

    /// <summary>Milliseconds between two volatile checkpoints.</summary>
    public int CheckpointMs = 15 * 60 * 1000;

    /// <summary>Longest lease of a watch, in seconds.</summary>
    public int LeaseMaxSeconds = 24 * 60 * 60;

    /// <summary>Octets of the head of a browser's request (docs/PROTOCOL.md section 7).</summary>
    public int HttpHeadMax = 8192;

    /// <summary>Gives the store another quota, and files that suit it.</summary>
    /// <param name="quota">Octets, at least two sectors.</param>
    public void SetStoreQuota(int quota)
    {
        int segment = quota / SegmentsMin;
        StoreQuota = quota;
        SegmentOctets = segment < Sector ? Sector : segment < SegmentOctets ? segment : SegmentOctets;
    }

    /// <summary>The bounds of a relay on a desk: the same code with room.</summary>
    /// <returns>New limits.</returns>
    public static Limits Desk()
    {
        return new Limits
        {
            Connections = 128,
            Ways = 32,
            Doorstep = 256,
            InOctets = 4096,
            OutOctets = 65536,
            Bodies = 16,
            ObjectMax = 16384,
            Objects = 30000,
            StoreQuota = 16 * 1024 * 1024,
            SegmentOctets = 16 * Sector,
            VolatileOctets = 1024 * 1024,
            Outbox = 1024,
            Peers = 256,
            Watches = 1024,
            UpstreamWatches = 256,
            PushesPending = 256,
            Lookups = 256,
            Askers = 1024,
            Errands = 256,
            ErrandOctets = 1024 * 1024,
            CacheEntries = 1024,
            CacheOctets = 1024 * 1024,
            OnceTokens = 1024,
            Verdicts = 1024,
            Verifications = 64,
            StrangersPerMinute = 6000,
            DnsQuestions = 256,
            DnsQuestionOctets = 512,
            DnsFlights = 16,
            DnsAnswerMax = 4096,
            DnsV6 = true,
            MessagesPerStep = 64,
            DatagramsPerStep = 32,
            RateAddresses = 1024,
            RequestsPerSecond = 200,
        };
    }
}
