namespace Fmtp.Nano;

/// <summary>The types of records that are asked for, and those that answers are understood by (RFC 1035
/// section 3.2.2, RFC 3596).</summary>
public static class DnsType
{
    /// <summary>IPv4 addresses.</summary>
    public const int A = 1;

    /// <summary>Who takes the mail of a domain: names of hosts, the preferred one first.</summary>
    public const int Mx = 15;

    /// <summary>Text: the keys of a domain.</summary>
    public const int Txt = 16;

    /// <summary>IPv6 addresses.</summary>
    public const int Aaaa = 28;

    internal const int Ns = 2;
    internal const int Cname = 5;
    internal const int Soa = 6;
}
