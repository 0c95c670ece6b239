namespace Fmtp.Nano.Tests;

/// <summary>What the resolver asks, and what it reads from an honest answer.</summary>
[TestClass]
public class DnsTests
{
    private const string Home = "home.example";

    [TestMethod]
    public void AQuestionIsOneForRecursionInTheInternet()
    {
        DnsDesk desk = new DnsDesk();
        desk.Ask(DnsType.Txt, "S1._fmtp.Home.Example");
        DnsAsked asked = desk.Hear("TXT s1._fmtp.home.example");
        Assert.AreEqual("10.0.0.1:53", asked.Server);
        Assert.AreEqual(0x01, (int)asked.Octets[2]); // a query, recursion desired
        Assert.AreEqual(0, (int)asked.Octets[3]);
        Assert.AreEqual(1, asked.Octets[4] * 256 + asked.Octets[5]); // one question
        Assert.AreEqual(1, (int)asked.Octets[asked.Octets.Length - 1]); // class IN
        desk.HearNothing();
    }

    [TestMethod]
    public void ExchangesComeByPreference()
    {
        DnsDesk desk = new DnsDesk();
        int slot = desk.Ask(DnsType.Mx, Home);
        Assert.AreEqual("pending", desk.Result(slot));
        desk.Hear("MX home.example").Reply()
            .Mx(Home, 300, 20, "backup.example.net").Mx(Home, 300, 10, "MX1.home.example").Mx(Home, 300, 300, "last.example.net")
            .Mx(Home, 300, 10, "mx2.home.example").Send();
        Assert.AreEqual("mx1.home.example mx2.home.example backup.example.net last.example.net", desk.Result(slot));
        Assert.AreEqual(0, desk.Network.Open);
    }

    [TestMethod]
    public void AddressesOfBothKinds()
    {
        DnsDesk desk = new DnsDesk();
        int v4 = desk.Ask(DnsType.A, Home);
        int v6 = desk.Ask(DnsType.Aaaa, Home);
        desk.Hear("A home.example").Reply().A(Home, 60, "192.0.2.1").A(Home, 60, "192.0.2.255").Send();
        desk.Hear("AAAA home.example").Reply().Aaaa(Home, 60, 0x2001, 0xDB8, 0, 0, 0, 0, 0, 1).Send();
        Assert.AreEqual("192.0.2.1 192.0.2.255", desk.Result(v4));
        desk.Step();
        Assert.AreEqual(DnsState.Answered, desk.Resolver.StateOf(v6));
        Assert.AreEqual(16, desk.Resolver.LengthOf(v6, 0));
        Assert.AreEqual(0x20, (int)desk.Resolver.OctetsOf(v6)[desk.Resolver.StartOf(v6, 0)]);
    }

    [TestMethod]
    public void StringsOfATextAreJoined()
    {
        DnsDesk desk = new DnsDesk();
        int slot = desk.Ask(DnsType.Txt, "s1._fmtp.home.example");
        desk.Hear().Reply().Txt("s1._fmtp.home.example", 300, "v=FMTP1; ", "k=ed25519; ", "p=").Txt("s1._fmtp.home.example", 300, "other").Send();
        Assert.AreEqual("v=FMTP1; k=ed25519; p= other", desk.Result(slot));
    }

    [TestMethod]
    public void TheLongestKeyHasRoom()
    {
        string label = "123456789012345678901234567890123456789012345678901234567890abc";
        string domain = "12345678901234567890123456789012._fmtp." + label + "." + label.Substring(1);
        string key = "v=FMTP1; k=ed25519; p=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
        DnsDesk desk = new DnsDesk();
        int slot = desk.Ask(DnsType.Txt, domain);
        desk.Hear().Reply().Txt(domain, 300, key).Send();
        Assert.AreEqual(key, desk.Result(slot));
    }

    [TestMethod]
    public void AliasesAreFollowedInWhateverOrder()
    {
        DnsDesk desk = new DnsDesk();
        int slot = desk.Ask(DnsType.A, Home);
        desk.Hear().Reply().A("c.example", 300, "192.0.2.7").A("stray.example", 300, "192.0.2.8")
            .Cname("b.example", 200, "C.example").Cname(Home, 100, "b.example").Send();
        Assert.AreEqual("192.0.2.7", desk.Result(slot));
        Assert.AreEqual(100, desk.Seconds(slot));
    }

    [TestMethod]
    public void AnAliasOfWhatTheAnswerDoesNotTellIsAskedFor()
    {
        DnsDesk desk = new DnsDesk();
        int slot = desk.Ask(DnsType.A, Home);
        DnsAsked first = desk.Hear("A home.example");
        first.Reply().Cname(Home, 100, "away.example.net").Send();
        DnsAsked second = desk.Hear("A away.example.net");
        Assert.IsTrue(first.Port.IsClosed);
        Assert.AreNotEqual(first.Id, second.Id);
        second.Reply().A("away.example.net", 300, "192.0.2.9").Send();
        Assert.AreEqual("192.0.2.9", desk.Result(slot));
        Assert.AreEqual(100, desk.Seconds(slot));
    }

    [TestMethod]
    public void AliasesInACircleEnd()
    {
        DnsDesk desk = new DnsDesk(new Limits(), "10.0.0.1");
        int slot = desk.Ask(DnsType.A, Home);
        desk.Hear().Reply().Cname(Home, 100, "b.example").Cname("b.example", 100, Home).Send();
        Assert.AreEqual("server failed", desk.Result(slot));
    }

    [TestMethod]
    public void AliasesFromAnswerToAnswerEnd()
    {
        DnsDesk desk = new DnsDesk(new Limits(), "10.0.0.1");
        int slot = desk.Ask(DnsType.A, Home);
        int asked = 0;
        for (DnsAsked heard = desk.Hear(); heard != null; heard = desk.TryHear())
        {
            Assert.IsTrue(++asked < 20, "for ever");
            string name = heard.Name.ToLower();
            heard.Reply().Cname(name, 100, "n" + asked.ToString() + ".example").Send();
        }

        Assert.AreEqual("server failed", desk.Result(slot));
    }

    [TestMethod]
    public void NoSuchNameIsAVerdict()
    {
        DnsDesk desk = new DnsDesk();
        int slot = desk.Ask(DnsType.Txt, Home);
        desk.Hear().Reply().Code(3).Soa("example", 900, 120).Send();
        Assert.AreEqual("no name", desk.Result(slot));
        Assert.AreEqual(120, desk.Seconds(slot));
    }

    [TestMethod]
    public void AnAliasOfNothingIsNoName()
    {
        DnsDesk desk = new DnsDesk();
        int slot = desk.Ask(DnsType.Txt, Home);
        desk.Hear().Reply().Code(3).Cname(Home, 30, "nobody.example").Soa("example", 900, 120).Send();
        Assert.AreEqual("no name", desk.Result(slot));
        Assert.AreEqual(30, desk.Seconds(slot));
    }

    [TestMethod]
    public void NoSuchRecordsIsAVerdict()
    {
        DnsDesk desk = new DnsDesk();
        int slot = desk.Ask(DnsType.Txt, Home);
        desk.Hear().Reply().Soa(Home, 60, 900).Send();
        Assert.AreEqual("no data", desk.Result(slot));
        Assert.AreEqual(60, desk.Seconds(slot));
    }

    [TestMethod]
    public void NullExchangeMeansNoMail()
    {
        DnsDesk desk = new DnsDesk();
        int slot = desk.Ask(DnsType.Mx, Home);
        desk.Hear().Reply().Mx(Home, 300, 0, string.Empty).Send();
        Assert.AreEqual("no mail", desk.Result(slot));
        Assert.AreEqual(300, desk.Seconds(slot));
    }

    [TestMethod]
    public void ANullExchangeBesideOthersIsLeftOut()
    {
        DnsDesk desk = new DnsDesk();
        int slot = desk.Ask(DnsType.Mx, Home);
        desk.Hear().Reply().Mx(Home, 300, 0, string.Empty).Mx(Home, 300, 10, "mx.example").Mx(Home, 300, 20, "not a host.example").Send();
        Assert.AreEqual("mx.example", desk.Result(slot));
    }

    [TestMethod]
    public void WhatHasNoRoomIsLeftOutTheLeastPreferredFirst()
    {
        DnsDesk desk = new DnsDesk(new Limits { DnsQuestionOctets = 59 });
        int slot = desk.Ask(DnsType.Mx, Home);
        desk.Hear().Reply().Mx(Home, 300, 30, "third.example").Mx(Home, 300, 20, "second.example").Mx(Home, 300, 10, "first.example").Send();
        Assert.AreEqual("first.example second.example", desk.Result(slot));
    }

    [TestMethod]
    public void WhatIsNoNameIsNotAsked()
    {
        DnsDesk desk = new DnsDesk();
        string label = "1234567890123456789012345678901234567890123456789012345678901234";
        string[] bad = new[] { string.Empty, ".", "a..b", ".a", "a.", "a b", label };
        for (int i = 0; i < bad.Length; i++)
        {
            Assert.AreEqual(Resolver.NotAName, desk.Ask(DnsType.A, bad[i]), bad[i]);
        }

        Assert.IsTrue(desk.Ask(DnsType.A, label.Substring(1)) >= 0);
        string longest = label.Substring(1) + "." + label.Substring(1) + "." + label.Substring(1) + "." + label.Substring(1);
        DnsDesk roomy = new DnsDesk(new Limits { DnsQuestionOctets = 512 });
        Assert.AreEqual(Resolver.NotAName, roomy.Ask(DnsType.A, longest));
        Assert.IsTrue(roomy.Ask(DnsType.A, longest.Substring(2)) >= 0);
        Assert.AreEqual(255, roomy.Hear().NameLength);
    }
}
