namespace Fmtp.Nano;

/// <summary>The randomness seam: nonces, minted ids, jitter. A generator of the platform where it counts; a
/// seeded one in tests.</summary>
public interface IEntropy
{
    /// <summary>Fills a buffer with random octets.</summary>
    /// <param name="buffer">The buffer.</param>
    void Fill(byte[] buffer);
}
