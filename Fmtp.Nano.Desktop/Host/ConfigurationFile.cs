using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using Fmtp.Nano.Desktop.Signing;

namespace Fmtp.Nano.Desktop.Host;

/// <summary>A configuration as a JSON file holds it, with all that is wrong with it.</summary>
public sealed class ConfigurationFile
{
    /// <summary>The usual name.</summary>
    public const string UsualName = "fmtp.json";

    private static readonly JsonDocumentOptions Strict = new()
    {
        CommentHandling = JsonCommentHandling.Disallow,
        AllowTrailingCommas = false,
    };

    private readonly string _folder;

    private ConfigurationFile(string path, Configuration configuration, IReadOnlyList<string> faults)
    {
        _folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Configuration = configuration;
        Faults = faults;
    }

    /// <summary>The configuration; a relay can start with it when there are no <see cref="Faults"/>.</summary>
    public Configuration Configuration { get; }

    /// <summary>Everything that is wrong, <c>$.path: what is wrong. What to do.</c> each.</summary>
    public IReadOnlyList<string> Faults { get; }

    /// <summary>The folder of the store: <c>store.path</c>, beside the file where it is relative.</summary>
    public string StoreFolder => Path.GetFullPath(Path.Combine(_folder, Configuration.Store.Path));

    /// <summary>The keys that are set and not used, with the reason; this is the one list of them.</summary>
    public IEnumerable<string> Unused
    {
        get
        {
            if (Configuration.Wifi != null)
            {
                yield return "$.wifi: not used on a desk: the operating system has the network.";
            }
        }
    }

    /// <summary>Reads and checks a file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="limits">What the relay has room for.</param>
    /// <returns>The file, faults and all; also one that cannot be read is no exception.</returns>
    public static ConfigurationFile Load(string path, Limits limits)
    {
        JsonFaults faults = new();
        Configuration configuration = new();
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path), Strict);
            configuration = new JsonSection(document.RootElement, "$", faults).Read(ReadAll);
            string[] others = ConfigurationCheck.Faults(configuration, limits);
            faults.AddOthers(others.Length > 0 ? others : SelfFaults(configuration));
        }
        catch (JsonException e)
        {
            faults.Add("$", $"is no JSON at line {e.LineNumber + 1}, octet {e.BytePositionInLine + 1}: {Reason(e)} Correct it there; comments are not allowed.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add("$", $"cannot be read: {e.Message} Give the path of a file with --config.");
        }

        return new ConfigurationFile(path, configuration, faults.All);
    }

    // Deriving a key takes a board seconds; here it is done before anything is flashed.
    private static string[] SelfFaults(Configuration configuration)
        => SelfDomain.Is(configuration.Domain) && SigningKey.Parse(configuration.Signing.Seed) is { } key && SelfDomain.Of(key.PublicKey) != configuration.Domain
            ? [$"$.signing.seed: is not the key of this self-certifying domain. Give the seed that the domain was made of, or name the domain {SelfDomain.Of(key.PublicKey)}."]
            : [];

    // The text of the exception ends in the place, which is said already.
    private static string Reason(JsonException e)
    {
        int place = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return place < 0 ? e.Message : e.Message[..place];
    }

    private static Configuration ReadAll(JsonSection json)
    {
        Configuration configuration = new() { Domain = json.Text("domain")! };
        configuration.Listen = json.Section("listen", ReadListen) ?? configuration.Listen;
        configuration.Parent = json.Section("parent", ReadParent)!;
        configuration.Peers = json.Sections("peers", ReadPeer);
        configuration.Dns = json.Texts("dns")!;
        configuration.Routes = json.Texts("routes")!;
        configuration.Networks = json.Texts("networks")!;
        configuration.Signing = json.Section("signing", ReadSigning)!;
        configuration.Store = json.Section("store", ReadStore) ?? configuration.Store;
        configuration.Mailbox = json.Flag("mailbox");
        configuration.Wifi = json.Section("wifi", ReadWifi)!;
        return configuration;
    }

    private static ListenSettings ReadListen(JsonSection json)
    {
        ListenSettings listen = new();
        listen.Address = json.Text("address") ?? listen.Address;
        listen.Port = json.Number("port", listen.Port);
        return listen;
    }

    private static ParentSettings ReadParent(JsonSection json)
    {
        ParentSettings parent = new() { Domain = json.Text("domain")!, Host = json.Text("host")! };
        parent.Port = json.Number("port", parent.Port);
        parent.Link = json.Text("link")!;
        return parent;
    }

    private static PeerSettings ReadPeer(JsonSection json)
        => new() { Address = json.Text("address")!, Link = json.Text("link")! };

    private static SigningSettings ReadSigning(JsonSection json)
        => new() { Selector = json.Text("selector")!, Seed = json.Text("seed")! };

    private static StoreSettings ReadStore(JsonSection json)
    {
        StoreSettings store = new();
        store.Path = json.Text("path") ?? store.Path;
        store.Quota = json.Number("quota", store.Quota);
        return store;
    }

    private static WifiSettings ReadWifi(JsonSection json)
        => new() { Ssid = json.Text("ssid")!, Password = json.Text("password")! };
}
