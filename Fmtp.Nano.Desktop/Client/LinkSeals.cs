using System;
using System.Security.Cryptography;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Desktop.Client;

/// <summary>The seals of both directions of a link that the client opened, with their counters
/// (docs/PROTOCOL.md section 5).</summary>
internal sealed class LinkSeals
{
    private const int NonceOctets = Wire.NonceLength / 4 * 3;

    private readonly Seal _ours;
    private readonly Seal _theirs;
    private long _sent;
    private long _received;

    /// <summary>Derives the seals from the greeting, both lines without end of line.</summary>
    internal LinkSeals(byte[] key, string hello, string reply)
    {
        byte[] greeting = Ascii.Octets($"{hello}\n{reply}");
        _ours = Seal.ForLink(key, greeting, true);
        _theirs = Seal.ForLink(key, greeting, false);
    }

    internal static string NewNonce() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(NonceOctets));

    /// <summary>Writes the seal of the next message that is sent.</summary>
    internal void Write(byte[] octets, int lineLength, int body, int bodyLength, int at)
        => _ours.WriteLink(_sent++, octets, 0, lineLength, body, bodyLength, octets, at);

    /// <summary>Whether the next message that came carries its seal. A refused AUTH is answered without.</summary>
    internal bool Verify(Message message)
    {
        bool isRefusal = _received == 0 && message.SealStart == 0 && message.Code == Code.Unauthorized;
        return isRefusal || _theirs.VerifyLink(_received++, message);
    }
}
