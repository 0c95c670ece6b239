using System;

namespace Fmtp.Nano.Tests;

/// <summary>What the resolver does with answers that are forged, damaged or made to do harm.</summary>
[TestClass]
public class DnsHostileTests
{
    private const string Home = "home.example";
    private const int DeadlineMs = 10 * 1000;

    [TestMethod]
    public void OnlyTheReplyToTheQuestionIsTaken()
    {
        DnsDesk desk = new DnsDesk();
        int slot = desk.Ask(DnsType.A, Home);
        DnsAsked asked = desk.Hear();
        asked.Reply().A(Home, 300, "192.0.2.66").With(0, asked.Octets[0] ^ 1).Send(); // another id
        asked.Reply().A(Home, 300, "192.0.2.66").With(1, asked.Octets[1] ^ 1).Send();
        asked.Reply().A(Home, 300, "192.0.2.66").With(2, 0x01).Send(); // no reply
        asked.Reply().A(Home, 300, "192.0.2.66").With(2, 0xA1).Send(); // another operation
        Assert.AreEqual("pending", desk.Result(slot));
        asked.Reply().A(Home, 300, "192.0.2.66").With(5, 0).Send(); // without a question
        asked.Reply().A(Home, 300, "192.0.2.66").With(5, 2).Send();
        asked.Reply().A(Home, 300, "192.0.2.66").With(13, 'x').Send(); // for another name
        asked.Reply().A(Home, 300, "192.0.2.66").With(asked.Octets.Length - 3, DnsType.Mx).Send(); // another type
        asked.Reply().A(Home, 300, "192.0.2.66").With(asked.Octets.Length - 1, 3).Send(); // another class
        asked.Send(new byte[0]);
        desk.Wait(100);
        Assert.AreEqual("pending", desk.Result(slot));
        asked.Reply().A(Home, 300, "192.0.2.1").Send();
        Assert.AreEqual("192.0.2.1", desk.Result(slot));
    }

    [TestMethod]
    public void OnlyTheServerIsHeard()
    {
        DnsDesk desk = new DnsDesk();
        int slot = desk.Ask(DnsType.A, Home);
        DnsAsked asked = desk.Hear();
        byte[] forged = asked.Reply().A(Home, 300, "192.0.2.66").Octets;
        asked.Port.Arrive(forged, "10.0.0.66", 53);
        asked.Port.Arrive(forged, "10.0.0.1", 5353);
        asked.Port.Arrive(forged, "10.0.0.2", 5353);
        Assert.AreEqual("pending", desk.Result(slot));
    }

    [TestMethod]
    public void ALateAnswerFindsTheDoorClosed()
    {
        DnsDesk desk = new DnsDesk();
        int slot = desk.Ask(DnsType.A, Home);
        DnsAsked first = desk.Hear();
        desk.Wait(1100);
        DnsAsked second = desk.Hear();
        Assert.IsTrue(first.Port.IsClosed);
        second.Port.Arrive(first.Reply().A(Home, 300, "192.0.2.66").Octets, "10.0.0.2", 5353);
        Assert.AreEqual("pending", desk.Result(slot));
    }

    [TestMethod]
    public void EveryQuestionHasAPortAnIdAndACaseOfItsOwn()
    {
        const int questions = 60;
        DnsDesk desk = new DnsDesk();
        int ids = 0;
        int cases = 0;
        DnsAsked last = null;
        for (int i = 0; i < questions; i++)
        {
            int slot = desk.Ask(DnsType.A, Home);
            DnsAsked asked = desk.Hear();
            ids += last != null && asked.Id != last.Id ? 1 : 0;
            cases += last != null && asked.Name != last.Name ? 1 : 0;
            Assert.IsTrue(last == null || (asked.Port != last.Port && last.Port.IsClosed));
            asked.Reply().Code(2).Send();
            desk.Hear().Reply().Code(2).Send();
            Assert.AreEqual("server failed", desk.Result(slot));
            desk.Resolver.Release(slot);
            desk.Wait(1100);
            last = asked;
        }

        Assert.AreEqual(questions - 1, ids);
        Assert.AreEqual(questions - 1, cases);
        Assert.AreEqual(questions * 2, desk.Network.Ports.Count);
        Assert.AreEqual(1, desk.Network.OpenMost);
    }

    [TestMethod]
    public void ANameInAnotherCaseIsAskedForOverTcp()
    {
        DnsDesk desk = new DnsDesk();
        int slot = desk.Ask(DnsType.A, Home);
        DnsAsked asked = desk.Hear();
        asked.Reply().A(Home, 300, "192.0.2.66").With(13, asked.Octets[13] ^ 0x20).Send();
        DnsAsked again = desk.Hear("A home.example");
        Assert.IsTrue(again.IsTcp);
        again.Reply().A(Home, 300, "192.0.2.1").With(13, again.Octets[13] ^ 0x20).Send(); // a server that does so
        Assert.AreEqual("192.0.2.1", desk.Result(slot));
    }

    [TestMethod]
    public void WhatNobodyAskedForIsNotBelieved()
    {
        DnsDesk desk = new DnsDesk();
        int slot = desk.Ask(DnsType.A, Home);
        desk.Hear().Reply().A("bank.example", 300, "192.0.2.66").A(Home, 300, "192.0.2.1").Glue("bank.example", new byte[] { 192, 0, 2, 66 }).Send();
        Assert.AreEqual("192.0.2.1", desk.Result(slot));
        desk.Ask(DnsType.A, "bank.example");
        desk.Hear("A bank.example");
    }

    [TestMethod]
    public void PointersThatLoopOrLeadForwardAreRefused()
    {
        int[] targets = new[] { 0, 1, 2, 0, 11 }; // behind, at and after itself; into the head
        for (int i = 0; i < targets.Length; i++)
        {
            DnsDesk desk = new DnsDesk(new Limits(), "10.0.0.1");
            int slot = desk.Ask(DnsType.A, Home);
            DnsReply reply = desk.Hear().Reply();
            int target = i < 3 ? reply.At + targets[i] : targets[i];
            reply.RecordOf(new byte[] { (byte)(0xC0 | (target >> 8)), (byte)target }, DnsType.A, new byte[] { 192, 0, 2, 66 }).Send();
            Assert.AreEqual("server failed", desk.Result(slot), i.ToString());
        }
    }

    [TestMethod]
    public void PointersThatLeadToEachOtherAreRefused()
    {
        DnsDesk desk = new DnsDesk(new Limits(), "10.0.0.1");
        int slot = desk.Ask(DnsType.Mx, Home);
        DnsReply reply = desk.Hear().Reply();
        int data = reply.At + 2 + 10 + 2; // of the exchange's name: one label, then back to itself
        reply.RecordOf(new byte[] { 0xC0, 12 }, DnsType.Mx, new byte[] { 0, 1, 1, (byte)'a', (byte)(0xC0 | (data >> 8)), (byte)data }).Send();
        Assert.AreEqual("server failed", desk.Result(slot));
    }

    [TestMethod]
    public void ALadderOfPointersIsNotClimbed()
    {
        const int rungs = 100;
        DnsDesk desk = new DnsDesk(new Limits(), "10.0.0.1");
        int slot = desk.Ask(DnsType.A, Home);
        DnsReply reply = desk.Hear().Reply();
        int at = reply.At + 11;
        byte[] ladder = new byte[rungs * 2];
        for (int i = 0; i < rungs; i++)
        {
            int target = i == 0 ? 12 : at + ((i - 1) * 2);
            ladder[i * 2] = (byte)(0xC0 | (target >> 8));
            ladder[(i * 2) + 1] = (byte)target;
        }

        int top = at + ladder.Length - 2;
        reply.RecordOf(new byte[] { 0 }, DnsType.Txt, ladder);
        reply.RecordOf(new byte[] { (byte)(0xC0 | (top >> 8)), (byte)top }, DnsType.A, new byte[] { 192, 0, 2, 66 }).Send();
        Assert.AreEqual("server failed", desk.Result(slot));
    }

    [TestMethod]
    public void RecordsThatAreNotAsTheyShouldBeAreNone()
    {
        byte[][] data = new[] { new byte[0], new byte[3], new byte[5], new byte[16] };
        for (int i = 0; i < data.Length; i++)
        {
            DnsDesk desk = new DnsDesk(new Limits(), "10.0.0.1");
            int address = desk.Ask(DnsType.A, Home);
            desk.Hear().Reply().Record(Home, DnsType.A, data[i]).Send();
            Assert.AreEqual("server failed", desk.Result(address));
            int exchange = desk.Ask(DnsType.Mx, Home);
            byte[] cut = data[i].Length > 2 ? new byte[] { 0, 1, 60, 1 } : data[i];
            desk.Hear().Reply().Record(Home, DnsType.Mx, cut).Send();
            Assert.AreEqual("server failed", desk.Result(exchange));
        }

        DnsDesk last = new DnsDesk(new Limits(), "10.0.0.1");
        int text = last.Ask(DnsType.Txt, Home);
        last.Hear().Reply().Record(Home, DnsType.Txt, new byte[] { 2, (byte)'a' }).Send(); // its string leads out of it
        Assert.AreEqual("server failed", last.Result(text));
    }

    [TestMethod]
    public void AFloodOnThePortDoesNotHoldUpAStep()
    {
        DnsDesk desk = new DnsDesk();
        int slot = desk.Ask(DnsType.A, Home);
        DnsAsked asked = desk.Hear();
        for (int i = 0; i < 1000; i++)
        {
            asked.Send(new byte[40]);
        }

        desk.Resolver.Step(desk.Now);
        asked.Reply().A(Home, 300, "192.0.2.1").Send();
        desk.Wait(500);
        Assert.AreEqual("pending", desk.Result(slot)); // the true one stands far behind
        desk.Wait(DeadlineMs);
        Assert.AreNotEqual("pending", desk.Result(slot));
    }

    [TestMethod]
    public void AnAnswerCutAnywhereDoesNoHarm()
    {
        byte[] whole = Good(new DnsDesk(), out int _);
        for (int length = 0; length < whole.Length; length++)
        {
            DnsDesk desk = new DnsDesk(new Limits(), "10.0.0.1");
            DnsAsked asked = Begin(desk, out int slot);
            byte[] cut = new byte[length];
            Array.Copy(Answer(asked), 0, cut, 0, length);
            asked.Send(cut);
            Settle(desk, slot, asked);
        }
    }

    [TestMethod]
    public void AnAnswerWithAnyBitFlippedDoesNoHarm()
    {
        byte[] whole = Good(new DnsDesk(), out int _);
        for (int bit = 0; bit < whole.Length * 8; bit++)
        {
            DnsDesk desk = new DnsDesk(new Limits(), "10.0.0.1");
            DnsAsked asked = Begin(desk, out int slot);
            byte[] flipped = Answer(asked);
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            asked.Send(flipped);
            Settle(desk, slot, asked);
        }
    }

    [TestMethod]
    public void AnAnswerOverTcpWithAnyBitFlippedDoesNoHarm()
    {
        byte[] whole = Good(new DnsDesk(), out int _);
        for (int bit = -16; bit < whole.Length * 8; bit++)
        {
            DnsDesk desk = new DnsDesk(new Limits(), "10.0.0.1");
            DnsAsked asked = Begin(desk, out int slot);
            asked.Reply().Truncated().Send();
            asked = desk.Hear();
            byte[] answer = Answer(asked);
            byte[] flipped = new byte[answer.Length + 2];
            Array.Copy(answer, 0, flipped, 2, answer.Length);
            flipped[1] = (byte)answer.Length;
            flipped[(bit / 8) + 2 - (bit < 0 && bit % 8 != 0 ? 1 : 0)] ^= (byte)(1 << (bit & 7));
            asked.Connection.ToRelay.Add(flipped, 0, flipped.Length);
            Settle(desk, slot, null);
        }
    }

    private static DnsAsked Begin(DnsDesk desk, out int slot)
    {
        slot = desk.Ask(DnsType.Mx, Home);
        return desk.Hear();
    }

    private static byte[] Good(DnsDesk desk, out int slot)
    {
        DnsAsked asked = Begin(desk, out slot);
        byte[] answer = Answer(asked);
        asked.Send(answer);
        Assert.AreEqual("a.mx.example home.example", desk.Result(slot));
        return answer;
    }

    private static byte[] Answer(DnsAsked asked)
    {
        return asked.Reply().Cname(Home, 60, "mx.example").Mx("mx.example", 60, 5, "a.mx.example").Mx("mx.example", 60, 6, Home)
            .Referral(Home).Glue("mx.example", new byte[] { 192, 0, 2, 1 }).Octets;
    }

    // Whatever it was, it ends: settled, taken for nothing (then the true answer is still welcome), or asked
    // again until the deadline; and all ports are given back.
    private static void Settle(DnsDesk desk, int slot, DnsAsked asked)
    {
        string result = desk.Result(slot);
        if (result == "pending" && asked != null && !asked.Port.IsClosed)
        {
            asked.Send(Answer(asked));
            Assert.AreEqual("a.mx.example home.example", desk.Result(slot));
        }

        desk.Now += 4000;
        desk.Step();
        desk.Now += 4000;
        desk.Step();
        desk.Now += 4000;
        Assert.AreNotEqual("pending", desk.Result(slot));
        Assert.AreEqual(0, desk.Network.Open);
    }
}
