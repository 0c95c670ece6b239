using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>What those who asked are told of an object elsewhere (docs/PROTOCOL.md section 4): at once where the cache has it,
/// else when it was found, or was not.</summary>
internal sealed class LookupAnswers
{
    private const int MsPerSecond = 1000;
    private const int Undecided = -1;

    private readonly INetwork _network;
    private readonly Exchange _exchange;
    private readonly Waiters _waiters;
    private readonly Readers _readers;
    private readonly Clock _clock;
    private readonly ObjectReader _head;

    internal LookupAnswers(INetwork network, Exchange exchange, Waiters waiters, Readers readers, Clock clock, ObjectReader head)
    {
        _head = head;
        _network = network;
        _exchange = exchange;
        _waiters = waiters;
        _readers = readers;
        _clock = clock;
    }

    /// <summary>Answers with what the cache has.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="entry">The object, or that there is none.</param>
    /// <param name="since">The request's <c>since=</c>; negative for none.</param>
    /// <returns>False when it is to be asked again in the next step.</returns>
    internal bool GiveCached(Exchange exchange, CacheEntry entry, long since)
    {
        entry.UsedAt = exchange.Now;
        if (entry.Object == null)
        {
            exchange.Traced("cache", entry.Code);
            exchange.End(entry.Code);
            return true;
        }

        _head.ParseStored(entry.Object, 0, entry.Object.Length);
        int refusal = Refusal(exchange.Who, _head, exchange.Now);
        if (refusal == Undecided)
        {
            return exchange.Wait();
        }

        exchange.Traced("cache", refusal == 0 ? Code.Ok : refusal);
        if (refusal != 0)
        {
            exchange.End(refusal);
            return true;
        }

        return exchange.AnswerObject(_head, since, (exchange.Now - entry.FetchedAt) / MsPerSecond, entry.Proof, -1);
    }

    /// <summary>Answers all who wait for an object with it, each as he may read it.</summary>
    /// <param name="lookup">What they wait for.</param>
    /// <param name="head">The object.</param>
    /// <param name="proof">One of <see cref="Proof"/>.</param>
    /// <param name="now">The step's time, in milliseconds.</param>
    internal void Give(Lookup lookup, ObjectReader head, int proof, long now)
    {
        Waiter waiter;
        while ((waiter = _waiters.Take(lookup)) != null)
        {
            Resume(waiter, lookup, now);
            int refusal = Refusal(_exchange.Who, head, now);
            if (refusal != 0)
            {
                refusal = refusal == Undecided ? Code.Busy : refusal;
                _exchange.Trail = _exchange.Trail == null || refusal == Code.Gone ? _exchange.Trail : _exchange.Trail.Withheld();
                Send(TryEnd(refusal));
            }
            else
            {
                Send(_exchange.AnswerObject(head, waiter.Since, lookup.Age, proof, lookup.Live) || TryEnd(Code.Busy));
            }
        }
    }

    /// <summary>Answers all who wait with a code.</summary>
    internal void Refuse(Lookup lookup, int code, long now)
    {
        Waiter waiter;
        while ((waiter = _waiters.Take(lookup)) != null)
        {
            Resume(waiter, lookup, now);
            Send(TryEnd(code));
        }
    }

    // Whoever has given it: the code that is said instead of it, 0, or that this is not known yet.
    private int Refusal(Peer who, ObjectReader head, long now)
    {
        if (head.IsDeleted)
        {
            return Code.Gone;
        }

        switch (_readers.MayRead(who, head, now))
        {
            case Verdict.Good: return head.HasExpired(_clock.Unix(now)) ? Code.Gone : 0;
            case Verdict.Bad: return Code.Unknown;
            case Verdict.Pending: return Undecided;
            default: return Code.Busy;
        }
    }

    private void Resume(Waiter waiter, Lookup lookup, long now)
    {
        _exchange.Resume(waiter.Asker, now);
        _exchange.Trail = waiter.IsTraced ? lookup.Trail : null;
    }

    private bool TryEnd(int code)
    {
        if (_exchange.Reserve(Exchange.LineRoom) != Room.Here)
        {
            return false;
        }

        _exchange.End(code);
        return true;
    }

    // Who has no room for a line does not read: he is closed rather than left without an answer.
    private void Send(bool isAnswered)
    {
        if (_exchange.IsDatagram)
        {
            _network.SendDatagram(_exchange.Datagram, 0, _exchange.DatagramLength, _exchange.From);
        }
        else if (!isAnswered)
        {
            _exchange.Session.Doom();
        }
    }
}
