using System;
using System.Collections.Generic;
using System.Linq;
using Fmtp.Nano.Desktop.Client;
using Fmtp.Nano.Desktop.Commands;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Desktop.Signing;

/// <summary>Gets the user objects whose keys are needed, from a relay that was named, or from that of the user's
/// domain.</summary>
/// <param name="dns">Whom to ask where that is.</param>
/// <param name="relay">The relay; null for that of the domain.</param>
internal sealed class UserObjects(DnsAnswers dns, ServerAddress? relay)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>Gets one, or says why not.</summary>
    internal (byte[]? Octets, Verification? Problem) Find(string owner)
    {
        string what = $"It is signed with {owner}'s own key, which is in the user object of that name";
        string domain = owner[(owner.IndexOf('@') + 1)..];
        if (relay == null && SelfDomain.Is(domain))
        {
            return (null, Verification.Unknown($"{what}, and {domain} is in no DNS. Give a relay that can find it: --relay HOST."));
        }

        string trouble = $"{domain} has no relay in DNS";
        foreach (ServerAddress place in relay != null ? [relay] : Places(domain))
        {
            try
            {
                using FmtpConnection connection = FmtpConnection.Open(place, null, Timeout);
                Reply reply = connection.Ask("GET", owner);
                if (reply.IsSuccess)
                {
                    return (reply.Body, null);
                }

                if (ExitCode.Of(reply.Code) == ExitCode.NotFound)
                {
                    return (null, Verification.Bad($"{what}. {place} has none ({reply.Code})."));
                }

                trouble = $"{place} answered {reply.Code}";
            }
            catch (ClientException e)
            {
                trouble = e.Message;
            }
        }

        return (null, Verification.Unknown($"{what}, and that cannot be had now: {trouble}. Another relay to ask can be given by --relay HOST."));
    }

    private IEnumerable<ServerAddress> Places(string domain)
    {
        DnsResult relays = dns.Mx(domain);
        IEnumerable<string> hosts = relays.Outcome == DnsOutcome.Found ? relays.Values.Where(host => host != ".") : [domain];
        return hosts.SelectMany(host => dns.Addresses(host).Values).Select(address => new ServerAddress(address, Wire.Port));
    }
}
