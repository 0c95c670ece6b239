using System;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>The places a lookup asks, in this order (docs/PROTOCOL.md section 4).</summary>
internal static class LookupPlace
{
    /// <summary>The relay of the domain, over its live link.</summary>
    internal const int Link = 0;

    /// <summary>What the parent has or remembers.</summary>
    internal const int ParentCached = 1;

    /// <summary>The relay of the domain, where DNS says.</summary>
    internal const int Domain = 2;

    /// <summary>The parent, wherever it may find it.</summary>
    internal const int Parent = 3;

    /// <summary>There are so many.</summary>
    internal const int Count = 4;
}

/// <summary>What a lookup waits for at a place.</summary>
internal static class LookupState
{
    /// <summary>The reply.</summary>
    internal const int Asking = 0;

    /// <summary>The way there.</summary>
    internal const int Seeking = 1;

    /// <summary>The verdict on what the reply brought.</summary>
    internal const int Verifying = 2;

    /// <summary>That the relay which said 404 knows who asks; then it is asked again.</summary>
    internal const int Proving = 3;

    /// <summary>What the object is under, which says who its members are. The object is there.</summary>
    internal const int Judging = 4;
}

/// <summary>As whom a relay elsewhere is asked.</summary>
internal static class AskedAs
{
    /// <summary>As anybody: nobody here might learn more.</summary>
    internal const int Stranger = 0;

    /// <summary>As anybody yet, for a user of ours.</summary>
    internal const int Ours = 1;

    /// <summary>As who this relay is, or the other one does not want to know.</summary>
    internal const int Told = 2;
}

/// <summary>One address elsewhere that is being asked for.</summary>
internal sealed class Lookup
{
    internal readonly byte[] Address = new byte[Wire.AddressMax];
    private int _opening;

    internal bool IsUsed;

    internal int AddressLength;

    /// <summary>Where it is being asked: one of <see cref="LookupPlace"/>.</summary>
    internal int Place;

    /// <summary>What it waits for there: one of <see cref="LookupState"/>.</summary>
    internal int State;

    /// <summary>The connection it is asked on; null while the way there is being made.</summary>
    internal Session Upstream;

    /// <summary>The number in the tag of the request.</summary>
    internal int Tag;

    /// <summary>When it goes on to the next place.</summary>
    internal long Deadline;

    /// <summary>Hops that are left to whoever is asked.</summary>
    internal long Hops;

    /// <summary>Who asked first: it does not go back there. Null for anyone.</summary>
    internal Peer Origin;

    /// <summary>Whether the domain's link alone may be asked: nobody has asked who may ask the world.</summary>
    internal bool IsLinkOnly;

    /// <summary>Whether the relay itself needs it.</summary>
    internal bool IsOwn;

    /// <summary>Whether it came by itself, being watched, so that those who watch are to be told.</summary>
    internal bool IsPushed;

    /// <summary>Whether what others remember of it does not help.</summary>
    internal bool IsAnew;

    /// <summary>As whom it is asked for: one of <see cref="AskedAs"/>.</summary>
    internal int As;

    /// <summary>Whether it was referred to another place already.</summary>
    internal bool IsReferred;

    /// <summary>Whether that place could not be reached, so that it must not be referred again.</summary>
    internal bool IsBack;

    /// <summary>What the last place that was asked said; 0 before any.</summary>
    internal int Code;

    /// <summary>An object that is being verified; else null.</summary>
    internal byte[] Object;

    /// <summary>How that is known to be true: one of <see cref="Fmtp.Nano.Proof"/>.</summary>
    internal int Proof;

    /// <summary>The <c>live=</c> that came with it; negative for none.</summary>
    internal int Live;

    /// <summary>The <c>age=</c> that came with it.</summary>
    internal long Age;

    /// <summary>Where it has been, for those who ask to be told; else null.</summary>
    internal Trail Trail;

    /// <summary>Whether the connection is still the one that was asked on.</summary>
    internal bool HasUpstream
    {
        get { return Upstream != null && Upstream.IsOpen && Upstream.Opening == _opening; }
    }

    internal void Open(Address address, long hops, Peer origin, bool isLinkOnly)
    {
        IsUsed = true;
        Hops = hops;
        Origin = origin;
        IsLinkOnly = isLinkOnly;
        IsOwn = false;
        IsAnew = false;
        IsPushed = false;
        As = AskedAs.Stranger;
        IsReferred = false;
        IsBack = false;
        Code = 0;
        Place = LookupPlace.Link - 1;
        AddressLength = address.Length;
        Array.Copy(address.Octets, address.Start, Address, 0, AddressLength);
    }

    internal void Ask(Session upstream, int tag, long deadline)
    {
        State = LookupState.Asking;
        Upstream = upstream;
        Tag = tag;
        Deadline = deadline;
        _opening = upstream.Opening;
    }

    internal void Seek(long deadline)
    {
        State = LookupState.Seeking;
        Upstream = null;
        Deadline = deadline;
    }

    internal void Prove(long deadline)
    {
        State = LookupState.Proving;
        Deadline = deadline;
    }

    /// <summary>Keeps what came until there is a verdict.</summary>
    internal void Verify(ObjectReader head, long deadline)
    {
        Keep(head, LookupState.Verifying, deadline);
    }

    /// <summary>Keeps what is true until it is known who may read it.</summary>
    internal void Judge(ObjectReader head, int proof, long deadline)
    {
        Proof = proof;
        Keep(head, LookupState.Judging, deadline);
    }

    private void Keep(ObjectReader head, int state, long deadline)
    {
        State = state;
        Upstream = null;
        Deadline = deadline;
        if (head.Octets != Object)
        {
            Object = new byte[head.Length];
            Array.Copy(head.Octets, head.Start, Object, 0, head.Length);
        }
    }

    internal void Close()
    {
        IsUsed = false;
        Upstream = null;
        Origin = null;
        Object = null;
        Trail = null;
    }
}
