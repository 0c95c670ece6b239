using System;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Fmtp.Nano.Desktop.Host;

/// <summary>Between the relay's <see cref="Endpoint"/> and what sockets use. An IPv4 address that travels
/// inside an IPv6 one (<c>::ffff:a.b.c.d</c>) is IPv4 to the relay.</summary>
internal static class Endpoints
{
    private const int PortAt = 2;
    private const int V4At = 4;
    private const int V6At = 8;
    private const int V6Octets = 16;
    private const long MappedPrefix = 0xFFFF;

    /// <summary>Writes an address as text, as the relay's events show it.</summary>
    internal static string Text(Endpoint endpoint)
    {
        Span<byte> octets = stackalloc byte[V6Octets];
        WriteV6(octets, endpoint);
        IPAddress address = new(octets);
        return new IPEndPoint(endpoint.IsV6 ? address : address.MapToIPv4(), endpoint.Port).ToString();
    }

    /// <summary>Whether an address is loopback, private or link-local.</summary>
    internal static bool IsNear(IPAddress address)
    {
        Endpoint endpoint = new();
        Copy(new IPEndPoint(address, 0), endpoint);
        return endpoint.IsNear;
    }

    internal static void Copy(IPEndPoint from, Endpoint to)
    {
        Span<byte> octets = stackalloc byte[V6Octets];
        from.Address.MapToIPv6().TryWriteBytes(octets, out _);
        ReadV6(octets, to);
        to.Port = from.Port;
    }

    internal static void Copy(SocketAddress from, Endpoint to)
    {
        ReadOnlySpan<byte> octets = from.Buffer.Span;
        to.Port = BinaryPrimitives.ReadUInt16BigEndian(octets[PortAt..]);
        if (from.Family == AddressFamily.InterNetworkV6)
        {
            ReadV6(octets[V6At..], to);
            return;
        }

        to.IsV6 = false;
        to.High = 0;
        to.Low = BinaryPrimitives.ReadUInt32BigEndian(octets[V4At..]);
    }

    /// <summary>Writes into a socket address of either family; false for IPv6 into one of IPv4.</summary>
    internal static bool Copy(Endpoint from, SocketAddress to)
    {
        Span<byte> octets = to.Buffer.Span;
        BinaryPrimitives.WriteUInt16BigEndian(octets[PortAt..], (ushort)from.Port);
        if (to.Family == AddressFamily.InterNetworkV6)
        {
            WriteV6(octets[V6At..], from);
            return true;
        }

        BinaryPrimitives.WriteUInt32BigEndian(octets[V4At..], (uint)from.Low);
        return !from.IsV6;
    }

    private static void ReadV6(ReadOnlySpan<byte> octets, Endpoint into)
    {
        into.High = BinaryPrimitives.ReadInt64BigEndian(octets);
        into.Low = BinaryPrimitives.ReadInt64BigEndian(octets[8..]);
        into.IsV6 = into.High != 0 || into.Low >> 32 != MappedPrefix;
        into.Low = into.IsV6 ? into.Low : (uint)into.Low;
    }

    private static void WriteV6(Span<byte> octets, Endpoint from)
    {
        BinaryPrimitives.WriteInt64BigEndian(octets, from.High);
        BinaryPrimitives.WriteInt64BigEndian(octets[8..], from.IsV6 ? from.Low : (MappedPrefix << 32) | from.Low);
    }
}
