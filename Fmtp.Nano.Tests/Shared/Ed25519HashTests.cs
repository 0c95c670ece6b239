using System.Text;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Tests;

/// <summary>SHA-512 against the examples of FIPS 180-4 and its own pieces.</summary>
[TestClass]
public class Ed25519HashTests
{
    [TestMethod]
    public void The_examples_of_the_standard()
    {
        Check(
            string.Empty,
            "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e");
        Check(
            "abc",
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
        Check(
            "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
            "8e959b75dae313da8cf4f72814fc143f8f7779c6eb9f7fa17299aeadb6889018501d289e4900f7e4331b99dec4b5433ac7d329eeb6dd26545e96e55b874be909");
    }

    [TestMethod]
    public void However_it_is_cut_the_hash_is_the_same()
    {
        Sha512 hash = new Sha512();
        byte[] octets = Ed25519Desk.Pattern(700);
        byte[] whole = new byte[Sha512.Length];
        byte[] cut = new byte[Sha512.Length];
        for (int length = 0; length <= octets.Length; length += 25)
        {
            hash.Begin();
            hash.Append(octets, 0, length);
            hash.End(whole, 0);
            hash.Begin();
            int piece = 1;
            for (int at = 0; at < length; at += piece, piece = (piece * 3) % 257)
            {
                hash.Append(octets, at, piece < length - at ? piece : length - at);
            }

            hash.End(cut, 0);
            Expect.Same(whole, cut);
        }
    }

    private static void Check(string text, string expected)
    {
        byte[] octets = Encoding.UTF8.GetBytes(text);
        byte[] digest = new byte[Sha512.Length + 1];
        Sha512 hash = new Sha512();
        hash.Begin();
        hash.Append(octets, 0, octets.Length);
        hash.End(digest, 1);
        Expect.Same(Ed25519Desk.Hex(expected), digest, 1, Sha512.Length);
    }
}
