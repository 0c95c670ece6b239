using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using Fmtp.Nano.Desktop.Signing;

namespace Fmtp.Nano.Desktop.Commands;

/// <summary>Which DNS server is asked.</summary>
internal static class DnsServerOption
{
    private const int UsualPort = 53;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(4);

    internal static Option<IPEndPoint?> Make(string name) => new(name)
    {
        Description = "The DNS server to ask; those of this machine where nothing is said.",
        HelpName = "ADDRESS[:PORT]",
        CustomParser = result => Parse(result.Tokens[0].Value) ?? Fail(result),
    };

    /// <summary>Reads <c>ADDRESS</c> or <c>ADDRESS:PORT</c>; null where it is none.</summary>
    internal static IPEndPoint? Parse(string text)
        => !IPEndPoint.TryParse(text, out IPEndPoint? server) ? null
            : server.Port != 0 ? server : new IPEndPoint(server.Address, UsualPort);

    /// <summary>Asks the server that was said; else those of a configuration, else those of this machine.</summary>
    internal static DnsAnswers Open(IPEndPoint? said, Configuration? configuration)
        => new(said != null ? [said] : configuration == null ? [] : Array.ConvertAll(configuration.Dns, server => Parse(server)!), Timeout);

    private static IPEndPoint? Fail(ArgumentResult result)
    {
        result.AddError($"{result.Tokens[0].Value} is no DNS server: give its IP ADDRESS or ADDRESS:PORT.");
        return null;
    }
}
