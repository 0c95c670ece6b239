namespace Fmtp.Nano;

/// <summary>How far a question to DNS has come, and what came of it.</summary>
public static class DnsState
{
    /// <summary>Not answered yet.</summary>
    public const int Pending = 0;

    /// <summary>There are records.</summary>
    public const int Answered = 1;

    /// <summary>There is no such name (NXDOMAIN): a verdict, kept as long as the zone says.</summary>
    public const int NoName = 2;

    /// <summary>The name has no records of this type: a verdict as well.</summary>
    public const int NoData = 3;

    /// <summary>The domain says that it takes no mail (null MX, RFC 7505): a verdict as well.</summary>
    public const int NoMail = 4;

    /// <summary>No server could or would say (SERVFAIL, REFUSED, nonsense): no verdict, ask again later.</summary>
    public const int ServerFailed = 5;

    /// <summary>No server said anything in time: no verdict, ask again later.</summary>
    public const int TimedOut = 6;
}
