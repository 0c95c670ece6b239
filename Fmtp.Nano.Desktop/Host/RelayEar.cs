using System;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Desktop.Host;

/// <summary>Tells on, line by line, what a relay does.</summary>
/// <param name="relay">What the relay is called in them; empty where there is but one.</param>
/// <param name="tell">Takes them, on the relay's thread.</param>
internal sealed class RelayEar(string relay, Action<RelayEvent> tell) : IRelayEvents
{
    public void Answered(Message request, int code, Peer? who, Endpoint from, bool isDatagram)
        => tell(RelayEvent.Answered(relay, request, code, who, from, isDatagram));

    public void Browsed(byte[] path, int length, int status, Endpoint from)
        => tell(RelayEvent.Browsed(relay, path, length, status, from));

    public void ParentLink(bool isUp) => tell(RelayEvent.ParentLink(relay, isUp));
}
