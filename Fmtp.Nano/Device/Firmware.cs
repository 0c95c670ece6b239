using System;
using System.Threading;
using nanoFramework.Runtime.Native;
using Collector = nanoFramework.Runtime.Native.GC;

namespace Fmtp.Nano.Device;

/// <summary>The program of a board: settings, network, relay, and what keeps them going. One loop, and one thread
/// beside it that sees whether the loop turns.</summary>
public sealed class Firmware
{
    private const int TendMs = 100;
    private const int ClockMs = 60 * 1000;
    private const int MemoryMs = 60 * 1000;
    private const int MemoryFloor = 6144;
    private const int SocketFaultsMax = 100;
    private const int RepeatMs = 10 * 1000;
    private const int FirstYear = 2025; // before that the clock stands at its epoch

    private readonly Settings _settings;
    private readonly Starts _starts = new Starts();
    private readonly Uplink _uplink = new Uplink();
    private readonly HostFigures _figures = new HostFigures();
    private readonly Lamp _lamp;
    private readonly Recovery _recovery;
    private readonly BoardEntropy _entropy;
    private readonly long _startedAt = Environment.TickCount64;
    private FileFlash _flash;
    private SocketNetwork _network;
    private Relay _relay;
    private long _tendedAt;
    private long _clockAt;
    private long _memoryAt;

    /// <summary>Reads the settings.</summary>
    public Firmware()
    {
        _settings = Settings.Load();
        _lamp = new Lamp(_settings.Board.Led);
        _recovery = new Recovery(_startedAt);
        _entropy = new BoardEntropy(_settings.Secret, _starts.Count);
        _figures.Board = _settings.Board.Name;
        _figures.Firmware = SystemInfo.TargetName + " " + SystemInfo.Version.ToString();
        _figures.Resets = _starts.Count;
    }

    /// <summary>Waits where settings or network are not there; restarts the board where the network is a new one.</summary>
    public void Start()
    {
        Console.WriteLine("Fmtp.Nano " + Version.Number + " on " + _figures.Firmware + ", " + _figures.Board + ", start " + _starts.Count);
        WaitOut(_starts.WaitMs);
        while (_settings.Faults.Count > 0)
        {
            PrintFaults();
            Pause(Lamp.BadSettings, RepeatMs);
        }

        if (Uplink.Configure(_settings.Configuration.Wifi))
        {
            _starts.Forgive();
            Recovery.Reboot("the wireless network is new");
        }
    }

    /// <summary>Turns once: a step of the relay and what is due beside it; makes the relay where there is none.</summary>
    /// <returns>Whether that may have left something on the heap.</returns>
    public bool Turn()
    {
        bool hasLittered = false;
        string fault;
        try
        {
            if (_relay == null)
            {
                AwaitNetwork();
                fault = Open();
            }
            else
            {
                long now = Environment.TickCount64;
                bool worked = _relay.Step(now);
                hasLittered = _relay.HasLittered;
                _network.Wait(worked, now);
                fault = now - _tendedAt < TendMs ? null : Tend(now);
            }
        }
        catch (Exception e)
        {
            Console.WriteLine(e.StackTrace);
            fault = e.GetType().FullName + " " + e.Message;
        }

        if (fault != null)
        {
            _recovery.Failed(fault, Environment.TickCount64);
            TearDown();
        }

        return hasLittered;
    }

    private void AwaitNetwork()
    {
        long since = Environment.TickCount64;
        while (_uplink.Address == null)
        {
            long now = Environment.TickCount64;
            if (!_uplink.Poll(now))
            {
                Recovery.NoNetwork(since, now);
                Pause(Lamp.NoNetwork, TendMs);
            }
        }
    }

    // Null, or why there is no relay.
    private string Open()
    {
        Limits limits = _settings.Board.Limits;
        Configuration configuration = _settings.Configuration;
        _network = new SocketNetwork(limits.Connections + limits.Doorstep + limits.DnsFlights);
        if (!_network.Listen(configuration.Listen.Address, configuration.Listen.Port))
        {
            Pause(Lamp.NoNetwork, RepeatMs);
            return "no socket on port " + configuration.Listen.Port;
        }

        _flash = new FileFlash(Settings.Drive + configuration.Store.Path);
        _relay = new Relay(configuration, limits, _network, _flash, _entropy, Signatures(limits, configuration), null) { Figures = _figures };
        _relay.Start(Environment.TickCount64);
        _clockAt = 0;
        _memoryAt = 0;
        string fault = Tend(Environment.TickCount64);
        Console.WriteLine("ready tcp " + _uplink.Address + ":" + _network.Port + " udp " + _uplink.Address + ":" + _network.Port);
        return fault;
    }

    // Null where the heap has no room for them: a relay without is better than one that starts over and over.
    private static ISignatures Signatures(Limits limits, Configuration configuration)
    {
        if (limits.Verifications == 0)
        {
            return null;
        }

        long free = Sweep.Now();
        if (free < limits.SignedHeap)
        {
            Console.WriteLine("no signatures: of the heap " + free + " octets are free, and " + limits.SignedHeap + " are wanted. The parent verifies and signs.");
            configuration.Dns = null;
            configuration.Signing = null;
            return null;
        }

        SigningSettings signing = configuration.Signing;
        return new SlicedSignatures(signing == null ? null : Convert.FromBase64String(signing.Seed));
    }

    private void TearDown()
    {
        if (_network != null)
        {
            _network.CloseAll();
        }

        if (_flash != null)
        {
            _flash.Close();
        }

        _network = null;
        _flash = null;
        _relay = null;
        Collector.Run(true);
    }

    // What is due beside the relay; null, or what is wrong with it.
    private string Tend(long now)
    {
        _tendedAt = now;
        _recovery.Beat(now);
        _starts.Live(now - _startedAt);
        if (_uplink.Poll(now))
        {
            Console.WriteLine("address " + (_uplink.Address == null ? "lost" : _uplink.Address));
        }

        if (_uplink.Address == null)
        {
            Recovery.NoNetwork(_uplink.LostAt, now);
            _lamp.State = Lamp.NoNetwork;
        }
        else
        {
            _lamp.State = _settings.Configuration.Parent == null || _relay.IsLinked ? Lamp.Well : Lamp.NoParent;
        }

        _lamp.Step(now);
        ReadClock(now);
        if (_memoryAt == 0 || now - _memoryAt >= MemoryMs)
        {
            CountMemory(now);
        }

        return _figures.FreeMemory < MemoryFloor ? "out of memory"
            : _network.Faults > SocketFaultsMax ? "the sockets are gone"
            : null;
    }

    // The firmware asks SNTP servers by itself as soon as there is an address.
    private void ReadClock(long now)
    {
        if (_clockAt != 0 && now - _clockAt < ClockMs)
        {
            return;
        }

        DateTime time = DateTime.UtcNow;
        if (time.Year >= FirstYear)
        {
            _clockAt = now;
            _relay.Clock.Set((time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond, now);
        }
    }

    private void CountMemory(long now)
    {
        _memoryAt = now;
        long free = Sweep.Now();
        _figures.FreeMemory = free;
        if (_figures.FreeMemoryLow < 0 || free < _figures.FreeMemoryLow)
        {
            _figures.FreeMemoryLow = free;
        }
    }

    private void PrintFaults()
    {
        for (int i = 0; i < _settings.Faults.Count; i++)
        {
            Console.WriteLine((string)_settings.Faults[i]);
        }
    }

    private void WaitOut(int ms)
    {
        if (ms > 0)
        {
            Console.WriteLine("the last " + _starts.ShortLives + " starts did not live long: waiting " + (ms / 1000) + " s");
            Pause(Lamp.Waiting, ms);
        }
    }

    private void Pause(int state, int ms)
    {
        long now = Environment.TickCount64;
        long until = now + ms;
        _lamp.State = state;
        while (now < until)
        {
            _lamp.Step(now);
            _recovery.Beat(now);
            Thread.Sleep(TendMs / 2);
            now = Environment.TickCount64;
        }
    }
}
