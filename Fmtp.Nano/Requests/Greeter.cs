using System;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Answers HELLO and AUTH (docs/PROTOCOL.md sections 3 and 5): who speaks, and from then on under which seals.</summary>
internal sealed class Greeter
{
    private const int NonceOctets = Wire.NonceLength / 4 * 3;

    private static readonly byte[] ProofLabel = Ascii.Octets("fmtp1 auth\n");

    // What `fmtp board new` publishes.
    private static readonly byte[] FirstSelector = Ascii.Octets("s1");

    private readonly Peers _peers;
    private readonly Links _links;
    private readonly Verdicts _verdicts;
    private readonly Clock _clock;
    private readonly IEntropy _entropy;
    private readonly string _domain;
    private readonly int _objectMax;
    private readonly bool _isMailbox;
    private readonly byte[] _nonce = new byte[NonceOctets];
    private readonly byte[] _name = new byte[Wire.AddressMax];
    private readonly Address _address = new Address();

    internal Greeter(Peers peers, Links links, Verdicts verdicts, Clock clock, IEntropy entropy, Configuration configuration, Limits limits)
    {
        _peers = peers;
        _links = links;
        _verdicts = verdicts;
        _clock = clock;
        _entropy = entropy;
        _domain = configuration.Domain;
        _isMailbox = configuration.Mailbox;
        _objectMax = limits.ObjectMax;
    }

    /// <summary>Wants to know which relays are there.</summary>
    internal UpstreamWatches Watches;

    /// <summary>Answers a HELLO; on a connection it begins anew what AUTH will refer to.</summary>
    internal void Hello(Exchange exchange)
    {
        Message request = exchange.Request;
        bool isKnown = exchange.Session != null && exchange.Session.Who != null;
        if (isKnown || request.Positionals != 1 || !IsWho(request) || !IsNonce(request) || request.Number(Words.Max, 0) < 0)
        {
            exchange.End(Code.Malformed);
            return;
        }

        MessageWriter line = exchange.Begin(Code.Ok).Octet(Ascii.SP).Text(_domain).Text(" nonce=");
        WriteNonce(line);
        line.Text(" max=").Number(_objectMax);
        if (_isMailbox)
        {
            line.Text(" mailbox=1");
        }

        WriteTime(line, exchange.Now);
        if (exchange.Session != null)
        {
            exchange.Session.IsRelay = Platform.IndexOf(request.Octets, (byte)'@', request.PositionalStart(0), request.PositionalLength(0)) < 0;
            if (exchange.Session.IsRelay)
            {
                Watches.Heard(_name, 0, request.PositionalLength(0));
            }

            exchange.Session.Greeting = Greeting(request.Octets, request.Start, request.LineEnd, line.Octets, line.Start, line.At);
        }

        exchange.End();
    }

    /// <summary>Answers an AUTH. What is refused is refused alike, whatever the reason, and the connection ends.</summary>
    /// <returns>False when it is to be asked again in the next step.</returns>
    internal bool Auth(Exchange exchange)
    {
        Message request = exchange.Request;
        Session session = exchange.Session;
        if (session.Who != null || request.Positionals < 2 || request.Positionals > 3)
        {
            exchange.End(Code.Malformed);
            return true;
        }

        if (request.Positionals == 3)
        {
            return AuthByKey(exchange);
        }

        Peer peer = Find(session, request);
        if (peer == null)
        {
            return Refuse(exchange);
        }

        _links.Add(session, peer);
        session.InCount = 1;
        session.OutSeal = Seal.ForLink(peer.Key, session.Greeting, false, peer.DatagramSeal);
        session.OutCount = 0;
        session.Greeting = null;
        return Accept(exchange);
    }

    // By a key that is not shared: the user's own, or the domain's.
    private bool AuthByKey(Exchange exchange)
    {
        Message request = exchange.Request;
        Session session = exchange.Session;
        int proof = request.PositionalStart(2);
        if (!IsAddress(session, request)
            || !Ascii.Is(request.Octets, request.PositionalStart(1), request.PositionalLength(1), ObjectWords.Ed25519)
            || !Ascii.IsBase64(request.Octets, proof, request.PositionalLength(2), Wire.SignatureLength)
            || !TryReadSelector(request, out byte[] selector))
        {
            return Refuse(exchange);
        }

        if (session.Proof == null)
        {
            session.Proof = Proof(session.Greeting, request);
        }

        switch (_verdicts.OfProof(_address, selector, request.Octets, proof, session.Proof, exchange.IsStranger ? Standing.Stranger : Standing.Own, exchange.Now))
        {
            case Verdict.Pending: return exchange.Wait();
            case Verdict.Bad: return Refuse(exchange);
            case Verdict.Unknown: exchange.Busy(); return true;
        }

        byte[] address = new byte[_address.Length];
        Array.Copy(_address.Octets, _address.Start, address, 0, address.Length);
        Links.AddProved(session, new Peer(address));
        session.Greeting = null;
        session.Proof = null;
        return Accept(exchange);
    }

    private bool Accept(Exchange exchange)
    {
        WriteTime(exchange.Begin(Code.Ok), exchange.Now);
        exchange.End();
        return true;
    }

    private void WriteTime(MessageWriter line, long now)
    {
        if (_clock.IsSet)
        {
            line.Text(" time=").Number(_clock.Unix(now));
        }
    }

    private static bool Refuse(Exchange exchange)
    {
        exchange.End(Code.Unauthorized);
        exchange.Session.Finish();
        return true;
    }

    // "fmtp1 auth" LF HELLO LF its reply LF ADDRESS, as they came.
    private static byte[] Proof(byte[] greeting, Message request)
    {
        int length = request.PositionalLength(0);
        byte[] proof = new byte[ProofLabel.Length + greeting.Length + 1 + length];
        WriteProof(proof, greeting, request.Octets, request.PositionalStart(0), length);
        return proof;
    }

    /// <summary>Writes what an AUTH by a key proves.</summary>
    /// <param name="into">Receives it.</param>
    /// <param name="greeting">HELLO, LF, its reply.</param>
    /// <param name="octets">Holds the address.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="length">Octets of the address.</param>
    /// <returns>Octets that were written.</returns>
    internal static int WriteProof(byte[] into, byte[] greeting, byte[] octets, int start, int length)
    {
        return new MessageWriter().Begin(into, 0).Copy(ProofLabel, 0, ProofLabel.Length).Copy(greeting, 0, greeting.Length)
            .Octet(Ascii.LF).Copy(octets, start, length).At;
    }

    private static bool TryReadSelector(Message request, out byte[] selector)
    {
        selector = FirstSelector;
        int length = request.Find(Words.Selector, out int start);
        if (length >= 0)
        {
            selector = new byte[length];
            Array.Copy(request.Octets, start, selector, 0, length);
        }

        return Address.ParseDomain(selector, 0, selector.Length, false);
    }

    /// <summary>Writes a fresh nonce: 18 random octets in base64.</summary>
    internal void WriteNonce(MessageWriter line)
    {
        _entropy.Fill(_nonce);
        Platform.Base64(_nonce, 0, NonceOctets, line.Octets, line.At);
        line.Skip(Wire.NonceLength);
    }

    /// <summary>The HELLO line, LF, its reply line: what the keys of a link are derived from.</summary>
    internal static byte[] Greeting(byte[] hello, int helloStart, int helloEnd, byte[] reply, int replyStart, int replyEnd)
    {
        int helloLength = helloEnd - helloStart;
        byte[] greeting = new byte[helloLength + 1 + replyEnd - replyStart];
        Array.Copy(hello, helloStart, greeting, 0, helloLength);
        greeting[helloLength] = Ascii.LF;
        Array.Copy(reply, replyStart, greeting, helloLength + 1, replyEnd - replyStart);
        return greeting;
    }

    // The peer whose key made the seal; null for an unknown name, another scheme, no HELLO, a bad seal.
    private Peer Find(Session session, Message request)
    {
        bool isHmac = Ascii.Is(request.Octets, request.PositionalStart(1), request.PositionalLength(1), Words.Hmac);
        if (!isHmac || !IsAddress(session, request))
        {
            return null;
        }

        Peer peer = _peers.Find(_address.Octets, _address.Start, _address.Length);
        if (peer == null)
        {
            return null;
        }

        Seal seal = Seal.ForLink(peer.Key, session.Greeting, true, peer.DatagramSeal);
        if (!seal.VerifyLink(0, request))
        {
            return null;
        }

        session.InSeal = seal;
        return peer;
    }

    // Whether there was a HELLO, and who is meant.
    private bool IsAddress(Session session, Message request)
    {
        int length = request.PositionalLength(0);
        return session.Greeting != null && length <= Wire.AddressMax
            && _address.Parse(Copy(request, request.PositionalStart(0), length), 0, length, true) && !_address.IsObject;
    }

    // A domain, or a user's address.
    private bool IsWho(Message request)
    {
        int start = request.PositionalStart(0);
        int length = request.PositionalLength(0);
        if (Platform.IndexOf(request.Octets, (byte)'@', start, length) < 0)
        {
            return length < Wire.AddressMax && Address.ParseDomain(Copy(request, start, length), 0, length, true);
        }

        return length <= Wire.AddressMax && _address.Parse(Copy(request, start, length), 0, length, true) && _address.IsNamed;
    }

    // Upper case is folded in a copy: keys and seals are made from the line as it came.
    private byte[] Copy(Message request, int start, int length)
    {
        Array.Copy(request.Octets, start, _name, 0, length);
        return _name;
    }

    private static bool IsNonce(Message request)
    {
        int length = request.Find(Words.Nonce, out int start);
        return length >= 0 && Ascii.IsBase64(request.Octets, start, length, NonceOctets);
    }
}
