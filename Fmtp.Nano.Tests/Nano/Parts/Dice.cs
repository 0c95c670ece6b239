namespace Fmtp.Nano.Tests;

/// <summary>The randomness seam, the same in every run.</summary>
internal sealed class Dice : IEntropy
{
    private int _state = 12345;

    /// <summary>A number below a bound.</summary>
    internal int Next(int bound)
    {
        _state = (_state * 1103515245) + 12345;
        return ((_state >> 16) & 0x7FFF) % bound;
    }

    /// <inheritdoc/>
    public void Fill(byte[] buffer)
    {
        for (int i = 0; i < buffer.Length; i++)
        {
            buffer[i] = (byte)Next(256);
        }
    }
}
