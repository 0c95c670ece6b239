using System;
using Fmtp.Nano.Desktop.Signing;

namespace Fmtp.Nano.Desktop.Commands;

/// <summary>A signing key and all that goes with it: for people with what to do, else lines of <c>name: value</c>.</summary>
/// <param name="key">The key.</param>
/// <param name="selector">The selector that it is published under.</param>
/// <param name="domain">The domain that it is for; null for none that DNS has.</param>
/// <param name="isSelf">Whether its self-certifying domain is shown.</param>
/// <param name="isPublic">Whether the seed is left out.</param>
/// <param name="seedFile">The file that the seed is in; null to show the seed.</param>
internal sealed class KeyView(SigningKey key, string selector, string? domain, bool isSelf, bool isPublic, string? seedFile)
{
    private string Own => SelfDomain.Of(key.PublicKey);

    private string Snippet => $"\"signing\": {{ \"selector\": \"{selector}\", \"seed\": \"{(seedFile == null ? key.Seed : "what is in " + seedFile)}\" }}";

    private bool IsInDns => domain != null && !SelfDomain.Is(domain);

    internal void Write()
    {
        if (domain != null && SelfDomain.Is(domain) && domain != Own)
        {
            throw ServerOptions.Wrong($"{domain} is not made of this key: {Own} is. For a new self-certifying domain leave --domain out.");
        }

        if (Console.IsOutputRedirected)
        {
            WriteLines();
        }
        else
        {
            WriteForPeople();
        }
    }

    private void WriteLines()
    {
        if (!isPublic)
        {
            Console.WriteLine(seedFile == null ? $"seed: {key.Seed}\nconfig: {{ {Snippet} }}" : $"seed-file: {seedFile}");
        }

        Console.WriteLine($"public: {key.Public}");
        if (IsInDns)
        {
            Console.WriteLine($"dns: {DnsText.Key(selector, domain!, key.Public)}");
        }

        if (isSelf || !IsInDns)
        {
            Console.WriteLine($"domain: {Own}");
        }
    }

    private void WriteForPeople()
    {
        if (!isPublic)
        {
            Console.WriteLine(seedFile == null ? "A new signing key. Whoever has its seed signs in your name: keep it to yourself." : $"A new signing key. Its seed is in {seedFile}, which only you can read.");
            Console.WriteLine();
            Console.WriteLine($"In fmtp.json{(IsInDns ? " of " + domain : string.Empty)}:");
            Console.WriteLine(IsInDns ? $"  {Snippet}" : $"  \"domain\": \"{Own}\",\n  {Snippet}");
            Console.WriteLine();
        }

        if (IsInDns)
        {
            Console.WriteLine($"In the DNS of {domain}:");
            Console.WriteLine($"  {DnsText.Key(selector, domain!, key.Public)}");
            Console.WriteLine($"`fmtp dns {domain} --config fmtp.json` says whether it is there.");
            Console.WriteLine();
        }

        if (isSelf || !IsInDns)
        {
            Console.WriteLine("Its self-certifying domain, which needs no DNS:");
            Console.WriteLine($"  {Own}");
            if (domain == null && !isPublic)
            {
                Console.WriteLine("For a domain that DNS has: --domain DOMAIN.");
            }

            Console.WriteLine();
        }

        Console.WriteLine("As a user's own key, a line of the user object:");
        Console.WriteLine($"  key: {ObjectSignature.Ed25519} {key.Public}");
    }
}
