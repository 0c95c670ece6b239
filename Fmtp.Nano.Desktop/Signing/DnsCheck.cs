using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using Fmtp.Nano.Desktop.Host;

namespace Fmtp.Nano.Desktop.Signing;

/// <summary>How a record stands in DNS.</summary>
internal enum RecordState
{
    /// <summary>As it should.</summary>
    Ok,

    /// <summary>It is not there.</summary>
    Missing,

    /// <summary>It is there, and nobody can use it.</summary>
    Wrong,

    /// <summary>DNS did not answer.</summary>
    Unknown,
}

/// <summary>A record of a domain, as it is in DNS.</summary>
/// <param name="State">How it stands there.</param>
/// <param name="Type">What kind of record.</param>
/// <param name="Name">Its name.</param>
/// <param name="Found">What is there, or why nothing is.</param>
/// <param name="Advice">What to do; empty for nothing.</param>
internal sealed record RecordCheck(RecordState State, string Type, string Name, string Found, string Advice = "");

/// <summary>Looks at what a domain has in DNS, as a stranger's relay would (docs/PROTOCOL.md sections 4 and 6).</summary>
/// <param name="dns">Whom to ask.</param>
/// <param name="domain">The domain.</param>
internal sealed class DnsCheck(DnsAnswers dns, string domain)
{
    private const string Nowhere = ".";

    private readonly List<RecordCheck> _found = [];

    /// <summary>Everything, in the order in which relays ask for it.</summary>
    /// <param name="selectors">The keys to look for.</param>
    /// <param name="own">The key that this domain signs with; null where it is not known.</param>
    /// <param name="ownSelector">Its selector.</param>
    internal IReadOnlyList<RecordCheck> Run(IEnumerable<string> selectors, SigningKey? own, string? ownSelector)
    {
        CheckPlace();
        foreach (string selector in selectors)
        {
            _found.Add(CheckKey(selector, selector == ownSelector ? own : null));
        }

        return _found;
    }

    private void CheckPlace()
    {
        DnsResult relays = dns.Mx(domain);
        switch (relays.Outcome)
        {
            case DnsOutcome.NoAnswer:
                Add(RecordState.Unknown, "MX", domain, relays.Reason, "Ask again later, or another server with --server.");
                break;
            case DnsOutcome.None:
                CheckAddressesAlone(relays.Reason);
                break;
            case DnsOutcome.Found when relays.Values.Contains(Nowhere):
                Add(RecordState.Wrong, "MX", domain, "a null MX: the domain says that it takes no messages", $"Replace it by: {DnsText.Mx(domain, "relay." + domain)}");
                break;
            default:
                Add(RecordState.Ok, "MX", domain, string.Join(", ", relays.Values));
                foreach (string host in relays.Values)
                {
                    Add(Addresses(host, $"Publish the public address of that host: {DnsText.A(host, "192.0.2.1")}"));
                }

                break;
        }
    }

    private void CheckAddressesAlone(string reason)
    {
        RecordCheck addresses = Addresses(domain, string.Empty);
        if (addresses.State == RecordState.Missing)
        {
            Add(RecordState.Missing, "MX", domain, $"{reason}; nor has it an address", $"Publish: {DnsText.Mx(domain, "relay." + domain)}");
        }
        else
        {
            Add(RecordState.Ok, "MX", domain, "none: the domain's own address is used");
            Add(addresses);
        }
    }

    private RecordCheck Addresses(string host, string advice)
    {
        DnsResult found = dns.Addresses(host);
        bool isName = !IPAddress.TryParse(host, out _);
        return found.Outcome switch
        {
            DnsOutcome.Found => new RecordCheck(RecordState.Ok, "A", host, string.Join(", ", found.Values.Select(WithReach))),
            DnsOutcome.None => new RecordCheck(RecordState.Missing, "A", host, found.Reason, isName ? advice : "An MX names a host, not an address: give the address a name with an A record, and name that."),
            _ => new RecordCheck(RecordState.Unknown, "A", host, found.Reason, "Ask again later, or another server with --server."),
        };
    }

    private RecordCheck CheckKey(string selector, SigningKey? own)
    {
        PublishedKey key = PublishedKey.Find(dns, selector, domain);
        string name = DnsText.KeyName(selector, domain);
        string publish = own != null ? $"Publish: {DnsText.Key(selector, domain, own.Public)}" : $"`fmtp key --signing --domain {domain} --selector {selector}` makes a key, and prints its record.";
        return key.State switch
        {
            KeyState.Found when own != null && !own.PublicKey.AsSpan().SequenceEqual(key.Key) => new RecordCheck(RecordState.Wrong, "TXT", name, $"{Convert.ToBase64String(key.Key!)}, which is not the key of the configuration", $"Nobody can verify what this relay signs. {publish}"),
            KeyState.Found => new RecordCheck(RecordState.Ok, "TXT", name, Convert.ToBase64String(key.Key!) + (own != null ? ", the key of the configuration" : string.Empty)),
            KeyState.Revoked => new RecordCheck(RecordState.Wrong, "TXT", name, key.Reason, own != null ? "Sign with a new key under another selector: `fmtp key --signing`." : "That is right for a key that is no longer used; another selector has to have one that is."),
            KeyState.Malformed => new RecordCheck(RecordState.Wrong, "TXT", name, key.Reason, publish),
            KeyState.Missing => new RecordCheck(RecordState.Missing, "TXT", name, key.Reason, publish),
            _ => new RecordCheck(RecordState.Unknown, "TXT", name, key.Reason, "Ask again later, or another server with --server."),
        };
    }

    // Relays do not dial private addresses that somebody else's DNS names.
    private static string WithReach(string address)
        => Endpoints.IsNear(IPAddress.Parse(address)) ? $"{address} (private: only relays that are configured to will go there)" : address;

    private void Add(RecordState state, string type, string name, string found, string advice = "") => _found.Add(new RecordCheck(state, type, name, found, advice));

    private void Add(RecordCheck check) => _found.Add(check);
}
