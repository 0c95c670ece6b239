using System;

namespace Fmtp.Nano.Tests;

/// <summary>The power went: thrown out of the middle of whatever ran.</summary>
public sealed class PowerCut : Exception
{
}
