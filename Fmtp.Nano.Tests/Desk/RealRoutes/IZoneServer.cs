using System;

namespace Fmtp.Nano.Tests;

/// <summary>An authoritative DNS server with one zone, on 127.0.0.1.</summary>
internal interface IZoneServer : IDisposable
{
    /// <summary>Its port.</summary>
    int Port { get; }

    /// <summary>Starts NSD where it is installed, else that of a library (FMTP_DNS=library: that in any case).</summary>
    static IZoneServer Start(string domain, string zone)
    {
        bool isLibrary = Environment.GetEnvironmentVariable("FMTP_DNS") == "library" || !DnsZoneServer.IsInstalled;
        return isLibrary ? new LibraryZoneServer(domain, zone) : DnsZoneServer.Start(domain, zone);
    }
}
