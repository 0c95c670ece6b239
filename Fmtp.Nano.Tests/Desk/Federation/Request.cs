using System;

namespace Fmtp.Nano.Tests.Federation;

/// <summary>What somebody asked of a relay.</summary>
internal sealed class Request(Person by, string verb, string rest, Version? version)
{
    public Person By => by;

    public string Verb => verb;

    /// <summary>The line behind the tag.</summary>
    public string Rest => rest;

    /// <summary>What is put; null for other requests.</summary>
    public Version? Version => version;

    public string Address => version?.Address ?? rest.Split(' ')[0];

    public long AskedAt { get; set; }

    /// <summary>The start of the relay that it was asked of.</summary>
    public int Incarnation { get; set; }

    /// <summary>The connection that it was asked on.</summary>
    public int Connection { get; set; }

    public bool IsAnswered { get; set; }

    /// <summary>Is told the answer.</summary>
    public Action<Heard>? Then { get; init; }

    public override string ToString() => $"at {AskedAt / 1000m} {by.Name} asked {by.Relay.Name}: {verb} {rest}{(version == null ? "" : version.Address + " of " + version.Date)}";
}
