using System;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Desktop.Signing;

/// <summary>Who speaks, and the key of his own that proves it (docs/PROTOCOL.md section 5, Keys).</summary>
/// <param name="Address"><c>name@domain</c> or <c>@domain</c>, lower case.</param>
/// <param name="Key">His key, or that of the domain.</param>
/// <param name="Selector">The selector of a domain's key; null for the usual one.</param>
internal sealed record OwnKey(string Address, SigningKey Key, string? Selector)
{
    /// <summary>What to look at when a relay does not know the key.</summary>
    internal string Advice
    {
        get
        {
            string domain = Address[(Address.IndexOf('@') + 1)..];
            return !IsHost ? $"It has to be the `key:` in the user object of {Address}, and {domain} has to have signed that."
                : SelfDomain.Is(domain) ? $"The domain of this seed is {SelfDomain.Of(Key.PublicKey)}."
                : $"`fmtp dns {domain} --selector {Selector ?? DnsText.UsualSelector}` says which key the domain publishes.";
        }
    }

    private bool IsHost => Address.StartsWith('@');

    /// <summary>The words of an AUTH behind its tag.</summary>
    /// <param name="hello">The HELLO line, without end of line.</param>
    /// <param name="greeting">Its reply's line.</param>
    internal string Proof(string hello, string greeting)
    {
        byte[] signed = Ascii.Octets($"fmtp1 auth\n{hello}\n{greeting}\n{Address}");
        string words = $"{Address} {ObjectSignature.Ed25519} {Convert.ToBase64String(Key.Sign(signed))}";
        return IsHost && Selector != null ? $"{words} selector={Selector}" : words;
    }
}
