using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace Fmtp.Nano.Tests;

/// <summary>The tables of docs/DEVICE.md, measured anew: <c>dotnet test --filter NanoClrFigures</c>.</summary>
[TestClass]
public class NanoClrFigures
{
    private const int Rounds = 5;
    private const int Times = 1600;
    private const string Get = "GET 1 1000.user@home.example\n";
    private const string Page = "GET /1000.user@home.example HTTP/1.1\r\nHost: home.example\r\n\r\n";

    /// <summary>Where the tables go.</summary>
    public TestContext TestContext { get; set; } = null!;

    /// <summary>Heap, and time in iterations of an empty loop.</summary>
    [TestMethod]
    [DataRow("Figures")]
    [DataRow("FiguresSigned")]
    public void HeapAndTime(string program)
    {
        NanoClr.Require(TestContext);
        List<string> lines = new();
        int code = NanoClr.Run(NanoClr.Start(NanoClr.Build(program)), TimeSpan.FromMinutes(5), lines.Add);
        string table = string.Join("\n", lines);
        TestContext.DisplayMessage(MessageLevel.Informational, "| What | Figure | Unit |\n| --- | --: | --- |\n" + table);
        Assert.AreEqual(0, code, table);
    }

    /// <summary>What an application takes of a board's flash: all .pe of our own.</summary>
    [TestMethod]
    public void Sizes()
    {
        NanoClr.Require(TestContext);
        NanoClr.Build(Path.Combine("Fmtp.Nano", "Fmtp.Nano.nfproj"), Path.Combine("Fmtp.Nano", "bin", "nf", "Release", "Fmtp.Nano.pe"));
        StringBuilder table = new("| Assembly | Octets |\n| --- | --: |\n");
        long sum = 0;
        foreach (string name in new[] { "Fmtp.Nano", "Fmtp.Nano.Store", "Fmtp.Nano.Protocol", "Fmtp.Nano.Protocol.Ed25519" })
        {
            long size = new FileInfo(Path.Combine(NanoClr.Root, "Fmtp.Nano", "bin", "nf", "Release", name + ".pe")).Length;
            sum += size;
            table.Append("| ").Append(name).Append(".pe | ").Append(size).Append(" |\n");
        }

        TestContext.DisplayMessage(MessageLevel.Informational, table + "| together | " + sum + " |");
    }

    /// <summary>GETs a second over sockets, beside what any server on them can do at most, and beside
    /// nanoFramework.WebServer where NANO_WEBSERVER says where it is.</summary>
    [TestMethod]
    public void GetsPerSecond()
    {
        NanoClr.Require(TestContext, true);
        string[] all = new string[128];
        for (int i = 0; i < all.Length; i++)
        {
            all[i] = "GET 1 " + (1000 + i) + ".user@home.example\n";
        }

        bool hasWeb = Directory.Exists(Environment.GetEnvironmentVariable("NANO_WEBSERVER"));
        using NanoClrServer echo = new("Echo");
        using NanoClrServer relay = new("Server");
        using NanoClrServer? web = hasWeb ? new("Web") : null;
        List<double[][]> rounds = new();
        for (int i = 0; i < Rounds; i++)
        {
            rounds.Add(new[]
            {
                Both(k => echo.Ask(new[] { Get }, Times * k, k)), Both(k => relay.Ask(new[] { Get }, Times * k, k)),
                Both(k => relay.Ask(all, Times * k, k)), Both(k => relay.AskAnew(Get, Times * k / 8, k)), Both(k => relay.AskAnew(Page, Times * k / 8, k)),
                web is null ? new double[3] : Both(k => web.AskAnew(Page, Times * k / 8, k)),
            });
        }

        StringBuilder table = new("| Answers a second | 1 caller | 4 callers | of processor time | of the echo loop's |\n| --- | --: | --: | --: | --: |\n");
        string[] names =
        {
            "bare echo loop (poll, receive, send)", "GET, connection kept", "GET, another object each time", "GET, a connection each",
            "page of the relay for a browser, a connection each", "nanoFramework.WebServer, a connection each",
        };
        for (int what = 0; what < names.Length && (what < 5 || hasWeb); what++)
        {
            table.Append("| ").Append(names[what]).Append(" | ").Append($"{Median(rounds, r => r[what][0]):F0} | {Median(rounds, r => r[what][1]):F0} | ")
                .Append($"{Median(rounds, r => r[what][2]):F0} | {Median(rounds, r => r[what][2] / r[0][2]):F2} |\n");
        }

        if (hasWeb)
        {
            table.Append("WebServer closes every connection. Of its answers a second, for one caller, four, and of processor time, GET has:");
            foreach (int what in new[] { 1, 3, 4 })
            {
                table.Append("\n").Append(names[what]);
                for (int column = 0; column < 3; column++)
                {
                    table.Append($" {Median(rounds, r => r[what][column] / r[5][column]):F1}");
                }
            }
        }

        TestContext.DisplayMessage(MessageLevel.Informational, table.ToString());
    }

    // For one caller; for four; for those of processor time.
    private static double[] Both(Func<int, (double Clock, double Processor)> ask)
    {
        (double Clock, double Processor) four = ask(4);
        return new[] { ask(1).Clock, four.Clock, four.Processor };
    }

    private static double Median(List<double[][]> rounds, Func<double[][], double> of)
    {
        List<double> values = rounds.ConvertAll(round => of(round));
        values.Sort();
        return values[values.Count / 2];
    }
}
