using System;
using System.Collections.Generic;
using System.Text.Json;

namespace Fmtp.Nano.Desktop.Host;

/// <summary>An object of a JSON file that is read key by key; whatever is not as it should be, or was not asked
/// for, becomes a fault with its path.</summary>
internal sealed class JsonSection
{
    private readonly string _path;
    private readonly JsonFaults _faults;
    private readonly Dictionary<string, JsonElement> _values = new(StringComparer.Ordinal);
    private readonly List<string> _asked = [];

    internal JsonSection(JsonElement element, string path, JsonFaults faults)
    {
        _path = path;
        _faults = faults;
        if (element.ValueKind != JsonValueKind.Object)
        {
            Fault(path, element, "an object { … }");
            return;
        }

        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (!_values.TryAdd(property.Name, property.Value))
            {
                faults.Add($"{path}.{property.Name}", "stands here twice. Remove one of the two.");
            }
        }
    }

    internal string? Text(string key) => Find(key, out JsonElement value) ? TextOf(value, PathOf(key)) : null;

    internal int Number(string key, int absent)
    {
        if (!Find(key, out JsonElement value))
        {
            return absent;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number))
        {
            return number;
        }

        Fault(PathOf(key), value, $"a whole number up to {int.MaxValue}, without quotes");
        return absent;
    }

    internal bool Flag(string key)
    {
        if (!Find(key, out JsonElement value))
        {
            return false;
        }

        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            Fault(PathOf(key), value, "true or false, without quotes");
        }

        return value.ValueKind == JsonValueKind.True;
    }

    /// <summary>Reads an object within this one.</summary>
    internal T? Section<T>(string key, Func<JsonSection, T> read) where T : class
        => Find(key, out JsonElement value) ? Read(value, PathOf(key), read) : null;

    /// <summary>Reads an array of objects.</summary>
    internal T[] Sections<T>(string key, Func<JsonSection, T> read) => Items(key, (value, path) => Read(value, path, read));

    /// <summary>Reads an array of texts.</summary>
    internal string?[] Texts(string key) => Items(key, TextOf);

    /// <summary>Reads an object, and finds fault with the keys that it was not asked for.</summary>
    internal T Read<T>(Func<JsonSection, T> read)
    {
        T value = read(this);
        foreach (string key in _values.Keys)
        {
            if (!_asked.Contains(key))
            {
                _faults.Add($"{_path}.{key}", $"is no key here. There are: {string.Join(", ", _asked)}.");
            }
        }

        return value;
    }

    private T Read<T>(JsonElement value, string path, Func<JsonSection, T> read)
        => new JsonSection(value, path, _faults).Read(read);

    private T[] Items<T>(string key, Func<JsonElement, string, T> read)
    {
        if (!Find(key, out JsonElement value))
        {
            return [];
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            Fault(PathOf(key), value, "an array [ … ]");
            return [];
        }

        List<T> items = [];
        foreach (JsonElement item in value.EnumerateArray())
        {
            items.Add(read(item, $"{PathOf(key)}[{items.Count}]"));
        }

        return [.. items];
    }

    private string? TextOf(JsonElement value, string path)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            return value.GetString();
        }

        Fault(path, value, "text in \"quotes\"");
        return null;
    }

    private bool Find(string key, out JsonElement value)
    {
        _asked.Add(key);
        return _values.TryGetValue(key, out value);
    }

    private string PathOf(string key) => $"{_path}.{key}";

    private void Fault(string path, JsonElement value, string wanted)
    {
        string found = value.ValueKind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "an array",
            _ => value.GetRawText(),
        };
        _faults.Add(path, $"is {found}. Give {wanted}.");
    }
}
