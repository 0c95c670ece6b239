using System;
using System.IO;
using System.Text;
using Fmtp.Nano.Desktop.Client;
using Fmtp.Nano.Desktop.Host;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Desktop.Bench;

/// <summary>A relay with a board's limits in this process, asked through memory, its flash a folder; counts what it
/// allocates while it works, and nothing of what asking takes.</summary>
internal sealed class BenchRelay : IDisposable
{
    private const string Sensor = "kitchen@bench.example";
    private const string Post = $"1.{Sensor}";
    private const string Hello = "HELLO 1 bench.example nonce=AAAAAAAAAAAAAAAAAAAAAAAA";
    private const int Plain = 0;
    private const int Link = 1;

    private readonly string _folder = Directory.CreateTempSubdirectory("fmtp-bench-").FullName;
    private readonly BenchNetwork _network = new(2);
    private readonly FileFlash _flash;
    private readonly Relay _relay;
    private readonly Seal _seal;
    private long _counter;
    private long _date = 1700000000000;
    private long _now;

    /// <summary>Starts it, with both objects stored.</summary>
    public BenchRelay()
    {
        string key = Credentials.NewKey();
        Configuration configuration = new()
        {
            Domain = "bench.example",
            Peers = [new PeerSettings { Address = Sensor, Link = key }],
        };
        _flash = new FileFlash(_folder);
        _relay = new Relay(configuration, new Limits(), _network, _flash, new SystemEntropy(), null, null);
        _relay.Clock.Set(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), 0);
        _relay.Start(0);
        _relay.Step(++_now);
        string reply = Ask(Link, Encoding.ASCII.GetBytes($"{Hello}\n"), "200").TrimEnd('\n');
        _seal = Seal.ForLink(Convert.FromBase64String(key), Encoding.ASCII.GetBytes($"{Hello}\n{reply}"), true);
        AskSealed($"AUTH 1 {Sensor} hmac", string.Empty, "200");
        PutVolatile();
        PutDurable();
    }

    /// <summary>Octets it has allocated.</summary>
    public long Allocated { get; private set; }

    /// <summary>Octets of the volatile object.</summary>
    public int VolatileLength => VolatileObject().Length;

    /// <summary>Octets of the durable object.</summary>
    public int DurableLength => DurableObject().Length;

    /// <summary>Asks for the volatile object.</summary>
    public void GetVolatile() => Ask(Plain, Encoding.ASCII.GetBytes($"GET 1 {Sensor}\n"), "200");

    /// <summary>Asks for the durable object.</summary>
    public void GetDurable() => Ask(Plain, Encoding.ASCII.GetBytes($"GET 1 {Post}\n"), "200");

    /// <summary>Asks for the durable object on the sealed link.</summary>
    public void GetSealed() => AskSealed($"GET 1 {Post}", string.Empty, "200");

    /// <summary>Puts a later version of the volatile object.</summary>
    public void PutVolatile()
    {
        _date++;
        AskSealed("PUT 1", VolatileObject(), "20");
    }

    /// <summary>Puts a later version of the durable object.</summary>
    public void PutDurable()
    {
        _date++;
        AskSealed("PUT 1", DurableObject(), "20");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _flash.Dispose();
        Directory.Delete(_folder, true);
    }

    private string VolatileObject() => $"id: {Sensor}\ntype: sensor\ndate: {_date}\npublic: yes\nvolatile: yes\n\n21.5";

    private string DurableObject() => $"id: {Post}\ntype: post\ndate: {_date}\npublic: yes\nsubject: measured\n\n21.5";

    private void AskSealed(string line, string body, string expected)
    {
        string sealedLine = body.Length == 0 ? line : $"{line} ={body.Length}";
        byte[] octets = Encoding.ASCII.GetBytes(sealedLine + body);
        byte[] seal = new byte[Wire.SealLength];
        _seal.WriteLink(_counter++, octets, 0, sealedLine.Length, sealedLine.Length, body.Length, seal, 0);
        Ask(Link, Encoding.ASCII.GetBytes($"{sealedLine} ~{Encoding.ASCII.GetString(seal)}\n{body}"), expected);
    }

    private string Ask(int connection, byte[] octets, string expected)
    {
        _network.Ask(connection, octets);
        long before = GC.GetAllocatedBytesForCurrentThread();
        while (_network.Answered(connection).IsEmpty)
        {
            _relay.Step(++_now);
        }

        Allocated += GC.GetAllocatedBytesForCurrentThread() - before;
        string answer = Encoding.ASCII.GetString(_network.Answered(connection));
        return answer.StartsWith(expected, StringComparison.Ordinal) ? answer : throw new InvalidOperationException($"The relay answered {answer}");
    }
}
