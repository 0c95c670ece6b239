namespace Fmtp.Nano.Tests;

/// <summary>Quota, cleaning, and what happens when nothing helps.</summary>
[TestClass]
public class StoreRoomTests
{
    private const string Filler = "0123456789012345678901234567890123456789012345678901234567890123456789";

    [TestMethod]
    public void ReplacingForEverStaysWithinTheQuota()
    {
        StoreDesk desk = new StoreDesk();
        for (int i = 0; i < 3000; i++)
        {
            Assert.IsTrue(desk.Put(User(i % 10, i)) >= 0);
            desk.Round();
            Assert.IsTrue(desk.Flash.Octets <= desk.Limits.StoreQuota);
        }

        Assert.IsTrue(desk.Store.Figures.SegmentsDeleted > 10);
        desk.Mount();
        Assert.AreEqual(10, desk.Store.Count);
        Assert.AreEqual(User(9, 2999), desk.Get("u9@a.example"));
        Assert.AreEqual(desk.Flash.Octets, desk.Store.UsedOctets);
    }

    [TestMethod]
    public void WhatLiesStillSurvivesCleaning()
    {
        StoreDesk desk = new StoreDesk();
        byte[] peer = StoreDesk.Octets("bob@a.example");
        desk.Save("id: still@a.example|type: user|date: 1||here");
        int id = desk.Enqueue("x@far.example", "id: 1.ann@a.example|type: mail|date: 1||mail");
        desk.Store.SetMark(peer, 0, peer.Length, 77);
        desk.Put("id: kitchen@a.example|type: sensor|date: 1||solid");
        desk.Store.Commit();
        desk.Put("id: kitchen@a.example|type: sensor|date: 2|volatile: yes||fluid");
        for (int i = 0; i < 3000; i++)
        {
            desk.Put(User(i % 10, i));
            desk.Round();
        }

        desk.Mount();
        Assert.AreEqual("id: still@a.example|type: user|date: 1||here", desk.Get("still@a.example"));
        Assert.AreEqual(1, desk.Store.Queued);
        Assert.AreEqual(id, desk.Store.QueuedId(0));
        Assert.AreEqual("x@far.example id: 1.ann@a.example|type: mail|date: 1||mail", desk.Queued(0));
        Assert.AreEqual(77L, desk.Store.MarkOf(peer, 0, peer.Length));
        Assert.AreEqual("id: kitchen@a.example|type: sensor|date: 2|volatile: yes||fluid", desk.Get("kitchen@a.example"));
    }

    [TestMethod]
    public void AFullQuotaSaysSoAndTakesTombstones()
    {
        Limits limits = new Limits();
        limits.Objects = 1000;
        StoreDesk desk = new StoreDesk(new MemoryFlash(), limits);
        int count = 0;
        while (desk.Put(User(count, 1)) >= 0)
        {
            count++;
            desk.Round();
            Assert.IsTrue(desk.Flash.Octets <= limits.StoreQuota);
        }

        Assert.IsTrue(desk.Store.LiveOctets > limits.StoreQuota / 2);
        Assert.AreEqual(Store.Full, desk.Put(User(count, 1)));
        Assert.AreEqual(count, desk.Store.Count);
        for (int i = 0; i < 100; i++)
        {
            Assert.IsTrue(desk.Put("id: u" + i + "@a.example|type: user|date: 2|deleted: yes||") >= 0);
            desk.Round();
        }

        Assert.IsTrue(desk.Put(User(count, 1)) >= 0);
        desk.Store.Commit();
        desk.Mount();
        Assert.AreEqual(count + 1, desk.Store.Count);
        Assert.AreEqual(User(count - 1, 1), desk.Get("u" + (count - 1) + "@a.example"));
    }

    [TestMethod]
    public void AFullTableSaysSo()
    {
        Limits limits = new Limits();
        limits.Objects = 16;
        StoreDesk desk = new StoreDesk(new MemoryFlash(), limits);
        for (int i = 0; i < 16; i++)
        {
            Assert.IsTrue(desk.Put(User(i, 1)) >= 0);
        }

        Assert.AreEqual(Store.Full, desk.Put(User(16, 1)));
        Assert.IsTrue(desk.Put(User(3, 2)) >= 0);
    }

    [TestMethod]
    public void ExpiredObjectsMakeRoomFirst()
    {
        Limits limits = new Limits();
        limits.Objects = 16;
        StoreDesk desk = new StoreDesk(new MemoryFlash(), limits);
        for (int i = 0; i < 15; i++)
        {
            Assert.IsTrue(desk.Put(User(i, 1)) >= 0);
        }

        desk.Put("id: 1.ann@a.example|type: post|date: 1|expires: " + (desk.Clock + 5) + "||x");
        Assert.AreEqual(Store.Full, desk.Put(User(15, 1)));
        desk.Wait(61 * 1000);
        Assert.IsTrue(desk.Put(User(15, 1)) >= 0);
        Assert.AreEqual(Store.None, desk.Find("1.ann@a.example"));
    }

    [TestMethod]
    public void ThenChildrenOverKeepMakeRoom()
    {
        Limits limits = new Limits();
        limits.Objects = 16;
        StoreDesk desk = new StoreDesk(new MemoryFlash(), limits);
        for (int i = 0; i < 15; i++)
        {
            Assert.IsTrue(desk.Put("id: " + i + ".ann@a.example|type: post|date: 1|parent: room@a.example||x") >= 0);
        }

        desk.Put("id: room@a.example|type: room|date: 2|keep: 10||");
        Assert.IsTrue(desk.Put(User(15, 1)) >= 0);
        Assert.AreEqual(12, desk.Store.Count);
    }

    [TestMethod]
    public void AFlashThatIsFullIsAFailedCommit()
    {
        StoreDesk desk = new StoreDesk();
        desk.Flash.Capacity = 1000;
        int count = 0;
        while (desk.Put(User(count, 1)) >= 0 && desk.Store.Commit())
        {
            count++;
        }

        Assert.AreEqual(count, desk.Store.Count);
        desk.Flash.Capacity = 100000;
        Assert.IsTrue(desk.Put(User(count, 1)) >= 0);
        Assert.IsTrue(desk.Store.Commit());
        desk.Mount();
        Assert.AreEqual(count + 1, desk.Store.Count);
    }

    [TestMethod]
    public void AFlashThatKeepsFailingIsNotMountedAllTheTime()
    {
        StoreDesk desk = new StoreDesk();
        desk.Save(User(1, 1));
        desk.Flash.IsReadOnly = true;
        int reads = desk.Flash.Reads;
        for (int i = 0; i < 100; i++)
        {
            desk.Put(User(1, 2 + i));
            desk.Round();
        }

        Assert.IsTrue(desk.Flash.Reads - reads < 1000);
        Assert.AreEqual(User(1, 1), desk.Get("u1@a.example"));
        desk.Flash.IsReadOnly = false;
        Assert.IsTrue(desk.Put(User(1, 200)) >= 0);
        Assert.IsTrue(desk.Store.Commit());
    }

    [TestMethod]
    public void MoreThanTheWriteBufferHoldsIsOneCommit()
    {
        StoreDesk desk = new StoreDesk();
        string big = "id: 1.ann@a.example|type: mail|date: 1||" + Filler;
        while (big.Length < 4000)
        {
            big += Filler;
        }

        Assert.IsTrue(desk.Put(big) >= 0);
        for (int i = 0; i < 5; i++)
        {
            Assert.IsTrue(desk.Store.Enqueue(StoreDesk.Octets("x@b.example"), 0, 11, StoreDesk.Octets(big), 0, big.Length, 0, desk.Now) > 0);
        }

        Assert.IsTrue(desk.Store.Commit());
        desk.Mount();
        Assert.AreEqual(big, desk.Get("1.ann@a.example"));
        Assert.AreEqual(5, desk.Store.Queued);
        Assert.AreEqual("x@b.example " + big, desk.Queued(4));
    }

    [TestMethod]
    public void APartThatFailedFailsTheCommit()
    {
        StoreDesk desk = new StoreDesk();
        string big = "id: 1.ann@a.example|type: mail|date: 1||" + Filler;
        while (big.Length < 4000)
        {
            big += Filler;
        }

        desk.Save(User(1, 1));
        desk.Put(big);
        desk.Flash.IsReadOnly = true;
        int id = desk.Store.Enqueue(StoreDesk.Octets("x@b.example"), 0, 11, StoreDesk.Octets(big), 0, big.Length, 0, desk.Now);
        Assert.AreEqual(Store.Later, id);
        desk.Flash.IsReadOnly = false;
        Assert.IsTrue(desk.Store.IsDirty);
        Assert.IsFalse(desk.Store.Commit());
        Assert.IsFalse(desk.Store.IsDirty);
        Assert.AreEqual(1, desk.Store.Count);
        Assert.AreEqual(0, desk.Store.Queued);
        Assert.AreEqual(User(1, 1), desk.Get("u1@a.example"));
    }

    [TestMethod]
    public void ASlotThatWasDroppedHoldsNothing()
    {
        StoreDesk desk = new StoreDesk();
        desk.Save(User(1, 1));
        int slot = desk.Find("u1@a.example");
        Assert.IsTrue(desk.Store.Drop(slot));
        Assert.IsTrue(desk.Store.Drop(slot));
        Assert.AreEqual(0, desk.Store.LengthOf(slot));
        Assert.AreEqual(0, desk.Store.ReadHead(slot, new byte[4096], 0));
        Assert.IsFalse(desk.Store.Read(slot, new byte[4096], 0));
        Assert.AreEqual(0, desk.Store.Figures.BadRecords);
    }

    [TestMethod]
    public void SmallerLimitsDoNotLockTheStore()
    {
        Limits limits = new Limits();
        limits.Objects = 1000;
        StoreDesk desk = new StoreDesk(new MemoryFlash(), limits);
        for (int i = 0; i < 200; i++)
        {
            desk.Put(User(i, 1));
            desk.Round();
        }

        limits.StoreQuota = 32768;
        limits.ObjectMax = 1024;
        desk.Mount();
        Assert.AreEqual(200, desk.Store.Count);
        Assert.AreEqual(Store.Full, desk.Put(User(200, 1)));
        for (int i = 0; i < 150; i++)
        {
            for (int tries = 0; tries < 50 && !desk.Store.Drop(desk.Find("u" + i + "@a.example")); tries++)
            {
                desk.Round();
            }
        }

        Assert.AreEqual(50, desk.Store.Count);
        Assert.IsTrue(desk.Put(User(200, 1)) >= 0);
        for (int i = 0; i < 500; i++)
        {
            Assert.IsTrue(desk.Put(User(190, i)) >= 0);
            desk.Round();
        }

        Assert.IsTrue(desk.Flash.Octets <= limits.StoreQuota);
        desk.Mount();
        Assert.AreEqual(51, desk.Store.Count);
    }

    private static string User(int number, int date)
    {
        return "id: u" + number + "@a.example|type: user|date: " + date + "|public: yes||" + Filler + Filler;
    }
}
