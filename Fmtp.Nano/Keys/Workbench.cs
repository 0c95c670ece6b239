using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Where signatures are verified and made: one at a time, on a copy, because the connection's buffer may hold
/// something else before the last piece is done. Whoever finds it free takes it.</summary>
internal sealed class Workbench
{
    /// <summary>Octets of a signature's line at the most: its words, a selector as long as an address, base64.</summary>
    internal const int LineRoom = Wire.AddressMax + ((Wire.SignatureLength + 2) / 3 * 4) + 16;

    // What AUTH proves: two lines and an address, and some words.
    private const int ProofMax = (2 * Wire.LineMax) + Wire.AddressMax + 16;

    internal Workbench(ISignatures signatures, Limits limits)
    {
        Signatures = signatures;
        int room = limits.ObjectMax + LineRoom;
        Octets = new byte[room < ProofMax ? ProofMax : room];
    }

    /// <summary>Does the work.</summary>
    internal readonly ISignatures Signatures;

    /// <summary>The copy.</summary>
    internal readonly byte[] Octets;

    /// <summary>Whose the copy is; null when it is free.</summary>
    internal object Owner;

    /// <summary>Whether a piece is left to be done: at first the own key has to be derived.</summary>
    internal bool IsAtWork = true;

    /// <summary>When an own user's object last waited to be signed.</summary>
    internal long SignerAskedAt = long.MinValue / 2;

    /// <summary>Begins to sign what is on it; nobody else may have it.</summary>
    /// <param name="owner">Whose it is from now on.</param>
    /// <param name="start">First octet.</param>
    /// <param name="length">How many.</param>
    /// <param name="signature">Receives the signature, once nothing is left to be done.</param>
    internal void Sign(object owner, int start, int length, byte[] signature)
    {
        Owner = owner;
        IsAtWork = true;
        Signatures.BeginSign(Octets, start, length, signature);
        Step();
    }

    /// <summary>Does a piece.</summary>
    /// <returns>Whether there was any.</returns>
    internal bool Step()
    {
        if (!IsAtWork)
        {
            return false;
        }

        IsAtWork = !Signatures.Step();
        return true;
    }
}
