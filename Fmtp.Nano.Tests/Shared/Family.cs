using System;

namespace Fmtp.Nano.Tests;

/// <summary>A device of <c>home.example</c> and its parent, <c>parent.example</c>, which keeps its mailbox: two relays and the
/// cable between them, in one thread and one time.</summary>
public sealed class Family
{
    private MemoryConnection _dialled;
    private MemoryConnection _accepted;

    /// <summary>Both with a board's limits.</summary>
    public Family()
        : this(new Limits(), true)
    {
    }

    /// <summary>Both, linked.</summary>
    /// <param name="limits">The child's limits.</param>
    /// <param name="isMailbox">Whether the parent keeps a mailbox.</param>
    public Family(Limits limits, bool isMailbox)
        : this(limits, isMailbox, false)
    {
    }

    /// <summary>Both, linked.</summary>
    /// <param name="limits">The child's limits.</param>
    /// <param name="isMailbox">Whether the parent keeps a mailbox.</param>
    /// <param name="isSigning">Whether both verify signatures, and sign what their users put.</param>
    public Family(Limits limits, bool isMailbox, bool isSigning)
    {
        Configuration parent = ParentOf(isMailbox);
        parent.Signing = isSigning ? SigningOf("parent.example") : null;
        Parent = new Stage(parent, new Limits { Objects = 600, StoreQuota = 262144 }, this);
        Child = new Stage(
            new Configuration
            {
                Domain = "home.example",
                Signing = isSigning ? SigningOf("home.example") : null,
                Peers = new[] { Stage.Peer("anna@home.example"), Stage.Peer("ben@home.example"), Stage.Peer("@home.example"), Stage.Peer("@child.example") },
                Parent = new ParentSettings { Domain = "parent.example", Host = "parent.example", Link = Stage.Peer("@home.example").Link },
            },
            limits,
            this);
        Child.Settle();
        Assert.IsTrue(Child.Relay.IsLinked);
    }

    /// <summary>The parent alone.</summary>
    public static Stage AParent(bool isMailbox)
    {
        return new Stage(ParentOf(isMailbox), new Limits(), null);
    }

    private static SigningSettings SigningOf(string domain)
    {
        return new SigningSettings { Selector = "s1", Seed = Convert.ToBase64String(Sealing.KeyOf("seed of " + domain)) };
    }

    private static Configuration ParentOf(bool isMailbox)
    {
        return new Configuration
        {
            Domain = "parent.example",
            Mailbox = isMailbox,
            Peers = new[] { Stage.Peer("bob@parent.example"), Stage.Peer("@parent.example"), Stage.Peer("@home.example"), Stage.Peer("@far.example") },
        };
    }

    /// <summary>The device.</summary>
    public Stage Child { get; private set; }

    /// <summary>Its parent.</summary>
    public Stage Parent { get; private set; }

    /// <summary>Whether the cable carries nothing, and nobody notices.</summary>
    public bool IsHung { get; set; }

    /// <summary>Cuts the cable: both ends are told, and the child cannot dial.</summary>
    public void Cut()
    {
        Child.Network.IsUnreachable = true;
        _dialled.IsReset = true;
        _accepted.IsReset = true;
        Child.Settle();
        Assert.IsFalse(Child.Relay.IsLinked);
    }

    /// <summary>Mends it; the child dials again.</summary>
    public void Mend()
    {
        Child.Network.IsUnreachable = false;
        IsHung = false;
        for (int i = 0; i < 200 && !Child.Relay.IsLinked; i++)
        {
            Child.Wait(1000);
        }

        Assert.IsTrue(Child.Relay.IsLinked);
    }

    /// <summary>Switches the child off and on.</summary>
    public void RestartChild()
    {
        _accepted.IsReset = true;
        Parent.Settle();
        Child.Restart();
        Child.Settle();
    }

    /// <summary>Switches the parent off and on.</summary>
    public void RestartParent()
    {
        _dialled.IsReset = true;
        _accepted = null;
        Parent.Restart();
        Child.Settle();
        Mend();
    }

    /// <summary>Moves the cable and the other relay on.</summary>
    internal bool Step(Stage stage)
    {
        if (Child == null || Parent == null)
        {
            return false;
        }

        Stage other = stage == Child ? Parent : Child;
        other.Now = stage.Now;
        bool worked = Carry();
        worked |= other.Relay.Step(stage.Now);
        return Carry() || worked;
    }

    private bool Carry()
    {
        if (Child.Network.Dialled != _dialled)
        {
            _dialled = Child.Network.Dialled;
            _accepted = _dialled == null ? null : Parent.Network.Connect(Stage.Near(99));
        }

        if (_dialled == null || IsHung)
        {
            return false;
        }

        if (_accepted == null || _accepted.IsClosed || _accepted.IsFinished)
        {
            _dialled.IsReset = true;
            return false;
        }

        _accepted.IsReset |= _dialled.IsClosed;
        bool worked = Carry(_dialled.ToPeer, _accepted.ToRelay);
        return Carry(_accepted.ToPeer, _dialled.ToRelay) || worked;
    }

    private static bool Carry(ByteQueue from, ByteQueue to)
    {
        int count = from.Count;
        if (count == 0)
        {
            return false;
        }

        byte[] octets = from.Take(count);
        to.Add(octets, 0, count);
        return true;
    }
}
