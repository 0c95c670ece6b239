using System.Collections.Generic;
using System.Linq;
using Fmtp.Nano.Desktop.Client;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Desktop.Commands;

/// <summary>Says in a sentence how a lookup went, and what to do where it did not work.</summary>
internal static class TraceAdvice
{
    /// <summary>The sentence.</summary>
    /// <param name="address">What was looked for.</param>
    /// <param name="steps">Where; empty where the relay does not tell.</param>
    /// <param name="reply">What came of it.</param>
    internal static string For(string address, List<TraceStep> steps, Reply reply)
    {
        string domain = address[(address.IndexOf('@') + 1)..];
        if (reply.IsSuccess)
        {
            return Found(steps, reply);
        }

        // The place nearest to the end of the way is the one that could not go on.
        TraceStep? last = steps.FindLast(step => step.Code == reply.Code) ?? steps.LastOrDefault();
        return reply.Code switch
        {
            Code.Unknown => Unknown(domain, steps, last),
            Code.Gone => "It was deleted, or has expired.",
            Code.Loop => "The question went through as many relays as it may, or round in circles: look at who is whose parent, or allow more with --hops.",
            Code.UpstreamTimeout or Code.Upstream => Failed(domain, steps),
            Code.Busy => $"{(last == null ? "The relay" : last.Relay)} cannot tell now: it is busy, or DNS does not answer for the key of {domain}. Try again in {reply["retry"] ?? "some"} s.",
            _ => "It was refused. `fmtp get` says more.",
        };
    }

    private static string Found(List<TraceStep> steps, Reply reply)
    {
        TraceStep? where = steps.FindLast(step => step.Code == Code.Ok);
        string proof = reply["proof"] == null ? string.Empty : $" Verified {ObjectView.ProofInWords(reply["proof"])}.";
        return where == null ? $"It was found.{proof}" : $"Found: {where.Relay} {where.FoundInWords}.{proof}";
    }

    private static string Unknown(string domain, List<TraceStep> steps, TraceStep? last)
    {
        if (steps.Count > 0 && steps[0].Relay == domain)
        {
            return $"{domain} is the relay of this address and has no such object, or not for you. Is the address right? Private objects are given to those who say who they are (--as).";
        }

        bool isStranger = steps.Count > 0 && steps.TrueForAll(step => step.Place is "own" or "cache");
        return isStranger ? $"{steps[0].Relay} has looked no further than its cache: it asks others only for neighbours and for those who say who they are (--as), and only if it has a parent or DNS servers."
            : last?.Place == "domain" ? $"The relay of {domain} has no such object, or DNS knows no such domain: `fmtp dns {domain}` tells. Private objects are given to those who say who they are (--as)."
            : "Nobody on the way has it, or not for you. Is the address right? Private objects are given to those who say who they are (--as).";
    }

    // Each of those that did not answer, and what to do there, once.
    private static string Failed(string domain, List<TraceStep> steps)
    {
        IEnumerable<string> sentences = steps.Where(step => step.Code is Code.UpstreamTimeout or Code.Upstream)
            .Reverse().DistinctBy(step => Who(step, domain)).Reverse()
            .Select(step => $"{Who(step, domain)} {(step.Code == Code.Upstream ? "could not be reached, or what it gave did not verify" : "did not answer in time")}. {Repair(step, domain)}");
        string all = string.Join(' ', sentences);
        return all.Length > 0 ? all : "A relay on the way could not be reached, or what it gave did not verify. Try again later.";
    }

    private static string Who(TraceStep? step, string domain) => step?.Place switch
    {
        "link" or "domain" => $"The relay of {domain}",
        "pcache" or "parent" => $"The parent of {step.Relay}",
        _ => "The next relay",
    };

    private static string Repair(TraceStep? step, string domain) => step?.Place switch
    {
        "domain" => $"`fmtp dns {domain}` says whether it can be found and what it signs can be verified; `fmtp ping --server HOST` whether it runs.",
        "link" => $"It has a link key, but no link now: is it running, and has its configuration this relay as its parent, with the same key?",
        "pcache" or "parent" => $"Is it running? `fmtp get @{step.Relay}` has its `links`; \"parent\" in its fmtp.json needs the host, the port and the key that stand at the parent.",
        _ => "Try again later.",
    };
}
