using System.Collections;

namespace Fmtp.Nano.Tests;

/// <summary>What DNS says in a test: lines of <c>NAME TYPE DATA</c>, such as <c>farm.example MX 10 relay.farm.example</c>,
/// <c>relay.farm.example A 198.51.100.1</c>, <c>s1._fmtp.farm.example TXT v=FMTP1; k=ed25519; p=...</c>. Of a name without lines it says that
/// there is none.</summary>
public sealed class SignedZone
{
    private const int NoName = 3;
    private const int ServerFailure = 2;

    private readonly ArrayList _lines = new ArrayList();
    private readonly ArrayList _failing = new ArrayList();

    /// <summary>Answers a question that is not for him.</summary>
    public delegate void Forging(DnsAsked asked);

    /// <summary>Whether no server answers.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Whether the servers can only say that they cannot tell.</summary>
    public bool IsFailing { get; set; }

    /// <summary>Seconds that answers hold.</summary>
    public int Ttl { get; set; } = 300;

    /// <summary>What somebody else answers before the server does; null for nothing.</summary>
    public Forging Forge { get; set; }

    /// <summary>How many questions were asked.</summary>
    public int Asked { get; private set; }

    /// <summary>Adds lines.</summary>
    public void Add(params string[] lines)
    {
        for (int i = 0; i < lines.Length; i++)
        {
            _lines.Add(lines[i]);
        }
    }

    /// <summary>Says what there is of a name and type, instead of what there was.</summary>
    /// <param name="name">The name.</param>
    /// <param name="type">The type.</param>
    /// <param name="data">The records; none: they are not known any more; null: the server fails.</param>
    public void Set(string name, string type, string[] data)
    {
        string start = name + " " + type + " ";
        for (int i = _lines.Count - 1; i >= 0; i--)
        {
            if (((string)_lines[i]).StartsWith(start))
            {
                _lines.RemoveAt(i);
            }
        }

        _failing.Remove(name);
        if (data == null)
        {
            _failing.Add(name);
            return;
        }

        for (int i = 0; i < data.Length; i++)
        {
            _lines.Add(start + data[i]);
        }
    }

    /// <summary>Answers what was asked.</summary>
    /// <returns>Whether anything was.</returns>
    public bool Answer(MemoryNetwork network)
    {
        bool worked = false;
        for (int i = 0; i < network.Ports.Count; i++)
        {
            MemoryPort port = (MemoryPort)network.Ports[i];
            byte[] octets = port.IsClosed ? null : port.Take();
            if (octets != null)
            {
                worked = true;
                Asked++;
                Answer(new DnsAsked(octets, port, null));
            }
        }

        return worked;
    }

    private void Answer(DnsAsked asked)
    {
        if (Forge != null)
        {
            Forge(asked);
        }

        if (IsSilent)
        {
            return;
        }

        string[] question = asked.ToString().Split(' ');
        string name = question[1];
        DnsReply reply = asked.Reply();
        if (IsFailing || _failing.Contains(name))
        {
            reply.Code(ServerFailure);
        }
        else
        {
            Write(reply, name, question[0]);
        }

        reply.Send();
    }

    private void Write(DnsReply reply, string name, string type)
    {
        bool isName = false;
        bool isAnswered = false;
        for (int i = 0; i < _lines.Count; i++)
        {
            string line = (string)_lines[i];
            if (line.StartsWith(name + " "))
            {
                isName = true;
                string rest = line.Substring(name.Length + 1);
                if (rest.StartsWith(type + " "))
                {
                    isAnswered = true;
                    Write(reply, name, type, rest.Substring(type.Length + 1));
                }
            }
        }

        if (!isAnswered)
        {
            reply.Code(isName ? 0 : NoName).Soa("example", Ttl, Ttl);
        }
    }

    private void Write(DnsReply reply, string name, string type, string data)
    {
        switch (type)
        {
            case "A": reply.A(name, Ttl, data); break;
            case "TXT": reply.Txt(name, Ttl, data); break;
            default:
                int space = data.IndexOf(' ');
                reply.Mx(name, Ttl, int.Parse(data.Substring(0, space)), data.Substring(space + 1));
                break;
        }
    }
}
