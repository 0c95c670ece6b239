using System;
using Fmtp.Nano.Protocol;
using Attribute = Fmtp.Nano.Protocol.Attribute;

namespace Fmtp.Nano;

/// <summary>Walks through the objects, one head read a step, and drops what is over: expired objects, old
/// tombstones, children over <c>keep</c>.</summary>
internal sealed class Sweeper
{
    private const int StepMs = 200;
    private const int RoundMs = 60 * 60 * 1000;
    private const int ReliefMs = 60 * 1000;
    private const int ServedMs = 60 * 60 * 1000;
    private const int SlotsPerStep = 32;

    private readonly Objects _objects;
    private readonly KeepRule _keep;
    private readonly byte[] _address = new byte[Wire.AddressMax];
    private bool _isHurried;
    private bool _isRelief;
    private bool _isRelieved;
    private bool _isRunning;
    private bool _isStarted;
    private long _relievedAt;
    private long _roundAt;
    private long _steppedAt;
    private long _nextExpiry;
    private int _slot;

    /// <summary>Makes one.</summary>
    public Sweeper(Objects objects, KeepRule keep)
    {
        _objects = objects;
        _keep = keep;
    }

    /// <summary>Whether an object is a tombstone past its time (docs/PROTOCOL.md section 2).</summary>
    public static bool IsForgotten(ObjectIndex index, int slot, long clock)
    {
        return (index.Flags[slot] & ObjectIndex.Deleted) != 0 && index.Date[slot] < clock - Wire.TombstoneMs;
    }

    /// <summary>Asks for room when there is none: a round without pauses, which takes what has just expired.</summary>
    /// <returns>False when a round has just been made and found nothing more.</returns>
    public bool Relieve(long now)
    {
        if (_isRelief)
        {
            return true;
        }

        if (_isRelieved && now >= _relievedAt && now < _relievedAt + ReliefMs)
        {
            return false;
        }

        _isRelief = true;
        Begin(now);
        return true;
    }

    /// <summary>Asks for a round now: a parent has more children than it keeps.</summary>
    public void Hurry()
    {
        _isHurried = true;
    }

    /// <summary>Whether a step of it is due.</summary>
    public bool IsDue(long now, long clock)
    {
        if (_isHurried)
        {
            _isHurried = false;
            Begin(now);
        }

        if (_isRelief)
        {
            return true;
        }

        if (_isRunning)
        {
            return now < _steppedAt || now >= _steppedAt + StepMs;
        }

        if (!_isStarted || clock == 0)
        {
            _isStarted = true;
            _roundAt = now;
            return false;
        }

        if (now < _roundAt || now >= _roundAt + RoundMs || (clock > _objects.NextExpiry && now >= _roundAt + ReliefMs))
        {
            Begin(now);
        }

        return _isRunning;
    }

    /// <summary>Looks at some objects, reads at most one, drops at most what the buffer can say.</summary>
    public void Step(long now, long clock)
    {
        _steppedAt = now;
        ObjectIndex index = _objects.Index;
        int last = _slot + SlotsPerStep;
        for (; _slot < last && _slot < index.Flags.Length; _slot++)
        {
            if (IsForgotten(index, _slot, clock))
            {
                if (_objects.Drop(_slot, Journal.Less))
                {
                    _slot++;
                }

                return;
            }

            if ((index.Flags[_slot] & (ObjectIndex.Expires | ObjectIndex.Keep)) != 0)
            {
                if (Look(_slot, clock))
                {
                    _slot++;
                }

                return;
            }
        }

        if (_slot >= index.Flags.Length)
        {
            End(now);
        }
    }

    // False when there was no room to say all that is dropped.
    private bool Look(int slot, long clock)
    {
        ObjectReader head = _objects.Heads.Parse(slot);
        if (head == null)
        {
            _objects.Lose(slot);
            return true;
        }

        if (head.Expires != 0)
        {
            if (_objects.IsExpired(head, slot, clock))
            {
                return head.Expires >= clock - (_isRelief ? 0 : ServedMs) || _objects.Drop(slot, Journal.Less);
            }

            _nextExpiry = head.Expires < _nextExpiry ? head.Expires : _nextExpiry;
        }

        if (head.Has(Attribute.Keep) && !head.IsDeleted)
        {
            long keep = head.Keep;
            int length = head.Id.Length;
            Array.Copy(head.Octets, head.Id.Start, _address, 0, length);
            return _keep.Trim(_address, 0, length, keep, clock);
        }

        return true;
    }

    private void Begin(long now)
    {
        _isRunning = true;
        _isStarted = true;
        _roundAt = now;
        _slot = 0;
        _nextExpiry = long.MaxValue;
        _objects.NewExpiry = long.MaxValue;
    }

    private void End(long now)
    {
        _objects.NextExpiry = _nextExpiry < _objects.NewExpiry ? _nextExpiry : _objects.NewExpiry;
        _isRunning = false;
        if (_isRelief)
        {
            _isRelief = false;
            _isRelieved = true;
            _relievedAt = now;
        }
    }
}
