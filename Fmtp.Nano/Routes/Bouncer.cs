using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Tells a sender that his message could not be delivered: an object of type bounce from
/// <c>relay@domain</c> (docs/PROTOCOL.md section 4).</summary>
internal sealed class Bouncer
{
    private const int LengthMax = 1024;

    private static readonly byte[] BounceType = Ascii.Octets("bounce");

    private readonly Store _store;
    private readonly Access _access;
    private readonly Pusher _pusher;
    private readonly Clock _clock;
    private readonly Minter _minter;
    private readonly string _domain;
    private readonly byte[] _bounce = new byte[LengthMax];
    private readonly MessageWriter _writer = new MessageWriter();
    private readonly ObjectReader _failed = new ObjectReader();
    private readonly ObjectReader _head = new ObjectReader();

    internal Bouncer(Store store, Access access, Pusher pusher, Clock clock, Minter minter, string domain)
    {
        _store = store;
        _access = access;
        _pusher = pusher;
        _clock = clock;
        _minter = minter;
        _domain = domain;
    }

    /// <summary>Makes a bounce and keeps it for the sender, or queues it for him.</summary>
    /// <param name="queued">The recipient, the object right behind it.</param>
    /// <param name="recipientLength">Octets of the recipient.</param>
    /// <param name="length">Octets of the object.</param>
    /// <param name="code">Why it failed.</param>
    /// <param name="now">The step's time, in milliseconds.</param>
    /// <returns>False for later.</returns>
    internal bool Bounce(byte[] queued, int recipientLength, int length, int code, long now)
    {
        bool isMade = _failed.ParseStored(queued, recipientLength, length) && !_failed.Is(Attribute.Type, BounceType) && _clock.IsSet;
        if (!isMade)
        {
            return true; // of a bounce there is none
        }

        Address id = _failed.Id;
        _writer.Begin(_bounce, 0).Text("id: ");
        _minter.Write(_writer, now);
        _writer.Text(".relay@").Text(_domain).Text("\ntype: bounce\ndate: ").Number(_clock.Unix(now))
            .Text("\nto: ").Copy(id.Octets, id.OwnerStart, id.OwnerLength)
            .Text("\nparent: ").Copy(id.Octets, id.Start, id.Length)
            .Text("\nsubject: not delivered to ").Copy(queued, 0, recipientLength)
            .Text("\n\nThe message could not be delivered: ").Number(code).Text("\n");
        _head.ParseStored(_bounce, 0, _writer.At);
        if (!_access.IsOurs(id))
        {
            return _store.Enqueue(id.Octets, id.OwnerStart, id.OwnerLength, _bounce, 0, _writer.At, _clock.Unix(now), now) != Store.Later;
        }

        int slot = _store.Put(_head, now);
        if (slot >= 0)
        {
            _pusher.Tell(slot, _head, null, now);
        }

        return slot != Store.Later;
    }
}
