namespace Fmtp.Nano.Protocol;

/// <summary>The bounds that the wire itself sets, the same for every relay and client.</summary>
/// <remarks>docs/PROTOCOL.md sections 1 to 3. What a single relay bounds for itself (connections,
/// buffers, time-outs) stands in the relay's <c>Limits</c>.</remarks>
public static class Wire
{
    /// <summary>TCP and UDP port: F-M-T-P on a telephone.</summary>
    public const int Port = 3687;

    /// <summary>Octets of a line with its seal and its end of line (section 3).</summary>
    public const int LineMax = 512;

    /// <summary>Octets of a datagram (section 3).</summary>
    public const int DatagramMax = 1200;

    /// <summary>Octets of an address (section 1).</summary>
    public const int AddressMax = 127;

    /// <summary>Octets of a name (section 1).</summary>
    public const int NameMax = 63;

    /// <summary>Octets of one label of a domain (section 1).</summary>
    public const int LabelMax = 63;

    /// <summary>Digits of an id or of any number (sections 1 and 3).</summary>
    public const int DigitsMax = 19;

    /// <summary>Characters of a tag (section 3).</summary>
    public const int TagMax = 8;

    /// <summary>Letters of the key in a <c>key=value</c> word (section 3).</summary>
    public const int KeyMax = 16;

    /// <summary>Words of a well-formed line: a <c>k=v</c> and its space take four octets.</summary>
    public const int WordsMax = LineMax / 4;

    /// <summary>Octets of an object before its content (section 2).</summary>
    public const int HeadMax = 2048;

    /// <summary>Lines of an object before its content (section 2).</summary>
    public const int HeadLinesMax = 64;

    /// <summary>Characters of an attribute's name, or of a token (section 2).</summary>
    public const int TokenMax = 32;

    /// <summary>Octets of the body that answers a LIST (section 3).</summary>
    public const int ListMax = 2048;

    /// <summary>Octets of the subject in a line of LIST (section 3).</summary>
    public const int SubjectMax = 64;

    /// <summary>Hops a request may take, and what an asker who says nothing gets (section 3).</summary>
    public const int HopsMax = 8;

    /// <summary>Octets of a link key (section 5).</summary>
    public const int KeyLength = 32;

    /// <summary>Octets of an Ed25519 signature (section 2).</summary>
    public const int SignatureLength = 64;

    /// <summary>Characters of a nonce: 18 octets in base64 (section 3).</summary>
    public const int NonceLength = 24;

    /// <summary>Characters of a seal after its <c>~</c>: 15 octets in base64 (section 5).</summary>
    public const int SealLength = 20;

    /// <summary>Octets that a seal adds to a line: the space, the <c>~</c> and the seal.</summary>
    public const int SealRoom = SealLength + 2;

    /// <summary>From here on the <c>at=</c> of a datagram is Unix milliseconds; below, a counter (section 5).</summary>
    public const long MillisecondsFrom = 1000000000000;

    /// <summary>Milliseconds a sender's clock may be ahead of the receiver's in a <c>date</c> (section 2).</summary>
    public const long DateAheadMs = 10 * 60 * 1000;

    /// <summary>Milliseconds an <c>at=</c> may differ from the receiver's clock (section 5).</summary>
    public const long AtWindowMs = 5 * 60 * 1000;

    /// <summary>Milliseconds a tombstone is kept (section 2).</summary>
    public const long TombstoneMs = 30L * 24 * 60 * 60 * 1000;

    /// <summary>Milliseconds a <c>once=</c> token is remembered (section 2).</summary>
    public const long OnceMs = 10 * 60 * 1000;

    /// <summary>Seconds a watch lasts when the watcher does not say (section 3).</summary>
    public const int LeaseSeconds = 3600;

    /// <summary>Seconds a cache keeps an object that does not say (section 2).</summary>
    public const int TtlSeconds = 300;

    /// <summary>How many times its own size an unsealed datagram from afar is answered with (section 5).</summary>
    public const int ReflectionFactor = 3;
}
