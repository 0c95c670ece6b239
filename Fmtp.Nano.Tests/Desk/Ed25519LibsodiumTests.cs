using System;
using System.Numerics;
using System.Threading;
using System.Threading.Tasks;
using Fmtp.Nano.Protocol;
using NSec.Cryptography;

namespace Fmtp.Nano.Tests;

/// <summary>Signed here and verified by libsodium, signed by libsodium and verified here; and where keys are made
/// to tell verifiers apart, the same verdicts.</summary>
[TestClass]
public class Ed25519LibsodiumTests
{
    private const int Cases = 10_000;

    // A key is used so often: deriving one costs as much as signing.
    private const int CasesAKey = 10;
    private const int MessageMax = 600;

    private static readonly SignatureAlgorithm Libsodium = SignatureAlgorithm.Ed25519;

    /// <summary>Where the count goes.</summary>
    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public void Ten_thousand_random_cases_each_way()
    {
        int done = 0;
        Parallel.For(0, Cases / CasesAKey, () => new Ed25519Desk(), (round, _, desk) =>
        {
            Random random = new(25519 + round);
            byte[] seed = Random(random, KeyPair.SeedLength);
            KeyPair ours = desk.Key(seed);
            using Key theirs = Key.Import(Libsodium, seed, KeyBlobFormat.RawPrivateKey);
            CollectionAssert.AreEqual(theirs.PublicKey.Export(KeyBlobFormat.RawPublicKey), ours.PublicKey);
            for (int i = 0; i < CasesAKey; i++)
            {
                byte[] message = Random(random, random.Next(MessageMax));
                byte[] signature = desk.Sign(ours, message);
                Assert.IsTrue(Libsodium.Verify(theirs.PublicKey, message, signature), "theirs of ours, round " + round);
                signature = Libsodium.Sign(theirs, message);
                Assert.IsTrue(desk.Verify(ours.PublicKey, message, signature), "ours of theirs, round " + round);

                // And one of ten with a bit flipped somewhere.
                if (i == 0)
                {
                    int bit = random.Next(signature.Length * 8);
                    signature[bit >> 3] ^= (byte)(1 << (bit & 7));
                    Assert.IsFalse(desk.Verify(ours.PublicKey, message, signature), "bit " + bit + ", round " + round);
                }

                Interlocked.Increment(ref done);
            }

            return desk;
        }, _ => { });
        Assert.AreEqual(Cases, done);
        TestContext.DisplayMessage(MessageLevel.Informational, "Ed25519: " + done + " random cases each way agree with libsodium");
    }

    [TestMethod]
    public void Keys_and_R_with_a_part_of_small_order_get_the_same_verdict()
    {
        // A = a B + t T and R = r B + u T, T of order eight: multiplied by eight the equation holds for all of
        // them, without only for some. An R of small order comes with r = 0, a key with a = 0.
        Ed25519Desk desk = new();
        byte[] message = Random(new Random(1), 50);
        int valid = 0;
        foreach ((int a, int r) in new[] { (987654321, 12345), (987654321, 0), (0, 12345) })
        {
            for (int tu = 0; tu < 64; tu++)
            {
                (byte[] key, byte[] signature) = Forge(a, tu / 8, r, tu % 8, message);
                bool ours = desk.Verify(key, message, signature);
                Assert.AreEqual(Verdict(key, message, signature), ours, $"a {a} r {r} t and u {tu}");
                Assert.IsFalse(ours && (a == 0 || r == 0), "small order");
                valid += ours ? 1 : 0;
            }
        }

        Assert.IsTrue(valid is > 1 and < 64, valid + " valid");
    }

    [TestMethod]
    public void Encodings_that_nobody_writes_get_the_same_verdict()
    {
        Ed25519Desk desk = new();
        byte[] message = Random(new Random(1), 50);
        KeyPair key = desk.Key(Random(new Random(2), KeyPair.SeedLength));
        byte[] signature = desk.Sign(key, message);
        for (int i = 0; i < 19; i++)
        {
            foreach (int sign in new[] { 0, 128 })
            {
                byte[] y = Ed25519Curve.Octets(Ed25519Curve.P + i);
                y[31] |= (byte)sign;
                Assert.IsFalse(desk.Verify(y, message, signature));
                Assert.IsFalse(Verdict(y, message, signature));
                byte[] other = (byte[])signature.Clone();
                y.CopyTo(other, 0);
                Assert.IsFalse(desk.Verify(key.PublicKey, message, other));
                Assert.IsFalse(Verdict(key.PublicKey, message, other));
            }
        }
    }

    [TestMethod]
    public void Nothing_is_allocated_by_steps()
    {
        Ed25519Desk desk = new();
        KeyPair key = desk.Key(Random(new Random(3), KeyPair.SeedLength));
        byte[] message = Random(new Random(4), 1000);
        byte[] signature = desk.Sign(key, message);
        desk.Verify(key.PublicKey, message, signature);
        long before = GC.GetAllocatedBytesForCurrentThread();
        desk.Signer.Begin(key, message, 0, message.Length, signature);
        while (!desk.Signer.Step())
        {
        }

        desk.Verifier.Begin(key.PublicKey, message, 0, message.Length, signature);
        while (!desk.Verifier.Step())
        {
        }

        Assert.AreEqual(0L, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.IsTrue(desk.Verifier.IsValid);
    }

    [TestMethod]
    public void SHA_512_is_that_of_NET()
    {
        Random random = new(512);
        Fmtp.Nano.Protocol.Sha512 hash = new();
        byte[] digest = new byte[Fmtp.Nano.Protocol.Sha512.Length];
        for (int length = 0; length < 700; length++)
        {
            byte[] octets = Random(random, length);
            int cut = random.Next(length + 1);
            hash.Begin();
            hash.Append(octets, 0, cut);
            hash.Append(octets, cut, length - cut);
            hash.End(digest, 0);
            CollectionAssert.AreEqual(System.Security.Cryptography.SHA512.HashData(octets), digest);
        }
    }

    private static (byte[] Key, byte[] Signature) Forge(BigInteger a, int t, BigInteger r, int u, byte[] message)
    {
        byte[] key = Ed25519Curve.Write(Ed25519Curve.Add(Ed25519Curve.Multiply(a, Ed25519Curve.Base), Ed25519Curve.Multiply(t, Ed25519Curve.Torsion)));
        byte[] point = Ed25519Curve.Write(Ed25519Curve.Add(Ed25519Curve.Multiply(r, Ed25519Curve.Base), Ed25519Curve.Multiply(u, Ed25519Curve.Torsion)));
        BigInteger s = (r + (Ed25519Curve.Hash(point, key, message) * a)) % Ed25519Curve.L;
        byte[] signature = new byte[Fmtp.Nano.Protocol.Signer.SignatureLength];
        point.CopyTo(signature, 0);
        Ed25519Curve.Octets(s).CopyTo(signature, point.Length);
        return (key, signature);
    }

    private static bool Verdict(byte[] key, byte[] message, byte[] signature)
    {
        return PublicKey.TryImport(Libsodium, key, KeyBlobFormat.RawPublicKey, out PublicKey? theirs)
            && Libsodium.Verify(theirs!, message, signature);
    }

    private static byte[] Random(Random random, int length)
    {
        byte[] octets = new byte[length];
        random.NextBytes(octets);
        return octets;
    }
}
