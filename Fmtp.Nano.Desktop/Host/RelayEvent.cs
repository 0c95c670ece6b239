using System;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Desktop.Host;

/// <summary>Something that a relay did, as a line of a log or a table.</summary>
/// <param name="Time">When.</param>
/// <param name="Relay">Which relay.</param>
/// <param name="What">Verb and address, or what happened.</param>
/// <param name="Code">The reply's code; 0 where nobody asked, below 0 while the relay asks others.</param>
/// <param name="Who">Whose seal it had, or where it came from.</param>
/// <param name="Over">udp or tcp; empty where nobody asked.</param>
internal sealed record RelayEvent(DateTime Time, string Relay, string What, int Code, string Who, string Over)
{
    internal static RelayEvent Happened(string relay, string what) => new(DateTime.Now, relay, what, 0, string.Empty, string.Empty);

    internal static RelayEvent ParentLink(string relay, bool isUp) => Happened(relay, isUp ? "link to the parent is up" : "link to the parent is down");

    internal static RelayEvent Answered(string relay, Message request, int code, Peer? who, Endpoint from, bool isDatagram)
    {
        string asker = who == null ? Endpoints.Text(from) : Ascii.Text(who.Address, 0, who.Address.Length);
        return new RelayEvent(DateTime.Now, relay, Describe(request), code, asker, isDatagram ? "udp" : "tcp");
    }

    internal static RelayEvent Browsed(string relay, byte[] path, int length, int status, Endpoint from)
        => new(DateTime.Now, relay, $"browser /{Ascii.Text(path, 0, length)}", status, Endpoints.Text(from), "http");

    /// <summary>The code, or what stands for it; empty where nobody asked.</summary>
    internal string Answer => Code == 0 ? string.Empty : Code < 0 ? "asks on" : $"{Code} {Over}";

    /// <summary>As one plain line.</summary>
    public override string ToString()
    {
        string line = Relay.Length > 0 ? $"{Time:HH:mm:ss} {Relay,-6} {What}" : $"{Time:HH:mm:ss} {What}";
        return Code == 0 ? line : $"{line} -> {Answer}  {Who}";
    }

    private static string Describe(Message request)
    {
        if (request.IsMalformed)
        {
            return "(malformed)";
        }

        int space = Platform.IndexOf(request.Octets, Ascii.SP, request.Start, request.LineEnd - request.Start);
        string verb = Ascii.Text(request.Octets, request.Start, space - request.Start);
        return $"{verb} {Subject(request)}".TrimEnd();
    }

    private static string Subject(Message request)
    {
        ObjectReader head = new();
        if (request.Verb == Verb.Put && head.Parse(request.Octets, request.BodyStart, request.BodyLength))
        {
            return head.Id.ToString();
        }

        return request.Positionals > 0 ? Ascii.Text(request.Octets, request.PositionalStart(0), request.PositionalLength(0)) : string.Empty;
    }
}
