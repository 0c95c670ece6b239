using System;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>The journal: segments on flash and one write buffer. Records are built in the buffer, read from
/// there as from flash, and made durable together by one append.</summary>
/// <remarks>A place is the entry of a segment and an offset in it. It is final from the moment a record is
/// in the buffer, because it is known where the buffer will be appended.</remarks>
internal sealed class Journal
{
    private const int OffsetBits = 17;
    private const int OffsetMask = (1 << OffsetBits) - 1;
    private const int SegmentsMax = 8000;
    private const int SectorOctets = 4096;
    private const int InlineOctets = 512;
    private const int DirectoryAppends = 40;

    /// <summary>Claim of <see cref="Begin"/>: more will live than before.</summary>
    public const int More = 0;

    /// <summary>Not more will live than before: may use the reserve where the cleaner would find too little.</summary>
    public const int Less = 1;

    /// <summary>The cleaner's own: may use the reserve.</summary>
    public const int Reserve = 2;

    /// <summary>A small write: housekeeping adds no record to the buffer once it holds so much.</summary>
    public const int StepOctets = 1024;

    // Room in the buffer for what a put of the greatest size drops.
    private const int DropRoom = 2 * (Record.HeaderLength + Record.DropLength);

    private readonly IFlash _flash;
    private readonly StoreFigures _figures;
    private bool _isSealed = true;
    private int _begun;
    private int _begunKind;
    private int _begunLength;
    private int _sequence;

    /// <summary>Makes a journal; <see cref="Load"/> finds its files.</summary>
    public Journal(IFlash flash, Limits limits, StoreFigures figures)
    {
        _flash = flash;
        _figures = figures;
        int recordMax = Record.HeaderLength + Outbox.HeadLength + Wire.AddressMax + limits.ObjectMax;
        Buffer = new byte[recordMax + DropRoom];
        RecordMax = recordMax;
        Quota = limits.StoreQuota;
        SegmentOctets = limits.SegmentOctets;
        if (SegmentOctets < Quota / SegmentsMax)
        {
            SegmentOctets = Quota / SegmentsMax; // a place has 14 bits for the segment
        }

        if (SegmentOctets > Record.PayloadMax)
        {
            SegmentOctets = Record.PayloadMax;
        }


        // Cleaning copies what lives in the oldest segment before it deletes it; a cut may waste a part of that.
        int largest = recordMax > SegmentOctets ? recordMax : SegmentOctets;
        int reserve = largest + (SegmentOctets / 4);
        WriteMax = Quota - reserve;
        LiveMax = WriteMax - recordMax - (SegmentOctets / 2);
        Segments = new Segments((2 * Quota / SegmentOctets) + 16);
    }

    /// <summary>The files.</summary>
    public Segments Segments;

    /// <summary>The write buffer: records that are not durable yet, from 0 to <see cref="Pending"/>.</summary>
    public byte[] Buffer;

    /// <summary>Octets that wait for <see cref="Commit"/>.</summary>
    public int Pending;

    /// <summary>Octets of the longest record.</summary>
    public int RecordMax;

    /// <summary>Octets of one file, unless a single record is longer.</summary>
    public readonly int SegmentOctets;

    /// <summary>Octets of flash that all files may have.</summary>
    public int Quota;

    /// <summary>Up to here all but the cleaner may write.</summary>
    public int WriteMax;

    /// <summary>Octets of live records up to which cleaning makes room.</summary>
    public int LiveMax;

    /// <summary>Octets of records that somebody still needs.</summary>
    public int Live;

    /// <summary>Whether some of what was to be durable is lost: nothing more is taken until the journal is read anew.</summary>
    public bool IsLost;

    /// <summary>Whether a writer was turned away for want of room that cleaning can make.</summary>
    public bool IsUrgent;

    /// <summary>Octets that cleaning would free.</summary>
    public int Garbage
    {
        get { return Segments.Octets + Pending - Live; }
    }

    /// <summary>Finds the files; what was pending is forgotten.</summary>
    public void Load()
    {
        Pending = 0;
        Live = 0;
        IsUrgent = false;
        IsLost = false;
        _isSealed = true;
        Segments.Load(_flash.List(), _flash);
        _sequence = Segments.Count == 0 ? 0 : Segments.SequenceOf(Segments.Newest);
    }

    /// <summary>Says that the newest file ends cleanly and may be appended to.</summary>
    public void Unseal()
    {
        _isSealed = false;
    }

    /// <summary>Makes the next record begin a new file.</summary>
    public void Seal()
    {
        _isSealed = Pending == 0;
    }

    /// <summary>The entry of a place's segment.</summary>
    public static int SegmentOf(int place)
    {
        return place >> OffsetBits;
    }

    /// <summary>The offset of a place.</summary>
    public static int OffsetOf(int place)
    {
        return place & OffsetMask;
    }

    /// <summary>A place.</summary>
    public static int Place(int segment, int offset)
    {
        return (segment << OffsetBits) | offset;
    }

    /// <summary>Begins a record, if it can be taken now.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="length">Octets of its payload.</param>
    /// <param name="claim"><see cref="More"/>, <see cref="Less"/> or <see cref="Reserve"/>.</param>
    /// <returns>Where the payload goes in <see cref="Buffer"/>; -1 for later.</returns>
    public int Begin(int kind, int length, int claim)
    {
        int record = Record.HeaderLength + length;
        if (IsLost || record > Buffer.Length)
        {
            return -1;
        }

        int used = Segments.Octets + Pending + record;
        if (claim != Reserve && used > WriteMax)
        {
            // What makes garbage may use a part of the reserve, or any where the cleaner would find too little.
            IsUrgent = true;
            if (claim == More || (used > WriteMax + (SegmentOctets / 8) && Garbage >= SegmentOctets / 2))
            {
                return -1;
            }
        }

        // What does not fit behind what is pending makes that durable now: a part of what waits for
        // Commit may survive a loss of power, but none of it is told before.
        bool isFit = Pending + record <= Buffer.Length && (Pending == 0 || HeadLength + Pending + record <= SegmentOctets);
        if (!isFit && !Commit())
        {
            IsLost = true;
            return -1;
        }

        if (Pending == 0 && !ChooseHead(record, claim == Reserve))
        {
            return -1;
        }

        _begun = Pending;
        _begunKind = kind;
        _begunLength = length;
        return Pending + Record.HeaderLength;
    }

    /// <summary>Ends the record that was begun: from now on it is read, and it is durable after <see cref="Commit"/>.</summary>
    /// <returns>Its place.</returns>
    public int End()
    {
        int head = Segments.Newest;
        int position = Segments.LengthOf(head) + _begun;
        Record.Seal(Buffer, _begun, _begunKind, _begunLength, Segments.SequenceOf(head), position);
        Pending = _begun + Record.HeaderLength + _begunLength;
        return Place(head, position);
    }

    /// <summary>Appends the buffer to the head.</summary>
    /// <returns>False when that failed: then the journal has to be read anew.</returns>
    public bool Commit()
    {
        if (Pending == 0)
        {
            return true;
        }

        int head = Segments.Newest;
        int octets = Pending;
        _figures.Appends++;
        _figures.OctetsWritten += octets;
        CountErases(Segments.LengthOf(head), octets);
        Pending = 0;
        if (!_flash.Append(Segments.NameOf(head), Buffer, 0, octets))
        {
            _figures.Failures++;
            return false;
        }

        Segments.Grow(head, octets);
        return true;
    }

    /// <summary>Deletes the oldest file; only when nothing in it is needed and nothing is pending.</summary>
    /// <returns>False when that failed.</returns>
    public bool DeleteOldest()
    {
        if (!_flash.Delete(Segments.NameOf(Segments.Oldest)))
        {
            _figures.Failures++;
            return false;
        }

        _isSealed = _isSealed || Segments.Count == 1;
        Segments.RemoveOldest();
        _figures.SegmentsDeleted++;
        return true;
    }

    /// <summary>Whether a record is still in the buffer.</summary>
    public bool IsPending(int place)
    {
        return Pending > 0 && SegmentOf(place) == Segments.Newest && (place & OffsetMask) >= HeadLength;
    }

    /// <summary>Where a pending record begins in the buffer.</summary>
    public int PendingStart(int place)
    {
        return (place & OffsetMask) - HeadLength;
    }

    /// <summary>Reads octets of a record that is on flash.</summary>
    public bool Read(int place, int skip, byte[] into, int at, int count)
    {
        return ReadFile(SegmentOf(place), (place & OffsetMask) + skip, into, at, count);
    }

    /// <summary>Reads octets of a file; a failure is tried once more, as opening a file may fail for want of memory.</summary>
    public bool ReadFile(int segment, int position, byte[] into, int at, int count)
    {
        string name = Segments.NameOf(segment);
        return _flash.Read(name, position, into, at, count) || _flash.Read(name, position, into, at, count);
    }

    /// <summary>Whether a record on flash is what was written there, header and payload: the next mount would not take another.</summary>
    public bool IsWhole(int place, byte[] header, int at, byte[] payload, int start, int length)
    {
        int sequence = Segments.SequenceOf(place >> OffsetBits);
        int position = place & OffsetMask;
        return Record.PayloadLength(header, at) == length && Record.IsHeader(header, at, sequence, position)
            && Record.IsPayload(header, at, payload, start, sequence, position);
    }

    /// <summary>Adds what an append to a file of some length costs, as littlefs would have it, to the figures.</summary>
    public void CountErases(int length, int octets)
    {
        int end = length + octets;
        if (end > InlineOctets)
        {
            int first = length > InlineOctets ? length / SectorOctets : 0;
            _figures.Erases += ((end + SectorOctets - 1) / SectorOctets) - first;
        }

        if (_figures.Appends % DirectoryAppends == 0)
        {
            _figures.Erases++;
        }
    }

    private int HeadLength
    {
        get { return Segments.LengthOf(Segments.Newest); }
    }

    private bool ChooseHead(int record, bool isCleaner)
    {
        if (!_isSealed && (HeadLength == 0 || HeadLength + record <= SegmentOctets))
        {
            return true;
        }

        if (Segments.Count >= Segments.Capacity - (isCleaner ? 0 : 2))
        {
            IsUrgent = true;
            return false;
        }

        // A name that is taken is one that the list kept from us: never append behind the unknown.
        string name;
        do
        {
            _sequence++;
            name = Segments.Name(_sequence);
        }
        while (_flash.Length(name) > 0);

        Segments.Add(name, _sequence, 0);
        _isSealed = false;
        return true;
    }
}
