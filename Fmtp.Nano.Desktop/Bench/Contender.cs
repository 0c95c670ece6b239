using System;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Fmtp.Nano.Desktop.Bench;

/// <summary>A server in a process of its own, or several of them one behind the other, and one connection to the first.</summary>
internal sealed class Contender : IDisposable
{
    private readonly Process[] _processes;
    private readonly Socket _socket;
    private readonly byte[] _request;
    private readonly byte[] _replies;

    /// <summary>Starts it.</summary>
    /// <param name="name">What the table calls it.</param>
    /// <param name="processes">Its processes, started.</param>
    /// <param name="server">Where it listens.</param>
    /// <param name="request">One request.</param>
    /// <param name="replyLength">Octets of one reply.</param>
    /// <param name="pipelined">Requests that are sent at once.</param>
    public Contender(string name, Process[] processes, IPEndPoint server, byte[] request, int replyLength, int pipelined)
    {
        Name = name;
        Pipelined = pipelined;
        _processes = processes;
        _socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        _socket.Connect(server);
        _request = new byte[request.Length * pipelined];
        for (int i = 0; i < pipelined; i++)
        {
            request.CopyTo(_request, i * request.Length);
        }

        _replies = new byte[replyLength * pipelined];
    }

    /// <summary>What the table calls it.</summary>
    public string Name { get; }

    /// <summary>Requests that are sent at once.</summary>
    public int Pipelined { get; }

    /// <summary>Asks for so long.</summary>
    /// <param name="seconds">How long.</param>
    /// <returns>Requests answered a second.</returns>
    public double Run(double seconds)
    {
        const int Batch = 64;
        long count = 0;
        long start = Stopwatch.GetTimestamp();
        double elapsed;
        do
        {
            Ask(Batch);
            count += Batch * Pipelined;
            elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        while (elapsed < seconds);
        return count / elapsed;
    }

    /// <summary>Asks so often.</summary>
    /// <param name="times">How often.</param>
    public void Ask(int times)
    {
        for (int i = 0; i < times; i++)
        {
            _socket.Send(_request);
            for (int read = 0; read < _replies.Length;)
            {
                int more = _socket.Receive(_replies, read, _replies.Length - read, SocketFlags.None);
                read += more > 0 ? more : throw new InvalidOperationException($"{Name} has closed the connection.");
            }
        }
    }

    /// <summary>Ends it.</summary>
    public void Dispose()
    {
        _socket.Dispose();
        foreach (Process process in _processes)
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }
    }
}
