using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using Fmtp.Nano.Desktop.Commands;
using Fmtp.Nano.Desktop.Host;
using Fmtp.Nano.Desktop.Signing;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Desktop.Client;

/// <summary>A TCP connection to a relay; a sealed link where there are credentials (docs/PROTOCOL.md
/// sections 3 and 5). Every wait has an end.</summary>
public sealed class FmtpConnection : IFmtpClient
{
    private const int FirstRoom = 16 * 1024;
    private const int BodyMax = 64 * 1024 * 1024;
    private const string Guest = "guest.invalid";

    private readonly ServerAddress _server;
    private readonly TimeSpan _timeout;
    private readonly Socket _socket;
    private readonly MessageReader _reader = new(new byte[FirstRoom]);
    private readonly Message _message = new();
    private readonly Queue<byte[]> _pushes = new();
    private LinkSeals? _seals;
    private bool _isTaken;
    private int _tag;

    private FmtpConnection(ServerAddress server, TimeSpan timeout, Socket socket)
    {
        _server = server;
        _timeout = timeout;
        _socket = socket;
    }

    /// <inheritdoc/>
    public bool IsSealed => _seals != null;

    /// <inheritdoc/>
    public bool IsNear => Endpoints.IsNear(((IPEndPoint)_socket.RemoteEndPoint!).Address);

    /// <summary>Connects, and seals the link where there are credentials.</summary>
    /// <param name="server">The relay.</param>
    /// <param name="who">Who speaks; null for anyone.</param>
    /// <param name="timeout">How long a connection or a reply may take.</param>
    /// <returns>The connection.</returns>
    /// <exception cref="ClientException">The relay cannot be reached, or refuses the credentials.</exception>
    public static FmtpConnection Open(ServerAddress server, Credentials? who, TimeSpan timeout)
        => Open(server, timeout, connection =>
        {
            if (who != null)
            {
                connection.Authenticate(who);
            }
        });

    /// <summary>Connects, and proves who speaks by a key of his own: nothing is sealed, private objects are given.</summary>
    internal static FmtpConnection OpenAs(ServerAddress server, OwnKey own, TimeSpan timeout)
        => Open(server, timeout, connection => connection.Prove(own));

    /// <summary>Connects, and asks nothing of a relay that is not the expected one.</summary>
    internal static FmtpConnection OpenExpecting(ServerAddress server, Func<string, bool> isExpected, OwnKey? own, TimeSpan timeout)
        => Open(server, timeout, connection =>
        {
            (string hello, Reply greeting) = connection.Greet(own?.Address ?? Guest);
            if (!isExpected(greeting.First))
            {
                throw new ClientException(ExitCode.Unreachable, $"{server} says that it is the relay of {greeting.First}, which is not meant.");
            }

            if (own != null)
            {
                connection.Prove(own, hello, greeting);
            }
        });

    /// <inheritdoc/>
    public Reply Ask(string verb, string arguments, ReadOnlySpan<byte> body = default)
    {
        string tag = (++_tag).ToString();
        Send(OutgoingMessage.Line(verb, tag, arguments, body.Length), body);
        return ReplyTo(tag);
    }

    /// <summary>Waits for an object that is pushed because it is watched.</summary>
    /// <param name="wait">How long.</param>
    /// <returns>The object, or null when none came.</returns>
    /// <exception cref="ClientException">The relay has closed, or a seal did not verify.</exception>
    public byte[]? NextPush(TimeSpan wait)
    {
        long start = Stopwatch.GetTimestamp();
        while (_pushes.Count == 0)
        {
            if (!Receive(wait - Stopwatch.GetElapsedTime(start)))
            {
                return null;
            }

            if (!_message.IsReply)
            {
                TakeRequest();
            }
        }

        return _pushes.Dequeue();
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private static Socket Connect(ServerAddress server, TimeSpan timeout)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            using CancellationTokenSource end = new(timeout);
            socket.ConnectAsync(server.Host, server.Port, end.Token).AsTask().GetAwaiter().GetResult();
            socket.SendTimeout = (int)timeout.TotalMilliseconds;
            return socket;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            socket.Dispose();
            string reason = e is SocketException ? e.Message : $"no answer in {timeout.TotalSeconds:0.###} s";
            throw new ClientException(ExitCode.Unreachable, $"Cannot reach {server}: {reason}. Is the relay running there, and is --server right?");
        }
    }

    private static FmtpConnection Open(ServerAddress server, TimeSpan timeout, Action<FmtpConnection> begin)
    {
        FmtpConnection connection = new(server, timeout, Connect(server, timeout));
        try
        {
            begin(connection);
            return connection;
        }
        catch (ClientException)
        {
            connection.Dispose();
            throw;
        }
    }

    private (string Hello, Reply Greeting) Greet(string address)
    {
        string tag = (++_tag).ToString();
        string name = address.TrimStart('@'); // HELLO names a relay by its domain alone
        string hello = OutgoingMessage.Line("HELLO", tag, $"{name} nonce={LinkSeals.NewNonce()}", 0);
        Send(hello, default);
        Reply greeting = ReplyTo(tag);
        return greeting.IsSuccess ? (hello, greeting) : throw Errors.Refused(_server, "HELLO", greeting);
    }

    private void Authenticate(Credentials who)
    {
        (string hello, Reply greeting) = Greet(who.Address);
        _seals = new LinkSeals(who.Key, hello, greeting.Line);
        Reply reply = Ask("AUTH", $"{who.Address} hmac");
        if (!reply.IsSuccess)
        {
            throw reply.Code == Code.Unauthorized ? Errors.UnknownPeer(_server, who) : Errors.Refused(_server, "AUTH", reply);
        }
    }

    private void Prove(OwnKey own)
    {
        (string hello, Reply greeting) = Greet(own.Address);
        Prove(own, hello, greeting);
    }

    private void Prove(OwnKey own, string hello, Reply greeting)
    {
        Reply reply = Ask("AUTH", own.Proof(hello, greeting.Line));
        if (!reply.IsSuccess)
        {
            throw reply.Code == Code.Unauthorized ? Errors.UnknownKey(_server, own) : Errors.Refused(_server, "AUTH", reply);
        }
    }

    private Reply ReplyTo(string tag)
    {
        long start = Stopwatch.GetTimestamp();
        while (Receive(_timeout - Stopwatch.GetElapsedTime(start)))
        {
            if (!_message.IsReply)
            {
                TakeRequest();
            }
            else if (OutgoingMessage.HasTag(_message, tag))
            {
                return new Reply(_message);
            }
        }

        throw new ClientException(ExitCode.Unreachable, $"{_server} did not answer in {_timeout.TotalSeconds:0.###} s. Try again, or allow more with --timeout.");
    }

    // What a relay asks of a client is a push; anything else a client does not have.
    private void TakeRequest()
    {
        bool isPush = _message.Verb == Verb.Put;
        if (isPush)
        {
            _pushes.Enqueue(_message.Octets.AsSpan(_message.BodyStart, _message.BodyLength).ToArray());
        }

        if (!_message.IsSilent && _message.TagLength > 0)
        {
            int code = isPush || _message.Verb == Verb.Ping ? Code.Ok : Code.Unknown;
            Send($"{code} {Ascii.Text(_message.Octets, _message.TagStart, _message.TagLength)}", default);
        }
    }

    private void Send(string line, ReadOnlySpan<byte> body)
    {
        byte[] octets = OutgoingMessage.Write(line, body, _seals);
        for (int sent = 0; sent < octets.Length;)
        {
            int count = _socket.Send(octets, sent, octets.Length - sent, SocketFlags.None, out SocketError error);
            if (error != SocketError.Success)
            {
                throw Lost();
            }

            sent += count;
        }
    }

    // The next message, into _message; false when the time is over.
    private bool Receive(TimeSpan wait)
    {
        long start = Stopwatch.GetTimestamp();
        if (_isTaken)
        {
            _reader.Consume(_message);
            _isTaken = false;
        }

        while (true)
        {
            switch (_reader.Take(_message, BodyMax))
            {
                case Taken.Message:
                    Verify();
                    _isTaken = true;
                    return true;
                case Taken.Room:
                    _reader.MoveTo(new byte[_reader.Needed]);
                    break;
                case Taken.Nothing:
                    break;
                default:
                    throw new ClientException(ExitCode.Unreachable, $"What {_server} sends cannot be read: it is no FMTP relay, or not of this version.");
            }

            TimeSpan left = wait - Stopwatch.GetElapsedTime(start);
            if (left <= TimeSpan.Zero || !Feed(left))
            {
                return false;
            }
        }
    }

    private bool Feed(TimeSpan wait)
    {
        int room = _reader.MakeRoom();
        _socket.ReceiveTimeout = Math.Max(1, (int)wait.TotalMilliseconds);
        int count = _socket.Receive(_reader.Buffer, _reader.End, room, SocketFlags.None, out SocketError error);
        if (error is SocketError.TimedOut or SocketError.WouldBlock)
        {
            return false;
        }

        if (error != SocketError.Success || count == 0)
        {
            throw Lost();
        }

        _reader.Fed(count);
        return true;
    }

    private void Verify()
    {
        if (_seals != null && !_seals.Verify(_message))
        {
            throw new ClientException(ExitCode.Refused, $"The seal of what {_server} sent does not verify: it has another --link key, or somebody is in between.");
        }
    }

    private ClientException Lost()
        => new(ExitCode.Unreachable, $"{_server} closed the connection before it answered. Try again; if it happens again, look at what the relay prints.");
}
