using System;
using System.IO;
using Fmtp.Nano.Desktop.Client;
using Spectre.Console;

namespace Fmtp.Nano.Desktop.Commands;

/// <summary>An object, for a person or for a pipe.</summary>
internal static class ObjectView
{
    /// <summary>Writes to standard output: laid out on a terminal, the bare octets when piped.</summary>
    /// <param name="octets">The object.</param>
    /// <param name="age">Seconds it was in a cache; null where the relay does not say.</param>
    /// <param name="live">Whether its owner is connected, 0 or 1; null where the relay does not say.</param>
    internal static void Write(byte[] octets, string? age = null, string? live = null)
    {
        if (Console.IsOutputRedirected || ObjectText.Parse(octets) is not { } text)
        {
            WriteBare(octets);
            return;
        }

        AnsiConsole.Write(Attributes(text, age, live));
        if (text.IsReadable)
        {
            AnsiConsole.WriteLine(text.Content);
        }
        else
        {
            AnsiConsole.MarkupLineInterpolated($"[grey]{text.ContentLength} octets of {text["format"] ?? "something"}: pipe them to see them[/]");
        }
    }

    /// <summary>Writes octets as they are.</summary>
    internal static void WriteBare(ReadOnlySpan<byte> octets)
    {
        using Stream output = Console.OpenStandardOutput();
        output.Write(octets);
    }

    private static Panel Attributes(ObjectText text, string? age, string? live)
    {
        Grid grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach ((string name, string value) in text.Attributes)
        {
            grid.AddRow(new Text(name, new Style(Color.Grey)), new Text(name is "date" or "expires" ? Dates.Long(value) : value));
        }

        if (live != null)
        {
            grid.AddRow(new Text("live", new Style(Color.Grey)), new Text(live == "1" ? "the owner is connected now" : "the owner is not connected"));
        }

        if (age != null)
        {
            grid.AddRow(new Text("age", new Style(Color.Grey)), new Text($"{age} s in a cache"));
        }

        return new Panel(grid) { Header = new PanelHeader(Markup.Escape(text["subject"] ?? text.Id)), Border = BoxBorder.Rounded };
    }
}
