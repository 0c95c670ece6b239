using System;
using System.CommandLine;
using Fmtp.Nano.Desktop.Client;

namespace Fmtp.Nano.Desktop.Commands;

/// <summary><c>fmtp get</c>: one object.</summary>
internal static class GetCommand
{
    internal static Command Make()
    {
        Argument<string> address = AddressArgument.Make();
        Option<long?> since = new("--since") { Description = "Only a version later than this: Unix milliseconds.", HelpName = "DATE" };
        Option<string?> scope = new("--scope") { Description = "How far the relay looks (any, where not given)." };
        scope.AcceptOnlyFromAmong("local", "cached", "any");
        Option<int?> hops = new("--hops") { Description = "How many relays may pass it on.", HelpName = "N" };
        Command command = new("get", "Gets an object: to be read on a terminal; its bare octets when piped.") { address, since, scope, hops };
        ServerOptions.AddTo(command, true, (line, server) =>
        {
            string words = new RequestWords(line.GetRequiredValue(address)).With("since", line.GetValue(since))
                .With("scope", line.GetValue(scope)).With("hops", line.GetValue(hops)).ToString();
            using IFmtpClient client = server.Open(line);
            Reply reply = client.Ask("GET", words);
            if (!reply.IsSuccess)
            {
                throw Errors.Refused(server.Server(line), $"GET {line.GetRequiredValue(address)}", reply);
            }

            ObjectView.Write(reply.Body, reply["age"], reply["live"]);
            return ExitCode.Done;
        });
        return command;
    }
}
