using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>The lines that another relay answered to a LIST, one after the other; those of objects that are stored here are
/// left out.</summary>
internal sealed class ListPage
{
    private readonly Store _store;
    private readonly Address _address = new Address();
    private byte[] _octets;
    private int _place;
    private int _end;
    private int _nextStart;
    private long _date;

    internal ListPage(Store store)
    {
        _store = store;
    }

    /// <summary>Whether there is a line.</summary>
    internal bool IsLine;

    /// <summary>Where it begins.</summary>
    internal int LineStart;

    /// <summary>Its octets, LF included.</summary>
    internal int LineLength;

    /// <summary>Octets of the cursor behind the last line; 0 when nothing is behind it.</summary>
    internal int NextLength;

    /// <summary>Takes a page and goes to its first line.</summary>
    /// <param name="reply">The answer; null for an empty one.</param>
    internal void Open(Message reply)
    {
        IsLine = false;
        NextLength = 0;
        if (reply == null)
        {
            return;
        }

        _octets = reply.Octets;
        _place = reply.BodyStart;
        _end = reply.BodyStart + reply.BodyLength;
        NextLength = reply.Find(Words.Next, out _nextStart);
        NextLength = NextLength < 0 ? 0 : NextLength;
        GoOn();
    }

    /// <summary>Goes to the next line.</summary>
    internal void GoOn()
    {
        IsLine = false;
        while (!IsLine && _place < _end)
        {
            LineStart = _place;
            int lf = Platform.IndexOf(_octets, Ascii.LF, _place, _end - _place);
            LineLength = (lf < 0 ? _end : lf + 1) - _place;
            _place += LineLength;
            int space = Platform.IndexOf(_octets, Ascii.SP, LineStart, LineLength);
            int second = space < 0 ? -1 : Platform.IndexOf(_octets, Ascii.SP, space + 1, _place - space - 1);
            _date = second < 0 ? -1 : Ascii.Number(_octets, space + 1, second - space - 1);
            IsLine = lf >= 0 && _date >= 0 && _address.Parse(_octets, LineStart, space - LineStart, false)
                && _store.Find(_octets, LineStart, space - LineStart) < 0;
        }
    }

    /// <summary>Whether the line stands before that of an object: it is newer, or its address is higher.</summary>
    internal bool IsBefore(ObjectReader head)
    {
        if (_date != head.Date)
        {
            return _date > head.Date;
        }

        Address other = head.Id;
        int length = _address.Length < other.Length ? _address.Length : other.Length;
        for (int i = 0; i < length; i++)
        {
            int difference = _octets[_address.Start + i] - other.Octets[other.Start + i];
            if (difference != 0)
            {
                return difference > 0;
            }
        }

        return _address.Length > other.Length;
    }

    /// <summary>Writes the line.</summary>
    internal void Write(MessageWriter lines)
    {
        lines.Copy(_octets, LineStart, LineLength);
    }

    /// <summary>Copies the cursor behind the last line.</summary>
    /// <returns>Its octets.</returns>
    internal int CopyNext(byte[] into)
    {
        int length = NextLength < into.Length ? NextLength : into.Length;
        System.Array.Copy(_octets, _nextStart, into, 0, length);
        return length;
    }
}
