using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Answers LIST (docs/PROTOCOL.md section 3): lines of <c>address SP date SP type SP size [SP subject]</c>, newest
/// first, ties by falling address; <c>next=</c> where there is more.</summary>
/// <remarks>A cursor is <c>DATE/ADDRESS</c> of the last line that was given, so it stays good whatever changes.</remarks>
internal sealed class Lister
{
    // An address, three numbers or tokens, a subject, spaces and the end of line.
    private const int EntryMax = Wire.AddressMax + Wire.DigitsMax + Wire.TokenMax + Wire.DigitsMax + Wire.SubjectMax + 5;
    private const int CursorRoom = 6 + Wire.DigitsMax + 1 + Wire.AddressMax; // " next="

    private readonly Store _store;
    private readonly Access _access;
    private readonly Clock _clock;
    private readonly StoredHead _stored;
    private readonly Selection _selection = new Selection();
    private readonly Address _cursor = new Address();
    private readonly MessageWriter _lines = new MessageWriter();
    private readonly byte[] _body = new byte[Wire.ListMax + EntryMax];
    private readonly byte[] _next = new byte[Wire.DigitsMax + 1 + Wire.AddressMax];
    private int _nextLength;

    internal Lister(Store store, Access access, Clock clock)
    {
        _store = store;
        _access = access;
        _clock = clock;
        _stored = new StoredHead(store);
    }

    /// <summary>Answers a LIST.</summary>
    /// <returns>False when it is to be asked again in the next step.</returns>
    internal bool Answer(Exchange exchange)
    {
        Message request = exchange.Request;
        int room = exchange.Reserve(exchange.IsDatagram ? Exchange.LineRoom : Exchange.LineRoom + CursorRoom + Wire.ListMax);
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

            int at = exchange.BeginBody(_lines.At, true);
            System.Array.Copy(_body, 0, exchange.Line.Octets, at, _lines.At);
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
        _lines.Begin(_body, 0);
        for (; rank < _store.Count; rank++)
        {
            int slot = _store.SlotAt(rank);
            if (!IsListed(exchange, slot))
            {
                continue;
            }

            int before = _lines.At;
            WriteLine(_store.LengthOf(slot));
            int cursor = count == 0 || !exchange.IsDatagram ? 0 : CursorRoom;
            if (count == max || _lines.At > bodyMax - cursor)
            {
                _lines.Begin(_body, 0).Skip(before);
                if (count > 0)
                {
                    WriteCursor(last);
                }

                return count > 0 || max == 0;
            }

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

    private void WriteLine(int size)
    {
        ObjectReader head = _stored.Head;
        _lines.Copy(head.Octets, head.Id.Start, head.Id.Length).Octet(Ascii.SP).Number(head.Date).Octet(Ascii.SP)
            .Copy(head.Octets, head.ValueStart(Attribute.Type), head.ValueLength(Attribute.Type)).Octet(Ascii.SP).Number(size);
        if (head.Has(Attribute.Subject))
        {
            int start = head.ValueStart(Attribute.Subject);
            int cut = Utf8.Cut(head.Octets, start, head.ValueLength(Attribute.Subject), Wire.SubjectMax);
            _lines.Octet(Ascii.SP).Copy(head.Octets, start, cut);
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
