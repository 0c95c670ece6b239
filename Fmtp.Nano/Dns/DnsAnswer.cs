using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Reads a server's answer: follows aliases from the name that was asked for to the records, and takes
/// nothing from it that is not on that way (RFC 1034 section 4.3.2, RFC 2181, RFC 2308).</summary>
internal sealed class DnsAnswer
{
    // Response codes (RFC 1035 section 4.1.1).
    private const int CodeNone = 0;
    private const int CodeNoName = 3;

    // Records of an answer that are looked at; a question has no room for more addresses.
    private const int RecordsMax = 24;

    // Aliases of one name, over all answers.
    private const int AliasesMax = 8;

    // Places behind the owner's name of a record, and octets up to its data.
    private const int TypeAt = 0;
    private const int ClassAt = 2;
    private const int TtlAt = 4;
    private const int LengthAt = 8;
    private const int TailLength = 10;

    // An SOA ends in five numbers of 32 bits, the last of them the time that a "no" holds.
    private const int MinimumLength = 4;
    private const int SoaMin = 2 + (5 * MinimumLength);

    private readonly int[] _owners = new int[RecordsMax];
    private readonly int[] _tails = new int[RecordsMax];
    private readonly int[] _found = new int[RecordsMax];
    private readonly byte[] _owner;
    private readonly DnsRecords _records;
    private byte[] _message;
    private int _end;
    private int _count;
    private bool _hasSoa;
    private bool _isReferral;
    private int _foundCount;
    private int _ttl;
    private int _negativeTtl;

    /// <param name="scratch">Room for a name, used within calls alone.</param>
    internal DnsAnswer(byte[] scratch)
    {
        _owner = scratch;
        _records = new DnsRecords(scratch);
    }

    /// <summary>The name that the records are looked for of: what was asked, or what it is an alias of.</summary>
    internal readonly byte[] Name = new byte[DnsName.Max];

    /// <summary>Octets of <see cref="Name"/>.</summary>
    internal int NameLength;

    /// <summary>Aliases that led to it.</summary>
    internal int Aliases;

    /// <summary>Seconds that the zones on the way say the result holds.</summary>
    internal int Seconds;

    /// <summary>Reads a reply to a question.</summary>
    /// <param name="message">The message; it was found to be the reply.</param>
    /// <param name="length">Its octets.</param>
    /// <param name="flight">What was asked.</param>
    /// <param name="question">Receives the state and the records.</param>
    /// <returns>A <see cref="DnsVerdict"/>.</returns>
    internal int Read(byte[] message, int length, DnsFlight flight, DnsQuestion question)
    {
        int code = DnsMessage.Code(message);
        _message = message;
        _end = length;
        NameLength = flight.NameLength;
        Aliases = flight.Aliases;
        if (code != CodeNone && code != CodeNoName)
        {
            return DnsVerdict.Failed;
        }

        int at = FindRecords(DnsMessage.HeadLength + NameLength + DnsMessage.QuestionTail);
        if (at < 0 || !FindAuthority(at))
        {
            return DnsVerdict.Failed;
        }

        for (int i = 0; i < NameLength; i++)
        {
            Name[i] = DnsName.Fold(flight.Name[i]);
        }

        _ttl = flight.Seconds;
        if (!Follow(question.Type))
        {
            return DnsVerdict.Failed;
        }

        if (_foundCount > 0)
        {
            // Records of a name that does not exist: no verdict can be had from whoever says so.
            return code == CodeNone ? Take(question) : DnsVerdict.Failed;
        }

        if (code == CodeNone && !_hasSoa && Aliases > flight.Aliases)
        {
            Seconds = _ttl;
            return DnsVerdict.Elsewhere;
        }

        if (code == CodeNone && _isReferral)
        {
            return DnsVerdict.Failed; // it knows who would know, which a resolver's server should have asked
        }

        question.State = code == CodeNone ? DnsState.NoData : DnsState.NoName;
        Seconds = !_hasSoa ? 0 : _negativeTtl < _ttl ? _negativeTtl : _ttl;
        return DnsVerdict.Done;
    }

    // Where each record of the answer begins; only the first ones are remembered.
    private int FindRecords(int at)
    {
        _count = 0;
        for (int left = DnsMessage.Answers(_message); left > 0; left--)
        {
            int owner = at;
            int tail = Tail(at);
            if (tail < 0)
            {
                return DnsName.Bad;
            }

            at = tail + TailLength + DnsMessage.Get16(_message, tail + LengthAt);
            if (_count < RecordsMax)
            {
                _owners[_count] = owner;
                _tails[_count++] = tail;
            }
        }

        return at;
    }

    // Whether the authority section says how long a "no" holds, or only whom to ask.
    private bool FindAuthority(int at)
    {
        _hasSoa = false;
        bool hasNs = false;
        for (int left = DnsMessage.Authorities(_message); left > 0; left--)
        {
            int tail = Tail(at);
            if (tail < 0)
            {
                return false;
            }

            int length = DnsMessage.Get16(_message, tail + LengthAt);
            int type = DnsMessage.Get16(_message, tail + TypeAt);
            at = tail + TailLength + length;
            hasNs |= type == DnsType.Ns;
            if (type == DnsType.Soa && length >= SoaMin)
            {
                int ttl = DnsMessage.GetSeconds(_message, tail + TtlAt);
                int minimum = DnsMessage.GetSeconds(_message, at - MinimumLength);
                _hasSoa = true;
                _negativeTtl = ttl < minimum ? ttl : minimum;
            }
        }

        _isReferral = hasNs && !_hasSoa;
        return true;
    }

    // Where a record goes on behind its owner's name; -1 when it is not all there.
    private int Tail(int at)
    {
        int tail = DnsName.After(_message, at, _end);
        return tail >= 0 && tail + TailLength <= _end
            && tail + TailLength + DnsMessage.Get16(_message, tail + LengthAt) <= _end ? tail : DnsName.Bad;
    }

    // From alias to alias, in whatever order the records stand. A loop ends with the number of aliases.
    private bool Follow(int type)
    {
        while (true)
        {
            int alias = FindOwned(type);
            if (alias == DnsName.Bad || _foundCount > 0 || alias == _count)
            {
                return alias != DnsName.Bad;
            }

            int tail = _tails[alias];
            Shorten(tail);
            NameLength = DnsName.Read(_message, tail + TailLength, _end, Name);
            if (NameLength == DnsName.Bad || ++Aliases > AliasesMax)
            {
                return false;
            }
        }
    }

    // Finds the records of the name; returns its alias, the number of records for none, or Bad.
    private int FindOwned(int type)
    {
        int alias = _count;
        _foundCount = 0;
        for (int i = 0; i < _count; i++)
        {
            int tail = _tails[i];
            int recordType = DnsMessage.Get16(_message, tail + TypeAt);
            bool isWanted = recordType == type || recordType == DnsType.Cname;
            if (!isWanted || DnsMessage.Get16(_message, tail + ClassAt) != DnsMessage.ClassIn)
            {
                continue;
            }

            int length = DnsName.Read(_message, _owners[i], _end, _owner);
            if (length == DnsName.Bad)
            {
                return DnsName.Bad;
            }

            if (length != NameLength || !Platform.Equal(_owner, 0, Name, 0, length))
            {
                continue;
            }

            if (recordType == type)
            {
                _found[_foundCount++] = tail;
            }
            else
            {
                alias = i;
            }
        }

        return alias;
    }

    private int Take(DnsQuestion question)
    {
        for (int i = 0; i < _foundCount; i++)
        {
            Shorten(_found[i]);
            _found[i] += TailLength; // from now on the data, its length before it
        }

        Seconds = _ttl;
        question.Clear();
        int state = _records.Take(_message, _end, _found, _foundCount, question);
        if (state == DnsState.ServerFailed)
        {
            return DnsVerdict.Failed;
        }

        question.State = state;
        return DnsVerdict.Done;
    }

    private void Shorten(int tail)
    {
        int ttl = DnsMessage.GetSeconds(_message, tail + TtlAt);
        _ttl = ttl < _ttl ? ttl : _ttl;
    }
}
