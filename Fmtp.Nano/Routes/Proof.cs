using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>How an object from elsewhere is known to be its author's (docs/PROTOCOL.md section 4, <c>proof=</c>).</summary>
internal static class Proof
{
    /// <summary>Its own domain's relay brought it over a link.</summary>
    internal const int Link = 0;

    /// <summary>The parent brought it over the link, and has verified it.</summary>
    internal const int Parent = 1;

    /// <summary>Its signature was verified here, with a key that DNS vouches for.</summary>
    internal const int Domain = 2;

    /// <summary>Its signature was verified here, with the key that its domain's name is.</summary>
    internal const int Name = 3;

    /// <summary>That there is none is what its domain's relay tells strangers.</summary>
    internal const int Stranger = 4;

    /// <summary>That of an object that somebody put and was allowed to.</summary>
    internal static int Of(Peer who, Address id)
    {
        return who != null && who.IsParent ? Parent
            : who != null && who.SpeaksFor(id.Octets, id.OwnerStart, id.OwnerLength) ? Link : OfSignature(id);
    }

    /// <summary>That of an object whose signature verified.</summary>
    internal static int OfSignature(Address id)
    {
        return SelfCertified.Claims(id.Octets, id.DomainStart, id.DomainLength) ? Name : Domain;
    }

    /// <summary>The word on the wire.</summary>
    internal static string Word(int proof)
    {
        switch (proof)
        {
            case Link: return "link";
            case Parent: return "parent";
            case Domain: return "domain";
            default: return "name";
        }
    }
}
