namespace Fmtp.Nano.Protocol;

/// <summary>The points of <see cref="BaseComb"/>. Anybody can compute them: a test does, from B alone.</summary>
internal static class BaseTable
{
    /// <summary>Makes the table: for each of eight patterns m the point
    /// (2^192 + s2 2^128 + s1 2^64 + s0) B, where s_j is 1 if bit j of m is set and -1 if not, as
    /// y + x, y - x and 2dxy, each of four words, lowest first.</summary>
    /// <returns>A new array of 96 words.</returns>
    internal static ulong[] Make()
    {
        return new ulong[]
        {
            0x4bb0a2c82473383e, 0x8b93d91cd39a4854, 0x6483c2eeaa458b51, 0x4bce944648086827,
            0xe3e2a813db88d0ad, 0x6f40b13d5bb14dc1, 0xc6715425551e2bd2, 0x4005b7aec464396d,
            0xcc80e1825bec791c, 0xe0b4a9d0af6d7625, 0x614d357d2fbb2e98, 0x1c77bb7663a643da,
            0x16d2b559ae3e68e7, 0x6fc562735847acbd, 0xb9891f5496290875, 0x43a8fdcf6ff38a66,
            0xe9ded2759d7134b0, 0xe7bcb593547b0a0d, 0x5ebc65f0027344fb, 0x664f358f89bc80a7,
            0x3dd439646715ebb4, 0x114d92f13be4a3f1, 0xe1438b6757d4c159, 0x51b57c9c7cef6c85,
            0x99143e05ac044781, 0x5580fda6c6728652, 0x3ef484d90c15bcd2, 0x1d9d9c1e48ce2657,
            0x1f331b655a0dd5c9, 0x0b545f61c9862bd3, 0x399789b315737833, 0x135073907743d45c,
            0x13e0862ff5ad1eab, 0xfefa63b99071d17a, 0xd8376693f3828ceb, 0x0a56e7b14a5d055a,
            0xadcfce6a255f8c9c, 0x8bd87741c94488ee, 0x093a94d404445bfd, 0x7b2511f3fce9148a,
            0x124246f7bf235b3e, 0xe87e6e541ed87dcb, 0x7852ec34c1385592, 0x7c185a8865425f13,
            0x974f818e9ed9afef, 0x033339016b067c19, 0x447c9adda165f0a5, 0x596404a0141857b5,
            0xf7891b1fd8bf0c8d, 0xb352278b9f0baec9, 0x08261739accde233, 0x6e688754f2d9c85c,
            0x82638f9184944a2d, 0x6154aead97823004, 0x78a349df2fc0acee, 0x11aadda447e059c0,
            0xa36333d9f254cfb9, 0xbef83c540defc3da, 0x8e96f8c3f56fcaa2, 0x42ccb2234b77adbb,
            0xccd2fd6877fdd933, 0x82776efe43759e42, 0xdec4f49fe497c374, 0x5e44695748248c1a,
            0x63f880c42f9a71ab, 0x450b91b09102063a, 0x46e97c82d4291bd1, 0x43d2feb3f8a8fb6e,
            0x28bd167497091ffe, 0x702995d09d4ba708, 0xfb37d31a5f00ed94, 0x154efbef9f1412bc,
            0x057b2ec8156053a2, 0x0dacb426f2fd9129, 0xe30d8d20bd10ddd5, 0x27b7969d079bb32e,
            0x087e74b0271a119d, 0x67c0e0270b0e1f42, 0xeedc839d0d2b648f, 0x6ae6a096fb9c8a8b,
            0xa7243e5a908d8281, 0x72e18cda8f518cd1, 0xf2e3e83b1f8ddcac, 0x70d13dbabd8f7b3c,
            0x137eeb6747fbb842, 0x79df5c7560811a8b, 0x5a2ba76f71f8c89a, 0x09952a563bc8ffc2,
            0xa2a8cb4bdc7ef83c, 0x96b5c6fa5f93c226, 0xd4ebeb1b0664e3a5, 0x409b4adce5c6cf2f,
            0x44d53db9834350c4, 0x89299305a5f505b4, 0xfb22faa25949ff2f, 0x69b968a704657d64,
        };
    }
}
