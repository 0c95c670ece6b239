using System;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Looks at the beginning of an object where it is: in memory, in the write buffer, or in a copy of
/// what the flash has. The view lasts until the next one, or the next record that is begun.</summary>
internal sealed class Heads
{
    private const int NameOctets = 4; // "id: "
    private const int UnsignedReach = NameOctets + Wire.AddressMax + 1;
    private const int SignedReach = 400 + UnsignedReach;

    // So much is read at once: whoever looks at an address mostly wants the object next, and two reads cost more.
    private const int SmallReach = 512;

    // No place in the journal, nor the complement of an entry in memory.
    private const int Nowhere = int.MinValue;

    private readonly ObjectIndex _index;
    private readonly Journal _journal;
    private readonly Volatiles _volatiles;
    private readonly StoreFigures _figures;
    private readonly byte[] _copy = new byte[Record.HeaderLength + Wire.HeadMax];
    private int _copiedPlace = Nowhere;
    private int _copied;
    private bool _isWhole;

    /// <summary>Makes one.</summary>
    public Heads(ObjectIndex index, Journal journal, Volatiles volatiles, StoreFigures figures)
    {
        _figures = figures;
        _index = index;
        _journal = journal;
        _volatiles = volatiles;
        Reader = new ObjectReader();
    }

    /// <summary>One for all who read objects in the store: nobody keeps it over another's use.</summary>
    public ObjectReader Reader;

    /// <summary>Holds the object's beginning.</summary>
    public byte[] Octets;

    /// <summary>Where the object begins.</summary>
    public int Start;

    /// <summary>How much of it is there.</summary>
    public int Length;

    /// <summary>Where its address begins, after <see cref="LoadAddress"/>.</summary>
    public int AddressStart;

    /// <summary>Octets of its address.</summary>
    public int AddressLength;

    /// <summary>Forgets the copy: places have got another meaning.</summary>
    public void Forget()
    {
        _copiedPlace = Nowhere;
    }

    /// <summary>Views the first octets of an object.</summary>
    /// <returns>False when the flash failed.</returns>
    public bool Load(int slot, int reach)
    {
        ObjectIndex index = _index;
        int place = index.Place[slot];
        int length = index.Length[slot];
        if (place != _copiedPlace || (_copied < reach && _copied < length))
        {
            Length = length;
            if (place < 0)
            {
                Octets = _volatiles.OctetsOf(~place);
                Start = 0;
                return true;
            }

            if (_journal.Pending > 0 && _journal.IsPending(place))
            {
                Octets = _journal.Buffer;
                Start = _journal.PendingStart(place) + Record.HeaderLength;
                return true;
            }

            if (!Read(place, length, reach < SmallReach ? SmallReach : reach))
            {
                return false;
            }
        }

        Octets = _copy;
        Start = Record.HeaderLength;
        Length = _copied;
        return true;
    }

    private bool Read(int place, int length, int reach)
    {
        reach = reach < length ? reach : length;
        reach = reach < Wire.HeadMax ? reach : Wire.HeadMax;
        _figures.HasRead = true;
        _copiedPlace = Nowhere;
        _isWhole = false;
        if (!_journal.Read(place, 0, _copy, 0, Record.HeaderLength + reach))
        {
            return false;
        }

        _copiedPlace = place;
        _copied = reach;
        return true;
    }

    /// <summary>Views an object's address.</summary>
    /// <returns>False when the flash failed, or there is none.</returns>
    public bool LoadAddress(int slot)
    {
        bool isSigned = (_index.Flags[slot] & ObjectIndex.Signed) != 0;
        return (Load(slot, isSigned ? SignedReach : UnsignedReach) && FindAddress(isSigned))
            || (isSigned && Load(slot, Wire.HeadMax) && FindAddress(true));
    }

    /// <summary>Whether an object has this address.</summary>
    public bool IsAddress(int slot, byte[] octets, int start, int length)
    {
        if ((_index.Flags[slot] & ObjectIndex.Signed) != 0)
        {
            return LoadAddress(slot) && AddressLength == length && Platform.Equal(Octets, AddressStart, octets, start, length);
        }

        if (!Load(slot, UnsignedReach))
        {
            return false;
        }

        int address = Start + NameOctets;
        return length < Length - NameOctets && Octets[address + length] == Ascii.LF && Platform.Equal(Octets, address, octets, start, length);
    }

    /// <summary>Reads an object's attributes; its content may not be there.</summary>
    /// <returns>Null when the flash failed or holds no object there.</returns>
    public ObjectReader Parse(int slot)
    {
        return Load(slot, Wire.HeadMax) && Reader.ParseStored(Octets, Start, Length) ? Reader : null;
    }

    /// <summary>Copies a whole object from flash, and checks it.</summary>
    public bool Copy(int slot, byte[] into, int at)
    {
        ObjectIndex index = _index;
        int place = index.Place[slot];
        int length = index.Length[slot];
        if (_isWhole && place == _copiedPlace && length == _copied)
        {
            Array.Copy(_copy, Record.HeaderLength, into, at, length);
            return true;
        }

        if (!Load(slot, 0))
        {
            return false;
        }

        Array.Copy(Octets, Start, into, at, Length);
        if (Octets != _copy)
        {
            return true;
        }

        if (Length < length && !_journal.Read(place, Record.HeaderLength + Length, into, at + Length, length - Length))
        {
            return false;
        }

        _isWhole = _journal.IsWhole(place, _copy, 0, into, at, length);
        if (!_isWhole)
        {
            _copiedPlace = Nowhere;
        }

        return _isWhole;
    }

    /// <summary>Whether an object has exactly these octets, behind its first ones; read piece by piece.</summary>
    public bool IsSame(int slot, int skipped, byte[] octets, int start, int length)
    {
        if (_index.Length[slot] != skipped + length || !Load(slot, Wire.HeadMax))
        {
            return false;
        }

        int place = _index.Place[slot];
        int done = Length - skipped < length ? Length - skipped : length;
        bool isSame = Platform.Equal(Octets, Start + skipped, octets, start, done);
        while (isSame && done < length)
        {
            int piece = length - done < Wire.HeadMax ? length - done : Wire.HeadMax;
            _copiedPlace = Nowhere;
            isSame = _journal.Read(place, Record.HeaderLength + skipped + done, _copy, 0, piece)
                && Platform.Equal(_copy, 0, octets, start + done, piece);
            done += piece;
        }

        return isSame;
    }

    private bool FindAddress(bool isSigned)
    {
        int end = Start + Length;
        int line = Start;
        if (isSigned)
        {
            line = Platform.IndexOf(Octets, Ascii.LF, Start, Length) + 1;
            if (line <= Start)
            {
                return false;
            }
        }

        AddressStart = line + NameOctets;
        int lf = AddressStart < end ? Platform.IndexOf(Octets, Ascii.LF, AddressStart, end - AddressStart) : -1;
        AddressLength = lf - AddressStart;
        return lf > 0;
    }
}
