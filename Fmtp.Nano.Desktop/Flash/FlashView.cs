using System;
using System.Collections.Generic;
using System.Linq;
using Fmtp.Nano.Desktop.Commands;
using Spectre.Console;

namespace Fmtp.Nano.Desktop.Flash;

/// <summary>A flash folder, for a person or for a pipe.</summary>
internal static class FlashView
{
    /// <summary>Writes all that there is to say: tables on a terminal, a name and its figures on each line when piped.</summary>
    /// <param name="image">The folder.</param>
    /// <param name="quota">What the relay may use; null where that is not known.</param>
    internal static void Write(FlashImage image, int? quota)
    {
        if (Console.IsOutputRedirected)
        {
            WriteLines(image, quota);
        }
        else
        {
            WriteTables(image, quota);
        }
    }

    /// <summary>Writes the objects.</summary>
    internal static void WriteList(IReadOnlyList<FlashObject> objects)
    {
        if (Console.IsOutputRedirected)
        {
            foreach (FlashObject found in objects)
            {
                Console.WriteLine($"{found.Address} {found.Date} {found.Type} {found.Octets.Length} {found.State} {found.Subject}".TrimEnd());
            }

            return;
        }

        Table table = new Table { Border = TableBorder.Rounded }.AddColumns("date", "type", "state");
        table.AddColumn(new TableColumn("address").NoWrap()).AddColumn("subject");
        table.AddColumn(new TableColumn("octets").RightAligned());
        foreach (FlashObject found in objects)
        {
            table.AddRow(new Text(Dates.Short($"{found.Date}")), new Text(found.Type), new Text(found.State), new Text(found.Address),
                new Text(found.Subject), new Text($"{found.Octets.Length}"));
        }

        AnsiConsole.Write(table);
    }

    private static void WriteLines(FlashImage image, int? quota)
    {
        foreach ((string name, string value) in Figures(image, quota, string.Empty))
        {
            Console.WriteLine($"{name} {value}");
        }

        foreach (JournalFile file in image.Files)
        {
            Console.WriteLine($"file {file.Name} octets={file.Octets} records={file.Records} live={file.Live} garbage={file.Garbage}");
        }

        foreach (FlashMessage message in image.Messages)
        {
            Console.WriteLine($"queued {message.Id} to={message.Recipient} time={message.Time} octets={message.Octets.Length}");
        }

        foreach (FlashMark mark in image.Marks)
        {
            Console.WriteLine($"mark {mark.Peer} {mark.Value}");
        }

        foreach (FlashFault fault in image.Faults)
        {
            Console.WriteLine($"fault {fault}");
        }
    }

    private static void WriteTables(FlashImage image, int? quota)
    {
        Grid grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach ((string name, string value) in Figures(image, quota, "N0"))
        {
            grid.AddRow(new Text(name, new Style(Color.Grey)), new Text(value));
        }

        grid.AddRow(new Text("share", new Style(Color.Grey)),
            new Text($"at most {image.Wear.BoardShare:P3} of what the {FlashWear.BoardSectors} sectors of a 4 MB board stand, {FlashWear.SectorErases:N0} erases each"));
        AnsiConsole.Write(new Panel(grid) { Header = new PanelHeader(Markup.Escape(image.Folder.Path)), Border = BoxBorder.Rounded });
        AnsiConsole.Write(Files(image));
        foreach (FlashMessage message in image.Messages)
        {
            AnsiConsole.WriteLine($"queued {message.Id} for {message.Recipient}, {message.Octets.Length} octets, since {Dates.Short($"{message.Time}")}");
        }

        foreach (FlashMark mark in image.Marks)
        {
            AnsiConsole.WriteLine($"mark of {mark.Peer}: {mark.Value}");
        }

        foreach (FlashFault fault in image.Faults)
        {
            AnsiConsole.MarkupLineInterpolated(fault.IsTorn ? (FormattableString)$"[grey]{fault}[/]" : $"[red]{fault}[/]");
        }
    }

    private static Table Files(FlashImage image)
    {
        Table table = new Table { Border = TableBorder.Rounded }.AddColumn("file");
        foreach (string column in new[] { "octets", "records", "live", "garbage", "faults" })
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (JournalFile file in image.Files)
        {
            table.AddRow(file.Name, $"{file.Octets:N0}", $"{file.Records:N0}", $"{file.Live:N0}", $"{file.Garbage:N0}",
                $"{image.Faults.Count(fault => fault.File == file.Name):0;;''}");
        }

        return table;
    }

    private static IEnumerable<(string Name, string Value)> Figures(FlashImage image, int? quota, string format)
    {
        string Number(long value) => value.ToString(format);

        yield return ("relay", image.Folder.IsInUse ? "running: this is how it was a moment ago" : "none");
        yield return ("files", Number(image.Files.Count));
        yield return ("files-ever", Number(image.SegmentsEver));
        if (image.Foreign.Any())
        {
            yield return ("files-foreign", string.Join(' ', image.Foreign));
        }

        yield return ("octets", Number(image.Octets));
        yield return ("quota", quota is { } known ? $"{Number(known)} ({100.0 * image.Octets / known:0} % used)" : "unknown: --config tells");
        yield return ("live", Number(image.Live));
        yield return ("garbage", Number(image.Octets - image.Live));
        foreach ((string kind, int count) in image.Kinds)
        {
            yield return ($"records-{kind}", Number(count));
        }

        foreach (string state in new[] { FlashObject.Live, FlashObject.Volatile, FlashObject.Expired, FlashObject.Deleted })
        {
            yield return ($"objects-{state}", Number(image.Objects.Count(found => found.State == state)));
        }

        yield return ("outbox", Number(image.Messages.Count));
        yield return ("marks", Number(image.Marks.Count()));
        yield return ("bad-records", Number(image.Faults.Count(fault => !fault.IsTorn)));
        yield return ("torn-tails", Number(image.Faults.Count(fault => fault.IsTorn)));
        yield return ("written", Number(image.Wear.OctetsWritten));
        yield return ("erases", $"{Number(image.Wear.ErasesLeast)} to {Number(image.Wear.ErasesMost)}");
    }
}
