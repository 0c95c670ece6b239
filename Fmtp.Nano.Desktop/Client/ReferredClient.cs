using System;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using Fmtp.Nano.Desktop.Commands;
using Fmtp.Nano.Desktop.Host;
using Fmtp.Nano.Desktop.Signing;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Desktop.Client;

/// <summary>Goes once where a relay refers to (docs/PROTOCOL.md section 4, Referral); where nobody answers there, or not the
/// one who is meant, the relay is asked again for the detour.</summary>
/// <param name="client">The relay.</param>
/// <param name="own">The key of whoever speaks, which holds elsewhere too; null for none. A link key does not.</param>
/// <param name="timeout">How long a connection or a reply may take.</param>
internal sealed class ReferredClient(IFmtpClient client, OwnKey? own, TimeSpan timeout) : IFmtpClient
{
    /// <inheritdoc/>
    public bool IsSealed => client.IsSealed;

    /// <inheritdoc/>
    public bool IsNear => client.IsNear;

    /// <inheritdoc/>
    public Reply Ask(string verb, string arguments, ReadOnlySpan<byte> body = default)
    {
        Reply reply = client.Ask(verb, arguments, body);
        if (reply.Referral is not { } place)
        {
            return reply;
        }

        try
        {
            string domain = DomainOf(arguments, body);
            Check(place);
            using FmtpConnection there = FmtpConnection.OpenExpecting(place, greeted => IsMeant(greeted, domain, place.Host), own, timeout);
            Reply answer = there.Ask(verb, arguments, body);
            Say($"{place} answers, where the relay sent us.");
            return answer;
        }
        catch (ClientException e) when (e.ExitCode == ExitCode.Unreachable)
        {
            Say($"The relay sent us to {place}: {e.Message} Asking the relay itself.");
            return client.Ask(verb, $"{arguments} refer=no".TrimStart(), body);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    // Who is asked has to be the domain, or a host by whose own name it goes.
    private static bool IsMeant(string greeted, string domain, string host)
        => greeted.Length > 0 && (greeted == domain || host == greeted || host.EndsWith("." + greeted, StringComparison.Ordinal));

    private static string DomainOf(string arguments, ReadOnlySpan<byte> body)
    {
        string first = arguments.Split(' ')[0];
        ObjectReader reader = new();
        byte[] octets = body.ToArray();
        string address = first.Contains('@') ? first : reader.Parse(octets, 0, octets.Length) ? reader.Id.ToString() : string.Empty;
        return address[(address.IndexOf('@') + 1)..];
    }

    // A relay out in the world does not send people into their own network.
    private void Check(ServerAddress place)
    {
        try
        {
            if (!client.IsNear && Dns.GetHostAddresses(place.Host).Any(Endpoints.IsNear))
            {
                throw new ClientException(ExitCode.Unreachable, "that is a private address.");
            }
        }
        catch (SocketException e)
        {
            throw new ClientException(ExitCode.Unreachable, $"{e.Message}.");
        }
    }

    private static void Say(string text)
    {
        if (!Console.IsOutputRedirected)
        {
            Console.Error.WriteLine(text);
        }
    }
}
