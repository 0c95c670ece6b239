namespace Fmtp.Nano.Protocol;

/// <summary>A number times the base point, as octets, a piece at a time: a public key, or R of a signature.
/// The work is the same whatever the number.</summary>
internal sealed class BaseMultiplier
{
    private readonly PointMath _math;
    private readonly Point _point;
    private readonly BaseComb _comb;
    private readonly PointWriter _writer;
    private int _doubling;

    /// <summary>Makes one.</summary>
    /// <param name="scratch">What it works in.</param>
    internal BaseMultiplier(Ed25519Scratch scratch)
    {
        _math = scratch.Math;
        _point = scratch.Point;
        _comb = scratch.Comb;
        _writer = new PointWriter(scratch);
    }

    /// <summary>Begins.</summary>
    /// <param name="number">The number, reduced; not kept.</param>
    internal void Begin(long[] number)
    {
        _point.Clear();
        _comb.Begin(number);
        _doubling = BaseComb.Doublings;
    }

    /// <summary>Does a piece.</summary>
    /// <param name="into">Receives 32 octets with the last piece.</param>
    /// <param name="at">Where.</param>
    /// <returns>True when they are there.</returns>
    internal bool Step(byte[] into, int at)
    {
        if (_doubling == 0)
        {
            return _writer.Step(into, at);
        }

        for (int i = 0; i < BaseComb.DoublingsAStep; i++)
        {
            _doubling--;
            _math.Double(_point, true);
            _comb.Add(_point, _doubling, false);
        }

        if (_doubling == 0)
        {
            _writer.Begin();
        }

        return false;
    }
}
