using System;
using System.Collections;

namespace Fmtp.Nano.Tests;

/// <summary>A relay of <c>home.example</c> on a network, a flash and a time that are all in memory, and the
/// transcripts that are played on it.</summary>
/// <remarks>
/// A transcript is lines: <c>&gt; LINE</c> is sent, <c>| LINE</c> behind it is its body (the lines joined by LF; a bare
/// <c>|</c> at the end is the LF that ends the line before it), <c>=*</c> becomes its length. <c>&lt; LINE</c> is expected;
/// a <c>*</c> inside a word stands for anything, a word <c>*</c> for any further words; the body is as expected,
/// <c>=*</c> without a body stands for any. <c>&lt;&gt;</c> expects that the relay has closed, <c>&lt;-</c> that it says
/// nothing. <c>-- 31 s</c> (or <c>ms</c>) lets time pass. <c>a&gt;</c> and <c>a&lt;</c> are another connection.
/// Requests in a row are sent together. <c>&gt;&gt;</c> sends the very datagram of before.
/// </remarks>
public class Stage
{
    /// <summary>The time of day when the relay starts, Unix milliseconds.</summary>
    public const long Clock = 1700000000000;

    private const int StepsMax = 200000;
    private const string Nonce = "AAECAwQFBgcICQoLDA0ODxAR";

    private readonly Configuration _configuration;
    private readonly bool _isVerifying;
    private readonly ArrayList _talks = new ArrayList();
    private readonly ArrayList _datagramTalks = new ArrayList();
    private readonly Transcript _transcript;
    private readonly bool _hasClock;
    private readonly Family _family;

    /// <summary>A relay with a board's limits that knows the time.</summary>
    public Stage()
        : this(new Limits(), true, false)
    {
    }

    /// <summary>A relay with these limits that knows the time.</summary>
    public Stage(Limits limits)
        : this(limits, true, false)
    {
    }

    /// <summary>A relay.</summary>
    /// <param name="limits">Its limits.</param>
    /// <param name="hasClock">Whether it knows the time.</param>
    /// <param name="hasParent">Whether it has a parent, <c>parent.example</c>.</param>
    public Stage(Limits limits, bool hasClock, bool hasParent)
        : this(limits, hasClock, hasParent, null)
    {
    }

    /// <summary>A relay.</summary>
    /// <param name="limits">Its limits.</param>
    /// <param name="hasClock">Whether it knows the time.</param>
    /// <param name="hasParent">Whether it has a parent, <c>parent.example</c>.</param>
    /// <param name="keys">Its domain, DNS servers and signing key, for one that verifies; else null.</param>
    protected Stage(Limits limits, bool hasClock, bool hasParent, Configuration keys)
    {
        Limits = limits;
        _hasClock = hasClock;
        _isVerifying = keys != null;
        Domain = keys == null ? "home.example" : keys.Domain;
        _configuration = new Configuration
        {
            Domain = Domain,
            Dns = keys == null ? new string[0] : keys.Dns,
            Signing = keys == null ? null : keys.Signing,
            Peers = new[]
            {
                Peer("kitchen@" + Domain), Peer("hall@" + Domain), Peer("garden@" + Domain),
                Peer("@" + Domain), Peer("@child.example"),
            },
        };
        if (hasParent)
        {
            PeerSettings parent = Peer("@parent.example");
            _configuration.Parent = new ParentSettings { Domain = "parent.example", Host = "parent.example", Link = parent.Link };
        }

        _transcript = new Transcript(this);
        Start();
    }

    /// <summary>A relay of any domain that knows the time.</summary>
    /// <param name="configuration">Its configuration.</param>
    /// <param name="limits">Its limits.</param>
    /// <param name="family">The other relay that it is linked with.</param>
    internal Stage(Configuration configuration, Limits limits, Family family)
    {
        Limits = limits;
        _hasClock = true;
        _family = family;
        _configuration = configuration;
        _isVerifying = configuration.Signing != null;
        Domain = configuration.Domain;
        _transcript = new Transcript(this);
        Start();
    }

    /// <summary>The relay.</summary>
    public Relay Relay { get; private set; }

    /// <summary>Its domain.</summary>
    public string Domain { get; private set; }

    /// <summary>Its limits.</summary>
    public Limits Limits { get; private set; }

    /// <summary>Its network.</summary>
    public MemoryNetwork Network { get; private set; }

    /// <summary>Its flash.</summary>
    public MemoryFlash Flash { get; } = new MemoryFlash();

    /// <summary>The step's time, in milliseconds.</summary>
    public long Now { get; internal set; } = 1000;

    /// <summary>The time of day, as the world knows it.</summary>
    public long UnixNow
    {
        get { return Clock + Now - 1000; }
    }

    /// <summary>The message that a transcript met last.</summary>
    public Heard Last { get; internal set; }

    /// <summary>The configuration, for what has to be different before a <see cref="Restart"/>.</summary>
    public Configuration Configuration
    {
        get { return _configuration; }
    }

    /// <summary>A stage whose unnamed connection is a link.</summary>
    public static Stage LinkedAs(string address)
    {
        Stage stage = new Stage();
        stage.Link(string.Empty, address);
        return stage;
    }

    /// <summary>An address of a private network.</summary>
    public static Endpoint Near(int number)
    {
        return new Endpoint { Low = 0x0A000000L + number, Port = 40000 };
    }

    /// <summary>An address somewhere in the world.</summary>
    public static Endpoint Far(int number)
    {
        return new Endpoint { Low = 0xCB007100L + number, Port = 40000 };
    }

    /// <summary>Opens a connection from nearby.</summary>
    public void Connect(string name)
    {
        ConnectFrom(name, Near(_talks.Count + 2));
    }

    /// <summary>Opens a connection.</summary>
    public void ConnectFrom(string name, Endpoint from)
    {
        Forget(name);
        _talks.Add(new Talk(name, Network.Connect(from)));
    }

    /// <summary>Opens a connection from nearby and makes it a link.</summary>
    public void Link(string name, string address)
    {
        Connect(name);
        Authenticate(name, address);
    }

    /// <summary>Makes a connection a link.</summary>
    public void Authenticate(string name, string address)
    {
        Talk talk = Talk(name);
        string hello = "HELLO h " + (address[0] == '@' ? address.Substring(1) : address) + " nonce=" + Nonce;
        Play(name + "> " + hello, name + "< 200 h " + Domain + " nonce=* *");
        talk.Link(Sealing.KeyOf(address), true, hello, Last.Line);
        Play(name + "> AUTH a " + address + " hmac", name + (_hasClock ? "< 200 a time=*" : "< 200 a"));
    }

    /// <summary>Takes the connection that the relay opened.</summary>
    public void TakeDialled(string name)
    {
        Settle();
        Forget(name);
        _talks.Add(new Talk(name, Network.Dialled));
    }

    /// <summary>Takes the connection that the relay opened to a host.</summary>
    public void TakeDialled(string name, string host, int port)
    {
        Settle();
        Forget(name);
        MemoryConnection connection = Network.TakeDialled(host, port);
        Assert.IsNotNull(connection, "nobody dialled " + host);
        _talks.Add(new Talk(name, connection));
    }

    /// <summary>Takes the connection that the relay opened to its parent, and makes it a link as the parent does.</summary>
    public void LinkParent(string name)
    {
        string tag = GreetParent(name);
        Play(name + "> 200 " + tag + " time=" + UnixNow.ToString());
    }

    /// <summary>The same by somebody who does not know the key.</summary>
    public void LinkParentFalsely(string name)
    {
        string tag = GreetParent(name);
        Talk(name).Unlink();
        Play(name + "> 200 " + tag + " time=" + UnixNow.ToString() + " ~AAAAAAAAAAAAAAAAAAAA", name + "<>");
    }

    // Up to the AUTH that the relay sends.
    private string GreetParent(string name)
    {
        TakeDialled(name);
        Talk talk = Talk(name);
        Play(name + "< HELLO * " + Domain + " nonce=* *");
        string hello = Last.Line;
        string reply = "200 " + Last.Word(1) + " parent.example nonce=" + Nonce + " max=16384";
        talk.Send(reply + "\n");
        talk.Link(Sealing.KeyOf("@parent.example"), false, hello, reply);
        Play(name + "< AUTH * @" + Domain + " hmac");
        return Last.Word(1);
    }

    /// <summary>Plays a transcript.</summary>
    public void Play(params string[] lines)
    {
        _transcript.Play(lines);
    }

    /// <summary>Plays a transcript of datagrams from nearby.</summary>
    /// <param name="peer">Who seals them; null for nobody.</param>
    /// <param name="lines">The transcript.</param>
    public void Datagram(string peer, params string[] lines)
    {
        DatagramFrom(peer == null ? Near(200) : Near(201 + (peer[0] % 26)), peer, lines);
    }

    /// <summary>Plays a transcript of datagrams.</summary>
    /// <param name="from">Where they come from.</param>
    /// <param name="peer">Who seals them; null for nobody.</param>
    /// <param name="lines">The transcript.</param>
    public void DatagramFrom(Endpoint from, string peer, params string[] lines)
    {
        DatagramTalk talk = DatagramTalk(peer);
        talk.From = from;
        _transcript.Play(talk, lines);
    }

    /// <summary>What the datagrams of a peer are made by.</summary>
    public DatagramTalk DatagramTalk(string peer)
    {
        for (int i = 0; i < _datagramTalks.Count; i++)
        {
            DatagramTalk talk = (DatagramTalk)_datagramTalks[i];
            if (talk.Peer == peer)
            {
                return talk;
            }
        }

        DatagramTalk made = new DatagramTalk(Network, peer, null);
        _datagramTalks.Add(made);
        return made;
    }

    /// <summary>Puts an object on the scene, by the hand of the domain; the lines as in a transcript's body.</summary>
    public void Given(params string[] lines)
    {
        string[] transcript = new string[lines.Length + 2];
        transcript[0] = "> PUT g =*";
        for (int i = 0; i < lines.Length; i++)
        {
            transcript[i + 1] = lines[i].Length == 0 ? "|" : "| " + lines[i];
        }

        transcript[lines.Length + 1] = "< 20* g *";
        Datagram("@" + Domain, transcript);
    }

    /// <summary>Sends octets as they are and lets the relay take them.</summary>
    public void Send(string name, string text)
    {
        _transcript.Note(name + "> (" + text.Length.ToString() + " octets as they are) " + (text.Length < 100 ? text : text.Substring(0, 100)));
        Talk(name).Send(text);
        Settle();
    }

    /// <summary>A named connection; the unnamed one is opened when it is first spoken of.</summary>
    public Talk Talk(string name)
    {
        for (int i = 0; i < _talks.Count; i++)
        {
            if (((Talk)_talks[i]).Name == name)
            {
                return (Talk)_talks[i];
            }
        }

        if (name.Length > 0)
        {
            Expect.Fail("no connection is called " + name);
        }

        Connect(name);
        return Talk(name);
    }

    /// <summary>The peer says that it sends no more.</summary>
    public void HalfClose(string name)
    {
        Talk(name).Connection.IsHalfClosed = true;
        Settle();
    }

    /// <summary>The peer has gone, and its network says so.</summary>
    public void Reset(string name)
    {
        Talk(name).Connection.IsReset = true;
        Settle();
    }

    /// <summary>The peer lets at most so many octets wait unread.</summary>
    public void Window(string name, int octets)
    {
        Talk(name).Connection.Window = octets;
    }

    /// <summary>Lets the relay work until there is nothing to do. That it comes to rest is a test too: a board that
    /// never waits never sleeps.</summary>
    public void Settle()
    {
        int idle = 0;
        for (int i = 0; idle < 2; i++)
        {
            if (i == StepsMax)
            {
                _transcript.Fail("the relay does not come to rest");
            }

            idle = Step() | World() ? 0 : idle + 1;
        }
    }

    /// <summary>Lets time pass, with a step now and then.</summary>
    public void Wait(long ms)
    {
        long pace = ms / 1000 > 1000 ? ms / 1000 : 1000;
        long end = Now + ms;
        Settle();
        while (Now < end)
        {
            Now = Now + pace < end ? Now + pace : end;
            Settle();
        }
    }

    /// <summary>The board is switched off and on: the connections are gone, the flash is what it is.</summary>
    public void Restart()
    {
        _talks.Clear();
        _transcript.Note("(restart)");
        Start();
        for (int i = 0; i < _datagramTalks.Count; i++)
        {
            ((DatagramTalk)_datagramTalks[i]).Move(Network);
        }
    }

    /// <summary>What goes on outside: servers that are asked something answer.</summary>
    /// <returns>Whether anything did.</returns>
    protected virtual bool World()
    {
        return false;
    }

    private bool Step()
    {
        try
        {
            bool worked = Relay.Step(Now);
            return (_family != null && _family.Step(this)) || worked;
        }
        catch (PowerCut)
        {
            throw;
        }
        catch (Exception e)
        {
            throw new Exception("the relay threw after\n" + _transcript.ToString(), e);
        }
    }

    private void Start()
    {
        Network = new MemoryNetwork();
        byte[] seed = _configuration.Signing == null ? null : Convert.FromBase64String(_configuration.Signing.Seed);
        ISignatures signatures = _isVerifying ? new SlicedSignatures(seed) : null;
        Relay = new Relay(_configuration, Limits, Network, Flash, new SeededEntropy(1), signatures, null);
        if (_hasClock)
        {
            Relay.Clock.Set(UnixNow, Now);
        }

        Relay.Start(Now);
    }

    private void Forget(string name)
    {
        for (int i = 0; i < _talks.Count; i++)
        {
            if (((Talk)_talks[i]).Name == name)
            {
                _talks.RemoveAt(i);
                return;
            }
        }
    }

    internal static PeerSettings Peer(string address)
    {
        return new PeerSettings { Address = address, Link = Convert.ToBase64String(Sealing.KeyOf(address)) };
    }
}
