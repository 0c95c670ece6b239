using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Fmtp.Nano.Desktop.Client;
using Fmtp.Nano.Desktop.Host;

namespace Fmtp.Nano.Desktop.Bench;

/// <summary>Starts what is measured, each in a process of its own, each with the same value to give.</summary>
internal static class Contenders
{
    /// <summary>The bare echo loop.</summary>
    public const string Echo = "echo loop";

    /// <summary>Redis, if it is installed.</summary>
    public const string Redis = "Redis GET";

    private const string Relay = "Fmtp.Nano GET";
    private const string Sensor = "kitchen@bench.example";
    private const string Value = "id: kitchen@bench.example\ntype: sensor\ndate: 1700000000000\npublic: yes\nvolatile: yes\n\n21.5";

    /// <summary>Starts all of them.</summary>
    /// <param name="folder">For what they keep; empty or used by this before.</param>
    /// <param name="pipelined">Requests that will be sent at once.</param>
    /// <returns>Them, the echo loop first.</returns>
    public static List<Contender> Start(string folder, int pipelined)
    {
        List<Contender> contenders = [StartEcho(pipelined), StartRelay(folder, pipelined)];
        Contender? redis = StartRedis(folder, pipelined);
        if (redis is not null)
        {
            contenders.Add(redis);
        }

        return contenders;
    }

    private static byte[] Request => Encoding.ASCII.GetBytes($"GET 1 {Sensor}\n");

    private static Contender StartEcho(int pipelined)
    {
        Process process = StartSelf("bench", "echo");
        return new Contender(Echo, [process], ReadReady(process), Request, Request.Length, pipelined);
    }

    private static Contender StartRelay(string folder, int pipelined)
    {
        string key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(Protocol.Wire.KeyLength));
        string file = Path.Combine(folder, "fmtp.json");
        string peer = $$"""{ "address": "{{Sensor}}", "link": "{{key}}" }""";
        File.WriteAllText(file, $$"""{ "domain": "bench.example", "listen": { "address": "127.0.0.1", "port": 0 }, "peers": [ {{peer}} ] }""");
        Process process = StartSelf("relay", "--config", file);
        IPEndPoint server = ReadReady(process);
        using (FmtpConnection client = FmtpConnection.Open(new ServerAddress("127.0.0.1", server.Port), new Credentials(Sensor, Convert.FromBase64String(key)), TimeSpan.FromSeconds(5)))
        {
            client.Ask("PUT", string.Empty, Encoding.ASCII.GetBytes(Value));
        }

        string reply = $"200 1 live=0 ={Value.Length}\n{Value}";
        return new Contender(Relay, [process], server, Request, reply.Length, pipelined);
    }

    private static Contender? StartRedis(string folder, int pipelined)
    {
        int port = FreePort();
        Process? process;
        try
        {
            process = Process.Start(new ProcessStartInfo("redis-server", ["--bind", "127.0.0.1", "--port", $"{port}", "--save", "", "--dir", folder]) { RedirectStandardOutput = true });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null; // not installed
        }

        IPEndPoint server = new(IPAddress.Loopback, port);
        string set = $"*3\r\n$3\r\nSET\r\n${Sensor.Length}\r\n{Sensor}\r\n${Value.Length}\r\n{Value}\r\n";
        string get = $"*2\r\n$3\r\nGET\r\n${Sensor.Length}\r\n{Sensor}\r\n";
        string reply = $"${Value.Length}\r\n{Value}\r\n";
        Set(server, set);
        return new Contender(Redis, [process!], server, Encoding.ASCII.GetBytes(get), reply.Length, pipelined);
    }

    // Redis says nothing when it is ready: it is when it answers.
    private static void Set(IPEndPoint server, string set)
    {
        Stopwatch time = Stopwatch.StartNew();
        while (true)
        {
            using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Connect(server);
                socket.Send(Encoding.ASCII.GetBytes(set));
                socket.Receive(new byte[64]);
                return;
            }
            catch (SocketException) when (time.Elapsed < TimeSpan.FromSeconds(5))
            {
            }
        }
    }

    /// <summary>Starts this program in another process.</summary>
    internal static Process StartSelf(params string[] arguments)
    {
        string[] program = ThisProgram.Words;
        return Process.Start(new ProcessStartInfo(program[0], [.. program[1..], .. arguments]) { RedirectStandardOutput = true })!;
    }

    /// <summary>Waits until it says where it listens.</summary>
    internal static IPEndPoint ReadReady(Process process)
    {
        string line = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The measured process ended at once.");
        return IPEndPoint.Parse(line.Split(' ')[2]);
    }

    private static int FreePort()
    {
        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
