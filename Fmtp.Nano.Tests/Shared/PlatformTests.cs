using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Tests;

/// <summary>What each class library does natively, it does alike. (Checksums, seals and base64: SealTests.)</summary>
[TestClass]
public class PlatformTests
{
    [TestMethod]
    public void Two_ranges_are_equal_when_no_octet_differs()
    {
        for (int length = 0; length < 20; length++)
        {
            byte[] a = Range(3, length);
            byte[] b = Range(1, length);
            Assert.IsTrue(Platform.Equal(a, 3, b, 1, length), "length " + length.ToString());
            for (int i = 0; i < length; i++)
            {
                b[1 + i] ^= 0x80;
                Assert.IsFalse(Platform.Equal(a, 3, b, 1, length), "length " + length.ToString() + ", octet " + i.ToString());
                b[1 + i] ^= 0x80;
            }
        }
    }

    [TestMethod]
    public void What_stands_around_a_range_does_not_count()
    {
        byte[] a = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 };
        byte[] b = { 0, 2, 3, 4, 5, 6, 7, 8, 9, 0 };
        Assert.IsTrue(Platform.Equal(a, 1, b, 1, 8));
        Assert.IsTrue(Platform.Equal(a, 1, b, 1, 5));
        Assert.IsTrue(Platform.Equal(a, 1, b, 1, 3));
        Assert.IsTrue(Platform.Equal(a, 10, b, 10, 0));
        Assert.IsFalse(Platform.Equal(a, 0, b, 0, 9));
        Assert.IsFalse(Platform.Equal(a, 1, b, 1, 9));
    }

    [TestMethod]
    public void An_octet_is_found_in_its_range_alone()
    {
        byte[] octets = { 10, 1, 10, 2, 3, 10 };
        Assert.AreEqual(0, Platform.IndexOf(octets, 10, 0, 6));
        Assert.AreEqual(2, Platform.IndexOf(octets, 10, 1, 5));
        Assert.AreEqual(2, Platform.IndexOf(octets, 10, 2, 1));
        Assert.AreEqual(-1, Platform.IndexOf(octets, 10, 3, 2));
        Assert.AreEqual(5, Platform.IndexOf(octets, 10, 3, 3));
        Assert.AreEqual(-1, Platform.IndexOf(octets, 10, 6, 0));
        Assert.AreEqual(-1, Platform.IndexOf(octets, 10, 1, 0));
        Assert.AreEqual(-1, Platform.IndexOf(octets, 7, 0, 6));
        Assert.AreEqual(0, Platform.IndexOf(new byte[] { 0 }, 0, 0, 1));
    }

    // So many octets, all different, behind so many others.
    private static byte[] Range(int start, int length)
    {
        byte[] octets = new byte[start + length + 1];
        for (int i = 0; i < length; i++)
        {
            octets[start + i] = (byte)(100 + i);
        }

        octets[start + length] = (byte)start;
        return octets;
    }
}
