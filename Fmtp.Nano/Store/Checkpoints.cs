using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Writes volatile objects that changed to the journal, seldom, a small write a step.</summary>
internal sealed class Checkpoints
{
    private readonly Objects _objects;
    private readonly Volatiles _volatiles;
    private readonly int _checkpointMs;
    private bool _isStarted;
    private long _startedAt;
    private int _entry;

    /// <summary>Makes one.</summary>
    public Checkpoints(Limits limits, Objects objects)
    {
        _objects = objects;
        _volatiles = objects.Volatiles;
        _checkpointMs = limits.CheckpointMs;
        _entry = _volatiles.Capacity;
    }

    /// <summary>Whether a step of it is due.</summary>
    public bool IsDue(long now)
    {
        if (!_isStarted || now < _startedAt)
        {
            _isStarted = true;
            _startedAt = now;
        }

        if (_entry == _volatiles.Capacity && now - _startedAt >= _checkpointMs)
        {
            _startedAt = now;
            _entry = 0;
        }

        while (_entry < _volatiles.Capacity && !_volatiles.IsChanged(_entry))
        {
            _entry++;
        }

        return _entry < _volatiles.Capacity;
    }

    /// <summary>Writes the next ones into the buffer: a small write's worth.</summary>
    public void Step()
    {
        Journal journal = _objects.Journal;
        while (_entry < _volatiles.Capacity && journal.Pending < Journal.StepOctets)
        {
            if (_volatiles.IsChanged(_entry))
            {
                int more = Record.HeaderLength + _volatiles.OctetsOf(_entry).Length - _volatiles.RecordOf(_entry);
                bool hasRoom = more <= 0 || journal.Live + more <= journal.LiveMax;
                if (hasRoom && !_objects.Checkpoint(_entry, Journal.More))
                {
                    return;
                }
            }

            _entry++;
        }
    }

    /// <summary>After a mount: the objects in memory are still the newest of their address.</summary>
    public void Adopt()
    {
        for (int entry = 0; entry < _volatiles.Capacity; entry++)
        {
            byte[] octets = _volatiles.OctetsOf(entry);
            if (octets == null)
            {
                continue;
            }

            ObjectReader reader = _objects.Heads.Reader;
            reader.ParseStored(octets, 0, octets.Length);
            int slot = _objects.Find(octets, reader.Id.Start, reader.Id.Length);
            if (slot < 0 && _objects.Index.IsFull)
            {
                _volatiles.Free(entry);
            }
            else
            {
                _objects.TakeVolatile(reader, slot, entry);
            }
        }
    }
}
