using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Spectre.Console;

namespace Fmtp.Nano.Desktop.Bench;

/// <summary>GETs a second over loopback, one process against another: the relay, the echo loop and Redis take turns, so
/// that a machine that is busy now and then is so for all of them.</summary>
internal static class RateBench
{
    private static readonly int[] Pipelines = [1, 16];

    /// <summary>Measures.</summary>
    /// <param name="rounds">How often each has its turn.</param>
    /// <param name="seconds">How long a turn lasts.</param>
    /// <returns>The table.</returns>
    public static Table Run(int rounds, double seconds)
    {
        Table table = new Table().Title("GET of a sensor's object over loopback, one connection (median)")
            .AddColumns("pipelined", "peer", "requests/s", "of the echo loop", "of Redis");
        string folder = Directory.CreateTempSubdirectory("fmtp-bench-").FullName;
        try
        {
            foreach (int pipelined in Pipelines)
            {
                AddRows(table, Measure(folder, pipelined, rounds, seconds), pipelined);
            }
        }
        finally
        {
            Directory.Delete(folder, true);
        }

        return table;
    }

    private static Dictionary<string, double[]> Measure(string folder, int pipelined, int rounds, double seconds)
    {
        List<Contender> contenders = Contenders.Start(folder, pipelined);
        try
        {
            Dictionary<string, double[]> rates = contenders.ToDictionary(c => c.Name, _ => new double[rounds]);
            foreach (Contender contender in contenders)
            {
                contender.Run(seconds); // not counted: its code is only now compiled
            }

            for (int round = 0; round < rounds; round++)
            {
                foreach (Contender contender in contenders)
                {
                    rates[contender.Name][round] = contender.Run(seconds);
                }
            }

            return rates;
        }
        finally
        {
            contenders.ForEach(c => c.Dispose());
        }
    }

    private static void AddRows(Table table, Dictionary<string, double[]> rates, int pipelined)
    {
        double[] echo = rates[Contenders.Echo];
        foreach ((string name, double[] rate) in rates)
        {
            string ofRedis = rates.TryGetValue(Contenders.Redis, out double[]? redis) ? Ratio(rate, redis) : "redis-server is not installed";
            table.AddRow(pipelined.ToString(CultureInfo.InvariantCulture), name, Median(rate).ToString("N0", CultureInfo.InvariantCulture), Ratio(rate, echo), ofRedis);
        }
    }

    // Of each round, so that only what was measured side by side is compared.
    private static string Ratio(double[] rate, double[] other)
    {
        return Median(rate.Zip(other, (a, b) => a / b).ToArray()).ToString("0.00", CultureInfo.InvariantCulture);
    }

    /// <summary>The middle one.</summary>
    internal static double Median(double[] values)
    {
        double[] sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
