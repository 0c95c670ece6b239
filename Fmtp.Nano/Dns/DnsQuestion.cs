using System;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>A question and what came of it: one place of the resolver's table, which is also its cache.</summary>
/// <remarks>The name and behind it the records, each behind its length in two octets, share one array.</remarks>
internal sealed class DnsQuestion
{
    internal const int LengthLength = 2;

    private int _end;

    internal DnsQuestion(Limits limits)
    {
        Octets = new byte[limits.DnsQuestionOctets];
    }

    internal readonly byte[] Octets;

    internal int NameLength;

    internal int Type;

    internal int State;

    /// <summary>Until when the answer holds, or a pending question is not given up, in the step's milliseconds.</summary>
    internal long Until;

    /// <summary>Records.</summary>
    internal int Count;

    /// <summary>How many asked and have not released it.</summary>
    internal int Askers;

    /// <summary>Its place among those that wait for their turn; the lowest is the first.</summary>
    internal int Turn;

    /// <summary>Whether it is being asked now.</summary>
    internal bool IsFlying;

    /// <summary>How often a server was asked.</summary>
    internal int Attempts;

    /// <summary>The server that was asked last.</summary>
    internal int Server;

    /// <summary>A bit for each server that has said it cannot tell.</summary>
    internal int Failed;

    /// <summary>Whether something was ever asked here.</summary>
    internal bool IsUsed
    {
        get { return NameLength > 0; }
    }

    internal bool IsPending
    {
        get { return IsUsed && State == DnsState.Pending; }
    }

    /// <summary>Begins anew, for one asker.</summary>
    internal void Open(int type, byte[] name, int nameLength, long until)
    {
        Array.Copy(name, 0, Octets, 0, nameLength);
        NameLength = nameLength;
        Type = type;
        State = DnsState.Pending;
        Until = until;
        Askers = 1;
        IsFlying = false;
        Attempts = 0;
        Failed = 0;
        Clear();
    }

    /// <summary>Whether this is the same question.</summary>
    internal bool Is(int type, byte[] name, int nameLength)
    {
        return Type == type && NameLength == nameLength && Platform.Equal(Octets, 0, name, 0, nameLength);
    }

    /// <summary>Drops all records.</summary>
    internal void Clear()
    {
        Count = 0;
        _end = NameLength;
    }

    /// <summary>Adds a record.</summary>
    /// <returns>False when there is no room for it.</returns>
    internal bool Add(byte[] from, int start, int length)
    {
        int at = Begin(length);
        if (at < 0)
        {
            return false;
        }

        Array.Copy(from, start, Octets, at, length);
        return true;
    }

    /// <summary>Adds a record that is yet to be written.</summary>
    /// <returns>Where it goes; -1 when there is no room for it.</returns>
    internal int Begin(int length)
    {
        int at = _end + LengthLength;
        if (at + length > Octets.Length)
        {
            return -1;
        }

        DnsMessage.Put16(Octets, _end, length);
        _end = at + length;
        Count++;
        return at;
    }

    /// <summary>Where a record begins.</summary>
    internal int StartOf(int number)
    {
        int at = NameLength;
        for (; number > 0; number--)
        {
            at += LengthLength + DnsMessage.Get16(Octets, at);
        }

        return at + LengthLength;
    }

    /// <summary>Octets of a record.</summary>
    internal int LengthOf(int number)
    {
        return DnsMessage.Get16(Octets, StartOf(number) - LengthLength);
    }
}
