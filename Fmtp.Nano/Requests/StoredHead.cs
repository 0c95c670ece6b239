using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>A copy of the head of the stored object that is dealt with: enough for its attributes, without all its content.</summary>
/// <remarks>A relay has one; whoever loads it forgets what was in it. What is looked at for a moment only, as the parent of
/// that object, is looked at where it is: <see cref="Store.Head(int)"/>.</remarks>
internal sealed class StoredHead
{
    private readonly Store _store;
    private readonly byte[] _octets = new byte[Wire.HeadMax];

    internal StoredHead(Store store)
    {
        _store = store;
        Head = new ObjectReader();
    }

    /// <summary>What was read last.</summary>
    internal ObjectReader Head;

    /// <summary>Copies the head of an object from elsewhere.</summary>
    internal bool Load(CacheEntry entry)
    {
        int length = entry.Object.Length < _octets.Length ? entry.Object.Length : _octets.Length;
        System.Array.Copy(entry.Object, _octets, length);
        return Head.ParseStored(_octets, 0, length);
    }

    /// <summary>Reads the head of an object.</summary>
    /// <returns>False when the flash failed.</returns>
    internal bool Load(int slot)
    {
        int length = _store.ReadHead(slot, _octets, 0);
        return length > 0 && Head.ParseStored(_octets, 0, length);
    }
}
