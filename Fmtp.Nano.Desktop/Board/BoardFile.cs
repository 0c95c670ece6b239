using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fmtp.Nano.Desktop.Board;

/// <summary>A file of <c>boards/</c>: what the board reads itself, and beside it what people and nanoff need.</summary>
public sealed class BoardFile
{
    private const string Prefix = "boards/";
    private const string Suffix = ".json";

    // What a board reads; the rest would only cost it heap.
    private static readonly string[] OnBoard = ["name", "sockets", "led", "limits"];

    private static readonly JsonSerializerOptions Lenient = new() { PropertyNameCaseInsensitive = true, IncludeFields = true };

    private readonly JsonObject _json;

    private BoardFile(string id, JsonObject json)
    {
        Id = id;
        _json = json;
        Settings = json.Deserialize<BoardSettings>(Lenient)!;
        Fault = Settings.Fault();
    }

    /// <summary>Its name in <c>boards/</c>, without <c>.json</c>.</summary>
    public string Id { get; }

    /// <summary>The board as the firmware sees it.</summary>
    public BoardSettings Settings { get; }

    /// <summary>What is wrong with it; null for nothing.</summary>
    public string? Fault { get; }

    /// <summary>The firmware's name for nanoff; empty where nothing is flashed.</summary>
    public string Firmware => Text("firmware");

    /// <summary>Whether it has a radio to the network rather than a wire.</summary>
    public bool IsWireless => Text("network") == "wifi";

    /// <summary>Every board that came with this program.</summary>
    public static IReadOnlyList<BoardFile> All { get; } = [.. Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)
        .Select(FromResource)];

    /// <summary>A board of this program by its name, or the file of one's own.</summary>
    /// <param name="idOrPath"><c>esp32-wroom</c>, or a path that ends in <c>.json</c>.</param>
    /// <returns>The board; null when there is none of that name.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="JsonException">The file is no JSON of a board.</exception>
    public static BoardFile? Find(string idOrPath)
    {
        if (idOrPath.EndsWith(Suffix, StringComparison.Ordinal))
        {
            JsonNode? json = JsonNode.Parse(File.ReadAllText(idOrPath));
            return new BoardFile(Path.GetFileNameWithoutExtension(idOrPath), json as JsonObject ?? throw new JsonException("It is no JSON object."));
        }

        return All.FirstOrDefault(board => board.Id == idOrPath);
    }

    /// <summary>What the board reads, as <c>I:\board.json</c>.</summary>
    /// <returns>A new object.</returns>
    public JsonObject ForBoard()
    {
        JsonObject copy = [];
        foreach (string name in OnBoard)
        {
            copy[name] = _json[name]?.DeepClone();
        }

        return copy;
    }

    private static BoardFile FromResource(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        return new BoardFile(name[Prefix.Length..^Suffix.Length], (JsonObject)JsonNode.Parse(stream)!);
    }

    private string Text(string name) => _json[name]?.GetValue<string>() ?? "";
}
