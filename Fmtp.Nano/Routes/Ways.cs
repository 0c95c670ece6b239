using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>The relays that this one dials because DNS, a route or a referral names them (docs/PROTOCOL.md section 4): a
/// fixed table, and which of its places is for whom. <see cref="WayKeeper"/> makes and keeps each of them.</summary>
internal sealed class Ways
{
    // How long nobody must have needed a connection whose place is wanted for another.
    private const int IdleWhenWantedMs = 1000;
    private const int IdleForWatchMs = 5 * 1000;
    private const int SeenMs = 50; // whoever waits for it has seen by then that it failed

    private const int PortMax = 65535;

    private readonly Networks _networks;
    private readonly Prover _prover;
    private readonly WayKeeper _keeper;
    private readonly byte[] _own;
    private readonly bool _hasDns;
    private readonly Way[] _table;
    private readonly RouteReader _route;

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
        _networks = new Networks(configuration.Networks == null ? new string[0] : configuration.Networks);
        _prover = prover;
        _own = Ascii.Octets(configuration.Domain);
        _keeper = new WayKeeper(network, _networks, greeter, prover, _own);
        _hasDns = resolver != null;
        _table = new Way[count];
        _route = count == 0 ? null : new RouteReader();
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
    /// <param name="address">Of that domain.</param>
    /// <param name="mayDial">Whether it may be made; else only one that is up is found.</param>
    /// <param name="now">The step's time, in milliseconds.</param>
    /// <returns>As <see cref="To(byte[], int, int, long)"/>.</returns>
    internal Way ToWatch(Address address, bool mayDial, long now)
    {
        if (mayDial)
        {
            return To(address.Octets, address.DomainStart, address.DomainLength, true, now);
        }

        for (int i = 0; i < _table.Length; i++)
        {
            if (_table[i].State == WayState.Up && _table[i].IsTo(address.Octets, address.DomainStart, address.DomainLength))
            {
                return Use(_table[i], true, now);
            }
        }

        return null;
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

        _keeper.Clear(place);
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
                _keeper.Clear(way);
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
            _keeper.Step(_table[i], now);
        }
    }

    /// <summary>Takes a reply that came on a connection.</summary>
    internal void Reply(Session session, Message reply, long now)
    {
        Way way = Of(session);
        if (way != null && way.HasSession)
        {
            _keeper.Reply(way, reply, now);
        }
    }

    // A self-certifying domain is where its host object says, if that can be found in some other way.
    private Way AlongRecorded(byte[] domain, int start, int length, bool isWatch, long now)
    {
        int found = Hosts.Find(domain, start - 1, length + 1, now);
        if (found == Verdict.Pending)
        {
            return null;
        }

        for (int i = 0; found == Verdict.Good && _route.Read(Hosts.Found, i); i++)
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
            WayKeeper.Fail(none, found == Verdict.Bad ? Code.Unknown : Code.Upstream, now);
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
            case WayState.Failed: return way.UsedAt - WayKeeper.IdleMs;
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
            WayKeeper.Begin(way, now);
        }

        return way;
    }
}
