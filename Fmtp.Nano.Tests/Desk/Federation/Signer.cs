using System;
using System.Text;
using Fmtp.Nano.Desktop.Host;

namespace Fmtp.Nano.Tests.Federation;

/// <summary>Somebody's own key, as his user object tells it.</summary>
internal sealed class Signer(string address)
{
    private readonly SodiumSignatures _key = new(Sealing.KeyOf("own key of " + address));

    /// <summary>The value of the attribute <c>key</c>.</summary>
    public string Attribute => "ed25519 " + Convert.ToBase64String(_key.PublicKey!);

    /// <summary>The line that goes before an object of his.</summary>
    public string Line(string text) => $"sig: ed25519 user {Sign(text)}\n";

    /// <summary>What proves that it is he who said this HELLO.</summary>
    public string Proof(string hello, string reply) => Sign($"fmtp1 auth\n{hello}\n{reply}\n{address}");

    private string Sign(string text)
    {
        var octets = Encoding.UTF8.GetBytes(text);
        var signature = new byte[64];
        _key.BeginSign(octets, 0, octets.Length, signature);
        return Convert.ToBase64String(signature);
    }
}
