namespace Fmtp.Nano.Protocol;

/// <summary>A view of an address in somebody's octets (docs/PROTOCOL.md section 1). One instance is used
/// again and again; it makes nothing.</summary>
/// <remarks>Its places are fields, to be read only: on a board a property costs a call. <c>@domain</c> is a host, <c>name@domain</c> is named, <c>id.name@domain</c> is an object.</remarks>
public sealed class Address
{
    /// <summary>The octets that the address stands in.</summary>
    public byte[] Octets;

    /// <summary>Where the address begins.</summary>
    public int Start;

    /// <summary>Octets of the address.</summary>
    public int Length;

    /// <summary>Where the owner begins: after <c>id.</c>, else at <see cref="Start"/>.</summary>
    public int OwnerStart;

    /// <summary>Where the domain begins, after the <c>@</c>.</summary>
    public int DomainStart;

    /// <summary>Octets of the owner, up to the end of the address.</summary>
    public int OwnerLength
    {
        get { return Start + Length - OwnerStart; }
    }

    /// <summary>Octets of the domain.</summary>
    public int DomainLength
    {
        get { return Start + Length - DomainStart; }
    }

    /// <summary>Whether it is <c>@domain</c>.</summary>
    public bool IsHost
    {
        get { return DomainStart == Start + 1; }
    }

    /// <summary>Whether it is <c>name@domain</c>.</summary>
    public bool IsNamed
    {
        get { return OwnerStart == Start && DomainStart != Start + 1; }
    }

    /// <summary>Whether it is <c>id.name@domain</c>.</summary>
    public bool IsObject
    {
        get { return OwnerStart != Start; }
    }

    /// <summary>Whether its id is exactly <c>0</c>, which asks the relay to mint one (section 2).</summary>
    public bool IsToMint
    {
        get { return OwnerStart == Start + 2 && Octets[Start] == '0'; }
    }

    /// <summary>Takes a range for an address and checks it whole.</summary>
    /// <param name="octets">The octets.</param>
    /// <param name="start">First octet.</param>
    /// <param name="length">How many.</param>
    /// <param name="fold">True where upper case is folded (request lines; done in place), false where
    /// it is an error (objects).</param>
    /// <returns>False when it is no address.</returns>
    public bool Parse(byte[] octets, int start, int length, bool fold)
    {
        Octets = octets;
        Start = start;
        Length = length;
        OwnerStart = start;
        DomainStart = start;
        if (length < 2 || length > Wire.AddressMax)
        {
            return false;
        }

        int end = start + length;
        int at = start;
        if (octets[at] != '@')
        {
            at = ParseId(at, end);
            at = at < 0 ? at : ParseName(at, end, fold);
            if (at < 0)
            {
                return false;
            }
        }

        DomainStart = at + 1;
        return ParseDomain(octets, DomainStart, end, fold);
    }

    /// <summary>Whether a range is a domain: LDH labels of 1 to 63 octets between dots.</summary>
    /// <param name="octets">The octets.</param>
    /// <param name="start">First octet.</param>
    /// <param name="end">After the last.</param>
    /// <param name="fold">True where upper case is folded in place.</param>
    /// <returns>True when it is.</returns>
    public static bool ParseDomain(byte[] octets, int start, int end, bool fold)
    {
        int label = start;
        for (int i = start; i < end; i++)
        {
            byte c = octets[i];
            if (c >= 'a' && c <= 'z')
            {
                continue;
            }

            if (c == '.')
            {
                if (!IsLabel(octets, label, i))
                {
                    return false;
                }

                label = i + 1;
            }
            else if (fold && c >= 'A' && c <= 'Z')
            {
                octets[i] = (byte)(c | 0x20);
            }
            else if (c != '-' && (c < '0' || c > '9'))
            {
                return false;
            }
        }

        return IsLabel(octets, label, end);
    }

    /// <summary>Whether this is the same address.</summary>
    /// <param name="octets">The octets of the other, already lower case.</param>
    /// <param name="start">Its first octet.</param>
    /// <param name="length">Its length.</param>
    /// <returns>True when it is.</returns>
    public bool Is(byte[] octets, int start, int length)
    {
        return length == Length && Platform.Equal(Octets, Start, octets, start, length);
    }

    /// <summary>Whether the owner is this address.</summary>
    /// <param name="octets">The octets of the other, already lower case.</param>
    /// <param name="start">Its first octet.</param>
    /// <param name="length">Its length.</param>
    /// <returns>True when it is.</returns>
    public bool OwnerIs(byte[] octets, int start, int length)
    {
        return length == OwnerLength && Platform.Equal(Octets, OwnerStart, octets, start, length);
    }

    /// <summary>Whether the domain is this one.</summary>
    /// <param name="octets">The octets of the other, already lower case.</param>
    /// <param name="start">Its first octet.</param>
    /// <param name="length">Its length.</param>
    /// <returns>True when it is.</returns>
    public bool DomainIs(byte[] octets, int start, int length)
    {
        return length == DomainLength && Platform.Equal(Octets, DomainStart, octets, start, length);
    }

    /// <summary>The address as people read it.</summary>
    /// <returns>A new string.</returns>
    public override string ToString()
    {
        return Ascii.Text(Octets, Start, Length);
    }

    private static bool IsLabel(byte[] octets, int start, int end)
    {
        return end > start && end - start <= Wire.LabelMax && octets[start] != '-' && octets[end - 1] != '-';
    }

    // The digits and the dot of an id, if there is one; -1 when it is malformed.
    private int ParseId(int at, int end)
    {
        int start = at;
        while (at < end && Octets[at] >= '0' && Octets[at] <= '9')
        {
            at++;
        }

        if (at == start)
        {
            return at;
        }

        bool leadingZero = Octets[start] == '0' && at > start + 1;
        if (leadingZero || at - start > Wire.DigitsMax || at >= end || Octets[at] != '.')
        {
            return -1;
        }

        OwnerStart = at + 1;
        return OwnerStart;
    }

    // The name up to the "@", where it stops; -1 when it is malformed.
    private int ParseName(int at, int end, bool fold)
    {
        int start = at;
        for (; at < end; at++)
        {
            byte c = Octets[at];
            if (c >= 'a' && c <= 'z')
            {
                continue;
            }

            if (c == '@')
            {
                break;
            }

            if (fold && c >= 'A' && c <= 'Z')
            {
                Octets[at] = (byte)(c | 0x20);
            }
            else if (at == start || !((c >= '0' && c <= '9') || c == '-' || c == '_' || c == '+' || c == '.'))
            {
                return -1;
            }
        }

        return at == start || at >= end || at - start > Wire.NameMax ? -1 : at;
    }
}
