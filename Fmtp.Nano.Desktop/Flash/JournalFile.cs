namespace Fmtp.Nano.Desktop.Flash;

/// <summary>One file of a journal.</summary>
/// <param name="name">Its name.</param>
/// <param name="octets">Its octets.</param>
public sealed class JournalFile(string name, int octets)
{
    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>Its octets.</summary>
    public int Octets { get; } = octets;

    /// <summary>Records in it, bad ones included.</summary>
    public int Records { get; internal set; }

    /// <summary>Octets of the records that are still needed.</summary>
    public int Live { get; internal set; }

    /// <summary>Octets that cleaning would free.</summary>
    public int Garbage => Octets - Live;
}
