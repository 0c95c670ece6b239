using System;

namespace Fmtp.Nano;

/// <summary>Changed objects that a watcher is still to be told of, because what it was sent before has not
/// gone out yet: places in the store, oldest first, each once.</summary>
internal sealed class PushQueue
{
    private readonly short[] _slots;

    internal PushQueue(Limits limits)
    {
        _slots = new short[limits.PushesPending];
    }

    internal int Count;

    internal int First
    {
        get { return _slots[0]; }
    }

    /// <summary>Adds an object.</summary>
    /// <returns>False when there is no room: the watcher does not read.</returns>
    internal bool Add(int slot)
    {
        for (int i = 0; i < Count; i++)
        {
            if (_slots[i] == slot)
            {
                return false; // every change is told, and this one's place holds the next already
            }
        }

        if (Count == _slots.Length)
        {
            return false;
        }

        _slots[Count++] = (short)slot;
        return true;
    }

    internal void RemoveFirst()
    {
        Count--;
        Array.Copy(_slots, 1, _slots, 0, Count);
    }

    internal void Clear()
    {
        Count = 0;
    }
}
