using System;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Desktop.Host;

/// <summary>Says on standard error what a relay does, a line each.</summary>
internal sealed class RequestLog : IRelayEvents
{
    public void Answered(Message request, int code, Peer? who, Endpoint from, bool isDatagram)
        => Console.Error.WriteLine(RelayEvent.Answered(string.Empty, request, code, who, from, isDatagram));

    public void Browsed(byte[] path, int length, int status, Endpoint from)
        => Console.Error.WriteLine(RelayEvent.Browsed(string.Empty, path, length, status, from));

    public void ParentLink(bool isUp) => Console.Error.WriteLine(RelayEvent.ParentLink(string.Empty, isUp));
}
