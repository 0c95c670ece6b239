using System;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>What was answered to PUTs with a <c>once=</c> token, for ten minutes (docs/PROTOCOL.md section 2): a
/// fixed table, the oldest entry goes first.</summary>
internal sealed class OnceTable
{
    private readonly Once[] _table;
    private int _next;

    internal OnceTable(Limits limits)
    {
        _table = new Once[limits.OnceTokens];
        for (int i = 0; i < _table.Length; i++)
        {
            _table[i] = new Once();
        }
    }

    /// <summary>Finds what a peer was answered.</summary>
    /// <returns>The entry, or null.</returns>
    internal Once Find(Peer who, byte[] octets, int start, int length, long now)
    {
        for (int i = 0; i < _table.Length; i++)
        {
            Once once = _table[i];
            if (once.Who == who && once.TokenLength == length && now - once.Since < Wire.OnceMs
                && Platform.Equal(once.Token, 0, octets, start, length))
            {
                return once;
            }
        }

        return null;
    }

    /// <summary>Forgets what was not accepted after all.</summary>
    internal void Drop(Peer who, byte[] octets, int start, int length, long now)
    {
        Once once = Find(who, octets, start, length, now);
        if (once != null)
        {
            once.Who = null;
        }
    }

    /// <summary>Remembers an answer, or with the code 0 what was handed up and may be answered yet.</summary>
    internal void Add(Peer who, byte[] octets, int start, int length, int code, Address address, long date, long now)
    {
        Once once = Find(who, octets, start, length, now);
        if (once == null)
        {
            once = _table[_next];
            _next = (_next + 1) % _table.Length;
        }

        once.Who = who;
        once.Since = now;
        once.Code = code;
        once.Date = date;
        once.TokenLength = length;
        once.AddressLength = address.Length;
        Array.Copy(octets, start, once.Token, 0, length);
        Array.Copy(address.Octets, address.Start, once.Address, 0, address.Length);
    }
}

/// <summary>One remembered answer.</summary>
internal sealed class Once
{
    internal readonly byte[] Token = new byte[Wire.TokenMax];
    internal readonly byte[] Address = new byte[Wire.AddressMax];

    internal Peer Who;

    internal int TokenLength;

    internal int AddressLength;

    /// <summary>What was answered; 0 when it is not known whether the mailbox has it.</summary>
    internal int Code;

    internal long Date;

    internal long Since;
}
