namespace Fmtp.Nano.Protocol;

/// <summary>A request or a reply as it stands in a buffer (docs/PROTOCOL.md section 3): places of its
/// words, not copies. One instance is used again and again; it makes nothing.</summary>
/// <remarks>Its places are fields, to be read only: on a board a property costs a call.</remarks>
public sealed class Message
{
    // Words 0 and 1 are verb (or code) and tag.
    private const int FirstArgument = 2;

    private const int SealOctets = Wire.SealLength / 4 * 3;

    // Where each word begins in the line; behind the last, where another would. Words end one octet before the next.
    private readonly short[] _starts = new short[Wire.WordsMax + 1];
    private int _words;
    private int _lengthWord;
    private int _firstKey;

    /// <summary>The buffer that all places below refer to.</summary>
    public byte[] Octets;

    /// <summary>Where the line begins.</summary>
    public int Start;

    /// <summary>After the line's last octet, its end of line not counted.</summary>
    public int LineEnd;

    /// <summary>One of the numbers in <see cref="Protocol.Verb"/>; <c>None</c> for a reply.</summary>
    public int Verb;

    /// <summary>The code of a reply; 0 for a request.</summary>
    public int Code;

    /// <summary>Whether the line is malformed although its end and length are clear: 400.</summary>
    public bool IsMalformed;

    /// <summary>Whether the line begins with a digit: a reply, which is never answered.</summary>
    public bool IsReply;

    /// <summary>Where the tag begins.</summary>
    public int TagStart;

    /// <summary>Characters of the tag; 0 where it is illegible or <c>-</c> (no reply wanted).</summary>
    public int TagLength;

    /// <summary>Whether the tag is <c>-</c>: no reply is wanted.</summary>
    public bool IsSilent;

    /// <summary>Octets of the body; 0 when there is none.</summary>
    public int BodyLength;

    /// <summary>Where the body begins.</summary>
    public int BodyStart;

    /// <summary>Where the next message begins.</summary>
    public int End;

    /// <summary>Where the 20 characters of the seal begin; 0 when the line has none.</summary>
    public int SealStart;

    /// <summary>Octets of the line that a seal covers: up to the space before it.</summary>
    public int SealedLength
    {
        get { return (SealStart == 0 ? LineEnd : SealStart - 2) - Start; }
    }

    /// <summary>Whether there are <c>key=value</c> words.</summary>
    public bool HasKeys;

    /// <summary>How many positional words follow the tag.</summary>
    public int Positionals;

    /// <summary>Where a positional word begins.</summary>
    /// <param name="index">0 for the first after the tag.</param>
    /// <returns>Its place.</returns>
    public int PositionalStart(int index)
    {
        return Start + _starts[FirstArgument + index];
    }

    /// <summary>Octets of a positional word.</summary>
    /// <param name="index">0 for the first after the tag.</param>
    /// <returns>Its length.</returns>
    public int PositionalLength(int index)
    {
        return LengthOf(FirstArgument + index);
    }

    /// <summary>Finds a <c>key=value</c> word.</summary>
    /// <param name="key">The key with its <c>=</c>.</param>
    /// <param name="start">Receives where the value begins.</param>
    /// <returns>Octets of the value, or -1 when the word is not there.</returns>
    public int Find(byte[] key, out int start)
    {
        for (int i = _firstKey; i < _words; i++)
        {
            start = Start + _starts[i];
            int length = LengthOf(i) - key.Length;
            if (length >= 0 && Platform.Equal(Octets, start, key, 0, key.Length))
            {
                start += key.Length;
                return length;
            }
        }

        start = 0;
        return -1;
    }

    /// <summary>Reads a tag that is a letter and a number, as a relay chooses them for its own requests.</summary>
    /// <param name="letter">The letter.</param>
    /// <returns>The number; -1 when it is no such tag.</returns>
    public long TagNumber(char letter)
    {
        return TagLength > 1 && Octets[TagStart] == letter ? Ascii.Number(Octets, TagStart + 1, TagLength - 1) : -1;
    }

    /// <summary>Reads a <c>key=number</c> word.</summary>
    /// <param name="key">The key with its <c>=</c>.</param>
    /// <param name="absent">What stands for a word that is not there.</param>
    /// <returns>The number; -1 when the word is there and no number.</returns>
    public long Number(byte[] key, long absent)
    {
        int length = Find(key, out int start);
        return length < 0 ? absent : Ascii.Number(Octets, start, length);
    }

    /// <summary>Stands for a line that cannot be read at all.</summary>
    internal void Clear()
    {
        Verb = Protocol.Verb.None;
        IsReply = false;
        IsMalformed = true;
        IsSilent = false;
        TagLength = 0;
        SealStart = 0;
        BodyLength = 0;
    }

    /// <summary>Takes a line apart.</summary>
    /// <param name="octets">The buffer.</param>
    /// <param name="start">Where the line begins.</param>
    /// <param name="end">After its last octet, without the end of line.</param>
    /// <returns>False when the length of the body cannot be told: nothing behind this line can be read.</returns>
    internal bool Parse(byte[] octets, int start, int end)
    {
        Octets = octets;
        Start = start;
        LineEnd = end;
        IsMalformed = false;
        BodyLength = 0;
        SealStart = 0;
        byte first = octets[start];
        IsReply = first <= '9' && first >= '0';
        int textStart = IsReply ? FindText(start, end) : end;
        Split(start, textStart);
        if (textStart < end)
        {
            TakeSealBehindText(end);
        }
        else if (octets[start + _starts[_words - 1]] == '~')
        {
            TakeSeal();
        }

        bool isFramed = _lengthWord == 0 || TakeLength();
        bool isWell = ParseTag() & ParseFirst() & ParseArguments(); // each leaves its fields well defined
        if (!isWell)
        {
            IsMalformed = true;
        }

        return isFramed;
    }

    private int LengthOf(int index)
    {
        return _starts[index + 1] - _starts[index] - 1;
    }

    // Words are separated by exactly one space. Of too many words the last two are still found:
    // they hold the length and the seal.
    private void Split(int start, int end)
    {
        byte[] octets = Octets;
        short[] starts = _starts;
        int count = 0;
        int word = start;
        int space;
        _lengthWord = 0;
        do
        {
            if (count == Wire.WordsMax)
            {
                IsMalformed = true;
                count--;
                starts[count - 1] = starts[count];
            }

            if (octets[word] == '=' && count >= FirstArgument && _lengthWord == 0)
            {
                _lengthWord = count;
            }

            starts[count++] = (short)(word - start);
            space = Platform.IndexOf(octets, Ascii.SP, word, end - word);
            if (space == word)
            {
                IsMalformed = true; // an empty word
            }

            word = space + 1;
        }
        while (space >= 0);

        starts[count] = (short)(end + 1 - start);
        if (starts[count] - starts[count - 1] == 1)
        {
            IsMalformed = true; // the last one
        }

        _words = count;
    }

    // A reply may end in " : text", and a seal behind that.
    private int FindText(int start, int end)
    {
        int colon = start;
        while ((colon = Platform.IndexOf(Octets, (byte)':', colon + 1, end - colon - 1)) > 0)
        {
            bool isWord = Octets[colon - 1] == Ascii.SP && (colon + 1 == end || Octets[colon + 1] == Ascii.SP);
            if (isWord)
            {
                return colon - 1;
            }
        }

        return end;
    }

    private void TakeSealBehindText(int end)
    {
        int mark = end - Wire.SealRoom + 1;
        bool isSeal = mark > Start && Octets[mark] == '~' && Octets[mark - 1] == Ascii.SP
            && Ascii.IsBase64(Octets, mark + 1, Wire.SealLength, SealOctets);
        if (isSeal)
        {
            SealStart = mark + 1;
        }
    }

    private void TakeSeal()
    {
        int last = _words - 1;
        int start = Start + _starts[last];
        if (last < FirstArgument)
        {
            return;
        }

        if (Ascii.IsBase64(Octets, start + 1, LengthOf(last) - 1, SealOctets))
        {
            SealStart = start + 1;
        }
        else
        {
            IsMalformed = true;
        }

        _words = last;
    }

    // False when it is illegible, or stands where no length stands.
    private bool TakeLength()
    {
        int last = _words - 1;
        long length = Ascii.Number(Octets, Start + _starts[last] + 1, LengthOf(last) - 1);
        if (length < 0 || _lengthWord != last)
        {
            return false;
        }

        BodyLength = length > int.MaxValue ? int.MaxValue : (int)length;
        _words = last;
        return true;
    }

    private bool ParseTag()
    {
        TagLength = 0;
        IsSilent = false;
        if (_words < FirstArgument)
        {
            return false;
        }

        byte[] octets = Octets;
        short[] starts = _starts;
        int start = Start + starts[1];
        int end = Start + starts[FirstArgument] - 1;
        for (int i = start; i < end; i++)
        {
            byte c = octets[i];
            if (!((c <= '9' && c >= '0') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')))
            {
                IsSilent = c == '-' && end - start == 1;
                return IsSilent;
            }
        }

        if (end == start || end - start > Wire.TagMax)
        {
            return false;
        }

        TagStart = start;
        TagLength = end - start;
        return true;
    }

    private bool ParseFirst()
    {
        int length = LengthOf(0);
        if (IsReply)
        {
            Verb = Protocol.Verb.None;
            Code = length == 3 ? (int)Ascii.Number(Octets, Start, 3) : -1;
            return Code > 0;
        }

        Code = 0;
        Verb = Protocol.Verb.Parse(Octets, Start, length);
        return Verb > Protocol.Verb.Other;
    }

    // Positional words come first, then key=value, each key once.
    private bool ParseArguments()
    {
        byte[] octets = Octets;
        int words = _words;
        int i = FirstArgument;
        for (; i < words; i++)
        {
            byte first = octets[Start + _starts[i]];
            if (first >= 'a' && first <= 'z' && KeyLength(i) > 0)
            {
                break;
            }
        }

        _firstKey = i;
        Positionals = i - FirstArgument;
        HasKeys = i < words;
        for (; i < words; i++)
        {
            int key = KeyLength(i);
            if (key == 0 || !IsVisible(i) || IsTwice(i, key))
            {
                return false;
            }
        }

        return true;
    }

    // Octets of "key=" at the beginning of a word, 0 when it is no key=value. Behind every word stands no letter.
    private int KeyLength(int index)
    {
        byte[] octets = Octets;
        int start = Start + _starts[index];
        int at = start;
        while (octets[at] >= 'a' && octets[at] <= 'z')
        {
            at++;
        }

        int length = at + 1 - start;
        return octets[at] == '=' && length > 1 && length <= Wire.KeyMax + 1 && length < LengthOf(index) ? length : 0;
    }

    private bool IsVisible(int index)
    {
        int start = Start + _starts[index];
        int end = start + LengthOf(index);
        for (int i = start; i < end; i++)
        {
            if (Octets[i] <= ' ' || Octets[i] > '~')
            {
                return false;
            }
        }

        return true;
    }

    private bool IsTwice(int index, int keyLength)
    {
        int start = Start + _starts[index];
        for (int i = _firstKey; i < index; i++)
        {
            if (LengthOf(i) > keyLength && Platform.Equal(Octets, Start + _starts[i], Octets, start, keyLength))
            {
                return true;
            }
        }

        return false;
    }
}
