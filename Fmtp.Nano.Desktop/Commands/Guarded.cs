using System;
using System.CommandLine;
using Fmtp.Nano.Desktop.Client;

namespace Fmtp.Nano.Desktop.Commands;

/// <summary>Runs a verb and turns what goes wrong into text and exit code.</summary>
internal static class Guarded
{
    internal static void SetGuardedAction(this Command command, Func<ParseResult, int> run) => command.SetAction(line =>
    {
        try
        {
            return run(line);
        }
        catch (ClientException e)
        {
            Console.Error.WriteLine($"fmtp {command.Name}: {e.Message}");
            return e.ExitCode;
        }
    });
}
