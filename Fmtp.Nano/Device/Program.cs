namespace Fmtp.Nano.Device;

/// <summary>Where a board begins.</summary>
public static class Program
{
    /// <summary>Never returns.</summary>
    public static void Main()
    {
        new Firmware().Run();
    }
}
