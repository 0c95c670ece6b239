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
    private readonly byte[] _bounce = new byte[LengthMax];
    private readonly MessageWriter _writer = new MessageWriter();
    private readonly Envelope _envelope = new Envelope();
    private readonly ObjectReader _failed = new ObjectReader();
    private readonly ObjectReader _head = new ObjectReader();

    internal Bouncer(Store store, Access access, Pusher pusher, Clock clock, string domain, Signing signing)
    {
        _store = store;
        _access = access;
        _pusher = pusher;
        _clock = clock;
        _domain = domain;
        _signing = signing;
    }

    /// <summary>Makes a bounce and keeps it for the sender, or queues it for him.</summary>
    /// <param name="queued">The envelope, the object right behind it.</param>
    /// <param name="envelopeLength">Octets of the envelope.</param>
    /// <param name="length">Octets of the object.</param>
    /// <param name="id">Its id in the outbox.</param>
    /// <param name="code">Why it failed.</param>
    /// <param name="now">The step's time, in milliseconds.</param>
    /// <returns>False for later.</returns>
    internal bool Bounce(byte[] queued, int envelopeLength, int length, int id, int code, long now)
    {
        bool isMade = _envelope.Open(queued, envelopeLength) && _failed.ParseStored(queued, envelopeLength, length) && !_failed.Is(Attribute.Type, BounceType);
        if (!isMade || !_clock.IsSet)
        {
            return !isMade; // of a bounce there is none; without a clock it waits
        }

        ObjectReader bounce = _signing == null ? null : _signing.Begun(-id);
        if (bounce == null)
        {
            Write(code, now);
            bounce = _head;
        }

        switch (_signing == null ? Verdict.Bad : _signing.Sign(-id, bounce, now))
        {
            case Verdict.Pending: return false;
            case Verdict.Good: bounce = _signing.Signed; break;
        }

        bool isKept = Keep(bounce, now);
        if (isKept && _signing != null)
        {
            _signing.End();
        }

        return isKept;
    }

    // A message that comes and fails a second time, because the first reply was lost, gets the same bounce.
    private void Write(int code, long now)
    {
        Address id = _failed.Id;
        Address recipient = _envelope.Recipient;
        uint mark = Platform.Crc32(id.Octets, id.Start, id.Length) ^ Platform.Crc32(recipient.Octets, recipient.DomainStart, recipient.DomainLength);
        _writer.Begin(_bounce, 0).Text("id: ").Number((_failed.Date % MintedTo * MarkTo) + (mark % MarkTo) + 1).Text(".relay@").Text(_domain).Text("\ntype: bounce\ndate: ").Number(_clock.Unix(now))
            .Text("\nto: ").Copy(id.Octets, id.OwnerStart, id.OwnerLength)
            .Text("\nparent: ").Copy(id.Octets, id.Start, id.Length)
            .Text("\nsubject: not delivered to ").Copy(recipient.Octets, recipient.Start, recipient.Length)
            .Text("\n\nThe message could not be delivered: ").Number(code).Text("\n");
        _head.ParseStored(_bounce, 0, _writer.At);
    }

    private bool Keep(ObjectReader bounce, long now)
    {
        Address id = _failed.Id;
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
