using System.Text;

namespace Fmtp.Nano.Tests;

/// <summary>Datagrams of one sender: <c>by=</c>, <c>at=</c> and seals are put to what goes out, and
/// verified and taken from what comes in.</summary>
public sealed class DatagramTalk
{
    private MemoryNetwork _network;
    private readonly string _peer;
    private readonly byte[] _key;
    private byte[] _last;
    private string _lastAt = string.Empty;
    private string _lastSeal = string.Empty;

    /// <summary>Makes one.</summary>
    /// <param name="network">The network.</param>
    /// <param name="peer">Who seals; null for nobody.</param>
    /// <param name="from">Where from.</param>
    public DatagramTalk(MemoryNetwork network, string peer, Endpoint from)
    {
        _network = network;
        _peer = peer;
        _key = peer == null ? null : Sealing.KeyOf(peer);
        From = from;
    }

    /// <summary>Where the datagrams come from.</summary>
    public Endpoint From { get; set; }

    /// <summary>The <c>at=</c> of the next one; it counts by itself.</summary>
    public long At { get; set; } = 1;

    /// <summary>Whose datagrams they are.</summary>
    public string Peer
    {
        get { return _peer; }
    }

    /// <summary>Goes on with a relay that was restarted.</summary>
    public void Move(MemoryNetwork network)
    {
        _network = network;
    }

    /// <summary>Sends a request.</summary>
    public void Send(string line, string body)
    {
        Send(Encoding.UTF8.GetBytes(Wire(line, body)));
    }

    /// <summary>Sends octets as they are.</summary>
    public void Send(byte[] octets)
    {
        _last = octets;
        _network.SendToRelay(octets, From);
    }

    /// <summary>Sends the very datagram of before.</summary>
    public void Repeat()
    {
        _network.SendToRelay(_last, From);
    }

    /// <summary>A request as it goes over the wire.</summary>
    public string Wire(string line, string body)
    {
        if (_peer == null)
        {
            return line + "\n" + body;
        }

        int length = line.LastIndexOf(" =");
        string end = length < 0 ? string.Empty : line.Substring(length);
        line = length < 0 ? line : line.Substring(0, length);
        line = line.IndexOf(" by=") < 0 ? line + " by=" + _peer : line;
        if (line.IndexOf(" at=") < 0)
        {
            line += " at=" + At.ToString();
            At++;
        }

        line += end;
        int at = line.IndexOf(" at=") + 4;
        int atEnd = line.IndexOf(' ', at);
        _lastAt = atEnd < 0 ? line.Substring(at) : line.Substring(at, atEnd - at);
        _lastSeal = Sealing.OfDatagram(_key, string.Empty, line, Encoding.UTF8.GetBytes(body));
        return line + " ~" + _lastSeal + "\n" + body;
    }

    /// <summary>Takes the next datagram; fails the test when it does not carry the seal and the <c>at=</c> it should.</summary>
    /// <returns>The message, "(unsealed)" behind its line where a sealed one was to be expected; null for none.</returns>
    public Heard Take()
    {
        byte[] octets = _network.TakeFromRelay(From);
        if (octets == null)
        {
            return null;
        }

        ByteQueue queue = new ByteQueue();
        queue.Add(octets, 0, octets.Length);
        Heard heard = Heard.Take(queue);
        Assert.IsTrue(heard != null && queue.Count == 0, "not exactly one message: " + Heard.Text(octets));
        if (_peer != null)
        {
            Verify(heard);
        }

        return heard;
    }

    private void Verify(Heard heard)
    {
        if (heard.Seal.Length == 0)
        {
            heard.Line += " (unsealed)";
            return;
        }

        bool isReply = heard.Line[0] >= '0' && heard.Line[0] <= '9';
        string seal = Sealing.OfDatagram(_key, isReply ? _lastSeal : string.Empty, heard.Line, heard.Body);
        Assert.AreEqual(seal, heard.Seal, "the seal of: " + heard.Line);
        if (isReply)
        {
            Assert.AreEqual(_lastAt, heard.Value("at"), "the at= of: " + heard.Line);
            heard.Line = Without(heard.Line, " at=" + _lastAt);
        }
    }

    private static string Without(string line, string word)
    {
        int at = line.IndexOf(word);
        return line.Substring(0, at) + line.Substring(at + word.Length);
    }
}
