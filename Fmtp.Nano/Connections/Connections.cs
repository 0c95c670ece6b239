using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>The life of connections: they are accepted, received from, told of changes, sent to, and closed when their
/// time is over (docs/PROTOCOL.md section 3). What was received goes to <see cref="Intake"/>.</summary>
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
    private readonly Intake _intake;
    private readonly Pusher _pusher;
    private readonly Endpoint _from = new Endpoint();

    // The places before are for connections that the relay opens itself.
    private readonly int _first;

    // Behind the last open place.
    private int _reach;

    internal Connections(INetwork network, Limits limits, Session[] sessions, int first, Watches watches, Intake intake, Pusher pusher, Doorstep doorstep)
    {
        _network = network;
        _limits = limits;
        _sessions = sessions;
        _first = first;
        _reach = first;
        _doorstep = doorstep;
        _watches = watches;
        _intake = intake;
        _pusher = pusher;
    }

    /// <summary>Takes what came. Those who have been silent for a while are asked when the others have nothing.</summary>
    /// <param name="now">The step's time, in milliseconds.</param>
    /// <param name="isDue">Whether all are asked.</param>
    /// <returns>Whether anything came.</returns>
    internal bool Receive(long now, bool isDue)
    {
        Session[] sessions = _sessions;
        _intake.HasLittered = false;
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

        int place = Place(now);
        if (place < 0)
        {
            _doorstep.Refuse(connection, now);
            return true;
        }

        _reach = place < _reach ? _reach : place + 1;
        _sessions[place].Open(connection, false, now);
        _sessions[place].SetFrom(_from);
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

    // A free place; else that of the watcher who has been silent longest, and longer than who watches nothing may be: he may be
    // gone without a word, and his lease be an hour. -1 where there is none.
    private int Place(long now)
    {
        int place = -1;
        long since = now - _limits.IdleMs;
        for (int i = _first; i < _sessions.Length; i++)
        {
            if (!_sessions[i].IsOpen)
            {
                return i;
            }

            if (_sessions[i].LastActive < since)
            {
                place = i;
                since = _sessions[i].LastActive;
            }
        }

        if (place >= 0)
        {
            Close(_sessions[place]);
        }

        return place;
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
                session.FinishHalfClosed();
            }

            return count != 0;
        }

        bool worked = phase == SessionPhase.Http ? _intake.TakeHttp(session, now) : _intake.Take(session, now);
        return worked || count != 0;
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
            _intake.HasLittered = true;
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
