using System;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Desktop.Client;

/// <summary>Messages as a client writes them.</summary>
internal static class OutgoingMessage
{
    /// <summary>A request's line, without seal and end of line.</summary>
    internal static string Line(string verb, string tag, string arguments, int bodyLength)
    {
        string line = arguments.Length == 0 ? $"{verb} {tag}" : $"{verb} {tag} {arguments}";
        return bodyLength == 0 ? line : $"{line} ={bodyLength}";
    }

    /// <summary>Whether a message has this tag.</summary>
    internal static bool HasTag(Message message, string tag)
        => message.TagLength == tag.Length && Ascii.Text(message.Octets, message.TagStart, message.TagLength) == tag;

    /// <summary>The octets of a message on a connection, sealed where the link is.</summary>
    internal static byte[] Write(string line, ReadOnlySpan<byte> body, LinkSeals? seals)
    {
        byte[] octets = Room(line, body, seals != null, out int lineLength, out int bodyStart);
        seals?.Write(octets, lineLength, bodyStart, body.Length, SealAt(lineLength));
        return octets;
    }

    /// <summary>The octets of a datagram, sealed where there is a seal.</summary>
    internal static byte[] Write(string line, ReadOnlySpan<byte> body, Seal? seal)
    {
        byte[] octets = Room(line, body, seal != null, out int lineLength, out int bodyStart);
        seal?.WriteDatagram(null, 0, octets, 0, lineLength, bodyStart, body.Length, octets, SealAt(lineLength));
        return octets;
    }

    /// <summary>Where the 20 characters of the seal stand in what <see cref="Write(string, ReadOnlySpan{byte}, Seal)"/> made.</summary>
    internal static int SealAt(int lineLength) => lineLength + Wire.SealRoom - Wire.SealLength;

    private static byte[] Room(string line, ReadOnlySpan<byte> body, bool isSealed, out int lineLength, out int bodyStart)
    {
        byte[] words = Ascii.Octets(line);
        lineLength = words.Length;
        bodyStart = lineLength + (isSealed ? Wire.SealRoom : 0) + 1;
        byte[] octets = new byte[bodyStart + body.Length];
        words.CopyTo(octets, 0);
        octets[lineLength] = Ascii.SP;
        octets[bodyStart - 1] = Ascii.LF;
        body.CopyTo(octets.AsSpan(bodyStart));
        if (isSealed)
        {
            octets[lineLength + 1] = (byte)'~';
        }

        return octets;
    }
}
