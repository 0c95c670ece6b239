using System;
using System.Collections;
using System.IO;
using System.Text;
using nanoFramework.Json;

namespace Fmtp.Nano.Device;

/// <summary>What a board is told by its two files: <c>I:\fmtp.json</c>, the relay's configuration, and
/// <c>I:\board.json</c>, a file of <c>boards/</c>. Without the second it is an ESP32 without a lamp.</summary>
public sealed class Settings
{
    /// <summary>The drive.</summary>
    public const string Drive = "I:\\";

    private const string ConfigurationFile = "fmtp.json";
    private const string BoardFile = "board.json";

    private readonly ArrayList _faults = new ArrayList();

    private Settings()
    {
    }

    /// <summary>The relay's configuration; null when it could not be read.</summary>
    public Configuration Configuration;

    /// <summary>The board.</summary>
    public BoardSettings Board;

    /// <summary>The octets of the configuration's file: nobody else has its keys.</summary>
    public byte[] Secret = new byte[1];

    /// <summary>What is wrong, a line each; empty when the relay can start.</summary>
    public IList Faults
    {
        get { return _faults; }
    }

    /// <summary>Reads and checks both files.</summary>
    /// <returns>Them, or what is wrong with them.</returns>
    public static Settings Load()
    {
        Settings settings = new Settings();
        settings.Read();
        return settings;
    }

    private void Read()
    {
        Board = (BoardSettings)Parse(BoardFile, typeof(BoardSettings));
        if (Board == null)
        {
            Board = new BoardSettings();
        }

        Add(BoardFile, Board.Fault());
        if (_faults.Count > 0)
        {
            return;
        }

        Configuration = (Configuration)Parse(ConfigurationFile, typeof(Configuration));
        if (Configuration == null)
        {
            Add(ConfigurationFile, _faults.Count == 0 ? "is not there. Write it with `fmtp board new` and deploy it with nanoff." : null);
            return;
        }

        string[] faults = ConfigurationCheck.Faults(Configuration, Board.Limits);
        for (int i = 0; i < faults.Length; i++)
        {
            Add(ConfigurationFile, faults[i]);
        }

        LowerQuota(Configuration.Store);
    }

    // The same file may come from a desk, which has room for more.
    private void LowerQuota(StoreSettings store)
    {
        int quotaMax = Board.Limits.StoreQuota;
        if (store != null && store.Quota > quotaMax)
        {
            Console.WriteLine(Drive + ConfigurationFile + ": $.store.quota: this board has room for " + quotaMax + " octets, so that is what is used.");
            store.Quota = quotaMax;
        }
    }

    // Null when the file is not there, or is wrong: that is among the faults then.
    private object Parse(string name, Type type)
    {
        try
        {
            if (!File.Exists(Drive + name))
            {
                return null;
            }

            byte[] octets = File.ReadAllBytes(Drive + name);
            Secret = octets;
            JsonSerializerOptions options = new JsonSerializerOptions { PropertyNameCaseInsensitive = true };
            return JsonConvert.DeserializeObject(Encoding.UTF8.GetString(octets, 0, octets.Length), type, options);
        }
        catch (Exception e)
        {
            Add(name, "is no JSON of the right form (" + e.GetType().Name + "). Check it with `fmtp check`.");
            return null;
        }
    }

    private void Add(string name, string fault)
    {
        if (fault != null)
        {
            _faults.Add(Drive + name + ": " + fault);
        }
    }
}
