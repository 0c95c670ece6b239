using System;
using Fmtp.Nano.Protocol;
using GC = nanoFramework.Runtime.Native.GC;

namespace Fmtp.Nano.Tests;

/// <summary>What signatures take of a small board's heap, at rest and at work, a line a figure.</summary>
public static class FiguresSigned
{
    // RFC 8032 section 7.1, test 1: the signature of nothing.
    private const string PublicKey = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
    private const string Signature = "5VZDAMNgrHKQhuLMgG6CioSHfx645dl02HPgZSJJAVVfuIIVkKM7rMYeOXAc+bRr0lv18FlbviRlUUFDjnoQCw==";

    private static readonly byte[] Seed = new byte[KeyPair.SeedLength];
    private static House _house;
    private static object _part;

    /// <summary>Measures.</summary>
    public static void Main()
    {
        Parts();
        Chip chip = new Chip(4800);
        Say("without", chip, false, 0, null);
        Say("verify", chip, true, 0, null);
        Say("verify, DNS", chip, true, 0, "10.0.0.53");
        Say("verify, DNS, sign", chip, true, 0, "10.0.0.53");
        Say("verify, DNS, sign, a way", chip, true, 1, "10.0.0.53");
    }

    private static void Parts()
    {
        long before = GC.Run(true);
        SlicedSignatures signatures = new SlicedSignatures(null);
        before = Heap("signatures, verify", before);
        Finish(signatures);
        signatures.BeginVerify(Convert.FromBase64String(PublicKey), Seed, 0, 0, Convert.FromBase64String(Signature));
        Finish(signatures);
        Console.WriteLine("| verified | " + (signatures.IsValid ? "yes" : "no") + " | |");
        before = Heap("at work", before);
        _part = signatures;
        SlicedSignatures both = new SlicedSignatures(Seed);
        before = Heap("signatures, sign and verify", before);
        Finish(both);
        before = Heap("key derived", before);
        _part = both;
        _part = null;
    }

    private static void Finish(SlicedSignatures signatures)
    {
        while (!signatures.Step())
        {
        }
    }

    private static void Say(string what, Chip chip, bool isVerifying, int ways, string dns)
    {
        _house = null;
        Limits limits = House.Wroom();
        limits.Ways = ways;
        _house = new House(chip, limits);
        long before = GC.Run(true);
        bool isSigning = what.IndexOf("sign") > 0;
        SigningSettings signing = isSigning ? new SigningSettings { Selector = "s1", Seed = Convert.ToBase64String(Seed) } : null;
        _house.Start(isVerifying ? new SlicedSignatures(isSigning ? Seed : null) : null, dns, signing);
        before = Heap("relay at rest: " + what, before);
        _house.Run();
        Heap("  after its first steps", before);
    }

    private static long Heap(string what, long before)
    {
        long after = GC.Run(true);
        Console.WriteLine("| " + what + " | " + (before - after).ToString() + " | octets |");
        return after;
    }
}
