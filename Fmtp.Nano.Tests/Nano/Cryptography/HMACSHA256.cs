using System;

namespace System.Security.Cryptography
{
    /// <summary>HMAC-SHA256 (RFC 2104), for emulators without the native one.</summary>
    public class HMACSHA256 : IDisposable
    {
        private const byte InnerPadding = 0x36;
        private const byte OuterPadding = 0x5C;

        /// <summary>Makes one for a key.</summary>
        /// <param name="key">The key.</param>
        public HMACSHA256(byte[] key)
        {
            Key = key;
        }

        /// <summary>The key.</summary>
        public byte[] Key { get; set; }

        /// <summary>Computes it for a key.</summary>
        /// <param name="key">The key.</param>
        /// <param name="source">All octets.</param>
        /// <returns>32 octets.</returns>
        public static byte[] HashData(byte[] key, byte[] source)
        {
            Sha256 sha = new Sha256();
            if (key.Length > Sha256.Block)
            {
                key = sha.Compute(null, key);
            }

            byte[] inner = sha.Compute(Pad(key, InnerPadding), source);
            return sha.Compute(Pad(key, OuterPadding), inner);
        }

        /// <summary>Computes it.</summary>
        /// <param name="buffer">All octets.</param>
        /// <returns>32 octets.</returns>
        public byte[] ComputeHash(byte[] buffer)
        {
            return HashData(Key, buffer);
        }

        /// <inheritdoc/>
        public void Dispose()
        {
        }

        private static byte[] Pad(byte[] key, byte padding)
        {
            byte[] block = new byte[Sha256.Block];
            Array.Copy(key, block, key.Length);
            for (int i = 0; i < block.Length; i++)
            {
                block[i] ^= padding;
            }

            return block;
        }
    }
}
