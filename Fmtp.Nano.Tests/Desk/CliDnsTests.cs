using System;
using System.IO;

namespace Fmtp.Nano.Tests;

/// <summary><c>fmtp dns</c>, as scripts see it.</summary>
[TestClass]
public sealed class CliDnsTests
{
    private const string Seed = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private const string Public = "A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=";
    private const string OtherKey = "PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw="; // of RFC 8032, test 2
    private const string Record = "s1._fmtp.home.example. 3600 IN TXT \"v=FMTP1; k=ed25519; p=" + Public + "\"";

    private readonly TemporaryFolder _folder = new();
    private readonly ScriptedDns _dns = new();

    [TestCleanup]
    public void Stop()
    {
        _dns.Dispose();
        _folder.Dispose();
    }

    [TestMethod]
    public void AllIsWell()
    {
        Publish();
        FmtpResult result = Check("home.example");

        Assert.AreEqual(0, result.ExitCode, result.Error);
        StringAssert.Contains(result.Output, "home.example. 3600 IN MX 10 relay.parent.example.\n");
        StringAssert.Contains(result.Output, Record + "\n");
        StringAssert.Contains(result.Output, "\nok MX home.example: a.example, b.example\n");
        StringAssert.Contains(result.Output, "\nok A a.example: 192.0.2.1\n");
        StringAssert.Contains(result.Output, "\nok A b.example: 10.0.0.1 (private: ");
        StringAssert.Contains(result.Output, $"\nok TXT s1._fmtp.home.example: {Public}, the key of the configuration\n");
        Assert.AreEqual(result.Output, Check().Output, "the domain is in the configuration");
    }

    [TestMethod]
    public void NothingIsThere()
    {
        FmtpResult result = Check();

        Assert.AreEqual(1, result.ExitCode);
        StringAssert.Contains(result.Output, "\nmissing MX home.example: the name does not exist; nor has it an address. Publish: home.example. 3600 IN MX 10 relay.home.example.\n");
        StringAssert.Contains(result.Output, "\nmissing TXT s1._fmtp.home.example: the name does not exist. Publish: " + Record + "\n");
    }

    [TestMethod]
    public void AnAddressDoesWithoutAnMx()
    {
        Publish();
        _dns["MX home.example"] = [];
        _dns["A home.example"] = ["192.0.2.7"];
        FmtpResult result = Check();

        Assert.AreEqual(0, result.ExitCode, result.Output);
        StringAssert.Contains(result.Output, "\nok MX home.example: none: the domain's own address is used\nok A home.example: 192.0.2.7\n");
    }

    [TestMethod]
    public void AnMxHasToLeadSomewhere()
    {
        Publish();
        _dns["MX home.example"] = ["0 ."];
        Assert.AreEqual(1, Check().ExitCode);
        StringAssert.Contains(Check().Output, "\nwrong MX home.example: a null MX");

        _dns["MX home.example"] = ["10 gone.example"];
        Assert.AreEqual(1, Check().ExitCode);
        StringAssert.Contains(Check().Output, "\nmissing A gone.example: the name does not exist. Publish the public address");
    }

    [TestMethod]
    [DataRow("v=FMTP1; k=ed25519; p=" + OtherKey, "wrong TXT s1._fmtp.home.example: " + OtherKey + ", which is not the key of the configuration. ")]
    [DataRow("v=FMTP1; k=ed25519; p=", "wrong TXT s1._fmtp.home.example: it is revoked")]
    [DataRow("v=FMTP1; k=rsa; p=" + Public, "wrong TXT s1._fmtp.home.example: it is not of the form")]
    [DataRow("v=spf1 -all", "wrong TXT s1._fmtp.home.example: its text does not begin with v=FMTP1")]
    public void AKeyThatNobodyCanUseIsWrong(string text, string said)
    {
        Publish();
        _dns["TXT s1._fmtp.home.example"] = [text];
        FmtpResult result = Check();

        Assert.AreEqual(1, result.ExitCode);
        StringAssert.Contains(result.Output, "\n" + said);
    }

    [TestMethod]
    public void WithoutAConfigurationAnyKeyWillDo()
    {
        Publish();
        _dns["TXT k2._fmtp.home.example"] = ["v=FMTP1; k=ed25519; p=" + OtherKey];
        FmtpResult result = FmtpProcess.Run("dns", "home.example", "--selector", "s1", "--selector", "k2", "--server", _dns.Server);

        Assert.AreEqual(0, result.ExitCode, result.Output);
        StringAssert.Contains(result.Output, $"\nok TXT s1._fmtp.home.example: {Public}\n");
        StringAssert.Contains(result.Output, $"\nok TXT k2._fmtp.home.example: {OtherKey}\n");
    }

    [TestMethod]
    public void WhatDnsDoesNotTellIsUnknown()
    {
        Publish();
        _dns["TXT s1._fmtp.home.example"] = [ScriptedDns.Fails];
        FmtpResult result = Check();

        Assert.AreEqual(3, result.ExitCode);
        StringAssert.Contains(result.Output, $"\nunknown TXT s1._fmtp.home.example: the DNS server ({_dns.Server}) answered: ServerFailure.");
    }

    [TestMethod]
    public void ASelfCertifyingDomainNeedsNone()
    {
        const string domain = "aoqqpp7tzyil4hlq3umoos6atft6jvrqtosq2xy53sdgiesvgg4a.fmtp.alt";
        FmtpResult result = FmtpProcess.Run("dns", "--config", Config(domain));
        Assert.AreEqual(0, result.ExitCode, result.Error);
        StringAssert.Contains(result.Output, "needs no records");

        FmtpResult other = FmtpProcess.Run("dns", "--config", Config("b" + domain[1..]));
        Assert.AreEqual(2, other.ExitCode);
        StringAssert.Contains(other.Error, domain);
        Assert.AreEqual(1, FmtpProcess.Run("dns", "short.fmtp.alt").ExitCode);
    }

    [TestMethod]
    public void WhatCannotBeMeantIsRefused()
    {
        Assert.AreEqual(2, FmtpProcess.Run("dns").ExitCode);
        Assert.AreEqual(2, FmtpProcess.Run("dns", "home_example").ExitCode);
        Assert.AreEqual(2, FmtpProcess.Run("dns", "home.example", "--server", "dns.example").ExitCode);
        Assert.AreEqual(2, FmtpProcess.Run("dns", "other.example", "--config", Config("home.example")).ExitCode);
    }

    [TestMethod]
    public void TheRecordsOfANewBoardAreWhatIsLookedFor()
    {
        string path = Path.Combine(_folder.FullName, "board");
        FmtpResult made = FmtpProcess.Run("board", "new", "--board", "olimex-esp32-poe", "--domain", "home.example", "--parent", "parent.example", "--out", path);
        Assert.AreEqual(0, made.ExitCode, made.Error);

        FmtpResult result = FmtpProcess.Run("dns", "--config", Path.Combine(path, "fmtp.json"), "--server", _dns.Server);
        StringAssert.StartsWith(result.Output, File.ReadAllText(Path.Combine(path, "dns.txt")));
    }

    [TestMethod]
    public void ARealServersZoneIsChecked()
    {
        using DnsZoneServer server = DnsZoneServer.Start("home.example", $"""
            $ORIGIN home.example.
            $TTL 300
            @ SOA ns admin 1 3600 600 86400 120
            @ NS ns
            ns A 127.0.0.1
            @ MX 10 relay
            relay A 192.0.2.1
            {Record}

            """);
        FmtpResult result = FmtpProcess.Run("dns", "--config", Config("home.example"), "--server", $"127.0.0.1:{server.Port}");

        Assert.AreEqual(0, result.ExitCode, result.Output);
    }

    private FmtpResult Check(params string[] arguments)
        => FmtpProcess.Run(["dns", .. arguments, "--config", Config("home.example"), "--server", _dns.Server]);

    private void Publish()
    {
        _dns["MX home.example"] = ["20 b.example", "10 a.example"];
        _dns["A a.example"] = ["192.0.2.1"];
        _dns["A b.example"] = ["10.0.0.1"];
        _dns["TXT s1._fmtp.home.example"] = [$"v=FMTP1; k=ed25519; p={Public}"];
    }

    private string Config(string domain) => _folder.Write("fmtp.json", $$"""
        { "domain": "{{domain}}",
          "parent": { "domain": "parent.example", "host": "relay.parent.example", "link": "{{Seed}}" },
          "signing": { "selector": "s1", "seed": "{{Seed}}" } }
        """);
}
