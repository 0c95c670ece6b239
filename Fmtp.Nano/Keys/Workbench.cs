using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Where signatures are verified and made: one at a time, on a copy, because the connection's buffer may hold
/// something else before the last piece is done. The copy stands in one of the <see cref="Bodies"/>, as long as it is needed.</summary>
internal sealed class Workbench
{
    /// <summary>Octets of a signature's line at the most: its words, a selector as long as an address, base64.</summary>
    internal const int LineRoom = Wire.AddressMax + ((Wire.SignatureLength + 2) / 3 * 4) + 16;

    /// <summary>Octets of what AUTH proves at the most: two lines and an address, and some words.</summary>
    internal const int ProofMax = (2 * Wire.LineMax) + Wire.AddressMax + 16;

    private readonly Bodies _bodies;

    internal Workbench(ISignatures signatures, Bodies bodies)
    {
        Signatures = signatures;
        _bodies = bodies;
        Room = bodies.Length;
    }

    /// <summary>Does the work.</summary>
    internal readonly ISignatures Signatures;

    /// <summary>Octets that the copy may have.</summary>
    internal readonly int Room;

    /// <summary>The copy; null when nobody has the workbench.</summary>
    internal byte[] Octets;

    /// <summary>Whose it is; null when it is free.</summary>
    internal object Owner;

    /// <summary>Whether a piece is left to be done: at first the own key has to be derived.</summary>
    internal bool IsAtWork = true;

    /// <summary>When an own user's object last waited to be signed.</summary>
    internal long SignerAskedAt = long.MinValue / 2;

    /// <summary>Takes it.</summary>
    /// <param name="owner">Who does.</param>
    /// <returns>False when somebody has it, or there is no buffer for the copy.</returns>
    internal bool Take(object owner)
    {
        Octets = Owner == null ? _bodies.Lend() : Octets;
        if (Owner != null || Octets == null)
        {
            return false;
        }

        Owner = owner;
        return true;
    }

    /// <summary>Gives it back, if one has it.</summary>
    /// <param name="owner">Who does.</param>
    internal void Free(object owner)
    {
        if (Owner == owner)
        {
            _bodies.Return(Octets);
            Octets = null;
            Owner = null;
        }
    }

    /// <summary>Begins to sign what whoever has it has written.</summary>
    /// <param name="start">First octet.</param>
    /// <param name="length">How many.</param>
    /// <param name="signature">Receives the signature, once nothing is left to be done.</param>
    internal void Sign(int start, int length, byte[] signature)
    {
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
