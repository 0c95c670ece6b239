using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Makes and keeps a <see cref="Way"/> (docs/PROTOCOL.md section 4, Dialling): it is located, dialled and greeted without
/// anybody waiting inside a step, kept while it is needed, and remembered for a while when it cannot be reached.</summary>
internal sealed class WayKeeper
{
    /// <summary>A connection that nobody has needed for so many milliseconds is closed.</summary>
    internal const int IdleMs = 30 * 1000;

    // Locating and dialling together; one address; and how long a failure is believed.
    private const int SeekMs = 12 * 1000;
    private const int GreetMs = 2000;
    private const int FailedMs = 10 * 1000;

    private const int PingEveryMs = 60 * 1000;

    private const string HelloTag = "hello";
    private const string PingTag = "ping";

    private readonly INetwork _network;
    private readonly Networks _networks;
    private readonly Greeter _greeter;
    private readonly Prover _prover;
    private readonly byte[] _own;
    private readonly Outgoing _outgoing = new Outgoing();

    internal WayKeeper(INetwork network, Networks networks, Greeter greeter, Prover prover, byte[] own)
    {
        _network = network;
        _networks = networks;
        _greeter = greeter;
        _prover = prover;
        _own = own;
    }

    /// <summary>Begins to look for a relay of which only the name is known.</summary>
    internal static void Begin(Way way, long now)
    {
        way.State = WayState.Seeking;
        way.Failure = 0;
        way.Deadline = now + SeekMs;
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

    /// <summary>Moves it on a little.</summary>
    internal void Step(Way way, long now)
    {
        _prover.Step(way, now);
        switch (way.State)
        {
            case WayState.Seeking: Seek(way, now); break;
            case WayState.Greeting: AwaitGreeting(way, now); break;
            case WayState.Up: Keep(way, now); break;
            case WayState.Failed when now >= way.Deadline: Clear(way); break;
        }
    }

    /// <summary>Takes a reply that came on its connection.</summary>
    internal void Reply(Way way, Message reply, long now)
    {
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
        way.Session.SetFrom(way.At);
        way.Dialled();
        _prover.Forget(way);
        MessageWriter line = _outgoing.Begin(way.Session).Text("HELLO ").Text(HelloTag).Octet(Ascii.SP).Copy(_own, 0, _own.Length).Text(" nonce=");
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

    /// <summary>Remembers for a while that a relay cannot be reached.</summary>
    internal static void Fail(Way way, int code, long now)
    {
        End(way);
        way.State = WayState.Failed;
        way.UsedAt = now;
        way.Failure = code;
        way.IsReferred = false;
        way.Deadline = now + FailedMs;
    }

    /// <summary>Frees the place.</summary>
    internal void Clear(Way way)
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
