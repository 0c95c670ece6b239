using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Takes a message from one way to its recipients to the next (docs/PROTOCOL.md section 4, Delivery): the
/// domain's live link, the recipients' own routes, the domain, the parent.</summary>
internal sealed class Courier
{
    /// <summary>There is no further way.</summary>
    internal const int Nowhere = 0;

    /// <summary>Something has to be waited for: ask again.</summary>
    internal const int Waiting = 1;

    /// <summary>The message is on its way, and a reply to be expected.</summary>
    internal const int Sent = 2;

    private const int WaitMs = 15 * 1000;

    private readonly INetwork _network;
    private readonly Links _links;
    private readonly Ways _ways;
    private readonly Outgoing _outgoing;
    private readonly Envelope _envelope;
    private readonly Address _recipient = new Address();
    private readonly byte[] _datagram;

    // What only those need who dial others; null for the rest.
    private readonly RouteReader _route;
    private readonly Endpoint _at;

    internal Courier(INetwork network, Links links, Ways ways, Envelope envelope, byte[] datagram)
    {
        _network = network;
        _links = links;
        _outgoing = links.Outgoing;
        _ways = ways;
        _envelope = envelope;
        _datagram = datagram; // where answers go while requests are answered
        if (ways.CanDial)
        {
            _route = new RouteReader();
            _at = new Endpoint();
        }
    }

    /// <summary>Finds the user objects of recipients.</summary>
    internal IForeignObjects Users;

    /// <summary>Goes on with the message in the envelope until it is sent or has to wait.</summary>
    /// <param name="attempt">How far it is.</param>
    /// <param name="now">The step's time, in milliseconds.</param>
    /// <returns><see cref="Nowhere"/>, <see cref="Waiting"/> or <see cref="Sent"/>; <see cref="Nowhere"/> with a
    /// <see cref="Attempt.Code"/> when every recipient has been reached, or never will be.</returns>
    internal int Advance(Attempt attempt, long now)
    {
        for (; attempt.Stage < DeliveryStage.Count; attempt.Stage++)
        {
            int state = Enter(attempt, now);
            if (state == Waiting && attempt.NextAt == 0)
            {
                attempt.NextAt = now + WaitMs;
            }

            if (state == Sent || (state == Waiting && now < attempt.NextAt))
            {
                return state;
            }

            attempt.NextAt = 0;
            if (attempt.Stage == DeliveryStage.Routes && attempt.Reached > 0 && attempt.Reached == attempt.Recipient)
            {
                attempt.Code = Code.Ok;
                break;
            }
        }

        attempt.Code = attempt.Code == 0 && !_links.HasParent ? attempt.Refusal : attempt.Code;
        return Nowhere;
    }

    /// <summary>Takes a referral for the message in the envelope: its recipients' domain is better reached there.</summary>
    /// <returns>False when it cannot be followed.</returns>
    internal bool Refer(Message reply, long now)
    {
        return _ways.Refer(_envelope.Recipient, reply, now);
    }

    // What is not signed no stranger takes. What is for a child's domain can only go down its link.
    private int Enter(Attempt attempt, long now)
    {
        Address recipient = _envelope.Recipient;
        attempt.Refusal = attempt.Stage == DeliveryStage.Link ? 0 : attempt.Refusal;
        bool isOpen = _ways.CanDial && _envelope.Message.IsSigned && !_links.IsChilds(recipient);
        switch (attempt.Stage)
        {
            case DeliveryStage.Link: return Send(attempt, _links.To(recipient, null));
            case DeliveryStage.Routes: return isOpen ? TryRoutes(attempt, now) : Nowhere;
            case DeliveryStage.Domain: return isOpen && _ways.MayFind(recipient) ? Along(attempt, _ways.To(recipient.Octets, recipient.DomainStart, recipient.DomainLength, now)) : Nowhere;
            default: return _links.IsChilds(recipient) ? Nowhere : Send(attempt, _links.ToParent(null)); // a child is waited for
        }
    }

    // The routes of each recipient of the domain, in their order.
    private int TryRoutes(Attempt attempt, long now)
    {
        while (FindRecipient(attempt.Recipient))
        {
            int found;
            while ((found = Users.Find(_recipient.Octets, _recipient.Start, _recipient.Length, now)) == Verdict.Good && _route.Read(Users.Found, attempt.Route))
            {
                int state = TryRoute(attempt, now);
                if (state == Sent || (state == Waiting && (attempt.NextAt == 0 || now < attempt.NextAt)))
                {
                    return state;
                }

                attempt.NextAt = 0;
                attempt.Route++;
            }

            if (found == Verdict.Pending)
            {
                return Waiting;
            }

            attempt.Recipient++;
            attempt.Route = 0;
        }

        return Nowhere;
    }

    private int TryRoute(Attempt attempt, long now)
    {
        byte[] octets = _recipient.Octets;
        switch (_route.Scheme)
        {
            case RouteScheme.Tcp:
                return Along(attempt, _ways.Along(octets, _recipient.DomainStart, _recipient.DomainLength, _route.Host, _route.Port, now));
            case RouteScheme.Via when _ways.IsOwn(_route.Via):
                return Nowhere; // it is here already
            case RouteScheme.Via:
                Session link = _route.Via.DomainIs(octets, _recipient.DomainStart, _recipient.DomainLength) ? null : _links.To(_route.Via, null);
                return link != null ? Send(attempt, link) : Along(attempt, _ways.To(_route.Via.Octets, _route.Via.DomainStart, _route.Via.DomainLength, now));
            case RouteScheme.Udp:
                return SendDatagram(attempt);
            default:
                return Nowhere; // no TLS here
        }
    }

    private int Along(Attempt attempt, Way way)
    {
        if (way == null || (way.State != WayState.Failed && !way.IsUp))
        {
            return Waiting;
        }

        // That there is no such domain is known for certain, and nothing to wait for.
        attempt.Refusal = way.State == WayState.Failed && way.Failure == Code.Unknown && attempt.Stage == DeliveryStage.Domain ? Code.Unknown : 0;
        return way.IsUp ? Send(attempt, way.Session) : Nowhere;
    }

    private int Send(Attempt attempt, Session session)
    {
        int room = session == null ? Room.Never : session.Reserve(Exchange.LineRoom + _envelope.Message.Length);
        if (room != Room.Here)
        {
            return room == Room.Never ? Nowhere : Waiting; // others go first: all that waited go when a link comes back
        }

        WriteLine(_outgoing.Begin(session), attempt);
        int at = _outgoing.BeginBody(session, _envelope.Message.Length);
        System.Array.Copy(_envelope.Message.Octets, _envelope.Message.Start, session.Out, at, _envelope.Message.Length);
        _outgoing.EndBody(session);
        attempt.Session = session;
        attempt.Opening = session.Opening;
        return Sent;
    }

    private int SendDatagram(Attempt attempt)
    {
        bool isAddress = IpText.Parse(_route.Host, _at);
        if (!isAddress || !_ways.MayDial(_at) || Exchange.LineRoom + _envelope.Message.Length > Wire.DatagramMax)
        {
            return Nowhere;
        }

        MessageWriter writer = _outgoing.Line.Begin(_datagram, 0);
        WriteLine(writer, attempt);
        writer.Length(_envelope.Message.Length).Octet(Ascii.LF).Copy(_envelope.Message.Octets, _envelope.Message.Start, _envelope.Message.Length);
        _at.Port = _route.Port;
        _network.SendDatagram(_datagram, 0, writer.At, _at);
        if (attempt.DatagramTo == null)
        {
            attempt.DatagramTo = new Endpoint();
        }

        attempt.DatagramTo.Copy(_at);
        attempt.Datagrams++;
        return Sent;
    }

    private void WriteLine(MessageWriter writer, Attempt attempt)
    {
        writer.Text("PUT d").Number(attempt.Id % Attempt.TagRange).Text(" hops=").Number(_envelope.Hops);
        Address envelope = _envelope.Recipient;
        int place = 0;
        int length;
        while ((length = _envelope.Message.NextRecipient(ref place)) > 0)
        {
            _recipient.Parse(_envelope.Message.Octets, place - length, length, false);
            if (!_recipient.DomainIs(envelope.Octets, envelope.DomainStart, envelope.DomainLength))
            {
                // The others have copies of their own: whoever takes this one must not send it to them again.
                writer.Text(" to=").Copy(envelope.Octets, envelope.DomainStart, envelope.DomainLength);
                return;
            }
        }
    }

    // The recipient of that number among those of the envelope's domain.
    private bool FindRecipient(int number)
    {
        Address envelope = _envelope.Recipient;
        int place = 0;
        int length;
        while ((length = _envelope.Message.NextRecipient(ref place)) > 0)
        {
            bool isOfDomain = _recipient.Parse(_envelope.Message.Octets, place - length, length, false)
                && _recipient.DomainIs(envelope.Octets, envelope.DomainStart, envelope.DomainLength);
            if (isOfDomain && number-- == 0)
            {
                return true;
            }
        }

        return false;
    }
}
