using System.Text;

namespace Fmtp.Nano.Tests;

/// <summary>A message that the relay sent, taken apart by the tests' own eyes.</summary>
public sealed class Heard
{
    /// <summary>The line without its end and its seal.</summary>
    public string Line { get; internal set; }

    /// <summary>The 20 characters of the seal; empty for none.</summary>
    public string Seal { get; private set; } = string.Empty;

    /// <summary>The octets behind the line.</summary>
    public byte[] Body { get; private set; }

    /// <summary>The body as text.</summary>
    public string BodyText
    {
        get { return Text(Body); }
    }

    /// <summary>Takes the first message that is whole.</summary>
    /// <returns>The message; null when there is none.</returns>
    public static Heard Take(ByteQueue from)
    {
        int lineLength = from.LineLength();
        if (lineLength == 0)
        {
            return null;
        }

        Heard heard = new Heard();
        string line = Text(from.Peek(lineLength - 1));
        int space = line.LastIndexOf(' ');
        if (space >= 0 && line.Substring(space + 1).StartsWith("~"))
        {
            heard.Seal = line.Substring(space + 2);
            line = line.Substring(0, space);
        }

        heard.Line = line;
        int length = line.LastIndexOf(" =");
        int bodyLength = length >= 0 && line.IndexOf(' ', length + 1) < 0 ? int.Parse(line.Substring(length + 2)) : 0;
        if (from.Count < lineLength + bodyLength)
        {
            return null;
        }

        Assert.IsTrue(lineLength <= 512, "a line of more than 512 octets: " + line);
        from.Take(lineLength);
        heard.Body = from.Take(bodyLength);
        return heard;
    }

    /// <summary>A word of the line, from 0; <c>key=</c> stripped where it is asked for so.</summary>
    public string Word(int index)
    {
        return Line.Split(' ')[index];
    }

    /// <summary>The value of a <c>key=value</c> word.</summary>
    public string Value(string key)
    {
        string[] words = Line.Split(' ');
        for (int i = 0; i < words.Length; i++)
        {
            if (words[i].StartsWith(key + "="))
            {
                return words[i].Substring(key.Length + 1);
            }
        }

        return string.Empty;
    }

    /// <summary>Octets as text.</summary>
    public static string Text(byte[] octets)
    {
        return octets.Length == 0 ? string.Empty : Encoding.UTF8.GetString(octets, 0, octets.Length);
    }
}
