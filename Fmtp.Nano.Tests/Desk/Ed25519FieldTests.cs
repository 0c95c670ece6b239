using System;
using System.Collections.Generic;
using System.Numerics;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Tests;

/// <summary>The arithmetic below signatures against big integers: at the bounds it promises, not only where random
/// keys lead.</summary>
[TestClass]
public class Ed25519FieldTests
{
    // What Field says: a limb of one unit, what the units of two factors may come to, and those of one number.
    private const long Unit = (1L << 28) + (1L << 16);
    private const int UnitsMax = 12;
    private const int NumberMax = 7;
    private const int Rounds = 2000;

    [TestMethod]
    public void Products_are_right_up_to_the_bound()
    {
        Random random = new(8032);
        int[] into = new int[Field.Limbs];
        for (int round = 0; round < Rounds; round++)
        {
            int units = 1 + (round % 4);
            int[] a = Limbs(random, round, units);
            int[] b = Limbs(random, round / 3, Math.Min(UnitsMax / units, NumberMax));
            Field.Multiply(into, a, b);
            Assert.AreEqual(Ed25519Curve.Mod(Value(a) * Value(b)), Ed25519Curve.Mod(Value(into)));
            AssertUnit(into);
            a = Limbs(random, round, 3);
            Field.Square(into, a);
            Assert.AreEqual(Ed25519Curve.Mod(Value(a) * Value(a)), Ed25519Curve.Mod(Value(into)));
            AssertUnit(into);
        }
    }

    [TestMethod]
    public void Octets_are_those_of_the_one_number_below_p()
    {
        Random random = new(2);
        FieldOctets octets = new();
        byte[] written = new byte[32];
        List<BigInteger> edges = new();
        for (int i = -20; i <= 20; i++)
        {
            edges.AddRange(new[] { i, Ed25519Curve.P + i, (2 * Ed25519Curve.P) + i, -Ed25519Curve.P + i, (BigInteger.One << 255) + i, (BigInteger.One << 260) + i });
        }

        foreach (BigInteger edge in edges)
        {
            octets.Write(Limbs(edge), written, 0);
            Assert.AreEqual(Ed25519Curve.Mod(edge), Ed25519Curve.Number(written));
            Assert.AreEqual(Ed25519Curve.Mod(edge).IsZero, octets.IsZero(Limbs(edge)));
        }

        for (int round = 0; round < Rounds; round++)
        {
            int[] a = Limbs(random, round, 4);
            octets.Write(a, written, 0);
            Assert.AreEqual(Ed25519Curve.Mod(Value(a)), Ed25519Curve.Number(written));
            int[] back = new int[Field.Limbs];
            Assert.IsTrue(octets.Read(written, 0, back));
            Assert.AreEqual(Ed25519Curve.Number(written), Value(back));
        }
    }

    [TestMethod]
    public void Powers_are_the_inverse_and_the_root()
    {
        Random random = new(3);
        FieldPower power = new(new Addend(false));
        for (int round = 0; round < 50; round++)
        {
            int[] a = Limbs(random, round, 3);
            BigInteger value = Ed25519Curve.Mod(Value(a));
            foreach (bool isInverse in new[] { true, false })
            {
                power.Begin(a, isInverse);
                while (!power.Step())
                {
                }

                BigInteger exponent = isInverse ? Ed25519Curve.P - 2 : (Ed25519Curve.P - 5) / 8;
                Assert.AreEqual(BigInteger.ModPow(value, exponent, Ed25519Curve.P), Ed25519Curve.Mod(Value(power.Result)));
            }
        }
    }

    [TestMethod]
    public void Scalars_are_reduced_modulo_L()
    {
        Random random = new(4);
        ScalarMath scalars = new();
        byte[] wide = new byte[64];
        byte[] written = new byte[32];
        long[] a = new long[ScalarMath.Limbs];
        long[] b = new long[ScalarMath.Limbs];
        long[] c = new long[ScalarMath.Limbs];
        for (int round = 0; round < Rounds; round++)
        {
            Array.Clear(wide);
            random.NextBytes(wide.AsSpan(0, random.Next(65)));
            if (round % 3 == 0)
            {
                // Near a multiple of L, where one subtraction more or less is needed.
                BigInteger near = (Ed25519Curve.L * (round % 17)) + random.Next(-3, 4);
                near.ToByteArray().AsSpan(0, Math.Min(near.GetByteCount(), 64)).CopyTo(wide);
                wide.AsSpan(near.GetByteCount()).Fill((byte)(near.Sign < 0 ? 255 : 0));
            }

            if (round % 50 == 1)
            {
                Array.Fill(wide, (byte)255);
            }

            scalars.Read(wide, 0, 64, a);
            ScalarMath.Write(a, written, 0);
            BigInteger value = Ed25519Curve.Number(wide) % Ed25519Curve.L;
            Assert.AreEqual(value, Ed25519Curve.Number(written));
            Assert.AreEqual(Ed25519Curve.Number(wide[..32]) < Ed25519Curve.L, scalars.IsReduced(wide, 0));
            scalars.Read(wide, 32, 32, b);
            scalars.Read(wide, 16, 32, c);
            BigInteger expected = ((value * Ed25519Curve.Number(wide[32..])) + Ed25519Curve.Number(wide[16..48])) % Ed25519Curve.L;
            scalars.MultiplyAdd(a, a, b, c);
            ScalarMath.Write(a, written, 0);
            Assert.AreEqual(expected, Ed25519Curve.Number(written));
        }
    }

    [TestMethod]
    public void The_table_is_what_it_says()
    {
        ulong[] table = BaseTable.Make();
        Assert.AreEqual(96, table.Length);
        for (int entry = 0; entry < 8; entry++)
        {
            BigInteger n = BigInteger.One << 192;
            for (int j = 0; j < 3; j++)
            {
                n += ((entry >> j) & 1) == 1 ? BigInteger.One << (64 * j) : -(BigInteger.One << (64 * j));
            }

            (BigInteger x, BigInteger y) = Ed25519Curve.Multiply(n, Ed25519Curve.Base);
            Assert.AreEqual(Ed25519Curve.Mod(y + x), Word(table, (entry * 12) + 0));
            Assert.AreEqual(Ed25519Curve.Mod(y - x), Word(table, (entry * 12) + 4));
            Assert.AreEqual(Ed25519Curve.Mod(2 * Ed25519Curve.D * x * y), Word(table, (entry * 12) + 8));
        }
    }

    private static BigInteger Word(ulong[] table, int at)
    {
        return table[at] + ((BigInteger)table[at + 1] << 64) + ((BigInteger)table[at + 2] << 128) + ((BigInteger)table[at + 3] << 192);
    }

    // Random limbs, or all at one edge, or at edges at random.
    private static int[] Limbs(Random random, int round, int units)
    {
        long edge = units * Unit;
        int[] limbs = new int[Field.Limbs];
        for (int i = 0; i < limbs.Length; i++)
        {
            limbs[i] = (int)((round % 4) switch
            {
                0 => edge,
                1 => random.Next(2) == 0 ? edge : -edge,
                2 => -edge,
                _ => random.NextInt64(-edge, edge + 1),
            });
        }

        return limbs;
    }

    private static int[] Limbs(BigInteger value)
    {
        int[] limbs = new int[Field.Limbs];
        for (int i = 0; i < limbs.Length - 1; i++)
        {
            limbs[i] = (int)(value & Field.Mask);
            value >>= Field.Bits;
        }

        limbs[^1] = (int)value;
        return limbs;
    }

    private static BigInteger Value(int[] limbs)
    {
        BigInteger value = 0;
        for (int i = limbs.Length - 1; i >= 0; i--)
        {
            value = (value << Field.Bits) + limbs[i];
        }

        return value;
    }

    private static void AssertUnit(int[] limbs)
    {
        foreach (int limb in limbs)
        {
            Assert.IsTrue(Math.Abs(limb) <= Unit, "over a unit");
        }
    }
}
