using System;
using System.CommandLine;
using Fmtp.Nano.Desktop.Client;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Desktop.Commands;

/// <summary><c>fmtp watch</c>: what changes, as it does.</summary>
internal static class WatchCommand
{
    // How soon Ctrl-C is noticed.
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(200);

    internal static Command Make()
    {
        Argument<string> address = AddressArgument.Make();
        Option<string?> type = new("--type") { Description = "Only objects of this type.", HelpName = "TYPE" };
        Option<int> lease = new("--lease")
        {
            Description = "For how long a watch is asked for; it is renewed in time.",
            HelpName = "SECONDS",
            DefaultValueFactory = _ => Wire.LeaseSeconds,
        };
        Option<int> count = new("--count", "-c") { Description = "Ends after so many.", HelpName = "N", DefaultValueFactory = _ => int.MaxValue };
        Command command = new("watch", "Prints each object by, under or to a name as it changes, until Ctrl-C. On a terminal laid out; "
            + "when piped each as on the wire, `PUT - =LENGTH` before its octets, so that its end is known. With --count 1 "
            + "the bare octets.") { address, type, lease, count };
        ServerOptions.AddTo(command, false, (line, server) =>
        {
            string words = new RequestWords(line.GetRequiredValue(address)).With("type", line.GetValue(type))
                .With("lease", line.GetValue(lease)).ToString();
            using Stop stop = new();
            using FmtpConnection connection = server.Connect(line);
            Client.Watch watch = new(connection, words, server.Server(line));
            for (int left = line.GetValue(count); left > 0 && !stop.Token.IsCancellationRequested;)
            {
                if (watch.Next(Slice) is { } octets)
                {
                    Write(octets, line.GetValue(count) > 1);
                    left--;
                }
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static void Write(byte[] octets, bool isFramed)
    {
        if (Console.IsOutputRedirected && isFramed)
        {
            ObjectView.WriteBare(Ascii.Octets($"PUT - ={octets.Length}\n"));
        }

        ObjectView.Write(octets);
    }
}
