using System;
using System.Text.RegularExpressions;

namespace Fmtp.Nano.Tests;

/// <summary><c>fmtp trace</c>, <c>queue</c> and <c>discover</c>, as scripts see them.</summary>
[TestClass]
public sealed partial class CliWayTests
{
    private const string Anna = "anna@other.example";
    private const string Found = "id: " + Anna + "\ntype: user\ndate: 1\npublic: yes\n\n";

    [TestMethod]
    public void TheWayOfALookupIsShownHopByHop()
    {
        string way = "home.example:cache:404:0,home.example:pcache:404:12,parent.example:cache:404:1,home.example:domain:502:2000,"
            + "home.example:parent:200:80,parent.example:cache:404:0,parent.example:link:200:60,other.example:own:200:1";
        using ScriptedRelay relay = new("home.example", _ => ScriptedRelay.Object($"200 proof=parent way={way}", Found));
        FmtpResult result = FmtpProcess.Run("trace", Anna, "--server", relay.Server);

        Assert.AreEqual(0, result.ExitCode, result.Error);
        Assert.AreEqual(
            """
            home.example cache 404 0
            home.example pcache 404 12
              parent.example cache 404 1
            home.example domain 502 2000
            home.example parent 200 80
              parent.example cache 404 0
              parent.example link 200 60
                other.example own 200 1

            """.ReplaceLineEndings("\n"),
            result.Output.ReplaceLineEndings("\n"));
        StringAssert.Contains(result.Error, "Found: other.example has it in its own store. Verified on the word of the relay's parent.");
        StringAssert.EndsWith(string.Join('\n', relay.Asked), $"{Anna} trace=1");
    }

    [TestMethod]
    [DataRow(404, "other.example:own:404:0", 1, "other.example is the relay of this address and has no such object")]
    [DataRow(404, "home.example:cache:404:0", 1, "home.example has looked no further than its cache")]
    [DataRow(404, "home.example:cache:404:0,home.example:domain:404:9", 1, "`fmtp dns other.example` tells")]
    [DataRow(502, "home.example:cache:404:0,home.example:parent:502:2000", 3, "The parent of home.example could not be reached, or what it gave did not verify. Is it running?")]
    [DataRow(502, "home.example:parent:502:9,parent.example:domain:502:8", 3, "The relay of other.example could not be reached")]
    [DataRow(502, "home.example:cache:404:0", 3, "home.example could not go on: its parent, or the relay of other.example that shares a link key with it, has no link to it now.")]
    [DataRow(502, "home.example:parent:502:9,parent.example:cache:404:0", 3, "answered 502 in # ms. parent.example could not go on: ")]
    [DataRow(502, "home.example:domain:502:3", 3, "`fmtp ping --server HOST` whether it runs. home.example asked no parent: it has none, or no link to it now.")]
    [DataRow(408, "home.example:cache:404:0,home.example:link:408:3500", 3, "The relay of other.example did not answer in time.")]
    [DataRow(421, "home.example:cache:404:0", 2, "more with --hops")]
    [DataRow(503, "home.example:cache:404:0,home.example:domain:503:9", 3, "DNS does not answer for the key of other.example. Try again in 5 s.")]
    public void WhatToDoIsSaidWhereItDoesNotWork(int code, string way, int exitCode, string advice)
    {
        using ScriptedRelay relay = new("home.example", _ => $"{code} retry=5 way={way}");
        FmtpResult result = FmtpProcess.Run("trace", Anna, "--server", relay.Server);

        Assert.AreEqual(exitCode, result.ExitCode);
        StringAssert.Contains(Milliseconds().Replace(result.Error, "in # ms."), advice);
    }

    [TestMethod]
    public void ARelayThatDoesNotTellIsAskedStepByStep()
    {
        using ScriptedRelay relay = new("home.example", request => request.EndsWith("scope=local", StringComparison.Ordinal) || request.EndsWith("scope=cached", StringComparison.Ordinal)
            ? "404" : ScriptedRelay.Object("200", Found));
        FmtpResult result = FmtpProcess.Run("trace", Anna, "--server", relay.Server);

        Assert.AreEqual(0, result.ExitCode, result.Error);
        StringAssert.Contains(result.Error, "does not tell the way of a lookup");
        StringAssert.StartsWith(result.Output, "scope=local 404 ");
        StringAssert.Contains(result.Output, "\nscope=cached 404 ");
        StringAssert.Contains(result.Output, "\nscope=any 200 ");
    }

    [TestMethod]
    public void TheQueueIsTheOwnersToSee()
    {
        const string line = "7.anna@home.example 1700000000000 mail 120 to bob@other.example tries 3 next 240 s";
        string seed = RelayProcess.Key;
        using ScriptedRelay relay = new("home.example", request => request == "LIST relay@home.example type=queued" ? ScriptedRelay.Object("200", line + "\n") : null);
        FmtpResult queue = FmtpProcess.Run("queue", "--server", relay.Server, "--as", "@home.example", "--seed", seed);
        Assert.AreEqual(line, queue.Output.Trim(), queue.Error);

        using ScriptedRelay strict = new("home.example", request => request.StartsWith("LIST", StringComparison.Ordinal) ? "403" : null);
        FmtpResult refused = FmtpProcess.Run("queue", "--server", strict.Server, "--as", "@home.example", "--seed", seed);
        Assert.AreEqual(2, refused.ExitCode);
        StringAssert.Contains(refused.Error, "shows its queue to its own domain alone");
        StringAssert.Contains(FmtpProcess.Run("queue", "--server", strict.Server).Error, "--as @DOMAIN");
        StringAssert.Contains(FmtpProcess.Run("queue", "--server", strict.Server, "--as", "anna@home.example", "--link", seed).Error, "--as @home.example instead of anna@home.example");
    }

    [TestMethod]
    public void RelaysNearbyAreFound()
    {
        using RelayProcess relay = new();
        FmtpResult found = FmtpProcess.Run("discover", "--address", relay.Server, "--seconds", "1");
        Assert.AreEqual(0, found.ExitCode, found.Error);
        string[] words = found.Output.Trim().Split(' ');
        Assert.AreEqual($"home.example {relay.Server} 16384", string.Join(' ', words[..3]));

        FmtpResult none = FmtpProcess.Run("discover", "--address", "127.0.0.1:1", "--seconds", "0.3");
        Assert.AreEqual(1, none.ExitCode);
        Assert.AreEqual(string.Empty, none.Output);
        Assert.AreEqual(2, FmtpProcess.Run("discover", "--address", "somewhere").ExitCode);
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public void AHelloByBroadcastIsAnswered()
    {
        using TemporaryFolder folder = new();
        string config = folder.Write("fmtp.json", """{ "domain": "home.example", "listen": { "address": "0.0.0.0", "port": 0 } }""");
        using FmtpProcess relay = FmtpProcess.Start("relay", "--config", config);
        string port = relay.ReadLine()!.Split(':')[^1];
        FmtpResult found = FmtpProcess.Run("discover", "--address", "127.255.255.255:" + port, "--seconds", "1");

        StringAssert.StartsWith(found.Output, $"home.example 127.0.0.1:{port} 16384 ");
    }

    [GeneratedRegex(@"in \d+ ms\.")]
    private static partial Regex Milliseconds();
}
