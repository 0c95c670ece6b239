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
        foreach (string fault in file.Faults)
        {
            Console.WriteLine(fault);
        }

        if (file.Faults.Count > 0)
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
}
