using System;
using System.Text;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Tests.Federation;

/// <summary>Somebody's connection to a relay: it is dialled, and he says and proves who he is before he says anything else; by a
/// key that both share, and then all is sealed, or by his own.</summary>
internal sealed class Call(SimNetwork network, Oracle oracle, RelayHost relay, Site site, Person person, Signer? signer)
{
    private const string Nonce = "AAECAwQFBgcICQoLDA0ODxAR";

    private readonly string? _address = person.Address;
    private SimEnd? _end;
    private PersonSeals? _seals;
    private bool _isProven;
    private bool _isDialling;
    private int _incarnation;
    private string _hello = "";

    /// <summary>Whether requests can be sent.</summary>
    public bool IsUp => _end is { IsOpen: true } && !_end.HasEnded && (_address == null || _isProven);

    /// <summary>When something was last amiss with it.</summary>
    public long DisturbedUntil
    {
        get
        {
            if (_end == null || _incarnation != relay.Incarnation)
            {
                return network.Now; // the relay knows nothing of this connection any more
            }

            var until = Math.Max(relay.DisturbedUntil, _end.Connection.DisturbedUntil);
            return site == relay.Site ? until : Math.Max(until, Math.Max(site.DisturbedUntil, relay.Site.DisturbedUntil));
        }
    }

    public void Dial()
    {
        HangUp();
        _isProven = false;
        _isDialling = true;
        _seals = null;
        _end = network.Dial(site, person.Name, relay.Site, Wire.Port, Listen);
    }

    public void HangUp()
    {
        _end?.Close();
        _end = null;
    }

    /// <summary>Sends a message, sealed where it has to be.</summary>
    public void Send(string line, string body)
    {
        network.Log.Add(network.Now, person.Name, relay.Name, body.Length == 0 ? line : line + " " + body.Split('\n')[0]);
        Write(_seals == null ? line + "\n" + body : $"{line} ~{_seals.Next(line, body)}\n{body}");
    }

    /// <summary>Takes what has come.</summary>
    private void Listen()
    {
        if (_end is not { } end)
        {
            return;
        }

        if (_isDialling && end.IsOpen)
        {
            _isDialling = false;
            _incarnation = relay.Incarnation;
            Greet();
        }

        while (!end.IsReset && end.Received.Count > 0 && Heard.Take(end.Received) is { } heard)
        {
            if (_seals != null && (heard.Seal.Length > 0 || _isProven))
            {
                oracle.Require(_seals.Next(heard) == heard.Seal, "what is said on a link has its seal", $"{person.Name} was told {heard.Line}", person.Name, relay.Name);
            }

            Hear(heard);
            if (_end != end)
            {
                return;
            }
        }

        if (end.HasEnded)
        {
            person.Lost();
        }
    }

    private void Greet()
    {
        if (_address == null)
        {
            person.Begin();
            return;
        }

        _hello = $"HELLO h {_address.TrimStart('@')} nonce={Nonce}";
        Write(_hello + "\n");
    }

    private void Hear(Heard heard)
    {
        var isReply = char.IsAsciiDigit(heard.Line[0]);
        if (isReply && heard.Word(1) == "h")
        {
            Prove(heard);
        }
        else if (isReply && heard.Word(1) == "a")
        {
            _isProven = heard.Word(0) == "200";
            if (_isProven)
            {
                person.Begin();
            }
            else
            {
                person.Lost(); // his key cannot be found now
            }
        }
        else
        {
            person.Hear(heard);
        }
    }

    private void Prove(Heard heard)
    {
        if (heard.Word(0) != "200")
        {
            return; // busy; it closes
        }

        if (signer != null)
        {
            Send($"AUTH a {_address} ed25519 {signer.Proof(_hello, heard.Line)}", "");
            return;
        }

        _seals = new PersonSeals(RelayHost.KeyBetween(_address!, relay.Domain), _hello, heard.Line);
        Send($"AUTH a {_address} hmac", "");
    }

    // Nobody here sends so much that the window is full, unless the relay is gone: then it is lost as it should be.
    private void Write(string text)
    {
        var octets = Encoding.UTF8.GetBytes(text);
        if (_end!.Send(octets, 0, octets.Length) < octets.Length)
        {
            _end.Reset();
        }
    }
}

/// <summary>The seals of somebody's link, in both directions.</summary>
internal sealed class PersonSeals(byte[] key, string hello, string reply)
{
    private readonly byte[] _outKey = Sealing.Direction(key, true, hello, reply);
    private readonly byte[] _inKey = Sealing.Direction(key, false, hello, reply);
    private int _outCount;
    private int _inCount;

    /// <summary>The seal of the next message that he sends.</summary>
    public string Next(string line, string body) => Sealing.OfLink(_outKey, _outCount++, line, Encoding.UTF8.GetBytes(body));

    /// <summary>The seal that the next message to him has to carry.</summary>
    public string Next(Heard heard) => Sealing.OfLink(_inKey, _inCount++, heard.Line, heard.Body);
}
