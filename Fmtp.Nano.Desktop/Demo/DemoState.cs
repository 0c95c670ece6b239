using System;
using System.IO;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fmtp.Nano.Desktop.Client;
using Fmtp.Nano.Desktop.Commands;
using Fmtp.Nano.Desktop.Host;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Desktop.Demo;

/// <summary>What the main job keeps between runs: a folder with an ordinary configuration and a store for
/// each of its two relays, made on first use.</summary>
internal sealed class DemoState
{
    internal const string HomeDomain = "home.example";
    internal const string ParentDomain = "parent.example";
    internal const string Owner = "@" + HomeDomain;
    internal const string Anna = "anna@" + HomeDomain;

    private const int HomePort = Wire.Port;
    private const int ParentPort = Wire.Port + 2; // one above is for TLS
    private const string Loopback = "127.0.0.1";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Opens the folder, and makes it on first use.</summary>
    /// <exception cref="ClientException">A configuration in it was changed and has faults.</exception>
    internal DemoState(string folder)
    {
        Folder = Path.GetFullPath(folder);
        string home = Path.Combine(Folder, "home", ConfigurationFile.UsualName);
        string parent = Path.Combine(Folder, "parent", ConfigurationFile.UsualName);
        if (!File.Exists(home) || !File.Exists(parent))
        {
            string link = Credentials.NewKey();
            Write(parent, ParentJson(link));
            Write(home, HomeJson(link));
        }

        Home = Load(home, HomeLimits);
        Parent = Load(parent, ParentLimits);
    }

    /// <summary>Where it is kept when nobody says.</summary>
    internal static string UsualFolder => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "fmtp");

    internal string Folder { get; }

    internal ConfigurationFile Home { get; }

    internal ConfigurationFile Parent { get; }

    /// <summary>The relay at home is a virtual board: it has a board's bounds.</summary>
    internal Limits HomeLimits { get; } = new();

    internal Limits ParentLimits { get; } = Limits.Desk();

    /// <summary>A peer of the relay at home, with its key.</summary>
    internal Credentials PeerOf(string address)
    {
        foreach (PeerSettings peer in Home.Configuration.Peers)
        {
            if (peer.Address == address)
            {
                return new Credentials(address, Convert.FromBase64String(peer.Link));
            }
        }

        throw new ClientException(ExitCode.Refused, $"{Folder}: home/{ConfigurationFile.UsualName} has no peer {address}. Add it, or start anew with another --state.");
    }

    private static JsonObject HomeJson(string link)
    {
        JsonArray peers = [Peer(Owner, Credentials.NewKey()), Peer(Anna, Credentials.NewKey())];
        foreach (string sensor in Sensor.Addresses)
        {
            peers.Add(Peer(sensor, Credentials.NewKey()));
        }

        return new JsonObject
        {
            ["domain"] = HomeDomain,
            ["listen"] = Listen(HomePort),
            ["parent"] = new JsonObject { ["domain"] = ParentDomain, ["host"] = Loopback, ["port"] = ParentPort, ["link"] = link },
            ["peers"] = peers,
            ["store"] = new JsonObject { ["path"] = "flash" },
        };
    }

    private static JsonObject ParentJson(string link) => new()
    {
        ["domain"] = ParentDomain,
        ["listen"] = Listen(ParentPort),
        ["peers"] = new JsonArray(Peer(Owner, link)),
        ["store"] = new JsonObject { ["path"] = "data" },
        ["mailbox"] = true,
    };

    private static JsonObject Listen(int port) => new() { ["address"] = Loopback, ["port"] = port };

    private static JsonObject Peer(string address, string link) => new() { ["address"] = address, ["link"] = link };

    // There are keys in it: for its owner's eyes.
    private static void Write(string path, JsonObject json)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using StreamWriter file = new(path, options);
            file.Write(json.ToJsonString(Indented));
            file.Write('\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ClientException(ExitCode.Refused, $"{path} cannot be written: {e.Message} Choose another folder with --state.");
        }
    }

    private static ConfigurationFile Load(string path, Limits limits)
    {
        ConfigurationFile file = ConfigurationFile.Load(path, limits);
        return file.Faults.Count == 0 ? file
            : throw new ClientException(ExitCode.Refused, $"{path} has faults: {string.Join(' ', file.Faults)} Correct it, or start anew with another --state.");
    }
}
