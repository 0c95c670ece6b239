namespace Fmtp.Nano.Tests;

/// <summary>Chance that is the same in every run with the same seed.</summary>
public sealed class SeededEntropy : IEntropy
{
    private uint _state;

    /// <summary>Begins a row of numbers.</summary>
    public SeededEntropy(uint seed)
    {
        // Xorshift never leaves 0, and neighbouring seeds should not look alike.
        _state = (seed * 2654435761u) ^ 0x9E3779B9u;
        _state = _state == 0 ? 1 : _state;
    }

    /// <summary>A number below another.</summary>
    public int Below(int bound)
    {
        _state ^= _state << 13;
        _state ^= _state >> 17;
        _state ^= _state << 5;
        return (int)((_state >> 1) % (uint)bound);
    }

    /// <summary>True once in so many times.</summary>
    public bool OneIn(int count)
    {
        return Below(count) == 0;
    }

    /// <inheritdoc/>
    public void Fill(byte[] buffer)
    {
        for (int i = 0; i < buffer.Length; i++)
        {
            buffer[i] = (byte)Below(256);
        }
    }
}
