using System;
using System.Text;

namespace Fmtp.Nano.Tests;

/// <summary>A question as a server sees it.</summary>
public sealed class DnsAsked
{
    private const int HeadLength = 12;

    private readonly MemoryPort _port;
    private readonly MemoryConnection _connection;

    /// <summary>A question that came in a datagram, or over a connection.</summary>
    public DnsAsked(byte[] octets, MemoryPort port, MemoryConnection connection)
    {
        Octets = octets;
        _port = port;
        _connection = connection;
        int at = HeadLength;
        for (; octets[at] > 0; at += octets[at] + 1)
        {
            Name += (Name.Length > 0 ? "." : string.Empty) + Encoding.UTF8.GetString(octets, at + 1, octets[at]);
        }

        NameLength = at + 1 - HeadLength;
        Type = (octets[at + 1] << 8) | octets[at + 2];
        Assert.AreEqual(at + 5, octets.Length, "octets of the question");
    }

    /// <summary>The message.</summary>
    public byte[] Octets { get; private set; }

    /// <summary>The name, in the case that it came in.</summary>
    public string Name { get; private set; } = string.Empty;

    /// <summary>Octets of the name in the message.</summary>
    public int NameLength { get; private set; }

    /// <summary>The type of the records.</summary>
    public int Type { get; private set; }

    /// <summary>Whether it came over a connection.</summary>
    public bool IsTcp
    {
        get { return _connection != null; }
    }

    /// <summary>The id.</summary>
    public int Id
    {
        get { return (Octets[0] << 8) | Octets[1]; }
    }

    /// <summary>The server that was asked, as <c>ADDRESS:PORT</c>.</summary>
    public string Server
    {
        get { return _port.Host + ":" + _port.Port.ToString(); }
    }

    /// <summary>The port that it came from.</summary>
    public MemoryPort Port
    {
        get { return _port; }
    }

    /// <summary>The connection that it came over; null for a datagram.</summary>
    public MemoryConnection Connection
    {
        get { return _connection; }
    }

    /// <summary>What it is for, as the tests have it: <c>MX home.example</c>.</summary>
    public override string ToString()
    {
        string type = Type == DnsType.A ? "A" : Type == DnsType.Aaaa ? "AAAA" : Type == DnsType.Mx ? "MX" : "TXT";
        return type + " " + Name.ToLower();
    }

    /// <summary>Begins a reply.</summary>
    public DnsReply Reply()
    {
        return new DnsReply(this);
    }

    /// <summary>The server sends this back.</summary>
    public void Send(byte[] octets)
    {
        if (_connection == null)
        {
            _port.Arrive(octets, _port.Host, _port.Port);
            return;
        }

        byte[] prefixed = new byte[octets.Length + 2];
        prefixed[0] = (byte)(octets.Length >> 8);
        prefixed[1] = (byte)octets.Length;
        Array.Copy(octets, 0, prefixed, 2, octets.Length);
        _connection.ToRelay.Add(prefixed, 0, prefixed.Length);
    }
}
