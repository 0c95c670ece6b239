using System;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Fmtp.Nano.Desktop.Commands;
using Fmtp.Nano.Desktop.Host;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Desktop.Client;

/// <summary>Asks a relay by datagrams, one at a time, sealed where there are credentials (docs/PROTOCOL.md
/// section 5). A datagram that stays unanswered is sent again, the very same: the relay acts on it once.</summary>
public sealed class FmtpDatagrams : IFmtpClient
{
    private const int Tries = 4;
    private const int Corrections = 2;

    private readonly ServerAddress _server;
    private readonly Credentials? _who;
    private readonly TimeSpan _timeout;
    private readonly Socket _socket;
    private readonly Seal? _seal;
    private readonly MessageReader _reader = new(new byte[Wire.DatagramMax + 1]);
    private readonly Message _message = new();
    private long _at;
    private int _tag = Environment.TickCount & 0xFFFF;

    /// <summary>Makes one. Nothing is sent yet.</summary>
    /// <param name="server">The relay.</param>
    /// <param name="who">Who speaks; null for anyone.</param>
    /// <param name="timeout">How long a reply may take, repetitions included.</param>
    /// <exception cref="ClientException">The host has no address.</exception>
    public FmtpDatagrams(ServerAddress server, Credentials? who, TimeSpan timeout)
    {
        _server = server;
        _who = who;
        _timeout = timeout;
        _seal = who == null ? null : new Seal(who.Key);
        _socket = new Socket(SocketType.Dgram, ProtocolType.Udp);
        try
        {
            _socket.Connect(server.Host, server.Port);
        }
        catch (SocketException e)
        {
            _socket.Dispose();
            throw new ClientException(ExitCode.Unreachable, $"Cannot reach {server}: {e.Message}. Is --server right?");
        }
    }

    /// <inheritdoc/>
    public bool IsSealed => _seal != null;

    /// <inheritdoc/>
    public bool IsNear => Endpoints.IsNear(((IPEndPoint)_socket.RemoteEndPoint!).Address);

    /// <inheritdoc/>
    public Reply Ask(string verb, string arguments, ReadOnlySpan<byte> body = default)
    {
        Reply reply = AskOnce(verb, arguments, body);
        for (int i = 0; i < Corrections && IsLate(reply); i++)
        {
            _at = reply.Number("last"); // go on from behind what the relay has accepted
            reply = AskOnce(verb, arguments, body);
        }

        return reply;
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private bool IsLate(Reply reply) => IsSealed && reply.Code == Code.Conflict && reply.Number("last") >= 0;

    private Reply AskOnce(string verb, string arguments, ReadOnlySpan<byte> body)
    {
        string tag = (++_tag).ToString();
        if (_who != null)
        {
            _at = Math.Max(_at + 1, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
            arguments = $"{arguments} by={_who.Address} at={_at}".TrimStart();
        }

        string line = OutgoingMessage.Line(verb, tag, arguments, body.Length);
        byte[] datagram = OutgoingMessage.Write(line, body, _seal);
        if (datagram.Length > Wire.DatagramMax)
        {
            throw new ClientException(ExitCode.Refused, $"{datagram.Length} octets do not fit into a datagram, which has at most {Wire.DatagramMax}: leave --udp out.");
        }

        for (int i = 0; i < Tries; i++)
        {
            _socket.Send(datagram, 0, datagram.Length, SocketFlags.None, out _);
            if (Receive(tag, datagram, OutgoingMessage.SealAt(line.Length)))
            {
                return new Reply(_message);
            }
        }

        throw new ClientException(ExitCode.Unreachable, $"{_server} did not answer {Tries} datagrams in {_timeout.TotalSeconds:0.###} s. Is the relay running there, are --server and --link right?");
    }

    // Anything that is not the reply is dropped.
    private bool Receive(string tag, byte[] datagram, int sealAt)
    {
        long start = Stopwatch.GetTimestamp();
        TimeSpan wait = _timeout / Tries;
        for (TimeSpan left = wait; left > TimeSpan.Zero; left = wait - Stopwatch.GetElapsedTime(start))
        {
            _reader.Clear();
            _socket.ReceiveTimeout = Math.Max(1, (int)left.TotalMilliseconds);
            int count = _socket.Receive(_reader.Buffer, 0, _reader.Buffer.Length, SocketFlags.None, out SocketError error);
            if (error is SocketError.ConnectionRefused or SocketError.ConnectionReset)
            {
                throw new ClientException(ExitCode.Unreachable, $"Nobody takes datagrams at {_server}. Is the relay running there, and is --server right?");
            }

            _reader.Fed(count);
            if (error == SocketError.Success && _reader.Take(_message, Wire.DatagramMax) == Taken.Message
                && _message.IsReply && OutgoingMessage.HasTag(_message, tag)
                && (_seal == null || _seal.VerifyDatagram(datagram, sealAt, _message)))
            {
                return true;
            }
        }

        return false;
    }
}
