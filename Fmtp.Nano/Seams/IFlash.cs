namespace Fmtp.Nano;

/// <summary>The flash seam: the few file operations the store needs, with a board's semantics. Made of files
/// on boards and on the desktop; of memory with power cuts in tests.</summary>
/// <remarks>No call throws. Only what a call that returned true wrote is durable; a call that was cut
/// by loss of power may have done nothing, a part of it (an append a prefix, a new name an empty file) or all.
/// A mount that fails hands back an empty volume.</remarks>
public interface IFlash
{
    /// <summary>The files there are; at mount only, it makes strings.</summary>
    /// <returns>Their names, in no order; empty on a new volume.</returns>
    string[] List();

    /// <summary>How long a file is.</summary>
    /// <param name="name">The file.</param>
    /// <returns>Its octets, 0 when there is none.</returns>
    int Length(string name);

    /// <summary>Reads a piece of a file.</summary>
    /// <param name="name">The file.</param>
    /// <param name="position">Where the piece begins.</param>
    /// <param name="into">Receives it.</param>
    /// <param name="offset">Where.</param>
    /// <param name="count">How many octets.</param>
    /// <returns>True when all of them were read.</returns>
    bool Read(string name, int position, byte[] into, int offset, int count);

    /// <summary>Opens a file (made when there is none), writes once at its end, closes it.</summary>
    /// <param name="name">The file.</param>
    /// <param name="from">Holds the octets.</param>
    /// <param name="offset">Where they begin.</param>
    /// <param name="count">How many.</param>
    /// <returns>True when they are durable; false when the flash is full or failed: then a prefix may be there.</returns>
    bool Append(string name, byte[] from, int offset, int count);

    /// <summary>Deletes a file; none is as good.</summary>
    /// <param name="name">The file.</param>
    /// <returns>True when it is gone durably.</returns>
    bool Delete(string name);
}
