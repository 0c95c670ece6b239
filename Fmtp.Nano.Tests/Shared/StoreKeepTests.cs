namespace Fmtp.Nano.Tests;

/// <summary>What goes when a parent has more children than it keeps.</summary>
[TestClass]
public class StoreKeepTests
{
    private const string Room = "room@a.example";

    [TestMethod]
    public void TheOldestOfTheAuthorWhoHasMostGoes()
    {
        StoreDesk desk = new StoreDesk();
        Child(desk, "1.ann", 10);
        Child(desk, "2.bob", 20);
        Child(desk, "3.bob", 30);
        Child(desk, "4.cid", 40);
        desk.Trim(Room, 4);
        Assert.AreEqual("1.ann 2.bob 3.bob 4.cid ", Children(desk));
        desk.Trim(Room, 3);
        Assert.AreEqual("1.ann 3.bob 4.cid ", Children(desk));
        desk.Trim(Room, 2);
        Assert.AreEqual("3.bob 4.cid ", Children(desk));
        desk.Store.Commit();
        desk.Mount();
        Assert.AreEqual("3.bob 4.cid ", Children(desk));
    }

    [TestMethod]
    public void TheChildJustPutMayBeTheOneThatGoes()
    {
        StoreDesk desk = new StoreDesk();
        Child(desk, "1.ann", 10);
        Child(desk, "2.ann", 5);
        desk.Trim(Room, 1);
        Assert.AreEqual("1.ann ", Children(desk));
    }

    [TestMethod]
    public void WhatCannotGoAtOnceGoesSoon()
    {
        Limits limits = new Limits
        {
            Objects = 48, ObjectMax = 512, StoreQuota = 12 * 1024, SegmentOctets = 1024, VolatileOctets = 400, Outbox = 8, Peers = 4,
        };
        byte[] room = StoreDesk.Octets(Room);
        int laters = 0;
        for (int filling = 0; filling < 60; filling++)
        {
            StoreDesk desk = new StoreDesk(new MemoryFlash(), limits);
            Assert.IsTrue(desk.Save("id: room@a.example|type: room|date: 1|keep: 3||"));
            for (int i = 0; i < 30; i++)
            {
                Child(desk, (100 + i) + ".ann", 100 + i);
            }

            for (int i = 0; i < filling; i++)
            {
                Assert.IsTrue(desk.Save("id: filling@a.example|type: file|date: 50||" + new string('x', 100)));
            }

            if (!desk.Store.Trim(room, 0, room.Length, 3, desk.Clock))
            {
                laters++;
                desk.Wait(5000);
                Assert.AreEqual((filling > 0 ? "room filling " : "room ") + "127.ann 128.ann 129.ann ", Children(desk));
            }
        }

        Assert.IsTrue(laters > 0);
    }

    [TestMethod]
    public void KeepMayBeZero()
    {
        StoreDesk desk = new StoreDesk();
        for (int i = 0; i < 60; i++)
        {
            Child(desk, i + ".ann", i);
        }

        desk.Trim(Room, 0);
        Assert.AreEqual(string.Empty, Children(desk));
        desk.Store.Commit();
        desk.Mount();
        Assert.AreEqual(0, desk.Store.Count);
    }

    [TestMethod]
    public void TombstonesAndExpiredChildrenDoNotCount()
    {
        StoreDesk desk = new StoreDesk();
        Child(desk, "1.ann", 10);
        desk.Put("id: 2.ann@a.example|type: post|date: 20|parent: room@a.example|deleted: yes||");
        desk.Put("id: 3.ann@a.example|type: post|date: 30|parent: room@a.example|expires: " + (desk.Clock - 1) + "||x");
        desk.Put("id: 4.ann@a.example|type: post|date: 40|parent: room@a.example|expires: " + (desk.Clock + 1000) + "||x");
        desk.Trim(Room, 2);
        Assert.AreEqual("1.ann 2.ann 3.ann 4.ann ", Children(desk));
        desk.Clock += 1001;
        desk.Trim(Room, 1);
        Assert.AreEqual("1.ann 2.ann 3.ann 4.ann ", Children(desk));
        desk.Trim(Room, 0);
        Assert.AreEqual("2.ann 3.ann 4.ann ", Children(desk));
    }

    [TestMethod]
    public void AnotherParentWithTheSameShortHashLosesNothing()
    {
        string other = OfSameHash(Room);
        StoreDesk desk = new StoreDesk();
        desk.Put("id: 1.ann@a.example|type: post|date: 1|parent: " + other + "||x");
        desk.Put("id: 2.ann@a.example|type: post|date: 2|parent: " + other + "||x");
        Child(desk, "3.bob", 3);
        Child(desk, "4.bob", 4);
        desk.Trim(Room, 2);
        Assert.AreEqual("1.ann 2.ann 3.bob 4.bob ", Children(desk));
        desk.Trim(Room, 1);
        Assert.AreEqual("1.ann 2.ann 4.bob ", Children(desk));
    }

    [TestMethod]
    public void VolatileChildrenCountToo()
    {
        StoreDesk desk = new StoreDesk();
        desk.Put("id: 1.ann@a.example|type: reading|date: 1|parent: room@a.example|volatile: yes||1");
        desk.Put("id: 2.ann@a.example|type: reading|date: 2|parent: room@a.example|volatile: yes||2");
        desk.Trim(Room, 1);
        Assert.AreEqual("2.ann ", Children(desk));
        Assert.IsFalse(desk.Store.IsDirty);
    }

    private static void Child(StoreDesk desk, string name, long date)
    {
        Assert.IsTrue(desk.Put("id: " + name + "@a.example|type: post|date: " + date + "|parent: room@a.example||x") >= 0);
    }

    private static string Children(StoreDesk desk)
    {
        string names = string.Empty;
        byte[] into = new byte[desk.Limits.ObjectMax];
        for (int rank = desk.Store.Count - 1; rank >= 0; rank--)
        {
            int slot = desk.Store.SlotAt(rank);
            Assert.IsTrue(desk.Store.Read(slot, into, 0));
            string text = StoreDesk.Text(into, 4, desk.Store.LengthOf(slot) - 4);
            names += text.Substring(0, text.IndexOf('@')) + " ";
        }

        return names;
    }

    private static string OfSameHash(string address)
    {
        byte[] octets = StoreDesk.Octets(address);
        int hash = Store.Short(octets, 0, octets.Length);
        for (int i = 0; ; i++)
        {
            string other = i + ".eve@a.example";
            octets = StoreDesk.Octets(other);
            if (Store.Short(octets, 0, octets.Length) == hash)
            {
                return other;
            }
        }
    }
}
