using System;
using System.Text;
using Fmtp.Nano.Protocol;
using Ascii = Fmtp.Nano.Protocol.Ascii;

namespace Fmtp.Nano.Tests;

/// <summary>What stands below everything: HMAC, seals, CRC, base64, numbers; against literals that others computed.</summary>
[TestClass]
public class SealTests
{
    [TestMethod]
    public void HMAC_SHA256_is_that_of_RFC_4231()
    {
        // Test cases 1, 2, 3, 6 and 7; the last two have keys longer than a block.
        Mac("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "4869205468657265",
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
        Mac("4a656665", "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        Mac(Repeat("aa", 20), Repeat("dd", 50),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
        Mac(Repeat("aa", 131), "54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579202d2048617368204b6579204669727374",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    }

    [TestMethod]
    public void A_link_is_sealed_as_computed_elsewhere()
    {
        // key 00…1f; Python: hmac.new(key, b"fmtp1 c\n" + H + b"\n" + R, "sha256") and so on.
        byte[] greeting = Encoding.UTF8.GetBytes(VectorHello + "\n" + VectorReply);
        byte[] line = Encoding.UTF8.GetBytes("AUTH 2 kitchen@home.example hmac");
        byte[] body = Encoding.UTF8.GetBytes("id: kitchen@home.example\ntype: sensor\ndate: 1700000000000\npublic: yes\n\n21.5");
        Seal opener = Seal.ForLink(VectorKey(), greeting, true);
        Seal acceptor = Seal.ForLink(VectorKey(), greeting, false);
        Assert.AreEqual("krkrwfq/cYpIh6A60e11", Link(opener, 0, line, new byte[0]));
        Assert.AreEqual("yVCwVJCyFwUpJLm9CFzl", Link(acceptor, 0, Encoding.UTF8.GetBytes("200 2 time=1700000000000"), new byte[0]));
        Assert.AreEqual("tAtcMxq/NQX+gsiK7TvM", Link(opener, 1, Encoding.UTF8.GetBytes("PUT 3 =75"), body));
        Assert.AreEqual("lAMg4YA9Tg1IstQh7V/v", Link(acceptor, 4294967296 + 258, Encoding.UTF8.GetBytes("200 4"), new byte[0]));
    }

    [TestMethod]
    public void A_datagram_is_sealed_as_computed_elsewhere()
    {
        Seal seal = new Seal(VectorKey());
        byte[] request = Encoding.UTF8.GetBytes("PUT 1 by=kitchen@home.example at=1 =75");
        byte[] body = Encoding.UTF8.GetBytes("id: kitchen@home.example\ntype: sensor\ndate: 1700000000000\npublic: yes\n\n21.5");
        string requestSeal = Datagram(seal, null, request, body);
        Assert.AreEqual("tF16yhWVTNkdDgLlCORW", requestSeal);
        byte[] reply = Encoding.UTF8.GetBytes("201 1 kitchen@home.example date=1700000000000 at=1");
        Assert.AreEqual("QHIrrK+cQv0/Wd21XBIA", Datagram(seal, Encoding.UTF8.GetBytes(requestSeal), reply, new byte[0]));
    }

    [TestMethod]
    public void The_tests_own_seals_are_those_computed_elsewhere()
    {
        byte[] body = Encoding.UTF8.GetBytes("id: kitchen@home.example\ntype: sensor\ndate: 1700000000000\npublic: yes\n\n21.5");
        byte[] opener = Sealing.Direction(VectorKey(), true, VectorHello, VectorReply);
        Assert.AreEqual("tAtcMxq/NQX+gsiK7TvM", Sealing.OfLink(opener, 1, "PUT 3 =75", body));
        string request = Sealing.OfDatagram(VectorKey(), string.Empty, "PUT 1 by=kitchen@home.example at=1 =75", body);
        Assert.AreEqual("tF16yhWVTNkdDgLlCORW", request);
        Assert.AreEqual("QHIrrK+cQv0/Wd21XBIA", Sealing.OfDatagram(VectorKey(), request, "201 1 kitchen@home.example date=1700000000000 at=1", new byte[0]));
    }

    [TestMethod]
    public void A_seal_depends_on_every_octet_it_covers()
    {
        Seal seal = new Seal(VectorKey());
        byte[] line = Encoding.UTF8.GetBytes("PUT 1 =4");
        byte[] body = Encoding.UTF8.GetBytes("21.5");
        string good = Link(seal, 7, line, body);
        Assert.AreNotEqual(good, Link(seal, 8, line, body));
        Assert.AreNotEqual(good, Link(seal, 7, line, new byte[0]));
        for (int i = 0; i < line.Length; i++)
        {
            line[i] ^= 1;
            Assert.AreNotEqual(good, Link(seal, 7, line, body));
            line[i] ^= 1;
        }

        for (int i = 0; i < body.Length; i++)
        {
            body[i] ^= 1;
            Assert.AreNotEqual(good, Link(seal, 7, line, body));
            body[i] ^= 1;
        }

        Assert.AreEqual(good, Link(seal, 7, line, body));
    }

    [TestMethod]
    public void CRC32_has_the_check_value_of_its_catalogue()
    {
        byte[] octets = Encoding.UTF8.GetBytes("123456789");
        Assert.AreEqual(0xCBF43926u, Platform.Crc32(octets, 0, octets.Length));
        Assert.AreEqual(0u, Platform.Crc32(octets, 0, 0));
        byte[] longer = Encoding.UTF8.GetBytes("xx123456789xx");
        Assert.AreEqual(0xCBF43926u, Platform.Crc32(longer, 2, 9));
    }

    [TestMethod]
    public void Base64_is_that_of_RFC_4648()
    {
        byte[] octets = { 0x00, 0x10, 0x83, 0x10, 0x51, 0x87, 0x20, 0x92, 0x8B, 0x30, 0xD3, 0x8F, 0xFB, 0xEF, 0xFF };
        byte[] text = new byte[20];
        Platform.Base64(octets, 0, 15, text, 0);
        Assert.AreEqual("ABCDEFGHIJKLMNOP++//", Heard.Text(text));
        Assert.IsTrue(IsBase64("Zm9v", 3) && IsBase64("Zm8=", 2) && IsBase64("Zg==", 1));
        Assert.IsFalse(IsBase64("Zm8", 2) || IsBase64("Zm8=", 3) || IsBase64("Zm9v", 2) || IsBase64("Z===", 1));
        Assert.IsFalse(IsBase64("Zm9_", 3) || IsBase64("Zm9-", 3) || IsBase64("Zm=v", 3) || IsBase64("Zm9 ", 3));
    }

    [TestMethod]
    public void Numbers_are_read_up_to_2_63_less_1()
    {
        Assert.AreEqual(0L, Number("0"));
        Assert.AreEqual(7L, Number("007"));
        Assert.AreEqual(999999999L, Number("999999999"));
        Assert.AreEqual(1000000000L, Number("1000000000"));
        Assert.AreEqual(long.MaxValue, Number("9223372036854775807"));
        Assert.AreEqual(-1L, Number("9223372036854775808"));
        Assert.AreEqual(-1L, Number("9999999999999999999"));
        Assert.AreEqual(-1L, Number("00000000000000000001"));
        Assert.AreEqual(-1L, Number(string.Empty));
        Assert.AreEqual(-1L, Number("-1"));
        Assert.AreEqual(-1L, Number("1x"));
        Assert.AreEqual(-1L, Number("123456789x"));
        Assert.AreEqual(-1L, Number(" 1"));
    }

    [TestMethod]
    public void Numbers_are_written_as_they_are_read()
    {
        long[] numbers = { 0, 9, 10, 99, 999999999, 1000000000, 1000000001, 10000000000, 1700000000000, 999999999999999999, 1000000000000000000, long.MaxValue };
        byte[] into = new byte[19];
        for (int i = 0; i < numbers.Length; i++)
        {
            int end = Ascii.Write(numbers[i], into, 0);
            Assert.AreEqual(numbers[i].ToString(), Encoding.UTF8.GetString(into, 0, end));
        }
    }

    private const string VectorHello = "HELLO 1 kitchen@home.example nonce=AAECAwQFBgcICQoLDA0ODxAR";
    private const string VectorReply = "200 1 home.example nonce=ISIjJCUmJygpKissLS4vMDEy max=4096 time=1700000000000";

    private static byte[] VectorKey()
    {
        byte[] key = new byte[32];
        for (int i = 0; i < key.Length; i++)
        {
            key[i] = (byte)i;
        }

        return key;
    }

    private static string Link(Seal seal, long counter, byte[] line, byte[] body)
    {
        byte[] octets = Join(line, body);
        byte[] into = new byte[20];
        seal.WriteLink(counter, octets, 0, line.Length, line.Length, body.Length, into, 0);
        return Heard.Text(into);
    }

    private static string Datagram(Seal seal, byte[] request, byte[] line, byte[] body)
    {
        byte[] octets = Join(line, body);
        byte[] into = new byte[20];
        seal.WriteDatagram(request, 0, octets, 0, line.Length, line.Length, body.Length, into, 0);
        return Heard.Text(into);
    }

    private static byte[] Join(byte[] a, byte[] b)
    {
        byte[] joined = new byte[a.Length + b.Length];
        Array.Copy(a, 0, joined, 0, a.Length);
        Array.Copy(b, 0, joined, a.Length, b.Length);
        return joined;
    }

    private static void Mac(string key, string data, string expected)
    {
        byte[] octets = Hex(data);
        byte[] into = new byte[32];
        Mac mac = new Mac(Hex(key));
        for (int turn = 0; turn < 2; turn++)
        {
            // At once, then in two pieces: a mac is used again and again.
            mac.Begin(octets.Length);
            mac.Append(octets, 0, turn);
            mac.Append(octets, turn, octets.Length - turn);
            mac.End(into);
            Expect.Same(Hex(expected), into);
        }
    }

    private static byte[] Hex(string text)
    {
        byte[] octets = new byte[text.Length / 2];
        for (int i = 0; i < octets.Length; i++)
        {
            octets[i] = Convert.ToByte(text.Substring(i * 2, 2), 16);
        }

        return octets;
    }

    private static string Repeat(string text, int count)
    {
        StringBuilder row = new StringBuilder();
        for (int i = 0; i < count; i++)
        {
            row.Append(text);
        }

        return row.ToString();
    }

    private static bool IsBase64(string text, int decoded)
    {
        byte[] octets = Encoding.UTF8.GetBytes(text);
        return Ascii.IsBase64(octets, 0, octets.Length, decoded);
    }

    private static long Number(string text)
    {
        byte[] octets = Encoding.UTF8.GetBytes(text);
        return Ascii.Number(octets, 0, octets.Length);
    }
}
