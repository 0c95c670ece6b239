using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>A DNS stub resolver: asks the configured servers, keeps what they say as long as they say, and
/// never waits (docs/PROTOCOL.md sections 4 and 6; RFC 1035, 2181, 2308, 5452).</summary>
/// <remarks>A question is a slot in a fixed table that is the cache as well: who asks what is known or under way
/// shares the slot. It stays as it is until it is released as often as it was asked for. There is no EDNS0: what
/// is asked for fits the 512 octets of plain DNS, or is truncated and fetched over TCP.</remarks>
public sealed class Resolver
{
    /// <summary>Not asked: every slot is in somebody's use.</summary>
    public const int Full = -1;

    /// <summary>Not asked: no name that DNS could know, or one of <c>.fmtp.alt</c>, which is none of its business.</summary>
    public const int NotAName = -2;

    // How long a server may take at first, and how often that is doubled when all were silent: 1, 2, 4, 4 s.
    private const int WaitMs = 1000;
    private const int DoublingsMax = 2;

    // A question is given up after so long, whoever has been silent by then.
    private const int DeadlineMs = 10 * 1000;

    // A failure is no verdict, but is not asked for again at once (RFC 9520 section 3.2).
    private const int FailureMs = 1000;

    private const int MsPerSecond = 1000;
    private const int DaySeconds = 24 * 60 * 60;

    // The least and the most that answers are kept, whatever the zone says. Keys: section 6. Addresses may
    // change sooner, though not for every request. That there is nothing is believed an hour at most, because
    // the first thing that somebody does who is told so is to publish it.
    private const int KeyMinSeconds = 60;
    private const int AddressMinSeconds = 10;
    private const int NegativeMinSeconds = 10;
    private const int NegativeMaxSeconds = 60 * 60;

    private readonly DnsServers _servers;
    private readonly DnsQuestion[] _table;
    private readonly DnsFlight[] _flights;
    private readonly DnsAnswer _answer;
    private readonly byte[] _name = new byte[DnsName.Max];
    private int _pending;
    private int _lastTurn;

    /// <summary>Makes a resolver; all its memory is allocated here.</summary>
    /// <param name="network">The network seam.</param>
    /// <param name="entropy">The randomness seam; must not be predictable.</param>
    /// <param name="servers">The servers of a checked configuration, <c>ADDRESS</c> or <c>ADDRESS:PORT</c>; the
    /// first eight count. Without any every question fails.</param>
    /// <param name="limits">The bounds.</param>
    public Resolver(INetwork network, IEntropy entropy, string[] servers, Limits limits)
    {
        _servers = new DnsServers(servers);
        _answer = new DnsAnswer(_name);
        _table = new DnsQuestion[limits.DnsQuestions];
        for (int i = 0; i < _table.Length; i++)
        {
            _table[i] = new DnsQuestion(limits);
        }

        byte[] chance = new byte[DnsFlight.ChanceLength];
        _flights = new DnsFlight[limits.DnsFlights];
        for (int i = 0; i < _flights.Length; i++)
        {
            _flights[i] = new DnsFlight(network, entropy, _answer, chance, limits);
        }
    }

    /// <summary>Where a domain may be written that is asked for at once.</summary>
    internal byte[] Room
    {
        get { return _answer.Name; }
    }

    /// <summary>Asks, unless the answer is known.</summary>
    /// <param name="type">One of <see cref="DnsType"/>.</param>
    /// <param name="domain">Holds the domain, labels between dots, of either case.</param>
    /// <param name="start">Its first octet.</param>
    /// <param name="length">Its length.</param>
    /// <param name="now">The step's time, in milliseconds.</param>
    /// <returns>The slot, to be released; <see cref="Full"/> or <see cref="NotAName"/>.</returns>
    public int Ask(int type, byte[] domain, int start, int length, long now)
    {
        int room = _table[0].Octets.Length < _name.Length ? _table[0].Octets.Length : _name.Length;
        int nameLength = SelfCertified.Claims(domain, start, length) ? DnsName.Bad : DnsName.Write(domain, start, length, _name, 0, room);
        return nameLength == DnsName.Bad ? NotAName : Ask(type, _name, nameLength, now);
    }

    /// <summary>Moves questions on.</summary>
    /// <param name="now">The step's time, in milliseconds.</param>
    /// <returns>Whether anything was settled or sent: call again at once.</returns>
    public bool Step(long now)
    {
        if (_pending == 0)
        {
            return false;
        }

        bool worked = false;
        for (int i = 0; i < _flights.Length; i++)
        {
            DnsFlight flight = _flights[i];
            if (flight.Question != null)
            {
                worked |= Move(flight, now);
            }
        }

        for (int i = 0; i < _table.Length && _pending > 0; i++)
        {
            worked |= Prune(_table[i], now);
        }

        for (int i = 0; i < _flights.Length; i++)
        {
            worked |= _flights[i].Question == null && Begin(_flights[i], now);
        }

        return worked;
    }

    /// <summary>Gives a slot back; once for each time it was asked for.</summary>
    /// <param name="slot">The slot.</param>
    public void Release(int slot)
    {
        _table[slot].Askers--;
    }

    /// <summary>How far a question has come.</summary>
    /// <param name="slot">The slot.</param>
    /// <returns>One of <see cref="DnsState"/>.</returns>
    public int StateOf(int slot)
    {
        return _table[slot].State;
    }

    /// <summary>Until when an answer holds; what was concluded from it holds no longer.</summary>
    /// <param name="slot">The slot; no longer pending.</param>
    /// <returns>A step's time, in milliseconds.</returns>
    public long ExpiresAt(int slot)
    {
        return _table[slot].Until;
    }

    /// <summary>How many records there are. What has no room (<see cref="Limits.DnsQuestionOctets"/>) is left out,
    /// of mail exchanges the least preferred; of texts all are, and the server is as one that failed.</summary>
    /// <param name="slot">The slot.</param>
    /// <returns>At least 1 when answered, else 0.</returns>
    public int CountOf(int slot)
    {
        return _table[slot].Count;
    }

    /// <summary>The array that the records stand in: 4 or 16 octets of an address; a mail exchange as a domain,
    /// lower case, the preferred one first; the strings of a text joined.</summary>
    /// <param name="slot">The slot.</param>
    /// <returns>The array, to be read only, and only until the slot is released.</returns>
    public byte[] OctetsOf(int slot)
    {
        return _table[slot].Octets;
    }

    /// <summary>Where a record begins.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="number">Its number, below <see cref="CountOf"/>.</param>
    /// <returns>Its first octet in <see cref="OctetsOf"/>.</returns>
    public int StartOf(int slot, int number)
    {
        return _table[slot].StartOf(number);
    }

    /// <summary>Octets of a record.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="number">Its number, below <see cref="CountOf"/>.</param>
    /// <returns>How many.</returns>
    public int LengthOf(int slot, int number)
    {
        return _table[slot].LengthOf(number);
    }

    /// <summary>Asks something else about the name of a slot.</summary>
    internal int AskSame(int type, int slot, long now)
    {
        return Ask(type, _table[slot].Octets, _table[slot].NameLength, now);
    }

    private int Ask(int type, byte[] name, int nameLength, long now)
    {
        int free = -1;
        for (int i = 0; i < _table.Length; i++)
        {
            DnsQuestion question = _table[i];
            if (question.Is(type, name, nameLength) && (question.IsPending || now < question.Until))
            {
                question.Askers++;
                return i;
            }

            if (question.Askers == 0 && !question.IsPending && (free < 0 || question.Until < _table[free].Until))
            {
                free = i;
            }
        }

        if (free < 0)
        {
            return Full;
        }

        _table[free].Open(type, name, nameLength, now + DeadlineMs);
        _table[free].Turn = ++_lastTurn;
        _pending++;
        return free;
    }

    private bool Move(DnsFlight flight, long now)
    {
        DnsQuestion question = flight.Question;
        int verdict = flight.Step(now);
        if (verdict == DnsVerdict.None && now < question.Until)
        {
            return false;
        }

        flight.End();
        question.IsFlying = false;
        if (verdict == DnsVerdict.Done)
        {
            _servers.Preferred = question.Server;
            Keep(question, now);
        }
        else
        {
            // Behind those that wait: one domain without servers must not keep the others from theirs.
            question.Failed |= verdict == DnsVerdict.Failed ? 1 << question.Server : 0;
            question.Turn = ++_lastTurn;
        }

        return true;
    }

    // Gives up a question that nobody can answer or that has taken too long; true when it did.
    private bool Prune(DnsQuestion question, long now)
    {
        if (!question.IsPending || question.IsFlying)
        {
            return false;
        }

        bool isLate = now >= question.Until;
        if (isLate || _servers.Next(question) < 0)
        {
            question.Clear();
            Settle(question, isLate ? DnsState.TimedOut : DnsState.ServerFailed, now + FailureMs);
            return true;
        }

        return false;
    }

    // Has a free flight take the question whose turn it is; true when there was one.
    private bool Begin(DnsFlight flight, long now)
    {
        DnsQuestion question = null;
        for (int i = 0; i < _table.Length; i++)
        {
            DnsQuestion other = _table[i];
            if (other.IsPending && !other.IsFlying && (question == null || other.Turn - question.Turn < 0))
            {
                question = other;
            }
        }

        if (question == null)
        {
            return false;
        }

        int doublings = question.Attempts / _servers.Count;
        question.Server = _servers.Next(question);
        question.Attempts++;
        question.IsFlying = true;
        flight.Begin(question, _servers, WaitMs << (doublings < DoublingsMax ? doublings : DoublingsMax), now);
        return true;
    }

    private void Keep(DnsQuestion question, long now)
    {
        bool isAnswer = question.State == DnsState.Answered || question.State == DnsState.NoMail;
        int least = !isAnswer ? NegativeMinSeconds : question.Type == DnsType.Txt ? KeyMinSeconds : AddressMinSeconds;
        int most = isAnswer ? DaySeconds : NegativeMaxSeconds;
        int seconds = _answer.Seconds;
        seconds = seconds < least ? least : seconds < most ? seconds : most;
        Settle(question, question.State, now + ((long)seconds * MsPerSecond));
    }

    private void Settle(DnsQuestion question, int state, long until)
    {
        question.State = state;
        question.Until = until;
        _pending--;
    }
}
