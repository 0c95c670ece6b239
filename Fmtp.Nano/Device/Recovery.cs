using System;
using System.Threading;
using nanoFramework.Runtime.Native;

namespace Fmtp.Nano.Device;

/// <summary>The recovery ladder: a relay anew on the same flash, thrice in ten minutes; then a reboot. No network for
/// ten minutes: a reboot. A step that does not return for two minutes: a reboot, by a thread of its own.</summary>
public sealed class Recovery
{
    private const int WindowMs = 10 * 60 * 1000;
    private const int TriesMax = 3;
    private const int NoNetworkMs = 10 * 60 * 1000;
    private const int StuckMs = 2 * 60 * 1000;
    private const int WatchMs = 10 * 1000;

    private long _beatAt;
    private long _firstTryAt;
    private int _tries;

    /// <summary>Begins to watch over the loop.</summary>
    /// <param name="now">Milliseconds.</param>
    public Recovery(long now)
    {
        _beatAt = now;
        new Thread(Watch).Start();
    }

    /// <summary>Says that the loop still turns.</summary>
    /// <param name="now">Milliseconds.</param>
    public void Beat(long now)
    {
        _beatAt = now;
    }

    /// <summary>Says that a relay failed. Returns if another is to be made.</summary>
    /// <param name="what">Why, for the console.</param>
    /// <param name="now">Milliseconds.</param>
    public void Failed(string what, long now)
    {
        Console.WriteLine("failed: " + what);
        if (_tries == 0 || now - _firstTryAt > WindowMs)
        {
            _tries = 0;
            _firstTryAt = now;
        }

        if (++_tries > TriesMax)
        {
            Reboot("a new relay does not help");
        }
    }

    /// <summary>Says that there is no network.</summary>
    /// <param name="since">Since when, in milliseconds.</param>
    /// <param name="now">Milliseconds.</param>
    public static void NoNetwork(long since, long now)
    {
        if (now - since > NoNetworkMs)
        {
            Reboot("no network");
        }
    }

    /// <summary>Restarts the board. Never returns.</summary>
    /// <param name="why">Why, for the console.</param>
    public static void Reboot(string why)
    {
        Console.WriteLine("reboot: " + why);
        Power.RebootDevice();
        Thread.Sleep(Timeout.Infinite); // it is on its way
    }

    private void Watch()
    {
        while (Environment.TickCount64 - _beatAt < StuckMs)
        {
            Thread.Sleep(WatchMs);
        }

        Reboot("stuck");
    }
}
