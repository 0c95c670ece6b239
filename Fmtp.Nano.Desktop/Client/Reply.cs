using System;
using System.Globalization;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Desktop.Client;

/// <summary>A reply, copied out of the buffer it came in (docs/PROTOCOL.md section 3).</summary>
public sealed class Reply
{
    private readonly string[] _words;

    /// <summary>Copies a reply.</summary>
    /// <param name="message">The reply.</param>
    public Reply(Message message)
    {
        Code = message.Code;
        Line = Ascii.Text(message.Octets, message.Start, message.SealedLength);
        int text = Line.IndexOf(" : ", StringComparison.Ordinal);
        Text = text < 0 ? string.Empty : Line[(text + 3)..];
        _words = (text < 0 ? Line : Line[..text]).Split(' ');
        Body = message.Octets.AsSpan(message.BodyStart, message.BodyLength).ToArray();
    }

    /// <summary>The code.</summary>
    public int Code { get; }

    /// <summary>Whether it is 200, 201 or 202.</summary>
    public bool IsSuccess => Code is Protocol.Code.Ok or Protocol.Code.Created or Protocol.Code.Queued;

    /// <summary>The line, without seal and end of line.</summary>
    public string Line { get; }

    /// <summary>What stands behind the <c>:</c>; empty where nothing does.</summary>
    public string Text { get; }

    /// <summary>The body; empty for none.</summary>
    public byte[] Body { get; }

    /// <summary>The first positional word after the tag: an address, a domain; empty for none.</summary>
    public string First => _words.Length > 2 && !_words[2].Contains('=') ? _words[2] : string.Empty;

    /// <summary>Where a 301 sends to, <c>tcp HOST PORT</c>; null where it is none.</summary>
    public ServerAddress? Referral => Code == Protocol.Code.AskThere && _words.Length > 4 && _words[2] == "tcp"
        && int.TryParse(_words[4], NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port is > 0 and <= ushort.MaxValue
        ? new ServerAddress(_words[3], port) : null;

    /// <summary>The value of a <c>key=value</c> word, or null.</summary>
    /// <param name="key">The key.</param>
    public string? this[string key]
    {
        get
        {
            string? word = Array.Find(_words, word => word.StartsWith(key, StringComparison.Ordinal)
                && word.Length > key.Length && word[key.Length] == '=');
            return word?[(key.Length + 1)..];
        }
    }

    /// <summary>The value of a <c>key=number</c> word, or -1.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The number.</returns>
    public long Number(string key)
        => long.TryParse(this[key], NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : -1;
}
