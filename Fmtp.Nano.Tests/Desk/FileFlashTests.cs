using System.IO;
using System.Text;
using Fmtp.Nano.Desktop.Host;

namespace Fmtp.Nano.Tests;

/// <summary>The flash seam made of a folder.</summary>
[TestClass]
public sealed class FileFlashTests
{
    [TestMethod]
    public void WhatIsAppendedIsReadAndStaysForTheNext()
    {
        using TemporaryFolder folder = new();
        using (FileFlash flash = new(folder.FullName))
        {
            Assert.IsTrue(Append(flash, "a", "one "));
            Assert.IsTrue(Append(flash, "b", "other"));
            Assert.IsTrue(Append(flash, "a", "two"));
            Assert.AreEqual("one two", Read(flash, "a"));
        }

        using FileFlash next = new(folder.FullName);
        CollectionAssert.AreEquivalent(new[] { "a", "b" }, next.List());
        Assert.IsTrue(Append(next, "a", " three"));
        Assert.AreEqual("one two three", Read(next, "a"));
        Assert.AreEqual("one two three", File.ReadAllText(Path.Combine(folder.FullName, "a")));
    }

    [TestMethod]
    public void ManySmallAppendsAreOneFile()
    {
        using TemporaryFolder folder = new();
        using FileFlash flash = new(folder.FullName);
        StringBuilder expected = new();
        for (int i = 0; i < 500; i++)
        {
            string text = new('x', 40 + i);
            expected.Append(text);
            Assert.IsTrue(Append(flash, "a", text));
        }

        Assert.AreEqual(expected.ToString(), Read(flash, "a"));
        Assert.AreEqual(expected.Length, new FileInfo(Path.Combine(folder.FullName, "a")).Length);
    }

    [TestMethod]
    public void WhatIsDeletedIsGone()
    {
        using TemporaryFolder folder = new();
        using (FileFlash flash = new(folder.FullName))
        {
            Assert.IsTrue(Append(flash, "a", "old and long"));
            Assert.IsTrue(flash.Delete("a"));
            Assert.IsTrue(flash.Delete("a"));
            Assert.AreEqual(0, flash.Length("a"));
            Assert.IsEmpty(flash.List());
            Assert.IsTrue(Append(flash, "a", "new"));
            Assert.AreEqual("new", Read(flash, "a"));
        }

        Assert.AreEqual("new", File.ReadAllText(Path.Combine(folder.FullName, "a")));
    }

    [TestMethod]
    public void NothingIsReadBeyondTheEnd()
    {
        using TemporaryFolder folder = new();
        using FileFlash flash = new(folder.FullName);
        Append(flash, "a", "four");
        byte[] into = new byte[8];

        Assert.IsTrue(flash.Read("a", 2, into, 3, 2));
        Assert.AreEqual((byte)'u', into[3]);
        Assert.IsFalse(flash.Read("a", 2, into, 0, 3));
        Assert.IsFalse(flash.Read("a", -1, into, 0, 1));
        Assert.IsFalse(flash.Read("b", 0, into, 0, 1));
    }

    [TestMethod]
    public void AFailureIsAnAnswerNotAnException()
    {
        using TemporaryFolder folder = new();
        using FileFlash flash = new(folder.FullName);
        Directory.CreateDirectory(Path.Combine(folder.FullName, "a"));

        Assert.IsFalse(Append(flash, "a", "text"));
        Assert.AreEqual(0, flash.Length("a"));
    }

    [TestMethod]
    public void TwoRelaysCannotShareAFolder()
    {
        using TemporaryFolder folder = new();
        using (new FileFlash(folder.FullName))
        {
            IOException refused = Assert.ThrowsExactly<IOException>(() => new FileFlash(folder.FullName));
            StringAssert.Contains(refused.Message, "another relay is using this folder");
            StringAssert.Contains(refused.Message, "store.path");
        }

        using FileFlash later = new(folder.FullName);
        Assert.IsEmpty(later.List());
    }

    private static bool Append(FileFlash flash, string name, string text)
    {
        byte[] octets = Encoding.UTF8.GetBytes("(" + text);
        return flash.Append(name, octets, 1, octets.Length - 1);
    }

    private static string Read(FileFlash flash, string name)
    {
        byte[] octets = new byte[flash.Length(name)];
        Assert.IsTrue(flash.Read(name, 0, octets, 0, octets.Length));
        return Encoding.UTF8.GetString(octets);
    }
}
