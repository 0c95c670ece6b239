using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using NSec.Cryptography;

namespace Fmtp.Nano.Tests;

/// <summary><c>fmtp key --signing</c>, <c>sign</c> and <c>verify</c>, as scripts see them.</summary>
[TestClass]
public sealed partial class CliSigningTests
{
    private const string Seed = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private const string Public = "A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=";
    private const string SelfDomain = "aoqqpp7tzyil4hlq3umoos6atft6jvrqtosq2xy53sdgiesvgg4a.fmtp.alt";
    private const string UserSeed = "IB8eHRwbGhkYFxYVFBMSERAPDg0MCwoJCAcGBQQDAgE=";
    private const string Post = "id: 1700000000000123.anna@home.example\ntype: post\ndate: 1700000000000\npublic: yes\n\nHello";

    private static ScriptedDns s_dns = null!;

    [ClassInitialize]
    public static void Start(TestContext context)
    {
        s_dns = new ScriptedDns();
        s_dns["TXT s1._fmtp.home.example"] = [$"v=FMTP1; k=ed25519; p={Public}"];
        s_dns["TXT old._fmtp.home.example"] = ["v=FMTP1; k=ed25519; p="];
        s_dns["TXT bad._fmtp.home.example"] = ["v=FMTP1; k=ed25519; p=AAAA"];
        s_dns["TXT two._fmtp.home.example"] = [$"v=FMTP1; k=ed25519; p={Public}", "v=FMTP1; k=ed25519; p="];
        s_dns["TXT sick._fmtp.home.example"] = [ScriptedDns.Fails];
        s_dns["TXT mute._fmtp.home.example"] = [ScriptedDns.IsSilent];
    }

    [ClassCleanup]
    public static void Stop() => s_dns.Dispose();

    [TestMethod]
    public void ASigningKeyComesWithAllThatGoesWithIt()
    {
        FmtpResult made = FmtpProcess.Run("key", "--signing", "--domain", "Home.Example", "--selector", "k2", "--self");
        Assert.AreEqual(0, made.ExitCode, made.Error);
        string seed = Value(made, "seed");
        using Key key = Key.Import(SignatureAlgorithm.Ed25519, Convert.FromBase64String(seed), KeyBlobFormat.RawPrivateKey);
        string published = Convert.ToBase64String(key.PublicKey.Export(KeyBlobFormat.RawPublicKey));

        Assert.AreEqual(published, Value(made, "public"));
        Assert.AreEqual($"{{ \"signing\": {{ \"selector\": \"k2\", \"seed\": \"{seed}\" }} }}", Value(made, "config"));
        Assert.AreEqual($"k2._fmtp.home.example. 3600 IN TXT \"v=FMTP1; k=ed25519; p={published}\"", Value(made, "dns"));
        Assert.IsTrue(SelfName().IsMatch(Value(made, "domain")), made.Output);
        Assert.AreNotEqual(seed, Value(FmtpProcess.Run("key", "--signing"), "seed"));
    }

    [TestMethod]
    public void AKeyThatIsThereIsShownWithoutItsSeed()
    {
        FmtpResult shown = FmtpProcess.Run("key", "--public", "--seed", Seed);

        Assert.AreEqual($"public: {Public}\ndomain: {SelfDomain}\n", shown.Output.ReplaceLineEndings("\n"), shown.Error);
        using TemporaryFolder folder = new();
        string config = folder.Write("fmtp.json", Config("home.example"));
        FmtpResult ofConfig = FmtpProcess.Run("key", "--public", "--config", config);
        Assert.AreEqual($"s1._fmtp.home.example. 3600 IN TXT \"v=FMTP1; k=ed25519; p={Public}\"", Value(ofConfig, "dns"));
        Assert.IsFalse(ofConfig.Output.Contains(Seed, StringComparison.Ordinal));
    }

    [TestMethod]
    public void ASeedIsWrittenForItsOwnerAloneAndNeverOver()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.FullName, "anna.seed");
        FmtpResult made = FmtpProcess.Run("key", "--signing", "--out", path);
        Assert.AreEqual(0, made.ExitCode, made.Error);
        Assert.AreEqual(Value(made, "public"), Value(FmtpProcess.Run("key", "--public", "--seed", path), "public"));
        if (!OperatingSystem.IsWindows())
        {
            Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }

        string before = File.ReadAllText(path);
        FmtpResult again = FmtpProcess.Run("key", "--signing", "--out", path);
        Assert.AreEqual(2, again.ExitCode);
        Assert.AreEqual(before, File.ReadAllText(path));
    }

    [TestMethod]
    [DataRow("--signing", "--domain", "no_domain")]
    [DataRow("--signing", "--selector", "user")]
    [DataRow("--signing", "--seed", Seed)]
    [DataRow("--public")]
    [DataRow("--domain", "home.example")]
    [DataRow("--public", "--seed", "neither file nor seed")]
    public void WhatCannotBeMeantIsRefused(params string[] arguments)
    {
        FmtpResult refused = FmtpProcess.Run(["key", .. arguments]);

        Assert.AreEqual(2, refused.ExitCode);
        Assert.AreEqual(string.Empty, refused.Output);
        StringAssert.StartsWith(refused.Error, "fmtp key: ");
    }

    [TestMethod]
    public void WhatTheDomainSignsVerifies()
    {
        using TemporaryFolder folder = new();
        string config = folder.Write("fmtp.json", Config("home.example"));
        string signed = FmtpProcess.RunWith(Post, "sign", "--config", config).Output;
        StringAssert.StartsWith(signed, "sig: ed25519 s1 ");
        StringAssert.EndsWith(signed, "\n" + Post);
        Assert.AreEqual(signed, FmtpProcess.RunWith(signed, "sign", "-", "--seed", Seed, "--selector", "s1").Output, "a second signature takes the place of the first");

        string file = folder.Write("post", signed);
        FmtpResult good = FmtpProcess.Run("verify", file, "--server", s_dns.Server);
        Assert.AreEqual(new FmtpResult(0, "Verified by the domain: home.example signed it with its key s1.", string.Empty), good with { Output = good.Output.Trim() });
    }

    [TestMethod]
    [DataRow("s1", "Hullo", 1, "does not match key s1 of home.example")]
    [DataRow("old", "Hello", 1, "has revoked its key old")]
    [DataRow("bad", "Hello", 1, "is no key")]
    [DataRow("two", "Hello", 1, "there are 2 keys under one selector")]
    [DataRow("none", "Hello", 1, "has no key none in DNS: none._fmtp.home.example: the name does not exist")]
    [DataRow("sick", "Hello", 3, "DNS did not answer for sick._fmtp.home.example")]
    [DataRow("mute", "Hello", 3, "DNS did not answer for mute._fmtp.home.example")]
    public void WhyItDoesNotVerifyIsSaid(string selector, string content, int exitCode, string reason)
    {
        string signed = FmtpProcess.RunWith(Post, "sign", "--seed", Seed, "--selector", selector).Output;
        FmtpResult result = FmtpProcess.RunWith(signed.Replace("Hello", content, StringComparison.Ordinal), "verify", "--server", s_dns.Server);

        Assert.AreEqual(exitCode, result.ExitCode, result.Output);
        StringAssert.Contains(result.Output, reason);
    }

    [TestMethod]
    public void WhatIsNotSignedDoesNotVerify()
    {
        FmtpResult unsigned = FmtpProcess.RunWith(Post, "verify", "--server", s_dns.Server);
        Assert.AreEqual(1, unsigned.ExitCode);
        Assert.AreEqual("It has no signature.", unsigned.Output.Trim());
        Assert.AreEqual(1, FmtpProcess.RunWith("no object", "verify", "--server", s_dns.Server).ExitCode);
        Assert.AreEqual(2, FmtpProcess.Run("verify", "no such file", "--server", s_dns.Server).ExitCode);
    }

    [TestMethod]
    public void ASelfCertifyingDomainIsVerifiedByItsName()
    {
        string post = Post.Replace("home.example", SelfDomain, StringComparison.Ordinal);
        string signed = FmtpProcess.RunWith(post, "sign", "--seed", Seed).Output;
        StringAssert.StartsWith(signed, "sig: ed25519 self ");

        FmtpResult good = FmtpProcess.RunWith(signed, "verify");
        Assert.AreEqual(0, good.ExitCode, good.Output);
        StringAssert.Contains(good.Output, "Verified by the name");
        FmtpResult changed = FmtpProcess.RunWith(signed.Replace("Hello", "Hullo", StringComparison.Ordinal), "verify");
        Assert.AreEqual(1, changed.ExitCode);
        StringAssert.Contains(changed.Output, "does not match");

        FmtpResult other = FmtpProcess.RunWith(post, "sign", "--seed", UserSeed);
        Assert.AreEqual(2, other.ExitCode);
        StringAssert.Contains(other.Error, "Wrong key");
        FmtpResult moved = FmtpProcess.RunWith(signed.Replace(SelfDomain, "home.example", StringComparison.Ordinal), "verify", "--server", s_dns.Server);
        Assert.AreEqual(1, moved.ExitCode);
        StringAssert.Contains(moved.Output, "Wrong domain");
    }

    [TestMethod]
    public void AUsersKeyIsVouchedForByTheUserObject()
    {
        using RelayProcess relay = new();
        string signed = FmtpProcess.RunWith(Post, "sign", "--user-key", UserSeed).Output;
        StringAssert.StartsWith(signed, "sig: ed25519 user ");
        FmtpResult nobody = FmtpProcess.RunWith(signed, "verify", "--server", s_dns.Server, "--relay", relay.Server);
        Assert.AreEqual(1, nobody.ExitCode);
        StringAssert.Contains(nobody.Output, "anna@home.example's own key");

        string key = Value(FmtpProcess.Run("key", "--public", "--seed", UserSeed), "public");
        string user = $"id: anna@home.example\ntype: user\ndate: 1700000000000\npublic: yes\nkey: ed25519 {key}\n\n";
        Put(relay, user);
        FmtpResult unsigned = FmtpProcess.RunWith(signed, "verify", "--server", s_dns.Server, "--relay", relay.Server);
        Assert.AreEqual(1, unsigned.ExitCode);
        StringAssert.Contains(unsigned.Output, "user object that has this key does not verify: It has no signature.");

        Put(relay, FmtpProcess.RunWith(user.Replace("0000\n", "0001\n", StringComparison.Ordinal), "sign", "--seed", Seed).Output);
        FmtpResult good = FmtpProcess.RunWith(signed, "verify", "--server", s_dns.Server, "--relay", relay.Server);
        Assert.AreEqual(0, good.ExitCode, good.Output);
        StringAssert.Contains(good.Output, "Verified by the user's key");
        Assert.AreEqual(1, FmtpProcess.RunWith(signed + "!", "verify", "--server", s_dns.Server, "--relay", relay.Server).ExitCode);

        FmtpResult unreachable = FmtpProcess.RunWith(signed, "verify", "--server", s_dns.Server, "--relay", "127.0.0.1:1");
        Assert.AreEqual(3, unreachable.ExitCode);
        StringAssert.Contains(unreachable.Output, "cannot be had now");
    }

    [TestMethod]
    public void WhatNobodyCouldVerifyIsNotSigned()
    {
        using TemporaryFolder folder = new();
        FmtpResult foreign = FmtpProcess.RunWith(Post, "sign", "--config", folder.Write("fmtp.json", Config("other.example")));
        Assert.AreEqual(2, foreign.ExitCode);
        StringAssert.Contains(foreign.Error, "Wrong domain");
        StringAssert.Contains(FmtpProcess.RunWith(Post.Replace("date: 1700000000000", "date: 0", StringComparison.Ordinal), "sign", "--seed", Seed).Error, "date");
        StringAssert.Contains(FmtpProcess.RunWith(Post, "sign").Error, "With which key?");
        StringAssert.Contains(FmtpProcess.RunWith("x", "sign", "--seed", Seed).Error, "is no object");
    }

    [TestMethod]
    public void ACheckTellsTheKeyOfAConfiguration()
    {
        using TemporaryFolder folder = new();
        FmtpResult named = FmtpProcess.Run("check", "--config", folder.Write("fmtp.json", Config("home.example")));
        Assert.AreEqual(0, named.ExitCode);
        StringAssert.Contains(named.Output, $"$.signing: key s1 of home.example is {Public}. `fmtp dns --config ");

        FmtpResult self = FmtpProcess.Run("check", "--config", folder.Write("fmtp.json", Config(SelfDomain)));
        Assert.AreEqual(0, self.ExitCode, self.Output);
        StringAssert.Contains(self.Output, "$.signing: the key of this self-certifying domain.");
        FmtpResult other = FmtpProcess.Run("check", "--config", folder.Write("fmtp.json", Config(SelfDomain).Replace(Seed, UserSeed, StringComparison.Ordinal)));
        Assert.AreEqual(2, other.ExitCode);
        StringAssert.StartsWith(other.Output, "$.signing.seed: is not the key of this self-certifying domain.");
        Assert.AreEqual(2, FmtpProcess.Run("check", "--config", folder.Write("fmtp.json", Config("b" + SelfDomain[2..]))).ExitCode);
    }

    private static void Put(RelayProcess relay, string whole)
    {
        FmtpResult put = FmtpProcess.RunWith(whole, "put", "--server", relay.Server, "--as", RelayProcess.Anna, "--link", RelayProcess.Key, "--object", "-");
        Assert.AreEqual(0, put.ExitCode, put.Error);
    }

    private static string Config(string domain) => $$"""{ "domain": "{{domain}}", "signing": { "selector": "s1", "seed": "{{Seed}}" } }""";

    private static string Value(FmtpResult result, string name)
        => result.Output.Split('\n').First(line => line.StartsWith(name + ": ", StringComparison.Ordinal))[(name.Length + 2)..].TrimEnd('\r');

    [GeneratedRegex(@"^[a-z2-7]{51}[aq]\.fmtp\.alt$")]
    private static partial Regex SelfName();
}
