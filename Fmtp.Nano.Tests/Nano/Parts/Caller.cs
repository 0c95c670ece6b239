using System;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Tests;

/// <summary>Whoever is at the other end of a cable.</summary>
internal sealed class Caller
{
    private const string Nonce = "AAECAwQFBgcICQoLDA0ODxAR";

    private readonly Cable _cable;
    private readonly byte[] _out = new byte[2048];
    private readonly byte[] _in = new byte[4096 + Wire.LineMax];
    private readonly MessageWriter _line = new MessageWriter();
    private readonly MessageReader _reader;
    private Seal _inSeal;
    private Seal _outSeal;
    private long _inCount;
    private long _outCount;

    internal Caller(Cable cable)
    {
        _cable = cable;
        _reader = new MessageReader(_in);
    }

    /// <summary>What was heard last.</summary>
    internal Message Heard { get; } = new Message();

    /// <summary>Octets of what was sent last.</summary>
    internal int SentLength { get; private set; }

    /// <summary>What was sent last.</summary>
    internal byte[] Sent
    {
        get { return _out; }
    }

    /// <summary>Forgets a connection that has ended.</summary>
    internal void Clear()
    {
        _reader.Clear();
        _inSeal = null;
        _outSeal = null;
    }

    /// <summary>Sends a line, sealed on a link, with a body or without.</summary>
    internal void Send(string line, byte[] body, int length)
    {
        _line.Begin(_out, 0).Text(line);
        if (length > 0)
        {
            _line.Text(" =").Number(length);
        }

        int sealedEnd = _line.At;
        if (_outSeal != null)
        {
            _line.Text(" ~").Skip(Wire.SealLength);
        }

        _line.Octet(Ascii.LF);
        int at = _line.At;
        if (length > 0)
        {
            _line.Copy(body, 0, length);
        }

        if (_outSeal != null)
        {
            _outSeal.WriteLink(_outCount++, _out, 0, sealedEnd, at, length, _out, sealedEnd + 2);
        }

        SentLength = _line.At;
        _cable.Send(_out, SentLength);
    }

    /// <summary>Sends a line without a body.</summary>
    internal void Send(string line)
    {
        Send(line, null, 0);
    }

    /// <summary>Looks at the next message from the relay.</summary>
    /// <returns>False when there is none.</returns>
    internal bool Hear()
    {
        if (_reader.Count == 0)
        {
            _reader.MakeRoom();
            _reader.Fed(_cable.Take(_in, _reader.End));
        }

        int found = _reader.Take(Heard, 4096);
        if (found == Taken.Nothing)
        {
            return false;
        }

        if (found != Taken.Message || (_inSeal != null && !_inSeal.VerifyLink(_inCount++, Heard)))
        {
            throw new Exception(); // the relay speaks no FMTP
        }

        _reader.Consume(Heard);
        return true;
    }

    /// <summary>The line of what was heard.</summary>
    internal string Line()
    {
        return Ascii.Text(Heard.Octets, Heard.Start, Heard.LineEnd - Heard.Start);
    }

    /// <summary>Opens a link as a peer does: the greeting.</summary>
    internal string Greet(string name)
    {
        string hello = "HELLO h " + name + " nonce=" + Nonce;
        Send(hello);
        return hello;
    }

    /// <summary>The same: from then on everything is sealed.</summary>
    internal void Prove(string address, byte[] key, string hello)
    {
        SealWith(key, hello, Line(), true);
        Send("AUTH a " + address + " hmac");
    }

    /// <summary>Answers what a relay sends that opens a link: HELLO, then AUTH; what comes on it is taken, and what is asked for is not there.</summary>
    /// <param name="domain">Of which domain he is.</param>
    /// <param name="key">The key of the link; null for a connection without seals.</param>
    internal void Answer(string domain, byte[] key)
    {
        string tag = Ascii.Text(Heard.Octets, Heard.TagStart, Heard.TagLength);
        if (Heard.Verb == Verb.Hello)
        {
            string hello = Line();
            string reply = "200 " + tag + " " + domain + " nonce=" + Nonce + " max=4096";
            Send(reply);
            if (key != null)
            {
                SealWith(key, hello, reply, false);
            }
        }
        else if (!Heard.IsReply)
        {
            Send((Heard.Verb == Verb.Get ? "404 " : "200 ") + tag);
        }
    }

    private void SealWith(byte[] key, string hello, string reply, bool isOpener)
    {
        byte[] greeting = Ascii.Octets(hello + "\n" + reply);
        _outSeal = Seal.ForLink(key, greeting, isOpener);
        _inSeal = Seal.ForLink(key, greeting, !isOpener);
        _outCount = 0;
        _inCount = 0;
    }
}
