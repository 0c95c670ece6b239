using System;
using Fmtp.Nano.Device;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Tests;

/// <summary>A relay with a board's limits, a parent, a user with a key and strangers, all in one memory.</summary>
internal sealed class House
{
    /// <summary>The cable of the link to the parent.</summary>
    internal const int Parent = 0;

    /// <summary>The parent's domain.</summary>
    internal const string ParentDomain = "parent.example";

    /// <summary>A domain elsewhere.</summary>
    internal const string Elsewhere = "else.example";

    /// <summary>The cable of the user's link; behind it those of strangers.</summary>
    internal const int User = 1;

    private const string Key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private const long Unix = 1700000000000;
    private const int StepsMax = 1000;

    private readonly byte[] _key = Convert.FromBase64String(Key);
    private readonly byte[] _object = new byte[4096];
    private readonly MessageWriter _writer = new MessageWriter();
    private readonly IFlash _flash;

    /// <summary>Makes everything but the relay, with room for six connections.</summary>
    internal House(IFlash flash)
        : this(flash, Board())
    {
    }

    /// <summary>Makes everything but the relay.</summary>
    internal House(IFlash flash, Limits limits)
    {
        _flash = flash;
        Limits = limits;
        Network = new CableNetwork(Limits.Connections + 1);
        Callers = new Caller[Limits.Connections];
        for (int i = 0; i < Callers.Length; i++)
        {
            Callers[i] = new Caller(Network.At(i));
        }
    }

    /// <summary>The limits.</summary>
    internal Limits Limits { get; private set; }

    /// <summary>The network.</summary>
    internal CableNetwork Network { get; private set; }

    /// <summary>Who is at the other ends.</summary>
    internal Caller[] Callers { get; private set; }

    /// <summary>The last cable of a stranger: behind it is who is dialled elsewhere, if anybody is.</summary>
    internal int LastStranger
    {
        get { return Callers.Length - 1 - Limits.Ways; }
    }

    /// <summary>Whether it is collected behind the relay's steps, as on a board.</summary>
    internal bool IsSwept { get; set; }

    /// <summary>The relay, after <see cref="Start"/>.</summary>
    internal Relay Relay { get; private set; }

    /// <summary>The step's time, in milliseconds.</summary>
    internal long Now { get; set; } = 1000;

    /// <summary>The time of day.</summary>
    internal long Clock
    {
        get { return Unix + Now; }
    }

    /// <summary>The last object that was written by <see cref="Write"/>.</summary>
    internal byte[] Object
    {
        get { return _object; }
    }

    /// <summary>Makes the relay and starts it.</summary>
    internal void Start()
    {
        Start(null, null, null);
    }

    /// <summary>The same with signatures.</summary>
    /// <param name="signatures">Verifies and makes them; null for nobody.</param>
    /// <param name="dns">A server of DNS; null for none.</param>
    /// <param name="signing">With which key; null for none.</param>
    internal void Start(ISignatures signatures, string dns, SigningSettings signing)
    {
        Configuration configuration = new Configuration
        {
            Domain = "home.example",
            Dns = dns == null ? null : new[] { dns },
            Signing = signing,
            Parent = new ParentSettings { Domain = ParentDomain, Host = ParentDomain, Link = Key },
            Peers = new[]
            {
                new PeerSettings { Address = "user@home.example", Link = Key },
                new PeerSettings { Address = "sensor@home.example", Link = Key },
            },
        };
        Relay = new Relay(configuration, Limits, Network, _flash, new Dice(), signatures, null);
        Relay.Clock.Set(Clock, Now);
        Relay.Start(Now);
    }

    /// <summary>Opens both links.</summary>
    internal void Link()
    {
        Caller parent = Callers[Parent];
        for (int answered = 0; answered < 2;)
        {
            Run();
            if (parent.Hear())
            {
                parent.Answer(ParentDomain, _key);
                answered++;
            }
        }

        Run();
        Caller user = Callers[User];
        Open(User);
        string hello = user.Greet("user@home.example");
        Expect(User, 200);
        user.Prove("user@home.example", _key, hello);
        Expect(User, 200);
    }

    /// <summary>Opens a connection.</summary>
    internal void Open(int caller)
    {
        Callers[caller].Clear();
        Network.Call(caller);
        Run();
    }

    /// <summary>Lets the relay work until there is nothing to do.</summary>
    internal void Run()
    {
        for (int i = 0; i < StepsMax && Step(); i++)
        {
        }

        Step(); // what was turned away in the last step
    }

    private bool Step()
    {
        bool worked = Relay.Step(Now);
        if (IsSwept)
        {
            Sweep.After(Relay.HasLittered);
        }

        return worked;
    }

    /// <summary>Runs and hears one answer.</summary>
    /// <returns>Its code.</returns>
    internal int Hear(int caller)
    {
        Run();
        while (Callers[caller].Hear())
        {
            if (Callers[caller].Heard.IsReply)
            {
                return Callers[caller].Heard.Code;
            }
        }

        return 0;
    }

    /// <summary>Runs, hears one answer, and ends everything when it is another than it should be.</summary>
    internal void Expect(int caller, int code)
    {
        int heard = Hear(caller);
        if (heard != code)
        {
            Console.WriteLine("expected " + code.ToString() + ", heard " + heard.ToString() + ": " + Callers[caller].Line());
            throw new Exception();
        }
    }

    /// <summary>What boards/esp32-wroom.json says of a board without PSRAM, with room for six connections and 128
    /// objects, the host's, and a few in memory.</summary>
    internal static Limits Board()
    {
        Limits limits = Small();
        limits.Connections = 6;
        limits.Ways = 0;
        limits.Bodies = 1;
        limits.ObjectMax = 3072;
        limits.Objects = 144;
        return limits;
    }

    /// <summary>What boards/esp32-wroom.json says.</summary>
    internal static Limits Wroom()
    {
        Limits limits = Small();
        limits.Connections = 4;
        limits.Bodies = 2;
        limits.ObjectMax = 2048;
        limits.Objects = 96;
        limits.Errands = 2;
        limits.ErrandOctets = 2048;
        limits.Verifications = 2;
        limits.Verdicts = 8;
        limits.MessagesPerStep = 2;
        limits.Ways = 0;
        limits.DnsQuestions = 4;
        limits.DnsFlights = 1;
        limits.LingerMs = 500;
        return limits;
    }

    private static Limits Small()
    {
        return new Limits
        {
            Doorstep = 1,
            VolatileOctets = 2048,
            Outbox = 8,
            Peers = 8,
            Watches = 6,
            UpstreamWatches = 2,
            PushesPending = 6,
            Lookups = 2,
            Askers = 2,
            CacheEntries = 4,
            CacheOctets = 1024,
            OnceTokens = 4,
            RateAddresses = 4,
        };
    }

    /// <summary>Writes a public object of so many octets.</summary>
    internal void Write(string address, long date, bool isVolatile, int length)
    {
        Write(address, date, isVolatile ? "\nvolatile: yes" : string.Empty, length);
    }

    /// <summary>The same with further lines, each behind its LF.</summary>
    internal void Write(string address, long date, string lines, int length)
    {
        _writer.Begin(_object, 0).Text("id: ").Text(address).Text("\ntype: post\ndate: ").Number(date).Text("\npublic: yes").Text(lines).Text("\n\n");
        while (_writer.At < length)
        {
            _writer.Octet((byte)('a' + (_writer.At % 26)));
        }
    }

    /// <summary>The user stores an object of so many octets.</summary>
    internal void Put(string address, bool isVolatile, int length)
    {
        Write(address, Clock, isVolatile, length);
        Callers[User].Send("PUT p", _object, length);
        int code = Hear(User);
        if (code != 200 && code != 201)
        {
            Console.WriteLine("PUT of " + address + ": " + code.ToString());
            throw new Exception();
        }
    }
}
