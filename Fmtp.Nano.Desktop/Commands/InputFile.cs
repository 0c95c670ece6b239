using System;
using System.IO;

namespace Fmtp.Nano.Desktop.Commands;

/// <summary>Files that the command line names.</summary>
internal static class InputFile
{
    /// <summary>Stands for standard input.</summary>
    internal const string Standard = "-";

    /// <summary>Reads a file, or standard input.</summary>
    internal static byte[] Read(string path)
    {
        try
        {
            if (path != Standard)
            {
                return File.ReadAllBytes(path);
            }

            using Stream input = Console.OpenStandardInput();
            using MemoryStream octets = new();
            input.CopyTo(octets);
            return octets.ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ServerOptions.Wrong($"{path} cannot be read: {e.Message}");
        }
    }
}
