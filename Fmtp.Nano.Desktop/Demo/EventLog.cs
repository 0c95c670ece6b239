using System.Collections.Concurrent;
using Fmtp.Nano.Desktop.Host;

namespace Fmtp.Nano.Desktop.Demo;

/// <summary>Carries what the relays do from their threads to the one that prints.</summary>
internal sealed class EventLog
{
    private readonly ConcurrentQueue<RelayEvent> _events = new();

    internal void Add(RelayEvent happened) => _events.Enqueue(happened);

    internal bool Take(out RelayEvent happened) => _events.TryDequeue(out happened!);

    /// <summary>The ear of one relay.</summary>
    internal IRelayEvents For(string relay) => new RelayEar(relay, Add);
}
