using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Which addresses that others name are dialled (docs/PROTOCOL.md section 4): those of the open network, and the
/// networks that the configuration allows. Otherwise a stranger's route could have this relay knock at any door of
/// the house it stands in.</summary>
internal sealed class Networks
{
    private const int V4Bits = 32;
    private const int V6HalfBits = 64;
    private const long V4Multicast = 0xE0000000; // 224.0.0.0, and what is reserved above it
    private const long V4ThisNetworkEnd = 0x01000000;
    private const int V6MulticastTop = 0xFF;

    private readonly Endpoint[] _bases;
    private readonly int[] _bits;

    /// <summary>Takes the networks of a checked configuration.</summary>
    /// <param name="networks"><c>ADDRESS/BITS</c> each.</param>
    internal Networks(string[] networks)
    {
        _bases = new Endpoint[networks.Length];
        _bits = new int[networks.Length];
        for (int i = 0; i < networks.Length; i++)
        {
            _bases[i] = new Endpoint();
            _bits[i] = Parse(networks[i], _bases[i]);
        }
    }

    /// <summary>Reads <c>ADDRESS/BITS</c>.</summary>
    /// <returns>The bits; -1 when it is no network.</returns>
    internal static int Parse(string network, Endpoint into)
    {
        int slash = string.IsNullOrEmpty(network) ? -1 : network.IndexOf('/');
        if (slash < 0 || !IpText.Parse(network.Substring(0, slash), into))
        {
            return -1;
        }

        byte[] digits = Ascii.Octets(network.Substring(slash + 1));
        long bits = Ascii.Number(digits, 0, digits.Length);
        return bits >= 0 && bits <= (into.IsV6 ? 2 * V6HalfBits : V4Bits) ? (int)bits : -1;
    }

    /// <summary>Whether an address that somebody else named may be dialled.</summary>
    internal bool MayDial(Endpoint at)
    {
        return IsOpen(at) || IsAllowed(at);
    }

    private static bool IsOpen(Endpoint at)
    {
        if (at.IsNear)
        {
            return false;
        }

        return at.IsV6
            ? ((at.High >> 56) & 0xFF) != V6MulticastTop && (at.High != 0 || at.Low != 0)
            : at.Low >= V4ThisNetworkEnd && at.Low < V4Multicast;
    }

    private bool IsAllowed(Endpoint at)
    {
        for (int i = 0; i < _bases.Length; i++)
        {
            Endpoint network = _bases[i];
            int bits = _bits[i];
            bool isIn = network.IsV6 == at.IsV6 && (at.IsV6
                ? Same(network.High, at.High, V6HalfBits, bits) && Same(network.Low, at.Low, V6HalfBits, bits - V6HalfBits)
                : Same(network.Low, at.Low, V4Bits, bits));
            if (isIn)
            {
                return true;
            }
        }

        return false;
    }

    // Whether the upper bits are the same.
    private static bool Same(long a, long b, int width, int bits)
    {
        return bits <= 0 || ((a ^ b) >> (bits >= width ? 0 : width - bits)) == 0;
    }
}
