using System.Security.Cryptography;

namespace Fmtp.Nano.Desktop.Host;

/// <summary>Randomness of the operating system.</summary>
public sealed class SystemEntropy : IEntropy
{
    /// <inheritdoc/>
    public void Fill(byte[] buffer) => RandomNumberGenerator.Fill(buffer);
}
