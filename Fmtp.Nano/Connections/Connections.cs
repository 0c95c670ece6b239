using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Everything that happens on connections: they are accepted, received from, answered, told of changes,
/// sent to, and closed when their time is over (docs/PROTOCOL.md section 3).</summary>
internal sealed class Connections
{
    // How late a deadline of seconds may be noticed.
    private const int CheckEveryMs = 250;

    // A connection on which nothing came or went for so long is silent.
    private const int SilentMs = 1000;

    private readonly INetwork _network;
    private readonly Limits _limits;
    private readonly Session[] _sessions;
    private readonly Doorstep _doorstep;
    private readonly Watches _watches;
    private readonly HttpView _http;
    private readonly Dispatcher _dispatcher;
    private readonly Pusher _pusher;
    private readonly Replies _replies;
    private readonly IRelayEvents _events;
    private readonly Endpoint _from = new Endpoint();
    private readonly Exchange _exchange;

    // The places before are for connections that the relay opens itself.
    private readonly int _first;

    // Behind the last open place.
    private int _reach;

    internal Connections(INetwork network, Limits limits, Exchange exchange, Session[] sessions, int first, Watches watches, HttpView http, Dispatcher dispatcher, Pusher pusher, Replies replies, IRelayEvents events)
    {
        _network = network;
        _limits = limits;
        _exchange = exchange;
        _sessions = sessions;
        _first = first;
        _reach = first;
        _doorstep = new Doorstep(network, limits);
        _watches = watches;
        _http = http;
        _dispatcher = dispatcher;
        _pusher = pusher;
        _replies = replies;
        _events = events;
    }

    /// <summary>Whether in this step anything was done but answering GETs from the store.</summary>
    internal bool HasLittered;

    /// <summary>Takes what came. Those who have been silent for a while are asked when the others have nothing.</summary>
    /// <param name="now">The step's time, in milliseconds.</param>
    /// <param name="isDue">Whether all are asked.</param>
    /// <returns>Whether anything came.</returns>
    internal bool Receive(long now, bool isDue)
    {
        Session[] sessions = _sessions;
        HasLittered = false;
        long spoken = isDue ? long.MinValue : now - SilentMs;
        bool worked = false;
        bool areSilent = false;
        int reach = _reach;
        for (int i = 0; i < reach; i++)
        {
            Session session = sessions[i];
            if (session.LastActive < spoken)
            {
                areSilent = true;
            }
            else if (Receive(session, now))
            {
                worked = true;
            }
        }

        for (int i = 0; i < reach && areSilent && !worked; i++)
        {
            worked = sessions[i].LastActive < spoken && Receive(sessions[i], now);
        }

        return worked;
    }

    /// <summary>Lets in who comes anew.</summary>
    /// <returns>Whether anybody did.</returns>
    internal bool Accept(long now)
    {
        int connection = _network.Accept(_from);
        if (connection < 0)
        {
            return false;
        }

        for (int i = _first; i < _sessions.Length; i++)
        {
            if (!_sessions[i].IsOpen)
            {
                _reach = i < _reach ? _reach : i + 1;
                _sessions[i].Open(connection, false, now);
                _sessions[i].SetFrom(_from);
                return true;
            }
        }

        _doorstep.Refuse(connection, now);
        return true;
    }

    /// <summary>Sends what waits; whatever it acknowledges is durable by now.</summary>
    /// <returns>Whether anything was done.</returns>
    internal bool Send(long now)
    {
        bool worked = _doorstep.Count > 0 && _doorstep.Step(now);
        _pusher.IsFilled = false;
        Session[] sessions = _sessions;
        int reach = _reach;
        for (int i = 0; i < reach; i++)
        {
            Session session = sessions[i];
            if (session.OutEnd > 0 || now >= session.CheckAt)
            {
                worked |= Send(session, now);
            }
        }

        while (reach > _first && sessions[reach - 1].Phase == SessionPhase.Free)
        {
            _reach = --reach;
        }

        return worked;
    }

    /// <summary>Ends every connection that something waits for: what it acknowledges did not become durable.</summary>
    internal void Forget()
    {
        for (int i = 0; i < _sessions.Length; i++)
        {
            if (_sessions[i].IsOpen && !_sessions[i].IsDrained)
            {
                Close(_sessions[i]);
            }
        }
    }

    private bool Receive(Session session, long now)
    {
        int phase = session.Phase;
        if (phase == SessionPhase.Free || phase >= SessionPhase.Closing)
        {
            return phase == SessionPhase.Lingering && HearOut(session);
        }

        int count = session.IsHalfClosed ? 0 : session.Receive(now);
        if (count < 0)
        {
            session.IsHalfClosed = true; // it may still read what it asked for
        }

        MessageReader reader = session.Reader;
        if (reader.End == reader.Start)
        {
            if (session.IsHalfClosed)
            {
                FinishHalfClosed(session);
            }

            return count != 0;
        }

        bool worked = phase == SessionPhase.Http ? TakeHttp(session, now) : Take(session, now);
        return worked || count != 0;
    }

    // Takes whole messages, in their order, as long as there is room for the answers.
    private bool Take(Session session, long now)
    {
        MessageReader reader = session.Reader;
        Message message = _exchange.Request;
        for (int taken = 0; taken < _limits.MessagesPerStep; taken++)
        {
            if (session.IsFresh)
            {
                int isHttp = HttpRequest.Sniff(reader.Buffer, reader.Start, reader.Count);
                if (isHttp > 0)
                {
                    session.Phase = SessionPhase.Http;
                    session.Browser = new HttpRequest();
                    return TakeHttp(session, now);
                }

                if (isHttp < 0 && !session.IsHalfClosed)
                {
                    return taken > 0;
                }

                session.IsFresh = false;
            }

            int found = reader.Take(message, _limits.ObjectMax);
            if (found != Taken.Message)
            {
                return TakePart(session, found, now) || taken > 0;
            }

            if (!Answer(session, now))
            {
                return taken > 0;
            }

            if (session.Phase != SessionPhase.Open)
            {
                return true;
            }

            reader.Consume(message);
            session.Took(now);
            if (reader.End == 0)
            {
                return true;
            }
        }

        return true;
    }

    // What is no message, or not yet. False when there is nothing to do for it now.
    private bool TakePart(Session session, int found, long now)
    {
        if (found == Taken.Room && session.Grow())
        {
            return true;
        }

        if (found == Taken.Room && _exchange.Request.IsReply)
        {
            return false; // somebody waits for it: it waits for a buffer
        }

        if (found != Taken.Nothing)
        {
            Refuse(session, found, now);
            return true;
        }

        if (session.Reader.Count == 0)
        {
            session.Took(now); // an empty line
        }

        FinishHalfClosed(session); // what is left is a part of a message that will not be finished
        return false;
    }

    // A peer that sends no more is heard out: what it asked for goes to it first.
    private static void FinishHalfClosed(Session session)
    {
        if (session.IsHalfClosed && session.Waiting == 0)
        {
            session.Finish();
        }
    }

    // False when the message has to wait for the next step.
    private bool Answer(Session session, long now)
    {
        Message message = _exchange.Request;
        if (session.InSeal != null && !session.IsVerified)
        {
            if (!session.InSeal.VerifyLink(session.InCount, message))
            {
                session.Finish(); // without a word (section 5); what was answered before goes out
                return true;
            }

            session.InCount++;
            session.IsVerified = true;
        }

        if (message.IsReply)
        {
            HasLittered = true;
            _replies.Take(session, message, now);
            return true;
        }

        _exchange.Open(session, now);
        bool isAnswered = _dispatcher.Answer(_exchange);
        if (!_exchange.IsStored)
        {
            HasLittered = true;
        }

        return isAnswered;
    }

    // Nothing behind this can be read: the connection ends after the answer.
    private void Refuse(Session session, int found, long now)
    {
        bool isUnsealed = session.InSeal != null && (found == Taken.Illegible || _exchange.Request.SealStart == 0);
        if (isUnsealed || _exchange.Request.IsReply)
        {
            session.Finish();
            return;
        }

        _exchange.Open(session, now);
        if (_exchange.Reserve(Exchange.LineRoom) == Room.Later)
        {
            return;
        }

        switch (found)
        {
            case Taken.TooLarge: _exchange.Begin(Code.TooLarge).Text(" max=").Number(_limits.ObjectMax); _exchange.End(); break;
            case Taken.Room: _exchange.Busy(); break;
            default: _exchange.End(Code.Malformed); break;
        }

        session.Finish();
    }

    private bool TakeHttp(Session session, long now)
    {
        HasLittered = true;
        MessageReader reader = session.Reader;
        if (session.BrowserHead == HttpRequest.Incomplete)
        {
            session.BrowserHead = session.Browser.Feed(reader.Buffer, reader.Start, reader.Count, _limits.HttpHeadMax);
            if (session.BrowserHead == HttpRequest.Incomplete)
            {
                reader.Clear();
                return true;
            }
        }

        if (!_http.Answer(session, session.BrowserHead, now))
        {
            return false;
        }

        if (_events != null)
        {
            _events.Browsed(session.Browser.Path, session.Browser.PathLength, _http.Status, session.From);
        }

        session.Finish();
        return true;
    }

    private bool Send(Session session, long now)
    {
        bool hadSome = session.OutEnd > 0;
        bool isThere = !hadSome || session.Send(now);
        if (isThere && now < session.CheckAt)
        {
            return hadSome && session.OutEnd == 0;
        }

        if (session.Phase == SessionPhase.Free)
        {
            session.CheckAt = long.MaxValue; // doomed when it had gone
            return false;
        }

        if (!isThere || session.IsDoomed || session.Phase == SessionPhase.Lingering || IsOverdue(session, now))
        {
            Close(session);
            return true;
        }

        if (session.Pushes.Count > 0 && session.Phase == SessionPhase.Open)
        {
            HasLittered = true;
            hadSome |= _pusher.Continue(session, now);
            session.CheckAt = Session.AtOnce; // what is left is tried again in every step
        }

        if (session.Phase == SessionPhase.Closing)
        {
            session.CheckAt = Session.AtOnce;
            if (session.IsDrained)
            {
                _network.Finish(session.Connection);
                _watches.Drop(session);
                session.Phase = SessionPhase.Lingering;
                session.CheckAt = now + _limits.LingerMs;
            }
        }

        return hadSome && session.OutEnd == 0;
    }

    private bool IsOverdue(Session session, long now)
    {
        session.CheckAt = now + CheckEveryMs;
        if (session.PartSince != Session.NoPart && now - session.PartSince > _limits.MessageMs)
        {
            return true;
        }

        if (!session.IsDrained)
        {
            return now - session.LastTaken > _limits.SendMs;
        }

        session.LastTaken = now;
        return now - session.LastActive > _limits.IdleMs && !_watches.IsWatching(session);
    }

    // What the peer still sends is discarded, so that its TCP does not throw away our last reply.
    private bool HearOut(Session session)
    {
        session.Reader.Clear();
        int count = _network.Receive(session.Connection, session.Reader.Buffer, 0, session.Reader.Buffer.Length);
        if (count < 0)
        {
            Close(session);
        }

        return count > 0;
    }

    private void Close(Session session)
    {
        _watches.Drop(session);
        session.Close();
    }
}
