using System;
using System.Security.Cryptography;
using System.Text;

namespace Fmtp.Nano.Tests;

/// <summary>Seals as docs/PROTOCOL.md section 5 describes them, written for the tests alone: what the relay
/// takes for a seal is not asked of the relay.</summary>
public static class Sealing
{
    private const int SealedOctets = 15;

    /// <summary>The link key that a peer of the tests shares with the relay.</summary>
    public static byte[] KeyOf(string address)
    {
        byte[] key = new byte[32];
        for (int i = 0; i < key.Length; i++)
        {
            key[i] = (byte)((address[i % address.Length] * 7) + i);
        }

        return key;
    }

    /// <summary>The key of one direction of a link.</summary>
    public static byte[] Direction(byte[] key, bool opener, string hello, string reply)
    {
        return Mac(key, Encoding.UTF8.GetBytes((opener ? "fmtp1 c\n" : "fmtp1 s\n") + hello + "\n" + reply));
    }

    /// <summary>The 20 characters of a seal on a link.</summary>
    public static string OfLink(byte[] direction, int counter, string line, byte[] body)
    {
        byte[] prefix = new byte[8];
        prefix[4] = (byte)(counter >> 24);
        prefix[5] = (byte)(counter >> 16);
        prefix[6] = (byte)(counter >> 8);
        prefix[7] = (byte)counter;
        return Of(direction, prefix, line, body);
    }

    /// <summary>The 20 characters of a seal on a datagram.</summary>
    /// <param name="key">The link key itself.</param>
    /// <param name="request">The seal of the request that a reply answers; empty for a request.</param>
    /// <param name="line">The line up to the space before the seal.</param>
    /// <param name="body">The body; empty for none.</param>
    public static string OfDatagram(byte[] key, string request, string line, byte[] body)
    {
        return Of(key, Encoding.UTF8.GetBytes(request.Length == 0 ? string.Empty : request + "\n"), line, body);
    }

    /// <summary>HMAC-SHA256 of the platform.</summary>
    public static byte[] Mac(byte[] key, byte[] data)
    {
        HMACSHA256 mac = new HMACSHA256(key);
        return mac.ComputeHash(data);
    }

    private static string Of(byte[] key, byte[] prefix, string line, byte[] body)
    {
        byte[] text = Encoding.UTF8.GetBytes(line + "\n");
        byte[] digest = body.Length == 0 ? body : Mac(key, body);
        byte[] data = new byte[prefix.Length + text.Length + digest.Length];
        Array.Copy(prefix, 0, data, 0, prefix.Length);
        Array.Copy(text, 0, data, prefix.Length, text.Length);
        Array.Copy(digest, 0, data, prefix.Length + text.Length, digest.Length);
        return Convert.ToBase64String(Mac(key, data), 0, SealedOctets);
    }
}
