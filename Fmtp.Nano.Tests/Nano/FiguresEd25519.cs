using System;
using Fmtp.Nano.Protocol;
using GC = nanoFramework.Runtime.Native.GC;

namespace Fmtp.Nano.Tests;

/// <summary>What signatures take of a board's heap and time, for docs/ED25519.md. Times are multiples of one iteration of
/// an empty loop in the same run: they hold for a board too.</summary>
public static class FiguresEd25519
{
    private const int MessageLength = 100;
    private const int StepsMax = 200;
    private const int Loop = 10000;

    // A step's time is its best in so many repetitions, so that what else the machine does is not in it.
    private const int Times = 40;
    private const int LoopTimes = 1000;

    private static readonly byte[] Message = new byte[MessageLength];
    private static readonly byte[] Seed = new byte[KeyPair.SeedLength];
    private static readonly byte[] Signature = new byte[Signer.SignatureLength];
    private static readonly byte[] OtherSignature = new byte[Signer.SignatureLength];
    private static Ed25519Scratch _scratch;
    private static Signer _signer;
    private static Verifier _verifier;
    private static KeyPair _key;
    private static KeyPair _other;
    private static double _unit;

    private delegate void Begin();

    private delegate bool Step();

    /// <summary>Measures.</summary>
    public static void Main()
    {
        Unit();
        long before = GC.Run(true);
        _scratch = new Ed25519Scratch();
        before = Heap("scratch", before);
        _signer = new Signer(_scratch);
        before = Heap("signer", before);
        _verifier = new Verifier(_scratch);
        before = Heap("verifier", before);
        _other = KeyPair.FromSeed(Seed, _scratch);
        Finish(() => _other.Step());
        Heap("first key pair, with the table of the base point", before);
        Seed[0] = 1;
        Say("key pair", () => _key = KeyPair.FromSeed(Seed, _scratch), () => _key.Step());
        Say("sign", () => _signer.Begin(_key, Message, 0, MessageLength, Signature), () => _signer.Step());
        _signer.Begin(_other, Message, 0, MessageLength, OtherSignature);
        Finish(() => _signer.Step());
        Say("verify, the key before again", () => Verify(_key, Signature), () => _verifier.Step());
        Check();
        Say("verify, another key", VerifyAnother, () => _verifier.Step());
        Check();
        Hash();
    }

    private static void VerifyAnother()
    {
        Verify(_other, OtherSignature);
        Finish(() => _verifier.Step());
        Check();
        Verify(_key, Signature);
    }

    private static void Verify(KeyPair key, byte[] signature)
    {
        _verifier.Begin(key.PublicKey, Message, 0, MessageLength, signature);
    }

    private static void Check()
    {
        if (!_verifier.IsValid)
        {
            throw new Exception();
        }
    }

    private static void Finish(Step step)
    {
        while (!step())
        {
        }
    }

    private static void Hash()
    {
        const int Blocks = 50;
        byte[] octets = new byte[Blocks * Sha512.Block];
        Sha512 hash = new Sha512();
        hash.Begin();
        long best = long.MaxValue;
        for (int i = 0; i < Times; i++)
        {
            long start = DateTime.UtcNow.Ticks;
            hash.Append(octets, 0, octets.Length);
            best = Min(best, DateTime.UtcNow.Ticks - start);
        }

        Console.WriteLine("SHA-512 of a block of 128 octets: " + Multiple(best / Blocks) + " x");
    }

    private static void Say(string name, Begin begin, Step step)
    {
        long[] best = new long[StepsMax];
        int steps = 0;
        for (int i = 0; i < Times; i++)
        {
            begin();
            bool isDone = false;
            for (steps = 0; !isDone; steps++)
            {
                long start = DateTime.UtcNow.Ticks;
                isDone = step();
                long time = DateTime.UtcNow.Ticks - start;
                best[steps] = best[steps] == 0 ? time : Min(best[steps], time);
            }
        }

        long sum = 0;
        long longest = 0;
        for (int i = 0; i < steps; i++)
        {
            sum += best[i];
            longest = best[i] > longest ? best[i] : longest;
        }

        Console.WriteLine(name + ": " + Multiple(sum) + " x in " + steps.ToString() + " steps, the longest " + Multiple(longest) + " x");
    }

    private static long Heap(string name, long before)
    {
        long now = GC.Run(true);
        Console.WriteLine("heap, " + name + ": " + (before - now).ToString() + " octets");
        return now;
    }

    private static void Unit()
    {
        long best = long.MaxValue;
        for (int i = 0; i < LoopTimes; i++)
        {
            long start = DateTime.UtcNow.Ticks;
            for (int k = 0; k < Loop; k++)
            {
            }

            best = Min(best, DateTime.UtcNow.Ticks - start);
        }

        _unit = (double)best / Loop;
    }

    // System.Math is an assembly of its own there.
    private static long Min(long a, long b)
    {
        return a < b ? a : b;
    }

    private static string Multiple(long ticks)
    {
        return ((long)(ticks / _unit)).ToString();
    }
}
