namespace Fmtp.Nano.Protocol;

/// <summary>The attributes that the protocol gives a meaning (docs/PROTOCOL.md section 2), by number.</summary>
public static class Attribute
{
    /// <summary>One that the protocol does not know: kept, not understood.</summary>
    public const int Other = -1;

    /// <summary>The address; the first line after the signature.</summary>
    public const int Id = 0;

    /// <summary>What the object is; a token.</summary>
    public const int Type = 1;

    /// <summary>Unix milliseconds of this version.</summary>
    public const int Date = 2;

    /// <summary><c>yes</c>: given to anyone who asks, and listed.</summary>
    public const int Public = 3;

    /// <summary>Recipients, addresses between spaces.</summary>
    public const int To = 4;

    /// <summary>The object that this one answers.</summary>
    public const int Parent = 5;

    /// <summary>The first object of the thread.</summary>
    public const int Top = 6;

    /// <summary>Title.</summary>
    public const int Subject = 7;

    /// <summary>Presence of a user.</summary>
    public const int Status = 8;

    /// <summary>A way to make contact; may be repeated, best first.</summary>
    public const int Route = 9;

    /// <summary>The owner's own public key.</summary>
    public const int Key = 10;

    /// <summary>Unix milliseconds after which it is no longer served.</summary>
    public const int Expires = 11;

    /// <summary>Seconds a cache may keep it.</summary>
    public const int Ttl = 12;

    /// <summary>Media type of the content.</summary>
    public const int Format = 13;

    /// <summary>Who may put objects under this one.</summary>
    public const int Write = 14;

    /// <summary>A member's address; may be repeated.</summary>
    public const int Member = 15;

    /// <summary>How many children a relay keeps.</summary>
    public const int Keep = 16;

    /// <summary><c>yes</c>: a relay may keep it in memory alone.</summary>
    public const int Volatile = 17;

    /// <summary><c>yes</c>: a tombstone.</summary>
    public const int Deleted = 18;

    /// <summary>How many there are.</summary>
    public const int Count = 19;

    private static readonly byte[][] Names =
    {
        Ascii.Octets("id"), Ascii.Octets("type"), Ascii.Octets("date"), Ascii.Octets("public"), Ascii.Octets("to"),
        Ascii.Octets("parent"), Ascii.Octets("top"), Ascii.Octets("subject"), Ascii.Octets("status"), Ascii.Octets("route"),
        Ascii.Octets("key"), Ascii.Octets("expires"), Ascii.Octets("ttl"), Ascii.Octets("format"), Ascii.Octets("write"),
        Ascii.Octets("member"), Ascii.Octets("keep"), Ascii.Octets("volatile"), Ascii.Octets("deleted"),
    };

    /// <summary>Which attribute a name is.</summary>
    /// <param name="octets">The octets.</param>
    /// <param name="start">Where the name begins.</param>
    /// <param name="length">Its length.</param>
    /// <returns>Its number, or <see cref="Other"/>.</returns>
    public static int Parse(byte[] octets, int start, int length)
    {
        byte first = octets[start];
        for (int i = 0; i < Names.Length; i++)
        {
            byte[] name = Names[i];
            if (name.Length == length && name[0] == first && Platform.Equal(octets, start, name, 0, length))
            {
                return i;
            }
        }

        return Other;
    }

    /// <summary>Whether an attribute may stand in an object more than once.</summary>
    /// <param name="attribute">Its number.</param>
    /// <returns>True for <c>route</c> and <c>member</c>, and for what the protocol does not know.</returns>
    public static bool IsRepeated(int attribute)
    {
        return attribute == Route || attribute == Member || attribute == Other;
    }
}
