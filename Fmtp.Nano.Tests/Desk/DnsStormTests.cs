using System;
using System.Globalization;

namespace Fmtp.Nano.Tests;

/// <summary>Servers that answer anything at all, from a seed.</summary>
[TestClass]
public class DnsStormTests
{
    private const uint Seeds = 300;
    private const int Turns = 200;
    private const int Names = 12;

    /// <summary>How many times as long as in the ordinary run: FMTP_STORM=20 is the long one.</summary>
    private static readonly uint Factor =
        uint.TryParse(Environment.GetEnvironmentVariable("FMTP_STORM"), CultureInfo.InvariantCulture, out uint factor) ? factor : 1;

    private static readonly int[] Types = [DnsType.A, DnsType.Aaaa, DnsType.Mx, DnsType.Txt];
    private static readonly string[] Words = ["a", "b.a", "home.example", "x.home.example", "very.long.name.of.home.example", string.Empty];

    [TestMethod]
    public void WhateverServersAnswerEveryQuestionEndsInTime()
    {
        for (uint seed = 1; seed <= Seeds * Factor; seed++)
        {
            try
            {
                Run(seed);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"seed {seed}", e);
            }
        }
    }

    private static void Run(uint seed)
    {
        SeededEntropy chance = new(seed);
        DnsDesk desk = new();
        int[] slots = new int[desk.Limits.DnsQuestions];
        Array.Fill(slots, Resolver.Full);
        long[] since = new long[slots.Length];
        for (int turn = 0; turn < Turns; turn++)
        {
            int which = chance.Below(slots.Length);
            if (slots[which] < 0)
            {
                slots[which] = desk.Ask(Types[chance.Below(Types.Length)], $"n{chance.Below(Names)}.home.example");
                since[which] = desk.Now;
            }

            for (DnsAsked? asked = desk.TryHear(); asked != null; asked = desk.TryHear())
            {
                Answer(asked, chance);
            }

            desk.Now += chance.Below(500);
            desk.Step();
            for (int i = 0; i < slots.Length; i++)
            {
                bool isPending = slots[i] >= 0 && desk.Resolver.StateOf(slots[i]) == DnsState.Pending;
                Assert.IsFalse(isPending && desk.Now - since[i] > 10 * 1000, "a question has no end");
                if (slots[i] >= 0 && !isPending && chance.OneIn(2))
                {
                    Check(desk, slots[i]);
                    desk.Resolver.Release(slots[i]);
                    slots[i] = Resolver.Full;
                }
            }

            Assert.IsTrue(desk.Network.Open <= desk.Limits.DnsFlights);
        }

        desk.Wait(10 * 1000);
        Assert.AreEqual(0, desk.Network.Open);
    }

    private static void Check(DnsDesk desk, int slot)
    {
        int count = desk.Resolver.CountOf(slot);
        Assert.AreEqual(desk.Resolver.StateOf(slot) == DnsState.Answered, count > 0);
        for (int i = 0; i < count; i++)
        {
            int end = desk.Resolver.StartOf(slot, i) + desk.Resolver.LengthOf(slot, i);
            Assert.IsTrue(end <= desk.Resolver.OctetsOf(slot).Length);
        }

        Assert.IsTrue(desk.Resolver.ExpiresAt(slot) <= desk.Now + (24L * 60 * 60 * 1000));
    }

    private static void Answer(DnsAsked asked, SeededEntropy chance)
    {
        if (chance.OneIn(4))
        {
            return; // lost
        }

        string name = asked.Name.ToLowerInvariant();
        DnsReply reply = asked.Reply();
        for (int records = chance.Below(6); records > 0; records--)
        {
            string owner = chance.OneIn(3) ? Words[chance.Below(Words.Length)] : name;
            string target = chance.OneIn(5) ? name : Words[chance.Below(Words.Length)];
            byte[] data = new byte[chance.Below(40)];
            chance.Fill(data);
            reply = chance.Below(6) switch
            {
                0 => reply.A(owner, chance.Below(1000), "192.0.2.1"),
                1 => reply.Aaaa(owner, chance.Below(1000), 0x2001, 0xDB8, 0, 0, 0, 0, 0, 1),
                2 => reply.Mx(owner, chance.Below(1000), chance.Below(5), target),
                3 => reply.Cname(owner, chance.Below(1000), target),
                4 => reply.Txt(owner, chance.Below(1000), "v=FMTP1", target),
                _ => reply.Record(owner, Types[chance.Below(Types.Length)], data),
            };
        }

        reply = chance.OneIn(4) ? reply.Soa("home.example", chance.Below(1000), chance.Below(1000)) : reply;
        reply = chance.OneIn(8) ? reply.Truncated() : reply;
        reply = chance.OneIn(6) ? reply.Code(chance.Below(6)) : reply;
        byte[] octets = reply.Octets;
        for (int flips = chance.OneIn(2) ? chance.Below(8) : 0; flips > 0; flips--)
        {
            octets[chance.Below(octets.Length)] ^= (byte)(1 << chance.Below(8));
        }

        // Pointers to anywhere.
        if (chance.OneIn(3) && octets.Length > 20)
        {
            int at = 12 + asked.NameLength + 4 + chance.Below(octets.Length);
            if (at < octets.Length)
            {
                octets[at] |= 0xC0;
            }
        }

        asked.Send(chance.OneIn(6) ? octets.AsSpan(0, chance.Below(octets.Length)).ToArray() : octets);
    }
}
