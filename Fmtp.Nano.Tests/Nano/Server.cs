using System;
using Fmtp.Nano.Device;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Tests;

/// <summary>The relay on the sockets and the flash of a board, with objects to be asked for.</summary>
public static class Server
{
    private const int Objects = 128;
    private const int ObjectOctets = 256;
    private const long Date = 1700000000000;

    /// <summary>Runs until it is stopped.</summary>
    public static void Main()
    {
        Limits limits = House.Board();
        SocketNetwork network = new SocketNetwork(limits.Connections + limits.Doorstep);
        network.Listen("127.0.0.1", 0);
        FileFlash flash = new FileFlash("I:\\data");
        Configuration configuration = new Configuration { Domain = "home.example" };
        Relay relay = new Relay(configuration, limits, network, flash, new Dice(), null, null);
        long now = Environment.TickCount64;
        relay.Start(now);
        Fill(relay.Store, now);
        Console.WriteLine("port: " + network.Port.ToString());
        while (true)
        {
            now = Environment.TickCount64;
            bool worked = relay.Step(now);
            network.Wait(worked, now);
            Sweep.After(relay.HasLittered);
        }
    }

    private static void Fill(Store store, long now)
    {
        House house = new House(null);
        ObjectReader head = new ObjectReader();
        for (int i = 0; i < Objects; i++)
        {
            house.Write((1000 + i).ToString() + ".user@home.example", Date + i, false, ObjectOctets);
            head.Parse(house.Object, 0, ObjectOctets);
            store.Put(head, now);
            store.Commit();
        }
    }
}
