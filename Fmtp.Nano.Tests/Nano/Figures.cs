using System;
using Fmtp.Nano.Protocol;
using GC = nanoFramework.Runtime.Native.GC;

namespace Fmtp.Nano.Tests;

/// <summary>What a relay takes of a board's heap and time, a line a figure. Times are multiples of one iteration of an
/// empty loop in the same run: they hold for a board too.</summary>
public static class Figures
{
    private const int Objects = 128;
    private const int ObjectOctets = 256;
    private const int Asker = House.User + 1;

    // The best of many short rounds: whatever else the machine does is not in it.
    private const int Times = 50;
    private const int Rounds = 100;

    private static readonly byte[] Sink = new byte[4096];
    private static readonly byte[][] Requests = new byte[Objects][];
    private static House _house;
    private static double _unit;

    /// <summary>Measures.</summary>
    public static void Main()
    {
        Unit();
        Chip chip = new Chip(4800);
        _house = new House(chip);
        for (int i = 0; i < Objects; i++)
        {
            Requests[i] = Ascii.Octets("GET 1 " + Name(i) + "\n");
        }

        Heap();
        Time();
        Boot(chip);
    }

    private static void Heap()
    {
        long before = GC.Run(true);
        _house.Start();
        long rest = GC.Run(true);
        Say("heap at rest", before - rest, "octets");
        _house.Link();
        long linked = GC.Run(true);
        Say("heap per sealed link", (rest - linked) / 2, "octets");
        _house.Open(Asker);
        long asked = GC.Run(true);
        Say("heap per connection", linked - asked, "octets; all buffers are there at rest");
        for (int i = 0; i < Objects; i++)
        {
            _house.Put(Name(i), false, ObjectOctets);
        }

        long stored = GC.Run(true);
        Say("heap per object in flash", (asked - stored) / Objects, "octets; the index is there at rest");
        _house.Put("7.user@home.example", true, ObjectOctets);
        Say("heap per volatile object of 256 octets", stored - GC.Run(true), "octets");
        for (int i = Asker + 1; i < _house.Callers.Length; i++)
        {
            _house.Open(i);
        }
    }

    private static void Time()
    {
        long idle = Best(null);
        Say("a step with nothing to do, 6 connections", idle, "x");
        Say("PING", Best("PING 1") - idle, "x, the step not counted");
        Say("GET of 256 octets", Best("GET 1 " + Name(0)) - idle, "x");
        Say("GET of 256 octets, another object each time", Best(string.Empty) - idle, "x");
        Say("GET of 256 octets in memory", Best("GET 1 7.user@home.example") - idle, "x");
        Say("GET of what is not there", Best("GET 1 nobody@home.example") - idle, "x");
        long none = Best("LIST 1 @home.example max=0");
        Say("LIST", none - idle, "x");
        Say("a line of LIST", (Best("LIST 1 @home.example max=10") - none) / 10, "x");
        Say("PUT of 256 octets, sealed", Put() - idle, "x");
    }

    private static void Boot(Chip chip)
    {
        long best = long.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            Store store = new Store(chip, House.Board());
            long start = DateTime.UtcNow.Ticks;
            store.Mount();
            long ticks = DateTime.UtcNow.Ticks - start;
            best = ticks < best ? ticks : best;
            if (round == Rounds - 1)
            {
                Say("boot, a KB of journal", Multiple(best, 1) * 1024 / store.UsedOctets, "x");
            }
        }
    }

    // One request at a time: what a relay does for it, the best of some rounds. Null for none, empty for any.
    private static long Best(string line)
    {
        byte[] request = string.IsNullOrEmpty(line) ? null : Ascii.Octets(line + "\n");
        Cable cable = _house.Network.At(Asker);
        long best = long.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            long start = DateTime.UtcNow.Ticks;
            for (int i = 0; i < Times; i++)
            {
                byte[] octets = line != null && request == null ? Requests[i % Objects] : request;
                if (octets != null)
                {
                    cable.Send(octets, octets.Length);
                }

                _house.Relay.Step(_house.Now);
                if (octets != null && cable.Take(Sink, 0) == 0)
                {
                    throw new Exception();
                }
            }

            long ticks = DateTime.UtcNow.Ticks - start;
            best = ticks < best ? ticks : best;
        }

        return Multiple(best, Times);
    }

    private static long Put()
    {
        long best = long.MaxValue;
        for (int i = 0; i < Times * 10; i++)
        {
            _house.Now += 5;
            _house.Write(Name(i % Objects), _house.Clock, false, ObjectOctets);
            _house.Callers[House.User].Send("PUT p", _house.Object, ObjectOctets);
            long start = DateTime.UtcNow.Ticks;
            _house.Relay.Step(_house.Now);
            long ticks = DateTime.UtcNow.Ticks - start;
            best = ticks < best ? ticks : best;
            _house.Hear(House.User);
        }

        return Multiple(best, 1);
    }

    private static void Unit()
    {
        const int Iterations = 20000;
        long best = long.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            long start = DateTime.UtcNow.Ticks;
            for (int i = 0; i < Iterations; i++)
            {
            }

            long ticks = DateTime.UtcNow.Ticks - start;
            best = ticks < best ? ticks : best;
        }

        _unit = (double)best / Iterations;
    }

    private static long Multiple(long ticks, int times)
    {
        return (long)(ticks / _unit / times);
    }

    private static string Name(int number)
    {
        return (1000 + number).ToString() + ".user@home.example";
    }

    private static void Say(string what, long figure, string unit)
    {
        Console.WriteLine("| " + what + " | " + figure.ToString() + " | " + unit + " |");
    }
}
