using System;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace Fmtp.Nano.Tests.Federation;

/// <summary>Worlds of relays in storms. A failing one prints what does not hold, what happened last, and the line that
/// plays it again.</summary>
[TestClass]
public class FederationStormTests
{
    private const int Small = 200;
    private const int Large = 1;
    private const int FirstLarge = 1_000_000;
    private const int Patient = 1;
    private const int FirstPatient = 2_000_001;
    private const int SmallBoards = 4;
    private const int FirstSmallBoards = 3_000_001;
    private const int Days = 6;

    public TestContext TestContext { get; set; } = null!;

    /// <summary>FMTP_SEED=n is that one world, FMTP_STORM=20 twenty times as many as in the ordinary run.</summary>
    [TestMethod]
    public void Everything_comes_right_whatever_happens()
    {
        var only = Number("FMTP_SEED", 0);
        var factor = Number("FMTP_STORM", 1);
        if (only > 0)
        {
            TestContext.WriteLine(Run(only, out _));
            return;
        }

        RunAll([.. Enumerable.Range(FirstLarge, Large * factor), .. Enumerable.Range(FirstSmallBoards, SmallBoards * factor), .. Enumerable.Range(FirstPatient, Patient * factor), .. Enumerable.Range(1, Small * factor)]);
    }

    // Each world is of one thread, and of its seed alone.
    private void RunAll(int[] seeds)
    {
        var reports = new string[seeds.Length];
        var failures = new Exception?[seeds.Length];
        var referrals = 0;
        Parallel.For(0, seeds.Length, i =>
        {
            try
            {
                reports[i] = Run(seeds[i], out var census);
                Interlocked.Add(ref referrals, census.Referrals);
            }
            catch (AssertFailedException e)
            {
                failures[i] = e;
                reports[i] = $"seed {seeds[i]}: {e.InnerException!.Message.Split('\n')[0]}";
            }
        });

        foreach (var report in reports)
        {
            TestContext.WriteLine(report);
        }

        if (Array.Find(failures, f => f != null) is { } failure)
        {
            throw failure;
        }

        Assert.IsGreaterThan(0, referrals, "nobody was told that another way is better: nothing says that this comes right");
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private static string Run(int seed, out Census census)
    {
        var isSmallBoards = seed >= FirstSmallBoards;
        var isPatient = seed >= FirstPatient && !isSmallBoards;
        var isLarge = seed >= FirstLarge && !isPatient;
        var watch = Stopwatch.StartNew();
        var world = new World(seed, isLarge, isSmallBoards);
        census = world.Census;
        try
        {
            if (isPatient)
            {
                world.Endure(Days);
            }
            else
            {
                world.Run(isLarge ? 60_000 : 25_000, isLarge ? 40 : 6);
            }
        }
        catch (Exception e)
        {
            throw new AssertFailedException($"FMTP_SEED={seed} dotnet test --filter FederationStorm\n{e}", e);
        }

        return $"seed {seed}: {world.Relays} relays, {census.Answered} answers, {census.RelaysAsked} lookups between relays, {census.Referrals} referrals, "
            + $"{world.Messages} messages, {world.Faults} faults, {world.Now / 1000} s of their time in {watch.ElapsedMilliseconds} ms";
    }
}
