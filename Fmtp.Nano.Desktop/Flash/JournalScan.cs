using System;
using System.Collections.Generic;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Desktop.Flash;

/// <summary>Goes over the records of a journal as a mount does (<see cref="Replay"/>), and says of each where it is
/// and whether it is whole; what the whole ones mean is the store's to say.</summary>
internal sealed class JournalScan
{
    private static readonly string[] Names = ["unknown", "object", "drop", "mark", "queued", "dequeued"];

    private readonly ObjectReader _reader = new();
    private JournalFile _file = null!;
    private byte[] _octets = [];
    private int _sequence;

    /// <summary>What is wrong.</summary>
    internal List<FlashFault> Faults { get; } = [];

    /// <summary>How many records of each kind are whole.</summary>
    internal int[] Kinds { get; } = new int[Names.Length];

    /// <summary>Is told of each whole record: its offset, its kind and its payload.</summary>
    internal Action<int, int, ArraySegment<byte>>? Found { get; set; }

    /// <summary>What a kind is called.</summary>
    internal static string Name(int kind) => Names[kind < Names.Length ? kind : 0];

    /// <summary>Goes over one file.</summary>
    internal void Read(JournalFile file, byte[] octets, int sequence)
    {
        _file = file;
        _octets = octets;
        _sequence = sequence;
        int position = 0;
        while (position >= 0 && position < octets.Length)
        {
            position = Next(position);
        }
    }

    // Where the record behind the one at a position begins; -1 where there is none.
    private int Next(int position)
    {
        if (_octets.Length - position < Record.HeaderLength)
        {
            return Torn(position, "less than the head of a record");
        }

        if (!Record.IsHeader(_octets, position, _sequence, position))
        {
            int next = Search(position + 1);
            int lost = (next < 0 ? _octets.Length : next) - position;
            Bad(position, $"no record begins here; {lost} octets are lost");
            return next;
        }

        int kind = Record.Kind(_octets, position);
        int length = Record.PayloadLength(_octets, position);
        int end = position + Record.HeaderLength + length;
        if (end > _octets.Length)
        {
            return Torn(position, $"{_octets.Length - position} of {end - position} octets of one ({Name(kind)})");
        }

        _file.Records++;
        if (!IsWhole(position))
        {
            Bad(position, $"{Name(kind)} of {length} octets{Hint(kind, position, length)} does not match its check");
        }
        else if (!IsSound(kind, position, length))
        {
            Bad(position, $"{Name(kind)} of {length} octets is whole, but nothing that this version writes");
        }
        else
        {
            Kinds[kind]++;
            Found?.Invoke(position, kind, new ArraySegment<byte>(_octets, position + Record.HeaderLength, length));
        }

        return end;
    }

    private bool IsWhole(int position)
        => Record.IsPayload(_octets, position, _octets, position + Record.HeaderLength, _sequence, position);

    private bool IsSound(int kind, int position, int length)
    {
        int payload = position + Record.HeaderLength;
        return kind switch
        {
            Record.Object => _reader.ParseStored(_octets, payload, length),
            Record.Queued => length > Outbox.HeadLength && _octets[payload + Outbox.HeadLength - 1] <= length - Outbox.HeadLength,
            Record.Drop or Record.Mark or Record.Dequeued => true,
            _ => false,
        };
    }

    // Which object it was, where that can still be read.
    private string Hint(int kind, int position, int length)
        => kind == Record.Object && _reader.ParseStored(_octets, position + Record.HeaderLength, length) ? $", as it reads {_reader.Id}," : string.Empty;

    private int Search(int position)
    {
        for (; position <= _octets.Length - Record.HeaderLength; position++)
        {
            if (Record.IsHeader(_octets, position, _sequence, position)
                && position + Record.HeaderLength + Record.PayloadLength(_octets, position) <= _octets.Length
                && IsWhole(position))
            {
                return position;
            }
        }

        return -1;
    }

    private void Bad(int position, string text) => Faults.Add(new FlashFault(_file.Name, position, text, false));

    private int Torn(int position, string text)
    {
        Faults.Add(new FlashFault(_file.Name, position, $"torn: the file ends with {text}; a loss of power, nothing acknowledged was in it", true));
        return -1;
    }
}
