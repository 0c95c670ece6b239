using System.CommandLine;
using System.Net;
using Fmtp.Nano.Desktop.Client;
using Fmtp.Nano.Desktop.Signing;

namespace Fmtp.Nano.Desktop.Commands;

/// <summary><c>fmtp verify</c>: whether an object is from whom it says.</summary>
internal static class VerifyCommand
{
    internal static Command Make()
    {
        Argument<string> file = new("FILE") { Description = "The object; - for standard input.", DefaultValueFactory = _ => InputFile.Standard };
        Option<IPEndPoint?> server = DnsServerOption.Make("--server");
        Option<ServerAddress?> relay = new("--relay")
        {
            Description = "The relay to ask for the user object, where a user has signed with his own key; that of his domain where nothing is said.",
            HelpName = "HOST[:PORT]",
            CustomParser = ServerOptions.ParseServer,
        };
        Command command = new("verify", "Says whether the signature of an object is good, and why not. Asks DNS for the key of its domain, and nobody "
            + "where the domain is self-certifying. Exit codes: 0 it verifies; 1 it does not; 2 wrong usage; 3 nobody can tell now: no answer from "
            + "DNS or the relay.") { file, server, relay };
        command.SetGuardedAction(line =>
        {
            byte[] octets = InputFile.Read(line.GetRequiredValue(file));
            DnsAnswers dns = DnsServerOption.Open(line.GetValue(server), null);
            Verification verification = new ObjectVerifier(dns, new UserObjects(dns, line.GetValue(relay)).Find).Verify(octets);
            Prose.Write(verification.Words);
            return verification.ExitCode;
        });
        return command;
    }
}
