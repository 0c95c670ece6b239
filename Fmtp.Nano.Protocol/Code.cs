namespace Fmtp.Nano.Protocol;

/// <summary>Reply codes (docs/PROTOCOL.md section 3).</summary>
public static class Code
{
    /// <summary>Done.</summary>
    public const int Ok = 200;

    /// <summary>Stored as a new object.</summary>
    public const int Created = 201;

    /// <summary>Taken; a recipient is still to be reached.</summary>
    public const int Queued = 202;

    /// <summary>Ask there: the negotiated better route.</summary>
    public const int AskThere = 301;

    /// <summary>Not newer than <c>since=</c>.</summary>
    public const int NotNewer = 304;

    /// <summary>Malformed.</summary>
    public const int Malformed = 400;

    /// <summary>Must be signed, sealed or authenticated.</summary>
    public const int Unauthorized = 401;

    /// <summary>Not allowed.</summary>
    public const int Forbidden = 403;

    /// <summary>Unknown, or not for the asker to know.</summary>
    public const int Unknown = 404;

    /// <summary>The upstream relay did not answer in time.</summary>
    public const int UpstreamTimeout = 408;

    /// <summary>Not newer than what is stored (<c>date=</c>), or out of time (<c>time=</c>).</summary>
    public const int Conflict = 409;

    /// <summary>Deleted or expired.</summary>
    public const int Gone = 410;

    /// <summary>Too large here (<c>max=</c>); in a datagram: use TCP.</summary>
    public const int TooLarge = 413;

    /// <summary>Hops used up, or a loop.</summary>
    public const int Loop = 421;

    /// <summary>Too many requests (<c>retry=</c> seconds).</summary>
    public const int TooMany = 429;

    /// <summary>The upstream relay cannot be reached, or its answer did not verify.</summary>
    public const int Upstream = 502;

    /// <summary>Busy (<c>retry=</c> seconds).</summary>
    public const int Busy = 503;

    /// <summary>The store is full.</summary>
    public const int Full = 507;
}
