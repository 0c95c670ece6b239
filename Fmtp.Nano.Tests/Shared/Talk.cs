using System.Text;

namespace Fmtp.Nano.Tests;

/// <summary>One connection of a transcript, with the seals of both directions once it is a link.</summary>
public sealed class Talk
{
    private byte[] _outKey;
    private byte[] _inKey;
    private int _outCount;
    private int _inCount;

    /// <summary>Makes one.</summary>
    public Talk(string name, MemoryConnection connection)
    {
        Name = name;
        Connection = connection;
    }

    /// <summary>How transcripts call it.</summary>
    public string Name { get; private set; }

    /// <summary>The connection.</summary>
    public MemoryConnection Connection { get; private set; }

    /// <summary>Whether it is sealed.</summary>
    public bool IsLink
    {
        get { return _outKey != null; }
    }

    /// <summary>From now on everything is sealed.</summary>
    /// <param name="key">The shared key.</param>
    /// <param name="isOpener">Whether the test's side opened the connection.</param>
    /// <param name="hello">The HELLO line.</param>
    /// <param name="reply">The line that answered it.</param>
    public void Link(byte[] key, bool isOpener, string hello, string reply)
    {
        _outKey = Sealing.Direction(key, isOpener, hello, reply);
        _inKey = Sealing.Direction(key, !isOpener, hello, reply);
        _outCount = 0;
        _inCount = 0;
    }

    /// <summary>From now on nothing is sealed and seals that come are not looked at.</summary>
    public void Unlink()
    {
        _outKey = null;
        _inKey = null;
    }

    /// <summary>A message as it goes over the wire, sealed where it has to be.</summary>
    public string Wire(string line, string body)
    {
        return IsLink ? line + " ~" + Seal(line, body) + "\n" + body : line + "\n" + body;
    }

    /// <summary>The next seal of this side.</summary>
    public string Seal(string line, string body)
    {
        return Sealing.OfLink(_outKey, _outCount++, line, Encoding.UTF8.GetBytes(body));
    }

    /// <summary>Sends octets as they are.</summary>
    public void Send(string text)
    {
        Send(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Sends octets as they are.</summary>
    public void Send(byte[] octets)
    {
        Connection.ToRelay.Add(octets, 0, octets.Length);
    }

    /// <summary>Takes the next message; fails the test when it does not carry the seal it should.</summary>
    /// <returns>The message; null when none is whole.</returns>
    public Heard Take()
    {
        Heard heard = Heard.Take(Connection.ToPeer);
        if (heard != null && IsLink)
        {
            Assert.AreEqual(Sealing.OfLink(_inKey, _inCount++, heard.Line, heard.Body), heard.Seal, "the seal of: " + heard.Line);
        }
        else if (heard != null && heard.Seal.Length > 0)
        {
            heard.Line += " ~" + heard.Seal;
        }

        return heard;
    }
}
