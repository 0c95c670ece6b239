using System;
using System.IO;

namespace Fmtp.Nano.Desktop.Host;

/// <summary>How this program was called, to start it again or to tell people how.</summary>
internal static class ThisProgram
{
    /// <summary>The program; behind <c>dotnet</c> the assembly that it runs.</summary>
    internal static string[] Words { get; } = Environment.ProcessPath is not { } path ? ["fmtp"]
        : Path.GetFileNameWithoutExtension(path) == "dotnet" ? ["dotnet", typeof(ThisProgram).Assembly.Location] : [path];
}
