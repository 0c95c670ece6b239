namespace Fmtp.Nano.Tests;

/// <summary>Servers that are silent, fail, cut their answers or cannot be reached.</summary>
[TestClass]
public class DnsServersTests
{
    private const string Home = "home.example";

    [TestMethod]
    public void SilentServersAreAskedInTurnAndLessAndLessOften()
    {
        DnsDesk desk = new DnsDesk();
        long begin = desk.Now;
        int slot = desk.Ask(DnsType.A, Home);
        string[] servers = new[] { "10.0.0.1:53", "10.0.0.2:5353" };
        int[] at = new[] { 0, 1000, 2000, 4000, 6000 };
        for (int i = 0; i < at.Length; i++)
        {
            if (i > 0)
            {
                desk.Wait((int)(begin + at[i] - 10 - desk.Now));
                desk.HearNothing();
                desk.Wait(20);
            }

            Assert.AreEqual(servers[i % 2], desk.Hear().Server);
        }

        desk.Wait((int)(begin + 9980 - desk.Now));
        Assert.AreEqual("pending", desk.Result(slot));
        desk.Wait(20);
        Assert.AreEqual("timed out", desk.Result(slot));
        Assert.AreEqual(0, desk.Network.Open);
        Assert.AreEqual(5, desk.Network.Ports.Count);
    }

    [TestMethod]
    public void TheNextServerIsAskedAtOnceWhenOneCannotTell()
    {
        int[] codes = new[] { 1, 2, 4, 5, 9, 15 };
        for (int i = 0; i < codes.Length; i++)
        {
            DnsDesk desk = new DnsDesk();
            int slot = desk.Ask(DnsType.A, Home);
            desk.Hear().Reply().Code(codes[i]).Send();
            DnsAsked second = desk.Hear();
            Assert.AreEqual("10.0.0.2:5353", second.Server);
            second.Reply().A(Home, 300, "192.0.2.1").Send();
            Assert.AreEqual("192.0.2.1", desk.Result(slot));
        }
    }

    [TestMethod]
    public void WhenAllFailItHasFailed()
    {
        DnsDesk desk = new DnsDesk();
        int slot = desk.Ask(DnsType.A, Home);
        desk.Hear().Reply().Code(2).Send();
        desk.Hear().Reply().Referral("example").Send(); // knows only who would know
        Assert.AreEqual("server failed", desk.Result(slot));
        desk.HearNothing();
    }

    [TestMethod]
    public void ThatANameExistsAndDoesNotIsNoVerdict()
    {
        DnsDesk desk = new DnsDesk(new Limits(), "10.0.0.1");
        int slot = desk.Ask(DnsType.A, Home);
        desk.Hear().Reply().Code(3).A(Home, 300, "192.0.2.1").Send();
        Assert.AreEqual("server failed", desk.Result(slot));
    }

    [TestMethod]
    public void AServerThatFailedIsNotAskedAgainASilentOneIs()
    {
        DnsDesk desk = new DnsDesk();
        desk.Ask(DnsType.A, Home);
        desk.Hear().Reply().Code(5).Send();
        Assert.AreEqual("10.0.0.2:5353", desk.Hear().Server);
        desk.Wait(1100);
        Assert.AreEqual("10.0.0.2:5353", desk.Hear().Server);
    }

    [TestMethod]
    public void TheServerThatAnsweredIsAskedFirst()
    {
        DnsDesk desk = new DnsDesk();
        int slot = desk.Ask(DnsType.A, Home);
        desk.Hear();
        desk.Wait(1100);
        desk.Hear().Reply().A(Home, 300, "192.0.2.1").Send();
        Assert.AreEqual("192.0.2.1", desk.Result(slot));
        desk.Ask(DnsType.Mx, Home);
        Assert.AreEqual("10.0.0.2:5353", desk.Hear().Server);
    }

    [TestMethod]
    public void ARefusedPortIsAServerThatCannotTell()
    {
        DnsDesk desk = new DnsDesk();
        int slot = desk.Ask(DnsType.A, Home);
        desk.Hear().Port.IsRefused = true;
        desk.Hear().Port.IsRefused = true;
        Assert.AreEqual("server failed", desk.Result(slot));
    }

    [TestMethod]
    public void WithoutServersNothingIsAsked()
    {
        DnsDesk desk = new DnsDesk(new Limits(), new string[0]);
        int slot = desk.Ask(DnsType.A, Home);
        Assert.AreEqual("server failed", desk.Result(slot));
        DnsDesk none = new DnsDesk(new Limits(), null);
        Assert.AreEqual("server failed", none.Result(none.Ask(DnsType.A, Home)));
    }

    [TestMethod]
    public void WithoutASocketItWaitsForOne()
    {
        DnsDesk desk = new DnsDesk();
        desk.Network.IsUnreachable = true;
        int slot = desk.Ask(DnsType.A, Home);
        desk.Wait(500);
        Assert.AreEqual("pending", desk.Result(slot));
        desk.Network.IsUnreachable = false;
        desk.Wait(60);
        desk.Hear().Reply().A(Home, 300, "192.0.2.1").Send();
        Assert.AreEqual("192.0.2.1", desk.Result(slot));
    }

    [TestMethod]
    public void ServersAreReadAsTheyAreConfigured()
    {
        DnsDesk desk = new DnsDesk(new Limits(), "10.1.2.3", "10.1.2.3:54", "2001:db8::1", "[2001:db8::1]:55");
        desk.Ask(DnsType.A, Home);
        string[] servers = new[] { "10.1.2.3:53", "10.1.2.3:54", "2001:db8::1:53", "2001:db8::1:55" };
        for (int i = 0; i < servers.Length; i++)
        {
            DnsAsked asked = desk.Hear();
            Assert.AreEqual(servers[i], asked.Server);
            asked.Reply().Code(2).Send();
        }
    }

    [TestMethod]
    public void ATruncatedAnswerIsFetchedOverTcp()
    {
        DnsDesk desk = new DnsDesk();
        int slot = desk.Ask(DnsType.Txt, Home);
        DnsAsked asked = desk.Hear();
        asked.Reply().Txt(Home, 300, "one half").Truncated().Send();
        DnsAsked again = desk.Hear("TXT home.example");
        Assert.IsTrue(again.IsTcp);
        Assert.IsTrue(asked.Port.IsClosed);
        Assert.AreEqual("pending", desk.Result(slot));
        again.Reply().Txt(Home, 300, "one half").Txt(Home, 300, "and half").Send();
        Assert.AreEqual("one half and half", desk.Result(slot));
        Assert.AreEqual(0, desk.Network.Open);
    }

    [TestMethod]
    public void OverTcpItMayComeOctetByOctet()
    {
        DnsDesk desk = new DnsDesk();
        int slot = desk.Ask(DnsType.Txt, Home);
        desk.Hear().Reply().Truncated().Send();
        DnsAsked again = desk.Hear();
        again.Connection.Piece = 1;
        again.Reply().Txt(Home, 300, "one half").Txt(Home, 300, "and half").Send();
        Assert.AreEqual("one half and half", desk.Result(slot));
    }

    [TestMethod]
    public void WhatIsWrongOverTcpIsLeftToTheNextServer()
    {
        for (int i = 0; i < 6; i++)
        {
            DnsDesk desk = new DnsDesk();
            int slot = desk.Ask(DnsType.A, Home);
            desk.Hear().Reply().Truncated().Send();
            DnsAsked again = desk.Hear();
            switch (i)
            {
                case 0: again.Reply().Truncated().Send(); break;
                case 1: again.Connection.IsReset = true; break;
                case 2: again.Connection.ToRelay.Add(new byte[] { 0, 40, 1 }, 0, 3); again.Connection.IsHalfClosed = true; break;
                case 3: again.Connection.ToRelay.Add(new byte[] { 0xFF, 0xFF, 1 }, 0, 3); break; // more than there is room for
                case 4: again.Connection.ToRelay.Add(new byte[] { 0, 0, 1 }, 0, 3); break;
                default: again.Reply().A(Home, 300, "192.0.2.66").With(0, again.Octets[0] ^ 1).Send(); break;
            }

            DnsAsked other = desk.Hear();
            Assert.AreEqual("10.0.0.2:5353", other.Server, i.ToString());
            other.Reply().A(Home, 300, "192.0.2.1").Send();
            Assert.AreEqual("192.0.2.1", desk.Result(slot));
            Assert.AreEqual(0, desk.Network.Open);
        }
    }

    [TestMethod]
    public void ASilentConnectionTimesOut()
    {
        DnsDesk desk = new DnsDesk();
        desk.Ask(DnsType.A, Home);
        desk.Hear().Reply().Truncated().Send();
        Assert.IsTrue(desk.Hear().IsTcp);
        desk.Wait(3900);
        desk.HearNothing();
        desk.Wait(200);
        Assert.AreEqual("10.0.0.2:5353", desk.Hear().Server);
    }
}
