using System.Collections.Generic;
using System.Linq;

namespace Fmtp.Nano.Tests.Federation;

/// <summary>Every version of every object that anybody ever made.</summary>
internal sealed class Ledger
{
    private readonly Dictionary<string, List<Version>> _versions = [];
    private readonly List<string> _addresses = [];
    private readonly List<Version> _messages = [];
    private readonly Dictionary<string, List<Version>> _erasures = [];

    /// <summary>All addresses, in the order in which they were first used.</summary>
    public IReadOnlyList<string> Addresses => _addresses;

    /// <summary>What was sent to somebody.</summary>
    public IReadOnlyList<Version> Messages => _messages;

    public void Add(Version version)
    {
        if (version.IsErasure)
        {
            _erasures.TryAdd(version.Address, []);
            _erasures[version.Address].Add(version); // no version of its maker's: it holds where he who made it is
            return;
        }

        if (!_versions.TryGetValue(version.Address, out var versions))
        {
            _versions[version.Address] = versions = [];
            _addresses.Add(version.Address);
        }

        versions.Add(version);
        if (version.To.Length > 0)
        {
            _messages.Add(version);
        }
    }

    public IReadOnlyList<Version> Of(string address) => _versions.TryGetValue(address, out var versions) ? versions : [];

    public Version? Find(string address, long date) => Of(address).LastOrDefault(v => v.Date == date);

    /// <summary>The version that is this object, be it one whose date its relay gave; null for none.</summary>
    public Version? Find(string address, long date, string text)
    {
        var known = Of(address).LastOrDefault(v => v.Date == date && v.Text == text) ?? Erasures(address).FirstOrDefault(v => v.Date == date && v.Text == text);
        if (known == null && Of(address).FirstOrDefault(v => v.Date == 0 && (v with { Date = date }).Text == text) is { } undated)
        {
            known = undated with { Date = date, Code = 200, AckedAt = -1 };
            Add(known);
        }

        return known;
    }

    /// <summary>How recipients deleted it for themselves.</summary>
    public IReadOnlyList<Version> Erasures(string address) => _erasures.TryGetValue(address, out var erasures) ? erasures : [];

    public long LastDate(string address) => Of(address) is { Count: > 0 } versions ? versions[^1].Date : 0;

    /// <summary>The newest version that its own relay had acknowledged by then; null for none.</summary>
    public Version? Newest(string address, long by) => Of(address).LastOrDefault(v => v.IsPromised && v.AckedAt <= by);

    /// <summary>Whether a version later than this one may be stored, acknowledged or not.</summary>
    public bool HasLater(Version version) => Of(version.Address).Any(v => v.Date > version.Date && (v.Code == 0 || v.IsPromised));
}
