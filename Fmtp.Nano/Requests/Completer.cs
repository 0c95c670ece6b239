using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Completes objects of senders too small to keep a clock (docs/PROTOCOL.md section 2): <c>date: 0</c> becomes
/// now, an id of <c>0</c> a freshly minted one.</summary>
internal sealed class Completer
{
    private readonly Store _store;
    private readonly Clock _clock;
    private readonly Minter _minter;
    private readonly ObjectReader _completed = new ObjectReader();
    private readonly MessageWriter _writer = new MessageWriter();

    internal Completer(Store store, Clock clock, Minter minter)
    {
        _store = store;
        _clock = clock;
        _minter = minter;
    }

    /// <summary>Whether an object asks for it.</summary>
    internal bool IsNeeded(ObjectReader head)
    {
        return head.Date == 0 || head.Id.IsToMint;
    }

    /// <summary>Writes the completed object.</summary>
    /// <param name="head">The object as it came.</param>
    /// <param name="slot">The stored version of it; negative for none.</param>
    /// <param name="once">What it became when it was sent before; null for new.</param>
    /// <param name="into">Receives it, at <see cref="Workbench.LineRoom"/>: so it may be signed there.</param>
    /// <param name="now">The step's time, in milliseconds.</param>
    /// <returns>The completed object; null when its head has grown over its bound.</returns>
    internal ObjectReader Complete(ObjectReader head, int slot, Once once, byte[] into, long now)
    {
        long date = head.Date;
        if (date == 0 && once != null)
        {
            date = once.Date;
        }
        else if (date == 0)
        {
            date = _clock.Unix(now);
            if (slot >= 0 && _store.DateOf(slot) >= date)
            {
                date = _store.DateOf(slot) + 1;
            }
        }

        do
        {
            Write(head, date, once, into, now);
            if (!_completed.ParseStored(into, Workbench.LineRoom, _writer.At - Workbench.LineRoom))
            {
                return null;
            }
        }
        while (head.Id.IsToMint && once == null && _store.Find(into, _completed.Id.Start, _completed.Id.Length) >= 0);

        return _completed;
    }

    private void Write(ObjectReader head, long date, Once once, byte[] into, long now)
    {
        int id = head.Id.Start;
        int dateStart = head.ValueStart(Attribute.Date);
        int dateEnd = dateStart + head.ValueLength(Attribute.Date);
        _writer.Begin(into, Workbench.LineRoom).Copy(head.Octets, head.Start, id - head.Start);
        if (head.Id.IsToMint && once != null)
        {
            _writer.Copy(once.Address, 0, Platform.IndexOf(once.Address, (byte)'.', 0, once.AddressLength));
            id++;
        }
        else if (head.Id.IsToMint)
        {
            _minter.Write(_writer, now);
            id++;
        }

        _writer.Copy(head.Octets, id, dateStart - id).Number(date)
            .Copy(head.Octets, dateEnd, head.Start + head.Length - dateEnd);
    }
}
