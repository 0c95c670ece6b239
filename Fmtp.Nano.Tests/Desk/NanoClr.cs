using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;

namespace Fmtp.Nano.Tests;

/// <summary>nanoCLR on a desk: where it is, the programs of Nano/ built for it, and what they print.</summary>
/// <remarks>NANOCLR names the interpreter, called with the .pe files of a program, the program first; without it the
/// public tool is used where it is installed. NANO_LIBRARIES names the folder of the class libraries' .pe, beside
/// their .dll; without it they come from packages/. NANO_MDP names the metadata processor that makes .pe files.</remarks>
internal static class NanoClr
{
    /// <summary>Octets of the heap a board has without PSRAM, once it is on the network; class libraries not counted.</summary>
    public const int BoardHeap = 84_000;

    private const string Cryptography = "nanoFramework.System.Security.Cryptography";

    private static readonly string Interpreter = Environment.GetEnvironmentVariable("NANOCLR") ?? string.Empty;
    private static readonly string Libraries = Environment.GetEnvironmentVariable("NANO_LIBRARIES") ?? string.Empty;

    /// <summary>The repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Whether the interpreter takes options and variables that the public tool does not know.</summary>
    public static bool IsOwn => Interpreter.Length > 0;

    /// <summary>Skips the test that asks where the tools are not there, and says which.</summary>
    public static void Require(TestContext context, bool isOwn = false)
    {
        string missing = string.Empty;
        if (!IsOwn && (isOwn || FindTool() is null))
        {
            missing += (missing.Length > 0 ? "," : string.Empty) + " NANOCLR (the interpreter" + (isOwn ? ", with -heap and sockets" : ", or install the tool nanoclr") + ")";
        }

        if (Libraries.Length == 0 && !Directory.Exists(Path.Combine(Root, "packages")))
        {
            missing += (missing.Length > 0 ? "," : string.Empty) + " NANO_LIBRARIES (the folder of the class libraries' .pe files, or restore packages/)";
        }

        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NANO_MDP")))
        {
            missing += (missing.Length > 0 ? "," : string.Empty) + " NANO_MDP (the metadata processor, called with a .dll and the .pe to write)";
        }

        if (missing.Length > 0)
        {
            string reason = "Not run on nanoCLR. To run it set" + missing + ".";
            context.DisplayMessage(MessageLevel.Warning, reason);
            Assert.Inconclusive(reason);
        }
    }

    /// <summary>Builds a program of Nano/.</summary>
    /// <returns>Its .pe files, the program first, then all that it refers to.</returns>
    public static List<string> Build(string program)
    {
        string project = Path.Combine("Fmtp.Nano.Tests", "Nano", "Nano.nfproj");
        string folder = Path.Combine(Root, "Fmtp.Nano.Tests", "Nano", "bin", "nf", "Release", program);
        string pe = Path.Combine(folder, program + ".pe");
        Build(project, pe, "-p:NanoProgram=" + program);
        List<string> files = new() { pe };
        AddReferences(folder, Path.ChangeExtension(pe, ".exe"), files);
        return files;
    }

    /// <summary>Builds a project of boards.</summary>
    /// <param name="project">The project, in the repository.</param>
    /// <param name="pe">What has to be there then, in the repository or with a whole path.</param>
    /// <param name="options">Further options.</param>
    public static void Build(string project, string pe, params string[] options)
    {
        ProcessStartInfo start = new("dotnet") { WorkingDirectory = Root };
        foreach (string argument in new[] { "build", project, "-c", "Release", "-v:q", "-nologo", "-nodeReuse:false" })
        {
            start.ArgumentList.Add(argument);
        }

        Array.ForEach(options, start.ArgumentList.Add);

        foreach (string name in new List<string>(start.Environment.Keys))
        {
            if (name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase))
            {
                start.Environment.Remove(name); // of the build that runs these tests
            }
        }

        StringBuilder output = new();
        int code = Run(start, TimeSpan.FromMinutes(5), line => output.AppendLine(line));
        Assert.IsTrue(code == 0 && File.Exists(Path.Combine(Root, pe)), project + " does not build:\n" + output);
    }

    /// <summary>Begins to run a program; NANO_FLASH_DIR and the like go through <paramref name="environment"/>.</summary>
    public static ProcessStartInfo Start(List<string> files, int heap = 0, params string[] environment)
    {
        ProcessStartInfo start = new(IsOwn ? Interpreter : FindTool()!);
        foreach (string argument in IsOwn ? Array.Empty<string>() : new[] { "run", "--assemblies" })
        {
            start.ArgumentList.Add(argument);
        }

        if (heap > 0)
        {
            start.ArgumentList.Add("-heap");
            start.ArgumentList.Add(heap.ToString());
        }

        files.ForEach(start.ArgumentList.Add);
        foreach (string setting in environment)
        {
            int equals = setting.IndexOf('=', StringComparison.Ordinal);
            start.Environment[setting[..equals]] = setting[(equals + 1)..];
        }

        return start;
    }

    /// <summary>Runs to the end.</summary>
    /// <returns>The exit code; -1 when the time was over.</returns>
    public static int Run(ProcessStartInfo start, TimeSpan timeout, Action<string> line)
    {
        using Process process = Launch(start, line);
        if (!process.WaitForExit(timeout))
        {
            process.Kill(true);
            line("(stopped after " + timeout + ")");
            process.WaitForExit();
            return -1;
        }

        process.WaitForExit(); // until its output is read too
        return process.ExitCode;
    }

    /// <summary>Starts a process whose lines go somewhere.</summary>
    public static Process Launch(ProcessStartInfo start, Action<string> line)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        void Take(string? text)
        {
            if (!string.IsNullOrWhiteSpace(text))
            {
                lock (start)
                {
                    line(text);
                }
            }
        }

        Process process = new() { StartInfo = start };
        process.OutputDataReceived += (_, e) => Take(e.Data);
        process.ErrorDataReceived += (_, e) => Take(e.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    // The .pe of whatever an assembly refers to, and of what that refers to.
    private static void AddReferences(string folder, string assembly, List<string> files)
    {
        using PEReader image = new(File.OpenRead(assembly));
        MetadataReader metadata = image.GetMetadataReader();
        foreach (AssemblyReferenceHandle handle in metadata.AssemblyReferences)
        {
            string name = metadata.GetString(metadata.GetAssemblyReference(handle).Name);
            if (files.Exists(file => Path.GetFileNameWithoutExtension(file) == name))
            {
                continue;
            }

            string place = File.Exists(Path.Combine(folder, name + ".pe")) ? folder : Libraries;
            string pe = name == Cryptography && !IsOwn ? BuildStandIn() : Path.Combine(place, name + ".pe");
            Assert.IsTrue(File.Exists(pe), "nanoCLR lacks " + name + ".pe; NANO_LIBRARIES is " + Libraries);
            files.Add(pe);
            string own = Path.Combine(Libraries, name + ".dll"); // not the declarations, which refer to less
            AddReferences(folder, File.Exists(own) ? own : Path.Combine(folder, name + ".dll"), files);
        }
    }

    // The public emulator has no native cryptography: HMAC in C# instead.
    private static string BuildStandIn()
    {
        string pe = Path.Combine(Root, "Fmtp.Nano.Tests", "Nano", "Cryptography", "bin", "nf", "Release", Cryptography + ".pe");
        Build(Path.Combine("Fmtp.Nano.Tests", "Nano", "Cryptography", "Cryptography.nfproj"), pe);
        return pe;
    }

    private static string? FindTool()
    {
        foreach (string folder in (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator))
        {
            foreach (string name in new[] { "nanoclr", "nanoclr.exe" })
            {
                string path = Path.Combine(folder, name);
                if (File.Exists(path))
                {
                    return path;
                }
            }
        }

        return null;
    }

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "nf.props")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? AppContext.BaseDirectory;
    }
}
