using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using Fmtp.Nano.Protocol;
using Ascii = Fmtp.Nano.Protocol.Ascii;

namespace Fmtp.Nano.Tests;

/// <summary>Reads the FMTP messages of one direction, in whatever pieces they come, and writes each into the log.</summary>
/// <param name="log">The log.</param>
/// <param name="from">Who speaks.</param>
/// <param name="to">Whom to.</param>
internal sealed partial class MessageLines(WireLog log, string from, string to)
{
    private const int Room = 256 * 1024;

    // What a transcript is to show; ages, dates, nonces and the like differ from run to run.
    private static readonly string[] Shown = ["scope=", "hops=", "proof=", "refer=", "retry="];

    private readonly MessageReader _reader = new(new byte[Room]);
    private readonly Message _message = new();

    /// <summary>The tag of the message that came last.</summary>
    internal string LastTag { get; private set; } = string.Empty;

    /// <summary>Takes octets that are on their way.</summary>
    internal void Feed(ReadOnlySpan<byte> octets)
    {
        _reader.MakeRoom();
        octets.CopyTo(_reader.Buffer.AsSpan(_reader.End));
        _reader.Fed(octets.Length);
        while (_reader.Take(_message, Room) == Taken.Message)
        {
            LastTag = Tag;
            log.Add(from, to, Raw(), Plain());
            _reader.Consume(_message);
        }
    }

    // Of a minted id nothing is known but that it is one.
    [GeneratedRegex(@"\b\d{16,19}\.")]
    private static partial Regex Minted { get; }

    private string Line => Ascii.Text(_message.Octets, _message.Start, _message.LineEnd - _message.Start);

    private string Tag => Ascii.Text(_message.Octets, _message.TagStart, _message.TagLength);

    private string Raw()
    {
        string body = Body();
        return body.Length == 0 ? Line : $"{Line}  [{body}]";
    }

    private string? Plain()
    {
        // Links are kept alive whenever it is time, and users greet before they ask.
        bool isUser = RealWorld.IsUser(from) || RealWorld.IsUser(to);
        bool isGreeting = _message.Verb is Verb.Hello or Verb.Auth || Tag is "1" or "2";
        if (_message.Verb == Verb.Ping || Tag == "ping" || (isUser && isGreeting))
        {
            return null;
        }

        string[] words = Line.Split(' ');
        IEnumerable<string> shown = words.Skip(2).Where(word => word[0] is not ('=' or '~' or ':') && (!word.Contains('=') || Array.Exists(Shown, word.StartsWith)));
        StringBuilder text = new(words[0]);
        text.AppendJoin(string.Empty, shown.Select(word => $" {word}"));
        string body = Body();
        text.Append(body.Length > 0 ? $" [{body}]" : string.Empty);
        text.Append(_message.SealStart > 0 && !isUser ? " ~" : string.Empty);
        return Minted.Replace(text.ToString(), "*.");
    }

    // An object by its address and type.
    private string Body()
    {
        string[] lines = Encoding.UTF8.GetString(_message.Octets, _message.BodyStart, _message.BodyLength).Split('\n');
        string? id = Array.Find(lines, line => line.StartsWith("id: ", StringComparison.Ordinal));
        string? type = Array.Find(lines, line => line.StartsWith("type: ", StringComparison.Ordinal));
        return id == null || type == null ? string.Empty : $"{type[6..]} {id[4..]}";
    }
}
