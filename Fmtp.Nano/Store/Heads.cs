using System;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Looks at the beginning of an object where it is: in memory, in the write buffer, or in a copy of
/// what the flash has. The view lasts until the next one, or the next record that is begun.</summary>
internal sealed class Heads
{
    private const int UnsignedReach = 4 + Wire.AddressMax + 1;
    private const int SignedReach = 400 + UnsignedReach;

    private readonly ObjectIndex _index;
    private readonly Journal _journal;
    private readonly Volatiles _volatiles;
    private readonly byte[] _copy = new byte[Record.HeaderLength + Wire.HeadMax];
    private int _copiedPlace = -1;
    private int _copied;

    /// <summary>Makes one.</summary>
    public Heads(ObjectIndex index, Journal journal, Volatiles volatiles)
    {
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
        _copiedPlace = -1;
    }

    /// <summary>Views the first octets of an object.</summary>
    /// <returns>False when the flash failed.</returns>
    public bool Load(int slot, int reach)
    {
        int place = _index.Place[slot];
        int length = _index.Length[slot];
        if (place < 0)
        {
            View(_volatiles.OctetsOf(~place), 0, length);
            return true;
        }

        if (_journal.IsPending(place))
        {
            View(_journal.Buffer, _journal.PendingStart(place) + Record.HeaderLength, length);
            return true;
        }

        if (reach > length)
        {
            reach = length;
        }

        if (reach > Wire.HeadMax)
        {
            reach = Wire.HeadMax;
        }

        if (_copiedPlace != place || _copied < reach)
        {
            _copiedPlace = -1;
            if (!_journal.Read(place, 0, _copy, 0, Record.HeaderLength + reach))
            {
                return false;
            }

            _copiedPlace = place;
            _copied = reach;
        }

        View(_copy, Record.HeaderLength, _copied);
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
        return LoadAddress(slot) && AddressLength == length
            && Platform.Equal(Octets, AddressStart, octets, start, length);
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
        int place = _index.Place[slot];
        int length = _index.Length[slot];
        if (!Load(slot, 0))
        {
            return false;
        }

        if (Octets != _copy)
        {
            Array.Copy(Octets, Start, into, at, length);
            return true;
        }

        Array.Copy(_copy, Record.HeaderLength, into, at, Length < length ? Length : length);
        if (Length < length && !_journal.Read(place, Record.HeaderLength + Length, into, at + Length, length - Length))
        {
            return false;
        }

        bool isWhole = _journal.IsWhole(place, _copy, 0, into, at, length);
        if (!isWhole)
        {
            _copiedPlace = -1;
        }

        return isWhole;
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
            _copiedPlace = -1;
            isSame = _journal.Read(place, Record.HeaderLength + skipped + done, _copy, 0, piece)
                && Platform.Equal(_copy, 0, octets, start + done, piece);
            done += piece;
        }

        return isSame;
    }

    private void View(byte[] octets, int start, int length)
    {
        Octets = octets;
        Start = start;
        Length = length;
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

        AddressStart = line + 4;
        int lf = AddressStart < end ? Platform.IndexOf(Octets, Ascii.LF, AddressStart, end - AddressStart) : -1;
        AddressLength = lf - AddressStart;
        return lf > 0;
    }
}
