using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>The configured DNS servers, and the one that answered last, which is asked first.</summary>
internal sealed class DnsServers
{
    private const int DefaultPort = 53;

    // A question remembers in the bits of one number which of them have failed.
    private const int Most = 8;

    private readonly string[] _hosts;
    private readonly int[] _ports;

    /// <summary>Takes the servers of a checked configuration: <c>ADDRESS</c>, <c>ADDRESS:PORT</c> or
    /// <c>[ADDRESS]:PORT</c>.</summary>
    internal DnsServers(string[] servers)
    {
        Count = servers == null ? 0 : servers.Length < Most ? servers.Length : Most;
        _hosts = new string[Count];
        _ports = new int[Count];
        for (int i = 0; i < Count; i++)
        {
            Take(i, servers[i]);
        }
    }

    internal int Count;

    /// <summary>The server that answered last.</summary>
    internal int Preferred;

    internal string HostOf(int server)
    {
        return _hosts[server];
    }

    internal int PortOf(int server)
    {
        return _ports[server];
    }

    /// <summary>Whom to ask next: the preferred one first, then each in turn that has not failed.</summary>
    /// <returns>The server, or -1 when all have failed.</returns>
    internal int Next(DnsQuestion question)
    {
        int server = question.Attempts == 0 ? Preferred : question.Server + 1;
        for (int i = 0; i < Count; i++, server++)
        {
            server %= Count;
            if ((question.Failed & (1 << server)) == 0)
            {
                return server;
            }
        }

        return -1;
    }

    // An IPv6 address has several colons; with a port it stands in brackets.
    private void Take(int number, string server)
    {
        int colon = server.LastIndexOf(':');
        bool hasPort = colon > 0 && (server[0] == '[' ? server[colon - 1] == ']' : server.IndexOf(':') == colon);
        string host = hasPort ? server.Substring(0, colon) : server;
        byte[] digits = Ascii.Octets(hasPort ? server.Substring(colon + 1) : string.Empty);
        _hosts[number] = host[0] == '[' ? host.Substring(1, host.Length - 2) : host;
        _ports[number] = hasPort ? (int)Ascii.Number(digits, 0, digits.Length) : DefaultPort;
    }
}
