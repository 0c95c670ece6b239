using System;
using System.CommandLine;
using Fmtp.Nano.Desktop.Signing;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Desktop.Commands;

/// <summary><c>fmtp sign</c>: signs an object.</summary>
internal static class SignCommand
{
    internal static Command Make()
    {
        Argument<string> file = new("FILE") { Description = "The object; - for standard input.", DefaultValueFactory = _ => InputFile.Standard };
        Option<string?> user = new("--user-key")
        {
            Description = "Sign with the owner's own key, the one in the `key:` of the user object: its seed.",
            HelpName = "FILE|BASE64",
        };
        Command command = new("sign", "Signs an object for its domain: --config, or --seed and --selector; for a self-certifying domain the seed "
            + "alone; for its owner --user-key. Writes the signed object; a signature that it had is replaced. " + ExitCode.Help) { file, user };
        SeedOptions seed = new();
        seed.AddTo(command);
        command.SetGuardedAction(line =>
        {
            SeedChoice? choice = seed.Choice(line);
            string? own = line.GetValue(user);
            if ((choice == null) == (own == null))
            {
                throw ServerOptions.Wrong("With which key? Give one of --config, --seed and --user-key. `fmtp key --signing` makes one.");
            }

            string path = line.GetRequiredValue(file);
            byte[] octets = InputFile.Read(path);
            ObjectReader reader = new();
            if (!reader.Parse(octets, 0, octets.Length))
            {
                throw ServerOptions.Wrong($"{(path == InputFile.Standard ? "What came" : path)} is no object: `id:`, `type:` and `date:` lines, further attributes, an empty line, the content; line ends are LF.");
            }

            byte[] signed = own != null
                ? SignedObject.Make(reader, ObjectSignature.User, SeedOptions.ParseSeed(own, "--user-key"))
                : SignedObject.Make(reader, KeyRefs.OfDomain(reader.Id, choice!), choice!.Key);
            ObjectView.WriteBare(signed);
            return ExitCode.Done;
        });
        return command;
    }
}
