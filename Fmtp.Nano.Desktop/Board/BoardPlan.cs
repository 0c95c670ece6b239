using Fmtp.Nano.Desktop.Signing;

namespace Fmtp.Nano.Desktop.Board;

/// <summary>What a person decides about a new board.</summary>
/// <param name="Board">Which board.</param>
/// <param name="Domain">The domain that it serves.</param>
/// <param name="Key">Its fresh key.</param>
/// <param name="Wifi">The wireless network; null on a wire.</param>
/// <param name="ParentDomain">The parent's domain; null for no parent.</param>
/// <param name="ParentHost">The parent's host name or address; null for no parent.</param>
/// <param name="ParentPort">The parent's port.</param>
/// <param name="SerialPort">Where the board is plugged in.</param>
internal sealed record BoardPlan(
    BoardFile Board,
    string Domain,
    SigningKey Key,
    WifiSettings? Wifi,
    string? ParentDomain,
    string? ParentHost,
    int ParentPort,
    string SerialPort);
