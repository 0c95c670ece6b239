using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Lists what waits to be delivered (docs/PROTOCOL.md section 3, LIST): <c>relay@domain</c> with
/// <c>type=queued</c>, for the domain itself.</summary>
internal sealed class QueueLister
{
    private const int MsPerSecond = 1000;

    // "to RECIPIENT tries N next S s" behind an address, a date, a type, a size.
    private const int LineMax = (2 * Wire.AddressMax) + (5 * Wire.DigitsMax) + Wire.TokenMax;

    private static readonly byte[] Type = Ascii.Octets("queued");
    private static readonly byte[] Owner = Ascii.Octets("relay@");

    private readonly Store _store;
    private readonly Access _access;
    private readonly Bodies _bodies;
    private readonly Delivery _delivery;

    private readonly Envelope _envelope;

    // Made for each answer: an owner asks seldom, and a board has better use for it.
    private MessageWriter _lines;

    internal QueueLister(Store store, Access access, Bodies bodies, Delivery delivery, Envelope envelope)
    {
        _envelope = envelope;
        _store = store;
        _access = access;
        _bodies = bodies;
        _delivery = delivery;
    }

    /// <summary>Whether a LIST is of the queue.</summary>
    internal bool IsMeant(Selection selection)
    {
        return Ascii.Is(selection.Octets, selection.TypeStart, selection.TypeLength, Type)
            && selection.AddressLength > Owner.Length && Platform.Equal(selection.Octets, selection.AddressStart, Owner, 0, Owner.Length)
            && _access.IsOurs(selection.Address);
    }

    /// <summary>Answers it, room having been made. What does not fit is left out: the oldest come first.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="max">Lines at most.</param>
    internal void Answer(Exchange exchange, long max)
    {
        Peer who = exchange.Who;
        if (who == null || !who.Is(_access.Host, 0, _access.Host.Length))
        {
            exchange.End(Code.Forbidden);
            return;
        }

        byte[] room = _bodies.Lend();
        if (room == null)
        {
            exchange.Busy();
            return;
        }

        _lines = new MessageWriter();
        exchange.Begin(Code.Ok);
        int bodyMax = exchange.BodyMax < Wire.ListMax ? exchange.BodyMax : Wire.ListMax;
        _lines.Begin(exchange.Line.Octets, exchange.Line.Start + Lister.LineRoom);
        for (int i = 0; i < _store.Queued && i < max && _lines.At - _lines.Start + LineMax <= bodyMax; i++)
        {
            if (_store.ReadQueued(i, room, 0))
            {
                WriteLine(i, room, exchange.Now);
            }
        }

        _bodies.Return(room);
        int length = _lines.At - _lines.Start;
        int at = exchange.BeginBody(length, true);
        System.Array.Copy(_lines.Octets, _lines.Start, _lines.Octets, at, length);
        exchange.EndBody();
        _lines = null;
    }

    private void WriteLine(int number, byte[] room, long now)
    {
        int envelope = _store.QueuedRecipientLength(number);
        int length = _store.QueuedObjectLength(number);
        if (!_envelope.Open(room, envelope, length))
        {
            return;
        }

        Attempt attempt = _delivery.AttemptOf(_store.QueuedId(number));
        long next = attempt.IsUnderWay || attempt.NextAt < now ? 0 : (attempt.NextAt - now) / MsPerSecond;
        ObjectReader head = _envelope.Message;
        Address id = head.Id;
        Address recipient = _envelope.Recipient;
        _lines.Copy(id.Octets, id.Start, id.Length).Octet(Ascii.SP).Number(head.Date).Octet(Ascii.SP)
            .Copy(head.Octets, head.ValueStart(Attribute.Type), head.ValueLength(Attribute.Type)).Octet(Ascii.SP).Number(length)
            .Text(" to ").Copy(recipient.Octets, recipient.Start, recipient.Length)
            .Text(" tries ").Number(attempt.Tries).Text(" next ").Number(next).Text(" s\n");
    }
}
