using System.Text;
using Ascii = Fmtp.Nano.Protocol.Ascii;

namespace Fmtp.Nano.Tests;

/// <summary>A resolver on a network in memory whose DNS servers are the test.</summary>
public sealed class DnsDesk
{
    private const int StepsMax = 50;
    private const int StepMs = 10;


    /// <summary>A resolver with a board's limits and two servers.</summary>
    public DnsDesk()
        : this(new Limits())
    {
    }

    /// <summary>A resolver with two servers.</summary>
    public DnsDesk(Limits limits)
        : this(limits, "10.0.0.1", "10.0.0.2:5353")
    {
    }

    /// <summary>A resolver.</summary>
    public DnsDesk(Limits limits, params string[] servers)
    {
        Limits = limits;
        Resolver = new Resolver(Network, new SeededEntropy(1), servers, limits);
    }

    /// <summary>Its limits.</summary>
    public Limits Limits { get; private set; }

    /// <summary>Its network.</summary>
    public MemoryNetwork Network { get; } = new MemoryNetwork();

    /// <summary>The resolver.</summary>
    public Resolver Resolver { get; private set; }

    /// <summary>The step's time.</summary>
    public long Now { get; set; } = 1000;

    /// <summary>Asks.</summary>
    public int Ask(int type, string domain)
    {
        byte[] octets = Ascii.Octets(domain);
        return Resolver.Ask(type, octets, 0, octets.Length, Now);
    }

    /// <summary>Steps as long as there is something to do.</summary>
    public void Step()
    {
        int steps = 0;
        while (Resolver.Step(Now))
        {
            Assert.IsTrue(++steps < StepsMax, "the resolver never rests");
        }
    }

    /// <summary>Lets time pass.</summary>
    public void Wait(int ms)
    {
        Step();
        for (long until = Now + ms; Now < until; Step())
        {
            Now += StepMs;
        }
    }

    /// <summary>Takes the next question that reaches a server; null for none.</summary>
    public DnsAsked TryHear()
    {
        Step();
        for (int i = 0; i < Network.Ports.Count; i++)
        {
            MemoryPort port = (MemoryPort)Network.Ports[i];
            byte[] octets = port.IsClosed ? null : port.Take();
            if (octets != null)
            {
                return new DnsAsked(octets, port, null);
            }
        }

        MemoryConnection dialled = Network.Dialled;
        if (dialled != null && !dialled.IsClosed && dialled.ToPeer.Count > 2)
        {
            byte[] prefix = dialled.ToPeer.Take(2);
            int length = (prefix[0] << 8) | prefix[1];
            Assert.AreEqual(length, dialled.ToPeer.Count, "a whole question in one piece");
            return new DnsAsked(dialled.ToPeer.Take(length), null, dialled);
        }

        return null;
    }

    /// <summary>Takes the next question that reaches a server; there must be one.</summary>
    public DnsAsked Hear()
    {
        DnsAsked asked = TryHear();
        Assert.IsNotNull(asked, "no question");
        return asked;
    }

    /// <summary>Takes the next question, which must be this one: <c>MX home.example</c>.</summary>
    public DnsAsked Hear(string question)
    {
        DnsAsked asked = Hear();
        Assert.AreEqual(question, asked.ToString());
        return asked;
    }

    /// <summary>No server is asked.</summary>
    public void HearNothing()
    {
        DnsAsked asked = TryHear();
        Assert.IsNull(asked, asked == null ? string.Empty : asked.ToString());
    }

    /// <summary>What came of a question: its records with spaces between, or why there are none.</summary>
    public string Result(int slot)
    {
        Step();
        int state = Resolver.StateOf(slot);
        string text = string.Empty;
        byte[] octets = Resolver.OctetsOf(slot);
        for (int i = 0; i < Resolver.CountOf(slot); i++)
        {
            int start = Resolver.StartOf(slot, i);
            int length = Resolver.LengthOf(slot, i);
            text += (i > 0 ? " " : string.Empty) + (length == 4 ? Numbers(octets, start) : Encoding.UTF8.GetString(octets, start, length));
        }

        Assert.AreEqual(state == DnsState.Answered, text.Length > 0, "records and state");
        return text.Length > 0 ? text : Name(state);
    }

    /// <summary>Seconds that the answer holds.</summary>
    public int Seconds(int slot)
    {
        return (int)((Resolver.ExpiresAt(slot) - Now) / 1000);
    }

    /// <summary>A state as the tests have it.</summary>
    public static string Name(int state)
    {
        switch (state)
        {
            case DnsState.Pending: return "pending";
            case DnsState.Answered: return "answered";
            case DnsState.NoName: return "no name";
            case DnsState.NoData: return "no data";
            case DnsState.NoMail: return "no mail";
            case DnsState.ServerFailed: return "server failed";
            default: return "timed out";
        }
    }

    private static string Numbers(byte[] octets, int start)
    {
        return octets[start].ToString() + "." + octets[start + 1].ToString() + "." + octets[start + 2].ToString() + "." + octets[start + 3].ToString();
    }
}
