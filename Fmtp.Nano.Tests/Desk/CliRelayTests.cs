using System;
using System.IO;
using System.Net;
using System.Text.RegularExpressions;

namespace Fmtp.Nano.Tests;

/// <summary><c>fmtp relay</c>, <c>check</c>, <c>key</c> and the main job, as scripts see them.</summary>
[TestClass]
public sealed class CliRelayTests
{
    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void OneLineWhenReadyAndACleanEnd()
    {
        using RelayProcess relay = new();
        string[] words = relay.Ready.Split(' ');
        CollectionAssert.AreEqual(new[] { "ready", "tcp", words[2], "udp", words[2] }, words);
        Assert.IsTrue(IPEndPoint.TryParse(words[2], out IPEndPoint? place) && place.Port > 0);

        FmtpResult end = relay.Terminate();
        Assert.AreEqual(new FmtpResult(0, string.Empty, string.Empty), end);
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void ALogSaysWhatIsAskedAndAnswered()
    {
        using RelayProcess relay = new(string.Empty, "--log");
        relay.Run("get", "nobody@home.example");
        string log = relay.Terminate().Error;

        StringAssert.Matches(log, new Regex(@"^\d\d:\d\d:\d\d GET nobody@home\.example -> 404 tcp  127\.0\.0\.1:\d+$", RegexOptions.Multiline));
    }

    [TestMethod]
    public void WhatWasAcknowledgedOutlivesAPowerCut()
    {
        using RelayProcess relay = new();
        string post = relay.RunAsAnna("put", "--public", "--content", "still here").Output.Trim();
        relay.CutPower();

        StringAssert.EndsWith(relay.Run("get", post).Output, "\n\nstill here");
    }

    [TestMethod]
    public void TwoRelaysOnOneFolderAreRefused()
    {
        using RelayProcess relay = new();
        FmtpResult second = FmtpProcess.Run("relay", "--config", relay.Config);

        Assert.AreEqual(3, second.ExitCode);
        Assert.AreEqual(string.Empty, second.Output);
        StringAssert.Contains(second.Error, "another relay is using this folder");
    }

    [TestMethod]
    public void ATakenPortIsSaid()
    {
        using RelayProcess relay = new();
        using TemporaryFolder folder = new();
        string port = relay.Server.Split(':')[1];
        string config = folder.Write("fmtp.json", $$"""{ "domain": "a.b", "listen": { "address": "127.0.0.1", "port": {{port}} } }""");
        FmtpResult second = FmtpProcess.Run("relay", "--config", config);

        Assert.AreEqual(3, second.ExitCode);
        StringAssert.Contains(second.Error, "listen.port");
    }

    [TestMethod]
    public void AConfigurationWithFaultsStartsNothing()
    {
        using TemporaryFolder folder = new();
        string config = folder.Write("fmtp.json", """{ "domain": "A.b", "color": "blue" }""");

        FmtpResult check = FmtpProcess.Run("check", "--config", config);
        Assert.AreEqual(2, check.ExitCode);
        Assert.HasCount(2, check.Output.Trim().Split('\n'));

        FmtpResult relay = FmtpProcess.Run("relay", "--config", config);
        Assert.AreEqual(2, relay.ExitCode);
        Assert.AreEqual(string.Empty, relay.Output);
        StringAssert.Contains(relay.Error, "$.domain: has upper case. Write \"a.b\".");
    }

    [TestMethod]
    public void AConfigurationWithoutFaultsIsOk()
    {
        using TemporaryFolder folder = new();
        FmtpResult check = FmtpProcess.Run("check", "--config", folder.Write("fmtp.json", """{ "domain": "a.b" }"""));

        Assert.AreEqual("ok", check.Output.Trim());
        Assert.AreEqual(0, check.ExitCode);
    }

    [TestMethod]
    public void AKeyIsThirtyTwoOctetsAndNeverTheSame()
    {
        string first = FmtpProcess.Run("key").Output.Trim();
        string second = FmtpProcess.Run("key").Output.Trim();

        Assert.HasCount(32, Convert.FromBase64String(first));
        Assert.AreNotEqual(first, second);
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void TheMainJobNeedsNoFile()
    {
        using TemporaryFolder folder = new();
        string state = Path.Combine(folder.FullName, "state");
        RunMainJob(state, "http://127.0.0.1:", "nc 127.0.0.1 ", "link to the parent is up", "PUT blog@home.example -> 201",
            "PUT load@home.example -> 201 udp  load@home.example");
        Assert.AreEqual("ok", FmtpProcess.Run("check", "--config", Path.Combine(state, "home", "fmtp.json")).Output.Trim());

        RunMainJob(state, "GET blog@home.example -> 200", "PUT load@home.example -> 20");
    }

    [TestMethod]
    public void TheMainJobEndsByItselfAfterItHasSaidWhereToLook()
    {
        using TemporaryFolder folder = new();
        FmtpResult end = FmtpProcess.Run("--state", Path.Combine(folder.FullName, "state"), "--seconds", "0.1");

        Assert.AreEqual(string.Empty, end.Error);
        Assert.AreEqual(0, end.ExitCode);
        StringAssert.Contains(end.Output, "http://127.0.0.1:");
    }

    // Until it has shown all of this, and then to a clean end.
    private static void RunMainJob(string state, params string[] shown)
    {
        using FmtpProcess job = FmtpProcess.Start("--state", state);
        job.ReadUntil(shown);
        job.Terminate();

        FmtpResult end = job.End();
        Assert.AreEqual(string.Empty, end.Error);
        Assert.AreEqual(0, end.ExitCode);
    }
}
