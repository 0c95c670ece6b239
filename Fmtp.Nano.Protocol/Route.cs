namespace Fmtp.Nano.Protocol;

/// <summary>A way to make contact (docs/PROTOCOL.md section 2, <c>route</c>): <c>tcp HOST PORT</c>,
/// <c>udp HOST PORT</c>, <c>tls HOST PORT</c> or <c>via DOMAIN</c>.</summary>
public static class Route
{
    private const int SchemeLength = 3;
    private const int PortMax = 65535;
    private const int HostMax = 253;

    private static readonly byte[] Tcp = Ascii.Octets("tcp");
    private static readonly byte[] Udp = Ascii.Octets("udp");
    private static readonly byte[] Tls = Ascii.Octets("tls");
    private static readonly byte[] Via = Ascii.Octets("via");

    /// <summary>Whether a value is a route.</summary>
    /// <param name="octets">The octets.</param>
    /// <param name="start">Where the value begins.</param>
    /// <param name="length">Its length.</param>
    /// <returns>True when it is.</returns>
    public static bool IsRoute(byte[] octets, int start, int length)
    {
        if (length < SchemeLength + 2 || octets[start + SchemeLength] != Ascii.SP)
        {
            return false;
        }

        int end = start + length;
        int host = start + SchemeLength + 1;
        if (Ascii.Is(octets, start, SchemeLength, Via))
        {
            return Address.ParseDomain(octets, host, end, false);
        }

        int space = Platform.IndexOf(octets, Ascii.SP, host, end - host);
        bool isScheme = Ascii.Is(octets, start, SchemeLength, Tcp) || Ascii.Is(octets, start, SchemeLength, Udp) || Ascii.Is(octets, start, SchemeLength, Tls);
        if (!isScheme || space <= host || space - host > HostMax)
        {
            return false;
        }

        long port = Ascii.Number(octets, space + 1, end - space - 1);
        return port > 0 && port <= PortMax && IsHost(octets, host, space);
    }

    // A domain, an IPv4 address or an IPv6 address.
    private static bool IsHost(byte[] octets, int start, int end)
    {
        for (int i = start; i < end; i++)
        {
            byte c = octets[i];
            if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == ':'))
            {
                return false;
            }
        }

        return true;
    }
}
