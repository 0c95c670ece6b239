using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Fmtp.Nano.Desktop.Host;

namespace Fmtp.Nano.Tests;

/// <summary>What <c>fmtp check</c> says: every fault at once, by its path, with what to do.</summary>
[TestClass]
public sealed class ConfigurationTests
{
    private const string Key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    [TestMethod]
    public void ADomainIsEnough()
    {
        ConfigurationFile file = Load("""{ "domain": "home.example" }""");

        Assert.IsEmpty(file.Faults);
        Assert.IsEmpty(file.Unused);
        Assert.AreEqual(3687, file.Configuration.Listen.Port);
        Assert.AreEqual("0.0.0.0", file.Configuration.Listen.Address);
    }

    [TestMethod]
    public void TheDocumentedExampleHasNoFault()
    {
        ConfigurationFile file = Load($$"""
            { "domain": "home.example",
              "listen": { "address": "0.0.0.0", "port": 3687 },
              "parent": { "domain": "parent.example", "host": "10.0.0.2", "port": 3687, "link": "{{Key}}" },
              "peers":  [ { "address": "kitchen@home.example", "link": "{{Key}}" }, { "address": "@child.example", "link": "{{Key}}" } ],
              "dns":    [ "10.0.0.1:53" ],
              "signing": { "selector": "s1", "seed": "{{Key}}" },
              "store":  { "path": "data", "quota": 65536 },
              "mailbox": true,
              "wifi":   { "ssid": "attic", "password": "correct horse" } }
            """);

        Assert.IsEmpty(file.Faults);
        Assert.AreEqual("10.0.0.2", file.Configuration.Parent.Host);
        Assert.AreEqual("@child.example", file.Configuration.Peers[1].Address);
        Assert.AreEqual(65536, file.Configuration.Store.Quota);
    }

    [TestMethod]
    public void EveryFaultIsSaidAtOnce()
    {
        ConfigurationFile file = Load($$"""
            { "domain": "Home.example",
              "listen": { "address": "here", "port": 70000, "host": "x" },
              "parent": { "domain": "home..example", "host": "", "port": 0 },
              "peers":  [ { "address": "kitchen@other.example", "link": "short" },
                          { "address": "@child.example", "link": "{{Key}}" }, { "address": "@child.example", "link": "{{Key}}" } ],
              "dns":    [ "10.0.0.1:0", 5 ],
              "signing": { "selector": "user", "seed": "{{Key}}" },
              "store":  { "path": "", "quota": -1 },
              "mailbox": "yes",
              "wifi":   { "ssid": "", "password": "short" },
              "color": "blue" }
            """);

        CollectionAssert.AreEqual(
            new[]
            {
                "$.listen.host", "$.dns[1]", "$.mailbox", "$.color", "$.domain", "$.listen.address", "$.listen.port",
                "$.parent.domain", "$.parent.host", "$.parent.port", "$.parent.link", "$.peers[0].address", "$.peers[0].link",
                "$.peers[2].address", "$.dns[0]", "$.signing.selector", "$.store.path", "$.store.quota", "$.wifi.ssid", "$.wifi.password",
            },
            Paths(file));
    }

    [TestMethod]
    [DataRow("""{ "domain": 5 }""", "$.domain: is 5. Give text in \"quotes\".")]
    [DataRow("""{ "domain": "a.b", "listen": { "port": "3687" } }""", "$.listen.port: is \"3687\". Give a whole number up to 2147483647, without quotes.")]
    [DataRow("""{ "domain": "a.b", "listen": [] }""", "$.listen: is an array. Give an object { … }.")]
    [DataRow("""{ "domain": "a.b", "peers": {} }""", "$.peers: is an object. Give an array [ … ].")]
    [DataRow("""{ "domain": "a.b", "domain": "a.b" }""", "$.domain: stands here twice. Remove one of the two.")]
    [DataRow("""{ "domain": "a.b", "mailbox": 1 }""", "$.mailbox: is 1. Give true or false, without quotes.")]
    [DataRow("[]", "$: is an array. Give an object { … }.")]
    [DataRow("{}", "$.domain: is missing. Give a domain, such as \"home.example\".")]
    public void AFaultIsSaidOnceAndWithWhatToDo(string json, string fault)
    {
        CollectionAssert.AreEqual(new[] { fault }, Load(json).Faults.ToArray());
    }

    [TestMethod]
    [DataRow("", "", "$.signing: is missing: ")]
    [DataRow("\"signing\": { \"seed\": \"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\" }", "b", "$.signing.seed: is not the key of this self-certifying domain. ")]
    [DataRow("\"signing\": { \"seed\": \"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\" }", "1", "$.domain: ends in .fmtp.alt and is no key: ")]
    [DataRow("\"signing\": { \"seed\": \"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\" }", "", "")]
    public void ADomainThatIsAKeyIsThatOfItsSeed(string signing, string first, string fault)
    {
        const string domain = "aoqqpp7tzyil4hlq3umoos6atft6jvrqtosq2xy53sdgiesvgg4a.fmtp.alt";
        string named = first + domain[first.Length..];
        IReadOnlyList<string> faults = Load($"{{ \"domain\": \"{named}\"{(signing.Length > 0 ? ", " : string.Empty)}{signing} }}").Faults;
        Assert.HasCount(fault.Length > 0 ? 1 : 0, faults);
        StringAssert.StartsWith(faults.Count > 0 ? faults[0] : string.Empty, fault);
    }

    [TestMethod]
    public void AnUnknownKeyIsShownTheKnownOnes()
    {
        ConfigurationFile file = Load("""{ "domain": "a.b", "store": { "size": 1 } }""");

        CollectionAssert.AreEqual(new[] { "$.store.size: is no key here. There are: path, quota." }, file.Faults.ToArray());
    }

    [TestMethod]
    [DataRow("{ \"domain\": \"a.b\",\n  // mine\n}")]
    [DataRow("{ \"domain\": \"a.b\",\n  }")]
    public void WhatIsNoJsonIsFoundByLine(string json)
    {
        StringAssert.StartsWith(Load(json).Faults.Single(), "$: is no JSON at line 2, octet ");
    }

    [TestMethod]
    public void AFileThatIsNotThereIsAFault()
    {
        ConfigurationFile file = ConfigurationFile.Load("/nowhere/fmtp.json", Limits.Desk());

        StringAssert.Contains(file.Faults.Single(), "--config");
    }

    [TestMethod]
    public void WhatIsNotUsedYetIsSaidButNoFault()
    {
        ConfigurationFile file = Load("""{ "domain": "a.b", "wifi": { "ssid": "attic", "password": "" } }""");

        Assert.IsEmpty(file.Faults);
        StringAssert.StartsWith(file.Unused.Single(), "$.wifi: ");
    }

    [TestMethod]
    public void TheStoreIsBesideTheFile()
    {
        using TemporaryFolder folder = new();
        ConfigurationFile file = ConfigurationFile.Load(folder.Write("fmtp.json", """{ "domain": "a.b" }"""), Limits.Desk());

        Assert.AreEqual(Path.Combine(folder.FullName, "data"), file.StoreFolder);
    }

    [TestMethod]
    [DataRow("0.0.0.0", true)]
    [DataRow("192.168.1.255", true)]
    [DataRow("::", true)]
    [DataRow("::1", true)]
    [DataRow("fe80::1:2", true)]
    [DataRow("2001:db8:1:2:3:4:5:6", true)]
    [DataRow("256.0.0.1", false)]
    [DataRow("1.2.3", false)]
    [DataRow("1.2.3.4.5", false)]
    [DataRow("1..2.3", false)]
    [DataRow("2001:db8:1:2:3:4:5", false)]
    [DataRow("12345::", false)]
    [DataRow("home.example", false)]
    [DataRow("", false)]
    public void AnAddressToListenAtIsAnIPAddress(string address, bool isGood)
    {
        ConfigurationFile file = Load($$"""{ "domain": "a.b", "listen": { "address": "{{address}}" } }""");

        Assert.AreEqual(isGood, file.Faults.Count == 0);
    }

    [TestMethod]
    [DataRow("kitchen@home.example", true)]
    [DataRow("@home.example", true)]
    [DataRow("@child.example", true)]
    [DataRow("1.kitchen@home.example", false)]
    [DataRow("kitchen@child.example", false)]
    [DataRow("Kitchen@home.example", false)]
    [DataRow("relay@home.example", false)]
    [DataRow("kitchen", false)]
    [DataRow("", false)]
    public void APeerIsANameOfThisDomainOrARelay(string address, bool isGood)
    {
        ConfigurationFile file = Load($$"""{ "domain": "home.example", "peers": [ { "address": "{{address}}", "link": "{{Key}}" } ] }""");

        Assert.AreEqual(isGood, file.Faults.Count == 0);
    }

    [TestMethod]
    public void MorePeersThanThereIsRoomForAreAFault()
    {
        Configuration configuration = new()
        {
            Domain = "home.example",
            Peers = [.. Enumerable.Range(0, 17).Select(i => new PeerSettings { Address = $"sensor{i}@home.example", Link = Key })],
        };

        StringAssert.StartsWith(ConfigurationCheck.Faults(configuration, new Limits()).Single(), "$.peers: 17 peers are too many.");
        Assert.IsEmpty(ConfigurationCheck.Faults(configuration, Limits.Desk()));
    }

    private static ConfigurationFile Load(string json)
    {
        using TemporaryFolder folder = new();
        return ConfigurationFile.Load(folder.Write("fmtp.json", json), Limits.Desk());
    }

    private static string[] Paths(ConfigurationFile file)
        => [.. file.Faults.Select(fault => fault[..fault.IndexOf(": ", StringComparison.Ordinal)])];
}
