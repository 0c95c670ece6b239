namespace Fmtp.Nano.Desktop.Flash;

/// <summary>A message that waits to be relayed.</summary>
/// <param name="Id">Its number in the outbox.</param>
/// <param name="Recipient">One recipient of the domain that it goes to.</param>
/// <param name="Time">Unix milliseconds when it was queued; 0 when that was not known.</param>
/// <param name="Octets">The object.</param>
public sealed record FlashMessage(int Id, string Recipient, long Time, byte[] Octets);
