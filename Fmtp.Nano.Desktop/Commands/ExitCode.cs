using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Desktop.Commands;

/// <summary>What the program ends with, for scripts.</summary>
public static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>There is none: 304, 404, 410, or an empty list.</summary>
    public const int NotFound = 1;

    /// <summary>The relay refused, or the command line is wrong.</summary>
    public const int Refused = 2;

    /// <summary>Nobody answered in time; also 408, 502 and 503.</summary>
    public const int Unreachable = 3;

    /// <summary>The same for <c>--help</c>.</summary>
    public const string Help = "Exit codes: 0 done; 1 there is none (304, 404, 410, an empty list); "
        + "2 refused by the relay, or wrong usage; 3 unreachable or no answer in time (also 408, 502, 503).";

    /// <summary>What a reply code comes to.</summary>
    /// <param name="code">One of <see cref="Code"/>.</param>
    /// <returns>One of the numbers above.</returns>
    public static int Of(int code) => code switch
    {
        Code.Ok or Code.Created or Code.Queued => Done,
        Code.NotNewer or Code.Unknown or Code.Gone => NotFound,
        Code.UpstreamTimeout or Code.Upstream or Code.Busy => Unreachable,
        _ => Refused,
    };
}
