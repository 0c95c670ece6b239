using System.Collections.Concurrent;
using Fmtp.Nano.Desktop.Host;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Desktop.Demo;

/// <summary>Carries what the relays do from their threads to the one that prints.</summary>
internal sealed class EventLog
{
    private readonly ConcurrentQueue<RelayEvent> _events = new();

    internal void Add(RelayEvent happened) => _events.Enqueue(happened);

    internal bool Take(out RelayEvent happened) => _events.TryDequeue(out happened!);

    /// <summary>The ear of one relay.</summary>
    internal IRelayEvents For(string relay) => new Ear(this, relay);

    private sealed class Ear(EventLog log, string relay) : IRelayEvents
    {
        public void Answered(Message request, int code, Peer? who, Endpoint from, bool isDatagram)
            => log.Add(RelayEvent.Answered(relay, request, code, who, from, isDatagram));

        public void Browsed(byte[] path, int length, int status, Endpoint from)
            => log.Add(RelayEvent.Browsed(relay, path, length, status, from));

        public void ParentLink(bool isUp)
            => log.Add(RelayEvent.ParentLink(relay, isUp));
    }
}
