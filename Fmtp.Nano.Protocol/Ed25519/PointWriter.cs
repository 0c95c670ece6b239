namespace Fmtp.Nano.Protocol;

/// <summary>Writes a point as its 32 octets (RFC 8032 section 5.1.2), a piece at a time.</summary>
internal sealed class PointWriter
{
    private readonly FieldOctets _octets;
    private readonly FieldPower _power;
    private readonly Point _point;

    /// <summary>Makes one.</summary>
    /// <param name="scratch">Where the point is.</param>
    internal PointWriter(Ed25519Scratch scratch)
    {
        _octets = scratch.Octets;
        _power = scratch.Power;
        _point = scratch.Point;
    }

    /// <summary>Begins; the point must not change until the end.</summary>
    internal void Begin()
    {
        _power.Begin(_point.Z, true);
    }

    /// <summary>Does a piece.</summary>
    /// <param name="into">Receives the octets with the last piece.</param>
    /// <param name="at">Where.</param>
    /// <returns>True when they are there.</returns>
    internal bool Step(byte[] into, int at)
    {
        if (!_power.Step())
        {
            return false;
        }

        int[] t = _point.T; // not needed any more
        Field.Multiply(t, _point.X, _power.Result);
        int sign = _octets.Parity(t);
        Field.Multiply(t, _point.Y, _power.Result);
        _octets.Write(t, into, at);
        into[at + FieldOctets.Length - 1] |= (byte)(sign * FieldOctets.SignBit);
        return true;
    }
}
