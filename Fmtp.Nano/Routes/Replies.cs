using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Brings a reply to whoever asked. Each of them knows its own by the tag, and by the very connection that it asked
/// on; what is nobody's is dropped unanswered (docs/PROTOCOL.md section 3).</summary>
internal sealed class Replies
{
    private readonly ParentLink _parent;
    private readonly Ways _ways;
    private readonly Lookups _lookups;
    private readonly Mailbox _mailbox;
    private readonly Delivery _delivery;
    private readonly UpstreamWatches _upstreamWatches;

    /// <summary>Knows all who ask.</summary>
    /// <param name="parent">The link to the parent; null where there is none.</param>
    /// <param name="ways">Relays that are dialled.</param>
    /// <param name="lookups">Objects that are looked for.</param>
    /// <param name="mailbox">What is kept at the parent.</param>
    /// <param name="delivery">Messages on their way.</param>
    /// <param name="upstreamWatches">What is watched elsewhere.</param>
    internal Replies(ParentLink parent, Ways ways, Lookups lookups, Mailbox mailbox, Delivery delivery, UpstreamWatches upstreamWatches)
    {
        _parent = parent;
        _ways = ways;
        _lookups = lookups;
        _mailbox = mailbox;
        _delivery = delivery;
        _upstreamWatches = upstreamWatches;
    }

    /// <summary>Takes a reply that came on a connection.</summary>
    internal void Take(Session session, Message reply, long now)
    {
        if (reply.IsMalformed)
        {
            return;
        }

        if (_parent != null)
        {
            _parent.Reply(session, reply, now);
        }

        _ways.Reply(session, reply, now);
        _lookups.Reply(session, reply, now);
        _mailbox.Reply(session, reply, now);
        _delivery.Reply(session, reply, now);
        _upstreamWatches.Reply(session, reply, now);
    }
}
