using System;
using System.Diagnostics;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;

namespace Fmtp.Nano.Tests;

/// <summary>A program of Nano/ that listens, and a client that asks it as fast as it answers.</summary>
internal sealed class NanoClrServer : IDisposable
{
    private readonly Process _process;
    private readonly string _flash = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
    private readonly ManualResetEventSlim _isUp = new();
    private readonly StringBuilder _said = new();
    private readonly byte[] _answer = new byte[4096];
    private int _port;

    /// <summary>Builds and starts it.</summary>
    public NanoClrServer(string program)
    {
        Directory.CreateDirectory(_flash);
        _process = NanoClr.Launch(NanoClr.Start(NanoClr.Build(program), 0, "NANO_FLASH_DIR=" + _flash), Hear);
        Assert.IsTrue(_isUp.Wait(TimeSpan.FromSeconds(20)), program + " does not listen:\n" + _said);
    }

    /// <summary>Asks over connections that are kept open, one request on each at a time.</summary>
    /// <returns>Answers a second, and answers a second of the server's processor: there other programs do not count.</returns>
    public (double Clock, double Processor) Ask(string[] requests, int times, int together)
    {
        Socket[] sockets = new Socket[together];
        for (int i = 0; i < together; i++)
        {
            sockets[i] = Connect();
        }

        TimeSpan start = Used();
        long clock = Stopwatch.GetTimestamp();
        for (int i = 0; i < times; i += together)
        {
            for (int k = 0; k < together; k++)
            {
                sockets[k].Send(Encoding.ASCII.GetBytes(requests[(i + k) % requests.Length]));
            }

            foreach (Socket socket in sockets)
            {
                Assert.IsTrue(socket.Receive(_answer) > 0);
            }
        }

        (double Clock, double Processor) rate = Rate(times, start, clock);
        Array.ForEach(sockets, socket => socket.Dispose());
        return rate;
    }

    /// <summary>Asks over a new connection each time.</summary>
    /// <returns>As of <see cref="Ask"/>.</returns>
    public (double Clock, double Processor) AskAnew(string request, int times, int together)
    {
        bool isPage = request.Contains("HTTP", StringComparison.Ordinal);
        TimeSpan start = Used();
        long clock = Stopwatch.GetTimestamp();
        Socket[] sockets = new Socket[together];
        for (int i = 0; i < times; i += together)
        {
            for (int k = 0; k < together; k++)
            {
                sockets[k] = Connect();
                sockets[k].Send(Encoding.ASCII.GetBytes(request));
            }

            foreach (Socket socket in sockets)
            {
                int octets = 0;
                while (octets == 0 || (isPage && !IsPage(octets)))
                {
                    int received = socket.Receive(_answer, octets, _answer.Length - octets, SocketFlags.None);
                    Assert.AreNotEqual(0, received, Encoding.ASCII.GetString(_answer, 0, octets));
                    octets += received;
                }

                socket.Dispose();
            }
        }

        return Rate(times, start, clock);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _isUp.Dispose();
        Directory.Delete(_flash, true);
    }

    // Boards cannot close one side alone: the length says where a page ends.
    private bool IsPage(int octets)
    {
        const string Name = "content-length:";
        string text = Encoding.ASCII.GetString(_answer, 0, octets);
        int head = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        int length = text.IndexOf(Name, StringComparison.OrdinalIgnoreCase);
        if (head < 0 || length < 0)
        {
            return false;
        }

        length += Name.Length;
        int end = text.IndexOf('\r', length);
        return octets >= head + 4 + int.Parse(text.AsSpan(length, end - length), System.Globalization.CultureInfo.InvariantCulture);
    }

    private (double Clock, double Processor) Rate(int times, TimeSpan start, long clock)
    {
        return (times / Stopwatch.GetElapsedTime(clock).TotalSeconds, times / (Used() - start).TotalSeconds);
    }

    private TimeSpan Used()
    {
        _process.Refresh();
        return _process.TotalProcessorTime;
    }

    private Socket Connect()
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 5000 };
        socket.Connect(IPAddress.Loopback, _port);
        return socket;
    }

    private void Hear(string line)
    {
        _said.AppendLine(line);
        if (line.StartsWith("port: ", StringComparison.Ordinal))
        {
            _port = int.Parse(line.AsSpan(6), System.Globalization.CultureInfo.InvariantCulture);
            _isUp.Set();
        }
    }
}
