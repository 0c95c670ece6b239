using System;
using System.CommandLine;
using System.Globalization;
using System.Text;
using Fmtp.Nano.Desktop.Client;
using Fmtp.Nano.Protocol;
using Spectre.Console;

namespace Fmtp.Nano.Desktop.Commands;

/// <summary><c>fmtp queue</c>: what waits at a relay to be delivered.</summary>
internal static class QueueCommand
{
    internal static Command Make()
    {
        Command command = new("queue", "Shows the messages that wait at a relay for delivery: to whom, how often it was tried, when it is tried next. Only the relay's "
            + "owner may see it: --as @DOMAIN --link KEY. When piped, bare lines `address date type size to RECIPIENT tries N next S s`. An empty queue is no error.");
        ServerOptions.AddTo(command, false, (line, server) =>
        {
            string speaker = server.Speaker(line) ?? throw ServerOptions.Wrong("Only the relay's owner may see its queue: --as @DOMAIN and --link KEY, as they stand under peers in its configuration.");
            if (!speaker.StartsWith('@'))
            {
                throw ServerOptions.Wrong($"Only the relay's owner may see its queue: --as {speaker[speaker.IndexOf('@')..]} instead of {speaker}.");
            }

            using IFmtpClient client = server.Open(line);
            Reply reply = client.Ask("LIST", $"relay{speaker} type=queued");
            if (!reply.IsSuccess)
            {
                throw reply.Code == Code.Forbidden
                    ? new ClientException(ExitCode.Refused, $"{server.Server(line)} shows its queue to its own domain alone, over a sealed link: --as @DOMAIN and --link KEY.")
                    : Errors.Refused(server.Server(line), "LIST of the queue", reply);
            }

            Write(Encoding.UTF8.GetString(reply.Body).Split('\n', StringSplitOptions.RemoveEmptyEntries));
            return ExitCode.Done;
        });
        return command;
    }

    private static void Write(string[] lines)
    {
        if (Console.IsOutputRedirected)
        {
            Array.ForEach(lines, Console.WriteLine);
            return;
        }

        if (lines.Length == 0)
        {
            Console.WriteLine("Nothing waits: every message was delivered, or has come back to its sender.");
            return;
        }

        Table table = new Table { Border = TableBorder.Rounded }.AddColumns("to", "for");
        table.AddColumn(new TableColumn("tries").RightAligned()).AddColumn("next try");
        table.AddColumn(new TableColumn("octets").RightAligned()).AddColumn("message");
        foreach (string entry in lines)
        {
            string[] words = entry.Split(' '); // address date type size to RECIPIENT tries N next S s
            table.AddRow(Cell(After(words, "to")), Cell(Age(words)), Cell(After(words, "tries")), Cell(Next(After(words, "next"))), Cell(At(words, 3)), Cell(At(words, 0)));
        }

        AnsiConsole.Write(table);
        Console.WriteLine("After five days a message comes back to its sender.");
    }

    private static Text Cell(string text) => new(text);

    private static string At(string[] words, int index) => index < words.Length ? words[index] : string.Empty;

    private static string After(string[] words, string name)
    {
        int at = Array.IndexOf(words, name, Math.Min(4, words.Length));
        return at < 0 ? string.Empty : At(words, at + 1);
    }

    private static string Age(string[] words)
        => Seconds(At(words, 1)) is { } ms ? Span(TimeSpan.FromMilliseconds(Math.Max(0, Dates.Now - ms))) : string.Empty;

    private static string Next(string seconds) => Seconds(seconds) switch
    {
        null => string.Empty,
        0 => "now",
        { } wait => "in " + Span(TimeSpan.FromSeconds(wait)),
    };

    private static long? Seconds(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number < long.MaxValue / 10_000 ? number : null;

    private static string Span(TimeSpan time)
        => time.TotalDays >= 1 ? $"{time.TotalDays:0.0} days" : time.TotalHours >= 1 ? $"{time.TotalHours:0.0} h" : time.TotalMinutes >= 1 ? $"{time.TotalMinutes:0} min" : $"{time.TotalSeconds:0} s";
}
