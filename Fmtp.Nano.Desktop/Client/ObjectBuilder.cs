using System;
using System.Collections.Generic;
using System.Text;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Desktop.Client;

/// <summary>Writes an object (docs/PROTOCOL.md section 2).</summary>
public sealed class ObjectBuilder
{
    private readonly List<(string Name, string Value)> _attributes = [];

    /// <summary>Begins one.</summary>
    /// <param name="id">Its address; <c>0.name@domain</c> lets the relay mint one over a seal.</param>
    /// <param name="type">Its type.</param>
    /// <param name="date">Unix milliseconds of this version; 0 lets the relay date it over a seal.</param>
    public ObjectBuilder(string id, string type, long date)
    {
        With("id", id);
        With("type", type);
        With("date", date.ToString());
    }

    /// <summary>Adds an attribute.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value; null adds nothing.</param>
    /// <returns>This builder.</returns>
    public ObjectBuilder With(string name, string? value)
    {
        if (value != null)
        {
            _attributes.Add((name, value));
        }

        return this;
    }

    /// <summary>Adds an attribute that is <c>yes</c> or not there.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="isSet">Whether it is there.</param>
    /// <returns>This builder.</returns>
    public ObjectBuilder With(string name, bool isSet) => With(name, isSet ? "yes" : null);

    /// <summary>Ends it.</summary>
    /// <param name="content">The content; empty for none.</param>
    /// <returns>The octets of the object.</returns>
    public byte[] Build(ReadOnlySpan<byte> content)
    {
        StringBuilder head = new();
        foreach ((string name, string value) in _attributes)
        {
            head.Append(name).Append(": ").Append(value).Append('\n');
        }

        return [.. Encoding.UTF8.GetBytes(head.Append('\n').ToString()), .. content];
    }

    /// <summary>The first attribute that cannot stand in an object, as <c>name: value</c>; null when all can.</summary>
    /// <returns>The attribute.</returns>
    public string? FirstBad()
    {
        foreach ((string name, string value) in _attributes)
        {
            ObjectBuilder alone = new(name == "id" ? value : "a@a", name == "type" ? value : "a", 1);
            if (name is not ("id" or "type" or "date"))
            {
                alone.With(name, value);
            }

            if (!IsObject(alone.Build(default)))
            {
                return $"{name}: {value}";
            }
        }

        return null;
    }

    /// <summary>Whether octets are an object.</summary>
    /// <param name="octets">The octets.</param>
    /// <returns>True when a relay can read them.</returns>
    public static bool IsObject(byte[] octets) => new ObjectReader().Parse(octets, 0, octets.Length);
}
