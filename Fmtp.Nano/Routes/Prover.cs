using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Proves to relays elsewhere that this one is its domain's (docs/PROTOCOL.md section 5, Keys), so that they give it
/// what is private and for its users. Each is told when first something could follow from it; the signature is made on the
/// workbench, a piece a step.</summary>
internal sealed class Prover
{
    // For the signature and the other end's verification, which may have to find the key.
    private const int ProveMs = 12 * 1000;

    // So long nobody is offered another proof who has refused one, which ends the connection and whatever is watched on
    // it; who could not tell; who was lost meanwhile.
    private const int RefusedMs = 10 * 60 * 1000;
    private const int UntoldMs = 60 * 1000;
    private const int LostMs = 10 * 1000;

    private const string Tag = "auth";

    private readonly Workbench _bench;
    private readonly byte[] _host;
    private readonly byte[] _selector;
    private readonly byte[] _signature;
    private readonly Outgoing _outgoing;
    private Way _signed;

    /// <summary>Makes one.</summary>
    /// <param name="bench">Where signatures are made; null where they cannot be.</param>
    /// <param name="host">This relay's own address, <c>@domain</c>.</param>
    /// <param name="configuration">Has the selector.</param>
    internal Prover(Workbench bench, byte[] host, Configuration configuration)
    {
        _host = host;
        if (bench != null && configuration.Signing != null)
        {
            _bench = bench;
            _outgoing = new Outgoing();
            _signature = new byte[Wire.SignatureLength];
            bool isSelf = SelfCertified.Claims(host, 1, host.Length - 1);
            _selector = Ascii.Octets(isSelf ? string.Empty : " selector=" + configuration.Signing.Selector);
        }
    }

    /// <summary>Whether there is a key to prove anything with.</summary>
    internal bool IsAble
    {
        get { return _bench != null; }
    }

    /// <summary>Keeps the HELLO that is said along a way.</summary>
    internal void Greet(Way way, MessageWriter hello)
    {
        if (IsAble)
        {
            way.Greeting = new byte[hello.At - hello.Start];
            System.Array.Copy(hello.Octets, hello.Start, way.Greeting, 0, way.Greeting.Length);
        }
    }

    /// <summary>Takes the reply to it. Who names another domain than the one that is asked for is told nothing: what is
    /// proved to him he might bring to that domain's relay.</summary>
    /// <param name="way">The way.</param>
    /// <param name="reply">The reply.</param>
    /// <param name="start">Where the domain in it begins.</param>
    /// <param name="length">Octets of that.</param>
    internal void Greeted(Way way, Message reply, int start, int length)
    {
        byte[] hello = way.Greeting;
        bool isToBeTold = hello != null && way.IsTo(reply.Octets, start, length);
        way.Greeting = isToBeTold ? Greeter.Greeting(hello, 0, hello.Length, reply.Octets, reply.Start, reply.LineEnd) : null;
    }

    /// <summary>Whether the relay at the other end knows who this one is; if it was not told yet, it is from now on.</summary>
    /// <returns>One of <see cref="Verdict"/>: Good when it does; Pending; Bad when it will not; Unknown when it cannot
    /// tell now, for the reason in <see cref="Way.ProofFailure"/>.</returns>
    internal int Prove(Way way, long now)
    {
        bool isFailed = way.ProofFailure != 0 && now < way.ProveBy;
        if (!isFailed && way.Proof == WayProof.None && way.Greeting != null && way.HasSession)
        {
            way.Proof = WayProof.Signing;
            way.ProofFailure = 0;
            way.ProveBy = now + ProveMs;
        }

        switch (way.Proof)
        {
            case WayProof.Proved: return Verdict.Good;
            case WayProof.None: return isFailed && way.ProofFailure != Code.Unauthorized ? Verdict.Unknown : Verdict.Bad;
            default: return Verdict.Pending;
        }
    }

    /// <summary>Moves a proof on that is under way.</summary>
    internal void Step(Way way, long now)
    {
        if (!way.IsProving)
        {
            return;
        }

        if (!way.HasSession)
        {
            Fail(way, Code.Upstream, now);
        }
        else if (now >= way.ProveBy)
        {
            Fail(way, Code.UpstreamTimeout, now);
            way.HangUp(); // what is asked behind an AUTH waits for its answer
        }
        else if (way.Proof == WayProof.Signing && way.Session.Reserve(Wire.LineMax) == Room.Here && Sign(way, now))
        {
            Send(way);
        }
    }

    /// <summary>Takes a reply that came along a way.</summary>
    internal void Reply(Way way, Message reply, long now)
    {
        if (way.Proof != WayProof.Sent || !ParentLink.IsTag(reply, Tag))
        {
            return;
        }

        if (reply.Code == Code.Ok)
        {
            way.Proof = WayProof.Proved;
        }
        else
        {
            Fail(way, reply.Code == Code.Busy ? Code.Busy : Code.Unauthorized, now);
            if (reply.Code == Code.Unauthorized)
            {
                way.HangUp(); // as the other end does
            }
        }
    }

    /// <summary>Says that the connection of a way is another, or none.</summary>
    internal void Forget(Way way)
    {
        End(way);
        way.Proof = WayProof.None;
        way.Greeting = null;
    }

    private void Fail(Way way, int code, long now)
    {
        End(way);
        way.Proof = WayProof.None;
        way.ProofFailure = code;
        way.ProveBy = now + (code == Code.Unauthorized ? RefusedMs : code == Code.Upstream ? LostMs : UntoldMs);
    }

    private bool Sign(Way way, long now)
    {
        if (_bench.Owner != this)
        {
            if (!_bench.Take(this))
            {
                _bench.SignerAskedAt = now;
                return false;
            }

            int length = Greeter.WriteProof(_bench.Octets, way.Greeting, _host, 0, _host.Length);
            _signed = way;
            _bench.Sign(0, length, _signature);
        }

        return _signed == way && !_bench.IsAtWork;
    }

    private void Send(Way way)
    {
        MessageWriter line = _outgoing.Begin(way.Session).Text("AUTH ").Text(Tag).Octet(Ascii.SP).Copy(_host, 0, _host.Length).Text(" ed25519 ");
        Platform.Base64(_signature, 0, _signature.Length, line.Octets, line.At);
        line.Skip((Wire.SignatureLength + 2) / 3 * 4).Copy(_selector, 0, _selector.Length);
        _outgoing.End(way.Session);
        End(way);
        way.Proof = WayProof.Sent;
        way.Greeting = null;
    }

    private void End(Way way)
    {
        if (_signed == way)
        {
            _bench.Free(this);
        }
    }
}
