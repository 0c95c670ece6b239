using System;
using Fmtp.Nano.Desktop.Commands;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Desktop.Signing;

/// <summary>Decides what stands in the signature's line, and refuses keys of which it is clear that nobody could
/// verify them.</summary>
internal static class KeyRefs
{
    /// <summary>For the key of a domain.</summary>
    internal static string OfDomain(Address id, SeedChoice choice)
    {
        string domain = Ascii.Text(id.Octets, id.DomainStart, id.DomainLength);
        if (choice.Domain != null && choice.Domain != domain)
        {
            throw ServerOptions.Wrong($"Wrong domain: the configuration has the key of {choice.Domain}, and {id} is of {domain}.");
        }

        if (!SelfDomain.Is(domain))
        {
            return choice.Selector ?? DnsText.UsualSelector;
        }

        return IsOwn(domain, choice.Key) ? ObjectSignature.Self
            : throw ServerOptions.Wrong($"Wrong key: the domain {domain} is made of another one. That of this seed is {SelfDomain.Of(choice.Key.PublicKey)}.");
    }

    /// <summary>For a seed of which nobody has said whose it is, where a user speaks: his own, unless a selector
    /// or the name of his domain says otherwise.</summary>
    internal static string OfUser(Address id, SeedChoice choice)
    {
        string domain = Ascii.Text(id.Octets, id.DomainStart, id.DomainLength);
        return choice.Selector != null || choice.Domain != null || IsOwn(domain, choice.Key) ? OfDomain(id, choice) : ObjectSignature.User;
    }

    private static bool IsOwn(string domain, SigningKey key)
        => SelfDomain.KeyOf(domain) is { } own && own.AsSpan().SequenceEqual(key.PublicKey);
}
