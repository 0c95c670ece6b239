using System;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Watches that this relay holds elsewhere for those who watch here (docs/PROTOCOL.md section 4): one for each
/// address however many watch it, renewed in time and when the link comes back.</summary>
internal sealed class UpstreamWatches
{
    private const int StepEveryMs = 250;
    private const int RetryMs = 30 * 1000;

    // Between two times that somebody is dialled who does not answer.
    private const int BackOffFirstMs = 1000;
    private const int BackOffMaxMs = 5 * 60 * 1000;

    private const int MsPerSecond = 1000;
    private const int TagRange = 1000000;

    private readonly Watches _watches;
    private readonly Links _links;
    private readonly Ways _ways;
    private readonly IEntropy _entropy;
    private readonly UpstreamWatch[] _table;
    private readonly Outgoing _outgoing;
    private readonly Address _address = new Address();
    private long _nextStep;
    private int _tag;

    internal UpstreamWatches(Watches watches, Links links, Ways ways, IEntropy entropy, Limits limits)
    {
        _watches = watches;
        _links = links;
        _outgoing = links.Outgoing;
        _ways = ways;
        _entropy = entropy;
        _table = new UpstreamWatch[limits.UpstreamWatches];
        for (int i = 0; i < _table.Length; i++)
        {
            _table[i] = new UpstreamWatch();
        }
    }

    /// <summary>Begins, renews and ends what has to be.</summary>
    internal void Step(long now)
    {
        if (now < _nextStep)
        {
            return;
        }

        _nextStep = now + StepEveryMs;
        for (int i = 0; i < _watches.Capacity; i++)
        {
            Watch watch = _watches.At(i);
            if (watch.IsUsed && watch.IsElsewhere && Find(watch) == null)
            {
                Begin(watch, now);
            }
        }

        for (int i = 0; i < _table.Length; i++)
        {
            if (_table[i].IsUsed)
            {
                Keep(_table[i], now);
            }
        }
    }

    /// <summary>Whether something is watched over a connection: what is told there was asked for.</summary>
    internal bool IsOn(Session session)
    {
        bool isOn = false;
        for (int i = 0; i < _table.Length && session != null && !isOn; i++)
        {
            isOn = _table[i].IsUsed && _table[i].Session == session && _table[i].HasSession;
        }

        return isOn;
    }

    /// <summary>Takes a reply that came on a connection.</summary>
    internal void Reply(Session session, Message reply, long now)
    {
        long tag = reply.TagNumber('w');
        for (int i = 0; i < _table.Length && tag >= 0; i++)
        {
            UpstreamWatch watch = _table[i];
            if (watch.IsUsed && watch.Session == session && watch.Tag == tag)
            {
                long lease = reply.Code == Code.Ok ? reply.Number(Words.Lease, Wire.LeaseSeconds) : 0;
                watch.RenewAt = now + (lease > 0 ? lease * MsPerSecond / 2 : RetryMs);
                if (lease > 0)
                {
                    watch.TryAtOnce();
                }

                return;
            }
        }
    }

    /// <summary>A relay has said who it is: it is back.</summary>
    internal void Heard(byte[] domain, int start, int length)
    {
        for (int i = 0; i < _table.Length; i++)
        {
            if (_table[i].IsUsed && _address.Parse(_table[i].Address, 0, _table[i].AddressLength, false) && _address.DomainIs(domain, start, length))
            {
                _table[i].TryAtOnce();
            }
        }
    }

    private void Begin(Watch local, long now)
    {
        for (int i = 0; i < _table.Length; i++)
        {
            if (!_table[i].IsUsed)
            {
                _table[i].Open(local, now);
                return;
            }
        }
    }

    private void Keep(UpstreamWatch watch, long now)
    {
        long until = _watches.UntilElsewhere(watch.Address, watch.AddressLength);
        if (until == 0)
        {
            if (watch.HasSession)
            {
                Send(watch.Session, "DROP -", 0, watch);
            }

            watch.Close();
            return;
        }

        if (until > watch.Until)
        {
            watch.Until = until;
            watch.TryAtOnce(); // somebody here wants it anew
        }

        _address.Parse(watch.Address, 0, watch.AddressLength, false);
        Session session = _links.Toward(_address) ?? Dialled(watch, now);
        bool isHeld = watch.Session == session && watch.HasSession && now < watch.RenewAt;
        if (session == null || isHeld)
        {
            return;
        }

        _tag = (_tag % TagRange) + 1;
        if (Send(session, "WATCH w", _tag, watch))
        {
            watch.Ask(session, _tag, now + RetryMs);
            TryAgainLater(watch, now); // unless this is answered
        }
    }

    // Without anybody to do it for us the domain itself is told, on a connection that is kept for it.
    private Session Dialled(UpstreamWatch watch, long now)
    {
        Way way = _links.HasParent || !_ways.CanDial || _links.IsChilds(_address) ? null : _ways.ToWatch(_address, now >= watch.DialAt, now);
        if (way != null && way.State == WayState.Failed)
        {
            TryAgainLater(watch, now);
        }

        return way != null && way.IsUp && _ways.Introduce(way, now) ? way.Session : null;
    }

    private void TryAgainLater(UpstreamWatch watch, long now)
    {
        watch.BackOffMs = BackOff.Next(watch.BackOffMs, BackOffFirstMs, BackOffMaxMs);
        watch.DialAt = BackOff.Until(watch.BackOffMs, _entropy, now);
    }

    private bool Send(Session session, string verb, int tag, UpstreamWatch watch)
    {
        if (session.Reserve(Exchange.LineRoom) != Room.Here)
        {
            return false;
        }

        MessageWriter line = _outgoing.Begin(session).Text(verb);
        if (tag > 0)
        {
            line.Number(tag);
        }

        line.Octet(Ascii.SP).Copy(watch.Address, 0, watch.AddressLength);
        _outgoing.End(session);
        return true;
    }

    private UpstreamWatch Find(Watch local)
    {
        for (int i = 0; i < _table.Length; i++)
        {
            if (_table[i].IsUsed && local.IsOf(_table[i].Address, 0, _table[i].AddressLength))
            {
                return _table[i];
            }
        }

        return null;
    }
}

/// <summary>One watch held elsewhere.</summary>
internal sealed class UpstreamWatch
{
    internal readonly byte[] Address = new byte[Wire.AddressMax];
    private int _opening;

    internal int AddressLength;

    /// <summary>The connection it is held on; null when it is not.</summary>
    internal Session Session;

    internal int Tag;

    internal long RenewAt;

    /// <summary>The last of those who want it here ends then.</summary>
    internal long Until;

    /// <summary>Before this nobody is dialled for it.</summary>
    internal long DialAt;

    internal int BackOffMs;

    internal bool IsUsed
    {
        get { return AddressLength > 0; }
    }

    internal bool HasSession
    {
        get { return Session != null && Session.IsOpen && Session.Opening == _opening; }
    }

    internal void Open(Watch local, long now)
    {
        AddressLength = local.AddressLength;
        Array.Copy(local.Address, Address, AddressLength);
        RenewAt = now;
        Until = 0;
    }

    /// <summary>Whoever is to be dialled for it need not be given time.</summary>
    internal void TryAtOnce()
    {
        DialAt = 0;
        BackOffMs = 0;
    }

    internal void Ask(Session session, int tag, long renewAt)
    {
        Session = session;
        Tag = tag;
        RenewAt = renewAt;
        _opening = session.Opening;
    }

    internal void Close()
    {
        AddressLength = 0;
        Session = null;
    }
}
