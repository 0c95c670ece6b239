using System.CommandLine;
using System.Net;
using System.Threading;
using Fmtp.Nano.Desktop.Commands;
using Fmtp.Nano.Desktop.Host;
using Spectre.Console;

namespace Fmtp.Nano.Desktop.Bench;

/// <summary><c>fmtp bench</c>: what a request allocates, and how fast it is beside a bare echo loop and beside Redis,
/// all in one run.</summary>
internal static class BenchCommand
{
    internal static Command Make()
    {
        Option<int> rounds = new("--rounds") { Description = "How often each peer has its turn; the median is shown.", DefaultValueFactory = _ => 7 };
        Option<double> seconds = new("--seconds") { Description = "How long one turn lasts.", DefaultValueFactory = _ => 1 };
        Command command = new("bench", "Measures this relay: octets allocated a request, and GETs a second over loopback beside a bare "
            + "echo loop on the same sockets and, where redis-server is installed, beside Redis GET of the same value.")
        {
            rounds,
            seconds,
        };
        command.SetAction(line =>
        {
            AnsiConsole.Write(AllocationBench.Run());
            AnsiConsole.Write(RateBench.Run(line.GetValue(rounds), line.GetValue(seconds)));
            return ExitCode.Done;
        });
        command.Add(MakeEcho());
        return command;
    }

    // The floor: the same sockets and the same waiting, nothing read and nothing looked up.
    private static Command MakeEcho()
    {
        Command command = new("echo", "The bare echo loop that `fmtp bench` compares with.") { Hidden = true };
        command.SetAction(_ =>
        {
            using Stop stop = new();
            using SocketNetwork network = new(IPAddress.Loopback, 0);
            System.Console.WriteLine($"ready tcp {network.TcpEndPoint}");
            Echo(network, stop.Token);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Echo(SocketNetwork network, CancellationToken stop)
    {
        const int WaitMs = 20;
        byte[] buffer = new byte[65536];
        Endpoint from = new();
        int connection = -1;
        while (!stop.IsCancellationRequested)
        {
            if (connection < 0)
            {
                connection = network.Accept(from);
            }

            int count = connection < 0 ? 0 : network.Receive(connection, buffer, 0, buffer.Length);
            for (int sent = 0; sent < count;)
            {
                sent += network.Send(connection, buffer, sent, count - sent);
            }

            if (count < 0)
            {
                network.Close(connection);
                connection = -1;
            }
            else if (count == 0)
            {
                network.Wait(WaitMs);
            }
        }
    }
}
