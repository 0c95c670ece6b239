namespace Fmtp.Nano.Protocol;

/// <summary>The points of <see cref="BaseComb"/>. Anybody can compute them: a test does, from B alone.</summary>
internal static class BaseTable
{
    /// <summary>Makes the table: for each of two combs c and each of eight patterns m, the point
    /// 2^(128 c) (2^96 + s2 2^64 + s1 2^32 + s0) B, where s_j is 1 if bit j of m is set and -1 if not, as
    /// y + x, y - x and 2dxy, each of four words, lowest first.</summary>
    /// <returns>A new array of 192 words.</returns>
    internal static ulong[] Make()
    {
        return new ulong[]
        {
            0x2a5772250397fca7, 0x44b940803cb9753e, 0xaf026228f87fc4e9, 0x22a820ae4f35b0f1,
            0x82a8189cc09d4311, 0x2048f3925ff54713, 0xa1764b6ced80835b, 0x0ac08019153b66fe,
            0x9c1f3c0f9ea59a31, 0xc1b84fba6a717967, 0xb7898aecdb2a2097, 0x76da4ecb9a18b015,
            0xfce653683744966a, 0x855dfd3a27bb44ba, 0xf3caab5ce82cacad, 0x3e91b142980e68ea,
            0xe00edf513f91929f, 0xa3857b738df02147, 0x1937419d8d0cc58c, 0x2ea59749950b56b7,
            0x8a94ed06fa2eac89, 0xd41f2006c0399aad, 0x37ecbf45e4fba43b, 0x43370239106588d5,
            0xf820238a650d54db, 0xd1f20effa453df96, 0x267d92e5055cfc00, 0x6cda92a25e07376b,
            0x69c7761217a01e90, 0xf06699f73a67ddc5, 0x6cd4457642bdc0e7, 0x27fb1585f762f081,
            0x30a07bacef2c584e, 0xf6d1bdfac553558b, 0x97e0e078fb856553, 0x1c919aa9b406a780,
            0xa7582a6d9069080c, 0x8078ea9265154b0f, 0xd2c5998a64ad4287, 0x5f9b1c781e85f30b,
            0x370cc196a38a42b2, 0xb5e0d05c25c4b97e, 0xf1513c25d71b9deb, 0x2e176aab14b64ab9,
            0x69fc32dbd754498c, 0x5ec290ca53dca4ca, 0xad9733b1547b65a7, 0x421b7b4f1bd844b4,
            0x5cf2d0e22c9315d4, 0x0eed3a2e3931348d, 0x94e81e6639699841, 0x4a3929777e76dbd6,
            0xaae37317506e9bd0, 0x36ba18af398cac07, 0x6668c2f5967d8016, 0x5ebb9c462b279c93,
            0x4793ae53dcecb61b, 0x44af4b6ca0564380, 0x450042b7fd91224f, 0x1b38894a53347254,
            0x62914355ff2742b2, 0x6b2d56b48be73d34, 0x175e4e8c9440a345, 0x0ea336aff65150ef,
            0x2844dbc0c7abe7ef, 0x3a768f97892111e4, 0x0adef30afd0cafd6, 0x7198392d4ce0e548,
            0xdc1a4a2150b2f4a0, 0xe223b635e1eb1dc9, 0x148bb940be299453, 0x3874e6f9116f7802,
            0x4db12772ee47e550, 0xfa7c69eea3edfa41, 0xfc144ea77405d3d0, 0x30d2a5c13b12b81e,
            0xad0d8a0fb99fc163, 0x1439cd644eac070d, 0x73d7981e737a8b58, 0x2901a42631422e05,
            0xd996814981863404, 0x045f6d1e9706f8ad, 0x1e6accc4e4007dc6, 0x7a96f9d791d4b492,
            0x9ea81138312eced9, 0x85e9d4d4fd0e579d, 0x2308ba5023d68e7c, 0x36b2632bf6983f2f,
            0x19a9f3f1f87a7d71, 0x60077d6878b0d72d, 0x8921d76101a59bbf, 0x262e84e2f8407391,
            0xcdc70136d3285253, 0x7fff27a4014124e2, 0xe29ac913db2a2df9, 0x1d3bdc3866338730,
            0x4e26f1818df8647c, 0x03a11cccb11a9fc0, 0xf4e7629627a061a0, 0x655a7d3ada43e355,
            0xdb81a93cdc3d3fdb, 0x1e8671478d983a49, 0x1d6fbe3d884e483e, 0x424d19e1869c2f18,
            0x64cdcdafb0f8498d, 0x9d8c92c1652bcb58, 0x04d0d488efc9e2e3, 0x2657314a77d50dba,
            0x363efa412426a68f, 0xccb12f285f765455, 0xfcf988f41adde5c7, 0x20c95a0e5ea7469f,
            0x66753a8ced324c1d, 0x324f7fe6f9d0c182, 0x2a86b7e4654fe7f0, 0x0861cbdc37d49992,
            0x4daad22633ef754e, 0x3842c31ad29082e0, 0x6a9d879f3f837d26, 0x3234bc1dea602599,
            0x43f675dc2c1f4959, 0x6136e50a0ee2074e, 0xa2c5d4f5c801e6ae, 0x484981f99e4dac9d,
            0x483084032497a514, 0x1052a4fcbc6dfd10, 0xf05d4630ffd8597d, 0x2ccf0128cdb9fc94,
            0x35649923eea5c048, 0x4dfc8b51e5b3a2d8, 0x526b5e246e5953f0, 0x34544e75aa371f57,
            0xa2a3e7e4a77e5e56, 0xeedd7736847fa48d, 0x8908bcaadfc4753c, 0x27a7c41964ff09e1,
            0xdd9c385d65a10218, 0xdcd87890a090c3ad, 0x0e137477d320b5f7, 0x00ec79040822bd4c,
            0x4c7e18849f355d39, 0x97f2aa90b7867c9d, 0x1e6b89b6a62f408e, 0x2af97683b9c94ba4,
            0x5babbd6ae0b5dbba, 0x96e8b62a9acd7788, 0xf9f4c2df8a4a0dac, 0x7be577c68db8d33e,
            0x73e355890a45747b, 0x6b3897bad313b312, 0xd490bbd6eb3592e5, 0x635651035ff27733,
            0x815aada9e4d73276, 0x764f4211b32d302f, 0x6b37c837404225f2, 0x30c8000d50689230,
            0x9abc02649c166abb, 0x1edee39a98050fee, 0x848eab44ed7a0e10, 0x755881957a6d00af,
            0x49deda9521de6781, 0x2fd79f878ec9d3ec, 0x448cbb08c570929d, 0x152369a9462933cc,
            0x40be5d0022775c38, 0xdd1b0985cc146b5f, 0xbdc4bb28565be69f, 0x79f47698232db50c,
            0x32493429cea1ca1d, 0xb573943fa3128ed9, 0x6255ea5c3df67179, 0x4e7732ee05a0e820,
            0xa083801a676c3853, 0xd6b01cceb8716e89, 0x6ac39c64ea92f320, 0x4b4ee9a57d22dafa,
            0x1d8bd67d4c58ecfb, 0x1c48351711935451, 0x01eb583f9eaeab2f, 0x10a123f2981eaf25,
            0x26788efaf191a8dc, 0xe8dfccfce7263590, 0x157c9362aa2026d1, 0x4e32caad4a5d144f,
            0xec9b891d563adb50, 0x8d78b1db1f671dce, 0x69617115282d197c, 0x1ae2643a5573a978,
            0x09636fb74fcf2434, 0xdd881e20af995a40, 0xce211a895f91c2b7, 0x6a50999cfd4900aa,
        };
    }
}
