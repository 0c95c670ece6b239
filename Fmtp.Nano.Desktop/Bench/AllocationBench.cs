using System;
using System.Globalization;
using Spectre.Console;

namespace Fmtp.Nano.Desktop.Bench;

/// <summary>What a request allocates in the relay, once warm: a board's limits, flash in a folder.</summary>
internal static class AllocationBench
{
    private const int Requests = 2000;

    /// <summary>Measures.</summary>
    /// <returns>The table.</returns>
    public static Table Run()
    {
        using BenchRelay relay = new();
        Table table = new Table().Title("Octets allocated a request, once warm").AddColumns("request", "octets of the object", "allocated");
        AddRow("GET, volatile object", relay.VolatileLength, r => r.GetVolatile());
        AddRow("GET, durable object", relay.DurableLength, r => r.GetDurable());
        AddRow("sealed GET, durable object", relay.DurableLength, r => r.GetSealed());
        AddRow("sealed PUT, volatile object", relay.VolatileLength, r => r.PutVolatile());
        AddRow("sealed PUT, durable object", relay.DurableLength, r => r.PutDurable());
        return table;

        void AddRow(string request, int length, Action<BenchRelay> ask) => table.AddRow(
            request,
            length.ToString(CultureInfo.InvariantCulture),
            Allocated(relay, ask).ToString("0.0", CultureInfo.InvariantCulture));
    }

    private static double Allocated(BenchRelay relay, Action<BenchRelay> ask)
    {
        Repeat(relay, ask);
        long before = relay.Allocated;
        Repeat(relay, ask);
        return (relay.Allocated - before) / (double)Requests;
    }

    private static void Repeat(BenchRelay relay, Action<BenchRelay> ask)
    {
        for (int i = 0; i < Requests; i++)
        {
            ask(relay);
        }
    }
}
