using System.CommandLine;
using Fmtp.Nano.Desktop.Commands;
using Spectre.Console;

namespace Fmtp.Nano.Desktop.Bench;

/// <summary><c>fmtp bench</c>: what a request allocates, how fast it is beside a bare echo loop and beside Redis, and what a
/// lookup through two relays costs beside two bare hops, all in one run.</summary>
internal static class BenchCommand
{
    private const string Allocation = "allocation";
    private const string Rate = "rate";
    private const string Lookup = "lookup";

    internal static Command Make()
    {
        Option<int> rounds = new("--rounds") { Description = "How often each peer has its turn; the median is shown.", DefaultValueFactory = _ => 7 };
        Option<double> seconds = new("--seconds") { Description = "How long one turn lasts.", DefaultValueFactory = _ => 1 };
        Option<string?> only = new("--only") { Description = "Measures one part alone." };
        only.AcceptOnlyFromAmong(Allocation, Rate, Lookup);
        Command command = new("bench", "Measures this relay: octets allocated a request, and GETs a second over loopback beside a bare "
            + "echo loop on the same sockets and, where redis-server is installed, beside Redis GET of the same value; and lookups through two relays "
            + "beside a bare forwarder.")
        {
            rounds,
            seconds,
            only,
        };
        command.SetAction(line =>
        {
            string? part = line.GetValue(only);
            if (part is null or Allocation)
            {
                AnsiConsole.Write(AllocationBench.Run());
            }

            if (part is null or Rate)
            {
                AnsiConsole.Write(RateBench.Run(line.GetValue(rounds), line.GetValue(seconds)));
            }

            if (part is null or Lookup)
            {
                AnsiConsole.Write(LookupBench.Run(line.GetValue(rounds) * line.GetValue(seconds)));
                AnsiConsole.Write(LookupHeap.Run());
            }

            return ExitCode.Done;
        });
        command.Add(BareCommands.MakeEcho());
        command.Add(BareCommands.MakeForward());
        return command;
    }
}
