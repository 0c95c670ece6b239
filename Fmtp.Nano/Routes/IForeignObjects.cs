using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Objects of other domains that the relay itself needs: user objects, for keys and for routes
/// (docs/PROTOCOL.md sections 4 and 5).</summary>
internal interface IForeignObjects
{
    /// <summary>What was found last, verified: to be read at once.</summary>
    ObjectReader Found { get; }

    /// <summary>Finds an object; asked again in every step until it is found or not.</summary>
    /// <param name="address">Holds its address, lower case.</param>
    /// <param name="start">Where the address begins.</param>
    /// <param name="length">Its length.</param>
    /// <param name="now">The step's time, in milliseconds.</param>
    /// <returns><see cref="Verdict.Good"/> with the object in <see cref="Found"/>; <see cref="Verdict.Pending"/>; <see cref="Verdict.Bad"/> where there is none;
    /// <see cref="Verdict.Unknown"/> where that cannot be told now.</returns>
    int Find(byte[] address, int start, int length, long now);

    /// <summary>Has an object that was found, or was not there, asked for anew, since somebody's word is against it: unless it has
    /// come only now, and once a minute at the most, or whoever says such things could have others asked as often as he likes.</summary>
    /// <param name="address">Holds its address, lower case.</param>
    /// <param name="start">Where the address begins.</param>
    /// <param name="length">Its length.</param>
    /// <param name="since">Since when that word is being looked into.</param>
    /// <param name="now">The step's time, in milliseconds.</param>
    /// <returns><see cref="Verdict.Pending"/> while it is asked for; <see cref="Verdict.Bad"/> where what is known counts;
    /// <see cref="Verdict.Unknown"/> where it could not be had anew.</returns>
    int Renew(byte[] address, int start, int length, long since, long now);
}
