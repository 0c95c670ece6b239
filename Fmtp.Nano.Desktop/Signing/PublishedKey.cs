using System;
using System.Linq;
using Fmtp.Nano.Desktop.Client;

namespace Fmtp.Nano.Desktop.Signing;

/// <summary>How a key of a domain stands in DNS.</summary>
internal enum KeyState
{
    /// <summary>It is there.</summary>
    Found,

    /// <summary>Its record says that it is no longer good.</summary>
    Revoked,

    /// <summary>What is there is no key.</summary>
    Malformed,

    /// <summary>There is none.</summary>
    Missing,

    /// <summary>DNS could not tell.</summary>
    NoAnswer,
}

/// <summary>The key of a selector in DNS (docs/PROTOCOL.md section 6).</summary>
/// <param name="State">How it stands there.</param>
/// <param name="Key">32 octets where it is found.</param>
/// <param name="Reason">What is wrong, in words.</param>
internal sealed record PublishedKey(KeyState State, byte[]? Key, string Reason)
{
    private const string Version = "FMTP1";

    /// <summary>Asks for it.</summary>
    internal static PublishedKey Find(DnsAnswers dns, string selector, string domain)
    {
        DnsResult texts = dns.Text(DnsText.KeyName(selector, domain));
        if (texts.Outcome != DnsOutcome.Found)
        {
            return new PublishedKey(texts.Outcome == DnsOutcome.None ? KeyState.Missing : KeyState.NoAnswer, null, texts.Reason);
        }

        PublishedKey[] records = [.. texts.Values.Select(Parse).OfType<PublishedKey>()];
        return records.Length switch
        {
            0 => Malformed($"its text does not begin with v={Version}: {texts.Values[0]}"),
            1 => records[0],
            _ => Malformed($"there are {records.Length} keys under one selector. Leave one; a second key gets a selector of its own"),
        };
    }

    // Tags between semicolons, as in DKIM (RFC 6376 section 3.2); null where the first is not the version.
    private static PublishedKey? Parse(string text)
    {
        string[][] tags = [.. text.Split(';', StringSplitOptions.TrimEntries).Select(tag => tag.Split('=', 2, StringSplitOptions.TrimEntries))];
        if (tags[0] is not ["v", Version])
        {
            return null;
        }

        string? key = Array.Find(tags, tag => tag is ["p", _])?[1];
        if (!Array.Exists(tags, tag => tag is ["k", ObjectSignature.Ed25519]) || key == null)
        {
            return Malformed($"it is not of the form \"{DnsText.KeyValue("BASE64")}\": {text}");
        }

        if (key.Length == 0)
        {
            return new PublishedKey(KeyState.Revoked, null, "it is revoked: its p= is empty");
        }

        return Credentials.ParseKey(key) is { } octets && SigningKey.IsKey(octets) ? new PublishedKey(KeyState.Found, octets, string.Empty)
            : Malformed($"its p= is no key, base64 of 32 octets: {key}");
    }

    private static PublishedKey Malformed(string reason) => new(KeyState.Malformed, null, reason);
}
