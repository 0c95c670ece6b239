using System;
using System.Collections.Generic;

namespace Fmtp.Nano.Tests;

/// <summary>What a storm sent and what it was promised: enough to say whether an answer can be true.</summary>
internal sealed class StormModel
{
    private readonly Dictionary<string, Versions> _objects = [];

    public IEnumerable<string> Addresses => _objects.Keys;

    /// <summary>The highest date that was ever sent under an address; 0 for none.</summary>
    public long Newest(string address) => _objects.TryGetValue(address, out var versions) ? versions.Newest : 0;

    /// <summary>A version of an object is on its way.</summary>
    public void Sent(StormPut put)
    {
        if (!_objects.TryGetValue(put.Address, out var versions))
        {
            _objects[put.Address] = versions = new Versions();
        }

        versions.Sent.Add(put);
        versions.Newest = Math.Max(versions.Newest, put.Date);
    }

    /// <summary>A PUT was answered 200, 201 or 202: from now on this version or a later one is there.</summary>
    public void Promised(StormPut put)
    {
        var versions = _objects[put.Address];
        if (versions.Promised == null || put.Date >= versions.Promised.Date || !versions.Promised.IsKept)
        {
            versions.Promised = put; // an earlier reply may be read later; what `keep` dropped may begin anew
        }
    }

    /// <summary>The relay was switched off: what may live in memory alone is promised no longer.</summary>
    public void Restarted()
    {
        foreach (var versions in _objects.Values)
        {
            if (versions.Promised is { IsVolatile: true })
            {
                versions.Promised = null;
            }
        }
    }

    /// <summary>What is wrong with the answer that the owner got to a GET; null when it can be true.</summary>
    public string? Fault(string address, int code, byte[] body)
    {
        var versions = _objects[address];
        var promised = versions.Promised?.Date ?? 0;

        // A later version that was never promised may have been taken, and dropped as its room's oldest.
        var mayGo = promised == 0 || versions.Sent.Exists(put => put.Date >= promised && (!put.IsKept || put.IsVolatile));
        switch (code)
        {
            case 404:
                return mayGo ? null : $"lost {address}, promised {promised}";
            case 410:
                return versions.Sent.Exists(put => put.Date >= promised && put.IsDeleted) ? null : $"{address} was never deleted";
            case 200:
                var found = versions.Sent.Find(put => put.Octets.AsSpan().SequenceEqual(body));
                return found == null ? $"{address} is nothing that was ever sent" : found.Date < promised && !mayGo ? $"{address} is of {found.Date}, promised {promised}" : null;
            default:
                return $"GET {address} was answered {code}";
        }
    }

    private sealed class Versions
    {
        public List<StormPut> Sent { get; } = [];

        public long Newest { get; set; }

        public StormPut? Promised { get; set; }
    }
}

/// <summary>A version of an object on its way.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Date">Its date.</param>
/// <param name="Octets">All of it.</param>
/// <param name="IsVolatile">Whether it may live in memory alone.</param>
/// <param name="IsKept">Whether no <c>keep</c> may drop it.</param>
/// <param name="IsDeleted">Whether it is a tombstone.</param>
internal sealed record StormPut(string Address, long Date, byte[] Octets, bool IsVolatile, bool IsKept, bool IsDeleted);
