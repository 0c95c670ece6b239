using System;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Says to the parent what an <see cref="Errand"/> is for: what was asked, and who asks (docs/PROTOCOL.md section 4,
/// Mailbox).</summary>
internal sealed class ErrandSender
{
    private const int TagRange = 1000000;

    private readonly Links _links;
    private readonly Access _access;
    private readonly Outgoing _outgoing;
    private readonly ObjectReader _head = new ObjectReader();
    private readonly Message _request = new Message();
    private readonly MessageReader _reader = new MessageReader(null);
    private int _tag;

    internal ErrandSender(Links links, Access access)
    {
        _links = links;
        _outgoing = links.Outgoing;
        _access = access;
    }

    /// <summary>The request of an errand, as it came.</summary>
    internal Message Read(Errand errand)
    {
        _reader.Clear();
        _reader.Buffer = errand.Line;
        _reader.Fed(errand.LineLength);
        _reader.Take(_request, int.MaxValue);
        return _request;
    }

    /// <summary>Asks the parent what an errand is for.</summary>
    /// <returns>False when there is no link; when there is no room on it, it is sent later.</returns>
    internal bool Send(Errand errand)
    {
        Session upstream = _links.ToParent(null);
        int bodyLength = errand.Object == null ? 0 : errand.Object.Length;
        if (upstream == null || upstream.Reserve(Wire.LineMax + bodyLength) != Room.Here)
        {
            return upstream != null;
        }

        Read(errand);
        _tag = (_tag + 1) % TagRange;
        errand.Sent(upstream, _tag);
        MessageWriter line = _outgoing.Begin(upstream);
        if (errand.IsAsking)
        {
            _head.ParseStored(errand.Object, 0, bodyLength);
            line.Text("GET m").Number(_tag).Octet(Ascii.SP).Copy(_head.Octets, _head.Id.Start, _head.Id.Length)
                .Text(" scope=local since=").Number(_head.Date);
            _outgoing.End(upstream);
            return true;
        }

        if (errand.Verb == Verb.Put)
        {
            line.Text("PUT m").Number(_tag);
        }
        else
        {
            WriteQuestion(errand, line);
        }

        WriteFor(errand, line);
        int at = _outgoing.BeginBody(upstream, bodyLength);
        if (bodyLength > 0)
        {
            Array.Copy(errand.Object, 0, upstream.Out, at, bodyLength);
        }

        _outgoing.EndBody(upstream);
        return true;
    }

    private void WriteQuestion(Errand errand, MessageWriter line)
    {
        line.Text(errand.Verb == Verb.Get ? "GET m" : "LIST m").Number(_tag).Octet(Ascii.SP)
            .Copy(_request.Octets, _request.PositionalStart(0), _request.PositionalLength(0));
        if (errand.Verb == Verb.Get)
        {
            line.Text(" scope=local");
        }

        byte[][] words = Words.Narrowing;
        for (int i = 0; i < words.Length; i++)
        {
            int length = _request.Find(words[i], out int start);
            if (length >= 0)
            {
                line.Octet(Ascii.SP).Copy(words[i], 0, words[i].Length).Copy(_request.Octets, start, length);
            }
        }
    }

    // For whom the parent is to judge. What one of another domain may read is judged here.
    private void WriteFor(Errand errand, MessageWriter line)
    {
        Peer who = errand.Asker.Who;
        if (errand.Verb == Verb.Put && (errand.Whom == OnBehalf.Host || errand.Whom == OnBehalf.HostIfThere))
        {
            line.Text(" for=").Copy(_access.Host, 0, _access.Host.Length);
        }
        else if (errand.Verb == Verb.Put && errand.Whom == OnBehalf.Owner)
        {
            _head.ParseStored(errand.Object, 0, errand.Object.Length);
            line.Text(" for=").Copy(_head.Octets, _head.Id.OwnerStart, _head.Id.OwnerLength);
        }
        else if (who != null && _access.IsOurs(who.Name))
        {
            line.Text(" for=").Copy(who.Address, 0, who.Address.Length);
        }
        else if (who == null || errand.Verb == Verb.List)
        {
            line.Text(" for=-");
        }
    }
}
