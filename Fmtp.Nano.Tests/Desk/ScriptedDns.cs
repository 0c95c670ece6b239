using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace Fmtp.Nano.Tests;

/// <summary>A DNS server on loopback that answers what it is told to; what it was not told of does not exist.</summary>
internal sealed class ScriptedDns : IDisposable
{
    internal const string Fails = "fails";
    internal const string IsSilent = "is silent";

    private const int Ttl = 300;
    private const int HeadLength = 12;
    private const int AdditionalsAt = 10;
    private const int ServerFailure = 2;
    private const int NoSuchName = 3;

    private readonly ConcurrentDictionary<string, string[]> _records = new();
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly Thread _thread;

    internal ScriptedDns()
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Server = _socket.LocalEndPoint!.ToString()!;
        _thread = new Thread(Serve) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>Where it is, as <c>--server</c> takes it.</summary>
    internal string Server { get; }

    /// <summary>What is asked for (<c>MX home.example</c>) and the records of that type, or one of the words above.</summary>
    internal string[] this[string question]
    {
        set => _records[question] = value;
    }

    public void Dispose()
    {
        _socket.Dispose();
        _thread.Join();
    }

    private void Serve()
    {
        byte[] buffer = new byte[1500];
        try
        {
            while (true)
            {
                EndPoint from = new IPEndPoint(IPAddress.Any, 0);
                int count = _socket.ReceiveFrom(buffer, ref from);
                if (Answer(buffer.AsSpan(0, count).ToArray()) is { } answer)
                {
                    _socket.SendTo(answer, from);
                }
            }
        }
        catch (SocketException)
        {
            // It was closed.
        }
    }

    private byte[]? Answer(byte[] octets)
    {
        int end = HeadLength;
        while (octets[end] > 0)
        {
            end += octets[end] + 1;
        }

        byte[] question = octets[..(end + 5)]; // without what a client says of itself behind it
        question[AdditionalsAt] = question[AdditionalsAt + 1] = 0;
        DnsAsked asked = new(question, null!, null!);
        string name = asked.Name.ToLowerInvariant();
        _records.TryGetValue(asked.ToString(), out string[]? records);
        DnsReply reply = asked.Reply();
        if (records == null)
        {
            bool isThere = _records.Keys.Any(known => known.EndsWith(" " + name, StringComparison.Ordinal));
            return reply.Code(isThere ? 0 : NoSuchName).Octets;
        }

        foreach (string record in records)
        {
            if (record == IsSilent)
            {
                return null;
            }

            reply = record == Fails ? reply.Code(ServerFailure) : Add(reply, asked.Type, name, record);
        }

        return reply.Octets;
    }

    private static DnsReply Add(DnsReply reply, int type, string name, string record)
    {
        if (type == DnsType.Mx)
        {
            string[] words = record.Split(' ');
            return reply.Mx(name, Ttl, int.Parse(words[0]), words[1].TrimEnd('.'));
        }

        return type == DnsType.Txt ? reply.Txt(name, Ttl, record) : reply.A(name, Ttl, record);
    }
}
