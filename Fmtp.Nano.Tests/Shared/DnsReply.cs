using System;
using System.Text;

namespace Fmtp.Nano.Tests;

/// <summary>Builds the answer to a question. Names that end in the one that was asked for are compressed.</summary>
public sealed class DnsReply
{
    private const int Room = 4096;
    private const int AnswersAt = 7;
    private const int AuthoritiesAt = 9;
    private const int AdditionalsAt = 11;
    private const int Ns = 2;
    private const int CnameType = 5;
    private const int SoaType = 6;

    private readonly DnsAsked _asked;
    private readonly byte[] _octets = new byte[Room];
    private int _end;

    /// <summary>Begins: the head says that all is well, the question is repeated.</summary>
    public DnsReply(DnsAsked asked)
    {
        _asked = asked;
        Array.Copy(asked.Octets, 0, _octets, 0, asked.Octets.Length);
        _end = asked.Octets.Length;
        _octets[2] |= 0x80;
        _octets[3] = 0x80;
    }

    /// <summary>The message so far.</summary>
    public byte[] Octets
    {
        get
        {
            byte[] octets = new byte[_end];
            Array.Copy(_octets, 0, octets, 0, _end);
            return octets;
        }
    }

    /// <summary>Sends it.</summary>
    public void Send()
    {
        _asked.Send(Octets);
    }

    /// <summary>Sets the response code.</summary>
    public DnsReply Code(int code)
    {
        _octets[3] |= (byte)code;
        return this;
    }

    /// <summary>Says that something is left out.</summary>
    public DnsReply Truncated()
    {
        _octets[2] |= 0x02;
        return this;
    }

    /// <summary>Changes an octet of the head or the question.</summary>
    public DnsReply With(int at, int value)
    {
        _octets[at] = (byte)value;
        return this;
    }

    /// <summary>Adds an IPv4 address, its octets between dots.</summary>
    public DnsReply A(string owner, int ttl, string address)
    {
        string[] parts = address.Split('.');
        byte[] data = new byte[parts.Length];
        for (int i = 0; i < data.Length; i++)
        {
            data[i] = (byte)int.Parse(parts[i]);
        }

        return Record(AnswersAt, owner, DnsType.A, ttl, data);
    }

    /// <summary>Adds an IPv6 address: its eight groups, in decimal.</summary>
    public DnsReply Aaaa(string owner, int ttl, params int[] groups)
    {
        byte[] data = new byte[groups.Length * 2];
        for (int i = 0; i < groups.Length; i++)
        {
            data[i * 2] = (byte)(groups[i] >> 8);
            data[(i * 2) + 1] = (byte)groups[i];
        }

        return Record(AnswersAt, owner, DnsType.Aaaa, ttl, data);
    }

    /// <summary>Adds a mail exchange.</summary>
    public DnsReply Mx(string owner, int ttl, int preference, string exchange)
    {
        Begin(AnswersAt, owner, DnsType.Mx, ttl);
        Put16(preference);
        Name(exchange);
        return End();
    }

    /// <summary>Adds an alias.</summary>
    public DnsReply Cname(string owner, int ttl, string target)
    {
        Begin(AnswersAt, owner, CnameType, ttl);
        Name(target);
        return End();
    }

    /// <summary>Adds a text of some strings.</summary>
    public DnsReply Txt(string owner, int ttl, params string[] strings)
    {
        Begin(AnswersAt, owner, DnsType.Txt, ttl);
        for (int i = 0; i < strings.Length; i++)
        {
            byte[] octets = Encoding.UTF8.GetBytes(strings[i]);
            _octets[_end++] = (byte)octets.Length;
            Put(octets);
        }

        return End();
    }

    /// <summary>Adds the authority's record that says how long a "no" holds.</summary>
    public DnsReply Soa(string owner, int ttl, int minimum)
    {
        Begin(AuthoritiesAt, owner, SoaType, ttl);
        Name("ns." + owner);
        Name("admin." + owner);
        Put(new byte[16]);
        Put32(minimum);
        return End();
    }

    /// <summary>Adds the name of a server to ask instead.</summary>
    public DnsReply Referral(string owner)
    {
        Begin(AuthoritiesAt, owner, Ns, 3600);
        Name("ns." + owner);
        return End();
    }

    /// <summary>Adds an address that nobody asked for.</summary>
    public DnsReply Glue(string owner, byte[] address)
    {
        return Record(AdditionalsAt, owner, DnsType.A, 3600, address);
    }

    /// <summary>Adds a record of any kind to the answer.</summary>
    public DnsReply Record(string owner, int type, byte[] data)
    {
        return Record(AnswersAt, owner, type, 3600, data);
    }

    /// <summary>Adds a record to the answer whose owner's name is these octets.</summary>
    public DnsReply RecordOf(byte[] owner, int type, byte[] data)
    {
        _octets[AnswersAt]++;
        Put(owner);
        return Tail(type, 3600, data);
    }

    /// <summary>Where the next octet will stand.</summary>
    public int At
    {
        get { return _end; }
    }

    private DnsReply Record(int section, string owner, int type, int ttl, byte[] data)
    {
        _octets[section]++;
        Name(owner);
        return Tail(type, ttl, data);
    }

    private DnsReply Tail(int type, int ttl, byte[] data)
    {
        Put16(type);
        Put16(1);
        Put32(ttl);
        Put16(data.Length);
        Put(data);
        return this;
    }

    // The data follows; its length is filled in by End.
    private void Begin(int section, string owner, int type, int ttl)
    {
        Record(section, owner, type, ttl, new byte[0]);
        _dataAt = _end;
    }

    private int _dataAt;

    private DnsReply End()
    {
        int length = _end - _dataAt;
        _octets[_dataAt - 2] = (byte)(length >> 8);
        _octets[_dataAt - 1] = (byte)length;
        return this;
    }

    private void Name(string name)
    {
        string asked = _asked.Name.ToLower();
        while (name.Length > 0)
        {
            if (name == asked)
            {
                Put16(0xC00C);
                return;
            }

            int dot = name.IndexOf('.');
            byte[] label = Encoding.UTF8.GetBytes(dot < 0 ? name : name.Substring(0, dot));
            _octets[_end++] = (byte)label.Length;
            Put(label);
            name = dot < 0 ? string.Empty : name.Substring(dot + 1);
        }

        _octets[_end++] = 0;
    }

    private void Put(byte[] octets)
    {
        Array.Copy(octets, 0, _octets, _end, octets.Length);
        _end += octets.Length;
    }

    private void Put16(int value)
    {
        _octets[_end++] = (byte)(value >> 8);
        _octets[_end++] = (byte)value;
    }

    private void Put32(int value)
    {
        Put16(value >> 16);
        Put16(value);
    }
}
