using System;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Tests;

/// <summary>What signing and verifying promise beside right results: what is refused, what may be reused, and in
/// how small pieces the work comes.</summary>
[TestClass]
public class Ed25519Tests
{
    private const int Short = 100;
    private const int SOctet = 32;

    // L, lowest octet first.
    private const string L = "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010";

    // The eight points whose order divides 8.
    private static readonly string[] SmallOrder =
    {
        "0100000000000000000000000000000000000000000000000000000000000000",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    };

    // What is written as no point may be: y = 2 has no x; p, p + 1, p + 3 and 2^255 - 1 are written 0, 1, 3 and
    // 18; the neutral element and the point of order two have no x with the sign set.
    private static readonly string[] NoPoint =
    {
        "0200000000000000000000000000000000000000000000000000000000000000",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    };

    [TestMethod]
    public void Every_octet_counts()
    {
        Ed25519Desk desk = new Ed25519Desk();
        KeyPair key = Key(desk);
        byte[] message = Ed25519Desk.Pattern(Short);
        byte[] signature = desk.Sign(key, message);
        Assert.IsTrue(desk.Verify(key.PublicKey, message, signature));
        for (int i = 0; i < signature.Length; i++)
        {
            signature[i] ^= (byte)(1 << (i & 7));
            Assert.IsFalse(desk.Verify(key.PublicKey, message, signature), "signature, octet " + i.ToString());
            signature[i] ^= (byte)(1 << (i & 7));
        }

        for (int i = 0; i < Short; i += 9)
        {
            message[i] ^= 1;
            Assert.IsFalse(desk.Verify(key.PublicKey, message, signature), "message, octet " + i.ToString());
            message[i] ^= 1;
        }

        byte[] other = (byte[])key.PublicKey.Clone();
        for (int i = 0; i < other.Length; i += 3)
        {
            other[i] ^= 4;
            Assert.IsFalse(desk.Verify(other, message, signature), "key, octet " + i.ToString());
            other[i] ^= 4;
        }

        Assert.IsTrue(desk.Verify(key.PublicKey, message, signature));
    }

    [TestMethod]
    public void S_is_below_L()
    {
        Ed25519Desk desk = new Ed25519Desk();
        KeyPair key = Key(desk);
        byte[] message = Ed25519Desk.Pattern(Short);
        byte[] signature = desk.Sign(key, message);

        // S + L is the same number modulo L, and fits: nothing but its being refused keeps it out.
        byte[] l = Ed25519Desk.Hex(L);
        int carry = 0;
        for (int i = 0; i < l.Length; i++)
        {
            carry += signature[SOctet + i] + l[i];
            signature[SOctet + i] = (byte)carry;
            carry >>= 8;
        }

        Assert.AreEqual(0, carry);
        Assert.IsFalse(desk.Verify(key.PublicKey, message, signature));
        Assert.AreEqual(1, desk.Steps, "at once");
        Array.Copy(l, 0, signature, SOctet, l.Length);
        Assert.IsFalse(desk.Verify(key.PublicKey, message, signature));
        Assert.AreEqual(1, desk.Steps, "at once");
    }

    [TestMethod]
    public void Keys_of_small_order_are_refused()
    {
        // With a neutral key R = S B would be valid for every message.
        Ed25519Desk desk = new Ed25519Desk();
        KeyPair key = Key(desk);
        byte[] message = Ed25519Desk.Pattern(Short);
        byte[] signature = new byte[Signer.SignatureLength];
        Array.Copy(Ed25519Desk.Hex("5866666666666666666666666666666666666666666666666666666666666666"), signature, SOctet);
        signature[SOctet] = 1; // R = B, S = 1
        for (int i = 0; i < SmallOrder.Length; i++)
        {
            Assert.IsFalse(desk.Verify(Ed25519Desk.Hex(SmallOrder[i]), message, signature), SmallOrder[i]);
        }

        // As R they are refused too; Desk/ has signatures that would be valid with them.
        byte[] good = desk.Sign(key, message);
        for (int i = 0; i < SmallOrder.Length; i++)
        {
            Array.Copy(Ed25519Desk.Hex(SmallOrder[i]), good, SOctet);
            Assert.IsFalse(desk.Verify(key.PublicKey, message, good), SmallOrder[i]);
        }
    }

    [TestMethod]
    public void What_is_no_point_is_refused()
    {
        Ed25519Desk desk = new Ed25519Desk();
        KeyPair key = Key(desk);
        byte[] message = Ed25519Desk.Pattern(Short);
        byte[] signature = desk.Sign(key, message);
        for (int i = 0; i < NoPoint.Length; i++)
        {
            Assert.IsFalse(desk.Verify(Ed25519Desk.Hex(NoPoint[i]), message, signature), "key " + NoPoint[i]);
        }

        Assert.IsTrue(desk.Verify(key.PublicKey, message, signature), "a refused key is not remembered");
        for (int i = 0; i < NoPoint.Length; i++)
        {
            Array.Copy(Ed25519Desk.Hex(NoPoint[i]), signature, SOctet);
            Assert.IsFalse(desk.Verify(key.PublicKey, message, signature), "R " + NoPoint[i]);
        }
    }

    [TestMethod]
    public void Lengths_are_exact()
    {
        Ed25519Desk desk = new Ed25519Desk();
        KeyPair key = Key(desk);
        byte[] message = Ed25519Desk.Pattern(Short);
        byte[] signature = desk.Sign(key, message);
        for (int length = 0; length < 66; length++)
        {
            byte[] other = new byte[length];
            Array.Copy(signature, other, length < signature.Length ? length : signature.Length);
            Assert.AreEqual(length == signature.Length, desk.Verify(key.PublicKey, message, other));
        }

        Assert.IsFalse(desk.Verify(new byte[31], message, signature));
        Assert.IsFalse(desk.Verify(new byte[33], message, signature));
        Assert.IsFalse(desk.Verify(new byte[0], message, signature));
    }

    [TestMethod]
    public void A_message_stands_anywhere_and_comes_in_slices()
    {
        Ed25519Desk desk = new Ed25519Desk();
        KeyPair key = Key(desk);
        byte[] octets = Ed25519Desk.Pattern(5000);
        int[] lengths = { 0, 1, 63, 64, 95, 96, 111, 112, 127, 128, 129, 255, 256, 257, 4000 };
        for (int i = 0; i < lengths.Length; i++)
        {
            byte[] alone = new byte[lengths[i]];
            Array.Copy(octets, 777, alone, 0, alone.Length);
            byte[] signature = desk.Sign(key, octets, 777, alone.Length);
            Expect.Same(signature, desk.Sign(key, alone));
            Assert.IsTrue(desk.Verify(key.PublicKey, octets, 777, alone.Length, signature));
            Assert.IsTrue(desk.Verify(key.PublicKey, alone, signature));
            Assert.IsFalse(desk.Verify(key.PublicKey, octets, 776, alone.Length + 1, signature));
            Assert.IsFalse(desk.Verify(key.PublicKey, octets, 777, alone.Length + 1, signature));
        }

        Assert.IsTrue(desk.Steps > 4000 / Sha512.Block, "slices of a block");
    }

    [TestMethod]
    public void One_key_after_another()
    {
        Ed25519Desk desk = new Ed25519Desk();
        KeyPair a = desk.Key(Ed25519Desk.Pattern(KeyPair.SeedLength));
        KeyPair b = Key(desk);
        byte[] message = Ed25519Desk.Pattern(Short);
        byte[] byA = desk.Sign(a, message);
        byte[] byB = desk.Sign(b, message);
        Assert.IsTrue(desk.Verify(a.PublicKey, message, byA));
        int first = desk.Steps;
        Assert.IsTrue(desk.Verify(a.PublicKey, message, byA));
        Assert.IsTrue(desk.Steps < first, "the key is remembered");
        Assert.IsFalse(desk.Verify(b.PublicKey, message, byA));
        Assert.IsTrue(desk.Verify(b.PublicKey, message, byB));
        Assert.IsFalse(desk.Verify(a.PublicKey, message, byB));
        Assert.IsTrue(desk.Verify(a.PublicKey, message, byA));
    }

    [TestMethod]
    public void What_is_given_up_leaves_no_trace()
    {
        Ed25519Desk desk = new Ed25519Desk();
        KeyPair a = desk.Key(Ed25519Desk.Pattern(KeyPair.SeedLength));
        KeyPair b = Key(desk);
        byte[] message = Ed25519Desk.Pattern(Short);
        byte[] byA = desk.Sign(a, message);
        byte[] byB = desk.Sign(b, message);
        for (int steps = 0; steps < 130; steps += 7)
        {
            desk.Verifier.Begin(b.PublicKey, message, 0, Short, byB);
            for (int i = 0; i < steps; i++)
            {
                desk.Verifier.Step();
            }

            Assert.IsFalse(desk.Verify(b.PublicKey, message, byA));
            Assert.IsTrue(desk.Verify(a.PublicKey, message, byA));
        }

        desk.Signer.Begin(a, message, 0, Short, new byte[Signer.SignatureLength]);
        desk.Signer.Step();
        Expect.Same(byB, desk.Sign(b, message));
    }

    [TestMethod]
    public void A_scratch_taken_over_is_a_bug_that_shows()
    {
        Ed25519Desk desk = new Ed25519Desk();
        KeyPair key = Key(desk);
        byte[] message = Ed25519Desk.Pattern(Short);
        byte[] signature = new byte[Signer.SignatureLength];
        desk.Signer.Begin(key, message, 0, Short, signature);
        desk.Signer.Step();
        desk.Verifier.Begin(key.PublicKey, message, 0, Short, signature);
        Expect.Throws(typeof(InvalidOperationException), () => desk.Signer.Step());
        KeyPair other = KeyPair.FromSeed(Ed25519Desk.Pattern(KeyPair.SeedLength), desk.Scratch);
        Expect.Throws(typeof(InvalidOperationException), () => desk.Verifier.Step());
        desk.Signer.Begin(key, message, 0, Short, signature);
        Expect.Throws(typeof(InvalidOperationException), () => other.Step());
        Assert.IsFalse(other.IsReady);
        Assert.IsNull(other.PublicKey);
        Assert.IsFalse(desk.Signer.Step());
    }

    [TestMethod]
    public void Work_of_signing_is_the_same_for_every_key()
    {
        Ed25519Desk desk = new Ed25519Desk();
        byte[] message = Ed25519Desk.Pattern(Short);
        for (int i = 0; i < 4; i++)
        {
            byte[] seed = new byte[KeyPair.SeedLength];
            seed[i] = (byte)(i * 85);
            KeyPair key = desk.Key(seed);
            Assert.AreEqual(46, desk.Steps);
            desk.Sign(key, message);
            Assert.AreEqual(49, desk.Steps);
        }
    }

    private static KeyPair Key(Ed25519Desk desk)
    {
        return desk.Key(Ed25519Desk.Hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));
    }
}
