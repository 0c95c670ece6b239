using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Net;
using Fmtp.Nano.Desktop.Client;
using Fmtp.Nano.Desktop.Host;
using Fmtp.Nano.Desktop.Signing;
using Fmtp.Nano.Protocol;
using Spectre.Console;

namespace Fmtp.Nano.Desktop.Commands;

/// <summary><c>fmtp dns</c>: what a domain has to publish, and whether it does.</summary>
internal static class DnsCommand
{
    internal static Command Make()
    {
        Argument<string?> domain = new("DOMAIN") { Description = "The domain; that of --config where nothing is said.", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> config = new("--config") { Description = "The configuration of its relay: what has to be published then is known, and compared.", HelpName = "FILE" };
        Option<string[]> selector = new("--selector") { Description = $"The key to look for; may be repeated (that of the configuration, or {DnsText.UsualSelector}).", HelpName = "NAME" };
        Option<IPEndPoint?> server = DnsServerOption.Make("--server");
        Command command = new("dns", "Prints the DNS records that a domain publishes, looks at those that are there, and says what to do. Exit codes: "
            + "0 all is well; 1 something is missing or wrong; 2 wrong usage; 3 DNS did not answer.") { domain, config, selector, server };
        command.SetGuardedAction(line =>
        {
            Configuration? configuration = line.GetValue(config) is { } path ? SeedOptions.Load(path) : null;
            string name = Domain(line.GetValue(domain), configuration);
            SigningKey? own = configuration?.Signing is { } signing ? SigningKey.Parse(signing.Seed) : null;
            string ownSelector = configuration?.Signing?.Selector ?? DnsText.UsualSelector;
            string[] selectors = [.. (line.GetValue(selector) ?? []).Select(SeedOptions.CheckSelector)];
            selectors = own != null || selectors.Length == 0 ? [ownSelector, .. selectors.Where(one => one != ownSelector)] : selectors;

            WriteRecords(DnsText.Zone(name, configuration?.Parent?.Host, PublicAddress(configuration), own != null ? ownSelector : selectors[0], own?.Public));
            if (SelfDomain.Is(name))
            {
                return CheckSelf(name, own);
            }

            DnsAnswers dns = DnsServerOption.Open(line.GetValue(server), configuration);
            IReadOnlyList<RecordCheck> found = new DnsCheck(dns, name).Run(selectors, own, ownSelector);
            WriteFound(found, dns);
            return found.Any(one => one.State is RecordState.Missing or RecordState.Wrong) ? ExitCode.NotFound
                : found.Any(one => one.State == RecordState.Unknown) ? ExitCode.Unreachable : ExitCode.Done;
        });
        return command;
    }

    private static string Domain(string? said, Configuration? configuration)
    {
        string text = said ?? configuration?.Domain ?? throw ServerOptions.Wrong("Which domain? Give DOMAIN, or the --config of its relay.");
        byte[] octets = Ascii.Octets(text.TrimEnd('.'));
        if (!Address.ParseDomain(octets, 0, octets.Length, true))
        {
            throw ServerOptions.Wrong($"{text} is no domain: give labels of a-z, 0-9 and - with dots between them, such as home.example.");
        }

        string domain = Ascii.Text(octets, 0, octets.Length);
        return configuration == null || configuration.Domain == domain ? domain
            : throw ServerOptions.Wrong($"The configuration is that of {configuration.Domain}, not of {domain}. Give the one that is meant.");
    }

    // What the relay listens at is its public address only where that is one.
    private static string? PublicAddress(Configuration? configuration)
        => configuration != null && IPAddress.TryParse(configuration.Listen.Address, out IPAddress? address)
            && !Endpoints.IsNear(address) && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any) ? address.ToString() : null;

    private static int CheckSelf(string domain, SigningKey? own)
    {
        if (SelfDomain.KeyOf(domain) is not { } key)
        {
            throw new ClientException(ExitCode.NotFound, $"{domain} is no key: 52 characters of a-z and 2-7, the last a or q, have to stand before .fmtp.alt. `fmtp key --signing --self` makes one.");
        }

        if (own != null && !own.PublicKey.AsSpan().SequenceEqual(key))
        {
            throw new ClientException(ExitCode.NotFound, $"The configuration's seed is not the key of this domain: nobody can verify what its relay signs. The domain of that seed is {SelfDomain.Of(own.PublicKey)}.");
        }

        return ExitCode.Done;
    }

    private static void WriteRecords(IEnumerable<string> records)
    {
        if (!Console.IsOutputRedirected)
        {
            Console.WriteLine("To publish:");
        }

        foreach (string record in records)
        {
            Console.WriteLine(Console.IsOutputRedirected ? record : "  " + record);
        }

        Console.WriteLine();
    }

    private static void WriteFound(IReadOnlyList<RecordCheck> found, DnsAnswers dns)
    {
        if (Console.IsOutputRedirected)
        {
            foreach (RecordCheck one in found)
            {
                Console.WriteLine($"{Word(one.State)} {one.Type} {one.Name}: {one.Found}{(one.Advice.Length > 0 ? ". " + one.Advice : string.Empty)}");
            }

            return;
        }

        Table table = new Table { Border = TableBorder.Rounded, Title = new TableTitle($"What is there, says {dns.Servers}") };
        table.AddColumn(string.Empty).AddColumn(string.Empty).AddColumn(new TableColumn("name").NoWrap()).AddColumn("found");
        foreach (RecordCheck one in found)
        {
            table.AddRow(new Text(Word(one.State), new Style(ColorOf(one.State))), new Text(one.Type), new Text(one.Name), new Text(one.Found));
        }

        AnsiConsole.Write(table);
        foreach (RecordCheck one in found.Where(one => one.Advice.Length > 0))
        {
            Console.WriteLine();
            Console.WriteLine($"{one.Type} {one.Name} is {Word(one.State)}. {one.Advice}");
        }

        if (found.All(one => one.State == RecordState.Ok))
        {
            Console.WriteLine("All is well: others find this domain, and can verify what it signs.");
        }
    }

    private static string Word(RecordState state) => state switch
    {
        RecordState.Ok => "ok",
        RecordState.Missing => "missing",
        RecordState.Wrong => "wrong",
        _ => "unknown",
    };

    private static Color ColorOf(RecordState state) => state switch
    {
        RecordState.Ok => Color.Green,
        RecordState.Unknown => Color.Yellow,
        _ => Color.Red,
    };
}
