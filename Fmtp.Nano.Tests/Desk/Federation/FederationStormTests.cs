using System;
using System.Diagnostics;
using System.Globalization;

namespace Fmtp.Nano.Tests.Federation;

/// <summary>Worlds of relays in storms. A failing one prints what does not hold, what happened last, and the line that
/// plays it again.</summary>
[TestClass]
public class FederationStormTests
{
    private const int Small = 200;
    private const int Large = 0;
    private const int FirstLarge = 1_000_000;

    public TestContext TestContext { get; set; } = null!;

    /// <summary>FMTP_SEED=n is that one world, FMTP_STORM=20 twenty times as many as in the ordinary run.</summary>
    [TestMethod]
    public void Everything_comes_right_whatever_happens()
    {
        var only = Number("FMTP_SEED", 0);
        var factor = Number("FMTP_STORM", 1);
        if (only > 0)
        {
            Run(only);
            return;
        }

        for (var seed = 1; seed <= Small * factor; seed++)
        {
            Run(seed);
        }

        for (var seed = FirstLarge; seed < FirstLarge + (Large * factor); seed++)
        {
            Run(seed);
        }
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private void Run(int seed)
    {
        var isLarge = seed >= FirstLarge;
        var watch = Stopwatch.StartNew();
        var world = new World(seed, isLarge);
        try
        {
            world.Run(isLarge ? 120_000 : 30_000, isLarge ? 60 : 7);
        }
        catch (Exception e)
        {
            throw new AssertFailedException($"FMTP_SEED={seed} dotnet test --filter FederationStorm\n{e}", e);
        }

        TestContext.WriteLine($"seed {seed}: {world.Relays} relays, {world.Census.Answered} answers, {world.Census.RelaysAsked} lookups between relays, "
            + $"{world.Messages} messages, {world.Faults} faults, {world.Now / 1000} s of their time in {watch.ElapsedMilliseconds} ms");
    }
}
