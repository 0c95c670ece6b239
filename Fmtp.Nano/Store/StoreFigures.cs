namespace Fmtp.Nano;

/// <summary>What a store has done since the relay started: for the host object, and for judging wear.</summary>
public sealed class StoreFigures
{
    /// <summary>Records that the journal had at the last mount.</summary>
    public int Records;

    /// <summary>Records, at the last mount and since, that were bad where they should have been whole: skipped, lost.</summary>
    public int BadRecords;

    /// <summary>Files that at the last mount ended within a record: a loss of power, nothing acknowledged was in it.</summary>
    public int TornTails;

    /// <summary>Octets appended to the flash.</summary>
    public long OctetsWritten;

    /// <summary>Octets of the objects and messages taken, volatile ones included.</summary>
    public long OctetsAcknowledged;

    /// <summary>Appends, each one opening, write and close of a file.</summary>
    public int Appends;

    /// <summary>Whether an object was read from flash since its relay last looked.</summary>
    public bool HasRead;

    /// <summary>Appends and deletions that failed.</summary>
    public int Failures;

    /// <summary>Files deleted after cleaning.</summary>
    public int SegmentsDeleted;

    /// <summary>Volatile objects written to flash.</summary>
    public int Checkpoints;

    /// <summary>Sectors of 4,096 octets erased, as littlefs would: an estimate.</summary>
    /// <remarks>An append to a file over 512 octets copies its last sector begun; a smaller one lives in the
    /// directory; every change writes the directory, which is erased when its sector is full.</remarks>
    public int Erases;
}
