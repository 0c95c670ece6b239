using System;
using System.Diagnostics;
using System.Text;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Tests;

/// <summary>What three loads cost the flash of a 4 MB board: the table in docs/DESIGN.md.</summary>
[TestClass]
public class StoreWearTests
{
    private const int Sectors = 64;
    private const long ErasesPerSector = 100_000;
    private const long DayMs = 24L * 60 * 60 * 1000;

    private readonly ObjectReader _reader = new();
    private MemoryFlash _flash = null!;
    private Store _store = null!;
    private long _now;
    private long _clock;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public void ABlogOfOnePostADay()
    {
        Begin(8);
        Put("id: blog@home.example\ntype: blog\ndate: 1\npublic: yes\nkeep: 20\n\n", 0);
        var blog = Encoding.UTF8.GetBytes("blog@home.example");
        for (var day = 0; day < 200; day++)
        {
            Put($"id: {_clock}.ann@home.example\ntype: post\ndate: {_clock}\npublic: yes\nparent: blog@home.example\nsubject: Day {day}\n\n", 1200);
            Assert.IsTrue(_store.Trim(blog, 0, blog.Length, 20, _clock));
            Pass(DayMs, 100);
        }

        Report("blog, 1 post a day", 200);
    }

    [TestMethod]
    public void AForumOfOneObjectAMinute()
    {
        Begin(30);
        var random = new Random(1);
        for (var minute = 0; minute < 4 * 1440; minute++)
        {
            var author = $"user{random.Next(30)}";
            Put($"id: {_clock}123.{author}@home.example\ntype: post\ndate: {_clock}\npublic: yes\nparent: room@home.example\n"
                + $"top: room@home.example\nsubject: Re: what {author} said\n\n", random.Next(50, 450));
            var room = Encoding.UTF8.GetBytes("room@home.example");
            while (!_store.Trim(room, 0, room.Length, 60, _clock))
            {
                Round(10);
            }

            Pass(60_000, 60);
        }

        var amplification = Report("forum, 1 object a minute", 4);
        Assert.IsTrue(amplification < 1.3, $"{amplification:0.000}");
    }

    [TestMethod]
    public void TwentySensorsOfOneReadingASecond()
    {
        Begin(20);
        for (var second = 0; second < 6 * 3600; second++)
        {
            for (var sensor = 0; sensor < 20; sensor++)
            {
                Put($"id: s{sensor}@home.example\ntype: sensor\ndate: {_clock}\npublic: yes\nvolatile: yes\n\n{second % 100 / 10.0:0.0}", 0);
            }

            Pass(1000, 1);
        }

        var amplification = Report("20 sensors, 1 Hz volatile", 0.25);
        Assert.IsTrue(amplification < 0.01, $"{amplification:0.000}");
    }

    [TestMethod]
    public void AMountReadsHardlyMoreThanThereIs()
    {
        Begin(30);
        for (var i = 0; i < 2000; i++)
        {
            Put($"id: {i % 200}.ann@home.example\ntype: post\ndate: {_clock}\npublic: yes\n\n", 150);
            Pass(1000, 1);
        }

        var read = _flash.OctetsRead;
        var reads = _flash.Reads;
        var watch = Stopwatch.StartNew();
        var store = new Store(_flash, new Limits());
        store.Mount();
        read = _flash.OctetsRead - read;
        TestContext.WriteLine($"mount of {_flash.Octets} octets, {store.Count} objects: {read} octets in {_flash.Reads - reads} reads, "
            + $"{watch.Elapsed.TotalMilliseconds:0.0} ms here");
        Assert.IsTrue(read < _flash.Octets * 1.7);
    }

    [TestMethod]
    public void AGetAllocatesNothing()
    {
        Begin(10);
        Put("id: kitchen@home.example\ntype: sensor\ndate: 1\nvolatile: yes\n\n1", 0);
        var into = new byte[4096];
        var address = Encoding.UTF8.GetBytes("user3@home.example");
        var kitchen = Encoding.UTF8.GetBytes("kitchen@home.example");
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            _store.Read(_store.Find(address, 0, address.Length), into, 0);
            _store.Read(_store.Find(kitchen, 0, kitchen.Length), into, 0);
            _store.ReadHead(_store.SlotAt(i % _store.Count), into, 0);
            _store.RankAfter(1_700_000_000_000, address, 0, address.Length);
        }

        Assert.AreEqual(0L, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private void Begin(int users)
    {
        _flash = new MemoryFlash();
        _store = new Store(_flash, new Limits());
        _store.Mount();
        _now = 1000;
        _clock = 1_700_000_000_000;
        Put("id: room@home.example\ntype: room\ndate: 1\npublic: yes\nkeep: 60\nwrite: signed\n\nA room.", 0);
        for (var i = 0; i < users; i++)
        {
            Put($"id: user{i}@home.example\ntype: user\ndate: 1\npublic: yes\n\nHello, I am user {i} of this house.", 0);
            Round(10);
        }
    }

    private void Put(string head, int content)
    {
        var octets = Encoding.UTF8.GetBytes(head + new string('x', content));
        Assert.IsTrue(_reader.Parse(octets, 0, octets.Length), head);
        int slot;
        while ((slot = _store.Put(_reader, _now)) == Store.Later)
        {
            Round(10);
        }

        Assert.IsTrue(slot >= 0, head);
    }

    private void Pass(long ms, int rounds)
    {
        for (var i = 0; i < rounds; i++)
        {
            Round(ms / rounds);
        }
    }

    private void Round(long ms)
    {
        _now += ms;
        _clock += ms;
        Assert.IsTrue(_store.Commit());
        _store.Step(_now, _clock);
    }

    private double Report(string load, double days)
    {
        var figures = _store.Figures;
        var amplification = (double)figures.OctetsWritten / figures.OctetsAcknowledged;
        var years = Sectors * ErasesPerSector / (_flash.Erases / days) / 365;
        TestContext.WriteLine($"{load}: {figures.OctetsAcknowledged / days:0} octets acknowledged a day, {figures.OctetsWritten / days:0} written "
            + $"({amplification:0.000}), {_flash.Erases / days:0} sectors erased a day (the store's own estimate {figures.Erases / days:0}), "
            + $"{years:0} years at {ErasesPerSector} erases of {Sectors} sectors");
        Assert.AreEqual(_flash.OctetsWritten, figures.OctetsWritten);
        return amplification;
    }
}
