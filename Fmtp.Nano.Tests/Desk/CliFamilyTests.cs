using System;
using System.Linq;
using System.Net;
using System.Net.Sockets;

namespace Fmtp.Nano.Tests;

/// <summary><c>fmtp trace</c>, <c>queue</c> and <c>get</c> in a family of relays, each a process: a parent and its two children.</summary>
[TestClass]
public sealed class CliFamilyTests
{
    private const string Key = RelayProcess.Key;
    private const string Bob = "bob@other.example";

    private readonly TemporaryFolder _folder = new();
    private readonly ScriptedDns _dns = new();
    private FmtpProcess _parent = null!;
    private FmtpProcess _home = null!;
    private FmtpProcess _other = null!;
    private string _server = string.Empty;
    private string _otherServer = string.Empty;

    [TestInitialize]
    public void Start()
    {
        _dns["MX other.example"] = [ScriptedDns.Fails];
        int port = FreePort();
        _parent = Start("parent", $$"""
            { "domain": "parent.example", "listen": { "address": "127.0.0.1", "port": {{port}} }, "store": { "path": "parent" }, "dns": [ "{{_dns.Server}}" ],
              "peers": [ { "address": "@home.example", "link": "{{Key}}" }, { "address": "@other.example", "link": "{{Key}}" } ] }
            """, out _);
        _home = Start("home", Child("home", port), out _server);
        _other = Start("other", Child("other", port), out _otherServer);
        FmtpResult bob = FmtpProcess.Run("put", "--server", _otherServer, "--as", Bob, "--link", Key, "--id", Bob, "--type", "user", "--public", "--content", "I am Bob");
        Assert.AreEqual(0, bob.ExitCode, bob.Error);
    }

    [TestCleanup]
    public void Stop()
    {
        _home.Dispose();
        _other.Dispose();
        _parent.Dispose();
        _folder.Dispose();
        _dns.Dispose();
    }

    [TestMethod]
    public void TheWayLeadsThroughTheParentToTheOtherChild()
    {
        FmtpResult trace = Trace(result => result.ExitCode == 0);
        string[] lines = [.. trace.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[..line.LastIndexOf(' ')])];

        Assert.AreEqual("  parent.example link 200", lines[^2], trace.Output);
        Assert.AreEqual("    other.example own 200", lines[^1], trace.Output);
        Assert.IsTrue(lines.Contains("home.example parent 200") || lines.Contains("home.example pcache 200"), trace.Output);
        StringAssert.Contains(trace.Error, "Found: other.example has it in its own store. Verified on the word of the relay's parent.");
    }

    [TestMethod]
    public void WhoIsGoneIsSaid()
    {
        Trace(result => result.ExitCode == 0);
        _other.Kill();
        FmtpResult gone = FmtpProcess.Run("trace", "nobody@other.example", "--server", _server);
        Assert.AreEqual(3, gone.ExitCode, gone.Output + gone.Error);
        StringAssert.Contains(gone.Error, "relay of other.example");

        _parent.Kill();
        FmtpResult alone = FmtpProcess.Run("trace", "carol@other.example", "--server", _server);
        Assert.AreEqual(3, alone.ExitCode, alone.Output + alone.Error);
        StringAssert.Contains(alone.Error, "The parent of home.example could not be reached");
    }

    [TestMethod]
    public void WhatWaitsIsShownToTheOwner()
    {
        _parent.Kill();
        FmtpResult put = FmtpProcess.Run("put", "--server", _server, "--as", "anna@home.example", "--link", Key, "--type", "mail", "--to", "carol@third.example", "--content", "Hello");
        Assert.AreEqual(0, put.ExitCode, put.Error);

        FmtpResult queue = FmtpProcess.Run("queue", "--server", _server, "--as", "@home.example", "--link", Key);
        Assert.AreEqual(0, queue.ExitCode, queue.Error);
        string[] words = queue.Output.Trim().Split(' ');
        CollectionAssert.AreEqual(new[] { put.Output.Trim(), "mail", "to", "carol@third.example", "tries" }, new[] { words[0], words[2], words[4], words[5], words[6] }, queue.Output);
        Assert.AreEqual(2, FmtpProcess.Run("queue", "--server", _server).ExitCode);
    }

    // The links come up by and by.
    private FmtpResult Trace(Func<FmtpResult, bool> isGood)
    {
        FmtpResult result;
        int tries = 20;
        do
        {
            result = FmtpProcess.Run("trace", Bob, "--server", _server);
        }
        while (!isGood(result) && --tries > 0);
        Assert.IsTrue(isGood(result), result.Output + result.Error);
        return result;
    }

    private string Child(string name, int parentPort) => $$"""
        { "domain": "{{name}}.example", "listen": { "address": "127.0.0.1", "port": 0 }, "store": { "path": "{{name}}" }, "dns": [ "{{_dns.Server}}" ],
          "parent": { "domain": "parent.example", "host": "127.0.0.1", "port": {{parentPort}}, "link": "{{Key}}" },
          "peers": [ { "address": "@{{name}}.example", "link": "{{Key}}" }, { "address": "anna@{{name}}.example", "link": "{{Key}}" }, { "address": "bob@{{name}}.example", "link": "{{Key}}" } ] }
        """;

    private FmtpProcess Start(string name, string config, out string server)
    {
        FmtpProcess process = FmtpProcess.Start("relay", "--config", _folder.Write(name + ".json", config));
        server = process.ReadLine()?.Split(' ')[2] ?? "ended: " + process.End().Error;
        return process;
    }

    private static int FreePort()
    {
        using Socket probe = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
