using System;
using System.Linq;
using System.Text;
using NSec.Cryptography;

namespace Fmtp.Nano.Tests;

/// <summary>Speaking and putting with a key of one's own, verifying what is got, and going where a relay refers to: as scripts
/// see it, against relays that say what the test wants.</summary>
[TestClass]
public sealed class CliOwnKeyTests
{
    private const string Seed = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private const string Public = "A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=";
    private const string Anna = "anna@home.example";
    private const string Post = "id: 7." + Anna + "\ntype: post\ndate: 1700000000000\npublic: yes\n\nHello";

    [TestMethod]
    public void AKeyOfOnesOwnProvesWhoSpeaks()
    {
        using ScriptedRelay relay = new("home.example", request => request.StartsWith("GET", StringComparison.Ordinal) ? ScriptedRelay.Object("200", Post) : null);
        FmtpResult result = FmtpProcess.Run("get", "7." + Anna, "--server", relay.Server, "--as", Anna, "--seed", Seed);

        Assert.AreEqual(Post, result.Output, result.Error);
        Assert.AreEqual("HELLO AUTH GET", relay.Verbs);
        string[] auth = relay.Asked.ElementAt(1).Split(' ');
        Assert.AreEqual(Anna + " ed25519", $"{auth[2]} {auth[3]}");
        Assert.HasCount(5, auth);
        Assert.IsTrue(IsProof(auth[4], relay, Anna));
    }

    [TestMethod]
    public void ADomainProvesItselfByTheSelectorOfItsKey()
    {
        using ScriptedRelay relay = new("home.example", _ => null);
        using TemporaryFolder folder = new();
        string config = folder.Write("fmtp.json", $$"""{ "domain": "home.example", "signing": { "selector": "k2", "seed": "{{Seed}}" } }""");
        Assert.AreEqual(1, FmtpProcess.Run("get", "7." + Anna, "--server", relay.Server, "--config", config).ExitCode);

        string[] auth = relay.Asked.ElementAt(1).Split(' ');
        Assert.AreEqual("@home.example ed25519", $"{auth[2]} {auth[3]}");
        Assert.AreEqual("selector=k2", auth[5]);
        Assert.IsTrue(IsProof(auth[4], relay, "@home.example"));
    }

    [TestMethod]
    public void AKeyThatTheRelayDoesNotKnowIsSaid()
    {
        using ScriptedRelay relay = new("home.example", request => request.StartsWith("AUTH", StringComparison.Ordinal) ? "401" : null);
        FmtpResult user = FmtpProcess.Run("list", Anna, "--server", relay.Server, "--as", Anna, "--seed", Seed);

        Assert.AreEqual(2, user.ExitCode);
        StringAssert.Contains(user.Error, $"does not know {Anna} by the key of this seed (public: {Public}). It has to be the `key:` in the user object");
        FmtpResult domain = FmtpProcess.Run("list", Anna, "--server", relay.Server, "--as", "@home.example", "--seed", Seed);
        StringAssert.Contains(domain.Error, "`fmtp dns home.example --selector s1`");
    }

    [TestMethod]
    public void WhatIsPutIsSignedByItsOwner()
    {
        using ScriptedRelay relay = new("home.example", _ => $"201 7.{Anna} date=1");
        FmtpResult put = FmtpProcess.Run("put", "--server", relay.Server, "--as", Anna, "--seed", Seed, "--public", "--content", "Hello");

        Assert.AreEqual(0, put.ExitCode, put.Error);
        string[] lines = relay.Asked.Single().Split('\n');
        StringAssert.StartsWith(lines[1], "sig: ed25519 user ");
        Assert.IsTrue(lines[2].Length == "id: 1234567890123123456.".Length + Anna.Length && lines[2].EndsWith("." + Anna, StringComparison.Ordinal), "an id is minted here: " + lines[2]);
        Assert.AreNotEqual("date: 0", lines[4]);
        Assert.IsTrue(IsSigned(relay.Asked.Single()));
    }

    [TestMethod]
    public void WhatIsPutIsSignedByItsDomain()
    {
        using ScriptedRelay relay = new("home.example", _ => $"201 7.{Anna} date=1");
        FmtpResult put = FmtpProcess.RunWith(Post, "put", "--server", relay.Server, "--seed", Seed, "--selector", "k2", "--object", "-");

        Assert.AreEqual(0, put.ExitCode, put.Error);
        StringAssert.Contains(relay.Asked.Single(), "\nsig: ed25519 k2 ");
        StringAssert.EndsWith(relay.Asked.Single(), "\n" + Post);
        Assert.IsTrue(IsSigned(relay.Asked.Single()));
    }

    [TestMethod]
    public void WhatCannotBeMeantIsRefused()
    {
        const string server = "127.0.0.1:1";
        Refused("--as", "get", Anna, "--server", server, "--seed", Seed);
        Refused("--link", "get", Anna, "--server", server, "--seed", Seed, "--as", Anna, "--link", RelayProcess.Key);
        Refused("--udp", "get", Anna, "--server", server, "--seed", Seed, "--as", Anna, "--udp");
        Refused("@domain", "get", Anna, "--server", server, "--seed", Seed, "--as", Anna, "--selector", "s1");
        Refused("domain's key", "put", "--server", server, "--seed", Seed, "--as", Anna, "--id", Anna, "--type", "user", "--attribute", "key=ed25519 " + Public, "--content", "");
        Refused("date", "put", "--server", server, "--seed", Seed, "--as", Anna, "--date", "0", "--content", "");
    }

    [TestMethod]
    public void WhatIsGotCanBeVerifiedHere()
    {
        using ScriptedDns dns = new();
        string signed = FmtpProcess.RunWith(Post, "sign", "--seed", Seed).Output;
        string own = FmtpProcess.RunWith(Post, "sign", "--user-key", Seed).Output;
        string user = FmtpProcess.RunWith($"id: {Anna}\ntype: user\ndate: 1\npublic: yes\nkey: ed25519 {Public}\n\n", "sign", "--seed", Seed).Output;
        using ScriptedRelay relay = new("home.example", request => request switch
        {
            "GET 1." + Anna => ScriptedRelay.Object("200 proof=parent", signed),
            "GET 2." + Anna => ScriptedRelay.Object("200", own),
            "GET " + Anna => ScriptedRelay.Object("200", user),
            _ => ScriptedRelay.Object("200", Post),
        });
        FmtpResult unknown = Get("1.");
        Assert.AreEqual(1, unknown.ExitCode);
        Assert.AreEqual(string.Empty, unknown.Output, "what does not verify is not given on");
        StringAssert.Contains(unknown.Error, "has no key s1 in DNS");

        dns["TXT s1._fmtp.home.example"] = ["v=FMTP1; k=ed25519; p=" + Public];
        Assert.AreEqual(signed, Get("1.").Output);
        Assert.AreEqual(own, Get("2.").Output);
        StringAssert.Contains(Get("3.").Error, "It has no signature.");
        dns["TXT s1._fmtp.home.example"] = [ScriptedDns.Fails];
        Assert.AreEqual(3, Get("1.").ExitCode);

        FmtpResult Get(string id) => FmtpProcess.Run("get", id + Anna, "--server", relay.Server, "--verify", "--dns", dns.Server);
    }

    [TestMethod]
    public void AReferralIsFollowedOnce()
    {
        using ScriptedRelay third = new("home.example", _ => null);
        using ScriptedRelay second = new("home.example", request => request.StartsWith("GET 7.", StringComparison.Ordinal) ? ScriptedRelay.Object("200", Post)
            : request.StartsWith("GET", StringComparison.Ordinal) ? third.Referral : null);
        using ScriptedRelay first = new("parent.example", _ => second.Referral);

        Assert.AreEqual(Post, FmtpProcess.Run("get", "7." + Anna, "--server", first.Server).Output);
        Assert.AreEqual("GET", first.Verbs);
        Assert.AreEqual("HELLO GET", second.Verbs);

        FmtpResult round = FmtpProcess.Run("get", "8." + Anna, "--server", first.Server);
        Assert.AreEqual(2, round.ExitCode);
        StringAssert.Contains(round.Error, "Ask there instead, with --server");
        Assert.IsTrue(third.Asked.IsEmpty);
    }

    [TestMethod]
    public void AReferralThatLeadsNowhereIsNoMoreThanADetour()
    {
        using ScriptedRelay stranger = new("other.example", _ => null);
        string place = "127.0.0.1 1";
        using ScriptedRelay first = new("parent.example", request => request.EndsWith(" refer=no", StringComparison.Ordinal) ? ScriptedRelay.Object("200", Post) : "301 tcp " + place);

        Assert.AreEqual(Post, FmtpProcess.Run("get", "7." + Anna, "--server", first.Server).Output, "nobody is there");
        place = stranger.Server.Replace(':', ' ');
        Assert.AreEqual(Post, FmtpProcess.Run("get", "7." + Anna, "--server", first.Server).Output, "somebody else is there");
        Assert.AreEqual("HELLO", stranger.Verbs);
    }

    [TestMethod]
    public void AKeyOfOnesOwnHoldsWhereARelayRefersToAndALinkKeyDoesNot()
    {
        using ScriptedRelay second = new("home.example", request => request.StartsWith("GET", StringComparison.Ordinal) ? ScriptedRelay.Object("200", Post) : null);
        using ScriptedRelay first = new("parent.example", request => request.StartsWith("GET", StringComparison.Ordinal) ? second.Referral : null);

        Assert.AreEqual(Post, FmtpProcess.Run("get", "7." + Anna, "--server", first.Server, "--as", Anna, "--seed", Seed).Output);
        Assert.AreEqual("HELLO AUTH GET", second.Verbs);
        Assert.IsTrue(IsProof(second.Asked.ElementAt(1).Split(' ')[4], second, Anna));
    }

    private static void Refused(string said, params string[] arguments)
    {
        FmtpResult result = FmtpProcess.Run(arguments);
        Assert.AreEqual(2, result.ExitCode, result.Error);
        StringAssert.Contains(result.Error, said);
    }

    private static bool IsProof(string proof, ScriptedRelay relay, string address)
        => Verify($"fmtp1 auth\n{relay.Asked.First()}\n{relay.Answered.First()}\n{address}", proof);

    private static bool IsSigned(string request)
    {
        string[] parts = request.Split('\n', 3);
        return Verify(parts[2], parts[1].Split(' ')[3]);
    }

    private static bool Verify(string signed, string signature)
    {
        PublicKey key = PublicKey.Import(SignatureAlgorithm.Ed25519, Convert.FromBase64String(Public), KeyBlobFormat.RawPublicKey);
        return SignatureAlgorithm.Ed25519.Verify(key, Encoding.UTF8.GetBytes(signed), Convert.FromBase64String(signature));
    }
}
