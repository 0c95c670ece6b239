using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Diagnostics;
using Fmtp.Nano.Desktop.Client;
using Fmtp.Nano.Protocol;
using Spectre.Console;

namespace Fmtp.Nano.Desktop.Commands;

/// <summary><c>fmtp trace</c>: the way of a lookup, hop by hop.</summary>
internal static class TraceCommand
{
    private static readonly string[] Scopes = ["local", "cached", "any"];

    internal static Command Make()
    {
        Argument<string> address = AddressArgument.Make();
        Option<int?> hops = new("--hops") { Description = "How many relays may pass it on.", HelpName = "N" };
        Command command = new("trace", "Shows where a relay looks for an object, what comes of it, how long each place takes, and what to do where it does "
            + "not work. When piped, lines `relay place code ms`, those of relays further on indented.") { address, hops };
        ServerOptions.AddTo(command, true, (line, server) =>
        {
            string wanted = line.GetRequiredValue(address);
            using IFmtpClient client = server.Open(line);
            long start = Stopwatch.GetTimestamp();
            Reply reply = client.Ask("GET", new RequestWords(wanted).With("hops", line.GetValue(hops)).With("trace", 1).ToString());
            double ms = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            string place = server.Server(line).ToString();
            if (reply["way"] is { } way)
            {
                List<TraceStep> steps = TraceStep.Read(way);
                Write(steps);
                Say($"{wanted}: {place} answered {reply.Code} in {ms:0} ms. {TraceAdvice.For(wanted, steps, reply)}");
            }
            else
            {
                Say($"{place} does not tell the way of a lookup. Asked step by step:");
                WriteScopes(client, wanted);
                Say($"{wanted}: {place} answered {reply.Code} in {ms:0} ms. {TraceAdvice.For(wanted, [], reply)}");
            }

            return ExitCode.Of(reply.Code);
        });
        return command;
    }

    private static void Write(List<TraceStep> steps)
    {
        if (Console.IsOutputRedirected)
        {
            foreach (TraceStep step in steps)
            {
                Console.WriteLine($"{Indent(step)}{step.Relay} {step.Place} {step.Code} {step.Ms}");
            }

            return;
        }

        Table table = new Table { Border = TableBorder.Rounded }.AddColumn(new TableColumn("relay").NoWrap()).AddColumns("asks", "answer");
        table.AddColumn(new TableColumn("ms").RightAligned());
        foreach (TraceStep step in steps)
        {
            Style style = new(step.Code == Code.Ok ? Color.Green : step.Code is Code.Unknown or Code.Gone ? Color.Default : Color.Yellow);
            table.AddRow(new Text(Indent(step) + step.Relay), new Text(step.PlaceInWords), new Text($"{step.Code}  {step.CodeInWords}", style), new Text(step.Ms.ToString()));
        }

        AnsiConsole.Write(table);
    }

    // What relays that do not tell can be asked: how far each scope gets, and how long it takes.
    private static void WriteScopes(IFmtpClient client, string address)
    {
        foreach (string scope in Scopes)
        {
            long start = Stopwatch.GetTimestamp();
            Reply reply = client.Ask("GET", new RequestWords(address).With("scope", scope).ToString());
            double ms = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            Console.WriteLine(Console.IsOutputRedirected ? $"scope={scope} {reply.Code} {ms:0}" : $"  scope={scope,-6}  {reply.Code}  {TraceStep.InWords(reply.Code),-30} {ms,7:0.0} ms");
        }
    }

    private static string Indent(TraceStep step) => new(' ', 2 * step.Depth);

    // For people; a script has the lines and the exit code.
    private static void Say(string text)
    {
        if (Console.IsOutputRedirected)
        {
            Console.Error.WriteLine(text);
        }
        else
        {
            Prose.Write(text);
        }
    }
}
