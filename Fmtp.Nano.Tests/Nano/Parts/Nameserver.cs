using System;
using System.Text;

namespace Fmtp.Nano.Tests;

/// <summary>A server of DNS for one question at a time: every text is the same key, every address the same.</summary>
internal sealed class Nameserver
{
    // A head, a question behind a name, and in front of the data a pointer to that name, type, class, time and length.
    private const int HeadLength = 12;
    private const int TypeAt = 1;
    private const int TailLength = 5;
    private const int FlagsAt = 2;
    private const int AnswersAt = 7;
    private const int ReplyFlags = 0x80;
    private const int DataAt = 12;

    private static readonly byte[] Front = { 0xC0, HeadLength, 0, 0, 0, 1, 0, 0, 0, 60, 0, 0 };
    private static readonly byte[] Host = { 203, 0, 113, 7 };

    private readonly byte[] _text;
    private readonly byte[] _message = new byte[512];
    private int _length;

    internal Nameserver(string text)
    {
        byte[] octets = Encoding.UTF8.GetBytes(text);
        _text = new byte[octets.Length + 1];
        _text[0] = (byte)octets.Length;
        Array.Copy(octets, 0, _text, 1, octets.Length);
    }

    /// <summary>Takes a question and writes the answer.</summary>
    internal void Take(byte[] from, int offset, int count)
    {
        Array.Copy(from, offset, _message, 0, count);
        int end = HeadLength;
        while (_message[end] != 0)
        {
            end += 1 + _message[end];
        }

        int type = _message[end + TypeAt + 1];
        byte[] data = type == DnsType.Txt ? _text : type == DnsType.A ? Host : null;
        _length = end + TailLength;
        _message[FlagsAt] |= ReplyFlags;
        _message[FlagsAt + 1] = ReplyFlags;
        if (data != null)
        {
            _message[AnswersAt] = 1;
            Array.Copy(Front, 0, _message, _length, Front.Length);
            _message[_length + FlagsAt + 1] = (byte)type;
            _message[_length + DataAt - 1] = (byte)data.Length;
            Array.Copy(data, 0, _message, _length + DataAt, data.Length);
            _length += DataAt + data.Length;
        }
    }

    /// <summary>Gives the answer, once.</summary>
    internal int Give(byte[] into, int offset)
    {
        int length = _length;
        Array.Copy(_message, 0, into, offset, length);
        _length = 0;
        return length;
    }
}
