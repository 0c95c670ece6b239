using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>The large buffers, shared by all: whatever does not fit a connection's own is lent one, in or out, and so is
/// what is verified, signed or delivered; when all are taken the answer is 503 (docs/PROTOCOL.md section 3).</summary>
internal sealed class Bodies
{
    private readonly byte[][] _free;
    private int _count;

    /// <summary>Makes all of them.</summary>
    /// <param name="limits">How many, and how large an object is.</param>
    public Bodies(Limits limits)
    {
        int room = limits.ObjectMax + Wire.LineMax;
        Length = room < Workbench.ProofMax ? Workbench.ProofMax : room;
        _free = new byte[limits.Bodies][];
        for (int i = 0; i < _free.Length; i++)
        {
            _free[i] = new byte[Length];
        }

        _count = _free.Length;
    }

    /// <summary>Octets of each: a line and an object.</summary>
    public readonly int Length;

    /// <summary>Lends a buffer.</summary>
    /// <returns>Null when all are taken.</returns>
    public byte[] Lend()
    {
        return _count == 0 ? null : _free[--_count];
    }

    /// <summary>Takes a buffer back.</summary>
    /// <param name="buffer">One that was lent.</param>
    public void Return(byte[] buffer)
    {
        _free[_count++] = buffer;
    }
}
