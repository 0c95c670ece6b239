using System.Text;
using Fmtp.Nano.Protocol;
using Ascii = Fmtp.Nano.Protocol.Ascii;

namespace Fmtp.Nano.Tests;

/// <summary>docs/PROTOCOL.md section 2: what an object is.</summary>
[TestClass]
public class ObjectTests
{
    private const string Base64Of64 = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==";
    private const string Base64Of32 = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    [TestMethod]
    public void Id_type_date_and_an_empty_line_are_an_object()
    {
        ObjectReader head = Good("id: a@x", "type: user", "date: 5", "", "");
        Assert.AreEqual("a@x", head.Id.ToString());
        Assert.AreEqual(5L, head.Date);
        Assert.IsFalse(head.IsPublic || head.IsDeleted || head.IsVolatile || head.IsSigned);
        Assert.AreEqual(head.Start + head.Length, head.ContentStart);
    }

    [TestMethod]
    public void What_follows_the_empty_line_is_content_and_may_be_anything()
    {
        ObjectReader head = Good("id: a@x", "type: user", "date: 5", "", "id: not an attribute", "", "\r\u0001");
        Assert.AreEqual("id: not an attribute\n\n\r\u0001", Ascii.Text(head.Octets, head.ContentStart, head.Start + head.Length - head.ContentStart));
    }

    [TestMethod]
    public void Id_type_and_date_are_required()
    {
        Bad("");
        Bad("", "");
        Bad("type: user", "date: 5", "", "");
        Bad("id: a@x", "date: 5", "", "");
        Bad("id: a@x", "type: user", "", "");
    }

    [TestMethod]
    public void The_id_is_the_first_line_after_the_signature()
    {
        Bad("type: user", "id: a@x", "date: 5", "", "");
        Good("sig: ed25519 s1 " + Base64Of64, "id: a@x", "type: user", "date: 5", "", "");
    }

    [TestMethod]
    public void The_empty_line_has_to_come()
    {
        Bad("id: a@x", "type: user", "date: 5");
        Bad("id: a@x", "type: user", "date: 5", "");
    }

    [TestMethod]
    public void Lines_end_in_LF_alone()
    {
        Bad("id: a@x\r", "type: user", "date: 5", "", "");
        Bad("id: a@x", "type: user", "date: 5", "subject: a\r", "", "");
    }

    [TestMethod]
    public void An_attribute_is_a_name_a_colon_a_space_and_a_value()
    {
        Bad("id: a@x", "type: user", "date: 5", "x", "", "");
        Bad("id: a@x", "type: user", "date: 5", "x:", "", "");
        Bad("id: a@x", "type: user", "date: 5", "x: ", "", "");
        Bad("id: a@x", "type: user", "date: 5", "x:y", "", "");
        Bad("id: a@x", "type: user", "date: 5", ": y", "", "");
        Bad("id: a@x", "type: user", "date: 5", "X: y", "", "");
        Bad("id: a@x", "type: user", "date: 5", "x_y: y", "", "");
        Bad("id: a@x", "type: user", "date: 5", " x: y", "", "");
        Good("id: a@x", "type: user", "date: 5", "x-9: y", "", "");
        Good("id: a@x", "type: user", "date: 5", new string('x', 32) + ": y", "", "");
        Bad("id: a@x", "type: user", "date: 5", new string('x', 33) + ": y", "", "");
    }

    [TestMethod]
    public void Unknown_attributes_are_kept_however_often_they_come()
    {
        Good("id: a@x", "type: user", "date: 5", "x: 1", "x: 2", "", "");
    }

    [TestMethod]
    public void Known_attributes_come_once_but_route_and_member()
    {
        string[] once = { "id: a@x", "type: user", "date: 5", "public: yes", "to: b@x", "parent: b@x", "top: b@x", "subject: s", "status: s",
            "key: ed25519 " + Base64Of32, "expires: 5", "ttl: 5", "format: text/plain", "write: owner", "keep: 5", "volatile: yes", "deleted: yes" };
        for (int i = 0; i < once.Length; i++)
        {
            Bad("id: a@x", "type: user", "date: 5", once[i], once[i], "", "");
        }

        Good("id: a@x", "type: user", "date: 5", "route: via b.x", "route: via c.x", "member: b@x", "member: c@x", "", "");
    }

    [TestMethod]
    public void A_type_is_a_token()
    {
        Good("id: a@x", "type: a-1.b+c", "date: 5", "", "");
        Good("id: a@x", "type: " + new string('a', 32), "date: 5", "", "");
        Bad("id: a@x", "type: " + new string('a', 33), "date: 5", "", "");
        Bad("id: a@x", "type: User", "date: 5", "", "");
        Bad("id: a@x", "type: a b", "date: 5", "", "");
    }

    [TestMethod]
    public void Numbers_are_1_to_19_digits_up_to_2_63_less_1()
    {
        Good("id: a@x", "type: user", "date: 0", "", "");
        Good("id: a@x", "type: user", "date: 9223372036854775807", "", "");
        Bad("id: a@x", "type: user", "date: 9223372036854775808", "", "");
        Bad("id: a@x", "type: user", "date: 00000000000000000005", "", "");
        Bad("id: a@x", "type: user", "date: -5", "", "");
        Bad("id: a@x", "type: user", "date: +5", "", "");
        Bad("id: a@x", "type: user", "date: 5 ", "", "");
        Bad("id: a@x", "type: user", "date: 5.0", "", "");
        Bad("id: a@x", "type: user", "date: 5", "expires: x", "", "");
        Bad("id: a@x", "type: user", "date: 5", "ttl: -1", "", "");
        Bad("id: a@x", "type: user", "date: 5", "keep: many", "", "");
    }

    [TestMethod]
    public void Public_volatile_and_deleted_are_yes_or_not_there()
    {
        Bad("id: a@x", "type: user", "date: 5", "public: no", "", "");
        Bad("id: a@x", "type: user", "date: 5", "public: Yes", "", "");
        Bad("id: a@x", "type: user", "date: 5", "volatile: no", "", "");
        Bad("id: a@x", "type: user", "date: 5", "deleted: no", "", "");
    }

    [TestMethod]
    public void Write_is_owner_members_or_signed()
    {
        Good("id: a@x", "type: room", "date: 5", "write: owner", "", "");
        Good("id: a@x", "type: room", "date: 5", "write: members", "", "");
        Good("id: a@x", "type: room", "date: 5", "write: signed", "", "");
        Bad("id: a@x", "type: room", "date: 5", "write: anyone", "", "");
    }

    [TestMethod]
    public void Recipients_are_addresses_between_single_spaces()
    {
        Good("id: a@x", "type: mail", "date: 5", "to: b@x", "", "");
        Good("id: a@x", "type: mail", "date: 5", "to: b@x 7.c@y @z", "", "");
        Bad("id: a@x", "type: mail", "date: 5", "to: b@x  c@y", "", "");
        Bad("id: a@x", "type: mail", "date: 5", "to:  b@x", "", "");
        Bad("id: a@x", "type: mail", "date: 5", "to: b@x ", "", "");
        Bad("id: a@x", "type: mail", "date: 5", "to: b@x, c@y", "", "");
        Bad("id: a@x", "type: mail", "date: 5", "to: B@x", "", "");
        Bad("id: a@x", "type: mail", "date: 5", "to: everybody", "", "");
    }

    [TestMethod]
    public void Parent_top_and_member_are_addresses()
    {
        Bad("id: a@x", "type: post", "date: 5", "parent: b", "", "");
        Bad("id: a@x", "type: post", "date: 5", "top: b@x c@x", "", "");
        Bad("id: a@x", "type: room", "date: 5", "member: b@x c@x", "", "");
        Bad("id: a@x", "type: room", "date: 5", "member: b@x", "member: C@x", "", "");
    }

    [TestMethod]
    public void A_route_names_a_way_a_host_and_a_port()
    {
        Good("id: a@x", "type: user", "date: 5", "route: tcp relay.x 3687", "route: udp 10.0.0.1 1", "route: tls ::1 65535", "route: via b.x", "", "");
        Bad("id: a@x", "type: user", "date: 5", "route: tcp relay.x", "", "");
        Bad("id: a@x", "type: user", "date: 5", "route: tcp relay.x 65536", "", "");
        Bad("id: a@x", "type: user", "date: 5", "route: tcp relay.x 0", "", "");
        Bad("id: a@x", "type: user", "date: 5", "route: ftp relay.x 3687", "", "");
        Bad("id: a@x", "type: user", "date: 5", "route: via b x", "", "");
        Bad("id: a@x", "type: user", "date: 5", "route: via b.x", "route: nowhere", "", "");
    }

    [TestMethod]
    public void A_key_is_ed25519_and_32_octets()
    {
        Good("id: a@x", "type: user", "date: 5", "key: ed25519 " + Base64Of32, "", "");
        Bad("id: a@x", "type: user", "date: 5", "key: " + Base64Of32, "", "");
        Bad("id: a@x", "type: user", "date: 5", "key: rsa " + Base64Of32, "", "");
        Bad("id: a@x", "type: user", "date: 5", "key: ed25519 AAAA", "", "");
    }

    [TestMethod]
    public void A_signature_is_an_algorithm_a_key_and_88_characters()
    {
        Bad("sig: ed25519 " + Base64Of64, "id: a@x", "type: user", "date: 5", "", "");
        Bad("sig: ed25519 s1 AAAA", "id: a@x", "type: user", "date: 5", "", "");
        Bad("sig: ed25519 s1 " + Base64Of64 + " ", "id: a@x", "type: user", "date: 5", "", "");
        Bad("sig: ed25519 s1 " + Base64Of64, "sig: ed25519 s1 " + Base64Of64, "id: a@x", "type: user", "date: 5", "", "");
        ObjectReader head = Good("sig: ed25519 user " + Base64Of64, "id: a@x", "type: user", "date: 5", "", "hello");
        Assert.IsTrue(head.IsSigned);
        Assert.AreEqual("id: a@x\ntype: user\ndate: 5\n\nhello", Ascii.Text(head.Octets, head.SignedStart, head.Length - (head.SignedStart - head.Start)));
    }

    [TestMethod]
    public void Values_are_UTF8_without_controls_and_line_separators()
    {
        Good("id: a@x", "type: user", "date: 5", "subject: Grüße, 今日は, \U0001F600", "", "");
        Good("id: a@x", "type: user", "date: 5", "subject: \u00A0\u2027\u202A", "", "");
        Bad("id: a@x", "type: user", "date: 5", "subject: a\tb", "", "");
        Bad("id: a@x", "type: user", "date: 5", "subject: a\u007Fb", "", "");
        Bad("id: a@x", "type: user", "date: 5", "subject: a\u0080b", "", "");
        Bad("id: a@x", "type: user", "date: 5", "subject: a\u009Fb", "", "");
        Bad("id: a@x", "type: user", "date: 5", "subject: a\u2028b", "", "");
        Bad("id: a@x", "type: user", "date: 5", "subject: a\u2029b", "", "");
        Bad("id: a@x", "type: user", "date: 5", "x-other: a\u2029b", "", "");
    }

    [TestMethod]
    public void Values_are_well_formed_UTF8()
    {
        BadSubject(0x80); // a continuation alone
        BadSubject(0xC0, 0x80); // NUL, over-long
        BadSubject(0xC1, 0xBF);
        BadSubject(0xC3); // cut off
        BadSubject(0xE0, 0x80, 0x80);
        BadSubject(0xE2, 0x82);
        BadSubject(0xED, 0xA0, 0x80); // a surrogate
        BadSubject(0xF0, 0x80, 0x80, 0x80);
        BadSubject(0xF4, 0x90, 0x80, 0x80); // over U+10FFFF
        BadSubject(0xF5, 0x80, 0x80, 0x80);
        BadSubject(0xFF);
        BadSubject(0x00);
    }

    [TestMethod]
    public void The_head_has_at_most_2048_octets()
    {
        // "id: a@x\ntype: user\ndate: 5\nx: …\n\n"
        int rest = 2048 - 8 - 11 - 8 - 3 - 2;
        ObjectReader head = Good("id: a@x", "type: user", "date: 5", "x: " + new string('y', rest), "", "content");
        Assert.AreEqual(2048, head.ContentStart - head.Start);
        Bad("id: a@x", "type: user", "date: 5", "x: " + new string('y', rest + 1), "", "content");
    }

    [TestMethod]
    public void The_head_has_at_most_64_lines()
    {
        GoodOrBad(true, Lines(60)); // and id, type, date: 63, and the empty one
        GoodOrBad(false, Lines(62));
    }

    [TestMethod]
    public void No_octet_of_no_place_breaks_the_parser()
    {
        byte[] good = Encoding.UTF8.GetBytes("sig: ed25519 s1 " + Base64Of64 + "\nid: 1.a@x\ntype: user\ndate: 5\nto: b@x c@x\nroute: via x\nmember: b@x\nx: é\n\nhello");
        byte[] octets = new byte[good.Length];
        ObjectReader head = new ObjectReader();
        for (int place = 0; place < good.Length; place++)
        {
            for (int value = 0; value < 256; value += place % 7 == 0 ? 1 : 29)
            {
                good.CopyTo(octets, 0);
                octets[place] = (byte)value;
                head.Parse(octets, 0, octets.Length);
                head.Parse(octets, 0, place); // and every prefix
            }
        }
    }

    private static string[] Lines(int more)
    {
        string[] lines = new string[more + 5];
        lines[0] = "id: a@x";
        lines[1] = "type: user";
        lines[2] = "date: 5";
        for (int i = 3; i < more + 3; i++)
        {
            lines[i] = "x: y";
        }

        lines[more + 3] = string.Empty;
        lines[more + 4] = string.Empty;
        return lines;
    }

    private static void BadSubject(params byte[] value)
    {
        byte[] before = Encoding.UTF8.GetBytes("id: a@x\ntype: user\ndate: 5\nsubject: a");
        byte[] after = Encoding.UTF8.GetBytes("\n\n");
        byte[] octets = new byte[before.Length + value.Length + after.Length];
        before.CopyTo(octets, 0);
        value.CopyTo(octets, before.Length);
        after.CopyTo(octets, before.Length + value.Length);
        Assert.IsFalse(new ObjectReader().Parse(octets, 0, octets.Length), "subject beginning in octet " + value[0].ToString());
    }

    private static ObjectReader Good(params string[] lines)
    {
        return GoodOrBad(true, lines);
    }

    private static void Bad(params string[] lines)
    {
        GoodOrBad(false, lines);
    }

    // In the middle of a buffer, as objects stand there.
    private static ObjectReader GoodOrBad(bool isGood, string[] lines)
    {
        string text = lines[0];
        for (int i = 1; i < lines.Length; i++)
        {
            text += "\n" + lines[i];
        }

        byte[] octets = Encoding.UTF8.GetBytes("PUT 1\n" + text + "\nid: b@y\n\n");
        ObjectReader head = new ObjectReader();
        Assert.AreEqual(isGood, head.Parse(octets, 6, octets.Length - 6 - 10), text);
        return head;
    }
}
