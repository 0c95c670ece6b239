using System;
using Fmtp.Nano.Device;
using Fmtp.Nano.Protocol;
using GC = nanoFramework.Runtime.Native.GC;

namespace Fmtp.Nano.Tests;

/// <summary>Callers who ask a house for everything that there is, and how much of the heap is free meanwhile.</summary>
/// <remarks>What the program itself needs (cables, callers, the flash) is taken first and told apart: the heap that it
/// is run on is larger by that.</remarks>
internal class Crowd
{
    private const int ObjectOctets = 256;
    private const int ReadingOctets = 120;
    private const int SampleEvery = 500;
    private const int PrintEvery = 5000;

    // So many requests come together, of all callers, every so many times.
    private const int BurstMax = 12;
    private const int BurstEvery = 10;

    // A fiftieth of a second between two requests: half an hour in a hundred thousand, with pings, leases, checkpoints, idleness.
    private const int MsPerRequest = 20;

    private readonly int[] _codes = new int[600];
    private readonly string[] _addresses;
    private readonly uint _before;
    private uint _low = uint.MaxValue;
    private uint _lowEarly = uint.MaxValue;
    private uint _lowLate = uint.MaxValue;

    /// <summary>Makes everything but the relay.</summary>
    /// <param name="house">The house.</param>
    /// <param name="objects">Objects that are there from the beginning.</param>
    /// <param name="before">Octets that were free when the program began.</param>
    internal Crowd(House house, int objects, uint before)
    {
        House = house;
        House.IsSwept = true;
        _before = before;
        _addresses = new string[objects];
        for (int i = 0; i < objects; i++)
        {
            _addresses[i] = (1000 + i).ToString() + ".user@home.example";
        }
    }

    /// <summary>Who is asked.</summary>
    protected House House { get; private set; }

    /// <summary>Chance, the same in every run.</summary>
    protected Dice Luck { get; } = new Dice();

    /// <summary>Starts the relay, stores the objects and asks so much of it.</summary>
    /// <param name="requests">How many requests.</param>
    /// <param name="warmUp">After how many of them every table has been full once.</param>
    internal void Run(int requests, int warmUp)
    {
        uint free = GC.Run(true);
        Console.WriteLine("parts: " + (_before - free).ToString());
        Console.WriteLine("free before the relay: " + free.ToString());
        Start();
        Console.WriteLine("free with the relay: " + GC.Run(true).ToString());
        House.Link();
        for (int i = 0; i < _addresses.Length; i++)
        {
            House.Put(_addresses[i], false, ObjectOctets);
        }

        for (int i = House.User + 1; i <= House.LastStranger; i++)
        {
            House.Open(i);
        }

        Console.WriteLine("free with " + _addresses.Length.ToString() + " objects and all connections: " + GC.Run(true).ToString());
        for (int i = 1; i <= requests; i++)
        {
            for (int more = i % BurstEvery == 0 ? BurstMax : 1; more > 0; more--)
            {
                Ask();
                Sweep.Now(); // what the callers leave, who live in this heap too
            }

            while (Listen())
            {
            }

            House.Now += MsPerRequest;
            Sweep.Now();
            if (i % SampleEvery == 0)
            {
                Sample(i, warmUp, (requests + warmUp) / 2);
            }
        }

        Say();
    }

    /// <summary>Starts the relay.</summary>
    protected virtual void Start()
    {
        House.Start();
    }

    /// <summary>Asks something.</summary>
    protected virtual void Ask()
    {
        int cable = House.User + 1 + Luck.Next(House.LastStranger - House.User);
        Caller stranger = House.Callers[cable];
        Caller user = House.Callers[House.User];
        string address = _addresses[Luck.Next(_addresses.Length)];
        int kind = Luck.Next(100);
        if (kind < 50)
        {
            stranger.Send("GET g " + address);
        }
        else if (kind < 55)
        {
            stranger.Send("GET g nobody@home.example");
        }
        else if (kind < 58)
        {
            stranger.Send("GET g " + (1 + Luck.Next(1000)).ToString() + ".who@else.example");
        }
        else if (kind < 63)
        {
            stranger.Send("LIST l @home.example max=" + Luck.Next(20).ToString());
        }
        else if (kind < 68)
        {
            stranger.Send("WATCH w " + address + " lease=" + Luck.Next(100).ToString());
        }
        else if (kind < 70)
        {
            stranger.Send("PING p what is this");
        }
        else if (kind < 73)
        {
            user.Send("GET g " + address + " since=1");
        }
        else if (kind < 85)
        {
            House.Write(address, House.Clock, false, ObjectOctets);
            user.Send("PUT p", House.Object, ObjectOctets);
        }
        else if (kind < 95)
        {
            House.Write((1 + Luck.Next(8)).ToString() + ".user@home.example", House.Clock, true, ReadingOctets);
            user.Send("PUT p", House.Object, ReadingOctets);
        }
        else if (kind < 97)
        {
            byte[] octets = Ascii.Octets("GET d " + address + "\n");
            House.Network.SendToRelay(octets, octets.Length);
        }
        else if (kind < 99)
        {
            Vanish(cable);
        }
        else
        {
            stranger.Send("HELLO h else.example nonce=AAECAwQFBgcICQoLDA0ODxAR");
        }
    }

    private void Sample(int done, int warmUp, int half)
    {
        uint free = GC.Run(true);
        _low = free < _low ? free : _low;
        if (done > half)
        {
            _lowLate = free < _lowLate ? free : _lowLate;
        }
        else if (done > warmUp)
        {
            _lowEarly = free < _lowEarly ? free : _lowEarly;
        }

        if (done % PrintEvery == 0)
        {
            Console.WriteLine("free after " + done.ToString() + ": " + free.ToString());
        }
    }

    private void Say()
    {
        string codes = string.Empty;
        for (int i = 1; i < _codes.Length; i++)
        {
            codes += _codes[i] == 0 ? string.Empty : " " + i.ToString() + ":" + _codes[i].ToString();
        }

        Console.WriteLine("answers:" + codes);
        Console.WriteLine("low mark: " + _low.ToString());
        Console.WriteLine("growth: " + ((int)_lowEarly - (int)_lowLate).ToString());
    }

    // In the middle of a line, and somebody else comes.
    private void Vanish(int cable)
    {
        while (Listen())
        {
        }

        House.Callers[cable].Send("GET g 1000.us");
        House.Run();
        House.Network.At(cable).IsLeft = true;
        House.Run();
        House.Now += House.Limits.LingerMs + 1;
        House.Run();
        House.Open(cable);
    }

    // Strangers count their answers; those that the relay has called answer, and know of nothing.
    private bool Listen()
    {
        bool isNews = false;
        House.Run();
        for (int i = 0; i < House.Callers.Length; i++)
        {
            Caller caller = House.Callers[i];
            while (caller.Hear())
            {
                isNews = true;
                _codes[caller.Heard.Code]++;
                if (i == House.Parent)
                {
                    caller.Answer(string.Empty, null);
                }
                else if (i > House.LastStranger)
                {
                    caller.Answer(House.Elsewhere, null);
                }
            }
        }

        return isNews;
    }
}
