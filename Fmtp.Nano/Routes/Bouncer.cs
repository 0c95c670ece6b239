using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Tells a sender that his message could not be delivered: an object of type bounce from
/// <c>relay@domain</c> (docs/PROTOCOL.md section 4).</summary>
internal sealed class Bouncer
{
    private const int LengthMax = 4 * Wire.AddressMax + 256; // four addresses, and the words between them

    // 13 digits of the message's date and 6 that tell it from others of that date.
    private const long MintedTo = 9000000000000;
    private const uint MarkTo = 1000000;

    private static readonly byte[] BounceType = Ascii.Octets("bounce");

    private readonly Store _store;
    private readonly Access _access;
    private readonly Pusher _pusher;
    private readonly Clock _clock;
    private readonly string _domain;
    private readonly Signing _signing;
    private readonly Envelope _envelope;

    internal Bouncer(Store store, Access access, Pusher pusher, Clock clock, string domain, Signing signing, Envelope envelope)
    {
        _store = store;
        _access = access;
        _pusher = pusher;
        _clock = clock;
        _domain = domain;
        _signing = signing;
        _envelope = envelope;
    }

    /// <summary>Makes a bounce of the message in the envelope, and keeps it for the sender or queues it for him.</summary>
    /// <param name="id">Its id in the outbox.</param>
    /// <param name="code">Why it failed.</param>
    /// <param name="now">The step's time, in milliseconds.</param>
    /// <returns>False for later.</returns>
    internal bool Bounce(int id, int code, long now)
    {
        bool isMade = !_envelope.Message.Is(Attribute.Type, BounceType);
        if (!isMade || !_clock.IsSet)
        {
            return !isMade; // of a bounce there is none; without a clock it waits
        }

        if (_signing == null)
        {
            return Keep(Write(new byte[LengthMax], 0, new ObjectReader(), code, now), now);
        }

        ObjectReader bounce = _signing.Begun(-id);
        if (bounce == null)
        {
            byte[] room = _signing.Take(-id, now);
            if (room == null)
            {
                _signing.Wait(now);
                return false;
            }

            bounce = Write(room, Workbench.LineRoom, _signing.Object, code, now);
        }

        int verdict = _signing.Sign(-id, bounce, now);
        bool isKept = verdict != Verdict.Pending && Keep(verdict == Verdict.Good ? _signing.Object : bounce, now);
        if (isKept)
        {
            _signing.End();
        }

        return isKept;
    }

    // A message that comes and fails a second time, because the first reply was lost, gets the same bounce.
    private ObjectReader Write(byte[] into, int at, ObjectReader head, int code, long now)
    {
        ObjectReader failed = _envelope.Message;
        Address id = failed.Id;
        Address recipient = _envelope.Recipient;
        uint mark = Platform.Crc32(id.Octets, id.Start, id.Length) ^ Platform.Crc32(recipient.Octets, recipient.DomainStart, recipient.DomainLength);
        MessageWriter writer = new MessageWriter();
        writer.Begin(into, at).Text("id: ").Number((failed.Date % MintedTo * MarkTo) + (mark % MarkTo) + 1).Text(".relay@").Text(_domain).Text("\ntype: bounce\ndate: ").Number(_clock.Unix(now))
            .Text("\nto: ").Copy(id.Octets, id.OwnerStart, id.OwnerLength)
            .Text("\nparent: ").Copy(id.Octets, id.Start, id.Length)
            .Text("\nsubject: not delivered to ").Copy(recipient.Octets, recipient.Start, recipient.Length)
            .Text("\n\nThe message could not be delivered: ").Number(code).Text("\n");
        head.ParseStored(into, at, writer.At - at);
        return head;
    }

    private bool Keep(ObjectReader bounce, long now)
    {
        Address id = _envelope.Message.Id;
        if (!_access.IsOurs(id))
        {
            return _envelope.Enqueue(_store, id.Octets, id.OwnerStart, id.OwnerLength, Wire.HopsMax - 1, bounce, _clock.Unix(now), now) != Store.Later;
        }

        if (_store.Find(bounce.Octets, bounce.Id.Start, bounce.Id.Length) >= 0)
        {
            return true;
        }

        int slot = _store.Put(bounce, now);
        if (slot >= 0)
        {
            _pusher.Tell(slot, bounce, null, now);
        }

        return slot != Store.Later;
    }
}
