using System;
using System.CommandLine;
using System.Net;
using Fmtp.Nano.Desktop.Client;
using Fmtp.Nano.Desktop.Signing;

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
        Option<bool> verify = new("--verify") { Description = "Check the signature here too, through DNS. What does not verify is not written when piped." };
        Option<IPEndPoint?> dns = DnsServerOption.Make("--dns");
        Command command = new("get", "Gets an object: to be read on a terminal, with how the relay knows that it is genuine; its bare octets when piped.")
        {
            address, since, scope, hops, verify, dns,
        };
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

            Verification? verification = line.GetValue(verify) ? Verify(reply.Body, client, DnsServerOption.Open(line.GetValue(dns), null)) : null;
            if (Console.IsOutputRedirected && verification is { IsGood: false })
            {
                throw new ClientException(verification.ExitCode, $"{line.GetRequiredValue(address)}: {verification.Words}");
            }

            ObjectView.Write(reply.Body, reply, verification);
            return verification?.ExitCode ?? ExitCode.Done;
        });
        return command;
    }

    // The user object that has a user's key is had from the same relay.
    private static Verification Verify(byte[] octets, IFmtpClient client, DnsAnswers dns) => new ObjectVerifier(dns, owner =>
    {
        Reply reply = client.Ask("GET", owner);
        return reply.IsSuccess ? (reply.Body, null)
            : (null, new Verification(ExitCode.Of(reply.Code) == ExitCode.NotFound ? ExitCode.NotFound : ExitCode.Unreachable, $"It is signed with {owner}'s own key, and the relay gives no user object of that name ({reply.Code})."));
    }).Verify(octets);
}
