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
            : last?.Place == "domain" ? $"The relay of {domain} has no such object, or DNS knows no such domain: `fmtp dns {domain}` tells. Private objects are given to those who say who they are (--as).{WithoutParent(steps)}"
            : "Nobody on the way has it, or not for you. Is the address right? Private objects are given to those who say who they are (--as).";
    }

    // Each place that did not answer, and what to do there, once. One that did answer tells behind its step why it failed.
    private static string Failed(string domain, List<TraceStep> steps)
    {
        List<string> sentences = [];
        for (int i = 0; i < steps.Count; i++)
        {
            TraceStep step = steps[i];
            TraceStep[] told = [.. steps.Skip(i + 1).TakeWhile(one => one.Depth > step.Depth)];
            if (HasFailed(step) && !told.Any(HasFailed))
            {
                sentences.Add(told.Length > 0 ? NowhereToGo(told[0].Relay, domain)
                    : $"{Who(step, domain)} {(step.Code == Code.Upstream ? "could not be reached, or what it gave did not verify" : "did not answer in time")}. {Repair(step, domain)}");
            }
        }

        return sentences.Count > 0 ? string.Join(' ', sentences.Distinct()) + WithoutParent(steps)
            : NowhereToGo(steps.Count > 0 ? steps[0].Relay : "The relay", domain);
    }

    // A parent that is not linked is no place that could be asked, and so no step.
    private static string WithoutParent(List<TraceStep> steps)
        => steps.Exists(step => step.Depth == 0 && step.Place is "pcache" or "parent") ? string.Empty
            : $" {steps[0].Relay} asked no parent: it has none, or no link to it now. `fmtp get @{steps[0].Relay}` shows its `links`.";

    private static bool HasFailed(TraceStep step) => step.Code is Code.UpstreamTimeout or Code.Upstream;

    // Who is not linked is no place that could be asked.
    private static string NowhereToGo(string relay, string domain)
        => $"{relay} could not go on: its parent, or the relay of {domain} that shares a link key with it, has no link to it now. "
            + "Is that one running? `fmtp get @DOMAIN` of either shows its `links`; host, port and key in the child's \"parent\" have to be those of the parent.";

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
