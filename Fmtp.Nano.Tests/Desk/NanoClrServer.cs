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

    /// <summary>Asks over a connection that is kept open, one request after the other.</summary>
    /// <returns>Answers a second.</returns>
    public double Ask(string[] requests, int times)
    {
        using Socket socket = Connect();
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < times; i++)
        {
            socket.Send(Encoding.ASCII.GetBytes(requests[i % requests.Length]));
            Assert.IsTrue(socket.Receive(_answer) > 0);
        }

        return times / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Asks for a page over a new connection each time.</summary>
    /// <returns>Answers a second.</returns>
    public double AskAnew(string request, int times)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < times; i++)
        {
            using Socket socket = Connect();
            socket.Send(Encoding.ASCII.GetBytes(request));
            int octets = 0;
            while (!IsPage(octets))
            {
                int received = socket.Receive(_answer, octets, _answer.Length - octets, SocketFlags.None);
                Assert.AreNotEqual(0, received, Encoding.ASCII.GetString(_answer, 0, octets));
                octets += received;
            }
        }

        return times / Stopwatch.GetElapsedTime(start).TotalSeconds;
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
