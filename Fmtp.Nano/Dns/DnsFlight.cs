using System;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>One question to one server, from a port of its own, and over TCP if the answer says so.</summary>
internal sealed class DnsFlight
{
    // A TCP connection takes round trips to open, and a board opens them one at a time.
    private const int TcpMs = 4000;

    // Without a free socket: how soon to look again.
    private const int OpenAgainMs = 50;

    // Datagrams looked at in one step: whoever floods the port must not hold up the rest.
    private const int DatagramsPerStep = 4;

    // A message over TCP stands behind its length (RFC 1035 section 4.2.2).
    private const int PrefixLength = 2;
    private const int IdLength = 2;
    private const int BitsPerOctet = 8;

    /// <summary>Octets of chance for one question: its id, and a bit for each letter of its name.</summary>
    internal const int ChanceLength = IdLength + (DnsName.Max / BitsPerOctet) + 1;

    private const int None = -1;

    private readonly INetwork _network;
    private readonly IEntropy _entropy;
    private readonly DnsAnswer _answer;
    private readonly byte[] _chance;
    private readonly byte[] _buffer;
    private DnsServers _servers;
    private int _server;
    private int _waitMs;
    private long _deadline;
    private long _openAt;
    private int _connection = None;
    private bool _isTcp;
    private int _id;
    private int _queryEnd;
    private int _sent;
    private int _received;
    private int _length;

    internal DnsFlight(INetwork network, IEntropy entropy, DnsAnswer answer, byte[] chance, Limits limits)
    {
        _network = network;
        _entropy = entropy;
        _answer = answer;
        _chance = chance;

        // One buffer for both: nothing is received before the question is sent.
        int least = PrefixLength + DnsMessage.QueryMax + 1;
        int wanted = limits.DnsAnswerMax < DnsMessage.DatagramMax ? DnsMessage.DatagramMax : limits.DnsAnswerMax;
        _buffer = new byte[wanted < least ? least : wanted];
    }

    /// <summary>What is asked; null when nothing is.</summary>
    internal DnsQuestion Question;

    /// <summary>The name that is asked for, each letter in the case that chance gave it: the question's own,
    /// or what that is an alias of.</summary>
    internal readonly byte[] Name = new byte[DnsName.Max];

    /// <summary>Octets of <see cref="Name"/>.</summary>
    internal int NameLength;

    /// <summary>Aliases that led to the name.</summary>
    internal int Aliases;

    /// <summary>Seconds that those aliases hold.</summary>
    internal int Seconds;

    /// <summary>Begins.</summary>
    internal void Begin(DnsQuestion question, DnsServers servers, int waitMs, long now)
    {
        Question = question;
        _servers = servers;
        _server = question.Server;
        _waitMs = waitMs;
        Aliases = 0;
        Seconds = int.MaxValue;
        Ask(question.Octets, question.NameLength, now);
    }

    /// <summary>Moves on.</summary>
    /// <returns>A <see cref="DnsVerdict"/>: none yet, done, failed or timed out.</returns>
    internal int Step(long now)
    {
        int verdict = Advance(now);
        while (verdict == DnsVerdict.Elsewhere || (verdict == DnsVerdict.Truncated && !_isTcp))
        {
            if (verdict == DnsVerdict.Truncated)
            {
                AskAgainOverTcp(now);
            }
            else
            {
                Aliases = _answer.Aliases;
                Seconds = _answer.Seconds;
                Ask(_answer.Name, _answer.NameLength, now);
            }

            verdict = Advance(now);
        }

        return verdict == DnsVerdict.None && now >= _deadline ? DnsVerdict.TimedOut : verdict;
    }

    /// <summary>Gives the port back.</summary>
    internal void End()
    {
        Close();
        Question = null;
    }

    private void Ask(byte[] name, int nameLength, long now)
    {
        Array.Copy(name, 0, Name, 0, nameLength);
        NameLength = nameLength;
        _isTcp = false;
        _deadline = now + _waitMs;
        Write(now);
    }

    // Also when letters came back in another case than they were sent in: either the server changes them, or
    // somebody guessed the rest. A connection tells the two apart.
    private void AskAgainOverTcp(long now)
    {
        _isTcp = true;
        _deadline = now + TcpMs;
        Write(now);
    }

    // A new id, a new port, and for each letter a new choice of its case: what somebody must guess who has not
    // seen the question (RFC 5452; the last is draft-vixie-dnsext-dns0x20).
    private void Write(long now)
    {
        Close();
        _entropy.Fill(_chance);
        _id = DnsMessage.Get16(_chance, 0);
        for (int i = 0; i < NameLength; i++)
        {
            byte c = DnsName.Fold(Name[i]);
            bool isUpper = c >= 'a' && c <= 'z' && ((_chance[IdLength + (i / BitsPerOctet)] >> (i % BitsPerOctet)) & 1) != 0;
            Name[i] = isUpper ? (byte)(c & ~0x20) : c;
        }

        _queryEnd = DnsMessage.Write(_id, Name, NameLength, Question.Type, _buffer, PrefixLength);
        DnsMessage.Put16(_buffer, 0, _queryEnd - PrefixLength);
        _sent = _isTcp ? 0 : PrefixLength;
        _received = 0;
        _length = None;
        _openAt = now;
    }

    private void Close()
    {
        if (_connection != None)
        {
            _network.Close(_connection);
            _connection = None;
        }
    }

    private int Advance(long now)
    {
        if (_connection == None)
        {
            if (now < _openAt)
            {
                return DnsVerdict.None;
            }

            _connection = _isTcp
                ? _network.Dial(_servers.HostOf(_server), _servers.PortOf(_server))
                : _network.DialDatagrams(_servers.HostOf(_server), _servers.PortOf(_server));
            if (_connection < 0)
            {
                _connection = None;
                _openAt = now + OpenAgainMs;
                return DnsVerdict.None;
            }
        }

        if (_sent < _queryEnd)
        {
            int sent = _network.Send(_connection, _buffer, _sent, _queryEnd - _sent);
            if (sent < 0)
            {
                return DnsVerdict.Failed;
            }

            _sent += sent;
            if (_sent < _queryEnd)
            {
                // A connection that cannot be opened says so where one receives; nothing else can come yet, for
                // which there would be room behind the question.
                return _isTcp && _sent == 0 && _network.Receive(_connection, _buffer, _queryEnd, 1) != 0 ? DnsVerdict.Failed : DnsVerdict.None;
            }
        }

        return _isTcp ? ReceiveStream() : ReceiveDatagrams();
    }

    private int ReceiveDatagrams()
    {
        for (int i = 0; i < DatagramsPerStep; i++)
        {
            int length = _network.Receive(_connection, _buffer, 0, _buffer.Length);
            if (length <= 0)
            {
                return length < 0 ? DnsVerdict.Failed : DnsVerdict.None;
            }

            if (!DnsMessage.IsReplyTo(_buffer, length, _id, Name, NameLength, Question.Type))
            {
                continue;
            }

            bool isSameCase = Platform.Equal(_buffer, DnsMessage.HeadLength, Name, 0, NameLength);
            return !isSameCase || DnsMessage.IsTruncated(_buffer)
                ? DnsVerdict.Truncated : _answer.Read(_buffer, length, this, Question);
        }

        return DnsVerdict.None;
    }

    // First its length, then the message itself in the same place.
    private int ReceiveStream()
    {
        while (true)
        {
            int wanted = _length == None ? PrefixLength : _length;
            if (_received == wanted)
            {
                if (_length != None)
                {
                    bool isIt = DnsMessage.IsReplyTo(_buffer, _length, _id, Name, NameLength, Question.Type);
                    return !isIt || DnsMessage.IsTruncated(_buffer) ? DnsVerdict.Failed : _answer.Read(_buffer, _length, this, Question);
                }

                _length = DnsMessage.Get16(_buffer, 0);
                _received = 0;
                if (_length > _buffer.Length)
                {
                    return DnsVerdict.Failed; // more than there is room for
                }

                continue;
            }

            int received = _network.Receive(_connection, _buffer, _received, wanted - _received);
            if (received <= 0)
            {
                return received < 0 ? DnsVerdict.Failed : DnsVerdict.None;
            }

            _received += received;
        }
    }
}
