using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Text;
using Fmtp.Nano.Desktop.Client;
using Fmtp.Nano.Desktop.Host;
using Fmtp.Nano.Protocol;
using Spectre.Console;

namespace Fmtp.Nano.Desktop.Bench;

/// <summary>What lookups take and leave behind in the relay that asks another one for them: a board's limits, 10,000 one
/// after the other, the other relay played over its link.</summary>
internal sealed class LookupHeap : IDisposable
{
    private const int Lookups = 10_000;
    private const int Client = 0;
    private const int Far = 1;
    private const string Domain = "@far.example";
    private const string Sensor = "kitchen@far.example";
    private const string Value = "id: kitchen@far.example\ntype: sensor\ndate: 1700000000000\npublic: yes\nvolatile: yes\nttl: 0\n\n21.5";
    private const string Hello = "HELLO 1 far.example nonce=AAAAAAAAAAAAAAAAAAAAAAAA";

    private readonly string _folder = Directory.CreateTempSubdirectory("fmtp-bench-").FullName;
    private readonly BenchNetwork _network = new(2);
    private readonly FileFlash _flash;
    private readonly Relay _relay;
    private readonly Seal _seal;
    private readonly byte[] _request = Encoding.ASCII.GetBytes($"GET 1 {Sensor}\n");
    private readonly byte[] _reply = new byte[Wire.LineMax + Value.Length];
    private long _counter;
    private long _allocated;
    private long _ticks;
    private long _now;

    private LookupHeap()
    {
        string key = Credentials.NewKey();
        Configuration configuration = new()
        {
            Domain = "near.example",
            Peers = [new PeerSettings { Address = Domain, Link = key }],
        };
        _flash = new FileFlash(_folder);
        _relay = new Relay(configuration, new Limits(), _network, _flash, new SystemEntropy(), null, null);
        _relay.Start(0);
        _relay.Step(++_now);
        _network.Ask(Far, Encoding.ASCII.GetBytes($"{Hello}\n"));
        Step(Far);
        string greeting = Encoding.ASCII.GetString(_network.Answered(Far)).TrimEnd('\n');
        _seal = Seal.ForLink(Convert.FromBase64String(key), Encoding.ASCII.GetBytes($"{Hello}\n{greeting}"), true);
        Say($"AUTH 1 {Domain} hmac", string.Empty);
        Step(Far);
    }

    /// <summary>Measures.</summary>
    /// <returns>The table.</returns>
    public static Table Run()
    {
        using LookupHeap heap = new();
        heap.Repeat(); // once warm
        long before = GC.GetTotalMemory(true);
        heap._allocated = 0;
        heap._ticks = 0;
        heap.Repeat();
        long after = GC.GetTotalMemory(true);
        Table table = new Table().Title($"The heap over {Lookups:N0} lookups in sequence, once warm")
            .AddColumns("microseconds of the relay", "octets allocated a lookup", "live heap before", "live heap after");
        table.AddRow(
            (heap._ticks / (double)Stopwatch.Frequency / Lookups * 1_000_000).ToString("0.0", CultureInfo.InvariantCulture),
            (heap._allocated / (double)Lookups).ToString("0.0", CultureInfo.InvariantCulture),
            before.ToString("N0", CultureInfo.InvariantCulture),
            after.ToString("N0", CultureInfo.InvariantCulture));
        return table;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _flash.Dispose();
        Directory.Delete(_folder, true);
    }

    private void Repeat()
    {
        for (int i = 0; i < Lookups; i++)
        {
            _network.Ask(Client, _request);
            Step(Far); // it asks
            ReadOnlySpan<byte> asked = _network.Answered(Far);
            int tag = "GET ".Length;
            Say($"200 {Encoding.ASCII.GetString(asked.Slice(tag, asked[tag..].IndexOf((byte)' ')))} live=0", Value);
            Step(Client);
            if (!_network.Answered(Client).StartsWith("200 1 "u8))
            {
                throw new InvalidOperationException($"The relay answered {Encoding.ASCII.GetString(_network.Answered(Client))}");
            }
        }
    }

    // Sealed, on the link.
    private void Say(string line, string body)
    {
        string whole = body.Length == 0 ? line : $"{line} ={body.Length}";
        int length = Encoding.ASCII.GetBytes(whole + body, _reply);
        byte[] seal = new byte[Wire.SealLength];
        _seal.WriteLink(_counter++, _reply, 0, whole.Length, whole.Length, body.Length, seal, 0);
        length = Encoding.ASCII.GetBytes($"{whole} ~{Encoding.ASCII.GetString(seal)}\n{body}", _reply);
        _network.Ask(Far, _reply.AsSpan(0, length));
    }

    // Until the relay says something there; what that allocates is the relay's.
    private void Step(int connection)
    {
        long start = Stopwatch.GetTimestamp();
        long before = GC.GetAllocatedBytesForCurrentThread();
        while (_network.Answered(connection).IsEmpty)
        {
            _relay.Step(++_now);
        }

        _allocated += GC.GetAllocatedBytesForCurrentThread() - before;
        _ticks += Stopwatch.GetTimestamp() - start;
    }
}
