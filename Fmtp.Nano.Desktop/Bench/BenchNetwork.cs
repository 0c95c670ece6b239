using System;
using System.Linq;

namespace Fmtp.Nano.Desktop.Bench;

/// <summary>The network seam with a few connections in memory: what is asked is put in, what is answered is taken out.</summary>
internal sealed class BenchNetwork(int connections) : INetwork
{
    private const int Room = 65536;
    private const int LoopbackAddress = 0x7F000001;

    private readonly byte[] _asked = new byte[Room];
    private readonly byte[][] _answered = [.. Enumerable.Range(0, connections).Select(_ => new byte[Room])];
    private readonly int[] _answeredLengths = new int[connections];
    private int _askedLength;
    private int _asker;
    private int _accepted;

    /// <summary>What was said on a connection since the last <see cref="Ask"/>.</summary>
    public ReadOnlySpan<byte> Answered(int connection) => _answered[connection].AsSpan(0, _answeredLengths[connection]);

    /// <summary>Puts in what is asked.</summary>
    /// <param name="connection">On which connection.</param>
    /// <param name="octets">What.</param>
    public void Ask(int connection, ReadOnlySpan<byte> octets)
    {
        octets.CopyTo(_asked);
        _asker = connection;
        _askedLength = octets.Length;
        Array.Clear(_answeredLengths);
    }

    /// <inheritdoc/>
    public int Accept(Endpoint from)
    {
        from.Low = LoopbackAddress;
        return _accepted < connections ? _accepted++ : -1;
    }

    /// <inheritdoc/>
    public int Receive(int connection, byte[] into, int offset, int count)
    {
        int taken = connection == _asker ? Math.Min(count, _askedLength) : 0;
        Array.Copy(_asked, 0, into, offset, taken);
        Array.Copy(_asked, taken, _asked, 0, _askedLength - taken);
        _askedLength -= taken;
        return taken;
    }

    /// <inheritdoc/>
    public int Send(int connection, byte[] from, int offset, int count)
    {
        Array.Copy(from, offset, _answered[connection], _answeredLengths[connection], count);
        _answeredLengths[connection] += count;
        return count;
    }

    /// <inheritdoc/>
    public int Dial(string host, int port) => -1;

    /// <inheritdoc/>
    public int DialDatagrams(string host, int port) => -1;

    /// <inheritdoc/>
    public void Finish(int connection)
    {
    }

    /// <inheritdoc/>
    public void Close(int connection)
    {
    }

    /// <inheritdoc/>
    public int ReceiveDatagram(byte[] into, Endpoint from) => 0;

    /// <inheritdoc/>
    public void SendDatagram(byte[] from, int offset, int count, Endpoint to)
    {
    }
}
