using System;

namespace System.Security.Cryptography
{
    /// <summary>SHA-256 (FIPS 180-4).</summary>
    internal sealed class Sha256
    {
        /// <summary>Octets of a result.</summary>
        internal const int Length = 32;

        /// <summary>Octets that are worked on at once.</summary>
        internal const int Block = 64;

        private const int Rounds = 64;
        private const int LengthAt = Block - 8;
        private const byte Padding = 0x80;
        private const int BitsPerOctet = 8;

        // Of the square roots of the first eight primes (section 5.3.3).
        private static readonly uint[] Initial =
        {
            0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
        };

        // Of the cube roots of the first sixty-four primes (section 4.2.2).
        private static readonly uint[] K =
        {
            0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
            0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
            0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
            0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
            0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
            0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
            0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
            0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
        };

        private readonly uint[] _state = new uint[8];
        private readonly uint[] _w = new uint[Rounds];

        /// <summary>The hash of some octets, behind one block or none (null).</summary>
        internal byte[] Compute(byte[] block, byte[] octets)
        {
            Array.Copy(Initial, 0, _state, 0, Initial.Length);
            int before = 0;
            if (block != null)
            {
                Compress(block, 0);
                before = Block;
            }

            int at = 0;
            for (; octets.Length - at >= Block; at += Block)
            {
                Compress(octets, at);
            }

            byte[] last = new byte[Block];
            int left = octets.Length - at;
            Array.Copy(octets, at, last, 0, left);
            last[left] = Padding;
            if (left >= LengthAt)
            {
                Compress(last, 0);
                Array.Clear(last, 0, Block);
            }

            Write((uint)(before + octets.Length) * BitsPerOctet, last, Block - 4);
            Compress(last, 0);
            byte[] hash = new byte[Length];
            for (int i = 0; i < _state.Length; i++)
            {
                Write(_state[i], hash, i * 4);
            }

            return hash;
        }

        private static void Write(uint word, byte[] into, int at)
        {
            for (int i = at + 3; i >= at; i--)
            {
                into[i] = (byte)word;
                word >>= 8;
            }
        }

        private static uint Turn(uint word, int by)
        {
            return (word >> by) | (word << (32 - by));
        }

        private void Compress(byte[] octets, int at)
        {
            uint[] w = _w;
            for (int t = 0; t < 16; t++, at += 4)
            {
                w[t] = ((uint)octets[at] << 24) | ((uint)octets[at + 1] << 16) | ((uint)octets[at + 2] << 8) | octets[at + 3];
            }

            for (int t = 16; t < Rounds; t++)
            {
                uint x = w[t - 15], y = w[t - 2];
                w[t] = w[t - 16] + w[t - 7] + (Turn(x, 7) ^ Turn(x, 18) ^ (x >> 3)) + (Turn(y, 17) ^ Turn(y, 19) ^ (y >> 10));
            }

            uint a = _state[0], b = _state[1], c = _state[2], d = _state[3];
            uint e = _state[4], f = _state[5], g = _state[6], h = _state[7];
            for (int t = 0; t < Rounds; t++)
            {
                uint first = h + (Turn(e, 6) ^ Turn(e, 11) ^ Turn(e, 25)) + (g ^ (e & (f ^ g))) + K[t] + w[t];
                uint second = (Turn(a, 2) ^ Turn(a, 13) ^ Turn(a, 22)) + ((a & b) | (c & (a | b)));
                h = g;
                g = f;
                f = e;
                e = d + first;
                d = c;
                c = b;
                b = a;
                a = first + second;
            }

            _state[0] += a;
            _state[1] += b;
            _state[2] += c;
            _state[3] += d;
            _state[4] += e;
            _state[5] += f;
            _state[6] += g;
            _state[7] += h;
        }
    }
}
