using System;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Reads the head of a browser's request (docs/PROTOCOL.md section 7) as it comes: method and path are
/// kept, everything behind them is discarded.</summary>
internal sealed class HttpRequest
{
    /// <summary>More is to come.</summary>
    internal const int Incomplete = 0;

    /// <summary>The head is whole.</summary>
    internal const int Whole = 1;

    /// <summary>The head is over its bound: 431.</summary>
    internal const int TooLarge = 2;

    private static readonly byte[] Get = Ascii.Octets("GET");
    private static readonly byte[] Http = Ascii.Octets("http");

    private const int SlashesOfAbsolute = 3;
    private const int PathMax = 3 * Wire.AddressMax; // every character as %XX

    private int _octets;
    private int _lineOctets;
    private bool _isInPath;

    // So many are passed before the path begins: of the absolute form those of http://host/ (RFC 9112 section 3.2.2).
    private int _slashes;

    /// <summary>Whether the method is GET.</summary>
    internal bool IsGet;

    /// <summary>Whether the path is one that could be an address, or <c>/</c>.</summary>
    internal bool IsPath;

    /// <summary>The path after its <c>/</c>, <c>%XX</c> decoded, without its query.</summary>
    internal byte[] Path;

    /// <summary>Octets of the path.</summary>
    internal int PathLength;

    /// <summary>Whether a first line is a browser's: its second word begins with <c>/</c>, <c>*</c> or <c>http</c>.</summary>
    /// <returns>1 yes, 0 no, -1 not to be told yet.</returns>
    internal static int Sniff(byte[] octets, int start, int length)
    {
        int lf = Platform.IndexOf(octets, Ascii.LF, start, length);
        int end = lf < 0 ? start + length : lf;
        int space = Platform.IndexOf(octets, Ascii.SP, start, end - start);
        int word = space + 1;
        if (space < 0 || word >= end)
        {
            return lf >= 0 || length >= Wire.LineMax ? 0 : -1;
        }

        if (octets[word] == '/' || octets[word] == '*')
        {
            return 1;
        }

        int common = end - word < Http.Length ? end - word : Http.Length;
        if (!Platform.Equal(octets, word, Http, 0, common))
        {
            return 0;
        }

        return common == Http.Length ? 1 : lf >= 0 ? 0 : -1;
    }

    /// <summary>Takes octets of the head.</summary>
    /// <param name="octets">The buffer; at the first call it begins with the request line.</param>
    /// <param name="start">Where they begin.</param>
    /// <param name="length">How many.</param>
    /// <param name="max">Octets a head may have.</param>
    /// <returns>Incomplete, Whole or TooLarge.</returns>
    internal int Feed(byte[] octets, int start, int length, int max)
    {
        int from = start;
        if (Path == null)
        {
            from = Platform.IndexOf(octets, Ascii.SP, start, length) + 1;
            IsGet = Ascii.Is(octets, start, from - 1 - start, Get);
            Path = new byte[PathMax];
            _slashes = octets[from] == '/' ? 1 : SlashesOfAbsolute;
            _isInPath = true;
            _octets = from - start;
            _lineOctets = _octets;
        }

        int end = start + length;
        while (from < end)
        {
            int lf = Platform.IndexOf(octets, Ascii.LF, from, end - from);
            int stop = lf < 0 ? end : lf;
            if (_isInPath)
            {
                TakePath(octets, from, stop);
                _isInPath = _isInPath && lf < 0;
            }

            bool isEmpty = stop == from || (stop == from + 1 && octets[from] == Ascii.CR);
            if (!isEmpty)
            {
                _lineOctets += stop - from;
            }

            int next = lf < 0 ? end : lf + 1;
            _octets += next - from;
            from = next;
            if (_octets > max)
            {
                return TooLarge;
            }

            if (lf >= 0 && _lineOctets == 0)
            {
                DecodePath();
                return Whole;
            }

            if (lf >= 0)
            {
                _lineOctets = 0;
            }
        }

        return Incomplete;
    }

    // The path ends at a space, its query or fragment, or with the line.
    private void TakePath(byte[] octets, int start, int stop)
    {
        int end = Before(Ascii.SP, octets, start, stop);
        end = Before((byte)'?', octets, start, end);
        end = Before((byte)'#', octets, start, end);
        end = Before(Ascii.CR, octets, start, end);
        _isInPath = end == stop;
        for (int slash = 0; slash >= 0 && _slashes > 0; )
        {
            slash = Platform.IndexOf(octets, (byte)'/', start, end - start);
            _slashes -= slash < 0 ? 0 : 1;
            start = slash < 0 ? end : slash + 1;
        }

        IsPath = _slashes <= 1; // http://host means its front page
        if (PathLength + end - start > Path.Length)
        {
            IsPath = false; // longer than any address
            _isInPath = false;
            return;
        }

        Array.Copy(octets, start, Path, PathLength, end - start);
        PathLength += end - start;
    }

    private static int Before(byte value, byte[] octets, int start, int end)
    {
        int at = Platform.IndexOf(octets, value, start, end - start);
        return at < 0 ? end : at;
    }

    private void DecodePath()
    {
        if (Platform.IndexOf(Path, (byte)'%', 0, PathLength) < 0)
        {
            return; // as mostly
        }

        int to = 0;
        for (int from = 0; from < PathLength; from++)
        {
            int value = from + 2 < PathLength && Path[from] == '%' ? (Hex(Path[from + 1]) << 4) | Hex(Path[from + 2]) : -1;
            if (value >= 0)
            {
                from += 2;
            }

            Path[to++] = value >= 0 ? (byte)value : Path[from];
        }

        PathLength = to;
    }

    private static int Hex(byte c)
    {
        if (c >= '0' && c <= '9')
        {
            return c - '0';
        }

        int letter = c | 0x20;
        return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    }
}
