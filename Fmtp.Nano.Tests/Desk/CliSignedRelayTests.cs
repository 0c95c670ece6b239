using System;

namespace Fmtp.Nano.Tests;

/// <summary>Keys of domains and users between <c>fmtp</c> and a relay, each a process, and a DNS server.</summary>
[TestClass]
public sealed class CliSignedRelayTests
{
    private const string DomainSeed = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private const string DomainKey = "A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=";
    private const string AnnasSeed = "IB8eHRwbGhkYFxYVFBMSERAPDg0MCwoJCAcGBQQDAgE=";
    private const string Anna = RelayProcess.Anna;

    private static ScriptedDns s_dns = null!;
    private static RelayProcess s_relay = null!;

    [ClassInitialize]
    public static void Start(TestContext context)
    {
        s_dns = new ScriptedDns();
        s_dns["TXT s1._fmtp.home.example"] = ["v=FMTP1; k=ed25519; p=" + DomainKey];
        s_relay = new RelayProcess($$"""
            "dns": [ "{{s_dns.Server}}" ], "signing": { "selector": "s1", "seed": "{{DomainSeed}}" },
            """);
    }

    [ClassCleanup]
    public static void Stop()
    {
        s_relay.Dispose();
        s_dns.Dispose();
    }

    [TestMethod]
    public void WhatIsPublishedHereVerifiesAnywhere()
    {
        string post = s_relay.RunAsAnna("put", "--public", "--content", "signed by the relay").Output.Trim();
        FmtpResult got = s_relay.Run("get", post, "--verify", "--dns", s_dns.Server);

        Assert.AreEqual(0, got.ExitCode, got.Error);
        StringAssert.StartsWith(got.Output, "sig: ed25519 s1 ");
        FmtpResult verified = FmtpProcess.RunWith(got.Output, "verify", "--server", s_dns.Server);
        Assert.AreEqual("Verified by the domain: home.example signed it with its key s1.", verified.Output.Trim());
        Assert.AreEqual(1, FmtpProcess.RunWith(got.Output + "!", "verify", "--server", s_dns.Server).ExitCode);
    }

    [TestMethod]
    public void ADomainsKeyPutsWithoutALink()
    {
        FmtpResult put = s_relay.Run("put", "--seed", DomainSeed, "--id", "20." + Anna, "--public", "--content", "by the key alone");
        Assert.AreEqual(0, put.ExitCode, put.Error);
        StringAssert.EndsWith(s_relay.Run("get", "20." + Anna).Output, "\n\nby the key alone");

        FmtpResult forged = s_relay.Run("put", "--seed", AnnasSeed, "--id", "21." + Anna, "--public", "--content", "by another key");
        Assert.AreEqual(2, forged.ExitCode);
        StringAssert.Contains(forged.Error, "answered 401");
        Assert.AreEqual(1, s_relay.Run("get", "21." + Anna).ExitCode);
    }

    [TestMethod]
    public void AUserWithAKeyOfHisOwnNeedsNoLink()
    {
        FmtpResult stranger = s_relay.Run("list", Anna, "--as", Anna, "--seed", DomainSeed);
        Assert.AreEqual(2, stranger.ExitCode, stranger.Output);
        StringAssert.Contains(stranger.Error, "does not know " + Anna);

        string key = FmtpProcess.Run("key", "--public", "--seed", AnnasSeed).Output.Split('\n')[0]["public: ".Length..].Trim();
        Assert.AreEqual(0, s_relay.RunAsAnna("put", "--id", Anna, "--type", "user", "--public", "--attribute", "key=ed25519 " + key, "--content", "").ExitCode);
        string secret = s_relay.RunAsAnna("put", "--content", "for my eyes").Output.Trim();
        Assert.AreEqual(1, s_relay.Run("get", secret).ExitCode);

        FmtpResult read = s_relay.Run("get", secret, "--as", Anna, "--seed", AnnasSeed);
        StringAssert.EndsWith(read.Output, "\n\nfor my eyes", read.Error);
        FmtpResult put = s_relay.Run("put", "--as", Anna, "--seed", AnnasSeed, "--public", "--content", "signed by me");
        Assert.AreEqual(0, put.ExitCode, put.Error);
        FmtpResult verified = FmtpProcess.RunWith(s_relay.Run("get", put.Output.Trim()).Output, "verify", "--server", s_dns.Server, "--relay", s_relay.Server);
        StringAssert.StartsWith(verified.Output, $"Verified by the user's key: {Anna} signed it");
    }

    [TestMethod]
    public void TheDomainReadsByItsKey()
    {
        string secret = s_relay.RunAsAnna("put", "--content", "for the house").Output.Trim();
        FmtpResult read = s_relay.Run("get", secret, "--as", "@home.example", "--seed", DomainSeed, "--selector", "s1");

        StringAssert.EndsWith(read.Output, "\n\nfor the house", read.Error);
        Assert.AreEqual(2, s_relay.Run("get", secret, "--as", "@home.example", "--seed", DomainSeed, "--selector", "s2").ExitCode);
    }
}
