using System;
using System.Collections.Generic;

namespace Fmtp.Nano.Tests;

/// <summary>What runs on the real nanoCLR, where there is one (see <see cref="NanoClr"/>).</summary>
[TestClass]
public class NanoClrTests
{
    /// <summary>Where the counts go.</summary>
    public TestContext TestContext { get; set; } = null!;

    /// <summary>The shared tests, on the interpreter that boards run.</summary>
    [TestMethod]
    public void SharedTestsPass()
    {
        NanoClr.Require(TestContext);
        string last = string.Empty;
        List<string> wrong = new();
        int code = NanoClr.Run(NanoClr.Start(NanoClr.Build("Runner")), TimeSpan.FromMinutes(10), line =>
        {
            if (!line.EndsWith(": passed", StringComparison.Ordinal) && !line.StartsWith("done: ", StringComparison.Ordinal))
            {
                wrong.Add(line);
            }

            last = line;
        });
        TestContext.DisplayMessage(MessageLevel.Informational, "nanoCLR, shared tests: " + last);
        bool isDone = last.StartsWith("done: ", StringComparison.Ordinal) && last.Contains(" 0 failed,", StringComparison.Ordinal);
        Assert.IsTrue(isDone && code == 0, last + "\n" + string.Join("\n", wrong));
    }
}
