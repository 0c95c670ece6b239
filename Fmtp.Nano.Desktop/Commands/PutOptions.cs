using System;
using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Fmtp.Nano.Desktop.Client;

namespace Fmtp.Nano.Desktop.Commands;

/// <summary>The options that an object is made of.</summary>
internal sealed class PutOptions
{
    private const int MintedDigits = 1_000_000;

    private readonly Option<string?> _object = Text("--object", "FILE", "A whole object, head and content, from a file or, with -, from standard input.");
    private readonly Option<string?> _id = Text("--id", "ADDRESS", "Its address. Where not given one is minted for --as.");
    private readonly Option<string> _type = new("--type", "-t") { Description = "What it is.", HelpName = "TYPE", DefaultValueFactory = _ => "post" };
    private readonly Option<string?> _date = Text("--date", "MS|now", "Unix milliseconds of this version. Where not given the relay dates it if the request is sealed and the object not signed; else now.");
    private readonly Option<string?> _content = Text("--content", "TEXT", "The content.");
    private readonly Option<string?> _file = Text("--file", "FILE", "The content, from a file or, with -, from standard input.");
    private readonly Option<string[]> _to = Texts("--to", "ADDRESS", "A recipient; may be repeated.");
    private readonly Option<string[]> _more = Texts("--attribute", "NAME=VALUE", "Any other attribute; may be repeated.");

    // These stand in the object under the option's own name.
    private readonly Option<string?>[] _values =
    [
        Text("--parent", "ADDRESS", "The object it answers."),
        Text("--top", "ADDRESS", "The first object of the thread."),
        Text("--subject", "TEXT", "Its title."),
        Text("--status", "TEXT", "Presence of a user: online, busy, away, offline or free text."),
        Text("--expires", "MS", "Unix milliseconds after which it is no longer served."),
        Text("--ttl", "SECONDS", "How long a cache may keep it."),
        Text("--format", "TYPE", "Media type of the content."),
        Text("--write", "RULE", "Who may put objects under it: owner, members or signed."),
        Text("--keep", "N", "How many objects under it a relay keeps."),
    ];

    private readonly Option<string[]>[] _repeated =
    [
        Texts("--route", "ROUTE", "A way to make contact, such as `tcp HOST PORT`; may be repeated, best first."),
        Texts("--member", "ADDRESS", "A member of a room or group; may be repeated."),
    ];

    private readonly Option<bool>[] _flags =
    [
        new("--public") { Description = "Given to anyone who asks." },
        new("--volatile") { Description = "The relay may keep it in memory alone." },
        new("--deleted") { Description = "A tombstone: the address is gone." },
    ];

    internal PutOptions(Command command)
    {
        Option[] all = [_object, _id, _type, _date, _content, _file, _to, .. _values, .. _repeated, .. _flags, _more];
        foreach (Option option in all)
        {
            command.Add(option);
        }
    }

    /// <summary>The object that the command line describes.</summary>
    /// <param name="line">The command line.</param>
    /// <param name="speaker">Who speaks; null for anyone.</param>
    /// <param name="isRelayToFill">Whether the relay fills in date and id that are not said; a signature covers both.</param>
    internal byte[] Build(ParseResult line, string? speaker, bool isRelayToFill)
    {
        if (line.GetValue(_object) is { } path)
        {
            byte[] whole = InputFile.Read(path);
            return ObjectBuilder.IsObject(whole) ? whole
                : throw ServerOptions.Wrong($"--object {path} is no object: `id:`, `type:` and `date:` lines, further attributes, an empty line, the content; line ends are LF.");
        }

        ObjectBuilder builder = new(Id(line, speaker, isRelayToFill), line.GetRequiredValue(_type), Date(line, speaker != null && isRelayToFill));
        AddAttributes(builder, line);
        byte[] octets = builder.Build(Content(line));
        return ObjectBuilder.IsObject(octets) ? octets
            : throw ServerOptions.Wrong(builder.FirstBad() is { } bad ? $"`{bad}` cannot stand in an object. See docs/PROTOCOL.md, section 2." : "An attribute occurs twice, or the head is over 2,048 octets or 64 lines.");
    }

    private void AddAttributes(ObjectBuilder builder, ParseResult line)
    {
        foreach (Option<bool> flag in _flags)
        {
            builder.With(NameOf(flag), line.GetValue(flag));
        }

        string[] to = line.GetValue(_to) ?? [];
        builder.With("to", to.Length > 0 ? string.Join(' ', to) : null);
        foreach (Option<string?> option in _values)
        {
            builder.With(NameOf(option), line.GetValue(option));
        }

        foreach (Option<string[]> option in _repeated)
        {
            foreach (string value in line.GetValue(option) ?? [])
            {
                builder.With(NameOf(option), value);
            }
        }

        foreach (string pair in line.GetValue(_more) ?? [])
        {
            int equals = pair.IndexOf('=');
            builder.With(equals > 0 ? pair[..equals] : throw ServerOptions.Wrong($"--attribute {pair}: give NAME=VALUE."), pair[(equals + 1)..]);
        }
    }

    private string Id(ParseResult line, string? speaker, bool isRelayToFill)
    {
        if (line.GetValue(_id) is { } id)
        {
            return id;
        }

        return speaker != null && !speaker.StartsWith('@') ? $"{(isRelayToFill ? "0" : Minted())}.{speaker}"
            : throw ServerOptions.Wrong("--id is missing. Without it one is minted for --as name@domain, which needs --link or --seed.");
    }

    private static string Minted() => $"{Dates.Now}{RandomNumberGenerator.GetInt32(MintedDigits):000000}";

    private long Date(ParseResult line, bool isRelayToFill)
    {
        string date = line.GetValue(_date) ?? (isRelayToFill ? "0" : "now");
        return date == "now" ? Dates.Now
            : long.TryParse(date, NumberStyles.None, CultureInfo.InvariantCulture, out long ms) ? ms
            : throw ServerOptions.Wrong($"--date {date}: give Unix milliseconds, or now.");
    }

    private byte[] Content(ParseResult line)
    {
        if (line.GetValue(_content) is { } text)
        {
            return line.GetValue(_file) == null ? Encoding.UTF8.GetBytes(text) : throw ServerOptions.Wrong("--content and --file cannot both be given.");
        }

        return line.GetValue(_file) is { } path ? InputFile.Read(path) : Console.IsInputRedirected ? InputFile.Read(InputFile.Standard) : [];
    }

    private static string NameOf(Option option) => option.Name.TrimStart('-');

    private static Option<string?> Text(string name, string value, string description)
        => new(name) { Description = description, HelpName = value };

    private static Option<string[]> Texts(string name, string value, string description)
        => new(name) { Description = description, HelpName = value };
}
