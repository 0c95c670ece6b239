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
    private int _start;
    private int _end;
    private int _scanned;

    /// <summary>Makes one over a buffer.</summary>
    /// <param name="buffer">Receives what is fed; at least <see cref="Wire.LineMax"/> octets.</param>
    public MessageReader(byte[] buffer)
    {
        Buffer = buffer;
    }

    /// <summary>The buffer, to be filled from <see cref="End"/> on.</summary>
    public byte[] Buffer;

    /// <summary>Where the octets that are not yet taken begin.</summary>
    public int Start
    {
        get { return _start; }
    }

    /// <summary>Where the next octet goes.</summary>
    public int End
    {
        get { return _end; }
    }

    /// <summary>Octets fed and not yet taken.</summary>
    public int Count
    {
        get { return _end - _start; }
    }

    /// <summary>After <see cref="Taken.Room"/>: octets that the message needs from its beginning to its end.</summary>
    public int Needed;

    /// <summary>Says that octets were put behind <see cref="End"/>.</summary>
    /// <param name="count">How many.</param>
    public void Fed(int count)
    {
        _end += count;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _start = 0;
        _end = 0;
        _scanned = 0;
    }

    /// <summary>Makes room behind <see cref="End"/> by moving what is not yet taken to the front.</summary>
    /// <returns>Octets that can be fed now.</returns>
    public int MakeRoom()
    {
        if (_start == _end)
        {
            Clear();
        }
        else if (_start > 0 && _end == Buffer.Length)
        {
            MoveTo(Buffer);
        }

        return Buffer.Length - _end;
    }

    /// <summary>Goes on in another buffer.</summary>
    /// <param name="buffer">Holds at least <see cref="Count"/> octets.</param>
    public void MoveTo(byte[] buffer)
    {
        int count = Count;
        Array.Copy(Buffer, _start, buffer, 0, count);
        _scanned -= _start;
        Buffer = buffer;
        _start = 0;
        _end = count;
    }

    /// <summary>Looks at the next message. It stays until <see cref="Consume"/>, so looking again is allowed.</summary>
    /// <param name="message">Is filled; its places are in <see cref="Buffer"/>.</param>
    /// <param name="bodyMax">Octets of body that are accepted.</param>
    /// <returns>One of <see cref="Taken"/>.</returns>
    public int Take(Message message, int bodyMax)
    {
        SkipEmptyLines();
        int from = _scanned > _start ? _scanned : _start;
        int lf = Platform.IndexOf(Buffer, Ascii.LF, from, _end - from);
        int lineLength = (lf < 0 ? _end - 1 : lf) - _start + 1;
        if (lineLength > Wire.LineMax || (lf < 0 && lineLength == Wire.LineMax))
        {
            message.Clear();
            return Taken.Illegible;
        }

        _scanned = lf < 0 ? _end : lf;
        if (lf < 0)
        {
            message.Clear();
            return Taken.Nothing;
        }

        bool hasCR = lf > _start && Buffer[lf - 1] == Ascii.CR;
        if (!message.Parse(Buffer, _start, hasCR ? lf - 1 : lf))
        {
            return Taken.Illegible;
        }

        if (message.BodyLength > bodyMax)
        {
            return Taken.TooLarge;
        }

        message.Place(lf + 1);
        if (message.End <= _end)
        {
            return Taken.Message;
        }

        Needed = message.End - _start;
        return Needed > Buffer.Length ? Taken.Room : Taken.Nothing;
    }

    /// <summary>Passes over a message that was looked at.</summary>
    /// <param name="message">The message.</param>
    public void Consume(Message message)
    {
        _start = message.End;
        _scanned = _start;
        if (_start == _end)
        {
            Clear();
        }
    }

    private void SkipEmptyLines()
    {
        while (_start < _end)
        {
            byte first = Buffer[_start];
            if (first == Ascii.LF)
            {
                _start++;
            }
            else if (first == Ascii.CR && _end - _start > 1 && Buffer[_start + 1] == Ascii.LF)
            {
                _start += 2;
            }
            else
            {
                break;
            }
        }
    }
}
