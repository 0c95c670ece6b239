using System;
using System.Collections.Generic;
using System.Globalization;

namespace Fmtp.Nano.Desktop.Client;

/// <summary>A place where a lookup has been, from the <c>way=</c> of a traced reply (docs/PROTOCOL.md section 4, Trace).</summary>
/// <param name="Depth">How many relays stand between the one that was asked and the one that tells this.</param>
/// <param name="Relay">The relay that asked.</param>
/// <param name="Place">Where it asked: <c>own</c>, <c>cache</c>, <c>link</c>, <c>pcache</c>, <c>domain</c> or <c>parent</c>.</param>
/// <param name="Code">What came of it.</param>
/// <param name="Ms">How long it took.</param>
internal sealed record TraceStep(int Depth, string Relay, string Place, int Code, long Ms)
{
    private const int Parts = 4;

    /// <summary>Reads a way; what is not of its form is left out.</summary>
    internal static List<TraceStep> Read(string way)
    {
        List<TraceStep> steps = [];
        List<string> relays = [];
        foreach (string step in way.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = step.Split(':');
            if (parts.Length == Parts && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out int code)
                && long.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out long ms))
            {
                // What a place tells of itself follows its step; then the one that asked goes on.
                int depth = relays.IndexOf(parts[0]);
                if (depth < 0)
                {
                    depth = relays.Count;
                    relays.Add(parts[0]);
                }

                relays.RemoveRange(depth + 1, relays.Count - depth - 1);
                steps.Add(new TraceStep(depth, parts[0], parts[1], code, ms));
            }
        }

        return steps;
    }

    /// <summary>Where it asked, in words.</summary>
    internal string PlaceInWords => Place switch
    {
        "own" => "its own store",
        "cache" => "its own cache",
        "link" => "the domain's relay, over its link",
        "pcache" => "its parent's cache",
        "domain" => "the domain's relay, as DNS says",
        "parent" => "its parent",
        _ => Place,
    };

    /// <summary>Where it found what it was asked for, in words.</summary>
    internal string FoundInWords => Place is "own" or "cache" ? "has it in " + PlaceInWords : "has it from " + PlaceInWords;

    /// <summary>What came of it, in words.</summary>
    internal string CodeInWords => InWords(Code);

    /// <summary>A code as the answer to a lookup.</summary>
    internal static string InWords(int code) => code switch
    {
        Protocol.Code.Ok => "has it",
        Protocol.Code.AskThere => "sends elsewhere",
        Protocol.Code.NotNewer => "has nothing newer",
        Protocol.Code.Unauthorized => "wants to know who asks",
        Protocol.Code.Forbidden => "does not allow it",
        Protocol.Code.Unknown => "does not have it",
        Protocol.Code.UpstreamTimeout => "no answer in time",
        Protocol.Code.Gone => "deleted or expired",
        Protocol.Code.TooLarge => "too large",
        Protocol.Code.Loop => "hops used up",
        Protocol.Code.TooMany => "too many requests",
        Protocol.Code.Upstream => "not reached, or not verified",
        Protocol.Code.Busy => "cannot tell now",
        _ => $"answered {code}",
    };
}
