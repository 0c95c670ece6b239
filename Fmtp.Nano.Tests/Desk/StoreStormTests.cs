using System;
using System.Globalization;
using System.Reflection;
using System.Text;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Tests;

/// <summary>The store in storms: the power goes at every operation, in every way a board knows.</summary>
[TestClass]
public class StoreStormTests
{
    /// <summary>How many times as long as in the ordinary run: FMTP_STORM=20 is the long one.</summary>
    private static readonly int Factor =
        int.TryParse(Environment.GetEnvironmentVariable("FMTP_STORM"), CultureInfo.InvariantCulture, out var factor) ? factor : 1;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(4)]
    public void EveryCutOfASmallStore(int seed) => EveryCut(seed, Small(), 700, false);

    [TestMethod]
    [DataRow(11)]
    public void EveryCutBehindEveryOctet(int seed) => EveryCut(seed, Small(), 60, true);

    [TestMethod]
    [DataRow(21)]
    public void EveryCutOfABoardsStore(int seed) => EveryCut(seed, new Limits { CheckpointMs = 60_000 }, 500, false);

    [TestMethod]
    [DataRow(31)]
    [DataRow(32)]
    public void PairsOfCuts(int seed)
    {
        var random = new Random(seed);
        var cuts = 0;
        for (var i = 0; i < 700 * Factor; i++)
        {
            var flash = new MemoryFlash();
            var model = new StoreModel();
            var load = new StoreLoad(random.Next(), flash, Small(), model) { Restarts = 0 };
            var until = random.Next(2, 6);
            for (var cut = 0; cut < until; cut++)
            {
                flash.Restore();
                load.Mount($"seed {seed}, run {i}, cut {cut}");
                flash.CutAt = flash.Operations + random.Next(1, cut == 0 ? 120 : 20);
                flash.CutMode = random.Next(-100, 1100);
                try
                {
                    load.Run(150);
                }
                catch (PowerCut)
                {
                    cuts++;
                }

                Assert.IsTrue(flash.Octets <= Small().StoreQuota, $"{flash.Octets} octets are over the quota");
            }

            flash.Restore();
            load.Mount($"seed {seed}, run {i}, end");
        }

        TestContext.WriteLine($"seed {seed}: {cuts} cuts, two to five behind each other");
    }

    [TestMethod]
    public void AnyOneCallMayFail()
    {
        var seed = 41;
        var calls = Calls(seed);
        for (var fail = 1; fail <= calls; fail++)
        {
            var flash = new MemoryFlash { FailAt = fail, FailMode = fail % 5 * 250 };
            var load = new StoreLoad(seed, flash, Small(), new StoreModel()) { Restarts = 25 };
            load.Mount("begin");
            load.Run(70);
            flash.Restore();
            load.Mount($"call {fail} failed");
        }

        TestContext.WriteLine($"{calls} calls failed, one at a time");
    }

    [TestMethod]
    public void AnyBitMayFlip()
    {
        var flash = new MemoryFlash();
        var desk = new StoreDesk(flash, Small());
        for (var i = 0; i < 6; i++)
        {
            desk.Save($"id: {i}.ann@a.example|type: post|date: {i}|parent: room@a.example||content {i}");
        }

        desk.Enqueue("x@far.example", "id: 9.ann@a.example|type: mail|date: 9||mail");
        desk.Store.Commit();
        for (var bit = 0; bit < flash.Octets * 8; bit++)
        {
            flash.Flip(bit);
            var hurt = new StoreDesk(flash.Copy(), desk.Limits);
            var whole = 0;
            for (var i = 0; i < 6; i++)
            {
                var text = hurt.Get($"{i}.ann@a.example");
                Assert.IsTrue(text.Length == 0 || text == desk.Get($"{i}.ann@a.example"), $"bit {bit}: {text}");
                whole += text.Length == 0 ? 0 : 1;
            }

            Assert.IsTrue(whole + hurt.Store.Queued >= 6, $"bit {bit}: more than the record that it is in is lost");
            Assert.IsTrue(hurt.Store.Figures.BadRecords + hurt.Store.Figures.TornTails == 1, $"bit {bit}: not counted");
            Assert.IsTrue(hurt.Save("id: new@a.example|type: user|date: 9||"));
            flash.Flip(bit);
        }
    }

    [TestMethod]
    public void AnyBitMayFlipWhileTheStoreRuns()
    {
        var flash = new MemoryFlash();
        var desk = new StoreDesk(flash, Small());
        for (var i = 0; i < 3; i++)
        {
            desk.Save($"id: {i}.ann@a.example|type: post|date: {i}||content {i}");
        }

        for (var bit = 0; bit < flash.Octets * 8; bit++)
        {
            desk.Mount();
            flash.Flip(bit);
            var text = string.Empty;
            for (var rank = desk.Store.Count - 1; rank >= 0; rank--)
            {
                var into = new byte[200];
                var slot = desk.Store.SlotAt(rank);
                var length = desk.Store.LengthOf(slot);
                text += desk.Store.Read(slot, into, 0) ? Encoding.UTF8.GetString(into, length - 1, 1) : string.Empty;
            }

            Assert.IsTrue(text is "12" or "02" or "01", $"bit {bit}: {text}");
            Assert.AreEqual(1, desk.Store.Figures.BadRecords);
            Assert.AreEqual(2, desk.Store.Count);
            flash.Flip(bit);
        }
    }

    [TestMethod]
    public void NothingInAnObjectIsTakenForARecord()
    {
        // The very record that would drop another object, at the very place where it would be whole.
        const string Evil = "id: evil@a.example|type: file|date: 2||";
        var flash = new MemoryFlash();
        var desk = new StoreDesk(flash, Small());
        desk.Save("id: victim@a.example|type: user|date: 1||");
        var rehearsal = new StoreDesk(flash.Copy(), Small());
        rehearsal.Save(Evil);
        var end = rehearsal.Flash.Octets;
        rehearsal.Store.Drop(rehearsal.Find("victim@a.example"));
        rehearsal.Store.Commit();
        var drop = new byte[rehearsal.Flash.Octets - end];
        rehearsal.Flash.Read(rehearsal.Flash.List()[0], end, drop, 0, drop.Length);
        rehearsal.Mount();
        Assert.AreEqual(Store.None, rehearsal.Find("victim@a.example"));

        var octets = new byte[Evil.Length + drop.Length + 50];
        StoreDesk.Octets(Evil).CopyTo(octets, 0);
        drop.CopyTo(octets, Evil.Length);
        var cutting = new CuttingFlash(flash, Small().StoreQuota) { IsFine = true };
        var store = new Store(cutting, Small());
        store.Mount();
        var reader = new ObjectReader();
        Assert.IsTrue(reader.Parse(octets, 0, octets.Length));
        Assert.IsTrue(store.Put(reader, 0) >= 0);
        cutting.AtCut = (copy, where) => Assert.IsTrue(new StoreDesk(copy, Small()).Find("victim@a.example") >= 0, where);
        Assert.IsTrue(store.Commit());
        Assert.IsTrue(cutting.Cuts > octets.Length);
    }

    [TestMethod]
    public void TheIndexOfABoardTakesLessThanEightKilobytes()
    {
        // As nanoCLR counts: blocks of 12 octets; one for an object and one for each of its fields; 20 octets before an array's.
        const int Block = 12;
        var octets = 0;
        var objects = Field(new Store(new MemoryFlash(), new Limits()), "_objects");
        foreach (var part in new[] { Property(objects, "Index"), Property(objects, "Order") })
        {
            octets += Block;
            foreach (var field in part.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            {
                octets += Block;
                if (field.GetValue(part) is Array array)
                {
                    octets += (20 + Buffer.ByteLength(array) + Block - 1) / Block * Block;
                }
            }
        }

        TestContext.WriteLine($"index of {new Limits().Objects} objects: {octets} octets");
        Assert.IsTrue(octets < 8192);
    }

    private static object Field(object of, string name) =>
        of.GetType().GetField(name, BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(of)!;

    private static object Property(object of, string name) => of.GetType().GetField(name)!.GetValue(of)!;

    private static int Calls(int seed)
    {
        var flash = new MemoryFlash();
        var load = new StoreLoad(seed, flash, Small(), new StoreModel()) { Restarts = 25 };
        load.Mount("begin");
        load.Run(70);
        return flash.Calls;
    }

    private void EveryCut(int seed, Limits limits, int rounds, bool isFine)
    {
        var flash = new CuttingFlash(new MemoryFlash(), limits.StoreQuota) { IsFine = isFine };
        var model = new StoreModel();
        var load = new StoreLoad(seed, flash, limits, model);
        flash.AtCut = (copy, where) =>
        {
            var store = new Store(copy, limits);
            store.Mount();
            model.Check(store, $"seed {seed}, {where}");
        };
        load.Mount("begin");
        load.Run(rounds * Factor);
        var figures = load.Store.Figures;
        TestContext.WriteLine($"seed {seed}: {flash.Cuts} cuts of {flash.Inner.Operations} operations; {load.Store.Count} objects, "
            + $"{load.Store.SegmentsEver} segments, {load.FullCount} full, {load.LaterCount} later");
        Assert.IsTrue(figures.BadRecords == 0);
        Assert.IsTrue(load.Store.SegmentsEver > load.Store.Segments || isFine, "nothing was cleaned");
    }

    // Segments of a kilobyte, so that all happens soon.
    private static Limits Small() => new()
    {
        Objects = 48,
        ObjectMax = 512,
        StoreQuota = 12 * 1024,
        SegmentOctets = 1024,
        VolatileOctets = 400,
        Outbox = 8,
        Peers = 4,
        CheckpointMs = 20_000,
    };
}
