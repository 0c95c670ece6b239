using System;
using System.Globalization;

namespace Fmtp.Nano.Tests;

/// <summary>Storms over the relay. A failing one prints the line that plays it again.</summary>
[TestClass]
public class RelayStormTests
{
    private const int Moves = 400;

    public TestContext TestContext { get; set; } = null!;

    /// <summary>FMTP_SEED=n is that one storm, FMTP_STORM=20 twenty times as many as in the ordinary run.</summary>
    [TestMethod]
    public void What_was_promised_is_there_and_nobody_is_kept_waiting()
    {
        var only = Number("FMTP_SEED", 0);
        var last = only > 0 ? only : 40 * Number("FMTP_STORM", 1);
        var cuts = 0;
        var promises = 0;
        for (var seed = Math.Max(1, only); seed <= last; seed++)
        {
            var storm = new RelayStorm(seed);
            try
            {
                storm.Run(Moves);
            }
            catch (Exception e)
            {
                throw new AssertFailedException($"FMTP_SEED={seed} dotnet test --filter RelayStormTests\n{e}", e);
            }

            cuts += storm.Cuts;
            promises += storm.Promises;
        }

        TestContext.WriteLine($"{last} storms, {cuts} power cuts, {promises} promises kept");
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
