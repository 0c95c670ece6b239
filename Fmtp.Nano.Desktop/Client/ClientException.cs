using System;

namespace Fmtp.Nano.Desktop.Client;

/// <summary>The client cannot go on; the text says what is wrong, where, and what to do.</summary>
/// <param name="exitCode">One of <see cref="Commands.ExitCode"/>.</param>
/// <param name="message">The text.</param>
public sealed class ClientException(int exitCode, string message) : Exception(message)
{
    /// <summary>What the program ends with.</summary>
    public int ExitCode { get; } = exitCode;
}
