namespace Fmtp.Nano;

/// <summary>Signatures as a relay makes and verifies them: Ed25519 (RFC 8032), one operation at a time, a piece of it
/// with every step. What is begun while another operation is under way takes its place.</summary>
public interface ISignatures
{
    /// <summary>The 32 octets of the public key that belongs to the seed this was made with, not to be changed; null
    /// without a seed, and while <see cref="Step"/> is still deriving it.</summary>
    byte[] PublicKey { get; }

    /// <summary>Whether the last verification found the signature valid; known when <see cref="Step"/> has told
    /// that it is finished.</summary>
    bool IsValid { get; }

    /// <summary>Begins a verification.</summary>
    /// <param name="publicKey">The key: 32 octets, or nothing is valid.</param>
    /// <param name="message">Holds the message. Neither it nor the others may change before the end.</param>
    /// <param name="start">First octet of the message.</param>
    /// <param name="length">How many octets.</param>
    /// <param name="signature">The signature: 64 octets, or it is not valid.</param>
    void BeginVerify(byte[] publicKey, byte[] message, int start, int length, byte[] signature);

    /// <summary>Begins a signature with the seed's key.</summary>
    /// <param name="message">Holds the message. It may not change before the end.</param>
    /// <param name="start">First octet of the message.</param>
    /// <param name="length">How many octets.</param>
    /// <param name="signature">Receives 64 octets; whole at the end only.</param>
    /// <exception cref="System.InvalidOperationException">There is no seed.</exception>
    void BeginSign(byte[] message, int start, int length, byte[] signature);

    /// <summary>Does a piece of what is to be done, some 50 milliseconds on a board at the most.</summary>
    /// <returns>True when there is no more to do.</returns>
    bool Step();
}
