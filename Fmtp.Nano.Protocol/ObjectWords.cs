namespace Fmtp.Nano.Protocol;

/// <summary>Words that stand in objects (docs/PROTOCOL.md section 2), as octets.</summary>
public static class ObjectWords
{
    /// <summary><c>yes</c>, of the attributes that are there or not.</summary>
    public static readonly byte[] Yes = Ascii.Octets("yes");

    /// <summary><c>owner</c>, of <c>write</c>.</summary>
    public static readonly byte[] Owner = Ascii.Octets("owner");

    /// <summary><c>members</c>, of <c>write</c>.</summary>
    public static readonly byte[] Members = Ascii.Octets("members");

    /// <summary><c>signed</c>, of <c>write</c>.</summary>
    public static readonly byte[] Signed = Ascii.Octets("signed");

    /// <summary><c>ed25519</c>, of <c>key</c>, of signatures and of AUTH.</summary>
    public static readonly byte[] Ed25519 = Ascii.Octets("ed25519");

    /// <summary><c>offline</c>, of <c>status</c>.</summary>
    public static readonly byte[] Offline = Ascii.Octets("offline");
}
