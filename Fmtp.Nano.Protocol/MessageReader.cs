using System;

namespace Fmtp.Nano.Protocol;

/// <summary>What <see cref="MessageReader.Take"/> found.</summary>
public static class Taken
{
    /// <summary>Nothing whole yet: feed more.</summary>
    public const int Nothing = 0;

    /// <summary>A message; malformed ones with a clear end included.</summary>
    public const int Message = 1;

    /// <summary>A message that is longer than the buffer: move to one of <see cref="MessageReader.Needed"/> octets.</summary>
    public const int Room = 2;

    /// <summary>A body over the given limit: 413, and nothing behind it can be read.</summary>
    public const int TooLarge = 3;

    /// <summary>A line that is too long or whose length is illegible: 400, and nothing behind it can be read.</summary>
    public const int Illegible = 4;
}

/// <summary>Is fed octets and gives messages (docs/PROTOCOL.md section 3); knows no socket. The same for a
/// connection, in whatever pieces it comes, and for a datagram, which is fed whole.</summary>
public sealed class MessageReader
{
    private int _scanned;

    /// <summary>Makes one over a buffer.</summary>
    /// <param name="buffer">Receives what is fed; at least <see cref="Wire.LineMax"/> octets.</param>
    public MessageReader(byte[] buffer)
    {
        Buffer = buffer;
    }

    /// <summary>The buffer, to be filled from <see cref="End"/> on.</summary>
    public byte[] Buffer;

    /// <summary>Where the octets that are not yet taken begin; to be read only.</summary>
    public int Start;

    /// <summary>Where the next octet goes; grows by what is fed.</summary>
    public int End;

    /// <summary>Octets fed and not yet taken.</summary>
    public int Count
    {
        get { return End - Start; }
    }

    /// <summary>After <see cref="Taken.Room"/>: octets that the message needs from its beginning to its end.</summary>
    public int Needed;

    /// <summary>Says that octets were put behind <see cref="End"/>.</summary>
    /// <param name="count">How many.</param>
    public void Fed(int count)
    {
        End += count;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Start = 0;
        End = 0;
        _scanned = 0;
    }

    /// <summary>Makes room behind <see cref="End"/> by moving what is not yet taken to the front.</summary>
    /// <returns>Octets that can be fed now.</returns>
    public int MakeRoom()
    {
        if (Start == End)
        {
            Clear();
        }
        else if (Start > 0 && End == Buffer.Length)
        {
            MoveTo(Buffer);
        }

        return Buffer.Length - End;
    }

    /// <summary>Goes on in another buffer.</summary>
    /// <param name="buffer">Holds at least <see cref="Count"/> octets.</param>
    public void MoveTo(byte[] buffer)
    {
        int count = Count;
        Array.Copy(Buffer, Start, buffer, 0, count);
        _scanned -= Start;
        Buffer = buffer;
        Start = 0;
        End = count;
    }

    /// <summary>Looks at the next message. It stays until <see cref="Consume"/>, so looking again is allowed.</summary>
    /// <param name="message">Is filled; its places are in <see cref="Buffer"/>.</param>
    /// <param name="bodyMax">Octets of body that are accepted.</param>
    /// <returns>One of <see cref="Taken"/>.</returns>
    public int Take(Message message, int bodyMax)
    {
        if (Start < End && Buffer[Start] <= Ascii.CR)
        {
            SkipEmptyLines();
        }

        byte[] buffer = Buffer;
        int start = Start;
        int end = End;
        int from = _scanned > start ? _scanned : start;
        int lf = Platform.IndexOf(buffer, Ascii.LF, from, end - from);
        int last = lf < 0 ? end : lf;
        _scanned = last;
        if (last - start >= Wire.LineMax || lf < 0)
        {
            message.Clear();
            return last - start >= Wire.LineMax ? Taken.Illegible : Taken.Nothing;
        }

        bool hasCR = lf > start && buffer[lf - 1] == Ascii.CR;
        if (!message.Parse(buffer, start, hasCR ? lf - 1 : lf))
        {
            return Taken.Illegible;
        }

        int body = message.BodyLength;
        if (body > bodyMax)
        {
            return Taken.TooLarge;
        }

        message.BodyStart = lf + 1;
        message.End = lf + 1 + body;
        if (message.End <= end)
        {
            return Taken.Message;
        }

        Needed = message.End - start;
        return Needed > buffer.Length ? Taken.Room : Taken.Nothing;
    }

    /// <summary>Passes over a message that was looked at.</summary>
    /// <param name="message">The message.</param>
    public void Consume(Message message)
    {
        int next = message.End;
        if (next == End)
        {
            next = 0; // there is nothing more: the buffer begins anew
            End = 0;
        }

        Start = next;
        _scanned = next;
    }

    private void SkipEmptyLines()
    {
        while (Start < End)
        {
            byte first = Buffer[Start];
            if (first == Ascii.LF)
            {
                Start++;
            }
            else if (first == Ascii.CR && End - Start > 1 && Buffer[Start + 1] == Ascii.LF)
            {
                Start += 2;
            }
            else
            {
                break;
            }
        }
    }
}
