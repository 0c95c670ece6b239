using System;
using System.Collections.Generic;
using System.Text;
using Fmtp.Nano.Desktop.Client;

namespace Fmtp.Nano.Desktop.Demo;

/// <summary>A sensor as a small device would be one: it has a link key and no clock to speak of, and publishes
/// by sealed datagrams. What it says is volatile, to spare the relay's flash.</summary>
internal sealed class Sensor : IDisposable
{
    private static readonly (string Name, string Subject, Func<string?> Read)[] All =
    [
        ("load", "Load, last minute", Machine.Load),
        ("memory", "Memory in use", Machine.Memory),
        ("temperature", "Temperature of the processor", Machine.Temperature),
    ];

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    private readonly string _address;
    private readonly string _subject;
    private readonly Func<string?> _read;
    private readonly FmtpDatagrams _client;

    private Sensor(string address, string subject, Func<string?> read, FmtpDatagrams client)
    {
        _address = address;
        _subject = subject;
        _read = read;
        _client = client;
    }

    /// <summary>The addresses of all that there may be.</summary>
    internal static IEnumerable<string> Addresses
    {
        get
        {
            foreach ((string name, _, _) in All)
            {
                yield return AddressOf(name);
            }
        }
    }

    /// <summary>The sensors that this machine has.</summary>
    internal static List<Sensor> Open(DemoState state, ServerAddress relay)
    {
        List<Sensor> sensors = [];
        foreach ((string name, string subject, Func<string?> read) in All)
        {
            if (read() != null)
            {
                string address = AddressOf(name);
                sensors.Add(new Sensor(address, subject, read, new FmtpDatagrams(relay, state.PeerOf(address), Timeout)));
            }
        }

        return sensors;
    }

    /// <summary>Reads and publishes.</summary>
    /// <returns>Null, or what went wrong; the next time may go better.</returns>
    internal string? Publish()
    {
        byte[] reading = new ObjectBuilder(_address, "sensor", 0).With("public", true).With("volatile", true)
            .With("ttl", "5").With("subject", _subject).Build(Encoding.UTF8.GetBytes(_read() + "\n"));
        try
        {
            Reply reply = _client.Ask("PUT", string.Empty, reading);
            return reply.IsSuccess ? null : $"{_address}: {reply.Line}";
        }
        catch (ClientException e)
        {
            return $"{_address}: {e.Message}";
        }
    }

    public void Dispose() => _client.Dispose();

    private static string AddressOf(string name) => $"{name}@{DemoState.HomeDomain}";
}
