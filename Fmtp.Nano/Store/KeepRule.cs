using System;
using Fmtp.Nano.Protocol;
using Attribute = Fmtp.Nano.Protocol.Attribute;

namespace Fmtp.Nano;

/// <summary><c>keep</c> (docs/PROTOCOL.md section 2): over it, the oldest child of the author who has most
/// goes; where several have equally many, the oldest of all theirs.</summary>
internal sealed class KeepRule
{
    private readonly Objects _objects;

    // How many children an owner has, by short hash: open addressing, a free entry counts 0.
    private readonly short[] _owners;
    private readonly short[] _counts;
    private int _most;

    /// <summary>Makes one.</summary>
    public KeepRule(Limits limits, Objects objects)
    {
        _objects = objects;
        _owners = new short[limits.Objects];
        _counts = new short[limits.Objects];
    }

    /// <summary>Drops children until no more are left than the parent keeps.</summary>
    /// <returns>False for later: not all of them could be dropped in this step.</returns>
    public bool Trim(byte[] parent, int start, int length, long keep, long clock)
    {
        short hash = (short)Objects.Short(parent, start, length);
        bool isExact = false;
        while (Count(hash, clock, isExact, parent, start, length) > keep)
        {
            int victim = Oldest(hash, clock, isExact, parent, start, length);
            if (victim < 0)
            {
                return true;
            }

            if (!isExact && !IsChild(victim, parent, start, length))
            {
                isExact = true; // another parent has the same hash: from now on every child is asked
                continue;
            }

            if (!_objects.Drop(victim, Journal.Less))
            {
                return false;
            }
        }

        return true;
    }

    private int Count(short hash, long clock, bool isExact, byte[] parent, int start, int length)
    {
        Array.Clear(_counts, 0, _counts.Length);
        _most = 0;
        short[] slots = _objects.Order.Slots;
        short[] parents = _objects.Index.Parent;
        short[] owners = _objects.Index.Owner;
        int children = 0;
        for (int rank = _objects.Order.Count - 1; rank >= 0; rank--)
        {
            int slot = slots[rank];
            if (parents[slot] == hash && _objects.IsLive(slot, clock)
                && (!isExact || IsChild(slot, parent, start, length)))
            {
                children++;
                Tally(owners[slot]);
            }
        }

        return children;
    }

    private int Oldest(short hash, long clock, bool isExact, byte[] parent, int start, int length)
    {
        short[] slots = _objects.Order.Slots;
        short[] parents = _objects.Index.Parent;
        short[] owners = _objects.Index.Owner;
        for (int rank = _objects.Order.Count - 1; rank >= 0; rank--)
        {
            int slot = slots[rank];
            if (parents[slot] == hash && _counts[Entry(owners[slot])] == _most && _objects.IsLive(slot, clock)
                && (!isExact || IsChild(slot, parent, start, length)))
            {
                return slot;
            }
        }

        return ObjectIndex.None; // the flash failed in between
    }

    private void Tally(short owner)
    {
        int entry = Entry(owner);
        _owners[entry] = owner;
        _counts[entry]++;
        if (_counts[entry] > _most)
        {
            _most = _counts[entry];
        }
    }

    private int Entry(short owner)
    {
        int entry = (owner & 0xFFFF) % _counts.Length;
        while (_counts[entry] != 0 && _owners[entry] != owner)
        {
            entry = entry + 1 == _counts.Length ? 0 : entry + 1;
        }

        return entry;
    }

    private bool IsChild(int slot, byte[] parent, int start, int length)
    {
        ObjectReader head = _objects.Heads.Parse(slot);
        return head != null && head.ValueLength(Attribute.Parent) == length
            && Platform.Equal(head.Octets, head.ValueStart(Attribute.Parent), parent, start, length);
    }
}
