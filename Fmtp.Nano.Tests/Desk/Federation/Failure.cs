using System;

namespace Fmtp.Nano.Tests.Federation;

/// <summary>An invariant does not hold.</summary>
internal sealed class Failure(string invariant, string detail, string log) : Exception($"NOT TRUE: {invariant}\n{detail}\n\n{log}")
{
    public string Invariant => invariant;
}
