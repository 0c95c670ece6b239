using System.Text;
using Fmtp.Nano.Protocol;
using Ascii = Fmtp.Nano.Protocol.Ascii;

namespace Fmtp.Nano.Tests;

/// <summary>docs/PROTOCOL.md section 1.</summary>
[TestClass]
public class AddressTests
{
    [TestMethod]
    public void A_host_a_name_and_an_object_are_told_apart()
    {
        Address address = Parse("@home.example");
        Assert.IsTrue(address.IsHost && !address.IsNamed && !address.IsObject);
        address = Parse("kitchen@home.example");
        Assert.IsTrue(address.IsNamed && !address.IsHost && !address.IsObject);
        address = Parse("1239583738491.kitchen@home.example");
        Assert.IsTrue(address.IsObject && !address.IsHost && !address.IsNamed);
    }

    [TestMethod]
    public void Dots_in_a_name_leave_one_reading()
    {
        Address address = Parse("1239583738491.john.smith@x.org");
        Assert.IsTrue(address.IsObject);
        Assert.AreEqual("john.smith@x.org", Ascii.Text(address.Octets, address.OwnerStart, address.OwnerLength));
        Assert.AreEqual("x.org", Ascii.Text(address.Octets, address.DomainStart, address.DomainLength));
        Assert.IsTrue(Parse("john.smith.1@x.org").IsNamed);
    }

    [TestMethod]
    public void A_name_begins_with_a_letter()
    {
        Good("a@x", "a1@x", "a-_+.b@x", "relay@x");
        Bad("1@x", "1a@x", "-a@x", "_a@x", "+a@x", ".a@x", "a b@x", "a!@x", "a/@x", "a@", "a", "");
    }

    [TestMethod]
    public void A_name_has_at_most_63_characters()
    {
        Good(Row('a', 63) + "@x");
        Bad(Row('a', 64) + "@x");
    }

    [TestMethod]
    public void An_id_has_1_to_19_digits_and_no_leading_zero()
    {
        Good("1.a@x", "0.a@x", "1234567890123456789.a@x", "9999999999999999999.a@x");
        Bad("01.a@x", "00.a@x", "12345678901234567890.a@x", "1.@x", "1..a@x", "1.2.a@x", "1@x", "1a.a@x");
    }

    [TestMethod]
    public void A_domain_is_labels_of_letters_digits_and_inner_hyphens()
    {
        Good("@x", "@x-y.z", "@1.2", "@xn--bcher-kva.example", "@x--y", "a@9.x");
        Bad("@", "@.", "@x.", "@.x", "@x..y", "@-x", "@x-", "@x.-y", "@x-.y", "@x_y", "@x y", "@x@y", "a@x@y", "@bücher.example");
    }

    [TestMethod]
    public void A_label_has_at_most_63_characters()
    {
        Good("@" + Row('a', 63) + ".x");
        Bad("@" + Row('a', 64) + ".x");
    }

    [TestMethod]
    public void An_address_has_at_most_127_octets()
    {
        string domain = Row('a', 63) + "." + Row('b', 61);
        Good("x@" + domain);
        Bad("xx@" + domain);
    }

    [TestMethod]
    public void A_self_certifying_domain_is_a_domain()
    {
        Good("john@abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnopqrsa.fmtp.alt");
    }

    [TestMethod]
    public void Upper_case_is_folded_in_a_request_and_wrong_in_an_object()
    {
        byte[] octets = Encoding.UTF8.GetBytes("7.Kitchen@HOME.Example");
        Assert.IsFalse(new Address().Parse(octets, 0, octets.Length, false));
        Address address = new Address();
        Assert.IsTrue(address.Parse(octets, 0, octets.Length, true));
        Assert.AreEqual("7.kitchen@home.example", address.ToString());
    }

    [TestMethod]
    public void An_address_may_stand_in_the_middle_of_octets()
    {
        byte[] octets = Encoding.UTF8.GetBytes("GET 1 a@x.y since=1");
        Address address = new Address();
        Assert.IsTrue(address.Parse(octets, 6, 5, true));
        Assert.AreEqual("a@x.y", address.ToString());
        Assert.IsFalse(address.Parse(octets, 6, 6, true), "with a space");
    }

    [TestMethod]
    public void No_octet_of_no_place_breaks_the_parser()
    {
        byte[] good = Encoding.UTF8.GetBytes("12.a-b@x-y.z");
        byte[] octets = new byte[good.Length];
        Address address = new Address();
        for (int place = 0; place < good.Length; place++)
        {
            for (int value = 0; value < 256; value++)
            {
                good.CopyTo(octets, 0);
                octets[place] = (byte)value;
                if (address.Parse(octets, 0, octets.Length, false))
                {
                    bool isAllowed = (value >= 'a' && value <= 'z') || (value >= '0' && value <= '9')
                        || value == '-' || value == '.' || value == '@' || value == '_' || value == '+';
                    Assert.IsTrue(isAllowed, "octet " + value.ToString() + " at " + place.ToString());
                }
            }
        }
    }

    private static Address Parse(string text)
    {
        byte[] octets = Encoding.UTF8.GetBytes(text);
        Address address = new Address();
        Assert.IsTrue(address.Parse(octets, 0, octets.Length, false), text);
        return address;
    }

    private static void Good(params string[] addresses)
    {
        for (int i = 0; i < addresses.Length; i++)
        {
            Parse(addresses[i]);
        }
    }

    private static void Bad(params string[] addresses)
    {
        for (int i = 0; i < addresses.Length; i++)
        {
            byte[] octets = Encoding.UTF8.GetBytes(addresses[i]);
            Assert.IsFalse(new Address().Parse(octets, 0, octets.Length, false), addresses[i]);
        }
    }

    private static string Row(char letter, int count)
    {
        return new string(letter, count);
    }
}
