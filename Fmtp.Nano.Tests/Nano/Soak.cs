using System;
using Fmtp.Nano.Device;
using Fmtp.Nano.Protocol;
using GC = nanoFramework.Runtime.Native.GC;

namespace Fmtp.Nano.Tests;

/// <summary>100,000 requests of every kind against 128 objects, on the heap of a board: prints how much of it is free.</summary>
/// <remarks>What the program itself needs (cables, callers, the flash) is taken first and told apart: the heap that it
/// is run on is larger by that.</remarks>
public static class Soak
{
    private const int Requests = 100000;
    private const int Objects = 128;
    private const int ObjectOctets = 256;
    private const int ReadingOctets = 120;
    private const int SampleEvery = 1000;
    private const int PrintEvery = 10000;

    // After so many requests every table has been full once.
    private const int WarmUp = 20000;

    // A fiftieth of a second between two requests: half an hour in all, with pings, leases, checkpoints, idleness.
    private const int MsPerRequest = 20;

    private static readonly Dice Luck = new Dice();
    private static readonly int[] Codes = new int[600];
    private static readonly string[] Addresses = new string[Objects];
    private static House _house;

    /// <summary>Runs it.</summary>
    public static void Main()
    {
        uint before = GC.Run(true);
        _house = new House(new Chip(4800));
        for (int i = 0; i < Objects; i++)
        {
            Addresses[i] = (1000 + i).ToString() + ".user@home.example";
        }

        uint free = GC.Run(true);
        Console.WriteLine("parts: " + (before - free).ToString());
        Console.WriteLine("free before the relay: " + free.ToString());
        _house.Start();
        Console.WriteLine("free with the relay: " + GC.Run(true).ToString());
        _house.Link();
        for (int i = 0; i < Objects; i++)
        {
            _house.Put(Addresses[i], false, ObjectOctets);
        }

        for (int i = House.User + 1; i < _house.Callers.Length; i++)
        {
            _house.Open(i);
        }

        Console.WriteLine("free with " + Objects.ToString() + " objects and all connections: " + GC.Run(true).ToString());
        Work();
    }

    private static void Work()
    {
        uint low = uint.MaxValue;
        uint lowEarly = uint.MaxValue;
        uint lowLate = uint.MaxValue;
        for (int i = 1; i <= Requests; i++)
        {
            Ask();
            Sweep.Now(); // each time: the callers live in this heap too and leave more behind than the relay
            if (i % SampleEvery == 0)
            {
                uint free = GC.Run(true);
                low = free < low ? free : low;
                if (i > WarmUp && i <= (Requests + WarmUp) / 2)
                {
                    lowEarly = free < lowEarly ? free : lowEarly;
                }
                else if (i > WarmUp)
                {
                    lowLate = free < lowLate ? free : lowLate;
                }

                if (i % PrintEvery == 0)
                {
                    Console.WriteLine("free after " + i.ToString() + ": " + free.ToString());
                }
            }
        }

        string codes = string.Empty;
        for (int i = 1; i < Codes.Length; i++)
        {
            codes += Codes[i] == 0 ? string.Empty : " " + i.ToString() + ":" + Codes[i].ToString();
        }

        Console.WriteLine("answers:" + codes);
        Console.WriteLine("low mark: " + low.ToString());
        Console.WriteLine("growth: " + ((int)lowEarly - (int)lowLate).ToString());
    }

    private static void Ask()
    {
        int cable = House.User + 1 + Luck.Next(_house.Callers.Length - House.User - 1);
        Caller stranger = _house.Callers[cable];
        Caller user = _house.Callers[House.User];
        string address = Addresses[Luck.Next(Objects)];
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
            stranger.Send("PING * what is this");
        }
        else if (kind < 73)
        {
            user.Send("GET g " + address + " since=1");
        }
        else if (kind < 85)
        {
            _house.Write(address, _house.Clock, false, ObjectOctets);
            user.Send("PUT p", _house.Object, ObjectOctets);
        }
        else if (kind < 95)
        {
            _house.Write((1 + Luck.Next(8)).ToString() + ".user@home.example", _house.Clock, true, ReadingOctets);
            user.Send("PUT p", _house.Object, ReadingOctets);
        }
        else if (kind < 97)
        {
            byte[] octets = Ascii.Octets("GET d " + address + "\n");
            _house.Network.SendToRelay(octets, octets.Length);
        }
        else if (kind < 99)
        {
            Vanish(cable);
        }
        else
        {
            stranger.Send("HELLO h else.example nonce=AAECAwQFBgcICQoLDA0ODxAR");
        }

        while (Listen())
        {
        }

        _house.Now += MsPerRequest;
    }

    // In the middle of a line, and somebody else comes.
    private static void Vanish(int cable)
    {
        _house.Callers[cable].Send("GET g 1000.us");
        _house.Run();
        _house.Network.At(cable).IsLeft = true;
        _house.Run();
        _house.Now += _house.Limits.LingerMs + 1;
        _house.Run();
        _house.Open(cable);
    }

    // Strangers count their answers; the parent says that it has it, or knows of nothing.
    private static bool Listen()
    {
        bool isNews = false;
        _house.Run();
        for (int i = 0; i < _house.Callers.Length; i++)
        {
            Caller caller = _house.Callers[i];
            while (caller.Hear())
            {
                isNews = true;
                Codes[caller.Heard.Code]++;
                if (i == House.Parent)
                {
                    caller.Answer(string.Empty, null);
                }
            }
        }

        return isNews;
    }
}
