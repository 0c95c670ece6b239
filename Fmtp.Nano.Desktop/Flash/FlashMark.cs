namespace Fmtp.Nano.Desktop.Flash;

/// <summary>How far a sealed peer has counted.</summary>
/// <param name="Peer">Its address.</param>
/// <param name="Value">Its highest <c>at=</c> that is allowed for.</param>
public sealed record FlashMark(string Peer, long Value);
