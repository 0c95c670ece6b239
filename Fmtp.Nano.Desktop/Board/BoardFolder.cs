using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fmtp.Nano.Desktop.Client;
using Fmtp.Nano.Desktop.Signing;

namespace Fmtp.Nano.Desktop.Board;

/// <summary>The folder of a new board: what goes onto it, what its parent and its DNS need, and the commands.</summary>
internal sealed class BoardFolder
{
    /// <summary>The relay's configuration, for <c>I:\fmtp.json</c>.</summary>
    public const string ConfigurationName = "fmtp.json";

    /// <summary>The board's own file, for <c>I:\board.json</c>.</summary>
    public const string BoardName = "board.json";

    private const string FilesName = "files.json";
    private const string ParentName = "parent.json";
    private const string DnsName = "dns.txt";
    private const string CommandsName = "flash.txt";
    private const string ImageName = "Fmtp.Nano.bin";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly BoardPlan _plan;
    private readonly string _linkKey = Credentials.NewKey();

    /// <summary>Makes fresh keys.</summary>
    /// <param name="plan">What was decided.</param>
    public BoardFolder(BoardPlan plan)
    {
        _plan = plan;
    }

    /// <summary>Whether there is a parent.</summary>
    public bool HasParent => _plan.ParentDomain != null;

    /// <summary>Writes the folder.</summary>
    /// <param name="path">Where; it must not be there, so that no key is lost.</param>
    /// <exception cref="IOException">It is there, or cannot be written.</exception>
    public void Write(string path)
    {
        if (Directory.Exists(path) && Directory.GetFileSystemEntries(path).Length > 0)
        {
            throw new IOException($"{path} is there and not empty. Choose another folder with --out, or remove it: its keys are lost then.");
        }

        Directory.CreateDirectory(path);
        Write(path, ConfigurationName, Text(Configuration()));
        Write(path, BoardName, Text(_plan.Board.ForBoard()));
        Write(path, FilesName, Text(Files()));
        Write(path, DnsName, Lines(Dns()));
        Write(path, CommandsName, Lines(Commands()));
        if (HasParent)
        {
            Write(path, ParentName, Text(ForParent()));
        }
    }

    /// <summary>The commands that bring it onto the board, comments and all.</summary>
    /// <returns>Lines.</returns>
    public IEnumerable<string> Commands()
    {
        string target = _plan.Board.Firmware;
        string port = _plan.SerialPort;
        yield return "# In this folder. Once on this computer:";
        yield return "dotnet tool install -g nanoff";
        yield return "# 1. The firmware: .NET nanoFramework for this board. Erases everything on it.";
        yield return $"nanoff --target {target} --serialport {port} --update --masserase";
        yield return "# 2. The application, built as docs/DEVICE.md says; copy it here first.";
        yield return $"nanoff --target {target} --serialport {port} --deploy --image {ImageName}";
        yield return $"# 3. The files: {ConfigurationName} and {BoardName}. Again whenever one of them changes.";
        yield return $"nanoff --filedeployment {FilesName}";
        yield return "# 4. Press the board's reset button. Which firmware and classes are on it:";
        yield return $"nanoff --nanodevice --devicedetails --serialport {port}";
    }

    /// <summary>The DNS records to publish, as a zone's file has them.</summary>
    /// <returns>Lines.</returns>
    public IEnumerable<string> Dns() => DnsText.Zone(_plan.Domain, _plan.ParentHost, null, DnsText.UsualSelector, _plan.Key.Public);

    private JsonObject Configuration()
    {
        JsonObject json = new() { ["domain"] = _plan.Domain };
        if (HasParent)
        {
            json["parent"] = new JsonObject
            {
                ["domain"] = _plan.ParentDomain, ["host"] = _plan.ParentHost, ["port"] = _plan.ParentPort, ["link"] = _linkKey,
            };
        }

        json["peers"] = new JsonArray(new JsonObject { ["address"] = "@" + _plan.Domain, ["link"] = Credentials.NewKey() });
        json["signing"] = new JsonObject
        {
            ["selector"] = DnsText.UsualSelector, ["seed"] = _plan.Key.Seed,
        };
        if (_plan.Wifi != null)
        {
            json["wifi"] = new JsonObject { ["ssid"] = _plan.Wifi.Ssid, ["password"] = _plan.Wifi.Password };
        }

        return json;
    }

    // What the parent adds to its own configuration.
    private JsonObject ForParent() => new()
    {
        ["peers"] = new JsonArray(new JsonObject { ["address"] = "@" + _plan.Domain, ["link"] = _linkKey }),
    };

    private JsonObject Files() => new()
    {
        ["serialport"] = _plan.SerialPort,
        ["files"] = new JsonArray(Deployed(ConfigurationName), Deployed(BoardName)),
    };

    private static JsonObject Deployed(string name) => new() { ["DestinationFilePath"] = "I:\\" + name, ["SourceFilePath"] = name };

    private static string Text(JsonObject json) => json.ToJsonString(Indented) + "\n";

    private static string Lines(IEnumerable<string> lines) => string.Join('\n', lines) + "\n";

    // There are keys in them: for their owner's eyes.
    private static void Write(string folder, string name, string text)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using StreamWriter file = new(Path.Combine(folder, name), options);
        file.Write(text);
    }
}
