using System;
using System.IO;

namespace Fmtp.Nano.Tests;

/// <summary>A folder that goes when the test ends.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    internal string FullName { get; } = Directory.CreateTempSubdirectory("fmtp-test-").FullName;

    /// <summary>Writes a file into it.</summary>
    internal string Write(string name, string text)
    {
        string path = Path.Combine(FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(FullName, true);
}
