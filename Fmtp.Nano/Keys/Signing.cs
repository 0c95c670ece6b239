using System;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Signs with the domain's key what own users put who have none of their own (docs/PROTOCOL.md section 5). The object
/// stands on the workbench from the first piece of the signature until it is stored: it is completed once.</summary>
internal sealed class Signing
{
    // Who has not asked for so long has gone.
    private const int GoneMs = 2500;

    private readonly Workbench _bench;
    private readonly Keys _keys;
    private readonly Access _access;
    private readonly int _objectMax;
    private readonly byte[] _label;
    private readonly byte[] _signature = new byte[Wire.SignatureLength];
    private readonly MessageWriter _writer = new MessageWriter();
    private long _number;
    private long _askedAt;
    private bool _isBegun;
    private bool _isSigned;

    internal Signing(Workbench bench, Keys keys, Access access, Configuration configuration, Limits limits)
    {
        _bench = bench;
        _keys = keys;
        _access = access;
        _objectMax = limits.ObjectMax;
        bool isSelf = SelfCertified.Claims(access.Host, 1, access.Host.Length - 1);
        _label = Ascii.Octets("sig: ed25519 " + (isSelf ? "self" : configuration.Signing.Selector) + " ");
    }

    /// <summary>The object on the workbench: unsigned until its signature is there.</summary>
    internal readonly ObjectReader Object = new ObjectReader();

    /// <summary>Whether an object is to be signed before it is stored: an unsigned one that its owner, or our domain for him,
    /// put here. Who has a key signs himself, but for his user object, which vouches for that key.</summary>
    internal bool IsNeeded(Exchange exchange, ObjectReader head)
    {
        if (Begun(exchange) != null)
        {
            return true;
        }

        Peer who = exchange.Sealed;
        Address id = head.Id;
        return !head.IsSigned && who != null && !who.IsParent && _access.IsOurs(id)
            && who.SpeaksFor(head.Octets, id.OwnerStart, id.OwnerLength)
            && (!id.IsObject || !_keys.HasOwn(id, exchange.Now));
    }

    /// <summary>Takes the workbench for an object of a request that has to be completed before it is signed.</summary>
    /// <returns>As for an object of the relay's own.</returns>
    internal byte[] Take(Exchange exchange)
    {
        exchange.Hold();
        return Take(exchange.Turn.Number, exchange.Now);
    }

    /// <summary>Takes the workbench for an object of the relay's own that has to be written before it is signed.</summary>
    /// <param name="number">By which it is known when it is asked about again; negative, unlike those of requests.</param>
    /// <param name="now">The step's time, in milliseconds.</param>
    /// <returns>Where to write it, at <see cref="Workbench.LineRoom"/>; null when that is not free.</returns>
    internal byte[] Take(long number, long now)
    {
        if (!_bench.Take(this))
        {
            return null;
        }

        _number = number;
        _askedAt = now;
        _isBegun = false;
        _isSigned = false;
        return _bench.Octets;
    }

    /// <summary>The object of a request, completed, if its signature was begun; else null.</summary>
    internal ObjectReader Begun(Exchange exchange)
    {
        return exchange.Turn.Number == 0 ? null : Begun(exchange.Turn.Number);
    }

    /// <summary>The same by number.</summary>
    internal ObjectReader Begun(long number)
    {
        return _bench.Owner == this && _number == number ? Object : null;
    }

    /// <summary>Signs the object of a request.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="head">Its object, completed.</param>
    /// <returns><see cref="Verdict.Good"/> with the object in <see cref="Object"/>; <see cref="Verdict.Pending"/>;
    /// <see cref="Verdict.Bad"/> when it is too large with a signature; <see cref="Verdict.Unknown"/> without a buffer.</returns>
    internal int Sign(Exchange exchange, ObjectReader head)
    {
        exchange.Hold();
        return Sign(exchange.Turn.Number, head, exchange.Now);
    }

    /// <summary>Signs an object of the relay's own.</summary>
    /// <param name="number">As for <see cref="Take(long, long)"/>.</param>
    /// <param name="head">The object.</param>
    /// <param name="now">The step's time, in milliseconds.</param>
    /// <returns>As for a request.</returns>
    internal int Sign(long number, ObjectReader head, long now)
    {
        if (Begun(number) == null && Take(number, now) == null)
        {
            return Wait(now);
        }

        if (!_isBegun)
        {
            Begin(head);
        }

        _askedAt = now;
        if (_bench.IsAtWork)
        {
            return Verdict.Pending;
        }

        return _isSigned || Finish() ? Verdict.Good : Verdict.Bad;
    }

    /// <summary>Says that somebody waits for the workbench.</summary>
    /// <returns><see cref="Verdict.Pending"/>; <see cref="Verdict.Unknown"/> where it has no buffer: not later, since whoever
    /// waits may hold the one that is waited for.</returns>
    internal int Wait(long now)
    {
        _bench.SignerAskedAt = now;
        return _bench.Owner == null ? Verdict.Unknown : Verdict.Pending;
    }

    /// <summary>Says that the request is answered.</summary>
    internal void End()
    {
        _bench.Free(this);
    }

    /// <summary>Gives the workbench back when nobody asks for the object any more.</summary>
    internal void Step(long now)
    {
        if (_bench.Owner == this && !_bench.IsAtWork && now - _askedAt > GoneMs)
        {
            _bench.Free(this);
        }
    }

    private void Begin(ObjectReader head)
    {
        _isBegun = true;
        if (head.Octets != _bench.Octets)
        {
            Array.Copy(head.Octets, head.Start, _bench.Octets, Workbench.LineRoom, head.Length);
        }

        Object.ParseStored(_bench.Octets, Workbench.LineRoom, head.Length);
        _bench.Sign(Workbench.LineRoom, head.Length, _signature);
    }

    // The line goes right before the object, which stays where it is; false when both are too large.
    private bool Finish()
    {
        int text = (Wire.SignatureLength + 2) / 3 * 4;
        int start = Workbench.LineRoom - _label.Length - text - 1;
        Platform.Base64(_signature, 0, _signature.Length, _bench.Octets, Workbench.LineRoom - 1 - text);
        _writer.Begin(_bench.Octets, start).Copy(_label, 0, _label.Length).Skip(text).Octet(Ascii.LF);
        int length = Workbench.LineRoom - start + Object.Length;
        _isSigned = length <= _objectMax && Object.ParseStored(_bench.Octets, start, length);
        return _isSigned;
    }
}
