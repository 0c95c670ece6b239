using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Somebody who is known (docs/PROTOCOL.md section 5): by a link key that he shares with this relay; or by a key that
/// he proved, and then he may read and no more.</summary>
public sealed class Peer
{
    internal Peer(byte[] address, byte[] key, bool isParent, Seal neighbour)
    {
        Address = address;
        Key = key;
        IsParent = isParent;
        DatagramSeal = new Seal(key, neighbour);
        Name = new Address();
        Name.Parse(address, 0, address.Length, false);
    }

    /// <summary>Somebody who is not known by a seal: he proved another key, or a child vouches for him.</summary>
    internal Peer(byte[] address)
    {
        Address = address;
        Name = new Address();
        Name.Parse(address, 0, address.Length, false);
    }

    /// <summary>The address, lower case: <c>name@domain</c> or <c>@domain</c>.</summary>
    public byte[] Address;

    /// <summary>The same, taken apart.</summary>
    public Address Name;

    /// <summary>Whether it is this relay's parent.</summary>
    public bool IsParent;

    /// <summary>How many connections carry its seals now.</summary>
    public int Links;

    /// <summary>The 32 octets of the link key; null for one who has none.</summary>
    internal byte[] Key;

    /// <summary>Whether what he says is sealed.</summary>
    internal bool IsSealed
    {
        get { return Key != null; }
    }

    /// <summary>Seals datagrams, which use the shared key itself.</summary>
    internal Seal DatagramSeal;

    /// <summary>The highest <c>at=</c> accepted; after a restart the mark that was stored ahead.</summary>
    internal long LastAt;

    /// <summary>The mark in the store: at least <see cref="LastAt"/>.</summary>
    internal long StoredAt;

    /// <summary>The <c>at=</c> of the last datagram sent to it.</summary>
    internal long SentAt;

    /// <summary>Where its last accepted datagram came from; null before the first.</summary>
    internal Endpoint LastFrom;

    /// <summary>The seal of that datagram, 20 characters.</summary>
    internal byte[] LastSeal;

    /// <summary>How often that datagram was answered again.</summary>
    internal int Repeats;

    /// <summary>What a changing request in it was answered with.</summary>
    internal byte[] LastReply;

    /// <summary>Octets of <see cref="LastReply"/>; 0 where no reply was wanted; <see cref="AskAgain"/>.</summary>
    internal int LastReplyLength;

    /// <summary>When it was last told that its <c>at=</c> is refused, in step milliseconds.</summary>
    internal long RefusedAt = -RefusalEveryMs;

    /// <summary>The <see cref="LastReplyLength"/> of what changed nothing: it is simply answered anew.</summary>
    internal const int AskAgain = -1;

    /// <summary>A peer is told at most once in so many milliseconds (section 5).</summary>
    internal const int RefusalEveryMs = 1000;

    /// <summary>Remembers the answer to its last datagram that came later, to give it again.</summary>
    internal void Remember(byte[] seal, byte[] reply, int length)
    {
        if (length <= LastReply.Length && Platform.Equal(LastSeal, 0, seal, 0, Wire.SealLength))
        {
            LastReplyLength = length;
            System.Array.Copy(reply, LastReply, length);
        }
    }

    /// <summary>Whether this is the peer's address.</summary>
    /// <param name="octets">The octets, lower case.</param>
    /// <param name="start">Where the address begins.</param>
    /// <param name="length">Its length.</param>
    /// <returns>True when it is.</returns>
    public bool Is(byte[] octets, int start, int length)
    {
        return length == Address.Length && Platform.Equal(Address, 0, octets, start, length);
    }

    /// <summary>Whether it speaks for an address: is it, or is the relay of its domain.</summary>
    /// <param name="octets">The octets, lower case.</param>
    /// <param name="start">Where the address begins.</param>
    /// <param name="length">Its length.</param>
    /// <returns>True when it does.</returns>
    public bool SpeaksFor(byte[] octets, int start, int length)
    {
        if (!Name.IsHost)
        {
            return Is(octets, start, length);
        }

        // "@domain": whatever ends in it.
        int rest = length - Address.Length;
        return rest >= 0 && Platform.Equal(Address, 0, octets, start + rest, Address.Length);
    }
}
