namespace Fmtp.Nano;

/// <content>Messages that wait to be relayed, and marks.</content>
public sealed partial class Store
{
    /// <summary>The highest <c>at=</c> of a sealed peer.</summary>
    /// <param name="peer">Holds its address.</param>
    /// <param name="start">First octet.</param>
    /// <param name="length">How many.</param>
    /// <returns>The mark; 0 where there is none.</returns>
    public long MarkOf(byte[] peer, int start, int length)
    {
        return _marks.Get(peer, start, length);
    }

    /// <summary>Raises the mark of a peer; durable after <see cref="Commit"/>. A lower one changes nothing.</summary>
    /// <param name="peer">Holds its address.</param>
    /// <param name="start">First octet.</param>
    /// <param name="length">How many.</param>
    /// <param name="mark">The mark.</param>
    /// <returns>False for later.</returns>
    public bool SetMark(byte[] peer, int start, int length, long mark)
    {
        return _marks.Set(peer, start, length, mark);
    }

    /// <summary>Messages that wait to be relayed.</summary>
    public int Queued
    {
        get { return _outbox.Count; }
    }

    /// <summary>Queues a message; durable after <see cref="Commit"/>.</summary>
    /// <param name="recipient">Holds the recipient's address.</param>
    /// <param name="recipientStart">First octet.</param>
    /// <param name="recipientLength">How many.</param>
    /// <param name="octets">Holds the object.</param>
    /// <param name="start">First octet.</param>
    /// <param name="length">How many.</param>
    /// <param name="clock">Unix milliseconds, 0 when not known.</param>
    /// <param name="now">The step's time, in milliseconds.</param>
    /// <returns>An id above zero, <see cref="Full"/> or <see cref="Later"/>.</returns>
    public int Enqueue(byte[] recipient, int recipientStart, int recipientLength, byte[] octets, int start, int length, long clock, long now)
    {
        if (_outbox.IsFull || length > _limits.ObjectMax)
        {
            return Full;
        }

        int record = Record.HeaderLength + Outbox.HeadLength + recipientLength + length;
        if (record - Record.HeaderLength > Record.PayloadMax)
        {
            return Full;
        }

        if (_journal.Live + record > _journal.LiveMax)
        {
            return Relieve(now);
        }

        if (IsResting(now))
        {
            return Later;
        }

        int id = _outbox.Add(recipient, recipientStart, recipientLength, octets, start, length, clock);
        if (id == 0)
        {
            return Later;
        }

        Figures.OctetsAcknowledged += length;
        return id;
    }

    /// <summary>Takes a message out of the queue, durable after <see cref="Commit"/>; the numbers of those behind it change.</summary>
    /// <param name="id">Its id; an unknown one changes nothing.</param>
    /// <returns>False for later.</returns>
    public bool Dequeue(int id)
    {
        return _outbox.Remove(id);
    }

    /// <summary>Id of a queued message.</summary>
    /// <param name="number">0 to <see cref="Queued"/> - 1, oldest first.</param>
    /// <returns>The id; it stays the same over restarts.</returns>
    public int QueuedId(int number)
    {
        return _outbox.IdOf(number);
    }

    /// <summary>When it was queued.</summary>
    /// <param name="number">0 to <see cref="Queued"/> - 1.</param>
    /// <returns>Unix milliseconds; 0 when that was not known.</returns>
    public long QueuedTime(int number)
    {
        return _outbox.TimeOf(number);
    }

    /// <summary>Octets of its recipient.</summary>
    /// <param name="number">0 to <see cref="Queued"/> - 1.</param>
    /// <returns>Its length.</returns>
    public int QueuedRecipientLength(int number)
    {
        return _outbox.RecipientLength(number);
    }

    /// <summary>Octets of its object.</summary>
    /// <param name="number">0 to <see cref="Queued"/> - 1.</param>
    /// <returns>Its length.</returns>
    public int QueuedObjectLength(int number)
    {
        return _outbox.ObjectLength(number);
    }

    /// <summary>Octets that <see cref="ReadQueued"/> needs, beside recipient and object.</summary>
    public const int QueuedRoom = Outbox.HeadLength;

    /// <summary>Reads a queued message: the recipient, the object right behind it.</summary>
    /// <param name="number">0 to <see cref="Queued"/> - 1.</param>
    /// <param name="into">Receives both; <see cref="QueuedRoom"/> octets behind them are used too.</param>
    /// <param name="at">Where.</param>
    /// <returns>False: the flash failed or the record is bad; the message is then gone, and counted.</returns>
    public bool ReadQueued(int number, byte[] into, int at)
    {
        if (_outbox.Read(number, into, at) || _outbox.Read(number, into, at))
        {
            return true;
        }

        Figures.BadRecords++;
        _outbox.Forget(number);
        return false;
    }
}
