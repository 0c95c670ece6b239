using System;
using System.Collections.Generic;
using System.Reflection;
using Fmtp.Nano.Desktop.Host;

namespace Fmtp.Nano.Tests.Federation;

/// <summary>What a relay holds in memory: the octets of everything that can be reached from it, its seams left out.</summary>
internal static class Scales
{
    private const int ObjectOctets = 24;

    /// <summary>Weighs it.</summary>
    public static long Weigh(Relay relay)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var waiting = new Stack<object>([relay]);
        var octets = 0L;
        while (waiting.TryPop(out var thing))
        {
            if (thing is HostNetwork or MemoryFlash or SodiumSignatures or SeededEntropy or Type or Delegate || !seen.Add(thing))
            {
                continue;
            }

            octets += ObjectOctets + Own(thing);
            foreach (var part in Parts(thing))
            {
                if (part != null && !part.GetType().IsPrimitive)
                {
                    waiting.Push(part);
                }
            }
        }

        return octets;
    }

    private static long Own(object thing) => thing switch
    {
        string text => 2L * text.Length,
        Array { Length: > 0 } array => array.Length * (array.GetType().GetElementType()!.IsPrimitive ? Buffer.ByteLength(array) / array.Length : IntPtr.Size),
        _ => 0,
    };

    private static IEnumerable<object?> Parts(object thing)
    {
        if (thing is string || (thing is Array array && array.GetType().GetElementType()!.IsPrimitive))
        {
            yield break;
        }

        if (thing is Array parts)
        {
            foreach (var part in parts)
            {
                yield return part;
            }

            yield break;
        }

        for (var type = thing.GetType(); type != null; type = type.BaseType)
        {
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                yield return field.FieldType.IsPrimitive ? null : field.GetValue(thing);
            }
        }
    }
}
