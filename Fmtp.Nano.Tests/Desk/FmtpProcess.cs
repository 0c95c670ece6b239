using System;
using System.Diagnostics;
using System.IO;
using System.Text;
using System.Threading.Tasks;

namespace Fmtp.Nano.Tests;

/// <summary>The built <c>fmtp</c> as a process, as a script would run it: everything piped, and an end to every wait.</summary>
internal sealed class FmtpProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    private readonly Process _process;
    private readonly Task<string> _error;

    private FmtpProcess(string[] arguments)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "fmtp.dll");
        _process = Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _error = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Starts it and leaves it running.</summary>
    internal static FmtpProcess Start(params string[] arguments) => new(arguments);

    /// <summary>Runs it to its end.</summary>
    internal static FmtpResult Run(params string[] arguments) => RunWith(string.Empty, arguments);

    /// <summary>Runs it to its end with something on its standard input.</summary>
    internal static FmtpResult RunWith(string input, params string[] arguments)
    {
        using FmtpProcess process = new(arguments);
        process._process.StandardInput.Write(input);
        process._process.StandardInput.Close();
        return process.End();
    }

    /// <summary>The next line that it prints; null when it has ended.</summary>
    internal string? ReadLine()
    {
        Task<string?> line = _process.StandardOutput.ReadLineAsync();
        Assert.IsTrue(line.Wait(Patience), "printed no line");
        return line.Result;
    }

    /// <summary>Reads until each of some texts has been printed.</summary>
    /// <returns>All that it printed by then.</returns>
    internal string ReadUntil(params string[] texts)
    {
        StringBuilder read = new();
        long start = Stopwatch.GetTimestamp();
        while (Array.Find(texts, text => !read.ToString().Contains(text, StringComparison.Ordinal)) is { } missing)
        {
            Assert.IsLessThan(Patience, Stopwatch.GetElapsedTime(start), $"did not print \"{missing}\" but\n{read}");
            string? line = ReadLine();
            Assert.IsNotNull(line, $"ended without \"{missing}\":\n{read}");
            read.Append(line).Append('\n');
        }

        return read.ToString();
    }

    /// <summary>Waits for its end; the output is what was not read before.</summary>
    internal FmtpResult End()
    {
        Task<string> output = _process.StandardOutput.ReadToEndAsync();
        Assert.IsTrue(_process.WaitForExit(Patience), "did not end");
        return new FmtpResult(_process.ExitCode, output.Result, _error.Result);
    }

    /// <summary>Asks it to end, as a service manager does.</summary>
    internal void Terminate()
    {
        using Process kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Ends it without a word, as a power cut does.</summary>
    internal void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }
}

/// <summary>How a run of <c>fmtp</c> ended.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it printed.</param>
/// <param name="Error">What it said on standard error.</param>
internal sealed record FmtpResult(int ExitCode, string Output, string Error);
