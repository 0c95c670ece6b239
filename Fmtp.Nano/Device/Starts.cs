using System;
using System.IO;

namespace Fmtp.Nano.Device;

/// <summary>Remembers over restarts how often the board has started, and how often in a row it did not live long:
/// whatever makes it fail, it must not do so a thousand times an hour, and flash wears out.</summary>
public sealed class Starts
{
    // Too small to take a block of its own: it lives in the directory, and an overwrite is old or new.
    private const string FileName = Settings.Drive + "starts";
    private const int Length = 8;
    private const int HealthyMs = 10 * 60 * 1000;
    private const int ShortLivesFree = 3;
    private const int WaitStepMs = 60 * 1000;
    private const int WaitMaxMs = 15 * 60 * 1000;

    private bool _isHealthy;

    /// <summary>Counts this start.</summary>
    public Starts()
    {
        try
        {
            byte[] record = File.Exists(FileName) ? File.ReadAllBytes(FileName) : new byte[0];
            if (record.Length == Length)
            {
                Count = BitConverter.ToInt32(record, 0);
                ShortLives = BitConverter.ToInt32(record, sizeof(int));
            }
        }
        catch (Exception)
        {
            // As new.
        }

        Count++;
        ShortLives++;
        Write();
    }

    /// <summary>Starts of this board, this one included.</summary>
    public int Count;

    /// <summary>Starts in a row that did not live ten minutes, this one included until it has.</summary>
    public int ShortLives;

    /// <summary>Milliseconds to wait before anything is tried: none for the first three short lives, then a minute more each time.</summary>
    public int WaitMs
    {
        get
        {
            int extra = ShortLives - ShortLivesFree;
            return extra <= 0 ? 0 : extra >= WaitMaxMs / WaitStepMs ? WaitMaxMs : extra * WaitStepMs;
        }
    }

    /// <summary>Says that it still lives.</summary>
    /// <param name="uptimeMs">For how long.</param>
    public void Live(long uptimeMs)
    {
        if (!_isHealthy && uptimeMs >= HealthyMs)
        {
            Forgive();
        }
    }

    /// <summary>Says that the next restart is meant, and no failure.</summary>
    public void Forgive()
    {
        _isHealthy = true;
        ShortLives = 0;
        Write();
    }

    private void Write()
    {
        byte[] record = new byte[Length];
        Array.Copy(BitConverter.GetBytes(Count), record, sizeof(int));
        Array.Copy(BitConverter.GetBytes(ShortLives), 0, record, sizeof(int), sizeof(int));
        try
        {
            File.WriteAllBytes(FileName, record);
        }
        catch (Exception)
        {
            // A board without flash counts from one every time.
        }
    }
}
