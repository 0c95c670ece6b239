namespace Fmtp.Nano.Protocol;

/// <summary>What a signature, a verification or a key derivation works in: most of the memory of each.</summary>
/// <remarks>A <see cref="Signer"/> and a <see cref="Verifier"/> may share one when only one of them is at work
/// at a time. Who begins takes it over; a step of the other is then a bug, and throws.</remarks>
public sealed class Ed25519Scratch
{
    // Who is at work.
    private object _owner;

    /// <summary>Makes one.</summary>
    public Ed25519Scratch()
    {
        // A power is made when no point is worked on, and taken at once.
        Addend memory = new Addend(false);
        Power = new FieldPower(memory);
        Math = new PointMath(memory);
        Comb = new BaseComb(Scalars, Math);
    }

    /// <summary>The hash under way.</summary>
    internal readonly Sha512 Hash = new Sha512();

    /// <summary>Of the hash, or for what comes of it.</summary>
    internal readonly byte[] Digest = new byte[Sha512.Length];

    /// <summary>Numbers modulo L.</summary>
    internal readonly ScalarMath Scalars = new ScalarMath();

    /// <summary>Numbers modulo p from and to octets.</summary>
    internal readonly FieldOctets Octets = new FieldOctets();

    /// <summary>The power under way.</summary>
    internal readonly FieldPower Power;

    /// <summary>Doubling and adding.</summary>
    internal readonly PointMath Math;

    /// <summary>Multiples of the base point.</summary>
    internal readonly BaseComb Comb;

    /// <summary>The point under way.</summary>
    internal readonly Point Point = new Point();

    /// <summary>Takes it over.</summary>
    /// <param name="owner">Who begins.</param>
    internal void Take(object owner)
    {
        _owner = owner;
    }

    /// <summary>Makes sure that nobody else began since.</summary>
    /// <param name="owner">Who goes on.</param>
    /// <exception cref="System.InvalidOperationException">Somebody did.</exception>
    internal void Check(object owner)
    {
        if (_owner != owner)
        {
            throw new System.InvalidOperationException();
        }
    }
}
