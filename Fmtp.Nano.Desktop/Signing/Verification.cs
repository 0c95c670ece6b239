namespace Fmtp.Nano.Desktop.Signing;

/// <summary>What came of verifying an object.</summary>
/// <param name="ExitCode">0 it verifies, 1 it does not, 3 nobody can tell now.</param>
/// <param name="Words">The reason.</param>
internal sealed record Verification(int ExitCode, string Words)
{
    /// <summary>Whether it verifies.</summary>
    internal bool IsGood => ExitCode == Commands.ExitCode.Done;

    internal static Verification Good(string words) => new(Commands.ExitCode.Done, words);

    internal static Verification Bad(string words) => new(Commands.ExitCode.NotFound, words);

    internal static Verification Unknown(string words) => new(Commands.ExitCode.Unreachable, words);
}
