namespace Fmtp.Nano.Tests.Federation;

/// <summary>Within which time an answer is promised (docs/PROTOCOL.md section 4).</summary>
internal static class Deadlines
{
    /// <summary>Milliseconds in which whatever needs nobody else is answered: the way there and back with some
    /// segments sent again, and the relay's pace.</summary>
    public const int Plain = 6000;

    /// <summary>Milliseconds in which a parent keeps or gives what is in its mailbox.</summary>
    public const int Mailbox = 5000;

    private const int Stage = 1500;
    private const int Seek = 6000;
    private const int Verify = 12_000;
    private const int Hop = 250;
    private const int HopsLeft = 7;

    /// <summary>Milliseconds in which a lookup is answered: the link of the domain, the parent's cache, the parent.</summary>
    public const int Lookup = Plain + Stage + (2 * (Stage + (HopsLeft * Hop)));

    /// <summary>The same where the domain itself is asked too: it is found and dialled, and its signature verified.</summary>
    public const int OpenLookup = Lookup + Seek + Stage + (HopsLeft * Hop) + Verify;

    /// <summary>Milliseconds that a version may be given after a newer one was acknowledged, beyond its <c>ttl</c>: what is
    /// on its way, and seconds that are cut off at each hop.</summary>
    public const int Stale = OpenLookup + 8000;

    /// <summary>Milliseconds in which a change reaches those who watch, wherever they are.</summary>
    public const int Push = 5000;
}
