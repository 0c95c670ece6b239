using System;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;

namespace Fmtp.Nano.Tests;

/// <summary>The sensor of docs/DEVICE.md for MicroPython is right: Python 3 runs it against a relay.</summary>
[TestClass]
public class SensorTextTests
{
    private const string Begin = "```python\n";
    private const string End = "```\n";

    [TestMethod]
    public void The_sensor_for_MicroPython_publishes_and_finds_its_mark_again()
    {
        using TemporaryFolder folder = new();
        using RelayProcess relay = new();
        string script = folder.Write("sensor.py", Program(relay.Server));
        Assert.StartsWith("201 r anna@home.example date=", Run(script));

        // It has no RTC here and begins at 1 again, as after a power cut: the relay tells it the last mark.
        Assert.StartsWith("200 r anna@home.example date=", Run(script));
        Assert.EndsWith("21.5 C", relay.Run("get", RelayProcess.Anna).Output.TrimEnd());
    }

    [TestMethod]
    public void A_sensor_with_another_key_gets_no_answer()
    {
        using TemporaryFolder folder = new();
        using RelayProcess relay = new();
        string script = folder.Write("sensor.py", Program(relay.Server).Replace(RelayProcess.Key, Convert.ToBase64String(new byte[32]), StringComparison.Ordinal)
            .Replace("settimeout(3)", "settimeout(0.2)", StringComparison.Ordinal));
        Assert.AreEqual("no answer", Run(script));
    }

    private static string Program(string server)
    {
        string text = File.ReadAllText(Path.Combine(BoardTests.Repository, "docs", "DEVICE.md")).ReplaceLineEndings("\n");
        int start = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        string program = text[start..text.IndexOf(End, start, StringComparison.Ordinal)];
        string[] place = server.Split(':');
        return Set(Set(Set(program, "RELAY = ", $"(\"{place[0]}\", {place[1]})"), "ME = ", $"\"{RelayProcess.Anna}\""), "LINK = ", $"\"{RelayProcess.Key}\"");
    }

    private static string Set(string program, string name, string value)
    {
        int start = program.IndexOf("\n" + name, StringComparison.Ordinal) + 1 + name.Length;
        return program[..start] + value + program[program.IndexOf('\n', start)..];
    }

    private static string Run(string script)
    {
        try
        {
            using Process python = Process.Start(new ProcessStartInfo("python3", [script]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            string error = python.StandardError.ReadToEnd();
            string output = python.StandardOutput.ReadToEnd();
            Assert.IsTrue(python.WaitForExit(TimeSpan.FromSeconds(60)), "did not end");
            Assert.AreEqual(0, python.ExitCode, error);
            return output.TrimEnd();
        }
        catch (Win32Exception)
        {
            Assert.Inconclusive("No python3 here: the sensor of docs/DEVICE.md was not run.");
            throw;
        }
    }
}
