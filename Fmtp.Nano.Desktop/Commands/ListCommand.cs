using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Text;
using Fmtp.Nano.Desktop.Client;
using Spectre.Console;

namespace Fmtp.Nano.Desktop.Commands;

/// <summary><c>fmtp list</c>: what there is, newest first; asks page by page.</summary>
internal static class ListCommand
{
    internal static Command Make()
    {
        Argument<string> address = AddressArgument.Make();
        Option<string?> type = new("--type") { Description = "Only objects of this type.", HelpName = "TYPE" };
        Option<string?> parent = new("--parent") { Description = "Only answers to this object.", HelpName = "ADDRESS" };
        Option<string?> top = new("--top") { Description = "Only what is in this thread.", HelpName = "ADDRESS" };
        Option<long?> since = new("--since") { Description = "Only what is later than this: Unix milliseconds.", HelpName = "DATE" };
        Option<int> max = new("--max") { Description = "How many lines at most.", HelpName = "N", DefaultValueFactory = _ => int.MaxValue };
        Command command = new("list", "Lists what is by a name, under it or to it; of @domain, everything. Newest first: a table on a "
            + "terminal, bare lines `address date type size subject` when piped.") { address, type, parent, top, since, max };
        ServerOptions.AddTo(command, true, (line, server) =>
        {
            List<string> found = [];
            using IFmtpClient client = server.Open(line);
            for (string? cursor = string.Empty; cursor != null && found.Count < line.GetValue(max);)
            {
                string words = new RequestWords(line.GetRequiredValue(address)).With("type", line.GetValue(type))
                    .With("parent", line.GetValue(parent)).With("top", line.GetValue(top)).With("since", line.GetValue(since))
                    .With("after", cursor.Length > 0 ? cursor : null).With("max", line.GetValue(max) - found.Count).ToString();
                Reply reply = client.Ask("LIST", words);
                if (!reply.IsSuccess)
                {
                    throw Errors.Refused(server.Server(line), $"LIST {line.GetRequiredValue(address)}", reply);
                }

                found.AddRange(Encoding.UTF8.GetString(reply.Body).Split('\n', StringSplitOptions.RemoveEmptyEntries));
                cursor = reply["next"];
            }

            Write(found);
            return found.Count > 0 ? ExitCode.Done : ExitCode.NotFound;
        });
        return command;
    }

    private static void Write(List<string> found)
    {
        if (Console.IsOutputRedirected)
        {
            found.ForEach(Console.WriteLine);
            return;
        }

        Table table = new Table { Border = TableBorder.Rounded }.AddColumn(new TableColumn("date").NoWrap()).AddColumn("type");
        table.AddColumn(new TableColumn("address").NoWrap()).AddColumn("subject");
        table.AddColumn(new TableColumn("octets").RightAligned());
        foreach (string entry in found)
        {
            string[] words = entry.Split(' ', 5); // address, date, type, size, subject
            table.AddRow(new Text(Dates.Short(words[1])), new Text(words[2]), new Text(words[0]),
                new Text(words.Length > 4 ? words[4] : string.Empty), new Text(words[3]));
        }

        AnsiConsole.Write(table);
    }
}
