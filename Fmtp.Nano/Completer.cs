using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Completes objects of senders too small to keep a clock (docs/PROTOCOL.md section 2): <c>date: 0</c> becomes
/// now, an id of <c>0</c> a freshly minted one.</summary>
internal sealed class Completer
{
    // An id is 13 digits of Unix milliseconds and six of chance.
    private const int ChanceDigits = 6;
    private const int ChanceRange = 1000000;
    private const int DateDigits = 13;

    private readonly Store _store;
    private readonly Clock _clock;
    private readonly IEntropy _entropy;
    private readonly byte[] _chance = new byte[4];
    private readonly ObjectReader _completed = new ObjectReader();
    private readonly MessageWriter _writer = new MessageWriter();

    internal Completer(Store store, Clock clock, IEntropy entropy)
    {
        _store = store;
        _clock = clock;
        _entropy = entropy;
    }

    /// <summary>Octets that completing may add.</summary>
    internal const int Growth = DateDigits + ChanceDigits + DateDigits;

    /// <summary>Whether an object asks for it.</summary>
    internal bool IsNeeded(ObjectReader head)
    {
        return head.Date == 0 || head.Id.IsToMint;
    }

    /// <summary>Writes the completed object.</summary>
    /// <param name="head">The object as it came.</param>
    /// <param name="slot">The stored version of it; negative for none.</param>
    /// <param name="into">Receives it from its beginning.</param>
    /// <param name="now">The step's time, in milliseconds.</param>
    /// <returns>The completed object.</returns>
    internal ObjectReader Complete(ObjectReader head, int slot, byte[] into, long now)
    {
        long date = head.Date;
        if (date == 0)
        {
            date = _clock.Unix(now);
            if (slot >= 0 && _store.DateOf(slot) >= date)
            {
                date = _store.DateOf(slot) + 1;
            }
        }

        do
        {
            Write(head, date, into, now);
            _completed.ParseStored(into, 0, _writer.At);
        }
        while (head.Id.IsToMint && _store.Find(into, _completed.Id.Start, _completed.Id.Length) >= 0);

        return _completed;
    }

    private void Write(ObjectReader head, long date, byte[] into, long now)
    {
        int id = head.Id.Start;
        int dateStart = head.ValueStart(Attribute.Date);
        int dateEnd = dateStart + head.ValueLength(Attribute.Date);
        _writer.Begin(into, 0).Copy(head.Octets, head.Start, id - head.Start);
        if (head.Id.IsToMint)
        {
            _writer.Number(_clock.Unix(now));
            Chance();
            id++;
        }

        _writer.Copy(head.Octets, id, dateStart - id).Number(date)
            .Copy(head.Octets, dateEnd, head.Start + head.Length - dateEnd);
    }

    private void Chance()
    {
        _entropy.Fill(_chance);
        int chance = (System.BitConverter.ToInt32(_chance, 0) & int.MaxValue) % ChanceRange;
        for (int digits = Ascii.Digits(chance); digits < ChanceDigits; digits++)
        {
            _writer.Octet((byte)'0');
        }

        _writer.Number(chance);
    }
}
