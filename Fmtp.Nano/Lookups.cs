using System;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Requests for what is elsewhere (docs/PROTOCOL.md section 4): each is a slot in a fixed table with its
/// deadline, from the asker to the reply of the relay that was asked for him.</summary>
internal sealed class Lookups
{
    private const int DeadlineMs = 4 * 1000;
    private const int TagRange = 1000000;

    private readonly Lookup[] _table;
    private readonly Links _links;
    private readonly Access _access;
    private readonly Exchange _exchange = new Exchange();
    private readonly ObjectReader _head = new ObjectReader();
    private int _nextTag;

    internal Lookups(Limits limits, Links links, Access access)
    {
        _links = links;
        _access = access;
        _table = new Lookup[limits.Lookups];
        for (int i = 0; i < _table.Length; i++)
        {
            _table[i] = new Lookup();
        }
    }

    /// <summary>How many are under way.</summary>
    internal int Count { get; private set; }

    /// <summary>Asks elsewhere for what a GET wants. The exchange is answered at once when there is nowhere to
    /// ask, else when the reply comes.</summary>
    /// <returns>False when it is to be asked again in the next step.</returns>
    internal bool Ask(Exchange exchange, Address address, long hops)
    {
        if (exchange.Request.IsSilent)
        {
            exchange.Await(); // nobody waits for an answer
            return true;
        }

        Session upstream = exchange.IsDatagram ? null : _links.Toward(address, exchange.Session);
        bool mayAsk = exchange.Who != null || exchange.From.IsNear;
        if (!mayAsk || upstream == null)
        {
            exchange.End(mayAsk && _links.HasParent && !exchange.IsDatagram && !exchange.IsFromParent ? Code.Upstream : Code.Unknown);
            return true;
        }

        if (hops == 0)
        {
            exchange.End(Code.Loop);
            return true;
        }

        Lookup lookup = Free();
        if (lookup == null)
        {
            exchange.Busy();
            return true;
        }

        if (upstream.Reserve(Exchange.LineRoom) != Room.Here)
        {
            return false;
        }

        _nextTag = (_nextTag + 1) % TagRange;
        lookup.Open(exchange, upstream, address, _nextTag, exchange.Now + DeadlineMs);
        Count++;
        MessageWriter line = _exchange.BeginRequest(upstream).Text("GET l").Number(_nextTag).Octet(Ascii.SP)
            .Copy(address.Octets, address.Start, address.Length);
        Message request = exchange.Request;
        long since = request.Number(Words.Since, -1);
        if (since >= 0)
        {
            line.Text(" since=").Number(since);
        }

        line.Text(" hops=").Number((hops < Wire.HopsMax ? hops : Wire.HopsMax) - 1);
        _exchange.EndRequest(upstream);
        exchange.Await();
        return true;
    }

    /// <summary>Takes a reply that came on a connection.</summary>
    internal void Reply(Session upstream, Message reply)
    {
        long tag = reply.TagLength > 1 && reply.Octets[reply.TagStart] == 'l'
            ? Ascii.Number(reply.Octets, reply.TagStart + 1, reply.TagLength - 1) : -1;
        for (int i = 0; i < _table.Length && tag >= 0 && Count > 0; i++)
        {
            Lookup lookup = _table[i];
            if (lookup.IsUsed && lookup.Upstream == upstream && lookup.UpstreamTag == tag)
            {
                Answer(lookup, reply);
                return;
            }
        }
    }

    /// <summary>Ends what has run out, and what lost its asker or its relay.</summary>
    internal void Step(long now)
    {
        for (int i = 0; i < _table.Length && Count > 0; i++)
        {
            Lookup lookup = _table[i];
            if (!lookup.IsUsed)
            {
                continue;
            }

            if (!lookup.HasAsker)
            {
                Close(lookup);
            }
            else if (!lookup.HasUpstream)
            {
                End(lookup, Code.Upstream);
            }
            else if (now >= lookup.Deadline)
            {
                End(lookup, Code.UpstreamTimeout);
            }
        }
    }

    private void Answer(Lookup lookup, Message reply)
    {
        if (!lookup.HasAsker)
        {
            Close(lookup);
            return;
        }

        switch (reply.Code)
        {
            case Code.Ok: AnswerObject(lookup, reply); break;
            case Code.NotNewer:
            case Code.Unknown:
            case Code.Gone:
            case Code.UpstreamTimeout:
            case Code.Loop:
            case Code.Busy: End(lookup, reply.Code); break;
            default: End(lookup, Code.Upstream); break;
        }
    }

    // It came over a sealed link from its own domain or from our parent; who may read it is still ours to judge.
    private void AnswerObject(Lookup lookup, Message reply)
    {
        bool isIt = _head.Parse(reply.Octets, reply.BodyStart, reply.BodyLength) && _head.Id.Is(lookup.Address, 0, lookup.AddressLength);
        if (!isIt || !_access.MayRead(lookup.Asker.Who, _head))
        {
            End(lookup, isIt ? Code.Unknown : Code.Upstream);
            return;
        }

        Session asker = lookup.Asker;
        if (asker.Reserve(Exchange.LineRoom + reply.BodyLength) != Room.Here)
        {
            End(lookup, Code.Busy);
            return;
        }

        MessageWriter line = _exchange.BeginRequest(asker).Text("200 ").Copy(lookup.Tag, 0, lookup.TagLength);
        CopyWord(reply, Words.Age, line);
        CopyWord(reply, Words.Live, line);
        int at = _exchange.BeginRequestBody(asker, reply.BodyLength);
        Array.Copy(reply.Octets, reply.BodyStart, line.Octets, at, reply.BodyLength);
        _exchange.EndRequestBody(asker);
        Close(lookup);
    }

    private static void CopyWord(Message reply, byte[] key, MessageWriter line)
    {
        int length = reply.Find(key, out int start);
        if (length >= 0)
        {
            line.Octet(Ascii.SP).Copy(reply.Octets, start - key.Length, key.Length + length);
        }
    }

    // An asker who has no room for a line does not read: he is closed rather than left without an answer.
    private void End(Lookup lookup, int code)
    {
        Session asker = lookup.Asker;
        if (asker.Reserve(Exchange.LineRoom) == Room.Here)
        {
            MessageWriter line = _exchange.BeginRequest(asker).Number(code).Octet(Ascii.SP).Copy(lookup.Tag, 0, lookup.TagLength);
            if (code == Code.Busy)
            {
                line.Text(" retry=").Number(Exchange.RetrySeconds);
            }

            _exchange.EndRequest(asker);
        }
        else
        {
            asker.IsDoomed = true;
        }

        Close(lookup);
    }

    private void Close(Lookup lookup)
    {
        lookup.Close();
        Count--;
    }

    private Lookup Free()
    {
        for (int i = 0; i < _table.Length; i++)
        {
            if (!_table[i].IsUsed)
            {
                return _table[i];
            }
        }

        return null;
    }
}

/// <summary>One request under way.</summary>
internal sealed class Lookup
{
    internal readonly byte[] Tag = new byte[Wire.TagMax];
    internal readonly byte[] Address = new byte[Wire.AddressMax];
    private long _askerOpening;
    private long _upstreamOpening;

    internal bool IsUsed
    {
        get { return Asker != null; }
    }

    internal Session Asker { get; private set; }

    internal Session Upstream { get; private set; }

    internal int UpstreamTag { get; private set; }

    internal int TagLength { get; private set; }

    internal int AddressLength { get; private set; }

    internal long Deadline { get; private set; }

    /// <summary>Whether the asker's connection is still the one that asked.</summary>
    internal bool HasAsker
    {
        get { return Asker.IsOpen && Asker.Opening == _askerOpening; }
    }

    /// <summary>Whether the other relay's connection is still the one that was asked.</summary>
    internal bool HasUpstream
    {
        get { return Upstream.IsOpen && Upstream.Opening == _upstreamOpening; }
    }

    internal void Open(Exchange exchange, Session upstream, Address address, int upstreamTag, long deadline)
    {
        Message request = exchange.Request;
        Asker = exchange.Session;
        Upstream = upstream;
        UpstreamTag = upstreamTag;
        Deadline = deadline;
        _askerOpening = Asker.Opening;
        _upstreamOpening = upstream.Opening;
        TagLength = request.TagLength;
        AddressLength = address.Length;
        Array.Copy(request.Octets, request.TagStart, Tag, 0, TagLength);
        Array.Copy(address.Octets, address.Start, Address, 0, AddressLength);
        Asker.Waiting++;
    }

    internal void Close()
    {
        if (HasAsker)
        {
            Asker.Waiting--;
        }

        Asker = null;
        Upstream = null;
    }
}
