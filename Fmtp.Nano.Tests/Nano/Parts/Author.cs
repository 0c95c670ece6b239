using System;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Tests;

/// <summary>Somebody elsewhere who signs what he writes, with a key that his domain publishes.</summary>
internal sealed class Author
{
    private const string Label = "sig: ed25519 s1 ";

    private readonly byte[] _signature = new byte[Signer.SignatureLength];
    private readonly MessageWriter _writer = new MessageWriter();
    private readonly Signer _signer;
    private readonly KeyPair _key;

    /// <summary>Derives his key.</summary>
    internal Author(byte[] seed)
    {
        Ed25519Scratch scratch = new Ed25519Scratch();
        _signer = new Signer(scratch);
        _key = KeyPair.FromSeed(seed, scratch);
        while (!_key.Step())
        {
        }
    }

    /// <summary>What his domain publishes.</summary>
    internal string Record
    {
        get { return "v=FMTP1; k=ed25519; p=" + Convert.ToBase64String(_key.PublicKey); }
    }

    /// <summary>Signs an object, which moves up behind the signature's line.</summary>
    /// <returns>Octets of both.</returns>
    internal int Sign(byte[] octets, int length)
    {
        _signer.Begin(_key, octets, 0, length, _signature);
        while (!_signer.Step())
        {
        }

        string text = Convert.ToBase64String(_signature);
        int line = Label.Length + text.Length + 1;
        Array.Copy(octets, 0, octets, line, length);
        _writer.Begin(octets, 0).Text(Label).Text(text).Octet(Ascii.LF);
        return line + length;
    }
}
