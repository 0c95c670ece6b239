using Fmtp.Nano.Protocol;
using Collector = nanoFramework.Runtime.Native.GC;

namespace Fmtp.Nano.Device;

/// <summary>Collects what the steps of a relay leave behind, in the program's own loop and before the heap is full.</summary>
/// <remarks>When nanoCLR runs a method of an instance inside its caller's frame ("inlines" it), the first slot of that method's
/// evaluation stack is counted but never set: a collection in there may follow it into memory that was freed, and the
/// interpreter ends. Whoever allocates can bring a collection about, so it cannot be ruled out, but made rare: static
/// methods are not inlined, and between <see cref="After"/>, called by Main, and the collector there are no others
/// (docs/DESIGN.md, A fault of the interpreter).</remarks>
public static class Sweep
{
    // What so many steps leave fits into the heap that a board has free; one collection costs half of a GET. What leaves
    // most is counted: seals, and digests of what is signed.
    private const int StepsMax = 8;
    private const int LeftMax = 3072;

    private static int _steps;

    /// <summary>Counts a step, and collects when it is time.</summary>
    /// <param name="hasLittered">Whether it may have left something on the heap.</param>
    public static void After(bool hasLittered)
    {
        if (hasLittered && (++_steps >= StepsMax || Mac.Left >= LeftMax))
        {
            Now();
        }
    }

    /// <summary>Collects.</summary>
    /// <returns>Octets that are free then.</returns>
    public static long Now()
    {
        _steps = 0;
        Mac.Left = 0;
        return Collector.Run(false);
    }
}
