using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using DnsClient;
using DnsClient.Protocol;

namespace Fmtp.Nano.Desktop.Signing;

/// <summary>What came of a question to DNS.</summary>
internal enum DnsOutcome
{
    /// <summary>There are records.</summary>
    Found,

    /// <summary>There are none: the name or records of this type do not exist.</summary>
    None,

    /// <summary>Nobody could tell.</summary>
    NoAnswer,
}

/// <summary>An answer of DNS.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="Values">The records: addresses, texts, or hosts in the order in which they are to be tried, <c>.</c> for none.</param>
/// <param name="Reason">Why there are none, in words.</param>
internal sealed record DnsResult(DnsOutcome Outcome, IReadOnlyList<string> Values, string Reason);

/// <summary>Asks DNS as a person would with dig: another resolver than the relay's own, so that the two can be
/// compared.</summary>
internal sealed class DnsAnswers
{
    private readonly LookupClient _client;
    private readonly string _servers;

    /// <summary>Makes one.</summary>
    /// <param name="servers">Whom to ask; empty for the servers of this machine.</param>
    /// <param name="timeout">How long a server may take.</param>
    internal DnsAnswers(IReadOnlyList<IPEndPoint> servers, TimeSpan timeout)
    {
        LookupClientOptions options = servers.Count > 0 ? new([.. servers]) : new();
        options.Retries = 1;
        options.Timeout = timeout / 2;
        options.UseCache = false;
        options.ThrowDnsErrors = false;
        options.ContinueOnDnsError = true;
        _client = new LookupClient(options);
        _servers = _client.NameServers.Count == 0 ? "this machine has no DNS server" : string.Join(", ", _client.NameServers.Select(one => $"{one.Address}:{one.Port}"));
    }

    /// <summary>Who is asked, in words.</summary>
    internal string Servers => _servers;

    internal DnsResult Text(string name) => Ask(name, QueryType.TXT, "TXT", answers => answers.TxtRecords().Select(one => string.Concat(one.Text)));

    internal DnsResult Mx(string domain) => Ask(domain, QueryType.MX, "MX", answers => answers.MxRecords().OrderBy(one => one.Preference)
        .Select(one => one.Exchange.Value == "." ? "." : one.Exchange.Value.TrimEnd('.').ToLowerInvariant()));

    /// <summary>The addresses of a host, of both kinds.</summary>
    internal DnsResult Addresses(string host)
    {
        DnsResult first = Ask(host, QueryType.A, "A", answers => answers.ARecords().Select(one => one.Address.ToString()));
        DnsResult second = Ask(host, QueryType.AAAA, "AAAA", answers => answers.AaaaRecords().Select(one => one.Address.ToString()));
        string[] all = [.. first.Values, .. second.Values];
        return all.Length > 0 ? new DnsResult(DnsOutcome.Found, all, string.Empty)
            : first.Outcome == DnsOutcome.NoAnswer || second.Outcome == DnsOutcome.None ? first : second;
    }

    private DnsResult Ask(string name, QueryType type, string typeName, Func<IReadOnlyList<DnsResourceRecord>, IEnumerable<string>> values)
    {
        try
        {
            IDnsQueryResponse response = _client.Query(name, type);
            string[] found = [.. values(response.Answers)];
            return found.Length > 0 ? new DnsResult(DnsOutcome.Found, found, string.Empty)
                : response.Header.ResponseCode switch
                {
                    DnsHeaderResponseCode.NotExistentDomain => new DnsResult(DnsOutcome.None, [], "the name does not exist"),
                    DnsHeaderResponseCode.NoError => new DnsResult(DnsOutcome.None, [], $"the name has no {typeName} record"),
                    DnsHeaderResponseCode code => new DnsResult(DnsOutcome.NoAnswer, [], $"the DNS server ({_servers}) answered: {code}"),
                };
        }
        catch (Exception e) when (e is DnsResponseException or OperationCanceledException or InvalidOperationException)
        {
            return new DnsResult(DnsOutcome.NoAnswer, [], $"no DNS server answered ({_servers})");
        }
    }
}
