using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Linq;
using System.Net;
using Fmtp.Nano.Desktop.Client;
using Fmtp.Nano.Protocol;
using Spectre.Console;

namespace Fmtp.Nano.Desktop.Commands;

/// <summary><c>fmtp discover</c>: which relays are in the local networks.</summary>
internal static class DiscoverCommand
{
    private const double UsualSeconds = 2;

    internal static Command Make()
    {
        Option<IPEndPoint[]> address = new("--address")
        {
            Description = $"Ask this broadcast address (or the address of one relay) instead of this machine and those of all its networks; port {Wire.Port} where none is given; may be repeated.",
            HelpName = "ADDRESS[:PORT]",
            CustomParser = result => [.. result.Tokens.Select(token => Parse(token.Value, result)).OfType<IPEndPoint>()],
        };
        Option<double> seconds = new("--seconds") { Description = "How long to listen.", HelpName = "N", DefaultValueFactory = _ => UsualSeconds };
        Command command = new("discover", "Finds relays in the local networks: a HELLO by broadcast, and who answers. A table on a terminal, lines `domain address max ms` "
            + "when piped. Exit codes: 0 some answered; 1 none; 2 wrong usage; 3 nothing could be sent.") { address, seconds };
        command.SetGuardedAction(line =>
        {
            IPEndPoint[] said = line.GetValue(address) ?? [];
            IPEndPoint[] places = said.Length > 0 ? said : [.. Neighbours.Broadcasts().Select(one => new IPEndPoint(one, Wire.Port))];

            TimeSpan time = line.GetValue(seconds) is > 0 and <= 3600 and var wait ? TimeSpan.FromSeconds(wait) : throw ServerOptions.Wrong("--seconds is a number above 0.");
            IReadOnlyList<Neighbour> found = Neighbours.Find(places, time);
            Write(found, places);
            return found.Count > 0 ? ExitCode.Done : ExitCode.NotFound;
        });
        return command;
    }

    private static IPEndPoint? Parse(string text, ArgumentResult result)
    {
        if (IPEndPoint.TryParse(text, out IPEndPoint? place) && place.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork)
        {
            return place.Port != 0 ? place : new IPEndPoint(place.Address, Wire.Port);
        }

        result.AddError($"--address {text} is no IPv4 address: give ADDRESS or ADDRESS:PORT, such as 192.168.1.255.");
        return null;
    }

    private static void Write(IReadOnlyList<Neighbour> found, IPEndPoint[] asked)
    {
        if (Console.IsOutputRedirected)
        {
            foreach (Neighbour one in found)
            {
                Console.WriteLine($"{one.Domain} {one.Place} {one.Max} {one.Ms:0.000}");
            }

            return;
        }

        if (found.Count == 0)
        {
            Prose.Write($"No relay answered at {string.Join(", ", asked.Select(one => one.ToString()))}. Is one running in this network, with UDP open, and does the network pass broadcasts on?");
            return;
        }

        Table table = new Table { Border = TableBorder.Rounded }.AddColumns("domain", "address");
        table.AddColumn(new TableColumn("takes, octets").RightAligned()).AddColumn(new TableColumn("ms").RightAligned());
        foreach (Neighbour one in found)
        {
            table.AddRow(new Text(one.Domain), new Text(one.Place.ToString()), new Text(one.Max), new Text($"{one.Ms:0.0}"));
        }

        AnsiConsole.Write(table);
        Console.WriteLine("Anyone can answer: a domain is proven by a seal or a signature alone.");
    }
}
