using System;
using System.CommandLine;
using Fmtp.Nano.Desktop.Client;
using Fmtp.Nano.Desktop.Demo;

namespace Fmtp.Nano.Desktop.Commands;

/// <summary><c>fmtp</c> without a verb: the main job.</summary>
internal static class DemoCommand
{
    internal static RootCommand Make()
    {
        Option<string> state = new("--state")
        {
            Description = "Where configurations, keys and stores are kept; made on first use.",
            HelpName = "DIR",
            DefaultValueFactory = _ => DemoState.UsualFolder,
        };
        Option<double?> seconds = new("--seconds") { Description = "Ends by itself so long after it has said where to look.", HelpName = "N" };
        RootCommand command = new("FMTP on a desk. Without a verb: starts a relay (a virtual board) and its parent, publishes this "
            + "machine's load, memory and temperature through sealed datagrams, says where to look, and shows what arrives and is "
            + "asked, until Ctrl-C. " + ExitCode.Help) { state, seconds };
        command.SetAction(line => Run(line.GetRequiredValue(state), line.GetValue(seconds)));
        return command;
    }

    private static int Run(string folder, double? seconds)
    {
        using Stop stop = new();
        try
        {
            DemoRun.Run(folder, seconds is > 0 ? TimeSpan.FromSeconds(seconds.Value) : null, stop);
            return ExitCode.Done;
        }
        catch (ClientException e)
        {
            Console.Error.WriteLine($"fmtp: {e.Message}");
            return e.ExitCode;
        }
    }
}
