using GC = nanoFramework.Runtime.Native.GC;

namespace Fmtp.Nano.Tests;

/// <summary>100,000 requests of every kind against 128 objects, on the heap of a board: prints how much of it is free.</summary>
public static class Soak
{
    private const int Requests = 100000;
    private const int WarmUp = 20000;
    private const int Objects = 128;

    /// <summary>Runs it.</summary>
    public static void Main()
    {
        uint before = GC.Run(true);
        new Crowd(new House(new Chip(4800)), Objects, before).Run(Requests, WarmUp);
    }
}
