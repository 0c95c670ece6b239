using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>The kinds of route (docs/PROTOCOL.md section 2).</summary>
internal static class RouteScheme
{
    internal const int None = 0;
    internal const int Tcp = 1;
    internal const int Udp = 2;
    internal const int Via = 3;
}

/// <summary>Takes the routes of an object apart, one at a time.</summary>
internal sealed class RouteReader
{
    private const int SchemeLength = 3;

    private static readonly byte[] Udp = Ascii.Octets("udp");

    private readonly byte[] _via = new byte[Wire.AddressMax];

    /// <summary>One of <see cref="RouteScheme"/>; <see cref="RouteScheme.None"/> for one that this relay cannot go.</summary>
    internal int Scheme;

    /// <summary>Host name or IP address, of tcp and udp.</summary>
    internal string Host;

    /// <summary>Port, of tcp and udp.</summary>
    internal int Port;

    /// <summary>The relay of via, as <c>@domain</c>.</summary>
    internal readonly Address Via = new Address();

    /// <summary>Reads one.</summary>
    /// <param name="head">An object.</param>
    /// <param name="number">Its number among the routes, from 0.</param>
    /// <returns>False when there are not so many.</returns>
    internal bool Read(ObjectReader head, int number)
    {
        int place = 0;
        int start = 0;
        int length = 0;
        for (int i = 0; i <= number; i++)
        {
            if (!head.NextLine(Attribute.Route, ref place, out start, out length))
            {
                return false;
            }
        }

        Take(head.Octets, start, length);
        return true;
    }

    // A stored object's routes are of the form: they were checked when it came.
    private void Take(byte[] octets, int start, int length)
    {
        int value = start + SchemeLength + 1;
        int end = start + length;
        bool isTcp = Ascii.Is(octets, start, SchemeLength, Words.Tcp);
        if (isTcp || Ascii.Is(octets, start, SchemeLength, Udp))
        {
            int space = Platform.IndexOf(octets, Ascii.SP, value, end - value);
            Scheme = isTcp ? RouteScheme.Tcp : RouteScheme.Udp;
            Host = Ascii.Text(octets, value, space - value);
            Port = (int)Ascii.Number(octets, space + 1, end - space - 1);
            return;
        }

        // "via" and "tls" are as long, but of "tls HOST PORT" the rest is no domain.
        int domain = end - value;
        _via[0] = (byte)'@';
        bool isVia = octets[start] == 'v' && domain < Wire.AddressMax;
        if (isVia)
        {
            System.Array.Copy(octets, value, _via, 1, domain);
        }

        Scheme = isVia && Via.Parse(_via, 0, domain + 1, false) ? RouteScheme.Via : RouteScheme.None;
    }
}
