using System;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>One address elsewhere that is being asked for.</summary>
internal sealed class Lookup
{
    internal readonly byte[] Address = new byte[Wire.AddressMax];
    private int _opening;

    internal bool IsUsed;

    internal int AddressLength;

    /// <summary>Where it is being asked: one of <see cref="LookupStage"/>.</summary>
    internal int Stage;

    /// <summary>The connection it is asked on.</summary>
    internal Session Upstream;

    /// <summary>The number in the tag of the request.</summary>
    internal int Tag;

    /// <summary>When the answer is late.</summary>
    internal long Deadline;

    /// <summary>Hops that are left to whoever is asked.</summary>
    internal long Hops;

    /// <summary>Whether the connection is still the one that was asked on.</summary>
    internal bool HasUpstream
    {
        get { return Upstream.IsOpen && Upstream.Opening == _opening; }
    }

    internal void Open(Address address, long hops)
    {
        IsUsed = true;
        Hops = hops;
        AddressLength = address.Length;
        Array.Copy(address.Octets, address.Start, Address, 0, AddressLength);
    }

    internal void Ask(int stage, Session upstream, int tag, long deadline)
    {
        Stage = stage;
        Upstream = upstream;
        Tag = tag;
        Deadline = deadline;
        _opening = upstream.Opening;
    }

    internal void Close()
    {
        IsUsed = false;
        Upstream = null;
    }
}

/// <summary>The places a lookup asks, in this order (docs/PROTOCOL.md section 4).</summary>
internal static class LookupStage
{
    /// <summary>The relay of the domain, over its live link.</summary>
    internal const int Link = 0;

    /// <summary>What the parent has or remembers.</summary>
    internal const int ParentCached = 1;

    /// <summary>The parent, wherever it may find it.</summary>
    internal const int ParentAny = 2;
}
