using Ascii = Fmtp.Nano.Protocol.Ascii;

namespace Fmtp.Nano.Tests;

/// <summary>The way from a domain to the addresses of its relays.</summary>
[TestClass]
public class DnsLocatorTests
{
    private const string Home = "home.example";

    [TestMethod]
    public void TheAddressesOfTheExchangesOneByOne()
    {
        DnsDesk desk = new DnsDesk();
        Locator locator = Begin(desk);
        Assert.AreEqual("pending", Next(desk, locator));
        desk.Hear("MX home.example").Reply().Mx(Home, 300, 20, "b.example").Mx(Home, 300, 10, "a.example").Send();
        Assert.AreEqual("pending", Next(desk, locator));
        desk.Hear("A a.example").Reply().A("a.example", 300, "192.0.2.1").A("a.example", 300, "192.0.2.2").Send();
        Assert.AreEqual("192.0.2.1", Next(desk, locator));
        Assert.AreEqual("192.0.2.2", Next(desk, locator));
        desk.HearNothing(); // the second exchange is not looked up before it is wanted
        Assert.AreEqual("pending", Next(desk, locator));
        desk.Hear("A b.example").Reply().A("b.example", 300, "192.0.2.3").Send();
        Assert.AreEqual("192.0.2.3", Next(desk, locator));
        Assert.AreEqual("no data", Next(desk, locator));
        Assert.AreEqual("no data", Next(desk, locator));
        locator.End();
        AllFree(desk);
    }

    [TestMethod]
    public void TheDomainItselfWhereItHasNoExchange()
    {
        DnsDesk desk = new DnsDesk();
        Locator locator = Begin(desk);
        desk.Hear("MX home.example").Reply().Soa(Home, 300, 300).Send();
        Assert.AreEqual("pending", Next(desk, locator));
        desk.Hear("A home.example").Reply().A(Home, 300, "192.0.2.1").Send();
        Assert.AreEqual("192.0.2.1", Next(desk, locator));
        Assert.AreEqual("no data", Next(desk, locator));
        AllFree(desk);
    }

    [TestMethod]
    public void IPv6BehindIPv4WhereItIsOfUse()
    {
        DnsDesk desk = new DnsDesk(new Limits { DnsV6 = true }, "10.0.0.1");
        Locator locator = Begin(desk);
        desk.Hear("MX home.example").Reply().Mx(Home, 300, 10, "a.example").Send();
        Next(desk, locator);
        desk.Hear("A a.example").Reply().Soa("a.example", 300, 300).Send();
        Next(desk, locator);
        desk.Hear("AAAA a.example").Reply().Aaaa("a.example", 300, 0x2001, 0xDB8, 0, 0, 0xFFFF, 0, 0x8000, 1)
            .Aaaa("a.example", 300, 0, 0, 0, 0, 0, 0xFFFF, 0x7F00, 1).Send();
        Assert.AreEqual("2001:db8:0:0:ffff:0:8000:1", Next(desk, locator));
        Endpoint mapped = new Endpoint();
        desk.Step();
        Assert.AreEqual(DnsState.Answered, locator.Next(mapped, desk.Now));
        Assert.AreEqual("127.0.0.1", Locator.Host(mapped)); // in disguise
        Assert.IsTrue(mapped.IsNear);
    }

    [TestMethod]
    public void AVerdictAboutTheDomainEndsIt()
    {
        DnsDesk desk = new DnsDesk();
        Locator locator = Begin(desk);
        desk.Hear().Reply().Mx(Home, 300, 0, string.Empty).Send();
        Assert.AreEqual("no mail", Next(desk, locator));
        desk.HearNothing();

        desk = new DnsDesk();
        locator = Begin(desk);
        desk.Hear().Reply().Code(3).Soa("example", 300, 300).Send();
        Assert.AreEqual("no name", Next(desk, locator));
        desk.HearNothing();
        AllFree(desk);
    }

    [TestMethod]
    public void AFailureIsNotTakenForANo()
    {
        DnsDesk desk = new DnsDesk(new Limits(), "10.0.0.1");
        Locator locator = Begin(desk);
        desk.Hear().Reply().Code(2).Send();
        Assert.AreEqual("server failed", Next(desk, locator));

        desk = new DnsDesk(new Limits(), "10.0.0.1");
        locator = Begin(desk);
        desk.Hear().Reply().Mx(Home, 300, 10, "a.example").Mx(Home, 300, 20, "b.example").Send();
        Next(desk, locator);
        desk.Hear("A a.example").Reply().Code(2).Send();
        Next(desk, locator);
        desk.Hear("A b.example").Reply().Code(3).Soa("example", 300, 300).Send();
        Assert.AreEqual("server failed", Next(desk, locator));
        AllFree(desk);
    }

    [TestMethod]
    public void AnExchangeWithoutAddressIsPassedOver()
    {
        DnsDesk desk = new DnsDesk();
        Locator locator = Begin(desk);
        desk.Hear().Reply().Mx(Home, 300, 10, "a.example").Mx(Home, 300, 20, "b.example").Send();
        Next(desk, locator);
        desk.Hear("A a.example").Reply().Code(3).Soa("example", 300, 300).Send();
        Next(desk, locator);
        desk.Hear("A b.example").Reply().A("b.example", 300, "192.0.2.2").Send();
        Assert.AreEqual("192.0.2.2", Next(desk, locator));
    }

    [TestMethod]
    public void SoManyAddressesAndNoMore()
    {
        DnsDesk desk = new DnsDesk(new Limits { DnsQuestionOctets = 512 }, "10.0.0.1");
        Locator locator = Begin(desk);
        desk.Hear().Reply().Soa(Home, 300, 300).Send();
        Next(desk, locator);
        DnsReply reply = desk.Hear().Reply();
        for (int i = 1; i <= 20; i++)
        {
            reply.A(Home, 300, "192.0.2." + i.ToString());
        }

        reply.Send();
        int given = 0;
        while (Next(desk, locator).IndexOf("192") == 0)
        {
            given++;
        }

        Assert.AreEqual(8, given);
        AllFree(desk);
    }

    [TestMethod]
    public void AFullTableIsAFailureForNow()
    {
        DnsDesk desk = new DnsDesk(new Limits { DnsQuestions = 1 });
        Locator locator = Begin(desk);
        Assert.AreEqual("server failed", Next(desk, Begin(desk, "other.example")));
        desk.Hear().Reply().Mx(Home, 300, 10, "a.example").Send();
        Assert.AreEqual("server failed", Next(desk, locator));
        AllFree(desk);
    }

    [TestMethod]
    public void ItCanEndAtAnyTimeAndBeginAgain()
    {
        DnsDesk desk = new DnsDesk();
        Locator locator = Begin(desk);
        locator.End();
        locator.End();
        Assert.AreEqual("no data", Next(desk, locator));
        byte[] domain = Ascii.Octets(Home);
        locator.Begin(domain, 0, domain.Length, desk.Now);
        locator.Begin(domain, 0, domain.Length, desk.Now);
        desk.Hear("MX home.example").Reply().Mx(Home, 300, 10, "a.example").Send();
        Assert.AreEqual("pending", Next(desk, locator));
        desk.Hear("A a.example");
        locator.Begin(domain, 0, domain.Length, desk.Now);
        Assert.AreEqual("pending", Next(desk, locator));
        locator.End();
        desk.Wait(11000);
        AllFree(desk);
    }

    private static Locator Begin(DnsDesk desk)
    {
        return Begin(desk, Home);
    }

    private static Locator Begin(DnsDesk desk, string name)
    {
        Locator locator = new Locator(desk.Resolver, desk.Limits);
        byte[] domain = Ascii.Octets(name);
        locator.Begin(domain, 0, domain.Length, desk.Now);
        return locator;
    }

    private static string Next(DnsDesk desk, Locator locator)
    {
        desk.Step();
        Endpoint into = new Endpoint();
        int state = locator.Next(into, desk.Now);
        return state == DnsState.Answered ? Locator.Host(into) : DnsDesk.Name(state);
    }

    // Every slot can be had: none is held.
    private static void AllFree(DnsDesk desk)
    {
        for (int i = 0; i < desk.Limits.DnsQuestions; i++)
        {
            Assert.IsTrue(desk.Ask(DnsType.A, "free" + i.ToString() + ".example") >= 0, "a slot is held");
        }
    }
}
