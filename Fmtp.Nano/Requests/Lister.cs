using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Answers LIST (docs/PROTOCOL.md section 3): lines of <c>address SP date SP type SP size [SP subject]</c>, newest
/// first, ties by falling address; <c>next=</c> where there is more.</summary>
/// <remarks>A cursor is <c>DATE/ADDRESS</c> of the last line that was given, so it stays good whatever changes.</remarks>
internal sealed class Lister
{
    /// <summary>Octets that a reply line takes at the most: the lines are written behind so many, then moved up.</summary>
    internal const int LineRoom = Exchange.LineRoom + CursorRoom;

    private const int CursorRoom = 6 + Wire.DigitsMax + 1 + Wire.AddressMax; // " next="

    private readonly Store _store;
    private readonly Access _access;
    private readonly Clock _clock;
    private readonly StoredHead _stored;
    private readonly QueueLister _queue;
    private readonly Selection _selection;
    private readonly Address _cursor = new Address();
    private readonly ListPage _there;
    private readonly MessageWriter _lines = new MessageWriter();
    private readonly byte[] _next = new byte[Wire.DigitsMax + 1 + Wire.AddressMax];
    private int _nextLength;
    private long _cursorDate;

    internal Lister(Store store, StoredHead stored, Access access, Clock clock, QueueLister queue, Selection selection)
    {
        _selection = selection;
        _store = store;
        _access = access;
        _clock = clock;
        _stored = stored;
        _there = new ListPage(store);
        _queue = queue;
    }

    /// <summary>Answers a LIST.</summary>
    /// <returns>False when it is to be asked again in the next step.</returns>
    internal bool Answer(Exchange exchange)
    {
        return Answer(exchange, null);
    }

    /// <summary>Whether a request can be answered at all.</summary>
    internal bool IsWellFormed(Message request)
    {
        return request.Positionals == 1 && request.Number(Words.Max, 0) >= 0 && _selection.Parse(request, true) && ParseCursor(request);
    }

    /// <summary>Whether what was found well formed is of the queue, which is here alone.</summary>
    internal bool IsOfQueue()
    {
        return _queue.IsMeant(_selection);
    }

    /// <summary>Answers a LIST with what is here and what the mailbox has.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="there">What the parent answered to the same; null for nothing.</param>
    /// <returns>False when it is to be asked again in the next step.</returns>
    internal bool Answer(Exchange exchange, Message there)
    {
        Message request = exchange.Request;
        int room = exchange.Reserve(exchange.IsDatagram ? LineRoom : LineRoom + Wire.ListMax);
        if (room == Room.Later)
        {
            return false;
        }

        if (room == Room.Busy)
        {
            exchange.Busy();
        }
        else if (!IsWellFormed(request))
        {
            exchange.End(Code.Malformed);
        }
        else if (_queue.IsMeant(_selection))
        {
            _queue.Answer(exchange, request.Number(Words.Max, long.MaxValue));
        }
        else
        {
            exchange.Begin(Code.Ok);
            _there.Open(there);
            if (!Collect(exchange, request.Number(Words.Max, long.MaxValue)))
            {
                exchange.End(Code.TooLarge); // not one line fits
                return true;
            }

            if (_nextLength > 0)
            {
                exchange.Line.Text(" next=").Copy(_next, 0, _nextLength);
            }

            int length = _lines.At - _lines.Start;
            int at = exchange.BeginBody(length, true);
            System.Array.Copy(_lines.Octets, _lines.Start, _lines.Octets, at, length);
            exchange.EndBody();
        }

        return true;
    }

    // False for a cursor that no relay can have given.
    private bool ParseCursor(Message request)
    {
        int length = request.Find(Words.After, out int start);
        if (length < 0)
        {
            _cursorDate = -1;
            return true;
        }

        int slash = Platform.IndexOf(request.Octets, (byte)'/', start, length);
        _cursorDate = slash < 0 ? -1 : Ascii.Number(request.Octets, start, slash - start);
        return _cursorDate >= 0 && _cursor.Parse(request.Octets, slash + 1, start + length - slash - 1, true);
    }

    // False when there is something to tell and no room for any of it.
    private bool Collect(Exchange exchange, long max)
    {
        int bodyMax = exchange.BodyMax < Wire.ListMax ? exchange.BodyMax : Wire.ListMax;
        int rank = _cursorDate < 0 ? 0 : _store.RankAfter(_cursorDate, _cursor.Octets, _cursor.Start, _cursor.Length);
        int last = 0;
        _nextLength = 0;
        _lines.Begin(exchange.Line.Octets, exchange.Line.Start + LineRoom);
        rank = NextListed(exchange, rank);
        for (int count = 0; ; count++)
        {
            bool isHere = rank < _store.Count;
            if (!_there.IsLine && _there.NextLength > 0)
            {
                _nextLength = _there.CopyNext(_next); // what is older waits: there may be something between
                return true;
            }

            if (!isHere && !_there.IsLine)
            {
                return true;
            }

            bool isThere = _there.IsLine && (!isHere || _there.IsBefore(_stored.Head));
            int size = isThere ? 0 : _store.LengthOf(_store.SlotAt(rank));
            int length = _lines.At - _lines.Start + (isThere ? _there.LineLength : LineLength(size));
            int cursor = count == 0 || !exchange.IsDatagram ? 0 : CursorRoom;
            if (count == max || length > bodyMax - cursor)
            {
                if (count > 0)
                {
                    WriteCursor(last);
                }

                return count > 0 || max == 0;
            }

            last = _lines.At;
            if (isThere)
            {
                _there.Write(_lines);
                _there.GoOn();
            }
            else
            {
                WriteLine(size);
                rank = NextListed(exchange, rank + 1);
            }
        }
    }

    // The first from a rank on that is meant and may be shown; its head is loaded then.
    private int NextListed(Exchange exchange, int rank)
    {
        while (rank < _store.Count && !IsListed(exchange, _store.SlotAt(rank)))
        {
            rank++;
        }

        return rank;
    }

    private bool IsListed(Exchange exchange, int slot)
    {
        if (_store.IsDeleted(slot) || !_selection.MayMean(_store, slot) || !_stored.Load(slot))
        {
            return false;
        }

        ObjectReader head = _stored.Head;
        return !head.HasExpired(_clock.Unix(exchange.Now)) && _selection.Means(head) && _access.MayRead(exchange.Reader, head);
    }

    private int LineLength(int size)
    {
        ObjectReader head = _stored.Head;
        int subject = head.Has(Attribute.Subject) ? 1 + SubjectLength(head) : 0;
        return head.Id.Length + 1 + head.ValueLength(Attribute.Date) + 1 + head.ValueLength(Attribute.Type) + 1 + Ascii.Digits(size) + subject + 1;
    }

    private static int SubjectLength(ObjectReader head)
    {
        return Utf8.Cut(head.Octets, head.ValueStart(Attribute.Subject), head.ValueLength(Attribute.Subject), Wire.SubjectMax);
    }

    private void WriteLine(int size)
    {
        ObjectReader head = _stored.Head;
        _lines.Copy(head.Octets, head.Id.Start, head.Id.Length).Octet(Ascii.SP).Number(head.Date).Octet(Ascii.SP)
            .Copy(head.Octets, head.ValueStart(Attribute.Type), head.ValueLength(Attribute.Type)).Octet(Ascii.SP).Number(size);
        if (head.Has(Attribute.Subject))
        {
            _lines.Octet(Ascii.SP).Copy(head.Octets, head.ValueStart(Attribute.Subject), SubjectLength(head));
        }

        _lines.Octet(Ascii.LF);
    }

    // Of a line that was written: its date, its address.
    private void WriteCursor(int line)
    {
        byte[] lines = _lines.Octets;
        int space = Platform.IndexOf(lines, Ascii.SP, line, _lines.At - line);
        int date = Platform.IndexOf(lines, Ascii.SP, space + 1, _lines.At - space - 1) - space - 1;
        System.Array.Copy(lines, space + 1, _next, 0, date);
        _next[date] = (byte)'/';
        System.Array.Copy(lines, line, _next, date + 1, space - line);
        _nextLength = date + 1 + space - line;
    }
}
