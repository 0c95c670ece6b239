using System;
using System.Collections.Generic;
using System.Threading;
using Fmtp.Nano.Desktop.Client;
using Fmtp.Nano.Desktop.Host;
using Fmtp.Nano.Protocol;
using Spectre.Console;

namespace Fmtp.Nano.Desktop.Demo;

/// <summary>Prints where to look, then what happens: a live table on a terminal, plain lines when piped.</summary>
internal sealed class DemoView(EventLog log)
{
    private const int RefreshMs = 200;
    private const int FrameLines = 4;
    private const int LinesMin = 5;

    private readonly Queue<RelayEvent> _latest = new();
    private long _asked;

    /// <summary>Prints lines to copy.</summary>
    internal static void Introduce(DemoState state, ServerAddress home, ServerAddress parent)
    {
        string program = string.Join(' ', ThisProgram.Words);
        Console.WriteLine($"{DemoState.HomeDomain} (a virtual board) at {home}, its parent {DemoState.ParentDomain} at {parent}.");
        Console.WriteLine($"Configurations with all keys, and what the relays keep: {state.Folder}");
        Console.WriteLine();
        Console.WriteLine("  browser  http://" + home + "/");
        Console.WriteLine($"  nc       printf 'GET 1 load@{DemoState.HomeDomain}\\nBYE 2\\n' | nc {home.Host} {home.Port}");
        Console.WriteLine($"  fmtp     {program} list @{DemoState.HomeDomain} --server {home}");
        Console.WriteLine($"           {program} watch @{DemoState.HomeDomain} --server {home}");
        Console.WriteLine();
        Console.WriteLine("What arrives and is asked, until Ctrl-C:");
    }

    /// <summary>Shows what happens until it is told to stop.</summary>
    internal void Run(CancellationToken stop)
    {
        if (Console.IsOutputRedirected)
        {
            RunPlain(stop);
        }
        else
        {
            AnsiConsole.Live(Frame()).Start(live =>
            {
                while (!stop.WaitHandle.WaitOne(RefreshMs))
                {
                    Collect();
                    live.UpdateTarget(Frame());
                }
            });
        }
    }

    private void RunPlain(CancellationToken stop)
    {
        do
        {
            while (log.Take(out RelayEvent happened))
            {
                Console.WriteLine(happened);
            }
        }
        while (!stop.WaitHandle.WaitOne(RefreshMs));
    }

    private void Collect()
    {
        while (log.Take(out RelayEvent happened))
        {
            _latest.Enqueue(happened);
            _asked += happened.Code > 0 ? 1 : 0;
        }

        for (int lines = Math.Max(LinesMin, AnsiConsole.Profile.Height - FrameLines); _latest.Count > lines;)
        {
            _latest.Dequeue();
        }
    }

    private Table Frame()
    {
        Table table = new Table { Border = TableBorder.Rounded, Expand = true }
            .AddColumns("time", "relay", $"asked ({_asked})", "answer", "by");
        foreach (RelayEvent happened in _latest)
        {
            table.AddRow(
                new Text($"{happened.Time:HH:mm:ss}", new Style(Color.Grey)),
                new Text(happened.Relay),
                new Text(happened.What) { Overflow = Overflow.Ellipsis },
                new Text(happened.Answer, new Style(ColorOf(happened.Code))),
                new Text(happened.Who, new Style(Color.Grey)) { Overflow = Overflow.Ellipsis });
        }

        return table;
    }

    private static Color ColorOf(int code) => code < 0 ? Color.Grey : code < Code.Malformed ? Color.Green : code < Code.Upstream ? Color.Yellow : Color.Red;
}
