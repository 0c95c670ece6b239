using System;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Keeps the link to the parent: dials, greets, proves itself, keeps it alive, dials again
/// (docs/PROTOCOL.md section 5). A parent that is gone delays nothing here.</summary>
internal sealed class ParentLink
{
    private const int DialMs = 15 * 1000;
    private const int PingEveryMs = 30 * 1000;
    private const int BackOffFirstMs = 1000;
    private const int BackOffMaxMs = 60 * 1000;

    // The tags of its own requests; the links's two ends choose theirs independently.
    private const string HelloTag = "hello";
    private const string AuthTag = "auth";
    private const string PingTag = "ping";

    private readonly INetwork _network;
    private readonly Session _session;
    private readonly Peer _parent;
    private readonly ParentSettings _settings;
    private readonly Greeter _greeter;
    private readonly Links _links;
    private readonly Clock _clock;
    private readonly IEntropy _entropy;
    private readonly IRelayEvents _events;
    private readonly MailboxRules _mailbox;
    private readonly string _domain;
    private readonly byte[] _parentDomain;
    private readonly Outgoing _outgoing;
    private byte[] _hello;
    private int _state;
    private bool _isMailbox;
    private long _objectMax;
    private bool _isPinged;
    private long _deadline;
    private int _backOffMs;

    internal ParentLink(INetwork network, Session session, Peers peers, Links links, Configuration configuration, Greeter greeter, Clock clock, IEntropy entropy, MailboxRules mailbox, IRelayEvents events)
    {
        _network = network;
        _session = session;
        _parent = peers.Parent;
        _settings = configuration.Parent;
        _domain = configuration.Domain;
        _parentDomain = Ascii.Octets(configuration.Parent.Domain);
        _greeter = greeter;
        _links = links;
        _outgoing = links.Outgoing;
        _clock = clock;
        _entropy = entropy;
        _mailbox = mailbox;
        _events = events;
    }

    /// <summary>Whether requests can be sent to the parent.</summary>
    internal bool IsUp
    {
        get { return _state == State.Up; }
    }

    /// <summary>Moves the link on a little.</summary>
    internal void Step(long now)
    {
        if (_state == State.Down)
        {
            if (now >= _deadline && !_session.IsOpen)
            {
                Dial(now);
            }
        }
        else if (!_session.IsOpen || (_state != State.Up && now >= _deadline))
        {
            Lose(now);
        }
        else if (_state == State.Up && now >= _deadline)
        {
            if (_isPinged)
            {
                Lose(now);
            }
            else
            {
                Ping(now);
            }
        }
    }

    /// <summary>Takes a reply that came on a connection.</summary>
    internal void Reply(Session session, Message reply, long now)
    {
        if (session != _session)
        {
            return;
        }

        if (_state == State.Greeting && IsTag(reply, HelloTag))
        {
            TakeHello(reply, now);
        }
        else if (_state == State.Proving && IsTag(reply, AuthTag))
        {
            TakeAuth(reply, now);
        }
        else if (_state == State.Up && IsTag(reply, PingTag))
        {
            _isPinged = false;
        }
    }

    private void Dial(long now)
    {
        int connection = _network.Dial(_settings.Host, _settings.Port);
        if (connection < 0)
        {
            TryAgainLater(now);
            return;
        }

        _session.Open(connection, true, now);
        MessageWriter line = _outgoing.Begin(_session).Text("HELLO ").Text(HelloTag).Octet(Ascii.SP).Text(_domain).Text(" nonce=");
        _greeter.WriteNonce(line);
        _hello = new byte[line.At - line.Start];
        Array.Copy(line.Octets, line.Start, _hello, 0, _hello.Length);
        _outgoing.End(_session);
        _state = State.Greeting;
        _deadline = now + DialMs;
    }

    // Nothing but HELLO is sent before the other end names the expected domain.
    private void TakeHello(Message reply, long now)
    {
        bool isParent = reply.Code == Code.Ok && reply.Positionals == 1
            && Ascii.Is(reply.Octets, reply.PositionalStart(0), reply.PositionalLength(0), _parentDomain);
        if (!isParent)
        {
            Lose(now);
            return;
        }

        _isMailbox = reply.Number(Words.Mailbox, 0) == 1;
        _objectMax = reply.Number(Words.Max, 0);
        byte[] greeting = Greeter.Greeting(_hello, 0, _hello.Length, reply.Octets, reply.Start, reply.LineEnd);
        _session.InSeal = Seal.ForLink(_parent.Key, greeting, false, _parent.DatagramSeal);
        _session.OutSeal = Seal.ForLink(_parent.Key, greeting, true, _parent.DatagramSeal);
        _session.InCount = 0;
        _session.OutCount = 0;
        _outgoing.Begin(_session).Text("AUTH ").Text(AuthTag).Text(" @").Text(_domain).Text(" hmac");
        _outgoing.End(_session);
        _state = State.Proving;
    }

    private void TakeAuth(Message reply, long now)
    {
        if (reply.Code != Code.Ok)
        {
            Lose(now);
            return;
        }

        long time = reply.Number(Words.Time, 0);
        if (time > 0 && !_clock.IsSet)
        {
            _clock.Set(time, now);
        }

        _links.Add(_session, _parent);
        _mailbox.Found(_isMailbox, _objectMax); // under the seal now: the keys are made of what was said
        _state = State.Up;
        _isPinged = false;
        _backOffMs = 0;
        _deadline = now + PingEveryMs;
        if (_events != null)
        {
            _events.ParentLink(true);
        }
    }

    private void Ping(long now)
    {
        if (_session.Reserve(Exchange.LineRoom) == Room.Here)
        {
            _outgoing.Begin(_session).Text("PING ").Text(PingTag);
            _outgoing.End(_session);
            _isPinged = true;
        }

        _deadline = now + PingEveryMs;
    }

    private void Lose(long now)
    {
        bool wasUp = _state == State.Up;
        _session.Doom(); // it may be gone already; a new connection begins without
        TryAgainLater(now);
        if (wasUp && _events != null)
        {
            _events.ParentLink(false);
        }
    }

    private void TryAgainLater(long now)
    {
        _state = State.Down;
        _backOffMs = BackOff.Next(_backOffMs, BackOffFirstMs, BackOffMaxMs);
        _deadline = BackOff.Until(_backOffMs, _entropy, now);
    }

    /// <summary>Whether a reply is to the request with this tag.</summary>
    internal static bool IsTag(Message reply, string tag)
    {
        if (reply.TagLength != tag.Length)
        {
            return false;
        }

        for (int i = 0; i < tag.Length; i++)
        {
            if (reply.Octets[reply.TagStart + i] != tag[i])
            {
                return false;
            }
        }

        return true;
    }

    private static class State
    {
        internal const int Down = 0;
        internal const int Greeting = 1;
        internal const int Proving = 2;
        internal const int Up = 3;
    }
}
