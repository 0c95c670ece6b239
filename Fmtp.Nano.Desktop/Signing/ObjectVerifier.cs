using System;
using Fmtp.Nano.Desktop.Client;
using Fmtp.Nano.Protocol;
using Attribute = Fmtp.Nano.Protocol.Attribute;

namespace Fmtp.Nano.Desktop.Signing;

/// <summary>Verifies an object by DNS, by the name of its domain, or by the key of its owner's user object
/// (docs/PROTOCOL.md sections 2 and 6), and says why it does not.</summary>
/// <param name="dns">Whom to ask for keys of domains.</param>
/// <param name="users">Gets the user object of an owner; says in words why not, where it cannot.</param>
internal sealed class ObjectVerifier(DnsAnswers dns, Func<string, (byte[]? Octets, Verification? Problem)> users)
{
    /// <summary>Verifies an object.</summary>
    internal Verification Verify(byte[] octets)
    {
        ObjectReader reader = new();
        if (!reader.Parse(octets, 0, octets.Length))
        {
            return Verification.Bad("It is no object: an id: line, type: and date:, further attributes, an empty line, the content; line ends are LF.");
        }

        return Verify(reader, true);
    }

    private Verification Verify(ObjectReader reader, bool mayBeUsers)
    {
        if (ObjectSignature.Of(reader) is not { } signature)
        {
            return Verification.Bad("It has no signature.");
        }

        string domain = Ascii.Text(reader.Octets, reader.Id.DomainStart, reader.Id.DomainLength);
        if (signature.Algorithm != ObjectSignature.Ed25519)
        {
            return Verification.Bad($"Its signature is of the kind {signature.Algorithm}. Only {ObjectSignature.Ed25519} can be verified.");
        }

        return signature.KeyRef switch
        {
            ObjectSignature.Self => BySelf(reader, signature, domain),
            ObjectSignature.User when mayBeUsers && reader.Id.IsObject => ByUser(reader, signature),
            ObjectSignature.User => Verification.Bad($"{reader.Id} is signed with a user's own key, which cannot vouch for the object that brings it: {domain} has to sign it."),
            _ => ByDomain(reader, signature, domain),
        };
    }

    private Verification ByDomain(ObjectReader reader, ObjectSignature signature, string domain)
    {
        string selector = signature.KeyRef;
        if (SelfDomain.Is(domain))
        {
            return Verification.Bad($"It is signed with key {selector} of DNS, but {domain} is in no DNS: its name is its key, and `{ObjectSignature.Self}` has to stand in the signature's line.");
        }

        PublishedKey key = PublishedKey.Find(dns, selector, domain);
        string name = DnsText.KeyName(selector, domain);
        return key.State switch
        {
            KeyState.Found when Matches(reader, signature, key.Key!) => Verification.Good($"Verified by the domain: {domain} signed it with its key {selector}."),
            KeyState.Found => Verification.Bad($"The signature does not match key {selector} of {domain}: the object was changed after it was signed, or somebody else signed it."),
            KeyState.Revoked => Verification.Bad($"{domain} has revoked its key {selector}: {name} has an empty p=. What was signed with it is no longer good; the author has to sign it again."),
            KeyState.Malformed => Verification.Bad($"What {name} has in DNS is no key: {key.Reason}."),
            KeyState.Missing => Verification.Bad($"{domain} has no key {selector} in DNS: {name}: {key.Reason}. `fmtp dns {domain} --selector {selector}` says what to publish."),
            _ => Verification.Unknown($"DNS did not answer for {name}: {key.Reason}. Try again later, or ask another server."),
        };
    }

    private static Verification BySelf(ObjectReader reader, ObjectSignature signature, string domain)
    {
        if (SelfDomain.KeyOf(domain) is not { } key)
        {
            return Verification.Bad(SelfDomain.Is(domain)
                ? $"{domain} is no key: 52 characters of a-z and 2-7, the last a or q, have to stand before .fmtp.alt."
                : $"Wrong domain: it is signed with a key that has to be in the name of its domain, and {domain} is no such name.");
        }

        return Matches(reader, signature, key) ? Verification.Good($"Verified by the name: {domain} is the key that signed it.")
            : Verification.Bad($"The signature does not match the key in the name {domain}: the object was changed after it was signed, or somebody else signed it.");
    }

    private Verification ByUser(ObjectReader reader, ObjectSignature signature)
    {
        string owner = Ascii.Text(reader.Octets, reader.Id.OwnerStart, reader.Id.OwnerLength);
        (byte[]? octets, Verification? problem) = users(owner);
        if (octets == null)
        {
            return problem!;
        }

        ObjectReader user = new();
        if (!user.Parse(octets, 0, octets.Length) || user.Id.ToString() != owner)
        {
            return Verification.Bad($"What the relay gave for {owner} is not the object of that name.");
        }

        Verification vouched = Verify(user, false);
        if (!vouched.IsGood)
        {
            return vouched with { Words = $"It is signed with {owner}'s own key, and the user object that has this key does not verify: {vouched.Words}" };
        }

        if (!user.Has(Attribute.Key) || user.IsDeleted)
        {
            return Verification.Bad($"It is signed with {owner}'s own key, but the user object of {owner} has no `key:`.");
        }

        string value = Ascii.Text(user.Octets, user.ValueStart(Attribute.Key), user.ValueLength(Attribute.Key));
        byte[] key = Convert.FromBase64String(value[(ObjectSignature.Ed25519.Length + 1)..]);
        return Matches(reader, signature, key) ? Verification.Good($"Verified by the user's key: {owner} signed it, and the domain vouches for that key. ({vouched.Words})")
            : Verification.Bad($"The signature does not match the key of {owner}: the object was changed after it was signed, somebody else signed it, or {owner} has another key by now.");
    }

    private static bool Matches(ObjectReader reader, ObjectSignature signature, byte[] key)
        => SigningKey.Verify(key, ObjectSignature.Signed(reader), signature.Octets);
}
