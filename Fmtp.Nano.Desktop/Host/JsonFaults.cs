using System;
using System.Collections.Generic;

namespace Fmtp.Nano.Desktop.Host;

/// <summary>What is wrong with a JSON file, each fault by its path.</summary>
internal sealed class JsonFaults
{
    private readonly List<string> _paths = [];
    private readonly List<string> _faults = [];

    /// <summary>The faults, <c>$.path: text</c> each, in the order in which they were found.</summary>
    internal IReadOnlyList<string> All => _faults;

    internal void Add(string path, string text)
    {
        _paths.Add(path);
        _faults.Add($"{path}: {text}");
    }

    /// <summary>Adds what a later check found, but for what an earlier one has said of the same value or of what
    /// it stands in: a domain that is a number is not also missing.</summary>
    internal void AddOthers(IEnumerable<string> faults)
    {
        foreach (string fault in faults)
        {
            string path = fault[..fault.IndexOf(": ", StringComparison.Ordinal)];
            if (!_paths.Exists(said => IsWithin(path, said)))
            {
                _faults.Add(fault);
            }
        }
    }

    private static bool IsWithin(string path, string outer)
        => path.StartsWith(outer, StringComparison.Ordinal) && (path.Length == outer.Length || path[outer.Length] is '.' or '[');
}
