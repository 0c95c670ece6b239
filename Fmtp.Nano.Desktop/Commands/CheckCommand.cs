using System;
using System.Collections.Generic;
using System.CommandLine;
using Fmtp.Nano.Desktop.Host;
using Fmtp.Nano.Desktop.Signing;

namespace Fmtp.Nano.Desktop.Commands;

/// <summary><c>fmtp check</c>: what is wrong with a configuration.</summary>
internal static class CheckCommand
{
    internal static Command Make()
    {
        Option<string> config = ConfigOption.Make();
        Command command = new("check", "Says what is wrong with a configuration: every fault at once, by its JSON path. "
            + "Without faults it prints `ok`, whose key signs, and which keys are not used. Exit codes: 0 ok; 2 faults.");
        command.Add(config);
        command.SetAction(line => Run(line.GetRequiredValue(config)));
        return command;
    }

    private static int Run(string path)
    {
        ConfigurationFile file = ConfigurationFile.Load(path, Limits.Desk());
        SigningKey? key = file.Faults.Count == 0 && file.Configuration.Signing is { } signing ? SigningKey.Parse(signing.Seed) : null;
        string[] faults = [.. file.Faults, .. SelfFaults(file.Configuration.Domain, key)];
        foreach (string fault in faults)
        {
            Console.WriteLine(fault);
        }

        if (faults.Length > 0)
        {
            return ExitCode.Refused;
        }

        Console.WriteLine("ok");
        if (key != null)
        {
            Console.WriteLine(SelfDomain.Is(file.Configuration.Domain) ? "$.signing: the key of this self-certifying domain."
                : $"$.signing: key {file.Configuration.Signing.Selector} of {file.Configuration.Domain} is {key.Public}. `fmtp dns --config {path}` says whether it is published.");
        }

        foreach (string unused in file.Unused)
        {
            Console.WriteLine(unused);
        }

        return ExitCode.Done;
    }

    // Deriving a key takes a board seconds; here it is done before anything is flashed.
    private static IEnumerable<string> SelfFaults(string? domain, SigningKey? key)
    {
        if (domain == null || !SelfDomain.Is(domain))
        {
            yield break;
        }

        if (SelfDomain.KeyOf(domain) == null)
        {
            yield return "$.domain: ends in .fmtp.alt and is no key: 52 characters of a-z and 2-7, the last a or q, have to stand before that. `fmtp key --signing --self` makes one.";
        }
        else if (key != null && SelfDomain.Of(key.PublicKey) != domain)
        {
            yield return $"$.signing.seed: is not the key of this self-certifying domain. Give the seed that the domain was made of, or name the domain {SelfDomain.Of(key.PublicKey)}.";
        }
    }
}
