using System;

namespace Fmtp.Nano;

/// <summary>Copies the data of found records into a question, in the form that askers want.</summary>
internal sealed class DnsRecords
{
    private const int V4Length = 4;
    private const int V6Length = 16;
    private const int PreferenceLength = 2;
    private const int RootLength = 1;

    private readonly byte[] _name;

    /// <param name="scratch">Room for a name, used within calls alone.</param>
    internal DnsRecords(byte[] scratch)
    {
        _name = scratch;
    }

    /// <summary>Takes what has room, mail exchanges by preference.</summary>
    /// <param name="message">The message.</param>
    /// <param name="end">After its last octet.</param>
    /// <param name="data">Where the data of each record begins, two octets behind their length.</param>
    /// <param name="count">How many records.</param>
    /// <param name="question">Receives them.</param>
    /// <returns>The <see cref="DnsState"/>; <see cref="DnsState.ServerFailed"/> when none is as it should be, or a
    /// text has no room.</returns>
    internal int Take(byte[] message, int end, int[] data, int count, DnsQuestion question)
    {
        if (question.Type == DnsType.Mx)
        {
            Sort(message, data, count);
        }

        bool isNull = false;
        bool isCut = false;
        for (int i = 0; i < count; i++)
        {
            int at = data[i];
            int length = DnsMessage.Get16(message, at - DnsQuestion.LengthLength);
            switch (question.Type)
            {
                case DnsType.A: TakeAddress(message, at, length, V4Length, question); break;
                case DnsType.Aaaa: TakeAddress(message, at, length, V6Length, question); break;
                case DnsType.Txt: isCut |= !TakeText(message, at, length, question); break;
                default: isNull |= TakeExchange(message, at, length, end, question); break;
            }
        }

        if (isCut)
        {
            question.Clear(); // among texts the one that is left out may be the one that is meant
        }

        return question.Count > 0 ? DnsState.Answered : isNull ? DnsState.NoMail : DnsState.ServerFailed;
    }

    // By insertion: there are few. Equal ones stay as the server shuffled them. A record without a preference
    // is sorted by whatever follows it and found out later.
    private static void Sort(byte[] message, int[] data, int count)
    {
        for (int i = 1; i < count; i++)
        {
            int at = data[i];
            int preference = Preference(message, at);
            int place = i;
            for (; place > 0 && Preference(message, data[place - 1]) > preference; place--)
            {
                data[place] = data[place - 1];
            }

            data[place] = at;
        }
    }

    private static int Preference(byte[] message, int at)
    {
        return at + PreferenceLength <= message.Length ? DnsMessage.Get16(message, at) : 0;
    }

    private static void TakeAddress(byte[] message, int at, int length, int wanted, DnsQuestion question)
    {
        if (length == wanted)
        {
            question.Add(message, at, length);
        }
    }

    // Character-strings, each behind its length, become one text (as SPF and DKIM have it). False when it has no room.
    private static bool TakeText(byte[] message, int at, int length, DnsQuestion question)
    {
        int end = at + length;
        int total = 0;
        int next = at;
        while (next < end)
        {
            total += message[next];
            next += message[next] + 1;
        }

        int into = next == end ? question.Begin(total) : -1;
        for (; into >= 0 && at < end; at += message[at] + 1)
        {
            Array.Copy(message, at + 1, question.Octets, into, message[at]);
            into += message[at];
        }

        return into >= 0 || next != end;
    }

    // Returns whether it is the record that says "no mail". A name that no host can have is left out.
    private bool TakeExchange(byte[] message, int at, int length, int end, DnsQuestion question)
    {
        int nameLength = length > PreferenceLength ? DnsName.Read(message, at + PreferenceLength, end, _name) : DnsName.Bad;
        bool isWhole = nameLength != DnsName.Bad && DnsName.After(message, at + PreferenceLength, end) == at + length;
        if (isWhole && nameLength > RootLength)
        {
            int domain = DnsName.ToDomain(_name, nameLength);
            if (domain > 0)
            {
                question.Add(_name, 1, domain);
            }
        }

        return isWhole && nameLength == RootLength;
    }
}
