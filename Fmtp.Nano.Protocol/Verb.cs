namespace Fmtp.Nano.Protocol;

/// <summary>The requests (docs/PROTOCOL.md section 3), as <see cref="Message.Verb"/> numbers them.</summary>
public static class Verb
{
    /// <summary>Not a request: a reply.</summary>
    public const int None = 0;

    /// <summary>A verb of the right form that this version does not know.</summary>
    public const int Other = 1;

    /// <summary><c>HELLO tag WHO nonce=N</c>.</summary>
    public const int Hello = 2;

    /// <summary><c>AUTH tag ADDRESS SCHEME [PROOF]</c>.</summary>
    public const int Auth = 3;

    /// <summary><c>GET tag ADDRESS</c>.</summary>
    public const int Get = 4;

    /// <summary><c>LIST tag ADDRESS</c>.</summary>
    public const int List = 5;

    /// <summary><c>PUT tag =length</c>.</summary>
    public const int Put = 6;

    /// <summary><c>WATCH tag ADDRESS</c>.</summary>
    public const int Watch = 7;

    /// <summary><c>DROP tag ADDRESS</c>.</summary>
    public const int Drop = 8;

    /// <summary><c>PING tag</c>.</summary>
    public const int Ping = 9;

    /// <summary><c>BYE tag</c>.</summary>
    public const int Bye = 10;

    // The first four octets of a request as BitConverter reads them (little end first): one native
    // call tells the verbs apart; a loop over octets is what costs on a board.
    private const int HELL = 'H' | ('E' << 8) | ('L' << 16) | ('L' << 24);
    private const int AUTH = 'A' | ('U' << 8) | ('T' << 16) | ('H' << 24);
    private const int GET_ = 'G' | ('E' << 8) | ('T' << 16) | (' ' << 24);
    private const int LIST = 'L' | ('I' << 8) | ('S' << 16) | ('T' << 24);
    private const int PUT_ = 'P' | ('U' << 8) | ('T' << 16) | (' ' << 24);
    private const int WATC = 'W' | ('A' << 8) | ('T' << 16) | ('C' << 24);
    private const int DROP = 'D' | ('R' << 8) | ('O' << 16) | ('P' << 24);
    private const int PING = 'P' | ('I' << 8) | ('N' << 16) | ('G' << 24);
    private const int BYE_ = 'B' | ('Y' << 8) | ('E' << 16) | (' ' << 24);

    private const int FirstOctets = 4;
    private const int VerbMin = 3;
    private const int VerbMax = 8;

    /// <summary>Reads the verb that a line begins with.</summary>
    /// <param name="line">The octets.</param>
    /// <param name="start">Where the line begins.</param>
    /// <param name="length">Octets of the first word.</param>
    /// <returns>One of the numbers above; <see cref="None"/> for a word that is no verb.</returns>
    public static int Parse(byte[] line, int start, int length)
    {
        switch (start + FirstOctets <= line.Length ? System.BitConverter.ToInt32(line, start) : 0)
        {
            case GET_: return Get;
            case PUT_: return Put;
            case BYE_: return Bye;
            case LIST: if (length == 4) { return List; } break;
            case PING: if (length == 4) { return Ping; } break;
            case AUTH: if (length == 4) { return Auth; } break;
            case DROP: if (length == 4) { return Drop; } break;
            case HELL: if (length == 5 && line[start + 4] == 'O') { return Hello; } break;
            case WATC: if (length == 5 && line[start + 4] == 'H') { return Watch; } break;
        }

        if (length < VerbMin || length > VerbMax)
        {
            return None;
        }

        for (int i = start; i < start + length; i++)
        {
            if (line[i] < 'A' || line[i] > 'Z')
            {
                return None;
            }
        }

        return Other;
    }
}
