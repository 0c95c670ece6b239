using System;
using System.CommandLine;
using Fmtp.Nano.Desktop.Client;
using Fmtp.Nano.Desktop.Signing;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Desktop.Commands;

/// <summary><c>fmtp put</c>: stores, replaces, sends or deletes an object.</summary>
internal static class PutCommand
{
    internal static Command Make()
    {
        Command command = new("put", "Puts an object: made of options, content from --content, --file or standard input; or whole, with "
            + "--object. Signed with --seed or --config: by --as with his own key, else by the domain. Prints the address that it has got.");
        PutOptions put = new(command);
        Option<string?> once = new("--once")
        {
            Description = "The same token within 10 minutes gets the same reply, and one object: a PUT that may be repeated.",
            HelpName = "TOKEN",
        };
        Option<int?> hops = new("--hops") { Description = "How many relays may pass it on.", HelpName = "N" };
        command.Add(once);
        command.Add(hops);
        ServerOptions.AddTo(command, true, (line, server) =>
        {
            SeedChoice? seed = server.Seed(line);
            string? speaker = server.Speaker(line);
            byte[] octets = put.Build(line, speaker, seed == null);
            octets = seed == null ? octets : Sign(octets, speaker, seed);
            string words = new RequestWords(string.Empty).With("hops", line.GetValue(hops)).With("once", line.GetValue(once)).ToString();
            using IFmtpClient client = server.OpenToPut(line);
            Reply reply = client.Ask("PUT", words, octets);
            if (!reply.IsSuccess)
            {
                throw Errors.Refused(server.Server(line), "PUT", reply);
            }

            Console.WriteLine(Console.IsOutputRedirected ? reply.First : $"{Done(reply.Code)} {reply.First}, dated {Dates.Long(reply["date"] ?? string.Empty)}");
            return ExitCode.Done;
        });
        return command;
    }

    private static byte[] Sign(byte[] octets, string? speaker, SeedChoice seed)
    {
        ObjectReader reader = new();
        reader.Parse(octets, 0, octets.Length);
        bool isUsers = speaker != null && !speaker.StartsWith('@');
        return SignedObject.Make(reader, isUsers ? KeyRefs.OfUser(reader.Id, seed) : KeyRefs.OfDomain(reader.Id, seed), seed.Key);
    }

    private static string Done(int code) => code switch
    {
        Code.Created => "stored",
        Code.Queued => "queued",
        _ => "replaced or delivered",
    };
}
