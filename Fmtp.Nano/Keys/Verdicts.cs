using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Whether signatures verify (docs/PROTOCOL.md sections 2, 5 and 6).</summary>
internal sealed class Verdicts
{
    private readonly ISignatures _signatures;

    internal Verdicts(ISignatures signatures, Resolver resolver)
    {
        _signatures = signatures;
        Users = null;
    }

    /// <summary>Finds the user objects of other domains; null while nobody does.</summary>
    internal IForeignObjects Users;

    /// <summary>What is known of an object's signature. May be asked in every step with the same object.</summary>
    /// <param name="head">The object.</param>
    /// <param name="isStranger">Whether it comes from somebody neither sealed nor near: those must not keep others waiting.</param>
    /// <param name="now">The step's time, in milliseconds.</param>
    /// <returns>One of <see cref="Verdict"/>; without a signature <see cref="Verdict.Bad"/>.</returns>
    internal int Of(ObjectReader head, bool isStranger, long now)
    {
        return Verdict.Bad;
    }

    /// <summary>Moves what is under way on.</summary>
    /// <returns>Whether anything was done: call again at once.</returns>
    internal bool Step(long now)
    {
        return _signatures != null && !_signatures.Step();
    }
}
