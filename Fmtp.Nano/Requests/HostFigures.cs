namespace Fmtp.Nano;

/// <summary>What only the host of a relay knows of itself, shown in <c>@domain</c>. The host sets it whenever it
/// learns something; nothing is asked of it.</summary>
public sealed class HostFigures
{
    /// <summary>A figure that is not known and not shown.</summary>
    public const long Unknown = -1;

    /// <summary>The board's name, at most 64 ASCII characters; null for none.</summary>
    public string Board;

    /// <summary>The firmware under the program and its version, likewise; null for none.</summary>
    public string Firmware;

    /// <summary>Starts that this board remembers.</summary>
    public long Resets = Unknown;

    /// <summary>Free octets of memory when they were last counted.</summary>
    public long FreeMemory = Unknown;

    /// <summary>The fewest there were since the start.</summary>
    public long FreeMemoryLow = Unknown;
}
