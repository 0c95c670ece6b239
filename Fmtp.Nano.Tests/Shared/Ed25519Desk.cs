using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Tests;

/// <summary>Keys, signatures and verifications from beginning to end, all in one scratch.</summary>
internal sealed class Ed25519Desk
{
    // Far more steps than any of the tests' messages takes.
    private const int StepsMax = 1000;

    internal readonly Ed25519Scratch Scratch = new Ed25519Scratch();
    internal readonly Signer Signer;
    internal readonly Verifier Verifier;

    internal Ed25519Desk()
    {
        Signer = new Signer(Scratch);
        Verifier = new Verifier(Scratch);
    }

    /// <summary>Steps that the last one took.</summary>
    internal int Steps { get; private set; }

    internal static byte[] Hex(string text)
    {
        byte[] octets = new byte[text.Length / 2];
        for (int i = 0; i < octets.Length; i++)
        {
            octets[i] = (byte)((Digit(text[2 * i]) << 4) | Digit(text[(2 * i) + 1]));
        }

        return octets;
    }

    internal static byte[] Pattern(int length)
    {
        byte[] octets = new byte[length];
        for (int i = 0; i < length; i++)
        {
            octets[i] = (byte)((i * 31) + (i >> 8));
        }

        return octets;
    }

    internal KeyPair Key(byte[] seed)
    {
        KeyPair key = KeyPair.FromSeed(seed, Scratch);
        Assert.IsFalse(key.IsReady);
        for (Steps = 1; !key.Step() && Steps < StepsMax; Steps++)
        {
        }

        Assert.IsTrue(key.IsReady);
        return key;
    }

    internal byte[] Sign(KeyPair key, byte[] message)
    {
        return Sign(key, message, 0, message.Length);
    }

    internal byte[] Sign(KeyPair key, byte[] message, int start, int length)
    {
        byte[] signature = new byte[Fmtp.Nano.Protocol.Signer.SignatureLength];
        Signer.Begin(key, message, start, length, signature);
        for (Steps = 1; !Signer.Step() && Steps < StepsMax; Steps++)
        {
        }

        Assert.IsTrue(Steps < StepsMax);
        return signature;
    }

    internal bool Verify(byte[] publicKey, byte[] message, byte[] signature)
    {
        return Verify(publicKey, message, 0, message.Length, signature);
    }

    internal bool Verify(byte[] publicKey, byte[] message, int start, int length, byte[] signature)
    {
        Verifier.Begin(publicKey, message, start, length, signature);
        for (Steps = 1; !Verifier.Step() && Steps < StepsMax; Steps++)
        {
            Assert.IsFalse(Verifier.IsValid, "not before the end");
        }

        Assert.IsTrue(Steps < StepsMax);
        return Verifier.IsValid;
    }

    private static int Digit(char c)
    {
        return c <= '9' ? c - '0' : c - 'a' + 10;
    }
}
