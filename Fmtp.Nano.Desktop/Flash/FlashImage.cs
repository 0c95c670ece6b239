using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Fmtp.Nano.Protocol;
using Attribute = Fmtp.Nano.Protocol.Attribute;

namespace Fmtp.Nano.Desktop.Flash;

/// <summary>What a flash folder holds: mounted by the relay's own code, under bounds that let everything in.</summary>
public sealed class FlashImage
{
    private const int OutboxMax = 65536;
    private const int PeersMax = 4096;

    // Where a place in the journal can no longer be told (Journal.Place).
    private const int FileMax = 1 << 17;

    private readonly Journal _journal;
    private readonly Objects _objects;
    private readonly Outbox _outbox;
    private readonly JournalScan _scan = new();
    private readonly List<JournalFile> _files = [];
    private readonly List<FlashFault> _faults = [];
    private readonly List<FlashObject> _found = [];
    private readonly List<FlashMessage> _messages = [];
    private readonly Dictionary<string, (long Value, int Place, int Octets)> _marks = new(StringComparer.Ordinal);

    /// <summary>Reads what a folder holds.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="clock">Unix milliseconds now: what has expired.</param>
    public FlashImage(FlashFolder folder, long clock)
    {
        Folder = folder;
        Limits limits = new() { Objects = short.MaxValue, ObjectMax = ushort.MaxValue, Outbox = OutboxMax, Peers = PeersMax, VolatileOctets = 64 };
        Figures = new StoreFigures();
        _journal = new Journal(folder, limits, Figures);
        _objects = new Objects(limits, _journal, Figures);
        _outbox = new Outbox(limits, _journal);
        if (IsMountable())
        {
            _journal.Load();
            new Replay(_objects, _outbox, new Marks(limits, _journal)).Run();
        }

        Scan();
        CountLive();
        Wear = new FlashWear(folder, _files, SegmentsEver);
        ReadObjects(clock);
        ReadMessages();
    }

    /// <summary>The folder.</summary>
    public FlashFolder Folder { get; }

    /// <summary>What the mount counted.</summary>
    public StoreFigures Figures { get; }

    /// <summary>What the flash has borne.</summary>
    public FlashWear Wear { get; }

    /// <summary>The files of the journal, oldest first.</summary>
    public IReadOnlyList<JournalFile> Files => _files;

    /// <summary>Files that are none of the journal's: a relay leaves them alone.</summary>
    public IEnumerable<string> Foreign => Folder.List().Except(_files.Select(file => file.Name));

    /// <summary>What is wrong, torn ends included, file by file.</summary>
    public IReadOnlyList<FlashFault> Faults => _faults;

    /// <summary>The objects, newest first; tombstones and expired ones too.</summary>
    public IReadOnlyList<FlashObject> Objects => _found;

    /// <summary>The messages that wait, oldest first.</summary>
    public IReadOnlyList<FlashMessage> Messages => _messages;

    /// <summary>The marks of sealed peers.</summary>
    public IEnumerable<FlashMark> Marks => _marks.Select(mark => new FlashMark(mark.Key, mark.Value.Value));

    /// <summary>Octets of all files.</summary>
    public int Octets => _journal.Segments.Octets;

    /// <summary>Octets of the records that are still needed.</summary>
    public int Live => _journal.Live;

    /// <summary>Number of the newest file: how many there have ever been since the flash was empty.</summary>
    public int SegmentsEver => _files.Count == 0 ? 0 : _journal.Segments.SequenceOf(_journal.Segments.Newest);

    /// <summary>How many whole records of each kind there are.</summary>
    public IEnumerable<(string Kind, int Count)> Kinds
        => Enumerable.Range(Record.Object, Record.Dequeued).Select(kind => (JournalScan.Name(kind), _scan.Kinds[kind]));

    /// <summary>Looks an object up.</summary>
    /// <param name="address">Its address, lower case.</param>
    /// <returns>The object, a tombstone or an expired one too; null where there is none.</returns>
    public FlashObject? Find(string address) => _found.Find(found => found.Address == address);

    private bool IsMountable()
    {
        foreach (string name in Folder.List().Where(name => Folder.Length(name) >= FileMax && name.EndsWith(".log", StringComparison.Ordinal)))
        {
            _faults.Add(new FlashFault(name, FileMax, "longer than any file of a journal; nothing was read", false));
        }

        return _faults.Count == 0;
    }

    private void Scan()
    {
        Segments segments = _journal.Segments;
        for (int i = 0; i < segments.Count; i++)
        {
            int entry = segments.EntryAt(i);
            JournalFile file = new(segments.NameOf(entry), segments.LengthOf(entry));
            int sequence = segments.SequenceOf(entry);
            if (i > 0 && sequence != segments.SequenceOf(segments.EntryAt(i - 1)) + 1)
            {
                _scan.Faults.Add(new FlashFault(file.Name, 0, $"the file before this one, {Segments.Name(sequence - 1)}, is missing", false));
            }

            _scan.Found = (position, kind, payload) =>
            {
                if (kind == Record.Mark)
                {
                    TakeMark(payload, Journal.Place(entry, position));
                }
            };
            _files.Add(file);
            _scan.Read(file, Folder.Octets(file.Name), sequence);
        }

        _faults.AddRange(_scan.Faults);
    }

    private void TakeMark(ArraySegment<byte> payload, int place)
    {
        if (payload.Count > sizeof(long))
        {
            string peer = Encoding.UTF8.GetString(payload[sizeof(long)..]);
            long value = BitConverter.ToInt64(payload);
            if (!_marks.TryGetValue(peer, out var known) || known.Value <= value)
            {
                _marks[peer] = (value, place, Record.HeaderLength + payload.Count);
            }
        }
    }

    private void CountLive()
    {
        for (int rank = 0; rank < _objects.Order.Count; rank++)
        {
            int slot = _objects.Order.Slots[rank];
            CountLive(_objects.Index.Place[slot], Record.HeaderLength + _objects.Index.Length[slot]);
        }

        for (int number = 0; number < _outbox.Count; number++)
        {
            CountLive(_outbox.PlaceOf(number), Record.HeaderLength + _outbox.PayloadLength(number));
        }

        foreach ((_, int place, int octets) in _marks.Values)
        {
            CountLive(place, octets);
        }
    }

    private void CountLive(int place, int octets)
    {
        string name = _journal.Segments.NameOf(Journal.SegmentOf(place));
        _files.Find(file => file.Name == name)!.Live += octets;
    }

    private void ReadObjects(long clock)
    {
        ObjectReader reader = new();
        for (int rank = 0; rank < _objects.Order.Count; rank++)
        {
            int slot = _objects.Order.Slots[rank];
            byte[] octets = new byte[_objects.Index.Length[slot]];
            if (_objects.Heads.Copy(slot, octets, 0) && reader.ParseStored(octets, 0, octets.Length))
            {
                string state = reader.IsDeleted ? FlashObject.Deleted
                    : reader.HasExpired(clock) ? FlashObject.Expired
                    : reader.IsVolatile ? FlashObject.Volatile : FlashObject.Live;
                _found.Add(new FlashObject(reader.Id.ToString(), reader.Date, Text(reader, Attribute.Type), state, Text(reader, Attribute.Subject), octets));
            }
        }
    }

    private void ReadMessages()
    {
        for (int number = 0; number < _outbox.Count; number++)
        {
            int recipient = _outbox.RecipientLength(number);
            int length = _outbox.ObjectLength(number);
            byte[] room = new byte[recipient + length + Outbox.HeadLength];
            if (_outbox.Read(number, room, 0))
            {
                Envelope envelope = new();
                string address = envelope.Open(room, recipient, length) ? envelope.Recipient.ToString() : "?";
                _messages.Add(new FlashMessage(_outbox.IdOf(number), address, _outbox.TimeOf(number), room[recipient..(recipient + length)]));
            }
        }
    }

    private static string Text(ObjectReader reader, int attribute)
        => Encoding.UTF8.GetString(reader.Octets, reader.ValueStart(attribute), reader.ValueLength(attribute));
}
