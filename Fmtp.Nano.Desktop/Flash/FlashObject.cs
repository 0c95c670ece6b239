namespace Fmtp.Nano.Desktop.Flash;

/// <summary>One object of a flash folder, in the version that holds.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Date">Unix milliseconds of the version.</param>
/// <param name="Type">Its type.</param>
/// <param name="State">What a relay makes of it: <c>live</c>, <c>volatile</c> (live, and the relay's memory may have
/// a later one), <c>expired</c> or <c>deleted</c> (a tombstone).</param>
/// <param name="Subject">Its subject; empty where it has none.</param>
/// <param name="Octets">The object, verbatim.</param>
public sealed record FlashObject(string Address, long Date, string Type, string State, string Subject, byte[] Octets)
{
    /// <summary>State of an object that is there.</summary>
    public const string Live = "live";

    /// <summary>State of a volatile object.</summary>
    public const string Volatile = "volatile";

    /// <summary>State of an object past its <c>expires</c>.</summary>
    public const string Expired = "expired";

    /// <summary>State of a tombstone.</summary>
    public const string Deleted = "deleted";
}
