using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>The relays that this one dials because DNS, a route or a referral names them (docs/PROTOCOL.md section 4): a
/// fixed table. Each is located, dialled and greeted without anybody waiting inside a step, kept while it is
/// needed, and remembered for a while when it cannot be reached.</summary>
internal sealed class Ways
{
    // Locating and dialling together; one address; and how long a failure is believed.
    private const int SeekMs = 12 * 1000;
    private const int GreetMs = 2000;
    private const int FailedMs = 10 * 1000;

    // A connection that nobody needs is closed; sooner when its place is wanted for another.
    private const int IdleMs = 30 * 1000;
    private const int IdleWhenWantedMs = 1000;
    private const int IdleForWatchMs = 5 * 1000;
    private const int SeenMs = 50; // whoever waits for it has seen by then that it failed
    private const int PingEveryMs = 60 * 1000;

    private const int PortMax = 65535;

    private const string HelloTag = "hello";
    private const string PingTag = "ping";

    private readonly INetwork _network;
    private readonly Networks _networks;
    private readonly Greeter _greeter;
    private readonly Prover _prover;
    private readonly string _domain;
    private readonly byte[] _own;
    private readonly bool _hasDns;
    private readonly Way[] _table;
    private readonly Outgoing _outgoing = new Outgoing();
    private readonly RouteReader _route;
    private readonly ObjectReader _host;

    /// <summary>Makes the table, one place for each session.</summary>
    /// <param name="network">The network seam.</param>
    /// <param name="sessions">All sessions of the relay.</param>
    /// <param name="first">The first of those that are for ways.</param>
    /// <param name="count">How many are.</param>
    /// <param name="resolver">Whom to ask for addresses; null for nobody.</param>
    /// <param name="greeter">Makes nonces.</param>
    /// <param name="prover">Proves who this relay is.</param>
    /// <param name="configuration">The domain, and the networks that may be dialled.</param>
    /// <param name="limits">The bounds.</param>
    internal Ways(INetwork network, Session[] sessions, int first, int count, Resolver resolver, Greeter greeter, Prover prover, Configuration configuration, Limits limits)
    {
        _network = network;
        _networks = new Networks(configuration.Networks == null ? new string[0] : configuration.Networks);
        _greeter = greeter;
        _prover = prover;
        _hasDns = resolver != null;
        _domain = configuration.Domain;
        _own = Ascii.Octets(configuration.Domain);
        _table = new Way[count];
        _route = count == 0 ? null : new RouteReader();
        _host = count == 0 ? null : new ObjectReader();
        for (int i = 0; i < count; i++)
        {
            _table[i] = new Way(sessions[first + i], resolver == null ? null : new Locator(resolver, limits));
        }
    }

    /// <summary>Whether there are any places.</summary>
    internal bool CanDial
    {
        get { return _table.Length > 0; }
    }

    /// <summary>Whether anybody can tell where the relay of a domain is: without DNS nobody can, unless it has been said.</summary>
    internal bool MayFind(Address address)
    {
        bool isFound = _hasDns || SelfCertified.Claims(address.Octets, address.DomainStart, address.DomainLength);
        for (int i = 0; i < _table.Length && !isFound; i++)
        {
            isFound = _table[i].IsReferred && _table[i].IsTo(address.Octets, address.DomainStart, address.DomainLength);
        }

        return CanDial && isFound;
    }

    /// <summary>Whether an address is of this relay's own domain, which it never dials.</summary>
    internal bool IsOwn(Address address)
    {
        return address.DomainIs(_own, 0, _own.Length);
    }

    /// <summary>Whether an address that somebody else named may be written to.</summary>
    internal bool MayDial(Endpoint at)
    {
        return _networks.MayDial(at);
    }

    /// <summary>The way whose place for a connection this is, or was when somebody asked on it; null for none.</summary>
    internal Way Of(Session session)
    {
        for (int i = 0; i < _table.Length; i++)
        {
            if (_table[i].Session == session)
            {
                return _table[i];
            }
        }

        return null;
    }

    /// <summary>Tells the relay at the other end of a way who this one is, as far as it wants to know.</summary>
    /// <returns>False while that is under way.</returns>
    internal bool Introduce(Way way, long now)
    {
        return _prover.Prove(way, now) != Verdict.Pending;
    }

    /// <summary>Finds the host objects of domains that DNS does not know.</summary>
    internal IForeignObjects Hosts;

    /// <summary>The way to the relay of a domain: where we were referred to, else where DNS says.</summary>
    /// <returns>The way, which is being made if it is not up; null when there is no place for it now.</returns>
    internal Way To(byte[] domain, int start, int length, long now)
    {
        return To(domain, start, length, false, now);
    }

    /// <summary>The way to the relay of a domain for a watch, which wants it for as long as it lasts: lookups and messages may take its
    /// place, and it takes none from anybody.</summary>
    /// <returns>As <see cref="To(byte[], int, int, long)"/>.</returns>
    internal Way ToWatch(byte[] domain, int start, int length, long now)
    {
        return To(domain, start, length, true, now);
    }

    private Way To(byte[] domain, int start, int length, bool isWatch, long now)
    {
        for (int i = 0; i < _table.Length; i++)
        {
            Way way = _table[i];
            if (way.IsReferred && way.State != WayState.Free && way.State != WayState.Failed && way.IsTo(domain, start, length))
            {
                return Use(way, isWatch, now);
            }
        }

        return SelfCertified.Claims(domain, start, length) ? AlongRecorded(domain, start, length, isWatch, now) : Along(domain, start, length, null, 0, isWatch, now);
    }

    /// <summary>The way to the relay of a domain at a place that somebody named.</summary>
    /// <param name="domain">Holds the domain that it has to name, behind its <c>@</c>.</param>
    /// <param name="start">First octet.</param>
    /// <param name="length">How many.</param>
    /// <param name="host">A host name or an IP address; null for whatever DNS says.</param>
    /// <param name="port">The TCP port.</param>
    /// <param name="now">The step's time, in milliseconds.</param>
    /// <returns>As <see cref="To(byte[], int, int, long)"/>.</returns>
    internal Way Along(byte[] domain, int start, int length, string host, int port, long now)
    {
        return Along(domain, start, length, host, port, false, now);
    }

    private Way Along(byte[] domain, int start, int length, string host, int port, bool isWatch, long now)
    {
        Way place = null;
        for (int i = 0; i < _table.Length; i++)
        {
            Way way = _table[i];
            if (way.Is(domain, start, length, host, port))
            {
                return way.State == WayState.Failed ? way : Use(way, isWatch, now);
            }

            if (MayTake(way, isWatch, now) && (place == null || Rank(way, now) < Rank(place, now)))
            {
                place = way;
            }
        }

        if (place == null)
        {
            return null;
        }

        Clear(place);
        place.Set(domain, start, length, host, port);
        place.UsedAt = now;
        return Use(place, isWatch, now);
    }

    // Whether a place can be given to another domain.
    private static bool MayTake(Way way, bool isWatch, long now)
    {
        switch (way.State)
        {
            case WayState.Free: return true;
            case WayState.Failed: return now - way.UsedAt > SeenMs;
            default: return now - way.UsedAt > (isWatch ? IdleForWatchMs : IdleWhenWantedMs) && !(isWatch && way.IsWatched(now));
        }
    }

    /// <summary>Takes a referral, <c>301 tag tcp HOST PORT</c>: the domain is better asked there, as long as it can be reached.</summary>
    /// <returns>False when it is none that can be followed.</returns>
    internal bool Refer(Address address, Message reply, long now)
    {
        bool isTcp = reply.Positionals == 3 && Ascii.Is(reply.Octets, reply.PositionalStart(0), reply.PositionalLength(0), Words.Tcp);
        long port = isTcp ? Ascii.Number(reply.Octets, reply.PositionalStart(2), reply.PositionalLength(2)) : 0;
        if (port <= 0 || port > PortMax)
        {
            return false;
        }

        string host = Ascii.Text(reply.Octets, reply.PositionalStart(1), reply.PositionalLength(1));
        Way way = Along(address.Octets, address.DomainStart, address.DomainLength, host, (int)port, now)
            ?? InsteadOf(address.Octets, address.DomainStart, address.DomainLength, host, (int)port, now);
        if (way == null || way.State == WayState.Failed)
        {
            return false;
        }

        way.IsReferred = true;
        return true;
    }

    // Without another place the way that referred us is given up for the better one.
    private Way InsteadOf(byte[] domain, int start, int length, string host, int port, long now)
    {
        for (int i = 0; i < _table.Length; i++)
        {
            Way way = _table[i];
            if (way.IsTo(domain, start, length))
            {
                Clear(way);
                way.Set(domain, start, length, host, port);
                return Use(way, false, now);
            }
        }

        return null;
    }

    /// <summary>Moves each on a little.</summary>
    internal void Step(long now)
    {
        for (int i = 0; i < _table.Length; i++)
        {
            Way way = _table[i];
            _prover.Step(way, now);
            switch (way.State)
            {
                case WayState.Seeking: Seek(way, now); break;
                case WayState.Greeting: AwaitGreeting(way, now); break;
                case WayState.Up: Keep(way, now); break;
                case WayState.Failed when now >= way.Deadline: Clear(way); break;
            }
        }
    }

    /// <summary>Takes a reply that came on a connection.</summary>
    internal void Reply(Session session, Message reply, long now)
    {
        Way way = Of(session);
        if (way == null || !way.HasSession)
        {
            return;
        }

        if (way.State == WayState.Greeting && ParentLink.IsTag(reply, HelloTag))
        {
            TakeHello(way, reply, now);
        }
        else if (ParentLink.IsTag(reply, PingTag))
        {
            way.IsPinged = false;
        }
        else
        {
            _prover.Reply(way, reply, now);
        }
    }

    // A self-certifying domain is where its host object says, if that can be found in some other way.
    private Way AlongRecorded(byte[] domain, int start, int length, bool isWatch, long now)
    {
        int found = Hosts.Find(domain, start - 1, length + 1, _host, now);
        if (found == Verdict.Pending)
        {
            return null;
        }

        for (int i = 0; found == Verdict.Good && _route.Read(_host, i); i++)
        {
            Way way = _route.Scheme == RouteScheme.Tcp ? Along(domain, start, length, _route.Host, _route.Port, isWatch, now) : null;
            if (_route.Scheme == RouteScheme.Tcp && (way == null || way.State != WayState.Failed))
            {
                return way;
            }
        }

        Way none = Along(domain, start, length, null, 0, isWatch, now);
        if (none != null && none.State != WayState.Failed)
        {
            Fail(none, found == Verdict.Bad ? Code.Unknown : Code.Upstream, now);
        }

        return none;
    }

    // What costs least to forget: nothing, a failure, a place without a connection, one that is idle longest; in the end what is
    // watched, the last that was made, so that it is always the same watch that has to stand back.
    private static long Rank(Way way, long now)
    {
        switch (way.State)
        {
            case WayState.Free: return long.MinValue;
            case WayState.Failed: return way.UsedAt - IdleMs;
            default: return way.IsWatched(now) ? long.MaxValue - way.UsedAt : way.UsedAt;
        }
    }

    private static Way Use(Way way, bool isWatch, long now)
    {
        if (isWatch)
        {
            way.WatchedAt = now;
        }
        else
        {
            way.UsedAt = now;
        }

        if (way.State == WayState.Known)
        {
            way.State = WayState.Seeking;
            way.Failure = 0;
            way.Deadline = now + SeekMs;
            Begin(way, now);
        }

        return way;
    }

    private static void Begin(Way way, long now)
    {
        way.IsLiteral = way.Host != null && IpText.Parse(way.Host, way.At);
        if (way.IsLiteral || way.Locator == null)
        {
            return;
        }

        if (way.Host == null)
        {
            way.Locator.Begin(way.Domain, 0, way.DomainLength, now);
        }
        else
        {
            byte[] host = Ascii.Octets(way.Host);
            way.Locator.BeginHost(host, 0, host.Length, now);
        }
    }

    private void Seek(Way way, long now)
    {
        if (way.Session.IsOpen)
        {
            return; // the one before is still being closed
        }

        int found;
        while ((found = Next(way, now)) == DnsState.Answered && !_networks.MayDial(way.At))
        {
            way.Failure = Code.Upstream;
        }

        if (found == DnsState.Answered)
        {
            Dial(way, now);
        }
        else if (found != DnsState.Pending)
        {
            Fail(way, way.Failure != 0 ? way.Failure : CodeOf(found), now);
        }
        else if (now >= way.Deadline)
        {
            Fail(way, Code.UpstreamTimeout, now);
        }
    }

    // The next address, once where it is given.
    private static int Next(Way way, long now)
    {
        if (way.IsLiteral)
        {
            way.IsLiteral = false;
            return DnsState.Answered;
        }

        return way.Locator == null ? DnsState.NoData : way.Locator.Next(way.At, now);
    }

    // That there is no such domain is an answer; that nobody can tell is none.
    private static int CodeOf(int state)
    {
        switch (state)
        {
            case DnsState.TimedOut: return Code.UpstreamTimeout;
            case DnsState.ServerFailed: return Code.Upstream;
            default: return Code.Unknown;
        }
    }

    private void Dial(Way way, long now)
    {
        way.At.Port = way.Host == null ? Wire.Port : way.Port;
        way.Failure = Code.Upstream; // unless the next one answers
        int connection = _network.Dial(Locator.Host(way.At), way.At.Port);
        if (connection < 0)
        {
            Fail(way, Code.Upstream, now);
            return;
        }

        way.Session.Open(connection, true, now);
        way.Session.From.Copy(way.At);
        way.Dialled();
        _prover.Forget(way);
        MessageWriter line = _outgoing.Begin(way.Session).Text("HELLO ").Text(HelloTag).Octet(Ascii.SP).Text(_domain).Text(" nonce=");
        _greeter.WriteNonce(line);
        _prover.Greet(way, line);
        _outgoing.End(way.Session);
        way.State = WayState.Greeting;
        way.GreetBy = now + GreetMs;
    }

    private void AwaitGreeting(Way way, long now)
    {
        if (!way.HasSession || now >= way.GreetBy)
        {
            way.HangUp();
            way.State = WayState.Seeking; // whoever is next
        }
    }

    // Nothing but HELLO is sent before the other end names the expected domain: the one that was asked for, or that
    // of the host that DNS or a route names for it.
    private void TakeHello(Way way, Message reply, long now)
    {
        int start = reply.Positionals == 1 ? reply.PositionalStart(0) : 0;
        int length = reply.Positionals == 1 ? reply.PositionalLength(0) : 0;
        bool isExpected = reply.Code == Code.Ok && length > 0 && !Ascii.Is(reply.Octets, start, length, _own)
            && (way.IsTo(reply.Octets, start, length) || IsOfHost(way, reply.Octets, start, length));
        if (!isExpected)
        {
            way.HangUp();
            way.State = WayState.Seeking;
            return;
        }

        End(way);
        _prover.Greeted(way, reply, start, length);
        way.State = WayState.Up;
        way.Failure = 0;
        way.IsPinged = false;
        way.Deadline = now + PingEveryMs;
    }

    private static bool IsOfHost(Way way, byte[] octets, int start, int length)
    {
        if (way.Host == null)
        {
            return way.Locator.IsNamed(octets, start, length);
        }

        byte[] host = Ascii.Octets(way.Host);
        return Locator.IsUnder(host, 0, host.Length, octets, start, length);
    }

    private void Keep(Way way, long now)
    {
        bool isIdle = now - way.UsedAt > IdleMs && !way.IsWatched(now);
        if (!way.HasSession || isIdle || (now >= way.Deadline && way.IsPinged))
        {
            way.HangUp();
            way.State = WayState.Known;
            _prover.Forget(way);
            End(way);
        }
        else if (now >= way.Deadline)
        {
            way.Deadline = now + PingEveryMs;
            if (way.Session.Reserve(Exchange.LineRoom) == Room.Here)
            {
                _outgoing.Begin(way.Session).Text("PING ").Text(PingTag);
                _outgoing.End(way.Session);
                way.IsPinged = true;
            }
        }
    }

    private static void Fail(Way way, int code, long now)
    {
        End(way);
        way.State = WayState.Failed;
        way.UsedAt = now;
        way.Failure = code;
        way.IsReferred = false;
        way.Deadline = now + FailedMs;
    }

    private void Clear(Way way)
    {
        way.HangUp();
        _prover.Forget(way);
        End(way);
        way.State = WayState.Free;
        way.Failure = 0;
        way.IsReferred = false;
    }

    private static void End(Way way)
    {
        if (way.Locator != null)
        {
            way.Locator.End();
        }
    }
}
