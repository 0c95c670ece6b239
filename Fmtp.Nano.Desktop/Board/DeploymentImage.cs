using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Fmtp.Nano.Desktop.Board;

/// <summary>What nanoff deploys: the .pe of the program and of everything it refers to, one behind the other. The
/// nanoFramework extension makes one at every build; this is for who has it not.</summary>
public static class DeploymentImage
{
    private const int Alignment = 4;
    private const string Program = "Fmtp.Nano.pe";

    /// <summary>Writes one.</summary>
    /// <param name="folder">The output of a build with .pe files, complete: <c>Fmtp.Nano/bin/nf/Release</c>.</param>
    /// <param name="image">The file to write.</param>
    /// <returns>Its octets.</returns>
    /// <exception cref="IOException">A .pe is lacking, or a file cannot be read or written.</exception>
    public static long Write(string folder, string image)
    {
        List<string> parts = [.. Directory.GetFiles(folder, "*.pe").Order(StringComparer.Ordinal)];
        string program = Path.Combine(folder, Program);
        string? lacking = Directory.GetFiles(folder, "*.dll").Select(dll => Path.ChangeExtension(dll, ".pe")).FirstOrDefault(pe => !File.Exists(pe));
        if (!parts.Remove(program) || lacking != null)
        {
            throw new IOException($"{lacking ?? program} is not there. Build with the nanoFramework extension or with NANO_MDP and NANO_LIBRARIES set (docs/DEVICE.md).");
        }

        parts.Add(program); // last, as the extension has it
        using FileStream file = new(image, FileMode.Create, FileAccess.Write);
        foreach (string part in parts)
        {
            byte[] octets = File.ReadAllBytes(part);
            file.Write(octets);
            file.Write(new byte[(Alignment - (octets.Length % Alignment)) % Alignment]);
        }

        return file.Length;
    }
}
