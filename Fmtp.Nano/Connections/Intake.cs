using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Takes what came on connections (docs/PROTOCOL.md section 3): each whole message goes, its seal verified, to what
/// answers it; what is none is refused.</summary>
internal sealed class Intake
{
    private readonly Limits _limits;
    private readonly Exchange _exchange;
    private readonly HttpView _http;
    private readonly Dispatcher _dispatcher;
    private readonly Replies _replies;
    private readonly IRelayEvents _events;

    internal Intake(Limits limits, Exchange exchange, HttpView http, Dispatcher dispatcher, Replies replies, IRelayEvents events)
    {
        _limits = limits;
        _exchange = exchange;
        _http = http;
        _dispatcher = dispatcher;
        _replies = replies;
        _events = events;
    }

    /// <summary>Whether in this step anything was done but answering unsealed GETs from the store.</summary>
    internal bool HasLittered;

    /// <summary>Takes whole messages, in their order, as long as there is room for the answers.</summary>
    /// <returns>Whether anything was done.</returns>
    internal bool Take(Session session, long now)
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

    /// <summary>Takes a browser's request, head and all.</summary>
    /// <returns>Whether anything was done.</returns>
    internal bool TakeHttp(Session session, long now)
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

        session.FinishHalfClosed(); // what is left is a part of a message that will not be finished
        return false;
    }

    // False when the message has to wait for the next step.
    private bool Answer(Session session, long now)
    {
        Message message = _exchange.Request;
        if (session.InSeal != null && !session.IsVerified)
        {
            HasLittered = true;
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
}
