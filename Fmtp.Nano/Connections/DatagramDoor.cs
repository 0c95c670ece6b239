using System;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Takes datagrams (docs/PROTOCOL.md sections 3 and 5): whose seal, whether it is new, the answer, and the
/// same answer again for one whose answer was lost.</summary>
internal sealed class DatagramDoor
{
    private const int RepeatsMax = 3;
    private const int CounterAhead = 1024;
    private const int MillisecondsAhead = 60 * 1000;

    private readonly INetwork _network;
    private readonly Store _store;
    private readonly Peers _peers;
    private readonly Clock _clock;
    private readonly Dispatcher _dispatcher;
    private readonly Delivery _delivery;
    private readonly int _perStep;
    private readonly Endpoint _from = new Endpoint();
    private readonly Exchange _exchange;
    private readonly Address _by = new Address();
    private readonly byte[] _byOctets = new byte[Wire.AddressMax];
    private readonly HeldDatagram _held = new HeldDatagram();
    private MessageReader _reader = new MessageReader(new byte[Wire.DatagramMax + 2]);

    internal DatagramDoor(INetwork network, Exchange exchange, Store store, Peers peers, Clock clock, Dispatcher dispatcher, Delivery delivery, Limits limits)
    {
        _network = network;
        _exchange = exchange;
        _store = store;
        _peers = peers;
        _clock = clock;
        _dispatcher = dispatcher;
        _delivery = delivery;
        _perStep = limits.DatagramsPerStep;
    }

    /// <summary>Remembers from the store what peers may no longer send again.</summary>
    internal void Start()
    {
        for (int i = 0; i < _peers.Count; i++)
        {
            Peer peer = _peers.At(i);
            peer.StoredAt = _store.MarkOf(peer.Address, 0, peer.Address.Length);
            peer.LastAt = peer.StoredAt;
        }
    }

    /// <summary>Takes what came.</summary>
    /// <returns>Whether anything did.</returns>
    internal bool Step(long now)
    {
        bool worked = _held.IsUsed && Continue(now);
        for (int i = 0; i < _perStep; i++)
        {
            int length = _network.ReceiveDatagram(_reader.Buffer, _from);
            if (length <= 0)
            {
                return worked || i > 0;
            }

            if (length <= Wire.DatagramMax)
            {
                Take(length, now);
            }
        }

        return true;
    }

    private void Take(int length, long now)
    {
        Message request = _exchange.Request;
        _reader.Clear();
        _reader.Fed(length);
        bool isLine = Platform.IndexOf(_reader.Buffer, Ascii.LF, 0, length) >= 0;
        if (!isLine)
        {
            _reader.Buffer[length] = Ascii.LF;
            _reader.Fed(1);
        }

        int found = _reader.Take(request, Wire.DatagramMax);
        if (request.IsReply && isLine && found == Taken.Message && !request.IsMalformed)
        {
            _delivery.Reply(_from, request, now);
        }

        if (request.IsReply || request.Verb == Verb.None)
        {
            return; // no request: unanswered
        }

        if (!isLine || found != Taken.Message || request.End != length)
        {
            _exchange.OpenDatagram(_from, null, 0, length, now);
            _exchange.End(Code.Malformed);
            Send();
            return;
        }

        int byLength = request.Find(Words.By, out int by);
        long at = request.Number(Words.At, -1);
        if (byLength < 0 || at < 0 || request.SealStart == 0 || request.IsMalformed)
        {
            _exchange.OpenDatagram(_from, null, 0, length, now);
            Answer();
            Send();
            return;
        }

        Peer who = ParseBy(request, by, byLength) ? _peers.Find(_by.Octets, _by.Start, _by.Length) : null;
        if (who == null || !who.DatagramSeal.VerifyDatagram(null, 0, request))
        {
            _exchange.OpenDatagram(_from, null, 0, length, now);
            _exchange.End(Code.Unauthorized);
            Send();
            return;
        }

        TakeSealed(who, at, length, now);
    }

    // Upper case is folded in a copy: the seal is over the line as it came.
    private bool ParseBy(Message request, int start, int length)
    {
        if (length > Wire.AddressMax)
        {
            return false;
        }

        Array.Copy(request.Octets, start, _byOctets, 0, length);
        return _by.Parse(_byOctets, 0, length, true);
    }

    private void TakeSealed(Peer who, long at, int length, long now)
    {
        _exchange.OpenDatagram(_from, who, at, length, now);
        if (IsLast(who))
        {
            if (who.Repeats++ >= RepeatsMax || Repeat(who))
            {
                return;
            }

            Answer();
        }
        else if (at >= Wire.MillisecondsFrom && !_clock.IsSet)
        {
            _exchange.Busy();
        }
        else if (!IsInOrder(who, at, now))
        {
            if (now - who.RefusedAt < Peer.RefusalEveryMs)
            {
                return;
            }

            who.RefusedAt = now;
            _exchange.Begin(Code.Conflict);
            _exchange.WriteAt();
            _exchange.Line.Text(" last=").Number(who.LastAt);
            if (_clock.IsSet)
            {
                _exchange.Line.Text(" time=").Number(_clock.Unix(now));
            }

            _exchange.End();
        }
        else if (Mark(who, at))
        {
            Accept(who, at);
        }
        else
        {
            _exchange.Busy();
        }

        Send();
    }

    private bool IsInOrder(Peer who, long at, long now)
    {
        if (at <= who.LastAt)
        {
            return false;
        }

        long difference = at - _clock.Unix(now);
        return at < Wire.MillisecondsFrom || (difference <= Wire.AtWindowMs && difference >= -Wire.AtWindowMs);
    }

    // The mark is stored ahead, so that flash is written once in many datagrams.
    private bool Mark(Peer who, long at)
    {
        if (at <= who.StoredAt)
        {
            return true;
        }

        long ahead = at + (at < Wire.MillisecondsFrom ? CounterAhead : MillisecondsAhead);
        if (!_store.SetMark(who.Address, 0, who.Address.Length, ahead))
        {
            return false;
        }

        who.StoredAt = ahead;
        return true;
    }

    private void Accept(Peer who, long at)
    {
        Message request = _exchange.Request;
        if (who.LastFrom == null)
        {
            who.LastFrom = new Endpoint();
            who.LastSeal = new byte[Wire.SealLength];
            who.LastReply = new byte[Exchange.LineRoom + Wire.SealLength];
        }

        who.LastAt = at;
        who.LastFrom.Copy(_from);
        who.Repeats = 0;
        who.LastReplyLength = Peer.AskAgain;
        Array.Copy(request.Octets, request.SealStart, who.LastSeal, 0, Wire.SealLength);
        int verb = request.Verb;
        Answer();
        if (verb == Verb.Put || verb == Verb.Watch || verb == Verb.Drop)
        {
            Remember(who); // nothing yet of what waits: repeated meanwhile, it is dropped
        }
    }

    private void Remember(Peer who)
    {
        if (_exchange.DatagramLength <= who.LastReply.Length)
        {
            who.LastReplyLength = _exchange.DatagramLength;
            Array.Copy(_exchange.Datagram, who.LastReply, who.LastReplyLength);
        }
    }

    // The very datagram that was accepted last, from the same place.
    private bool IsLast(Peer who)
    {
        Message request = _exchange.Request;
        return who.LastFrom != null && who.LastFrom.Is(_from)
            && Platform.Equal(who.LastSeal, 0, request.Octets, request.SealStart, Wire.SealLength);
    }

    // What changed something is answered from memory; the rest may simply be asked again.
    private bool Repeat(Peer who)
    {
        if (who.LastReplyLength == Peer.AskAgain)
        {
            return false;
        }

        if (who.LastReplyLength > 0)
        {
            _network.SendDatagram(who.LastReply, 0, who.LastReplyLength, _from);
        }

        return true;
    }

    // A datagram cannot wait for the next step: what is to be durable is made so at once. One may wait for a signature.
    private void Answer()
    {
        for (int tries = 0; !_dispatcher.Answer(_exchange); tries++)
        {
            if (_exchange.IsWaiting && !_held.IsUsed)
            {
                _reader = _held.Keep(_exchange, _reader);
                return;
            }

            if (tries > 0 || _exchange.IsWaiting || !_store.Commit())
            {
                _exchange.Busy();
                return;
            }
        }
    }

    // Goes on with the one that waits; false when it still does.
    private bool Continue(long now)
    {
        _held.Bring(_exchange, now);
        if (!_dispatcher.Answer(_exchange))
        {
            return !_exchange.IsWaiting;
        }

        _held.IsUsed = false;
        Peer who = _exchange.Who;
        if (who != null && Platform.Equal(who.LastSeal, 0, _exchange.Asker.Seal, 0, Wire.SealLength))
        {
            Remember(who);
        }

        Send();
        return true;
    }

    private void Send()
    {
        if (_store.IsDirty && !_store.Commit())
        {
            return;
        }

        if (_exchange.DatagramLength > 0)
        {
            _network.SendDatagram(_exchange.Datagram, 0, _exchange.DatagramLength, _exchange.From);
        }
    }
}
