namespace Fmtp.Nano;

/// <summary>Somebody who shares a link key with this relay (docs/PROTOCOL.md section 5).</summary>
public sealed class Peer
{
    /// <summary>The address, lower case: <c>name@domain</c> or <c>@domain</c>.</summary>
    public byte[] Address { get; internal set; }
}
