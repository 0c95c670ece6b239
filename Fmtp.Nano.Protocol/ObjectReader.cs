namespace Fmtp.Nano.Protocol;

/// <summary>Who may put objects under an object (docs/PROTOCOL.md section 2, <c>write</c>).</summary>
public static class WriteRule
{
    /// <summary>Its owner alone.</summary>
    public const int Owner = 0;

    /// <summary>Its owner and its members.</summary>
    public const int Members = 1;

    /// <summary>Anyone whose signature verifies, or a sealed local user.</summary>
    public const int Signed = 2;
}

/// <summary>Reads the head of an object as it stands in a buffer (docs/PROTOCOL.md section 2): places of
/// its values, not copies. One instance is used again and again; it makes nothing.</summary>
/// <remarks>Its places are fields, to be read only: on a board a property costs a call.</remarks>
public sealed class ObjectReader
{
    private static readonly byte[] SigLabel = Ascii.Octets("sig: ");

    // Of each attribute where its value begins, counted from the object's beginning; behind these, its octets.
    private readonly short[] _places = new short[2 * Attribute.Count];

    /// <summary>Makes one.</summary>
    public ObjectReader()
    {
        Id = new Address();
    }

    /// <summary>The buffer that all places below refer to.</summary>
    public byte[] Octets;

    /// <summary>Where the object begins.</summary>
    public int Start;

    /// <summary>Octets of the whole object.</summary>
    public int Length;

    /// <summary>Its address.</summary>
    public Address Id;

    /// <summary>Unix milliseconds of this version; 0 asks the relay to date it.</summary>
    public long Date;

    /// <summary>Unix milliseconds after which it is no longer served; 0 for never.</summary>
    public long Expires;

    /// <summary>How many children a relay keeps; <c>long.MaxValue</c> where it does not say.</summary>
    public long Keep;

    /// <summary>Seconds a cache may keep it.</summary>
    public long Ttl;

    /// <summary>Who may put objects under it: one of <see cref="WriteRule"/>.</summary>
    public int Write;

    /// <summary>Where the content begins; the end of the object when it has none.</summary>
    public int ContentStart;

    /// <summary>Where the octets begin that a signature covers: after the signature's line.</summary>
    public int SignedStart;

    /// <summary>Whether it has a signature's line.</summary>
    public bool IsSigned
    {
        get { return SignedStart != Start; }
    }

    /// <summary>Whether it is given to anyone who asks.</summary>
    public bool IsPublic
    {
        get { return Has(Attribute.Public); }
    }

    /// <summary>Whether it may be kept in memory alone.</summary>
    public bool IsVolatile
    {
        get { return Has(Attribute.Volatile); }
    }

    /// <summary>Whether it is a tombstone.</summary>
    public bool IsDeleted
    {
        get { return Has(Attribute.Deleted); }
    }

    /// <summary>Whether its time is over.</summary>
    /// <param name="unixMs">Unix milliseconds now; 0 when they are not known, and then it is not.</param>
    /// <returns>True when it is no longer served.</returns>
    public bool HasExpired(long unixMs)
    {
        return Expires > 0 && unixMs > 0 && Expires <= unixMs;
    }

    /// <summary>Whether the object has an attribute.</summary>
    /// <param name="attribute">One of <see cref="Attribute"/>.</param>
    /// <returns>True when it has.</returns>
    public bool Has(int attribute)
    {
        return _places[Attribute.Count + attribute] > 0;
    }

    /// <summary>Whether the value of an attribute is exactly a word.</summary>
    /// <param name="attribute">One of <see cref="Attribute"/>.</param>
    /// <param name="word">The word.</param>
    /// <returns>True when it is there and is the word.</returns>
    public bool Is(int attribute, byte[] word)
    {
        int length = _places[Attribute.Count + attribute];
        return length > 0 && Ascii.Is(Octets, Start + _places[attribute], length, word);
    }

    /// <summary>Where the value of an attribute begins (of a repeated one, the first).</summary>
    /// <param name="attribute">One of <see cref="Attribute"/>.</param>
    /// <returns>Its place, if it is there.</returns>
    public int ValueStart(int attribute)
    {
        return Start + _places[attribute];
    }

    /// <summary>Octets of the value of an attribute (of a repeated one, the first).</summary>
    /// <param name="attribute">One of <see cref="Attribute"/>.</param>
    /// <returns>Its length; 0 when it is not there.</returns>
    public int ValueLength(int attribute)
    {
        return _places[Attribute.Count + attribute];
    }

    /// <summary>Takes an object apart and checks it whole, as it comes from the network.</summary>
    /// <param name="octets">The buffer.</param>
    /// <param name="start">Where the object begins.</param>
    /// <param name="length">Its octets.</param>
    /// <returns>False when it is malformed (400).</returns>
    public bool Parse(byte[] octets, int start, int length)
    {
        return Parse(octets, start, length, true);
    }

    /// <summary>Takes an object apart that was checked before, as it comes from the store.</summary>
    /// <param name="octets">The buffer.</param>
    /// <param name="start">Where the object begins.</param>
    /// <param name="length">Its octets.</param>
    /// <returns>False when it is malformed.</returns>
    public bool ParseStored(byte[] octets, int start, int length)
    {
        return Parse(octets, start, length, false);
    }

    /// <summary>Whether a value of addresses between spaces (<c>to</c>) holds this one.</summary>
    /// <param name="octets">The address looked for, lower case.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="length">Its length.</param>
    /// <returns>True when it does.</returns>
    public bool IsTo(byte[] octets, int start, int length)
    {
        int place = 0;
        int wordLength;
        while ((wordLength = NextRecipient(ref place)) > 0)
        {
            if (wordLength == length && Platform.Equal(Octets, place - wordLength, octets, start, length))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Walks through the recipients.</summary>
    /// <param name="place">0 before the first call; then the end of the one that was found.</param>
    /// <returns>Octets of the address that ends at <paramref name="place"/>; 0 after the last.</returns>
    public int NextRecipient(ref int place)
    {
        int start = place == 0 ? ValueStart(Attribute.To) : place + 1;
        int end = ValueStart(Attribute.To) + ValueLength(Attribute.To);
        if (start >= end)
        {
            return 0;
        }

        int space = Platform.IndexOf(Octets, Ascii.SP, start, end - start);
        place = space < 0 ? end : space;
        return place - start;
    }

    /// <summary>Whether an address is a member.</summary>
    /// <param name="octets">The address looked for, lower case.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="length">Its length.</param>
    /// <returns>True when it is.</returns>
    public bool IsMember(byte[] octets, int start, int length)
    {
        int line = 0;
        while (NextLine(Attribute.Member, ref line, out int valueStart, out int valueLength))
        {
            if (valueLength == length && Platform.Equal(Octets, valueStart, octets, start, length))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Walks through the lines of a repeated attribute.</summary>
    /// <param name="attribute"><see cref="Attribute.Route"/> or <see cref="Attribute.Member"/>.</param>
    /// <param name="place">0 before the first call; then where the search goes on.</param>
    /// <param name="valueStart">Receives where the value begins.</param>
    /// <param name="valueLength">Receives its length.</param>
    /// <returns>False after the last.</returns>
    public bool NextLine(int attribute, ref int place, out int valueStart, out int valueLength)
    {
        valueStart = 0;
        valueLength = 0;
        if (!Has(attribute))
        {
            return false;
        }

        if (place == 0)
        {
            valueStart = ValueStart(attribute);
            valueLength = ValueLength(attribute);
            place = valueStart + valueLength + 1;
            return true;
        }

        while (place < ContentStart && Octets[place] != Ascii.LF)
        {
            int lf = Platform.IndexOf(Octets, Ascii.LF, place, Start + Length - place);
            int colon = Platform.IndexOf(Octets, (byte)':', place, lf - place);
            int name = place;
            place = lf + 1;
            if (Attribute.Parse(Octets, name, colon - name) == attribute)
            {
                valueStart = colon + 2;
                valueLength = lf - valueStart;
                return true;
            }
        }

        return false;
    }

    private bool Parse(byte[] octets, int start, int length, bool isChecked)
    {
        Octets = octets;
        Start = start;
        Length = length;
        SignedStart = start;
        System.Array.Clear(_places, 0, _places.Length);

        int end = start + length;
        int line = start;
        for (int lines = 1; ; lines++)
        {
            int reach = start + Wire.HeadMax < end ? start + Wire.HeadMax : end;
            int lf = Platform.IndexOf(octets, Ascii.LF, line, reach - line);
            if (lf < 0 || lines > Wire.HeadLinesMax)
            {
                return false; // no empty line within the bounds of a head
            }

            if (lf == line)
            {
                ContentStart = lf + 1;
                break;
            }

            if (lines == 1 && lf - line > SigLabel.Length && Platform.Equal(octets, line, SigLabel, 0, SigLabel.Length))
            {
                SignedStart = lf + 1;
                if (isChecked && !IsSignature(line + SigLabel.Length, lf))
                {
                    return false;
                }
            }
            else if (!ParseLine(line, lf, isChecked))
            {
                return false;
            }

            line = lf + 1;
        }

        // Other addresses are checked in the place of its own, which is read last.
        return ParseKnown() && (!isChecked || (CheckKnown() && CheckRepeated(Attribute.Route) && CheckRepeated(Attribute.Member)))
            && Id.Parse(octets, ValueStart(Attribute.Id), ValueLength(Attribute.Id), false);
    }

    private bool ParseLine(int line, int lf, bool isChecked)
    {
        int colon = Platform.IndexOf(Octets, (byte)':', line, lf - line);
        int value = colon + 2;
        if (colon <= line || value >= lf || Octets[colon + 1] != Ascii.SP)
        {
            return false;
        }

        int attribute = Attribute.Parse(Octets, line, colon - line);
        if ((attribute == Attribute.Id) != (line == SignedStart))
        {
            return false; // id is the first line, and only that
        }

        if (isChecked && ((attribute == Attribute.Other && !IsName(line, colon)) || !Utf8.IsText(Octets, value, lf)))
        {
            return false;
        }

        if (attribute == Attribute.Other || (Has(attribute) && Attribute.IsRepeated(attribute)))
        {
            return true;
        }

        if (Has(attribute))
        {
            return false;
        }

        _places[attribute] = (short)(value - Start);
        _places[Attribute.Count + attribute] = (short)(lf - value);
        return true;
    }

    private bool IsName(int start, int end)
    {
        if (end - start > Wire.TokenMax)
        {
            return false;
        }

        for (int i = start; i < end; i++)
        {
            byte c = Octets[i];
            if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'))
            {
                return false;
            }
        }

        return true;
    }

    // What the relay works with; the rest of the known attributes is only checked.
    private bool ParseKnown()
    {
        if (!Has(Attribute.Id) || !Has(Attribute.Type) || !Has(Attribute.Date))
        {
            return false;
        }

        Date = Number(Attribute.Date, 0);
        Expires = Number(Attribute.Expires, 0);
        if (Expires == 0 && Has(Attribute.Expires))
        {
            Expires = 1; // long past, as 0 is; 0 stands for never
        }

        Keep = Number(Attribute.Keep, long.MaxValue);
        Ttl = Number(Attribute.Ttl, Wire.TtlSeconds);
        Write = ParseWrite();
        return Date >= 0 && Expires >= 0 && Keep >= 0 && Ttl >= 0 && Write >= 0;
    }

    private long Number(int attribute, long absent)
    {
        int length = _places[Attribute.Count + attribute];
        return length > 0 ? Ascii.Number(Octets, Start + _places[attribute], length) : absent;
    }

    private int ParseWrite()
    {
        if (!Has(Attribute.Write) || Is(Attribute.Write, ObjectWords.Owner))
        {
            return WriteRule.Owner;
        }

        if (Is(Attribute.Write, ObjectWords.Members))
        {
            return WriteRule.Members;
        }

        return Is(Attribute.Write, ObjectWords.Signed) ? WriteRule.Signed : -1;
    }

    private bool CheckKnown()
    {
        return Ascii.IsToken(Octets, ValueStart(Attribute.Type), ValueLength(Attribute.Type))
            && IsYes(Attribute.Public) && IsYes(Attribute.Volatile) && IsYes(Attribute.Deleted)
            && IsAddress(Attribute.Parent) && IsAddress(Attribute.Top) && AreRecipients() && IsKey();
    }

    private bool IsYes(int attribute)
    {
        return !Has(attribute) || Is(attribute, ObjectWords.Yes);
    }

    private bool IsAddress(int attribute)
    {
        return !Has(attribute) || Id.Parse(Octets, ValueStart(attribute), ValueLength(attribute), false);
    }

    private bool AreRecipients()
    {
        if (!Has(Attribute.To))
        {
            return true;
        }

        int place = 0;
        int wordLength;
        while ((wordLength = NextRecipient(ref place)) > 0)
        {
            if (!Id.Parse(Octets, place - wordLength, wordLength, false))
            {
                return false;
            }
        }

        // Two spaces, or one at either end, stop the walk before the end of the value.
        return place == ValueStart(Attribute.To) + ValueLength(Attribute.To);
    }

    private bool IsKey()
    {
        int start = ValueStart(Attribute.Key);
        int length = ValueLength(Attribute.Key);
        int label = ObjectWords.Ed25519.Length + 1;
        return length == 0 || (length > label && Ascii.Is(Octets, start, label - 1, ObjectWords.Ed25519)
            && Octets[start + label - 1] == Ascii.SP && Ascii.IsBase64(Octets, start + label, length - label, Wire.KeyLength));
    }

    private bool CheckRepeated(int attribute)
    {
        int place = 0;
        while (NextLine(attribute, ref place, out int start, out int length))
        {
            bool isGood = attribute == Attribute.Member
                ? Id.Parse(Octets, start, length, false)
                : Route.IsRoute(Octets, start, length);
            if (!isGood)
            {
                return false;
            }
        }

        return true;
    }

    // "ed25519 KEY-REF BASE64", the base64 of 64 octets.
    private bool IsSignature(int start, int end)
    {
        int algorithm = Platform.IndexOf(Octets, Ascii.SP, start, end - start);
        if (algorithm < 0 || !Ascii.IsToken(Octets, start, algorithm - start))
        {
            return false;
        }

        int reference = Platform.IndexOf(Octets, Ascii.SP, algorithm + 1, end - algorithm - 1);
        return reference > algorithm + 1
            && Address.ParseDomain(Octets, algorithm + 1, reference, false)
            && Ascii.IsBase64(Octets, reference + 1, end - reference - 1, Wire.SignatureLength);
    }
}
