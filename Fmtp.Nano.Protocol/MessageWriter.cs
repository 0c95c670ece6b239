using System;

namespace Fmtp.Nano.Protocol;

/// <summary>Writes a line and what follows into a given buffer (docs/PROTOCOL.md section 3). One instance
/// is used again and again; it makes nothing. The caller has made sure of the room.</summary>
public sealed class MessageWriter
{
    private static readonly byte[] Ok = Ascii.Octets("200 ");

    /// <summary>The buffer.</summary>
    public byte[] Octets;

    /// <summary>Where the message began.</summary>
    public int Start;

    /// <summary>Where the next octet goes.</summary>
    public int At;

    /// <summary>Begins a message.</summary>
    /// <param name="into">The buffer.</param>
    /// <param name="at">Where the message goes.</param>
    /// <returns>This writer.</returns>
    public MessageWriter Begin(byte[] into, int at)
    {
        Octets = into;
        Start = at;
        At = at;
        return this;
    }

    /// <summary>Writes text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>This writer.</returns>
    public MessageWriter Text(string text)
    {
        At = Ascii.Write(text, Octets, At);
        return this;
    }

    /// <summary>Writes a number in decimal.</summary>
    /// <param name="value">The number, not negative.</param>
    /// <returns>This writer.</returns>
    public MessageWriter Number(long value)
    {
        At = Ascii.Write(value, Octets, At);
        return this;
    }

    /// <summary>Writes the length of a body: <c> =length</c>.</summary>
    /// <param name="length">Octets of the body.</param>
    /// <returns>This writer.</returns>
    public MessageWriter Length(int length)
    {
        byte[] into = Octets;
        int at = At;
        into[at] = Ascii.SP;
        into[at + 1] = (byte)'=';
        At = Ascii.Write(length, into, at + 2);
        return this;
    }

    /// <summary>Writes one octet.</summary>
    /// <param name="octet">The octet.</param>
    /// <returns>This writer.</returns>
    public MessageWriter Octet(byte octet)
    {
        Octets[At++] = octet;
        return this;
    }

    /// <summary>Copies octets.</summary>
    /// <param name="octets">The octets.</param>
    /// <param name="start">First octet.</param>
    /// <param name="length">How many.</param>
    /// <returns>This writer.</returns>
    public MessageWriter Copy(byte[] octets, int start, int length)
    {
        Array.Copy(octets, start, Octets, At, length);
        At += length;
        return this;
    }

    /// <summary>Begins a reply: code, space, tag.</summary>
    /// <param name="code">The code.</param>
    /// <param name="tag">Holds the tag of the request.</param>
    /// <param name="tagStart">Where it begins.</param>
    /// <param name="tagLength">Its characters; for 0 a <c>-</c> stands, as where it is illegible.</param>
    /// <returns>This writer.</returns>
    public MessageWriter Reply(int code, byte[] tag, int tagStart, int tagLength)
    {
        byte[] into = Octets;
        int at = At;
        if (code == Code.Ok)
        {
            Array.Copy(Ok, 0, into, at, Ok.Length); // what mostly is answered
            at += Ok.Length;
        }
        else
        {
            at = Ascii.WriteThree(code, into, at);
            into[at++] = Ascii.SP;
        }

        At = at + tagLength;
        if (tagLength == 0)
        {
            return Octet((byte)'-');
        }

        Array.Copy(tag, tagStart, into, at, tagLength);
        return this;
    }

    /// <summary>Passes over octets that somebody else has put or will put there.</summary>
    /// <param name="count">How many.</param>
    /// <returns>This writer.</returns>
    public MessageWriter Skip(int count)
    {
        At += count;
        return this;
    }
}
