using System;

namespace Fmtp.Nano.Desktop.Client;

/// <summary>One who asks a relay, over a connection or by datagrams.</summary>
public interface IFmtpClient : IDisposable
{
    /// <summary>Whether what is asked carries a seal.</summary>
    bool IsSealed { get; }

    /// <summary>Whether the relay is at a loopback, private or link-local address.</summary>
    bool IsNear { get; }

    /// <summary>Asks, and waits for the reply.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="arguments">What follows the tag, words with one space between; empty for none.</param>
    /// <param name="body">The body; empty for none.</param>
    /// <returns>The reply, its seal verified where there is one.</returns>
    /// <exception cref="ClientException">No reply in time, or one that does not verify.</exception>
    Reply Ask(string verb, string arguments, ReadOnlySpan<byte> body = default);
}
