using System;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>How far a <see cref="Way"/> has come.</summary>
internal static class WayState
{
    /// <summary>Nothing is known of it: a free place.</summary>
    internal const int Free = 0;

    /// <summary>It is known where it leads, and nobody is connected.</summary>
    internal const int Known = 1;

    /// <summary>The address to dial is being found.</summary>
    internal const int Seeking = 2;

    /// <summary>It was dialled, and is to say who it is.</summary>
    internal const int Greeting = 3;

    /// <summary>Requests can be sent.</summary>
    internal const int Up = 4;

    /// <summary>It could not be reached, which is remembered for a while.</summary>
    internal const int Failed = 5;
}

/// <summary>Whether the relay at the other end knows who this one is.</summary>
internal static class WayProof
{
    /// <summary>It was not told.</summary>
    internal const int None = 0;

    /// <summary>The proof is being signed.</summary>
    internal const int Signing = 1;

    /// <summary>AUTH was sent.</summary>
    internal const int Sent = 2;

    /// <summary>It has accepted it.</summary>
    internal const int Proved = 3;
}

/// <summary>One relay elsewhere that this one shares no key with, and the connection to it (docs/PROTOCOL.md section 4).</summary>
internal sealed class Way
{
    internal readonly byte[] Domain = new byte[Wire.AddressMax];
    internal readonly Session Session;
    internal readonly Locator Locator;

    /// <summary>Where it is dialled.</summary>
    internal readonly Endpoint At = new Endpoint();

    private const long Never = long.MinValue / 2;
    private const int WatchedMs = 2000; // a watch says so four times a second, where nothing delays it

    private int _opening;

    internal Way(Session session, Locator locator)
    {
        Session = session;
        Locator = locator;
    }

    internal int DomainLength;

    /// <summary>Where a route or a referral says that it is, a name or an IP address; null where DNS is asked for the domain.</summary>
    internal string Host;

    internal int Port;

    /// <summary>Whether another relay has referred us here: it is asked instead of the domain, as long as it can be reached.</summary>
    internal bool IsReferred;

    /// <summary>One of <see cref="WayState"/>.</summary>
    internal int State;

    /// <summary>Why it failed: a code.</summary>
    internal int Failure;

    /// <summary>When somebody last needed it.</summary>
    internal long UsedAt;

    /// <summary>When a watch last wanted it, which does for as long as it lasts.</summary>
    internal long WatchedAt = Never;

    /// <summary>When its state has lasted long enough.</summary>
    internal long Deadline;

    /// <summary>When the relay that was dialled must have said who it is.</summary>
    internal long GreetBy;

    /// <summary>Whether a PING waits for its reply.</summary>
    internal bool IsPinged;

    /// <summary>Whether the address to dial stands in <see cref="Host"/> itself.</summary>
    internal bool IsLiteral;

    /// <summary>HELLO, and once it is there LF and the reply, as long as AUTH may follow; else null.</summary>
    internal byte[] Greeting;

    /// <summary>One of <see cref="WayProof"/>.</summary>
    internal int Proof;

    /// <summary>Why the last proof was not accepted: a code; 0 where none was refused.</summary>
    internal int ProofFailure;

    /// <summary>When the proof must be accepted; after a failure, until when no other is offered.</summary>
    internal long ProveBy;

    /// <summary>Whether a proof is under way: whatever else is asked would wait behind it.</summary>
    internal bool IsProving
    {
        get { return Proof == WayProof.Signing || Proof == WayProof.Sent; }
    }

    /// <summary>Whether requests can be sent on it.</summary>
    internal bool IsUp
    {
        get { return State == WayState.Up && HasSession && !IsProving; }
    }

    /// <summary>Whether the session carries the connection that was dialled last.</summary>
    internal bool HasSession
    {
        get { return Session.IsOpen && Session.Opening == _opening && !Session.IsDoomed; }
    }

    /// <summary>Whether something is watched there, or is to be.</summary>
    internal bool IsWatched(long now)
    {
        return now - WatchedAt < WatchedMs;
    }

    /// <summary>Whether it leads to a domain at a place; <paramref name="host"/> null for whatever DNS says.</summary>
    internal bool Is(byte[] octets, int start, int length, string host, int port)
    {
        bool isHost = host == null ? Host == null : Host != null && Port == port && Host == host;
        return State != WayState.Free && isHost && IsTo(octets, start, length);
    }

    /// <summary>Whether it leads to a domain.</summary>
    internal bool IsTo(byte[] octets, int start, int length)
    {
        return DomainLength == length && Platform.Equal(Domain, 0, octets, start, length);
    }

    internal void Set(byte[] octets, int start, int length, string host, int port)
    {
        Array.Copy(octets, start, Domain, 0, length);
        DomainLength = length;
        Host = host;
        Port = port;
        IsReferred = false;
        WatchedAt = Never;
        ProofFailure = 0;
        State = WayState.Known;
    }

    /// <summary>Remembers which connection was dialled.</summary>
    internal void Dialled()
    {
        _opening = Session.Opening;
    }

    /// <summary>Ends the connection, if there is one.</summary>
    internal void HangUp()
    {
        if (HasSession)
        {
            Session.Doom();
        }
    }
}
