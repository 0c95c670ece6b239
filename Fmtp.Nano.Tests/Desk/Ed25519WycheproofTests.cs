using System;
using System.IO;
using System.Text.Json;

namespace Fmtp.Nano.Tests;

/// <summary>Project Wycheproof's Ed25519 vectors: signatures that others have wrongly taken or refused.</summary>
[TestClass]
public class Ed25519WycheproofTests
{
    private const int AtLeast = 150;

    [TestMethod]
    public void Every_verdict_is_Wycheproofs()
    {
        string file = Path.Combine(NanoClr.Root, "Fmtp.Nano.Tests", "Vectors", "ed25519_test.json");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(file));
        Ed25519Desk desk = new();
        int count = 0;
        foreach (JsonElement group in document.RootElement.GetProperty("testGroups").EnumerateArray())
        {
            byte[] key = Octets(group, "pk");
            foreach (JsonElement test in group.GetProperty("tests").EnumerateArray())
            {
                bool isValid = test.GetProperty("result").GetString() == "valid";
                Assert.AreEqual(isValid, desk.Verify(key, Octets(test, "msg"), Octets(test, "sig")), test.ToString());
                count++;
            }
        }

        Assert.AreEqual(document.RootElement.GetProperty("numberOfTests").GetInt32(), count);
        Assert.IsGreaterThan(AtLeast, count);
    }

    private static byte[] Octets(JsonElement element, string name) => Convert.FromHexString(element.GetProperty(name).GetString()!);
}
