using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Tests;

/// <summary>What a store may hold after a loss of power: for each address every version from the last one
/// that was acknowledged as durable to the last that was put.</summary>
internal sealed class StoreModel
{
    private readonly SortedDictionary<string, Entry> _objects = new(StringComparer.Ordinal);
    private readonly SortedDictionary<int, Message> _messages = [];
    private readonly SortedDictionary<string, (long Sure, long Taken, long Highest)> _marks = new(StringComparer.Ordinal);

    /// <summary>Unix milliseconds.</summary>
    public long Clock { get; set; }

    /// <summary>Whether the store is at its own housekeeping, in which it may drop what is over.</summary>
    public bool IsStepping { get; set; }

    public IEnumerable<string> Addresses => _objects.Keys;

    public IEnumerable<int> MessageIds => _messages.Where(m => !m.Value.IsRemoved).Select(m => m.Key);

    public byte[]? Last(string address) => _objects.TryGetValue(address, out var entry) ? entry.Last : null;

    public void Put(string address, byte[] octets, bool isDurable)
    {
        if (!_objects.TryGetValue(address, out var entry))
        {
            _objects[address] = entry = new Entry();
        }

        entry.Versions.Add(new Version(octets, isDurable));
    }

    /// <summary>Notes what the store has dropped by itself.</summary>
    public void NoteDropped(Store store)
    {
        foreach (var (address, entry) in _objects)
        {
            if (entry.Last != null && Find(store, address) < 0)
            {
                Assert.IsTrue(MayDrop(entry) || RoomOf(entry) != null, $"{address} was dropped, {RoomOf(entry)} {Text(entry.Last)}");
                entry.Versions.Add(new Version(null, true));
            }
        }
    }

    public void Commit()
    {
        foreach (var entry in _objects.Values)
        {
            var durable = entry.Versions.FindLastIndex(v => v.IsDurable);
            entry.Versions.RemoveRange(0, Math.Max(0, durable));
        }

        foreach (var id in _messages.Where(m => m.Value.IsRemoved).Select(m => m.Key).ToArray())
        {
            _messages.Remove(id);
        }

        foreach (var message in _messages.Values)
        {
            message.IsSure = true;
        }

        foreach (var peer in _marks.Keys.ToArray())
        {
            _marks[peer] = (_marks[peer].Taken, _marks[peer].Taken, _marks[peer].Highest);
        }
    }

    public void Enqueue(int id, string recipient, byte[] octets)
    {
        Assert.IsFalse(_messages.ContainsKey(id), "an id was given twice");
        _messages[id] = new Message(recipient, octets);
    }

    public void Dequeue(int id) => _messages[id].IsRemoved = true;

    public void Mark(string peer, long mark, bool isTaken)
    {
        _marks.TryGetValue(peer, out var had);
        _marks[peer] = (had.Sure, isTaken ? mark : had.Taken, mark);
    }

    /// <summary>Whether a store that was mounted just now holds what it may.</summary>
    public void Check(Store store, string where) => Check(store, where, null, null);

    /// <summary>The same, and from now on what it holds is what is sure.</summary>
    public void Adopt(Store store, string where)
    {
        var objects = new Dictionary<string, byte[]?>();
        var messages = new SortedDictionary<int, Message>();
        Check(store, where, objects, messages);
        foreach (var (address, octets) in objects)
        {
            // What is still in memory alone, after a commit that failed, may be older after a loss of power.
            var isVolatile = octets != null && store.IsVolatile(Find(store, address));
            if (!isVolatile)
            {
                _objects[address].Versions.Clear();
            }

            _objects[address].Versions.Add(new Version(octets, !isVolatile));
        }

        _messages.Clear();
        foreach (var (id, message) in messages)
        {
            _messages[id] = message;
        }

        foreach (var peer in _marks.Keys.ToArray())
        {
            var mark = store.MarkOf(Encoding.UTF8.GetBytes(peer), 0, peer.Length);
            _marks[peer] = (mark, mark, mark);
        }
    }

    /// <summary>Whether a running store holds the very last of everything.</summary>
    public void CheckRunning(Store store)
    {
        foreach (var (address, entry) in _objects)
        {
            var octets = Read(store, address);
            Assert.IsTrue(Same(octets, entry.Last), $"{address} is not what was put last");
        }

        Assert.AreEqual(MessageIds.Count(), store.Queued);
    }

    private void Check(Store store, string where, Dictionary<string, byte[]?>? objects, SortedDictionary<int, Message>? messages)
    {
        var count = 0;
        foreach (var (address, entry) in _objects)
        {
            var octets = Read(store, address);
            count += octets == null ? 0 : 1;
            var isAllowed = entry.Versions.Any(v => Same(v.Octets, octets))
                || (octets == null && (MayDrop(entry) || (IsStepping && IsOverKeep(entry))));
            if (!isAllowed)
            {
                Assert.Fail($"{where}: {address} is {Text(octets)} and should be one of "
                    + string.Join(", ", entry.Versions.Select(v => Text(v.Octets))));
            }

            objects?.Add(address, octets);
        }

        Assert.AreEqual(count, store.Count, $"{where}: objects that nobody put");
        CheckOrder(store, where);
        CheckMessages(store, where, messages);
        foreach (var (peer, (sure, _, highest)) in _marks)
        {
            var mark = store.MarkOf(Encoding.UTF8.GetBytes(peer), 0, peer.Length);
            Assert.IsTrue(mark >= sure && mark <= highest, $"{where}: mark of {peer} is {mark}, not {sure} to {highest}");
        }

        Assert.AreEqual(0, store.Figures.BadRecords, $"{where}: bad records");
    }

    private void CheckMessages(Store store, string where, SortedDictionary<int, Message>? messages)
    {
        var seen = new HashSet<int>();
        for (var i = 0; i < store.Queued; i++)
        {
            var id = store.QueuedId(i);
            Assert.IsTrue(seen.Add(id), $"{where}: message {id} is there twice");
            Assert.IsTrue(_messages.TryGetValue(id, out var message), $"{where}: message {id} is there again");
            var recipient = store.QueuedRecipientLength(i);
            var length = store.QueuedObjectLength(i);
            var into = new byte[recipient + length + Store.QueuedRoom];
            Assert.IsTrue(store.ReadQueued(i, into, 0));
            Assert.AreEqual(message!.Recipient, Encoding.UTF8.GetString(into, 0, recipient));
            Assert.IsTrue(into.AsSpan(recipient, length).SequenceEqual(message.Octets), $"{where}: message {id} is not what was queued");
            messages?.Add(id, new Message(message.Recipient, message.Octets) { IsSure = true });
        }

        foreach (var (id, message) in _messages)
        {
            Assert.IsTrue(seen.Contains(id) || message.IsRemoved || !message.IsSure, $"{where}: message {id} is lost");
        }
    }

    private static void CheckOrder(Store store, string where)
    {
        for (var rank = 1; rank < store.Count; rank++)
        {
            var before = store.DateOf(store.SlotAt(rank - 1));
            Assert.IsTrue(before >= store.DateOf(store.SlotAt(rank)), $"{where}: order");
        }
    }

    private bool MayDrop(Entry entry)
    {
        var last = entry.Last;
        var reader = new ObjectReader();
        return last == null || (reader.ParseStored(last, 0, last.Length)
            && ((reader.Expires != 0 && reader.Expires < Clock) || (reader.IsDeleted && reader.Date < Clock - Wire.TombstoneMs)));
    }

    private bool IsOverKeep(Entry entry)
    {
        var room = RoomOf(entry);
        return room != null && _objects.Values.Count(e => RoomOf(e) == room) > StoreLoad.KeepOf(room);
    }

    private static string? RoomOf(Entry entry)
    {
        var reader = new ObjectReader();
        return entry.Last != null && reader.ParseStored(entry.Last, 0, entry.Last.Length) && reader.Has(Fmtp.Nano.Protocol.Attribute.Parent)
            ? Encoding.UTF8.GetString(entry.Last, reader.ValueStart(Fmtp.Nano.Protocol.Attribute.Parent), reader.ValueLength(Fmtp.Nano.Protocol.Attribute.Parent))
            : null;
    }

    private static int Find(Store store, string address)
    {
        var octets = Encoding.UTF8.GetBytes(address);
        return store.Find(octets, 0, octets.Length);
    }

    private static byte[]? Read(Store store, string address)
    {
        var slot = Find(store, address);
        if (slot < 0)
        {
            return null;
        }

        var octets = new byte[store.LengthOf(slot)];
        Assert.IsTrue(store.Read(slot, octets, 0), $"{address} cannot be read");
        return octets;
    }

    private static bool Same(byte[]? a, byte[]? b) => a == null ? b == null : b != null && a.AsSpan().SequenceEqual(b);

    private static string Text(byte[]? octets) =>
        octets == null ? "nothing" : Encoding.UTF8.GetString(octets, 0, Math.Min(70, octets.Length)).Replace('\n', '|');

    private sealed record Version(byte[]? Octets, bool IsDurable);

    private sealed class Entry
    {
        public List<Version> Versions { get; } = [new Version(null, true)];

        public byte[]? Last => Versions[^1].Octets;
    }

    private sealed class Message(string recipient, byte[] octets)
    {
        public string Recipient => recipient;

        public byte[] Octets => octets;

        public bool IsSure { get; set; }

        public bool IsRemoved { get; set; }
    }
}
