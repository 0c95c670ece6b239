using System;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>One connection: what has come and is not yet taken, what waits to be sent, and who is at the other
/// end. Buffers are made once; a larger one is lent from <see cref="Bodies"/> while it is needed.</summary>
internal sealed class Session
{
    /// <summary>No message is incomplete.</summary>
    internal const long NoPart = -1;

    /// <summary>The <see cref="CheckAt"/> of what is to be looked at in this step.</summary>
    internal const long AtOnce = long.MinValue;

    private readonly INetwork _network;
    private readonly Bodies _bodies;
    private readonly byte[] _in;
    private readonly byte[] _out;
    private int _outStart;

    internal Session(INetwork network, Bodies bodies, Limits limits)
    {
        _network = network;
        _bodies = bodies;
        _in = new byte[limits.InOctets];
        _out = new byte[limits.OutOctets];
        Reader = new MessageReader(_in);
        Out = _out;
        From = new Endpoint();
        Pushes = new PushQueue(limits);
    }

    /// <summary>Where the connection comes from; where it goes to, if the relay opened it.</summary>
    internal Endpoint From;

    /// <summary>Whether that is near (<see cref="Endpoint.IsNear"/>).</summary>
    internal bool IsNear;

    /// <summary>Whose seals it carries; null before AUTH.</summary>
    internal Peer Who;

    /// <summary>Whether there is a connection.</summary>
    internal bool IsOpen
    {
        get { return Phase != SessionPhase.Free; }
    }

    internal int Phase;

    internal int Connection;

    internal MessageReader Reader;

    internal PushQueue Pushes;

    /// <summary>Whether the other end has said that it is a relay: its HELLO named a domain.</summary>
    internal bool IsRelay;

    /// <summary>The HELLO line, LF, its reply line; null before HELLO and after AUTH.</summary>
    internal byte[] Greeting;

    /// <summary>What the AUTH that waits must prove; null while none does.</summary>
    internal byte[] Proof;

    /// <summary>Of the message at the front.</summary>
    internal readonly Turn Turn = new Turn();

    internal Seal InSeal;

    internal Seal OutSeal;

    internal long InCount;

    internal long OutCount;

    /// <summary>Whether the message at the front was verified: it may have to wait for its turn.</summary>
    internal bool IsVerified;

    /// <summary>Whether nothing of the connection was taken yet: its first line may be a browser's.</summary>
    internal bool IsFresh;

    /// <summary>What a browser asked; null for others.</summary>
    internal HttpRequest Browser;

    /// <summary>How far a browser's request is; one of the numbers in <see cref="HttpRequest"/>.</summary>
    internal int BrowserHead;

    /// <summary>When the message that is not yet whole began to come; <see cref="NoPart"/> when there is none.</summary>
    internal long PartSince = NoPart;

    /// <summary>When something last came or went.</summary>
    internal long LastActive;

    /// <summary>When the peer last took something of what waits, or nothing waited.</summary>
    internal long LastTaken;

    /// <summary>Whether it is to be closed at once (<see cref="Doom"/>).</summary>
    internal bool IsDoomed;

    /// <summary>Whether the peer will send no more.</summary>
    internal bool IsHalfClosed;

    /// <summary>The buffer to write into from <see cref="OutEnd"/> on.</summary>
    internal byte[] Out;

    internal int OutEnd;

    /// <summary>Whether nothing waits to be sent: the buffer begins anew when it is empty.</summary>
    internal bool IsDrained
    {
        get { return OutEnd == 0; }
    }

    /// <summary>When it is looked at again though nothing waits to be sent: for its deadlines, or <see cref="AtOnce"/>.</summary>
    internal long CheckAt = long.MaxValue;

    /// <summary>Number of its link among all there have ever been: the newest has the highest.</summary>
    internal int LinkNumber;

    /// <summary>Number of the connection at this place: tells this one from those before it.</summary>
    internal int Opening;

    /// <summary>Requests of this connection that other relays were asked for.</summary>
    internal int Waiting;

    internal void Open(int connection, bool isOpener, long now)
    {
        Opening++;
        Waiting = 0;
        Connection = connection;
        Phase = SessionPhase.Open;
        IsFresh = !isOpener;
        LastActive = now;
        LastTaken = now;
        CheckAt = now;
        IsDoomed = false;
    }

    /// <summary>Says who is at the other end.</summary>
    internal void SetFrom(Endpoint from)
    {
        From.Copy(from);
        IsNear = from.IsNear;
    }

    /// <summary>Ends it at once.</summary>
    internal void Close()
    {
        _network.Close(Connection);
        if (Who != null)
        {
            Who.Links--;
        }

        CheckAt = long.MaxValue;
        Reader.Clear();
        ReturnIn();
        ReturnOut();
        Pushes.Clear();
        Phase = SessionPhase.Free;
        Who = null;
        Greeting = null;
        Proof = null;
        Turn.Number = 0;
        InSeal = null;
        OutSeal = null;
        InCount = 0;
        OutCount = 0;
        IsRelay = false;
        IsVerified = false;
        IsDoomed = false;
        IsHalfClosed = false;
        Browser = null;
        BrowserHead = HttpRequest.Incomplete;
        PartSince = NoPart;
        OutEnd = 0;
        _outStart = 0;
    }

    /// <summary>Has it closed in this step: a watcher that does not read, a parent that does not answer.</summary>
    internal void Doom()
    {
        IsDoomed = true;
        CheckAt = AtOnce;
    }

    /// <summary>Takes nothing more; is closed when what waits has gone out.</summary>
    internal void Finish()
    {
        Phase = SessionPhase.Closing;
        CheckAt = AtOnce;
        Reader.Clear();
        ReturnIn();
        PartSince = NoPart;
    }

    /// <summary>A peer that sends no more is heard out: what it asked for goes to it first.</summary>
    internal void FinishHalfClosed()
    {
        if (IsHalfClosed && Waiting == 0)
        {
            Finish();
        }
    }

    /// <summary>Receives what there is room for.</summary>
    /// <returns>Octets; 0 for none; -1 when the peer has gone.</returns>
    internal int Receive(long now)
    {
        MessageReader reader = Reader;
        int end = reader.End;
        int room = reader.Buffer.Length - end;
        if (room == 0)
        {
            room = reader.MakeRoom();
            end = reader.End;
            if (room == 0)
            {
                return 0;
            }
        }

        int count = _network.Receive(Connection, reader.Buffer, end, room);
        if (count > 0)
        {
            reader.End = end + count;
            LastActive = now;
            if (PartSince == NoPart)
            {
                PartSince = now;
            }
        }

        return count;
    }

    /// <summary>Says that all whole messages were taken: what is left, if anything, is a part of one.</summary>
    internal void Took(long now)
    {
        MessageReader reader = Reader;
        IsVerified = false;
        Turn.Number = 0;
        Proof = null;
        int count = reader.End - reader.Start;
        PartSince = count == 0 ? NoPart : now;
        if (reader.Buffer != _in && count <= _in.Length)
        {
            ReturnIn();
        }
    }

    /// <summary>Goes on in a large buffer for the message at the front.</summary>
    /// <returns>False when none is free.</returns>
    internal bool Grow()
    {
        byte[] large = _bodies.Lend();
        if (large == null)
        {
            return false;
        }

        Reader.MoveTo(large);
        return true;
    }

    /// <summary>Makes room for something to be sent.</summary>
    /// <param name="length">Its octets.</param>
    /// <returns>One of <see cref="Room"/>.</returns>
    internal int Reserve(int length)
    {
        if (Out.Length - OutEnd >= length)
        {
            return Room.Here;
        }

        if (_outStart > 0)
        {
            Array.Copy(Out, _outStart, Out, 0, OutEnd - _outStart);
            OutEnd -= _outStart;
            _outStart = 0;
            if (Out.Length - OutEnd >= length)
            {
                return Room.Here;
            }
        }

        if (!IsDrained)
        {
            return Room.Later;
        }

        byte[] large = _bodies.Lend();
        if (large == null)
        {
            return Room.Busy;
        }

        if (large.Length < length)
        {
            _bodies.Return(large);
            return Room.Never;
        }

        Out = large;
        return Room.Here;
    }

    /// <summary>Sends what the peer takes now.</summary>
    /// <returns>False when the peer has gone.</returns>
    internal bool Send(long now)
    {
        int waiting = OutEnd - _outStart;
        int count = _network.Send(Connection, Out, _outStart, waiting);
        if (count <= 0)
        {
            return count == 0;
        }

        LastActive = now;
        LastTaken = now;
        if (count < waiting)
        {
            _outStart += count;
            return true;
        }

        _outStart = 0;
        OutEnd = 0;
        if (Out != _out)
        {
            ReturnOut();
        }

        return true;
    }

    private void ReturnIn()
    {
        byte[] buffer = Reader.Buffer;
        if (buffer != _in)
        {
            Reader.MoveTo(_in);
            _bodies.Return(buffer);
        }
    }

    private void ReturnOut()
    {
        if (Out != _out)
        {
            _bodies.Return(Out);
            Out = _out;
        }
    }
}
