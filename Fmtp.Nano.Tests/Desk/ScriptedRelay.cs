using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;

namespace Fmtp.Nano.Tests;

/// <summary>A relay on loopback that answers what it is told to, and remembers what it was asked: for what only another relay
/// can bring about.</summary>
internal sealed class ScriptedRelay : IDisposable
{
    private readonly string _domain;
    private readonly Func<string, string?> _answer;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Thread _thread;

    /// <summary>Starts one.</summary>
    /// <param name="domain">What it says in HELLO.</param>
    /// <param name="answer">Gives the reply's words from the code on but without the tag, a body behind an LF; null leaves the
    /// request to what every relay says: 200 to HELLO and AUTH, 404 to others. The request comes without its tag.</param>
    internal ScriptedRelay(string domain, Func<string, string?> answer)
    {
        _domain = domain;
        _answer = answer;
        _listener.Start();
        Server = _listener.LocalEndpoint.ToString()!;
        _thread = new Thread(Serve) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>Where it is, as <c>--server</c> takes it.</summary>
    internal string Server { get; }

    /// <summary>Where it is, as a 301 says it.</summary>
    internal string Referral => "301 tcp " + Server.Replace(':', ' ');

    /// <summary>The requests, as they came, with their bodies.</summary>
    internal ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>The verbs of the requests.</summary>
    internal string Verbs => string.Join(' ', Asked.Select(line => line.Split(' ')[0]));

    /// <summary>The answers, as they went.</summary>
    internal ConcurrentQueue<string> Answered { get; } = new();

    /// <summary>A reply with an object.</summary>
    internal static string Object(string words, string octets) => $"{words} ={Encoding.UTF8.GetByteCount(octets)}\n{octets}";

    public void Dispose()
    {
        _listener.Stop();
        _thread.Join();
    }

    // One connection after the other: that is how the client comes.
    private void Serve()
    {
        try
        {
            while (true)
            {
                using TcpClient client = _listener.AcceptTcpClient();
                using NetworkStream stream = client.GetStream();
                Talk(stream);
            }
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // It was closed.
        }
    }

    private void Talk(NetworkStream stream)
    {
        while (ReadLine(stream) is { } line)
        {
            List<string> words = [.. line.Split(' ')];
            byte[] body = words[^1].StartsWith('=') ? new byte[int.Parse(words[^1][1..])] : [];
            stream.ReadExactly(body);
            Asked.Enqueue(body.Length > 0 ? $"{line}\n{Encoding.UTF8.GetString(body)}" : line);
            string tag = words[1];
            words.RemoveAt(1);
            string request = string.Join(' ', words);
            string answer = _answer(request) ?? words[0] switch
            {
                "HELLO" => $"200 {_domain} nonce=gIGCg4SFhoeIiYqLjI2Oj5CR max=4096",
                "AUTH" => "200 time=1767225600000",
                _ => "404",
            };
            answer = $"{answer[..3]} {tag}{answer[3..]}";
            Answered.Enqueue(answer);
            stream.Write(Encoding.UTF8.GetBytes(answer.Contains('\n') ? answer : answer + "\n"));
        }
    }

    private static string? ReadLine(NetworkStream stream)
    {
        StringBuilder line = new();
        for (int octet = stream.ReadByte(); octet >= 0; octet = stream.ReadByte())
        {
            if (octet == '\n')
            {
                return line.ToString();
            }

            line.Append((char)octet);
        }

        return null;
    }
}
