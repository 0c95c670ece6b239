using System;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>What is kept at the parent (docs/PROTOCOL.md section 4, Mailbox): private objects of the own users are handed
/// up and asked for there, each request a slot in a fixed table with its asker and its deadline.</summary>
internal sealed class Mailbox
{
    private const int ErrandMs = 5000;

    // What a request grows by at the most when it is passed on: its tag, who asks, a seal.
    private const int ForRoom = 8 + 5 + Wire.AddressMax + Wire.SealRoom;

    private readonly INetwork _network;
    private readonly Exchange _exchange;
    private readonly Links _links;
    private readonly Access _access;
    private readonly Store _store;
    private readonly Lister _lister;
    private readonly Lookups _lookups;
    private readonly int _errandsMax;
    private readonly int _octetsMax;
    private readonly ObjectReader _head = new ObjectReader();
    private readonly Address _address = new Address();
    private Errand[] _errands = new Errand[0];
    private ErrandSender _sender;
    private int _count;
    private int _octets;
    private int _order;

    internal Mailbox(INetwork network, Exchange exchange, Links links, Access access, Store store, Lister lister, Lookups lookups, MailboxRules rules, Limits limits)
    {
        _network = network;
        _exchange = exchange;
        _links = links;
        _access = access;
        _store = store;
        _lister = lister;
        _lookups = lookups;
        Rules = rules;
        _octetsMax = limits.ErrandOctets;
        _errandsMax = links.HasParent ? limits.Errands : 0;
    }

    /// <summary>What is kept there.</summary>
    internal readonly MailboxRules Rules;

    /// <summary>Goes on with a PUT when the parent has answered.</summary>
    internal Publisher Publisher;

    /// <summary>Whether a PUT that was handed up is not answered yet.</summary>
    internal bool IsUnderWay(Once once)
    {
        for (int i = 0; i < _errands.Length && _count > 0; i++)
        {
            Errand errand = _errands[i];
            bool isHis = errand.Verb == Verb.Put && errand.Asker.Who == once.Who && _head.ParseStored(errand.Object, 0, errand.Object.Length);
            if (isHis && _head.Id.Is(once.Address, 0, once.AddressLength))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Hands a PUT up.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="head">Its object, complete.</param>
    /// <param name="whom">One of <see cref="OnBehalf"/>.</param>
    /// <param name="isForwarded">Whether it is delivered to those elsewhere, too.</param>
    /// <returns>False when there is no room for it now; nothing was answered.</returns>
    internal bool Put(Exchange exchange, ObjectReader head, int whom, bool isForwarded)
    {
        Errand errand = _octets + head.Length > _octetsMax ? null : Open(exchange, Verb.Put);
        if (errand == null)
        {
            return false;
        }

        errand.Object = new byte[head.Length];
        Array.Copy(head.Octets, head.Start, errand.Object, 0, head.Length);
        _octets += head.Length;
        errand.Whom = whom;
        errand.IsForwarded = isForwarded;
        errand.Number = 0;
        errand.Order = _order++;
        errand.IsAsking = whom == OnBehalf.HostIfThere;
        _sender.Send(errand);
        return true;
    }

    /// <summary>Asks for an object that is not here.</summary>
    /// <returns>False when it is to be asked again in the next step.</returns>
    internal bool Get(Exchange exchange)
    {
        Errand errand = exchange.Asker.IsSilent ? null : Open(exchange, Verb.Get);
        if (errand == null)
        {
            return AnswerWithout(exchange, exchange.Request, Code.Busy);
        }

        _sender.Send(errand);
        return true;
    }

    // What is not there may be elsewhere, if it is of another domain.
    private bool AnswerWithout(Exchange exchange, Message request, int code)
    {
        _address.Parse(request.Octets, request.PositionalStart(0), request.PositionalLength(0), true);
        if (!_access.IsOurs(_address))
        {
            return _lookups.Answer(exchange, _address, true, request.Number(Words.Since, -1), request.Number(Words.Hops, Wire.HopsMax));
        }

        exchange.End(code);
        return true;
    }

    /// <summary>Answers a LIST with what is here and what is there.</summary>
    /// <returns>False when it is to be asked again in the next step.</returns>
    internal bool List(Exchange exchange)
    {
        if (exchange.Request.LineEnd - exchange.Request.Start + ForRoom > Wire.LineMax)
        {
            exchange.End(Code.TooLarge); // there is no room to say who asks
            return true;
        }

        bool isMalformed = !_lister.IsWellFormed(exchange.Request);
        bool isHere = isMalformed || _lister.IsOfQueue();
        Errand errand = isHere ? null : Open(exchange, Verb.List);
        if (errand != null)
        {
            _sender.Send(errand);
            return true;
        }

        if (isHere || !exchange.Asker.IsTrusted)
        {
            return _lister.Answer(exchange);
        }

        exchange.Busy();
        return true;
    }

    /// <summary>Takes a reply that came on a connection.</summary>
    internal void Reply(Session upstream, Message reply, long now)
    {
        long tag = _count > 0 ? reply.TagNumber('m') : -1;
        for (int i = 0; i < _errands.Length && tag >= 0; i++)
        {
            Errand errand = _errands[i];
            bool isIts = errand.Verb != Verb.None && errand.Code == 0 && errand.Upstream == upstream && errand.HasUpstream && errand.Tag == tag;
            if (isIts)
            {
                if (errand.IsAsking && (reply.Code == Code.Ok || reply.Code == Code.NotNewer || reply.Code == Code.Gone))
                {
                    errand.IsAsking = false; // it is there: now the version that came
                    errand.Upstream = null;
                    return;
                }

                long time = reply.Number(Words.Time, 0);
                errand.Code = reply.Code;
                errand.Number = time > 0 ? -time : reply.Number(Words.Date, 0);
                Settle(errand, reply, now);
                return;
            }
        }
    }

    /// <summary>Goes on with what could not be sent or settled yet, what has run out, or lost its connection.</summary>
    internal void Step(long now)
    {
        Rules.Step();
        for (int i = 0; i < _errands.Length && _count > 0; i++)
        {
            Errand errand = _errands[i];
            if (errand.Verb == Verb.None)
            {
                continue;
            }

            bool isLost = errand.Code == 0 && (errand.Upstream == null ? !_sender.Send(errand) : !errand.HasUpstream);
            if (isLost || (errand.Code == 0 && now >= errand.Deadline))
            {
                errand.Code = Code.Busy;
            }

            if (errand.Code != 0)
            {
                Settle(errand, null, now);
            }
        }
    }

    // Null when there is no parent to ask now or no place to wait at. A stranger leaves a place for others.
    private Errand Open(Exchange exchange, int verb)
    {
        bool isPlace = _count + (exchange.Asker.IsTrusted ? 0 : 1) < _errandsMax;
        if (!isPlace || _links.ToParent(null) == null)
        {
            return null;
        }

        if (_errands.Length == 0)
        {
            MakeErrands();
        }

        for (int i = 0; i < _errands.Length; i++)
        {
            if (_errands[i].Verb == Verb.None)
            {
                _errands[i].Open(exchange, verb, exchange.Now + ErrandMs);
                _count++;
                exchange.Await();
                return _errands[i];
            }
        }

        return null;
    }

    // All at once when the first is needed: most parents keep no mailbox, and a board has 5 KB for something else.
    private void MakeErrands()
    {
        _errands = new Errand[_errandsMax];
        for (int i = 0; i < _errands.Length; i++)
        {
            _errands[i] = new Errand();
        }

        _sender = new ErrandSender(_links, _access);
    }

    // One that came before waits for those who watch: they are not told of a later version first.
    private bool IsBehind(Errand errand)
    {
        for (int i = 0; i < _errands.Length && errand.Verb == Verb.Put; i++)
        {
            if (_errands[i].Verb == Verb.Put && _errands[i].Code != 0 && _errands[i].Order - errand.Order < 0)
            {
                return true;
            }
        }

        return false;
    }

    private void Settle(Errand errand, Message reply, long now)
    {
        if (IsBehind(errand))
        {
            return; // in the next step
        }

        Message current = _exchange.Request;
        _exchange.Request = _sender.Read(errand);
        if (!errand.Asker.IsThere)
        {
            errand.Leave();
        }

        _exchange.Resume(errand.Asker, now);
        Trace(errand, reply, now);
        if (_exchange.Reserve(Exchange.LineRoom) != Room.Here)
        {
            _exchange.Session.Doom(); // who has no room for a line does not read
            errand.Leave();
            _exchange.Resume(errand.Asker, now);
        }

        bool isSettled = true;
        switch (errand.Verb)
        {
            case Verb.Put: isSettled = Publisher.Settle(_exchange, errand, now >= errand.Deadline); break;
            case Verb.Get: AnswerGet(errand, reply); break;
            case Verb.List: AnswerList(errand, reply); break;
        }

        _exchange.Request = current;
        if (!isSettled)
        {
            return; // in the next step
        }

        SendDatagram(errand);
        _octets -= errand.Object == null ? 0 : errand.Object.Length;
        errand.Close();
        _count--;
    }

    // Tells those who ask where it was looked for.
    private void Trace(Errand errand, Message reply, long now)
    {
        if (errand.Verb == Verb.Get && _exchange.Request.Find(Words.Trace, out _) >= 0)
        {
            _exchange.Trail = new Trail(_access.Host, errand.Deadline - ErrandMs);
            _exchange.Trail.Add("parent", errand.Code, reply, now);
        }
    }

    private void AnswerGet(Errand errand, Message reply)
    {
        switch (errand.Code)
        {
            case Code.Ok:
                AnswerObject(reply);
                return;
            case Code.NotNewer:
            case Code.Gone:
                _exchange.End(errand.Code);
                return;
        }

        if (!AnswerWithout(_exchange, _exchange.Request, errand.Code == Code.Unknown ? Code.Unknown : Code.Busy))
        {
            _exchange.Busy();
        }
    }

    private void AnswerObject(Message reply)
    {
        bool isIt = _head.Parse(reply.Octets, reply.BodyStart, reply.BodyLength)
            && _head.Id.Is(_exchange.Request.Octets, _exchange.Request.PositionalStart(0), _exchange.Request.PositionalLength(0));
        if (!isIt)
        {
            _exchange.Busy();
        }
        else if (!Rules.IsOwn(_exchange.Who) && !_access.MayRead(_exchange.Who, _head))
        {
            _exchange.End(Code.Unknown);
        }
        else if (!_exchange.AnswerObject(_head, -1, -1, 0, -1))
        {
            _exchange.Busy();
        }
    }

    // Strangers see what is public: without the parent, what of it is here.
    private void AnswerList(Errand errand, Message reply)
    {
        bool isAnswered;
        if (errand.Code == Code.Ok)
        {
            isAnswered = _lister.Answer(_exchange, reply);
        }
        else
        {
            isAnswered = !errand.Asker.IsTrusted && _lister.Answer(_exchange);
        }

        if (!isAnswered)
        {
            _exchange.Busy();
        }
    }

    private void SendDatagram(Errand errand)
    {
        int length = _exchange.DatagramLength;
        bool isToSend = _exchange.IsDatagram && length > 0 && (!_store.IsDirty || _store.Commit());
        if (!isToSend)
        {
            return;
        }

        if (_exchange.Who != null && errand.Verb == Verb.Put)
        {
            _exchange.Who.Remember(errand.Asker.Seal, _exchange.Datagram, length);
        }

        _network.SendDatagram(_exchange.Datagram, 0, length, _exchange.From);
    }
}
