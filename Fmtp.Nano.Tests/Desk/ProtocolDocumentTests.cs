using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Tests;

/// <summary>docs/PROTOCOL.md says what the relay does: its vectors, its session and its limits are held
/// against the code.</summary>
[TestClass]
public class ProtocolDocumentTests
{
    private const long VectorClock = 1767225600000;
    private const int SealedOctets = 15;

    private readonly ProtocolDocument _document = new();
    private readonly MemoryNetwork _network = new();
    private readonly Endpoint _from = new() { Low = 0x7F000001, Port = 40000 };
    private Relay _relay = null!;
    private long _now = 1000;

    [TestMethod]
    public void Sections_have_the_numbers_that_the_code_refers_to()
    {
        string[] subjects =
        [
            "1. Names", "2. Objects", "3. Messages", "4. Routes", "5. Who is speaking", "6. DNS is the authority",
            "7. Seen from a browser", "8. Limits", "9. What this implementation does not do yet",
            "10. A session by hand", "11. Test vectors",
        ];
        CollectionAssert.AreEqual(subjects, _document.Sections());
    }

    [TestMethod]
    public void Limits_are_those_of_the_code()
    {
        List<string[]> wire = _document.Rows("### Of the wire");
        Assert.IsGreaterThan(20, wire.Count);
        foreach (string[] row in wire)
        {
            object? value = typeof(Wire).GetField(row[0])?.GetRawConstantValue();
            Assert.AreEqual(row[1], Convert.ToString(value, CultureInfo.InvariantCulture), "Wire." + row[0]);
        }

        List<string[]> own = _document.Rows("### Of this relay");
        Assert.IsGreaterThan(20, own.Count);
        foreach (string[] row in own)
        {
            Assert.AreEqual(row[1], Limit(row[0], new Limits()), "Limits." + row[0] + " of a board");
            Assert.AreEqual(row[2], Limit(row[0], Limits.Desk()), "Limits." + row[0] + " of a desk");
        }
    }

    [TestMethod]
    public void Vectors_of_a_link_are_sealed_as_they_say()
    {
        Dictionary<string, string> v = _document.Vectors("link");
        byte[] key = Convert.FromBase64String(v["key"]);
        byte[] kc = Mac(key, Octets("fmtp1 c\n" + v["H"] + "\n" + v["R"]));
        byte[] ks = Mac(key, Octets("fmtp1 s\n" + v["H"] + "\n" + v["R"]));
        Assert.AreEqual(v["Kc"], Convert.ToHexStringLower(kc));
        Assert.AreEqual(v["Ks"], Convert.ToHexStringLower(ks));
        Assert.AreEqual(v["D"], Convert.ToHexStringLower(Mac(kc, Octets(v["b1"]))));
        byte[] greeting = Octets(v["H"] + "\n" + v["R"]);
        foreach ((string name, string line) in v)
        {
            if (name.Length == 2 && (name[0] is 'c' or 's') && char.IsDigit(name[1]))
            {
                Seal seal = Seal.ForLink(key, greeting, name[0] == 'c');
                byte[] text = Octets(Unsealed(line) + (line.Contains(" =", StringComparison.Ordinal) ? v["b1"] : string.Empty));
                int length = Unsealed(line).Length;
                byte[] into = new byte[Wire.SealLength];
                seal.WriteLink(name[1] - '0', text, 0, length, length, text.Length - length, into, 0);
                Assert.AreEqual(line, Unsealed(line) + " ~" + Text(into), name);
            }
        }
    }

    [TestMethod]
    public void Vectors_of_datagrams_are_sealed_as_they_say()
    {
        Dictionary<string, string> v = _document.Vectors("datagrams");
        byte[] key = Convert.FromBase64String(v["key"]);
        Assert.AreEqual(v["D"], Convert.ToHexStringLower(Mac(key, Octets(v["b1"]))));
        foreach ((string name, string line) in v)
        {
            if (name.Length > 2 || !(name[0] is 'd' or 'r' or 'p'))
            {
                continue;
            }

            string body = v.GetValueOrDefault(name == "p" ? "bp" : "b" + name[1..], string.Empty);
            byte[] text = Octets(Unsealed(line) + (name[0] == 'r' ? string.Empty : body));
            int length = Unsealed(line).Length;
            byte[] into = new byte[Wire.SealLength];
            byte[]? request = name[0] == 'r' ? Octets(SealOf(v["d" + name[1..]])) : null;
            new Seal(key).WriteDatagram(request, 0, text, 0, length, length, text.Length - length, into, 0);
            Assert.AreEqual(line, Unsealed(line) + " ~" + Text(into), name);
        }
    }

    [TestMethod]
    public void The_relay_speaks_the_vectors_of_a_link()
    {
        Dictionary<string, string> v = _document.Vectors("link");
        string nonce = Regex.Match(v["R"], " nonce=(\\S+)").Groups[1].Value;
        Start(new Limits(), v["key"], new FixedEntropy(Convert.FromBase64String(nonce)), VectorClock);
        MemoryConnection link = _network.Connect(_from);
        Assert.AreEqual(v["R"] + "\n", Ask(link, v["H"] + "\n"));
        Assert.AreEqual(v["s0"] + "\n", Ask(link, v["c0"] + "\n"));
        Assert.AreEqual(v["s1"] + "\n", Ask(link, v["c1"] + "\n" + v["b1"]));
        Assert.AreEqual(v["s2"] + "\n" + v["b1"], Ask(link, v["c2"] + "\n"));
        Assert.AreEqual(v["s3"] + "\n", Ask(link, v["c3"] + "\n"));
        Assert.IsTrue(link.IsFinished);
    }

    [TestMethod]
    public void The_relay_speaks_the_vectors_of_datagrams()
    {
        Dictionary<string, string> v = _document.Vectors("datagrams");
        Start(new Limits(), v["key"], new SeededEntropy(1), VectorClock);
        CollectionAssert.AreEqual(new[] { v["r1"] + "\n" }, Exchange(v["d1"] + "\n" + v["b1"], _from));
        CollectionAssert.AreEqual(new[] { v["r2"] + "\n" }, Exchange(v["d2"] + "\n", _from));
        CollectionAssert.AreEqual(new[] { v["r3"] + "\n" }, Exchange(v["d3"] + "\n", _from));
        CollectionAssert.AreEquivalent(
            new[] { v["r4"] + "\n", v["p"] + "\n" + v["bp"] },
            Exchange(v["d4"] + "\n" + v["b4"], _from));
    }

    // Window A is a connection, window B sends datagrams and opens connections of its own.
    [TestMethod]
    public void The_session_is_what_the_relay_says()
    {
        Start(Limits.Desk(), _document.Vectors("link")["key"], new SeededEntropy(1), VectorClock);
        MemoryConnection a = _network.Connect(_from);
        Queue<string> shownA = new();
        Queue<string> shownB = new();
        foreach (string line in _document.Blocks("session"))
        {
            _now += 1000;
            string text = line.Length > 3 ? line[3..] : string.Empty;
            switch (line.Length < 2 ? string.Empty : line[..2])
            {
                case "A>":
                    Assert.IsEmpty(shownB);
                    Show(shownA, Ask(a, text + "\n"));
                    break;
                case "B$":
                    Assert.IsEmpty(shownA);
                    Show(shownB, Command(text));
                    Show(shownA, Ask(a, string.Empty));
                    break;
                case "A<":
                    Assert.AreEqual(Masked(text), Masked(Next(shownA, line)));
                    break;
                case "B<":
                    Assert.AreEqual(Masked(text), Masked(Next(shownB, line)));
                    break;
                default:
                    Assert.AreEqual("A [closed]", line);
                    Assert.IsTrue(a.IsFinished);
                    break;
            }
        }

        Assert.IsEmpty(shownA);
        Assert.IsEmpty(shownB);
    }

    private static string Limit(string name, Limits limits)
    {
        object? value = typeof(Limits).GetField(name)?.GetValue(limits);
        return Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty;
    }

    private static byte[] Mac(byte[] key, byte[] octets)
    {
        Mac mac = new(key);
        byte[] into = new byte[Protocol.Mac.Length];
        mac.Begin(octets.Length);
        mac.Append(octets, 0, octets.Length);
        mac.End(into);
        return into;
    }

    private static byte[] Octets(string text)
    {
        return Encoding.UTF8.GetBytes(text);
    }

    private static string Text(byte[] octets)
    {
        return Encoding.UTF8.GetString(octets);
    }

    private static string SealOf(string line)
    {
        Assert.AreEqual(SealedOctets, Convert.FromBase64String(line[^Wire.SealLength..]).Length, line);
        return line[^Wire.SealLength..];
    }

    private static string Unsealed(string line)
    {
        Assert.AreEqual(" ~", line[^Wire.SealRoom..^Wire.SealLength], line);
        return line[..^Wire.SealRoom];
    }

    // What is different each time: times, nonces, the seals of replies.
    private static string Masked(string line)
    {
        line = Regex.Replace(line, "\\b[0-9]{13}\\b", "TIME");
        line = Regex.Replace(line, " nonce=\\S{24}( |$)", " nonce=NONCE$1");
        return Regex.Replace(line, " ~\\S{20}$", " ~SEAL");
    }

    private static string Next(Queue<string> shown, string expected)
    {
        Assert.IsNotEmpty(shown, "nothing came where the document has: " + expected);
        return shown.Dequeue();
    }

    private static void Show(Queue<string> shown, string text)
    {
        if (text.Length == 0)
        {
            return;
        }

        Assert.AreEqual('\n', text[^1], "not whole lines: " + text);
        foreach (string line in text[..^1].Split('\n'))
        {
            shown.Enqueue(line.TrimEnd('\r'));
        }
    }

    private void Start(Limits limits, string key, IEntropy entropy, long clock)
    {
        Configuration configuration = new()
        {
            Domain = "home.example",
            Peers = [new PeerSettings { Address = "kitchen@home.example", Link = key }],
        };
        _relay = new Relay(configuration, limits, _network, new MemoryFlash(), entropy, null, null);
        _relay.Clock.Set(clock, _now);
        _relay.Start(_now);
    }

    private void Settle()
    {
        for (int idle = 0; idle < 2;)
        {
            idle = _relay.Step(_now) ? 0 : idle + 1;
        }
    }

    private string Ask(MemoryConnection connection, string text)
    {
        byte[] octets = Octets(text);
        connection.ToRelay.Add(octets, 0, octets.Length);
        Settle();
        return Text(connection.ToPeer.Take(connection.ToPeer.Count));
    }

    private List<string> Exchange(string datagram, Endpoint from)
    {
        _network.SendToRelay(Octets(datagram), from);
        Settle();
        List<string> heard = [];
        while (_network.TakeFromRelay(from) is { } octets)
        {
            heard.Add(Text(octets));
        }

        return heard;
    }

    // printf 'TEXT' | nc [-u -w1] 127.0.0.1 3687; each from a port of its own.
    private string Command(string command)
    {
        Match match = Regex.Match(command, "^printf '(.*)' \\| nc (-u -w1 )?127\\.0\\.0\\.1 3687$");
        Assert.IsTrue(match.Success, command);
        string text = ProtocolDocument.Unescape(match.Groups[1].Value);
        Endpoint from = new() { Low = _from.Low, Port = _from.Port + (int)(_now / 1000) };
        return match.Groups[2].Success ? string.Concat(Exchange(text, from)) : Ask(_network.Connect(from), text);
    }

    private sealed class FixedEntropy(byte[] octets) : IEntropy
    {
        public void Fill(byte[] buffer)
        {
            Array.Copy(octets, buffer, buffer.Length);
        }
    }
}
