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
    private readonly Selection _selection = new Selection();
    private readonly Address _cursor = new Address();
    private readonly MessageWriter _lines = new MessageWriter();
    private readonly byte[] _next = new byte[Wire.DigitsMax + 1 + Wire.AddressMax];
    private int _nextLength;

    internal Lister(Store store, StoredHead stored, Access access, Clock clock)
    {
        _store = store;
        _access = access;
        _clock = clock;
        _stored = stored;
    }

    /// <summary>Answers a LIST.</summary>
    /// <returns>False when it is to be asked again in the next step.</returns>
    internal bool Answer(Exchange exchange)
    {
        Message request = exchange.Request;
        int room = exchange.Reserve(exchange.IsDatagram ? LineRoom : LineRoom + Wire.ListMax);
        if (room == Room.Later)
        {
            return false;
        }

        long max = request.Number(Words.Max, long.MaxValue);
        int rank = 0;
        if (room == Room.Busy)
        {
            exchange.Busy();
        }
        else if (request.Positionals != 1 || max < 0 || !_selection.Parse(request, true) || !FindCursor(request, ref rank))
        {
            exchange.End(Code.Malformed);
        }
        else
        {
            exchange.Begin(Code.Ok);
            if (!Collect(exchange, rank, max))
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

    private bool FindCursor(Message request, ref int rank)
    {
        int length = request.Find(Words.After, out int start);
        if (length < 0)
        {
            return true;
        }

        int slash = Platform.IndexOf(request.Octets, (byte)'/', start, length);
        long date = slash < 0 ? -1 : Ascii.Number(request.Octets, start, slash - start);
        if (date < 0 || !_cursor.Parse(request.Octets, slash + 1, start + length - slash - 1, true))
        {
            return false;
        }

        rank = _store.RankAfter(date, _cursor.Octets, _cursor.Start, _cursor.Length);
        return true;
    }

    // False when there is something to tell and no room for any of it.
    private bool Collect(Exchange exchange, int rank, long max)
    {
        int bodyMax = exchange.BodyMax < Wire.ListMax ? exchange.BodyMax : Wire.ListMax;
        int count = 0;
        int last = 0;
        _nextLength = 0;
        _lines.Begin(exchange.Line.Octets, exchange.Line.Start + LineRoom);
        for (; rank < _store.Count; rank++)
        {
            int slot = _store.SlotAt(rank);
            if (!IsListed(exchange, slot))
            {
                continue;
            }

            int length = _lines.At - _lines.Start + LineLength(_store.LengthOf(slot));
            int cursor = count == 0 || !exchange.IsDatagram ? 0 : CursorRoom;
            if (count == max || length > bodyMax - cursor)
            {
                if (count > 0)
                {
                    WriteCursor(last);
                }

                return count > 0 || max == 0;
            }

            WriteLine(_store.LengthOf(slot));
            last = slot;
            count++;
        }

        return true;
    }

    private bool IsListed(Exchange exchange, int slot)
    {
        if (_store.IsDeleted(slot) || !_selection.MayMean(_store, slot) || !_stored.Load(slot))
        {
            return false;
        }

        ObjectReader head = _stored.Head;
        return !head.HasExpired(_clock.Unix(exchange.Now)) && _selection.Means(head) && _access.MayRead(exchange.Who, head);
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

    private void WriteCursor(int slot)
    {
        if (_stored.Load(slot))
        {
            Address id = _stored.Head.Id;
            int at = Ascii.Write(_stored.Head.Date, _next, 0);
            _next[at++] = (byte)'/';
            System.Array.Copy(id.Octets, id.Start, _next, at, id.Length);
            _nextLength = at + id.Length;
        }
    }
}
