namespace Fmtp.Nano.Device;

/// <summary>Where a board begins.</summary>
public static class Program
{
    /// <summary>Never returns.</summary>
    public static void Main()
    {
        Firmware firmware = new Firmware();
        firmware.Start();
        while (true)
        {
            Sweep.After(firmware.Turn());
        }
    }
}
