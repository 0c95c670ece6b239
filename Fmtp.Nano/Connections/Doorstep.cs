using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Connections over the limit: each is told <c>503 - retry=S</c>, heard out for a moment and closed.</summary>
internal sealed class Doorstep
{
    private const int None = -1;

    private static readonly byte[] Busy = Ascii.Octets("503 - retry=5\n");

    private readonly INetwork _network;
    private readonly int[] _connections;
    private readonly long[] _until;
    private readonly int _lingerMs;
    private readonly byte[] _discarded;
    private int _next;

    /// <summary>Makes one.</summary>
    /// <param name="network">The network seam.</param>
    /// <param name="discarded">Receives what nobody reads.</param>
    /// <param name="limits">The bounds.</param>
    internal Doorstep(INetwork network, byte[] discarded, Limits limits)
    {
        _discarded = discarded;
        _network = network;
        _lingerMs = limits.LingerMs;
        _connections = new int[limits.Doorstep];
        _until = new long[limits.Doorstep];
        for (int i = 0; i < _connections.Length; i++)
        {
            _connections[i] = None;
        }
    }

    /// <summary>How many are there.</summary>
    internal int Count;

    /// <summary>Refuses a connection; the one refused longest ago makes place.</summary>
    internal void Refuse(int connection, long now)
    {
        _network.Send(connection, Busy, 0, Busy.Length);
        _network.Finish(connection);
        if (_connections[_next] != None)
        {
            _network.Close(_connections[_next]);
            Count--;
        }

        Count++;

        _connections[_next] = connection;
        _until[_next] = now + _lingerMs;
        _next = (_next + 1) % _connections.Length;
    }

    /// <summary>Hears them out.</summary>
    /// <returns>Whether anything came.</returns>
    internal bool Step(long now)
    {
        bool worked = false;
        for (int i = 0; i < _connections.Length; i++)
        {
            if (_connections[i] == None)
            {
                continue;
            }

            int count = _network.Receive(_connections[i], _discarded, 0, _discarded.Length);
            if (count < 0 || now >= _until[i])
            {
                _network.Close(_connections[i]);
                _connections[i] = None;
                Count--;
            }

            worked |= count > 0;
        }

        return worked;
    }
}
