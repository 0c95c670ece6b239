using System;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Makes ids (docs/PROTOCOL.md section 1): 13 digits of Unix milliseconds and six of chance.</summary>
internal sealed class Minter
{
    /// <summary>Digits of an id.</summary>
    internal const int Digits = 13 + ChanceDigits;

    private const int ChanceDigits = 6;
    private const int ChanceRange = 1000000;

    private readonly Clock _clock;
    private readonly IEntropy _entropy;
    private readonly byte[] _chance = new byte[4];

    internal Minter(Clock clock, IEntropy entropy)
    {
        _clock = clock;
        _entropy = entropy;
    }

    /// <summary>Writes a fresh id; the clock is set.</summary>
    internal void Write(MessageWriter writer, long now)
    {
        _entropy.Fill(_chance);
        int chance = (BitConverter.ToInt32(_chance, 0) & int.MaxValue) % ChanceRange;
        writer.Number(_clock.Unix(now));
        for (int digits = Ascii.Digits(chance); digits < ChanceDigits; digits++)
        {
            writer.Octet((byte)'0');
        }

        writer.Number(chance);
    }
}
