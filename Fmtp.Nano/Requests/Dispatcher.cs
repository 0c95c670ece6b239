using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Brings each request to what answers it (docs/PROTOCOL.md section 3).</summary>
internal sealed class Dispatcher
{
    private readonly Access _access;
    private readonly Links _links;
    private readonly Greeter _greeter;
    private readonly Getter _getter;
    private readonly Lister _lister;
    private readonly Publisher _publisher;
    private readonly Mailbox _mailbox;
    private readonly Vouching _vouching;
    private readonly Watches _watches;
    private readonly Rates _rates;
    private readonly IRelayEvents _events;
    private readonly Selection _selection;
    private readonly Address _address = new Address();

    internal Dispatcher(Access access, Links links, Greeter greeter, Getter getter, Lister lister, Publisher publisher, Mailbox mailbox, Vouching vouching, Watches watches, Rates rates, Selection selection, IRelayEvents events)
    {
        _selection = selection;
        _access = access;
        _links = links;
        _greeter = greeter;
        _getter = getter;
        _lister = lister;
        _publisher = publisher;
        _mailbox = mailbox;
        _vouching = vouching;
        _watches = watches;
        _rates = rates;
        _events = events;
    }

    /// <summary>Answers a request.</summary>
    /// <returns>False when it is to be asked again in the next step; nothing has changed then.</returns>
    internal bool Answer(Exchange exchange)
    {
        if (exchange.Session != null && exchange.Session.Reserve(Exchange.LineRoom) == Room.Later)
        {
            return false;
        }

        if (exchange.IsStranger && exchange.Turn.Number == 0 && !_rates.Take(exchange.From, exchange.Now))
        {
            exchange.Begin(Code.TooMany).Text(" retry=1");
            exchange.End();
        }
        else if (!AnswerVerb(exchange))
        {
            exchange.Hold();
            return false;
        }

        if (_events != null)
        {
            _events.Answered(exchange.Request, exchange.Code, exchange.Who, exchange.From, exchange.IsDatagram);
        }

        return true;
    }

    private bool AnswerVerb(Exchange exchange)
    {
        Message request = exchange.Request;
        if (request.IsMalformed)
        {
            exchange.End(Code.Malformed);
            return true;
        }

        int refusal = request.HasKeys ? _vouching.Take(exchange) : 0;
        if (refusal != 0)
        {
            exchange.End(refusal);
            return true;
        }

        switch (request.Verb)
        {
            case Verb.Get: return _getter.Answer(exchange);
            case Verb.Put: return _publisher.Answer(exchange);
            case Verb.List: return _mailbox.Rules.IsOf(exchange) ? _mailbox.List(exchange) : _lister.Answer(exchange);
            case Verb.Hello: _greeter.Hello(exchange); return true;
            case Verb.Ping: exchange.End(request.Positionals == 0 ? Code.Ok : Code.Malformed); return true;
        }

        if (exchange.IsDatagram && exchange.Who == null)
        {
            exchange.End(Code.Forbidden); // what outlasts its datagram is for those who are known
            return true;
        }

        switch (request.Verb)
        {
            case Verb.Watch: Watch(exchange); break;
            case Verb.Drop: Drop(exchange); break;
            case Verb.Auth when !exchange.IsDatagram: return _greeter.Auth(exchange);
            case Verb.Bye when exchange.Session != null && exchange.Session.Waiting > 0: return false; // for what was asked before
            case Verb.Bye: Bye(exchange); break;
            default: exchange.End(Code.Malformed); break;
        }

        return true;
    }

    private void Watch(Exchange exchange)
    {
        Message request = exchange.Request;
        long seconds = request.Number(Words.Lease, Wire.LeaseSeconds);
        if (request.Positionals != 1 || seconds < 0 || !_selection.Parse(request, false))
        {
            exchange.End(Code.Malformed);
            return;
        }

        bool isTrusted = exchange.Asker.IsTrusted || _links.IsChilds(_selection.Address);
        long lease = _watches.Add(exchange, _selection, seconds, isTrusted && !exchange.IsVouched && !_access.IsOurs(_selection.Address));
        if (lease < 0)
        {
            exchange.Busy();
            return;
        }

        exchange.Begin(Code.Ok).Text(" lease=").Number(lease);
        exchange.End();
    }

    private void Drop(Exchange exchange)
    {
        Message request = exchange.Request;
        if (request.Positionals != 1 || !_address.Parse(request.Octets, request.PositionalStart(0), request.PositionalLength(0), true))
        {
            exchange.End(Code.Malformed);
            return;
        }

        _watches.Drop(exchange.Session, exchange.IsDatagram ? exchange.Who : null, _address.Octets, _address.Start, _address.Length);
        exchange.End(Code.Ok);
    }

    private static void Bye(Exchange exchange)
    {
        if (exchange.Request.Positionals != 0)
        {
            exchange.End(Code.Malformed);
            return;
        }

        exchange.End(Code.Ok);
        if (exchange.Session != null)
        {
            exchange.Session.Finish();
        }
    }
}
