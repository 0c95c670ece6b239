namespace Fmtp.Nano.Tests;

/// <summary>One table for what is asked and what is known.</summary>
[TestClass]
public class DnsCacheTests
{
    private const string Home = "home.example";
    private const int Day = 24 * 60 * 60;
    private const int Year = 365 * Day;

    [TestMethod]
    public void TheSameQuestionUnderWayIsShared()
    {
        DnsDesk desk = new DnsDesk();
        int one = desk.Ask(DnsType.A, Home);
        DnsAsked asked = desk.Hear();
        int two = desk.Ask(DnsType.A, "HOME.example");
        Assert.AreEqual(one, two);
        desk.HearNothing();
        asked.Reply().A(Home, 300, "192.0.2.1").Send();
        Assert.AreEqual("192.0.2.1", desk.Result(two));
        Assert.AreNotEqual(one, desk.Ask(DnsType.Mx, Home));
        Assert.AreNotEqual(one, desk.Ask(DnsType.A, "other.example"));
    }

    [TestMethod]
    public void AnAnswerIsKeptAsLongAsItSaysWithinReason()
    {
        Kept(DnsType.Txt, 300, 300);
        Kept(DnsType.Txt, 0, 60);
        Kept(DnsType.Txt, Year, Day);
        Kept(DnsType.Txt, -1, 60); // its highest bit set: 0 (RFC 2181 section 8)
        Kept(DnsType.A, 0, 10);
        Kept(DnsType.A, 30, 30);
        Kept(DnsType.A, Year, Day);
    }

    [TestMethod]
    public void TheShortestTimeOfSeveralCounts()
    {
        DnsDesk desk = new DnsDesk();
        int slot = desk.Ask(DnsType.A, Home);
        desk.Hear().Reply().A(Home, 300, "192.0.2.1").A(Home, 100, "192.0.2.2").A(Home, 200, "192.0.2.3").Send();
        Assert.AreEqual("192.0.2.1 192.0.2.2 192.0.2.3", desk.Result(slot));
        Assert.AreEqual(100, desk.Seconds(slot));
    }

    [TestMethod]
    public void ANoIsKeptAsLongAsTheZoneSaysAnHourAtMost()
    {
        KeptNo(300, 900, 300);
        KeptNo(900, 300, 300);
        KeptNo(Day, Day, 60 * 60);
        KeptNo(Day, 0, 10);
        KeptNo(-1, -1, 10);
    }

    [TestMethod]
    public void ANoWithoutAuthorityIsHardlyKept()
    {
        DnsDesk desk = new DnsDesk();
        int slot = desk.Ask(DnsType.A, Home);
        desk.Hear().Reply().Send();
        Assert.AreEqual("no data", desk.Result(slot));
        Assert.AreEqual(10, desk.Seconds(slot));
    }

    [TestMethod]
    public void AFailureIsForgottenAfterASecond()
    {
        DnsDesk desk = new DnsDesk(new Limits(), "10.0.0.1");
        int slot = desk.Ask(DnsType.A, Home);
        desk.Hear().Reply().Code(2).Send();
        Assert.AreEqual("server failed", desk.Result(slot));
        desk.Now += 900;
        Assert.AreEqual(slot, desk.Ask(DnsType.A, Home));
        desk.HearNothing();
        desk.Now += 200;
        Assert.AreNotEqual(slot, desk.Ask(DnsType.A, Home));
        desk.Hear("A home.example");
    }

    [TestMethod]
    public void ASlotStaysAsItIsUntilItIsReleased()
    {
        DnsDesk desk = new DnsDesk();
        int old = Known(desk, Home, 20, "192.0.2.1");
        desk.Now += 30000;
        int fresh = Known(desk, Home, 20, "192.0.2.2");
        Assert.AreNotEqual(old, fresh);
        Assert.AreEqual("192.0.2.1", desk.Result(old));
        Assert.AreEqual("192.0.2.2", desk.Result(fresh));
    }

    [TestMethod]
    public void AFullTableSaysSo()
    {
        DnsDesk desk = new DnsDesk(new Limits { DnsQuestions = 3 });
        int first = desk.Ask(DnsType.A, "a.example");
        desk.Ask(DnsType.A, "b.example");
        desk.Ask(DnsType.A, "c.example");
        Assert.AreEqual(Resolver.Full, desk.Ask(DnsType.A, "d.example"));
        Assert.AreEqual(first, desk.Ask(DnsType.A, "a.example"));
        desk.Hear("A a.example").Reply().A("a.example", 300, "192.0.2.1").Send();
        Assert.AreEqual("192.0.2.1", desk.Result(first));
        Assert.AreEqual(Resolver.Full, desk.Ask(DnsType.A, "d.example"));
        desk.Resolver.Release(first);
        Assert.AreEqual(Resolver.Full, desk.Ask(DnsType.A, "d.example"));
        desk.Resolver.Release(first); // it was asked for twice
        Assert.AreEqual(first, desk.Ask(DnsType.A, "d.example"));
    }

    [TestMethod]
    public void WhatHoldsTheShortestGoesFirst()
    {
        DnsDesk desk = new DnsDesk(new Limits { DnsQuestions = 3 });
        desk.Resolver.Release(Known(desk, "a.example", 300, "192.0.2.1"));
        desk.Resolver.Release(Known(desk, "b.example", 100, "192.0.2.2"));
        desk.Resolver.Release(Known(desk, "c.example", 200, "192.0.2.3"));
        desk.Resolver.Release(Known(desk, "d.example", 300, "192.0.2.4"));
        Assert.AreEqual("192.0.2.1", desk.Result(desk.Ask(DnsType.A, "a.example")));
        Assert.AreEqual("192.0.2.3", desk.Result(desk.Ask(DnsType.A, "c.example")));
        Assert.AreEqual("192.0.2.4", desk.Result(desk.Ask(DnsType.A, "d.example")));
    }

    [TestMethod]
    public void AQuestionThatNobodyWaitsForIsStillAnswered()
    {
        DnsDesk desk = new DnsDesk();
        desk.Resolver.Release(desk.Ask(DnsType.A, Home));
        desk.Hear().Reply().A(Home, 300, "192.0.2.1").Send();
        desk.Step();
        Assert.AreEqual("192.0.2.1", desk.Result(desk.Ask(DnsType.A, Home)));
    }

    [TestMethod]
    public void OnlySoManyPortsAreOpenAtATime()
    {
        DnsDesk desk = new DnsDesk();
        int[] slots = new int[6];
        for (int i = 0; i < slots.Length; i++)
        {
            slots[i] = desk.Ask(DnsType.A, "n" + i.ToString() + ".example");
        }

        for (int i = 0; i < slots.Length; i++)
        {
            string name = "n" + i.ToString() + ".example";
            desk.Hear("A " + name).Reply().A(name, 300, "192.0.2.1").Send();
        }

        for (int i = 0; i < slots.Length; i++)
        {
            Assert.AreEqual("192.0.2.1", desk.Result(slots[i]));
        }

        Assert.AreEqual(2, desk.Network.OpenMost);
    }

    [TestMethod]
    public void DomainsWithoutServersDoNotKeepTheOthersFromTheirs()
    {
        DnsDesk desk = new DnsDesk(new Limits(), "10.0.0.1");
        desk.Ask(DnsType.A, "dead1.example");
        desk.Ask(DnsType.A, "dead2.example");
        int slot = desk.Ask(DnsType.A, Home);
        desk.Hear("A dead1.example");
        desk.Hear("A dead2.example");
        desk.HearNothing();
        desk.Wait(1100);
        desk.Hear("A home.example").Reply().A(Home, 300, "192.0.2.1").Send();
        Assert.AreEqual("192.0.2.1", desk.Result(slot));
    }

    private static int Known(DnsDesk desk, string domain, int ttl, string address)
    {
        int slot = desk.Ask(DnsType.A, domain);
        desk.Hear("A " + domain).Reply().A(domain, ttl, address).Send();
        Assert.AreEqual(address, desk.Result(slot));
        return slot;
    }

    private static void Kept(int type, int ttl, int seconds)
    {
        DnsDesk desk = new DnsDesk();
        int slot = desk.Ask(type, Home);
        DnsReply reply = desk.Hear().Reply();
        reply = type == DnsType.A ? reply.A(Home, ttl, "192.0.2.1") : reply.Txt(Home, ttl, "text");
        reply.Send();
        desk.Step();
        Again(desk, type, slot, seconds);
    }

    private static void KeptNo(int ttl, int minimum, int seconds)
    {
        DnsDesk desk = new DnsDesk();
        int slot = desk.Ask(DnsType.Txt, Home);
        desk.Hear().Reply().Code(3).Soa("example", ttl, minimum).Send();
        Assert.AreEqual("no name", desk.Result(slot));
        Again(desk, DnsType.Txt, slot, seconds);
    }

    private static void Again(DnsDesk desk, int type, int slot, int seconds)
    {
        Assert.AreEqual(seconds, desk.Seconds(slot));
        desk.Now += ((long)seconds * 1000) - 1;
        Assert.AreEqual(slot, desk.Ask(type, Home));
        desk.HearNothing();
        desk.Now++;
        Assert.AreNotEqual(slot, desk.Ask(type, Home));
        desk.Hear();
    }
}
