using System;
using System.CommandLine;
using Fmtp.Nano.Desktop.Host;

namespace Fmtp.Nano.Desktop.Commands;

/// <summary><c>fmtp check</c>: what is wrong with a configuration.</summary>
internal static class CheckCommand
{
    internal static Command Make()
    {
        Option<string> config = ConfigOption.Make();
        Command command = new("check", "Says what is wrong with a configuration: every fault at once, by its JSON path. "
            + "Without faults it prints `ok`, and which keys are not used yet. Exit codes: 0 ok; 2 faults.");
        command.Add(config);
        command.SetAction(line => Run(line.GetRequiredValue(config)));
        return command;
    }

    private static int Run(string path)
    {
        ConfigurationFile file = ConfigurationFile.Load(path, Limits.Desk());
        foreach (string fault in file.Faults)
        {
            Console.WriteLine(fault);
        }

        if (file.Faults.Count > 0)
        {
            return ExitCode.Refused;
        }

        Console.WriteLine("ok");
        foreach (string unused in file.Unused)
        {
            Console.WriteLine(unused);
        }

        return ExitCode.Done;
    }
}
