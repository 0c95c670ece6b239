using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Tests;

/// <summary>What the store promises, one promise a test.</summary>
[TestClass]
public class StoreTests
{
    private const string Ann = "id: ann@a.example|type: user|date: 100|public: yes||hello";
    private const string Ann2 = "id: ann@a.example|type: user|date: 200|public: yes||hello again";
    private const string AnnGone = "id: ann@a.example|type: user|date: 300|deleted: yes||";

    [TestMethod]
    public void AnEmptyFlashIsAnEmptyStore()
    {
        StoreDesk desk = new StoreDesk();
        Assert.AreEqual(0, desk.Store.Count);
        Assert.AreEqual(Store.None, desk.Find("ann@a.example"));
        Assert.IsFalse(desk.Store.IsDirty);
        Assert.AreEqual(0, desk.Flash.Operations);
    }

    [TestMethod]
    public void WhatIsPutIsReadBeforeItIsDurable()
    {
        StoreDesk desk = new StoreDesk();
        Assert.IsTrue(desk.Put(Ann) >= 0);
        Assert.IsTrue(desk.Store.IsDirty);
        Assert.AreEqual(Ann, desk.Get("ann@a.example"));
        Assert.AreEqual(0, desk.Flash.Operations);
        desk.Mount();
        Assert.AreEqual(string.Empty, desk.Get("ann@a.example"));
    }

    [TestMethod]
    public void WhatIsCommittedSurvives()
    {
        StoreDesk desk = new StoreDesk();
        Assert.IsTrue(desk.Save(Ann));
        Assert.IsFalse(desk.Store.IsDirty);
        Assert.AreEqual(Ann, desk.Get("ann@a.example"));
        desk.Mount();
        Assert.AreEqual(Ann, desk.Get("ann@a.example"));
        int slot = desk.Find("ann@a.example");
        Assert.AreEqual(100L, desk.Store.DateOf(slot));
        Assert.AreEqual(Ann.Length, desk.Store.LengthOf(slot));
        Assert.IsTrue(desk.Store.IsPublic(slot));
        Assert.IsFalse(desk.Store.IsDeleted(slot));
        Assert.IsTrue(desk.Store.IsForAnyone(slot));
    }

    [TestMethod]
    public void SeveralPutsAreOneAppend()
    {
        StoreDesk desk = new StoreDesk();
        desk.Put(Ann);
        desk.Put("id: bob@a.example|type: user|date: 101||");
        desk.Put("id: 1.ann@a.example|type: post|date: 102||x");
        Assert.IsTrue(desk.Store.Commit());
        Assert.AreEqual(1, desk.Flash.Operations);
        Assert.AreEqual(1, desk.Store.Figures.Appends);
        desk.Mount();
        Assert.AreEqual(3, desk.Store.Count);
    }

    [TestMethod]
    public void ALaterVersionReplaces()
    {
        StoreDesk desk = new StoreDesk();
        desk.Save(Ann);
        desk.Save(Ann2);
        Assert.AreEqual(1, desk.Store.Count);
        Assert.AreEqual(Ann2, desk.Get("ann@a.example"));
        desk.Mount();
        Assert.AreEqual(1, desk.Store.Count);
        Assert.AreEqual(Ann2, desk.Get("ann@a.example"));
    }

    [TestMethod]
    public void TheLastPutHoldsEvenIfItsDateIsLower()
    {
        // Without a clock a date far ahead is taken, and yields to any later PUT.
        StoreDesk desk = new StoreDesk();
        desk.Save(Ann2);
        desk.Save(Ann);
        desk.Mount();
        Assert.AreEqual(Ann, desk.Get("ann@a.example"));
    }

    [TestMethod]
    public void ATombstoneStays()
    {
        StoreDesk desk = new StoreDesk();
        desk.Save(Ann);
        desk.Save(AnnGone);
        desk.Mount();
        Assert.IsTrue(desk.Store.IsDeleted(desk.Find("ann@a.example")));
        Assert.AreEqual(AnnGone, desk.Get("ann@a.example"));
    }

    [TestMethod]
    public void ATombstoneGoesAfterThirtyDays()
    {
        StoreDesk desk = new StoreDesk();
        long date = desk.Clock;
        desk.Save("id: ann@a.example|type: user|date: " + date + "|deleted: yes||");
        desk.Wait(29L * 24 * 60 * 60 * 1000);
        Assert.AreEqual(1, desk.Store.Count);
        desk.Wait(2L * 24 * 60 * 60 * 1000);
        Assert.AreEqual(0, desk.Store.Count);
        desk.Mount();
        Assert.AreEqual(0, desk.Store.Count);
    }

    [TestMethod]
    public void WhatIsDroppedIsGone()
    {
        StoreDesk desk = new StoreDesk();
        desk.Save(Ann);
        Assert.IsTrue(desk.Store.Drop(desk.Find("ann@a.example")));
        Assert.AreEqual(0, desk.Store.Count);
        desk.Store.Commit();
        desk.Mount();
        Assert.AreEqual(0, desk.Store.Count);
        desk.Save(Ann);
        desk.Mount();
        Assert.AreEqual(Ann, desk.Get("ann@a.example"));
    }

    [TestMethod]
    public void ExpiredObjectsGoAnHourLater()
    {
        StoreDesk desk = new StoreDesk();
        long expires = desk.Clock + 60 * 1000;
        desk.Save("id: 1.ann@a.example|type: post|date: 5|public: yes|expires: " + expires + "||x");
        desk.Save(Ann);
        Assert.IsFalse(desk.Store.IsForAnyone(desk.Find("1.ann@a.example")));
        desk.Wait(30 * 60 * 1000);
        Assert.AreEqual(2, desk.Store.Count);
        desk.Wait(3 * 60 * 60 * 1000);
        Assert.AreEqual(1, desk.Store.Count);
        desk.Mount();
        Assert.AreEqual(1, desk.Store.Count);
    }

    [TestMethod]
    public void TheOrderIsNewestFirstThenFallingAddress()
    {
        StoreDesk desk = new StoreDesk();
        desk.Put("id: b@a.example|type: user|date: 5||");
        desk.Put("id: d@a.example|type: user|date: 7||");
        desk.Put("id: a@a.example|type: user|date: 5||");
        desk.Put("id: c@a.example|type: user|date: 5||");
        desk.Put("id: e@a.example|type: user|date: 3||");
        desk.Store.Commit();
        Assert.AreEqual("dcbae", Order(desk));
        desk.Mount();
        Assert.AreEqual("dcbae", Order(desk));
        desk.Save("id: e@a.example|type: user|date: 6||");
        Assert.AreEqual("decba", Order(desk));
        byte[] b = StoreDesk.Octets("b@a.example");
        Assert.AreEqual(4, desk.Store.RankAfter(5, b, 0, b.Length));
        Assert.AreEqual(2, desk.Store.RankAfter(6, b, 0, b.Length));
        Assert.AreEqual(0, desk.Store.RankAfter(9, b, 0, b.Length));
        Assert.AreEqual(5, desk.Store.RankAfter(1, b, 0, b.Length));
    }

    [TestMethod]
    public void ShortHashesTellOwnerParentTopAndType()
    {
        StoreDesk desk = new StoreDesk();
        desk.Save("id: 7.ann@a.example|type: comment|date: 5|parent: 6.bob@a.example|top: 1.bob@a.example||x");
        for (int i = 0; i < 2; i++)
        {
            int slot = desk.Find("7.ann@a.example");
            Assert.AreEqual(Short("ann@a.example"), desk.Store.OwnerOf(slot));
            Assert.AreEqual(Short("6.bob@a.example"), desk.Store.ParentOf(slot));
            Assert.AreEqual(Short("1.bob@a.example"), desk.Store.TopOf(slot));
            Assert.AreEqual(Short("comment"), desk.Store.TypeOf(slot));
            desk.Mount();
        }

        Assert.AreEqual(0, Short(string.Empty));
    }

    [TestMethod]
    public void ASignedObjectIsFoundBehindItsSignature()
    {
        string signature = "sig: ed25519 a-rather-long-selector-of-the-domain.which-has-two-labels ";
        for (int i = 0; i < 86; i++)
        {
            signature += "A";
        }

        string signed = signature + "==|" + Ann;
        StoreDesk desk = new StoreDesk();
        desk.Save(signed);
        Assert.AreEqual(signed, desk.Get("ann@a.example"));
        desk.Mount();
        Assert.AreEqual(signed, desk.Get("ann@a.example"));
    }

    [TestMethod]
    public void AnObjectOfTheGreatestSizeFits()
    {
        StoreDesk desk = new StoreDesk();
        byte[] octets = new byte[desk.Limits.ObjectMax];
        byte[] head = StoreDesk.Octets("id: 1.ann@a.example|type: file|date: 5||");
        System.Array.Copy(head, 0, octets, 0, head.Length);
        for (int i = 0; i < 5; i++)
        {
            octets[octets.Length - 1] = (byte)i;
            Assert.IsTrue(desk.Put(octets) >= 0);
            Assert.IsTrue(desk.Store.Commit());
        }

        desk.Mount();
        byte[] into = new byte[octets.Length + 7];
        Assert.IsTrue(desk.Store.Read(desk.Find("1.ann@a.example"), into, 7));
        Assert.IsTrue(Platform.Equal(octets, 0, into, 7, octets.Length));
        desk.Limits.ObjectMax--;
        Assert.AreEqual(Store.Full, desk.Put(octets));
    }

    [TestMethod]
    public void AFailedCommitServesNothingOfItLater()
    {
        StoreDesk desk = new StoreDesk();
        desk.Save(Ann);
        desk.Flash.IsReadOnly = true;
        desk.Put(Ann2);
        desk.Put("id: bob@a.example|type: user|date: 101||");
        Assert.IsFalse(desk.Store.Commit());
        Assert.AreEqual(Ann, desk.Get("ann@a.example"));
        Assert.AreEqual(Store.None, desk.Find("bob@a.example"));
        desk.Flash.IsReadOnly = false;
        Assert.IsTrue(desk.Save(Ann2));
        desk.Mount();
        Assert.AreEqual(Ann2, desk.Get("ann@a.example"));
    }

    [TestMethod]
    public void ARecordIsBadWhicheverBitOfItsHeaderHasFlipped()
    {
        const int HeaderBits = 10 * 8;
        StoreDesk desk = new StoreDesk();
        desk.Save(Ann);
        for (int bit = 0; bit < HeaderBits; bit++)
        {
            desk.Mount();
            desk.Flash.Flip(bit);
            Assert.AreEqual("bad", desk.Get("ann@a.example"), "bit " + bit.ToString());
            Assert.AreEqual(1, desk.Store.Figures.BadRecords);
            Assert.AreEqual(Store.None, desk.Find("ann@a.example"));
            desk.Flash.Flip(bit);
        }

        desk.Mount();
        Assert.AreEqual(Ann, desk.Get("ann@a.example"));
    }

    [TestMethod]
    public void NothingIsAppendedBehindATornTail()
    {
        StoreDesk desk = new StoreDesk();
        desk.Save(Ann);
        desk.Put(Ann2);
        desk.Flash.FailAt = desk.Flash.Calls + 1;
        desk.Flash.FailMode = 500;
        Assert.IsFalse(desk.Store.Commit());
        Assert.AreEqual(1, desk.Store.Figures.TornTails);
        Assert.AreEqual(Ann, desk.Get("ann@a.example"));
        Assert.IsTrue(desk.Save(Ann2));
        Assert.AreEqual(2, desk.Flash.Count);
        desk.Mount();
        Assert.AreEqual(Ann2, desk.Get("ann@a.example"));
        Assert.AreEqual(0, desk.Store.Figures.BadRecords);
    }

    [TestMethod]
    public void AVolumeThatWasReformattedIsAnEmptyStore()
    {
        StoreDesk desk = new StoreDesk();
        desk.Save(Ann);
        desk.Flash.Format();
        desk.Mount();
        Assert.AreEqual(0, desk.Store.Count);
        Assert.IsTrue(desk.Save(Ann));
        desk.Mount();
        Assert.AreEqual(1, desk.Store.Count);
    }

    [TestMethod]
    public void FilesOfOthersAreLeftAlone()
    {
        StoreDesk desk = new StoreDesk();
        desk.Flash.Append("config.json", new byte[30], 0, 30);
        desk.Flash.Append("0000zz01.log", new byte[30], 0, 30);
        desk.Mount();
        desk.Save(Ann);
        desk.Mount();
        Assert.AreEqual(1, desk.Store.Count);
        Assert.AreEqual(3, desk.Flash.Count);
    }

    [TestMethod]
    public void MarksOnlyRise()
    {
        StoreDesk desk = new StoreDesk();
        byte[] bob = StoreDesk.Octets("bob@a.example");
        Assert.AreEqual(0L, desk.Store.MarkOf(bob, 0, bob.Length));
        Assert.IsTrue(desk.Store.SetMark(bob, 0, bob.Length, 1024));
        Assert.IsTrue(desk.Store.SetMark(bob, 0, bob.Length, 7));
        Assert.AreEqual(1024L, desk.Store.MarkOf(bob, 0, bob.Length));
        desk.Store.Commit();
        desk.Mount();
        Assert.AreEqual(1024L, desk.Store.MarkOf(bob, 0, bob.Length));
        desk.Store.SetMark(bob, 0, bob.Length, 1700000060000);
        desk.Store.Commit();
        desk.Mount();
        Assert.AreEqual(1700000060000, desk.Store.MarkOf(bob, 0, bob.Length));
    }

    [TestMethod]
    public void TheOutboxKeepsItsOrder()
    {
        StoreDesk desk = new StoreDesk();
        int first = desk.Enqueue("x@far.example", Ann);
        int second = desk.Enqueue("y@far.example", Ann2);
        int third = desk.Enqueue("@far.example", AnnGone);
        desk.Store.Commit();
        Assert.IsTrue(desk.Store.Dequeue(second));
        desk.Store.Commit();
        for (int i = 0; i < 2; i++)
        {
            Assert.AreEqual(2, desk.Store.Queued);
            Assert.AreEqual(first, desk.Store.QueuedId(0));
            Assert.AreEqual(third, desk.Store.QueuedId(1));
            Assert.AreEqual("x@far.example " + Ann, desk.Queued(0));
            Assert.AreEqual("@far.example " + AnnGone, desk.Queued(1));
            Assert.AreEqual(desk.Clock, desk.Store.QueuedTime(0));
            desk.Mount();
        }

        Assert.IsTrue(desk.Enqueue("z@far.example", Ann) > third);
        Assert.IsTrue(desk.Store.Dequeue(12345));
    }

    [TestMethod]
    public void AFullOutboxSaysSo()
    {
        StoreDesk desk = new StoreDesk();
        for (int i = 0; i < desk.Limits.Outbox; i++)
        {
            Assert.IsTrue(desk.Enqueue("x@far.example", Ann) > 0);
        }

        Assert.AreEqual(Store.Full, desk.Enqueue("x@far.example", Ann));
    }

    private static int Short(string text)
    {
        byte[] octets = StoreDesk.Octets(text);
        return Store.Short(octets, 0, octets.Length);
    }

    private static string Order(StoreDesk desk)
    {
        string order = string.Empty;
        byte[] into = new byte[desk.Limits.ObjectMax];
        for (int rank = 0; rank < desk.Store.Count; rank++)
        {
            desk.Store.Read(desk.Store.SlotAt(rank), into, 0);
            order += (char)into[4];
        }

        return order;
    }
}
