using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Fmtp.Nano.Desktop.Flash;

namespace Fmtp.Nano.Tests;

/// <summary><c>fmtp flash</c>, as scripts see it, and the reading of a folder under it.</summary>
[TestClass]
public sealed class CliFlashTests
{
    private const string File1 = "00000001.log";

    // A drop and a mark are here too; "0.ann" has two versions.
    private static readonly string[] Objects =
    [
        "id: blog@a.example|type: blog|date: 1000|public: yes|keep: 2||",
        "id: 0.ann@a.example|type: post|date: 2000|parent: blog@a.example||zero",
        "id: 1.ann@a.example|type: post|date: 3000|parent: blog@a.example|subject: One||one",
        "id: 0.ann@a.example|type: post|date: 4000|deleted: yes||",
        "id: 2.ann@a.example|type: post|date: 5000|parent: blog@a.example|expires: 5001||two",
    ];

    [TestMethod]
    public void AGoodStoreIsShownAndIsNotChanged()
    {
        using TemporaryFolder folder = Written();
        string before = Fingerprint(folder);
        FmtpResult shown = FmtpProcess.Run("flash", "--store", folder.FullName);

        Assert.AreEqual(0, shown.ExitCode, shown.Error);
        StringAssert.StartsWith(shown.Output, "relay none\nfiles 1\nfiles-ever 1\noctets ");
        foreach (string line in new[]
        {
            "quota unknown: --config tells", "records-object 5", "records-drop 1", "records-mark 1", "records-queued 2", "records-dequeued 1",
            "objects-live 1", "objects-expired 1", "objects-deleted 1", "outbox 1", "marks 1", "bad-records 0", "torn-tails 0",
            "mark kitchen@a.example 77", "queued 2 to=x@far.example time=1700000000000 octets=44",
        })
        {
            StringAssert.Contains(shown.Output, $"\n{line}\n");
        }

        Assert.AreEqual(new FmtpResult(0, "ok\n", string.Empty), FmtpProcess.Run("flash", "--store", folder.FullName, "--verify"));
        Assert.AreEqual(before, Fingerprint(folder));
    }

    [TestMethod]
    public void ItsObjectsAreListedAndOneIsDumpedVerbatim()
    {
        using TemporaryFolder folder = Written();
        FmtpResult list = FmtpProcess.Run("flash", "--store", folder.FullName, "--list");
        Assert.AreEqual(
            "2.ann@a.example 5000 post 83 expired\n0.ann@a.example 4000 post 56 deleted\nblog@a.example 1000 blog 62 live\n", list.Output);

        FmtpResult dump = FmtpProcess.Run("flash", "--store", folder.FullName, "--dump", "blog@a.example");
        Assert.AreEqual(new FmtpResult(0, Objects[0].Replace('|', '\n'), string.Empty), dump);

        FmtpResult none = FmtpProcess.Run("flash", "--store", folder.FullName, "--dump", "1.ann@a.example");
        Assert.AreEqual(1, none.ExitCode);
        Assert.AreEqual(string.Empty, none.Output);
        StringAssert.Contains(none.Error, "--list");
    }

    [TestMethod]
    public void AFlippedBitIsNamedByFileAndOffset()
    {
        using TemporaryFolder folder = Written();
        string path = Path.Combine(folder.FullName, File1);
        byte[] octets = File.ReadAllBytes(path);
        octets[Objects[0].Length + 10 - 1] ^= 4; // the last octet of the first record
        File.WriteAllBytes(path, octets);
        FmtpResult verify = FmtpProcess.Run("flash", "--store", folder.FullName, "--verify");

        Assert.AreEqual(new FmtpResult(1, $"{File1}:0: object of 62 octets does not match its check\n", string.Empty), verify);
        StringAssert.Contains(FmtpProcess.Run("flash", "--store", folder.FullName).Output, "\nbad-records 1\n");
        Assert.AreEqual(1, FmtpProcess.Run("flash", "--store", folder.FullName, "--dump", "blog@a.example").ExitCode);
    }

    [TestMethod]
    public void ATornTailIsSaidAndIsAFaultOnlyToTheStrict()
    {
        using TemporaryFolder folder = Written();
        string path = Path.Combine(folder.FullName, File1);
        byte[] octets = File.ReadAllBytes(path);
        File.WriteAllBytes(path, octets[..^3]);
        FmtpResult verify = FmtpProcess.Run("flash", "--store", folder.FullName, "--verify");

        Assert.AreEqual(0, verify.ExitCode);
        StringAssert.Contains(verify.Output, "torn: the file ends with 90 of 93 octets of one (object)");
        StringAssert.EndsWith(verify.Output, "\nok\n");
        Assert.AreEqual(1, FmtpProcess.Run("flash", "--store", folder.FullName, "--verify", "--strict").ExitCode);
    }

    [TestMethod]
    public void AMissingFileIsAFault()
    {
        using TemporaryFolder folder = Written(300);
        Assert.AreEqual("ok\n", FmtpProcess.Run("flash", "--store", folder.FullName, "--verify").Output);
        string[] names = [.. Directory.GetFiles(folder.FullName, "*.log").Order()];
        Assert.IsGreaterThan(3, names.Length);
        File.Delete(names[1]);

        FmtpResult verify = FmtpProcess.Run("flash", "--store", folder.FullName, "--verify");
        Assert.AreEqual(1, verify.ExitCode);
        StringAssert.Contains(verify.Output, $"{Path.GetFileName(names[2])}:0: the file before this one, {Path.GetFileName(names[1])}, is missing");
    }

    [TestMethod]
    public void ARunningRelayIsSaidAndNotDisturbed()
    {
        using RelayProcess relay = new();
        string post = relay.RunAsAnna("put", "--public", "--content", "here").Output.Trim();
        FmtpResult shown = FmtpProcess.Run("flash", "--config", relay.Config);

        Assert.AreEqual(0, shown.ExitCode, shown.Error);
        StringAssert.StartsWith(shown.Output, "relay running");
        StringAssert.Contains(shown.Output, "\nquota 16777216 (0 % used)\n");
        StringAssert.Contains(shown.Output, "\nobjects-live 1\n");
        Assert.AreEqual(0, FmtpProcess.Run("flash", "--config", relay.Config, "--verify").ExitCode);
        StringAssert.EndsWith(FmtpProcess.Run("flash", "--config", relay.Config, "--dump", post).Output, "\n\nhere");
        Assert.AreEqual(0, relay.RunAsAnna("put", "--public", "--content", "and still here").ExitCode);

        relay.CutPower();
        Assert.AreEqual(0, relay.Run("get", post).ExitCode);
    }

    [TestMethod]
    public void WrongUsageAndAFolderThatIsNotThere()
    {
        Assert.AreEqual(2, FmtpProcess.Run("flash").ExitCode);
        Assert.AreEqual(2, FmtpProcess.Run("flash", "--store", ".", "--list", "--verify").ExitCode);
        Assert.AreEqual(2, FmtpProcess.Run("flash", "--store", ".", "--strict").ExitCode);
        FmtpResult nowhere = FmtpProcess.Run("flash", "--store", "/nowhere/at/all");
        Assert.AreEqual(3, nowhere.ExitCode);
        StringAssert.Contains(nowhere.Error, "no such folder");
    }

    [TestMethod]
    public void AnyFlippedBitIsCountedAsTheRelayCountsIt()
    {
        using TemporaryFolder folder = Written();
        string path = Path.Combine(folder.FullName, File1);
        byte[] octets = File.ReadAllBytes(path);
        for (int bit = 0; bit < octets.Length * 8; bit += 11)
        {
            octets[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(path, octets);
            octets[bit / 8] ^= (byte)(1 << (bit % 8));
            AssertSame(new FlashImage(FlashFolder.Read(folder.FullName), 0), $"bit {bit}");
        }
    }

    [TestMethod]
    public void AnyLengthIsCountedAsTheRelayCountsIt()
    {
        using TemporaryFolder folder = Written();
        string path = Path.Combine(folder.FullName, File1);
        byte[] octets = File.ReadAllBytes(path);
        for (int length = 0; length < octets.Length; length += 3)
        {
            File.WriteAllBytes(path, octets[..length]);
            FlashImage image = new(FlashFolder.Read(folder.FullName), 0);
            AssertSame(image, $"{length} octets");
            Assert.IsTrue(image.Faults.All(fault => fault.IsTorn));
        }
    }

    [TestMethod]
    public void WearLiesBetweenItsBounds()
    {
        using TemporaryFolder folder = Written(2000, out StoreFigures figures);
        FlashImage image = new(FlashFolder.Read(folder.FullName), 0);

        AssertSame(image, "filled");
        Assert.IsGreaterThan(image.Files.Count, image.SegmentsEver);
        Assert.IsTrue(image.Wear.ErasesLeast <= figures.Erases && figures.Erases <= image.Wear.ErasesMost,
            $"{figures.Erases} are not {image.Wear.ErasesLeast} to {image.Wear.ErasesMost}");
        Assert.IsLessThan(0.1 * figures.OctetsWritten, Math.Abs(image.Wear.OctetsWritten - figures.OctetsWritten));
    }

    private static void AssertSame(FlashImage image, string when)
    {
        Assert.AreEqual(image.Figures.BadRecords, image.Faults.Count(fault => !fault.IsTorn), when);
        Assert.AreEqual(image.Figures.TornTails, image.Faults.Count(fault => fault.IsTorn), when);
        Assert.AreEqual(image.Live, image.Files.Sum(file => file.Live), when);
        Assert.AreEqual(image.Octets, image.Files.Sum(file => file.Octets), when);
    }

    // A folder that a store has written, one file unless there are more posts.
    private static TemporaryFolder Written(int posts = 0) => Written(posts, out _);

    private static TemporaryFolder Written(int posts, out StoreFigures figures)
    {
        StoreDesk desk = new();
        foreach (string lines in Objects.Take(4))
        {
            Assert.IsTrue(desk.Save(lines));
        }

        desk.Store.Drop(desk.Find("1.ann@a.example"));
        byte[] peer = Encoding.UTF8.GetBytes("kitchen@a.example");
        desk.Store.SetMark(peer, 0, peer.Length, 77);
        desk.Store.Dequeue(desk.Enqueue("\u0003y@far.example", "id: 8.ann@a.example|type: mail|date: 8||done"));
        desk.Enqueue("\u0003x@far.example", "id: 9.ann@a.example|type: mail|date: 9||mail");
        for (int i = 0; i < posts; i++)
        {
            Assert.IsTrue(desk.Save($"id: {10 + (i % 40)}.ann@a.example|type: post|date: {6000 + i}||{new string('x', i % 7 * 50)}"));
            desk.Round();
        }

        Assert.IsTrue(desk.Save(Objects[4]));
        figures = desk.Store.Figures;

        TemporaryFolder folder = new();
        foreach (string name in desk.Flash.List())
        {
            byte[] octets = new byte[desk.Flash.Length(name)];
            desk.Flash.Read(name, 0, octets, 0, octets.Length);
            File.WriteAllBytes(Path.Combine(folder.FullName, name), octets);
        }

        return folder;
    }

    private static string Fingerprint(TemporaryFolder folder)
    {
        IEnumerable<string> files = Directory.GetFiles(folder.FullName).Order()
            .Select(path => $"{Path.GetFileName(path)} {File.GetLastWriteTimeUtc(path):O} {Convert.ToBase64String(File.ReadAllBytes(path))}");
        return string.Join('\n', files);
    }
}
