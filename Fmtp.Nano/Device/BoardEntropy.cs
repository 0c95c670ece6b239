using System;
using System.Security.Cryptography;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Device;

/// <summary>Randomness of a board. <see cref="Random"/> on an ESP32 is its hardware generator, which is true noise
/// while a radio is on (ESP-IDF, «Random Number Generation»), and less than that on a wire.</summary>
/// <remarks>Hence a secret that only this board has, its start and its clock are mixed in by HMAC: nobody without the
/// secret can foretell an octet even of a poor generator, and a good one stays as good as it is.</remarks>
public sealed class BoardEntropy : IEntropy
{
    private readonly Random _random = new Random();
    private readonly byte[] _noise = new byte[Wire.KeyLength];
    private byte[] _pool;
    private int _taken;

    /// <summary>Begins a pool.</summary>
    /// <param name="secret">Octets that nobody else has, such as the text of <c>fmtp.json</c> with its keys.</param>
    /// <param name="start">The number of this start, never the same again.</param>
    public BoardEntropy(byte[] secret, int start)
    {
        _random.NextBytes(_noise);
        Array.Copy(BitConverter.GetBytes(start), _noise, sizeof(int));
        _pool = HMACSHA256.HashData(_noise, secret);
        Stir();
    }

    /// <inheritdoc/>
    public void Fill(byte[] buffer)
    {
        for (int i = 0; i < buffer.Length; i++)
        {
            if (_taken == _noise.Length)
            {
                Stir();
            }

            buffer[i] = _noise[_taken++];
        }
    }

    // New noise, under a key that nobody sees: pool and clock.
    private void Stir()
    {
        _random.NextBytes(_noise);
        Array.Copy(BitConverter.GetBytes(Environment.TickCount64), _noise, sizeof(long));
        _pool = HMACSHA256.HashData(_pool, _noise);
        _random.NextBytes(_noise);
        byte[] mixed = HMACSHA256.HashData(_pool, _noise);
        Array.Copy(mixed, _noise, _noise.Length);
        _taken = 0;
    }
}
