namespace Fmtp.Nano;

/// <summary>An IP address and a port, IPv4 and IPv6 alike.</summary>
public sealed class Endpoint
{
    // IPv4 in 32 bits, first octet highest.
    private const long Mask8 = 0xFF000000;
    private const long Mask12 = 0xFFF00000;
    private const long Mask16 = 0xFFFF0000;
    private const long Net10 = 0x0A000000;
    private const long Net127 = 0x7F000000;
    private const long Net169_254 = 0xA9FE0000;
    private const long Net172_16 = 0xAC100000;
    private const long Net192_168 = 0xC0A80000;

    /// <summary>The upper 64 bits of an IPv6 address; 0 for IPv4 (and for <c>::1</c>).</summary>
    public long High;

    /// <summary>The lower 64 bits of an IPv6 address, or the 32 bits of an IPv4 address, its first octet highest.</summary>
    public long Low;

    /// <summary>The port.</summary>
    public int Port;

    /// <summary>Whether it is IPv6.</summary>
    public bool IsV6;

    /// <summary>Whether the address is loopback, private or link-local: a neighbour, who is trusted not to
    /// have forged where he writes from (docs/PROTOCOL.md sections 4 and 5).</summary>
    public bool IsNear
    {
        get
        {
            if (IsV6)
            {
                int top = (int)(High >> 48) & 0xFFFF;
                return (High == 0 && Low == 1) || (top & 0xFFC0) == 0xFE80 || (top & 0xFE00) == 0xFC00;
            }

            return (Low & Mask8) == Net127 || (Low & Mask8) == Net10 || (Low & Mask12) == Net172_16
                || (Low & Mask16) == Net192_168 || (Low & Mask16) == Net169_254;
        }
    }

    /// <summary>Becomes the same as another.</summary>
    /// <param name="other">The other.</param>
    public void Copy(Endpoint other)
    {
        High = other.High;
        Low = other.Low;
        Port = other.Port;
        IsV6 = other.IsV6;
    }

    /// <summary>Whether this is the same address and port.</summary>
    /// <param name="other">The other.</param>
    /// <returns>True when it is.</returns>
    public bool Is(Endpoint other)
    {
        return Port == other.Port && Low == other.Low && High == other.High && IsV6 == other.IsV6;
    }
}
