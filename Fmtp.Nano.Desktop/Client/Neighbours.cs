using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Fmtp.Nano.Desktop.Commands;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Desktop.Client;

/// <summary>A relay that answered.</summary>
/// <param name="Domain">Its domain.</param>
/// <param name="Place">Where it is.</param>
/// <param name="Max">Octets of the largest body it takes, as it says.</param>
/// <param name="Ms">How long its answer took.</param>
internal sealed record Neighbour(string Domain, IPEndPoint Place, string Max, double Ms);

/// <summary>Asks everyone in the local networks, and this machine, for a relay: an unsealed HELLO by broadcast (docs/PROTOCOL.md
/// section 3, HELLO).</summary>
internal static class Neighbours
{
    private const int MsPerTry = 700;
    private const string Tag = "d";

    /// <summary>The broadcast addresses of this machine's networks, and the machine itself.</summary>
    internal static IPAddress[] Broadcasts() => [IPAddress.Loopback, .. NetworkInterface.GetAllNetworkInterfaces()
        .Where(one => one.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown)
        .SelectMany(one => one.GetIPProperties().UnicastAddresses)
        .Where(one => one.Address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(one.Address))
        .Select(one => Broadcast(one.Address, one.IPv4Mask))
        .Distinct()];

    /// <summary>Asks, several times over, and collects who answers.</summary>
    /// <param name="places">The broadcast addresses, with ports.</param>
    /// <param name="time">How long.</param>
    internal static IReadOnlyList<Neighbour> Find(IReadOnlyCollection<IPEndPoint> places, TimeSpan time)
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { EnableBroadcast = true };
        socket.Bind(new IPEndPoint(IPAddress.Any, 0));
        byte[] question = OutgoingMessage.Write(OutgoingMessage.Line("HELLO", Tag, $"discover.invalid nonce={LinkSeals.NewNonce()}", 0), default, (Seal?)null);
        List<Neighbour> found = [];
        MessageReader reader = new(new byte[Wire.DatagramMax + 1]);
        Message message = new();
        long start = Stopwatch.GetTimestamp();
        for (long asked = 0; Stopwatch.GetElapsedTime(start) < time;)
        {
            if (asked == 0 || Stopwatch.GetElapsedTime(asked).TotalMilliseconds > MsPerTry)
            {
                asked = Stopwatch.GetTimestamp();
                Ask(socket, question, places);
            }

            double left = Math.Min(MsPerTry - Stopwatch.GetElapsedTime(asked).TotalMilliseconds, (time - Stopwatch.GetElapsedTime(start)).TotalMilliseconds);
            EndPoint from = new IPEndPoint(IPAddress.Any, 0);
            reader.Clear();
            if (left <= 0 || !Receive(socket, reader, (int)left + 1, ref from))
            {
                continue;
            }

            double ms = Stopwatch.GetElapsedTime(asked).TotalMilliseconds;
            if (reader.Take(message, Wire.DatagramMax) == Taken.Message && message.IsReply && message.Code == Code.Ok && OutgoingMessage.HasTag(message, Tag))
            {
                Reply reply = new(message);
                IPEndPoint place = (IPEndPoint)from;
                if (!found.Exists(one => one.Place.Equals(place)) && IsDomain(reply.First))
                {
                    found.Add(new Neighbour(reply.First, place, reply["max"] ?? string.Empty, ms));
                }
            }
        }

        // A relay of this machine that answers in a network too is where others see it.
        found.RemoveAll(one => IPAddress.IsLoopback(one.Place.Address)
            && found.Exists(other => other.Domain == one.Domain && !IPAddress.IsLoopback(other.Place.Address)));
        return found;
    }

    private static void Ask(Socket socket, byte[] question, IReadOnlyCollection<IPEndPoint> places)
    {
        SocketException? fault = null;
        int sent = 0;
        foreach (IPEndPoint place in places)
        {
            try
            {
                socket.SendTo(question, place);
                sent++;
            }
            catch (SocketException e)
            {
                fault = e; // one network may be down, and others not
            }
        }

        if (sent == 0)
        {
            throw new ClientException(ExitCode.Unreachable, $"Nothing can be sent to {string.Join(", ", places)}: {fault?.Message}");
        }
    }

    private static bool Receive(Socket socket, MessageReader reader, int waitMs, ref EndPoint from)
    {
        socket.ReceiveTimeout = waitMs;
        try
        {
            reader.Fed(socket.ReceiveFrom(reader.Buffer, ref from));
            return true;
        }
        catch (SocketException)
        {
            return false; // nothing in time, or somebody has closed his port
        }
    }

    private static bool IsDomain(string text)
    {
        byte[] octets = Ascii.Octets(text);
        return Address.ParseDomain(octets, 0, octets.Length, false);
    }

    private static IPAddress Broadcast(IPAddress address, IPAddress mask)
    {
        byte[] octets = address.GetAddressBytes();
        byte[] bits = mask.GetAddressBytes();
        for (int i = 0; i < octets.Length; i++)
        {
            octets[i] |= (byte)~bits[i];
        }

        return new IPAddress(octets);
    }
}
