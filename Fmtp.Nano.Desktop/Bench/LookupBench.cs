using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Text;
using System.Threading;
using Fmtp.Nano.Desktop.Client;
using Spectre.Console;

namespace Fmtp.Nano.Desktop.Bench;

/// <summary>What a lookup through two relays costs (client, relay, the relay of the domain) beside two bare hops on the same
/// sockets. Nothing is cached on the way: the object says <c>ttl: 0</c>.</summary>
internal static class LookupBench
{
    private const string Sensor = "kitchen@far.example";
    private const string Value = "id: kitchen@far.example\ntype: sensor\ndate: 1700000000000\npublic: yes\nvolatile: yes\nttl: 0\n\n21.5";
    private const int PatienceMs = 10 * 1000;
    private const int LookMs = 20;
    private const int Batch = 32;
    private const int Fastest = 10;

    private static byte[] Request => Encoding.ASCII.GetBytes($"GET 1 {Sensor}\n");

    /// <summary>Measures.</summary>
    /// <param name="seconds">How long each is measured.</param>
    /// <returns>The table.</returns>
    public static Table Run(double seconds)
    {
        string folder = Directory.CreateTempSubdirectory("fmtp-bench-").FullName;
        List<Contender> contenders = [];
        try
        {
            contenders.Add(StartEcho());
            contenders.Add(StartEcho());
            contenders.Add(StartForwarder());
            contenders.Add(StartRelays(folder));
            Course[] courses =
            [
                new("a bare request and reply", contenders[0].Ask),
                new("two of them, one after the other at two servers", times => AskBoth(contenders[0], contenders[1], times)),
                new("a request through a bare forwarder", contenders[2].Ask),
                new("a lookup through two relays", contenders[3].Ask),
            ];
            return Show(courses, Measure(courses, seconds));
        }
        finally
        {
            contenders.ForEach(contender => contender.Dispose());
            Directory.Delete(folder, true);
        }
    }

    private static void AskBoth(Contender one, Contender other, int times)
    {
        for (int i = 0; i < times; i++)
        {
            one.Ask(1);
            other.Ask(1);
        }
    }

    private static Contender StartEcho()
    {
        Process echo = Contenders.StartSelf("bench", "echo");
        return new Contender("an echo loop", [echo], Contenders.ReadReady(echo), Request, Request.Length, 1);
    }

    private static Contender StartForwarder()
    {
        Process echo = Contenders.StartSelf("bench", "echo");
        Process forwarder = Contenders.StartSelf("bench", "forward", Contenders.ReadReady(echo).ToString());
        return new Contender("a forwarder", [forwarder, echo], Contenders.ReadReady(forwarder), Request, Request.Length, 1);
    }

    private static Contender StartRelays(string folder)
    {
        string link = Credentials.NewKey();
        string key = Credentials.NewKey();
        Process far = StartRelay(folder, "far", $$"""
            "peers": [ { "address": "@near.example", "link": "{{link}}" }, { "address": "{{Sensor}}", "link": "{{key}}" } ]
            """);
        IPEndPoint farAt = Contenders.ReadReady(far);
        using (FmtpConnection sensor = Connect(farAt, new Credentials(Sensor, Convert.FromBase64String(key))))
        {
            sensor.Ask("PUT", string.Empty, Encoding.ASCII.GetBytes(Value));
        }

        Process near = StartRelay(folder, "near", $$"""
            "parent": { "domain": "far.example", "host": "{{farAt.Address}}", "port": {{farAt.Port}}, "link": "{{link}}" }
            """);
        IPEndPoint nearAt = Contenders.ReadReady(near);
        return new Contender("two relays", [near, far], nearAt, Request, AwaitReply(nearAt), 1);
    }

    private static Process StartRelay(string folder, string name, string rest)
    {
        string file = Path.Combine(folder, $"{name}.json");
        File.WriteAllText(file, $$"""
            { "domain": "{{name}}.example", "listen": { "address": "127.0.0.1", "port": 0 }, "store": { "path": "{{name}}" }, {{rest}} }
            """);
        return Contenders.StartSelf("relay", "--config", file);
    }

    private static FmtpConnection Connect(IPEndPoint at, Credentials? who)
        => FmtpConnection.Open(new ServerAddress(at.Address.ToString(), at.Port), who, TimeSpan.FromMilliseconds(PatienceMs));

    // The link between the two has to come up first. Octets of a reply, which are always as many.
    private static int AwaitReply(IPEndPoint at)
    {
        using FmtpConnection client = Connect(at, null);
        for (long start = Stopwatch.GetTimestamp(); !HasLink(client); Thread.Sleep(LookMs))
        {
            if (Stopwatch.GetElapsedTime(start).TotalMilliseconds > PatienceMs)
            {
                throw new InvalidOperationException("The two relays do not find each other.");
            }
        }

        Reply reply = client.Ask("GET", Sensor);
        int tagLength = reply.Line.Split(' ')[1].Length; // of a client that counts; the bench asks with a tag of one digit
        return reply.IsSuccess ? reply.Line.Length - tagLength + 1 + 1 + reply.Body.Length
            : throw new InvalidOperationException($"The relay answered {reply.Line}");
    }

    private static bool HasLink(FmtpConnection client)
        => Encoding.ASCII.GetString(client.Ask("GET", "@near.example").Body).Contains("\nlinks: 1\n", StringComparison.Ordinal);

    // In short batches by turns, so that what disturbs the machine for a while disturbs all of them. Each batch is of a few
    // milliseconds; the fastest tenth of them nothing has disturbed.
    private static double[] Measure(Course[] courses, double seconds)
    {
        List<double>[] microseconds = [.. courses.Select(_ => new List<double>())];
        bool isWarm = false; // until then code is compiled, and nothing counted
        long start = Stopwatch.GetTimestamp();
        double elapsed;
        while ((elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds) < seconds * (courses.Length + 1))
        {
            if (!isWarm && elapsed > seconds)
            {
                isWarm = true;
                Array.ForEach(microseconds, times => times.Clear());
            }

            for (int i = 0; i < courses.Length; i++)
            {
                long began = Stopwatch.GetTimestamp();
                courses[i].Ask(Batch);
                microseconds[i].Add(Stopwatch.GetElapsedTime(began).TotalMicroseconds / Batch);
            }
        }

        return [.. microseconds.Select(times => times.Order().ElementAt(times.Count / Fastest))];
    }

    private static Table Show(Course[] courses, double[] microseconds)
    {
        Table table = new Table().Title("A lookup through two hops, one after the other (fastest tenth)")
            .AddColumns("what", "microseconds", "of two bare requests", "of the forwarder");
        for (int i = 0; i < courses.Length; i++)
        {
            double time = microseconds[i];
            table.AddRow(courses[i].Name, Text(time, "0.0"), Text(time / microseconds[1], "0.00"), Text(time / microseconds[2], "0.00"));
        }

        return table;
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private sealed record Course(string Name, Action<int> Ask);
}
