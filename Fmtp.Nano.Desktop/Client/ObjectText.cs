using System.Collections.Generic;
using System.Text;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Desktop.Client;

/// <summary>An object taken apart for people (docs/PROTOCOL.md section 2).</summary>
public sealed class ObjectText
{
    private ObjectText(ObjectReader reader)
    {
        Id = reader.Id.ToString();
        string head = Encoding.UTF8.GetString(reader.Octets, 0, reader.ContentStart - 1);
        foreach (string line in head.Split('\n', System.StringSplitOptions.RemoveEmptyEntries))
        {
            int colon = line.IndexOf(':');
            Attributes.Add((line[..colon], line[(colon + 2)..]));
        }

        ContentLength = reader.Length - reader.ContentStart;
        IsReadable = Utf8.IsText(reader.Octets, reader.ContentStart, reader.Length) || IsLines(reader);
        Content = IsReadable ? Encoding.UTF8.GetString(reader.Octets, reader.ContentStart, ContentLength) : string.Empty;
    }

    /// <summary>The address.</summary>
    public string Id { get; }

    /// <summary>Every line of the head, name and value, the signature's included.</summary>
    public IList<(string Name, string Value)> Attributes { get; } = [];

    /// <summary>Octets of the content.</summary>
    public int ContentLength { get; }

    /// <summary>Whether the content is text without control characters other than line ends and tabs.</summary>
    public bool IsReadable { get; }

    /// <summary>The content where it is readable, else empty.</summary>
    public string Content { get; }

    /// <summary>The first value of an attribute, or null.</summary>
    /// <param name="name">Its name.</param>
    public string? this[string name]
    {
        get
        {
            foreach ((string key, string value) in Attributes)
            {
                if (key == name)
                {
                    return value;
                }
            }

            return null;
        }
    }

    /// <summary>Takes an object apart.</summary>
    /// <param name="octets">The object.</param>
    /// <returns>Null when it is malformed.</returns>
    public static ObjectText? Parse(byte[] octets)
    {
        ObjectReader reader = new();
        return reader.Parse(octets, 0, octets.Length) ? new ObjectText(reader) : null;
    }

    private static bool IsLines(ObjectReader reader)
    {
        int line = reader.ContentStart;
        for (int i = line; i <= reader.Length; i++)
        {
            if (i == reader.Length || reader.Octets[i] is (byte)'\n' or (byte)'\r' or (byte)'\t')
            {
                if (!Utf8.IsText(reader.Octets, line, i))
                {
                    return false;
                }

                line = i + 1;
            }
        }

        return true;
    }
}
