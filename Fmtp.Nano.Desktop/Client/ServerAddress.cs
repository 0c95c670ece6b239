using System;
using System.Globalization;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Desktop.Client;

/// <summary>Where a relay is: a host name or an IP address, and a port.</summary>
/// <param name="Host">Name or address, an IPv6 address without brackets.</param>
/// <param name="Port">TCP and UDP port.</param>
public sealed record ServerAddress(string Host, int Port)
{
    /// <summary>Reads <c>HOST</c>, <c>HOST:PORT</c>, <c>[IPV6]</c> or <c>[IPV6]:PORT</c>.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The place, or null when it is none.</returns>
    public static ServerAddress? Parse(string text)
    {
        int colon = text.LastIndexOf(':');
        bool isBracketed = text.StartsWith('[');
        bool hasPort = isBracketed ? text.Contains("]:", StringComparison.Ordinal) : colon >= 0 && text.IndexOf(':') == colon;
        string host = (hasPort ? text[..colon] : text).Trim('[', ']');
        int port = Wire.Port;
        bool isPort = !hasPort || int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port);
        return host.Length > 0 && isPort && port is > 0 and <= ushort.MaxValue ? new ServerAddress(host, port) : null;
    }

    /// <inheritdoc/>
    public override string ToString() => Host.Contains(':') ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
