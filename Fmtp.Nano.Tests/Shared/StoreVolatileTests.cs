namespace Fmtp.Nano.Tests;

/// <summary>Objects that may be kept in memory alone.</summary>
[TestClass]
public class StoreVolatileTests
{
    private const string Warm = "id: kitchen@a.example|type: sensor|date: 100|volatile: yes||21.5";
    private const string Hot = "id: kitchen@a.example|type: sensor|date: 200|volatile: yes||31.5";
    private const string Solid = "id: kitchen@a.example|type: sensor|date: 300||no longer volatile";
    private const string Gone = "id: kitchen@a.example|type: sensor|date: 400|deleted: yes|volatile: yes||";

    [TestMethod]
    public void AVolatileObjectTouchesNoFlash()
    {
        StoreDesk desk = new StoreDesk();
        Assert.IsTrue(desk.Put(Warm) >= 0);
        Assert.IsTrue(desk.Put(Hot) >= 0);
        Assert.IsFalse(desk.Store.IsDirty);
        Assert.AreEqual(Hot, desk.Get("kitchen@a.example"));
        Assert.IsTrue(desk.Store.IsVolatile(desk.Find("kitchen@a.example")));
        Assert.AreEqual(0, desk.Flash.Operations);
        desk.Mount();
        Assert.AreEqual(0, desk.Store.Count);
    }

    [TestMethod]
    public void ItIsCheckpointedSeldomAndOnlyIfItChanged()
    {
        StoreDesk desk = new StoreDesk();
        desk.Put(Warm);
        desk.Wait(desk.Limits.CheckpointMs - 10000);
        Assert.AreEqual(0, desk.Store.Figures.Checkpoints);
        desk.Wait(20000);
        Assert.AreEqual(1, desk.Store.Figures.Checkpoints);
        desk.Wait(3 * desk.Limits.CheckpointMs);
        Assert.AreEqual(1, desk.Store.Figures.Checkpoints);
        desk.Put(Hot);
        desk.Mount();
        Assert.AreEqual(Warm, desk.Get("kitchen@a.example"));
    }

    [TestMethod]
    public void ADurableVersionWinsAfterARestart()
    {
        StoreDesk desk = new StoreDesk();
        desk.Put(Warm);
        desk.Wait(2 * desk.Limits.CheckpointMs);
        desk.Put(Hot);
        Assert.IsTrue(desk.Save(Solid));
        Assert.AreEqual(Solid, desk.Get("kitchen@a.example"));
        desk.Wait(2 * desk.Limits.CheckpointMs);
        desk.Mount();
        Assert.AreEqual(Solid, desk.Get("kitchen@a.example"));
    }

    [TestMethod]
    public void ATombstoneIsNeverVolatile()
    {
        StoreDesk desk = new StoreDesk();
        desk.Put(Warm);
        desk.Wait(2 * desk.Limits.CheckpointMs);
        desk.Put(Gone);
        Assert.IsTrue(desk.Store.IsDirty);
        desk.Store.Commit();
        desk.Mount();
        Assert.AreEqual(Gone, desk.Get("kitchen@a.example"));
    }

    [TestMethod]
    public void AVolatileVersionAfterADurableOneFallsBackToIt()
    {
        StoreDesk desk = new StoreDesk();
        desk.Save(Solid);
        desk.Put(Warm);
        Assert.AreEqual(Warm, desk.Get("kitchen@a.example"));
        Assert.AreEqual(1, desk.Store.Count);
        desk.Mount();
        Assert.AreEqual(Solid, desk.Get("kitchen@a.example"));
    }

    [TestMethod]
    public void ADroppedOneDoesNotComeBack()
    {
        StoreDesk desk = new StoreDesk();
        desk.Save(Solid);
        desk.Put(Warm);
        Assert.IsTrue(desk.Store.Drop(desk.Find("kitchen@a.example")));
        desk.Store.Commit();
        desk.Mount();
        Assert.AreEqual(0, desk.Store.Count);
    }

    [TestMethod]
    public void WhatMemoryHasNoRoomForGoesToFlash()
    {
        Limits limits = new Limits();
        limits.VolatileOctets = 200;
        StoreDesk desk = new StoreDesk(new MemoryFlash(), limits);
        for (int i = 0; i < 6; i++)
        {
            Assert.IsTrue(desk.Put("id: s" + i + "@a.example|type: sensor|date: 1|volatile: yes||0123456789") >= 0);
        }

        Assert.IsTrue(desk.Store.IsDirty);
        desk.Store.Commit();
        Assert.AreEqual(6, desk.Store.Count);
        desk.Mount();
        Assert.AreEqual(3, desk.Store.Count);
    }

    [TestMethod]
    public void AFailedCommitLosesNoReading()
    {
        StoreDesk desk = new StoreDesk();
        desk.Save(Solid);
        desk.Put(Warm);
        desk.Flash.IsReadOnly = true;
        desk.Put("id: bob@a.example|type: user|date: 1||");
        Assert.IsFalse(desk.Store.Commit());
        Assert.AreEqual(Warm, desk.Get("kitchen@a.example"));
        Assert.AreEqual(1, desk.Store.Count);
    }

    [TestMethod]
    public void ManyReadingsMakeNoGarbage()
    {
        StoreDesk desk = new StoreDesk();
        for (int i = 10; i < 1000; i++)
        {
            desk.Put("id: kitchen@a.example|type: sensor|date: " + (1000 + i) + "|volatile: yes||21." + i);
        }

        Assert.AreEqual(1, desk.Store.Count);
        Assert.AreEqual(0, desk.Flash.Operations);
    }
}
