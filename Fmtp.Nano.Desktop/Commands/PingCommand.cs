using System;
using System.CommandLine;
using System.Diagnostics;
using Fmtp.Nano.Desktop.Client;

namespace Fmtp.Nano.Desktop.Commands;

/// <summary><c>fmtp ping</c>: how long a question and its answer take.</summary>
internal static class PingCommand
{
    internal static Command Make()
    {
        Option<int> count = new("--count", "-c") { Description = "How many.", HelpName = "N", DefaultValueFactory = _ => 4 };
        Command command = new("ping", "Asks whether the relay is there, and prints how long each answer took.") { count };
        ServerOptions.AddTo(command, true, (line, server) =>
        {
            double leastMs = double.MaxValue;
            double mostMs = 0;
            double sumMs = 0;
            using IFmtpClient client = server.Open(line);
            client.Ask("PING", string.Empty); // not counted: this program is only now compiled
            for (int i = 0; i < line.GetValue(count); i++)
            {
                long start = Stopwatch.GetTimestamp();
                Reply reply = client.Ask("PING", string.Empty);
                double ms = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                if (!reply.IsSuccess)
                {
                    throw Errors.Refused(server.Server(line), "PING", reply);
                }

                Console.WriteLine($"{server.Server(line)} answered in {ms:0.000} ms");
                leastMs = Math.Min(leastMs, ms);
                mostMs = Math.Max(mostMs, ms);
                sumMs += ms;
            }

            Console.WriteLine($"least {leastMs:0.000} ms, mean {sumMs / line.GetValue(count):0.000} ms, most {mostMs:0.000} ms");
            return ExitCode.Done;
        });
        return command;
    }
}
