using System;
using System.Collections.Generic;
using System.Globalization;

namespace Fmtp.Nano.Tests;

/// <summary>What runs on the real nanoCLR, where there is one (see <see cref="NanoClr"/>).</summary>
[TestClass]
public class NanoClrTests
{
    // Under this a board makes the relay anew.
    private const int LowMark = 6144;

    // What the cache happens to hold at the one time or the other; a lost octet in a hundred requests is more.
    private const int GrowthMax = 240;

    /// <summary>Where the counts go.</summary>
    public TestContext TestContext { get; set; } = null!;

    /// <summary>The shared tests, on the interpreter that boards run.</summary>
    [TestMethod]
    [DataRow("Runner")]
    [DataRow("RunnerDns")]
    [DataRow("RunnerEd25519")]
    [DataRow("RunnerSigned")]
    [DataRow("RunnerRouted")]
    [DataRow("RunnerMailbox")]
    [DataRow("RunnerStore")]
    public void SharedTestsPass(string program)
    {
        NanoClr.Require(TestContext);
        string last = string.Empty;
        List<string> wrong = new();
        int code = NanoClr.Run(NanoClr.Start(NanoClr.Build(program)), TimeSpan.FromMinutes(10), line =>
        {
            if (!line.EndsWith(": passed", StringComparison.Ordinal) && !line.StartsWith("done: ", StringComparison.Ordinal))
            {
                wrong.Add(line);
            }

            last = line;
        });
        TestContext.DisplayMessage(MessageLevel.Informational, "nanoCLR, shared tests of " + program + ": " + last);
        bool isDone = last.StartsWith("done: ", StringComparison.Ordinal) && last.Contains(" 0 failed,", StringComparison.Ordinal);
        Assert.IsTrue(isDone && code == 0, last + "\n" + string.Join("\n", wrong));
    }

    /// <summary>The conversation that people play in the emulator.</summary>
    [TestMethod]
    public void ARelayTalksInTheEmulator()
    {
        NanoClr.Require(TestContext);
        List<string> lines = new();
        int code = NanoClr.Run(NanoClr.Start(NanoClr.Build("Session")), TimeSpan.FromMinutes(1), lines.Add);
        string all = string.Join("\n", lines);
        Assert.IsTrue(code == 0 && lines[^1] == "done", all);
        CollectionAssert.Contains(lines, "stranger < 404 1", all);
        CollectionAssert.Contains(lines, "another  < 401 1", all);
        CollectionAssert.Contains(lines, "It is alive.", all);
        Assert.IsTrue(lines.Exists(line => line.StartsWith("stranger < PUT - =", StringComparison.Ordinal)), all);
        Assert.IsTrue(lines.Exists(line => line.StartsWith("user     < 404 3 ~", StringComparison.Ordinal)), all);
    }

    /// <summary>Requests of every kind on a board's heap: without signatures, and with all of them.</summary>
    [TestMethod]
    [DataRow("Soak")]
    [DataRow("SoakSigned")]
    public void SoakOnABoardsHeapDoesNotGrow(string program)
    {
        NanoClr.Require(TestContext, true);
        List<string> files = NanoClr.Build(program);

        // What stands for the world outside (callers, flash) is taken from the heap as well: learn how much.
        const int Plenty = 8_000_000;
        int free = 0;
        NanoClr.Run(NanoClr.Start(files, Plenty), TimeSpan.FromSeconds(2), line => free = Math.Max(free, Figure(line, "free before the relay: ")));
        Assert.AreNotEqual(0, free, program + " does not start");
        List<string> lines = new();
        int code = NanoClr.Run(NanoClr.Start(files, Plenty - free + NanoClr.BoardHeap), TimeSpan.FromMinutes(10), lines.Add);
        string all = string.Join("\n", lines);
        TestContext.DisplayMessage(MessageLevel.Informational, "nanoCLR, " + program + ":\n" + all);
        Assert.AreEqual(0, code, all);
        Assert.IsTrue(Find(lines, "low mark: ") >= LowMark, all);
        Assert.IsTrue(Find(lines, "growth: ") <= GrowthMax, all);
    }

    private static int Find(List<string> lines, string name)
    {
        foreach (string line in lines)
        {
            if (line.StartsWith(name, StringComparison.Ordinal))
            {
                return Figure(line, name);
            }
        }

        return int.MinValue;
    }

    private static int Figure(string line, string name)
    {
        return line.StartsWith(name, StringComparison.Ordinal) ? int.Parse(line.AsSpan(name.Length), CultureInfo.InvariantCulture) : 0;
    }
}
