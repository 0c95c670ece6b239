using System;
using System.CommandLine;
using System.IO;
using Fmtp.Nano.Desktop.Client;
using Fmtp.Nano.Desktop.Signing;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Desktop.Commands;

/// <summary><c>fmtp key</c>: a fresh link key, or a signing key and all that goes with it.</summary>
internal static class KeyCommand
{
    internal static Command Make()
    {
        Option<bool> signing = new("--signing") { Description = "Makes a signing key (Ed25519) instead: its seed, its DNS record, its self-certifying domain." };
        Option<bool> shown = new("--public") { Description = "Shows what belongs to the key of --seed or --config, without the seed." };
        Option<string?> domain = new("--domain") { Description = "The domain that the key is for.", HelpName = "DOMAIN" };
        Option<bool> self = new("--self") { Description = "For a self-certifying domain, which is made of the key and needs no DNS." };
        Option<string?> file = new("--out") { Description = "Writes the seed to a new file instead of printing it.", HelpName = "FILE" };
        Command command = new("key", "Makes a link key: 32 random octets in base64, shared by exactly two parties. With --signing a key that "
            + "signs objects. " + ExitCode.Help) { signing, shown, domain, self, file };
        SeedOptions seed = new();
        seed.AddTo(command);
        command.SetGuardedAction(line =>
        {
            bool isNew = line.GetValue(signing);
            bool isShown = line.GetValue(shown);
            SeedChoice? choice = seed.Choice(line);
            string? path = line.GetValue(file);
            string? name = CheckDomain(line.GetValue(domain)) ?? choice?.Domain;
            if (!isNew && !isShown)
            {
                return choice == null && name == null && path == null && !line.GetValue(self) ? Link()
                    : throw ServerOptions.Wrong("These options belong to signing keys: add --signing to make one, or --public to show one.");
            }

            if (isNew == (choice != null) || (isNew && isShown) || (isShown && path != null))
            {
                throw ServerOptions.Wrong(isNew ? "--signing makes a new key. To see what belongs to the one you have, give --public instead of it." : "--public shows a key that is there: give --seed or --config.");
            }

            SigningKey key = choice?.Key ?? SigningKey.Fresh();
            if (path != null)
            {
                Save(path, key.Seed);
            }

            string selector = choice?.Selector ?? seed.Selector(line) ?? DnsText.UsualSelector;
            new KeyView(key, selector, name, line.GetValue(self) || name == null, isShown, path).Write();
            return ExitCode.Done;
        });
        return command;
    }

    private static int Link()
    {
        string key = Credentials.NewKey();
        Console.WriteLine(key);
        if (!Console.IsOutputRedirected)
        {
            Console.WriteLine();
            Console.WriteLine("At the relay, under \"peers\" in fmtp.json:");
            Console.WriteLine($"  {{ \"address\": \"kitchen@home.example\", \"link\": \"{key}\" }}");
            Console.WriteLine("At the other end: the same key, as --link, or under \"parent\" in a child's fmtp.json.");
        }

        return ExitCode.Done;
    }

    // The seed is for its owner's eyes.
    private static void Save(string path, string seed)
    {
        try
        {
            FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using StreamWriter file = new(path, options);
            file.WriteLine(seed);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ServerOptions.Wrong($"--out {path}: {e.Message} Seeds are never written over: choose another file.");
        }
    }

    private static string? CheckDomain(string? domain)
    {
        if (domain == null)
        {
            return null;
        }

        byte[] octets = Ascii.Octets(domain);
        return !Address.ParseDomain(octets, 0, octets.Length, true)
            ? throw ServerOptions.Wrong($"--domain {domain} is no domain. Give labels of a-z, 0-9 and - with dots between them, such as home.example.")
            : Ascii.Text(octets, 0, octets.Length);
    }
}
