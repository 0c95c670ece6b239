using System;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>One entry of the table of watches.</summary>
internal sealed class Watch
{
    /// <summary>What is watched.</summary>
    internal readonly byte[] Address = new byte[Wire.AddressMax];

    // The one type that is watched; 0 octets for every one.
    private readonly byte[] _type = new byte[Wire.TokenMax];
    private int _typeLength;

    /// <summary>The connection that watches; null where a peer watches by datagram, or nobody.</summary>
    internal Session Session;

    /// <summary>The peer that watches by datagram; else null.</summary>
    internal Peer Peer;

    /// <summary>For whom a child watches, on its word; null where <see cref="IsVouched"/> for what is public.</summary>
    internal Peer Reader;

    /// <summary>Whether a child watches for somebody.</summary>
    internal bool IsVouched;

    /// <summary>When it ends.</summary>
    internal long Until;

    /// <summary>Whether it is of another domain, by somebody for whom other relays are asked.</summary>
    internal bool IsElsewhere;

    /// <summary>Number of the last change that its watcher was told of.</summary>
    internal int Told;

    /// <summary>Octets of the address.</summary>
    internal int AddressLength;

    internal bool IsUsed
    {
        get { return Session != null || Peer != null; }
    }

    /// <summary>Who has to be allowed to read what it tells of.</summary>
    internal Peer Who
    {
        get { return IsVouched ? Reader : Session == null ? Peer : Session.Who; }
    }

    internal bool IsOf(Session session, Peer peer)
    {
        return IsUsed && Session == session && Peer == peer;
    }

    /// <summary>Whether it is of this address.</summary>
    internal bool IsOf(byte[] octets, int start, int length)
    {
        return length == AddressLength && Platform.Equal(Address, 0, octets, start, length);
    }

    /// <summary>Whether it is of this address and type, and for this reader.</summary>
    internal bool IsLike(Selection selection, Exchange exchange)
    {
        bool isForSame = IsVouched == exchange.IsVouched && (!IsVouched || Reader == exchange.Reader
            || (Reader != null && exchange.Reader != null && Reader.Is(exchange.Reader.Address, 0, exchange.Reader.Address.Length)));
        return isForSame && IsOf(selection.Octets, selection.AddressStart, selection.AddressLength) && _typeLength == selection.TypeLength
            && Platform.Equal(_type, 0, selection.Octets, selection.TypeStart, _typeLength);
    }

    /// <summary>Whether an object is watched.</summary>
    internal bool Means(ObjectReader head)
    {
        return (_typeLength == 0 || Scope.IsValue(head, Protocol.Attribute.Type, _type, 0, _typeLength))
            && Scope.Means(Address, 0, AddressLength, head);
    }

    internal void Set(Selection selection)
    {
        AddressLength = selection.AddressLength;
        _typeLength = selection.TypeLength;
        Array.Copy(selection.Octets, selection.AddressStart, Address, 0, AddressLength);
        Array.Copy(selection.Octets, selection.TypeStart, _type, 0, _typeLength);
    }
}
