using System.Collections.Generic;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Desktop.Signing;

/// <summary>The DNS records of a domain, as a zone's file has them (docs/PROTOCOL.md sections 4 and 6).</summary>
internal static class DnsText
{
    /// <summary>The selector of a domain's first key.</summary>
    internal const string UsualSelector = "s1";

    private const string Time = "3600 IN";

    /// <summary>The name that a key is published under, without the dot at its end.</summary>
    internal static string KeyName(string selector, string domain) => $"{selector}._fmtp.{domain}";

    /// <summary>The value of a key's record.</summary>
    internal static string KeyValue(string publicKey) => $"v=FMTP1; k=ed25519; p={publicKey}";

    /// <summary>The record of a key.</summary>
    internal static string Key(string selector, string domain, string publicKey)
        => $"{KeyName(selector, domain)}. {Time} TXT \"{KeyValue(publicKey)}\"";

    /// <summary>The record that names a domain's relay.</summary>
    internal static string Mx(string domain, string host) => $"{domain}. {Time} MX 10 {host}.";

    /// <summary>The record that says where a host is.</summary>
    internal static string A(string host, string address) => $"{host}. {Time} {(address.Contains(':') ? "AAAA" : "A")} {address}";

    /// <summary>Everything that a domain publishes, with what to know about it in comments.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="parentHost">The name or address of its parent; null for none.</param>
    /// <param name="address">The address of its relay where it is public; null where it is not known.</param>
    /// <param name="selector">The selector of its key.</param>
    /// <param name="publicKey">The key; null where it is not known.</param>
    internal static IEnumerable<string> Zone(string domain, string? parentHost, string? address, string selector, string? publicKey)
    {
        if (SelfDomain.Is(domain))
        {
            yield return $"; {domain} needs no records: its name is its key. Others reach it through its parent, or by routes that they know.";
            yield break;
        }

        yield return $"; Records of {domain}, for others to find it.";
        if (parentHost != null && System.Uri.CheckHostName(parentHost) == System.UriHostNameType.Dns)
        {
            yield return "; It is behind a router: others reach its parent, which has its link.";
            yield return Mx(domain, parentHost);
        }
        else
        {
            yield return Mx(domain, $"relay.{domain}");
            if (address != null)
            {
                yield return A($"relay.{domain}", address);
            }
            else
            {
                yield return $"; Put the public address here{(parentHost != null ? ": the parent's" : "; behind a home router forward TCP and UDP port " + Wire.Port + " to the relay")}.";
                yield return ";" + A($"relay.{domain}", "192.0.2.1");
            }
        }

        if (publicKey != null)
        {
            yield return "; The key that signatures of this domain are verified by; its seed is in fmtp.json.";
            yield return Key(selector, domain, publicKey);
        }
        else
        {
            yield return "; The key that signatures of this domain are verified by: `fmtp key --signing` makes one.";
            yield return ";" + Key(selector, domain, "...");
        }
    }
}
