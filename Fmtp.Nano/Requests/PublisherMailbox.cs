using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <content>What the parent keeps (docs/PROTOCOL.md section 4, Mailbox).</content>
internal sealed partial class Publisher
{
    // While nobody knows whether the mailbox has taken it, the answer is to come again.
    private static bool AnswerAgain(Exchange exchange, Once once)
    {
        if (once.Code == 0)
        {
            exchange.Busy();
        }
        else
        {
            Acknowledge(exchange, once.Code, once.Address, 0, once.AddressLength, once.Date);
        }

        return true;
    }

    private bool IsForChildren(Peer who, ObjectReader head)
    {
        return !_access.IsOurs(head.Id) && (who == null || !who.Name.IsHost);
    }

    private bool KeepHereOrThere(Exchange exchange, ObjectReader head, int slot, long clock)
    {
        if (slot < 0 && !exchange.IsVouched && _mailbox.Rules.IsFor(head))
        {
            return HandUp(exchange, head, _mailbox.Rules.IsUnderThere(head) && !exchange.IsFromParent ? OnBehalf.Owner : OnBehalf.Host);
        }

        return slot < 0 && !exchange.IsVouched && _mailbox.Rules.MayBeOffered(head)
            ? HandUp(exchange, head, OnBehalf.HostIfThere)
            : Keep(exchange, head, slot, clock, true);
    }

    // It is kept by the parent, whose answer is the answer.
    private bool HandUp(Exchange exchange, ObjectReader head, int whom)
    {
        if (_isForwarded && Hops(exchange) == 0 && _delivery.IsNeeded(head))
        {
            return Refuse(exchange, Code.Loop);
        }

        if (!_mailbox.Rules.Fits(head))
        {
            return Refuse(exchange, Code.TooLarge);
        }

        if (_mailbox.Put(exchange, head, whom, _isForwarded && _delivery.IsNeeded(head)))
        {
            Remember(exchange, 0, head);
        }
        else
        {
            exchange.Busy();
        }

        return true;
    }

    /// <summary>Goes on with a PUT that the parent's mailbox has answered.</summary>
    /// <param name="exchange">The request; its asker may have gone.</param>
    /// <param name="errand">What was asked and answered.</param>
    /// <param name="isLate">Whether nobody is waited for any more.</param>
    /// <returns>False for later; nothing has changed then.</returns>
    internal bool Settle(Exchange exchange, Errand errand, bool isLate)
    {
        _head.ParseStored(errand.Object, 0, errand.Object.Length);
        _isForwarded = errand.IsForwarded;
        _delivery.Narrow(null, IsForChildren(exchange.Sealed, _head));
        int code = errand.Code;
        if (code == Code.Ok || code == Code.Created || code == Code.Queued)
        {
            return FinishKept(exchange, _head, code == Code.Created ? code : Code.Ok, isLate);
        }

        // For others, too, which the parent does not believe us; or nothing of it is there.
        bool isToKeep = code == Code.Unauthorized && errand.Whom == OnBehalf.Host && !_access.IsOurs(_head.Id);
        if (isToKeep || (code == Code.Unknown && errand.IsAsking))
        {
            int slot = _store.Find(_head.Octets, _head.Id.Start, _head.Id.Length);
            return Keep(exchange, _head, slot, _clock.Unix(exchange.Now), !isToKeep);
        }

        if (code != Code.Busy)
        {
            Forget(exchange);
        }

        switch (code)
        {
            case Code.Conflict:
                exchange.Begin(code).Text(errand.Number < 0 ? " time=" : " date=").Number(errand.Number < 0 ? -errand.Number : errand.Number);
                exchange.End();
                break;
            case Code.Unauthorized:
            case Code.Forbidden:
            case Code.Unknown:
            case Code.Gone:
            case Code.Full:
                exchange.End(code);
                break;
            default:
                exchange.Busy();
                break;
        }

        return true;
    }

    private bool FinishKept(Exchange exchange, ObjectReader head, int code, bool isLate)
    {
        if (!isLate && !_pusher.HasRoom(head.Length))
        {
            return false;
        }

        int queued = _isForwarded && _delivery.IsNeeded(head) ? _delivery.Queue(head, Hops(exchange), exchange.Now) : 0;
        if (queued < 0)
        {
            return queued == Store.Full && Refuse(exchange, Code.Full);
        }

        if (!_mailbox.Rules.WasTold(head))
        {
            _pusher.Tell(Pusher.PlaceOf(Cache.None), head, head.IsDeleted ? head : null, exchange.Now);
        }

        return Finish(exchange, queued > 0 ? Code.Queued : code, head);
    }

    private void Remember(Exchange exchange, int code, ObjectReader head)
    {
        Message request = exchange.Request;
        int length = request.Find(Words.Once, out int token);
        if (length > 0 && exchange.Sealed != null)
        {
            _once.Add(exchange.Sealed, request.Octets, token, length, code, head.Id, head.Date, exchange.Now);
        }
    }

    private void Forget(Exchange exchange)
    {
        int length = exchange.Request.Find(Words.Once, out int token);
        if (length > 0 && exchange.Sealed != null)
        {
            _once.Drop(exchange.Sealed, exchange.Request.Octets, token, length, exchange.Now);
        }
    }
}
