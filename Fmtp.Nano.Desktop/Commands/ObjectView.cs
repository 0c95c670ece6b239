using System;
using System.IO;
using Fmtp.Nano.Desktop.Client;
using Fmtp.Nano.Desktop.Signing;
using Spectre.Console;

namespace Fmtp.Nano.Desktop.Commands;

/// <summary>An object, for a person or for a pipe.</summary>
internal static class ObjectView
{
    /// <summary>Writes to standard output: laid out on a terminal, the bare octets when piped.</summary>
    /// <param name="octets">The object.</param>
    /// <param name="reply">What brought it; null where it was not asked for.</param>
    /// <param name="verification">What came of verifying it here; null where it was not.</param>
    internal static void Write(byte[] octets, Reply? reply = null, Verification? verification = null)
    {
        if (Console.IsOutputRedirected || ObjectText.Parse(octets) is not { } text)
        {
            WriteBare(octets);
            return;
        }

        AnsiConsole.Write(Attributes(text, reply, verification));
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

    /// <summary>How the relay knows that an object is from whom it says, from its reply's <c>proof=</c>
    /// (docs/PROTOCOL.md section 4).</summary>
    internal static string ProofInWords(string? proof) => proof switch
    {
        null => "the relay asked is its own",
        "domain" => "by the domain: the relay checked its signature with a key from DNS",
        "name" => "by the name: the relay checked its signature with the key that its domain is",
        "parent" => "on the word of the relay's parent",
        "link" => "on the word of its domain's relay, over a sealed link",
        _ => $"not verified ({proof})",
    };

    private static Panel Attributes(ObjectText text, Reply? reply, Verification? verification)
    {
        Grid grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach ((string name, string value) in text.Attributes)
        {
            grid.AddRow(Label(name), new Text(name is "date" or "expires" ? Dates.Long(value) : value));
        }

        if (reply?["live"] is { } live)
        {
            grid.AddRow(Label("live"), new Text(live == "1" ? "the owner is connected now" : "the owner is not connected"));
        }

        if (reply?["age"] is { } age)
        {
            grid.AddRow(Label("age"), new Text($"{age} s in a cache"));
        }

        if (reply != null)
        {
            grid.AddRow(Label("verified"), new Text(ProofInWords(reply["proof"])));
        }

        if (verification != null)
        {
            grid.AddRow(Label("here"), new Text(verification.Words, new Style(verification.IsGood ? Color.Green : Color.Red)));
        }

        return new Panel(grid) { Header = new PanelHeader(Markup.Escape(text["subject"] ?? text.Id)), Border = BoxBorder.Rounded };
    }

    private static Text Label(string name) => new(name, new Style(Color.Grey));
}
