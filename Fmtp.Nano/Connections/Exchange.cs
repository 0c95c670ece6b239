using System;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>One request being answered, whichever way it came. The verbs write their reply through it and
/// need not know of connections, datagrams and seals. One instance is used again and again.</summary>
/// <remarks>Reserve, Begin, then words, then End; or BeginBody, the body, EndBody.</remarks>
internal sealed class Exchange
{
    /// <summary>Octets that are enough for any reply line: code, tag, an address, numbers, a seal.</summary>
    public const int LineRoom = 256;

    /// <summary>The <see cref="Code"/> of a request whose answer comes later.</summary>
    public const int Awaited = -1;

    /// <summary>What <c>retry=</c> names where nothing better is known.</summary>
    internal const int RetrySeconds = 5;

    // How long a signature may take, its key included, before the sender is told to try again.
    private const int WaitMs = 20 * 1000;

    private const long AtWritten = -1;
    private const int AtRoom = 23; // " at=" and 19 digits
    private const int LengthRoom = 7; // " =" and 4 digits and LF

    private readonly Outgoing _outgoing = new Outgoing();
    private readonly byte[] _host;
    private long _at;
    private readonly Turn _datagramTurn = new Turn();
    private long _lastNumber;

    /// <summary>Makes one.</summary>
    /// <param name="host">This relay's own address, <c>@domain</c>.</param>
    internal Exchange(byte[] host)
    {
        _host = host;
        Request = new Message();
        Asker = new Asker();
        Line = _outgoing.Line;
    }

    /// <summary>What is asked.</summary>
    internal Message Request;

    /// <summary>Who asks.</summary>
    internal Asker Asker;

    /// <summary>Who asks: whose seal the request carries, or whose key the connection was proved with; null for anyone.</summary>
    internal Peer Who;

    /// <summary>For whom it is judged who may: <see cref="Who"/>, unless a child asks on behalf of somebody.</summary>
    internal Peer Reader;

    /// <summary>Whether it is for the mailbox here, on a child's word (<c>for=</c>).</summary>
    internal bool IsVouched;

    /// <summary>Whose seal the request carries; null for anyone. Nobody else is taken at his word.</summary>
    internal Peer Sealed
    {
        get { return Who != null && Who.IsSealed ? Who : null; }
    }

    /// <summary>Who may delete what is to him: whoever asks, or somebody of the child that speaks for him.</summary>
    internal Peer Deleter
    {
        get { return !IsVouched ? Sealed : Reader != null && Who.SpeaksFor(Reader.Address, 0, Reader.Address.Length) ? Reader : null; }
    }

    /// <summary>Whether it comes from somebody neither sealed nor near.</summary>
    internal bool IsStranger
    {
        get { return !Asker.IsNear && Sealed == null; }
    }

    /// <summary>Whether it is a GET that was answered from the store: what that leaves on a board's heap, flash alone can tell.</summary>
    internal bool IsStored;

    /// <summary>Whether the request, a datagram, waits for a signature to be verified or made.</summary>
    internal bool IsWaiting;

    /// <summary>What is kept of it while it waits.</summary>
    internal Turn Turn;

    /// <summary>Where the request comes from.</summary>
    public Endpoint From
    {
        get { return Asker.From; }
    }

    /// <summary>The step's time, in milliseconds.</summary>
    internal long Now;

    /// <summary>The code that was answered; 0 before <see cref="Begin"/>.</summary>
    internal int Code;

    /// <summary>The connection; null for a datagram.</summary>
    internal Session Session;

    /// <summary>Where it was looked for, for those who ask to be told; else null.</summary>
    internal Trail Trail;

    /// <summary>Whether the request comes from this relay's parent.</summary>
    public bool IsFromParent
    {
        get { return Who != null && Who.IsParent; }
    }

    /// <summary>Whether the request is a datagram.</summary>
    public bool IsDatagram
    {
        get { return Session == null; }
    }

    /// <summary>Writes the reply line.</summary>
    internal readonly MessageWriter Line;

    /// <summary>The reply to a datagram, with room to write one that turns out too long; it becomes 413. It is sent at once, as are
    /// other datagrams that are written here; in between it is scratch for whoever needs some within one call.</summary>
    internal readonly byte[] Datagram = new byte[Wire.DatagramMax + Lister.LineRoom];

    /// <summary>Octets of the reply to a datagram; 0 for none.</summary>
    internal int DatagramLength;

    internal void Open(Session session, long now)
    {
        Asker.Set(session, Request);
        Start(now);
    }

    internal void OpenDatagram(Endpoint from, Peer who, long at, int length, long now)
    {
        Asker.Set(from, who, at, length, Request);
        Start(now);
        Turn.Number = 0;
    }

    /// <summary>Goes on with somebody who was left waiting.</summary>
    internal void Resume(Asker asker, long now)
    {
        Asker.Copy(asker);
        Start(now);
    }

    private void Start(long now)
    {
        Session session = Asker.Session;
        Peer who = Asker.Who;
        Session = session;
        Who = who;
        Reader = who;
        IsVouched = false;
        IsStored = false;
        Now = now;
        Code = 0;
        Trail = null;
        if (session != null)
        {
            Turn = session.Turn;
            return;
        }

        Turn = _datagramTurn;
        IsWaiting = false;
        DatagramLength = 0;
    }

    /// <summary>Says that the request will be brought again.</summary>
    internal void Hold()
    {
        if (Turn.Number == 0)
        {
            Turn.Number = ++_lastNumber;
            Turn.Since = Now;
        }
    }

    /// <summary>Has the request wait for a signature, for a while.</summary>
    /// <returns>False, as what will be asked again; true when it was answered that it takes too long.</returns>
    internal bool Wait()
    {
        return Wait(WaitMs);
    }

    /// <summary>The same for so many milliseconds at the most, all in all.</summary>
    internal bool Wait(int most)
    {
        if (Turn.Number != 0 && Now - Turn.Since > most)
        {
            Busy();
            return true;
        }

        Hold();
        IsWaiting = true;
        if (Session != null)
        {
            Session.PartSince = Session.NoPart; // it is whole, and not the peer who takes long
        }

        return false;
    }

    /// <summary>Octets of body that a reply can carry here at the most.</summary>
    internal int BodyMax
    {
        get { return IsDatagram ? Asker.DatagramMax - Line.At - (Who == null ? 0 : Wire.SealRoom + AtRoom) - LengthRoom : int.MaxValue; }
    }

    /// <summary>Makes room for the reply. Nothing may have been changed before, since the answer can be "later".</summary>
    /// <param name="length">Octets of line and body; a datagram's are judged when it is whole.</param>
    /// <returns>One of <see cref="Room"/>.</returns>
    internal int Reserve(int length)
    {
        if (Trail != null)
        {
            length += Trail.Max;
        }

        return Session != null ? Session.Reserve(length) : length > Datagram.Length ? Room.Never : Room.Here;
    }

    /// <summary>Begins the reply.</summary>
    internal MessageWriter Begin(int code)
    {
        Asker asker = Asker;
        Session session = Session;
        Code = code;
        _at = asker.At;
        MessageWriter line = session == null ? Line.Begin(Datagram, 0) : Line.Begin(session.Out, session.OutEnd);
        return line.Reply(code, asker.Tag, asker.TagStart, asker.TagLength);
    }

    /// <summary>Repeats the <c>at=</c> of a sealed datagram, once; at the latest at the end of the line.</summary>
    internal void WriteAt()
    {
        if (_at >= 0)
        {
            Line.Text(" at=").Number(_at);
            _at = AtWritten;
        }
    }

    /// <summary>Ends a reply that has no body.</summary>
    internal void End()
    {
        BeginBody(0);
        EndBody();
    }

    /// <summary>Ends a reply that is a code alone; 503 says when to try again.</summary>
    internal void End(int code)
    {
        Begin(code);
        if (code == Protocol.Code.Busy)
        {
            Line.Text(" retry=").Number(RetrySeconds);
        }

        End();
    }

    /// <summary>Answers with an object from elsewhere.</summary>
    /// <param name="head">The object; it stays where it is.</param>
    /// <param name="since">The asker's <c>since=</c>; negative for none.</param>
    /// <param name="age">Seconds since it was fetched; negative where it is at home.</param>
    /// <param name="proof">One of <see cref="Proof"/>; of what is at home there is none.</param>
    /// <param name="live">The <c>live=</c> that came with it; negative from the cache and for none.</param>
    /// <returns>False for later.</returns>
    internal bool AnswerObject(ObjectReader head, long since, long age, int proof, int live)
    {
        if (since >= 0 && head.Date <= since)
        {
            End(Protocol.Code.NotNewer);
            return true;
        }

        switch (Reserve(LineRoom + head.Length))
        {
            case Room.Later: return false;
            case Room.Busy: Busy(); return true;
            case Room.Never: End(Protocol.Code.TooLarge); return true;
        }

        Begin(Protocol.Code.Ok);
        if (age >= 0)
        {
            Line.Text(" age=").Number(age).Text(" proof=").Text(Proof.Word(proof));
        }

        if (live >= 0)
        {
            Line.Text(" live=").Number(live);
        }

        int at = BeginBody(head.Length);
        System.Array.Copy(head.Octets, head.Start, Line.Octets, at, head.Length);
        EndBody();
        return true;
    }

    /// <summary>Ends a reply that says to try again.</summary>
    internal void Busy()
    {
        End(Protocol.Code.Busy);
    }

    /// <summary>Ends the line and says where the body goes.</summary>
    /// <returns>Its place in the writer's buffer.</returns>
    internal int BeginBody(int length)
    {
        return BeginBody(length, length > 0);
    }

    /// <summary>The same where an empty body is announced too.</summary>
    internal int BeginBody(int length, bool isAnnounced)
    {
        bool isSealed = Session == null ? Who != null : Session.OutSeal != null;
        if (isSealed && Session == null)
        {
            WriteAt();
        }

        if (Trail != null)
        {
            Line.Text(" way=").Copy(Trail.Octets, 0, Trail.Length);
        }

        if (isAnnounced)
        {
            Line.Length(length);
        }

        return _outgoing.EndLine(isSealed, length);
    }

    /// <summary>Seals and sends what was begun.</summary>
    internal void EndBody()
    {
        if (Session == null)
        {
            EndDatagram();
        }
        else if (!Asker.IsSilent)
        {
            _outgoing.EndBody(Session);
        }
    }

    /// <summary>Tells those who ask where it was looked for that it was here.</summary>
    /// <param name="place">What the place is called on the wire.</param>
    /// <param name="code">What is about to be answered.</param>
    internal void Traced(string place, int code)
    {
        if (Request.HasKeys && Request.Find(Words.Trace, out _) >= 0)
        {
            Trail = new Trail(_host, Now);
            Trail.Add(place, code, null, Now);
        }
    }

    /// <summary>Says that the answer comes later, from elsewhere.</summary>
    internal void Await()
    {
        Code = Awaited;
    }

    private void EndDatagram()
    {
        if (Asker.IsSilent)
        {
            return;
        }

        if (Line.At > Asker.DatagramMax)
        {
            if (Code == Protocol.Code.TooLarge)
            {
                return; // even this says more than was asked
            }

            End(Protocol.Code.TooLarge);
            return;
        }

        if (Who != null)
        {
            Who.DatagramSeal.WriteDatagram(Asker.Seal, 0, Datagram, 0, _outgoing.LineEnd, _outgoing.Body, _outgoing.BodyLength, Datagram, _outgoing.LineEnd + 2);
        }

        DatagramLength = Line.At;
    }
}
