using System;
using System.Diagnostics;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace Fmtp.Nano.Desktop.Host;

/// <summary>A relay with sockets, a folder and a clock: everything it needs on a desk.</summary>
public sealed class RelayHost : IDisposable
{
    // How soon it notices that it is to stop, and how late a deadline may be.
    private const int WaitMs = 20;
    private const int ClockMs = 10 * 1000;

    private readonly SocketNetwork _network;
    private readonly FileFlash _flash;
    private readonly SodiumSignatures _signatures;
    private readonly Relay _relay;
    private readonly Stopwatch _time = Stopwatch.StartNew();
    private long _clockDue;

    /// <summary>Takes the folder, binds the port and mounts the store; requests are answered from <see cref="Run"/> on.</summary>
    /// <param name="configuration">Without faults.</param>
    /// <param name="limits">Its bounds.</param>
    /// <param name="folder">Where objects are kept.</param>
    /// <param name="events">Is told, on the thread of <see cref="Run"/>; null for nobody.</param>
    /// <exception cref="IOException">The folder or the port cannot be had; the text says what to do.</exception>
    public RelayHost(Configuration configuration, Limits limits, string folder, IRelayEvents? events)
    {
        _flash = new FileFlash(folder);
        try
        {
            _network = Bind(configuration.Listen);
        }
        catch (IOException)
        {
            _flash.Dispose();
            throw;
        }

        _signatures = new SodiumSignatures(configuration.Signing is null ? null : Convert.FromBase64String(configuration.Signing.Seed));
        _relay = new Relay(configuration, limits, _network, _flash, new SystemEntropy(), _signatures, events);
        SetClock(_time.ElapsedMilliseconds);
        _relay.Start(_time.ElapsedMilliseconds);
    }

    /// <summary>Where it listens for TCP.</summary>
    public IPEndPoint TcpEndPoint => _network.TcpEndPoint;

    /// <summary>Where it takes datagrams.</summary>
    public IPEndPoint UdpEndPoint => _network.UdpEndPoint;

    /// <summary>Answers until it is told to stop.</summary>
    /// <param name="stop">Tells it.</param>
    public void Run(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            long now = _time.ElapsedMilliseconds;
            SetClock(now);
            if (!_relay.Step(now))
            {
                _network.Wait(WaitMs);
            }
        }
    }

    /// <summary>Gives port and folder back.</summary>
    public void Dispose()
    {
        _network.Dispose();
        _flash.Dispose();
        _signatures.Dispose();
    }

    private static SocketNetwork Bind(ListenSettings listen)
    {
        try
        {
            return new SocketNetwork(IPAddress.Parse(listen.Address), listen.Port);
        }
        catch (SocketException e)
        {
            string advice = e.SocketErrorCode == SocketError.AddressAlreadyInUse
                ? "Another program has this port: stop it, or choose another listen.port."
                : "Choose a listen.address of this machine, such as 127.0.0.1 or 0.0.0.0.";
            throw new IOException($"Cannot listen at {listen.Address} port {listen.Port}: {e.Message}. {advice}", e);
        }
    }

    // Not only at the start: the system's clock may be set, and two clocks drift.
    private void SetClock(long now)
    {
        if (now >= _clockDue)
        {
            _relay.Clock.Set(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), now);
            _clockDue = now + ClockMs;
        }
    }
}
