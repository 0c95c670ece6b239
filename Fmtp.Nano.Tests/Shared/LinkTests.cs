namespace Fmtp.Nano.Tests;

/// <summary>docs/PROTOCOL.md section 5: links. Every exchange over a link checks every seal that comes.</summary>
[TestClass]
public class LinkTests
{
    private const string Hello = "HELLO 1 kitchen@home.example nonce=AAECAwQFBgcICQoLDA0ODxAR";

    [TestMethod]
    public void A_link_is_made_by_HELLO_and_AUTH_and_sealed_from_then_on()
    {
        Stage stage = new Stage();
        stage.Play("> " + Hello, "< 200 1 home.example nonce=* *");
        stage.Talk(string.Empty).Link(Sealing.KeyOf("kitchen@home.example"), true, Hello, stage.Last.Line);
        stage.Play(
            "> AUTH 2 kitchen@home.example hmac", "< 200 2 time=1700000000000",
            "> PING 3", "< 200 3",
            "> PUT 4 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 1", "|", "| 21.5", "< 201 4 *",
            "> GET 5 kitchen@home.example", "< 200 5 live=1 =*",
            "> SING 6", "< 400 6",
            "> LIST 7 @elsewhere.example", "< 200 7 =0",
            "> BYE 8", "< 200 8", "<>");
    }

    [TestMethod]
    public void Sealed_requests_may_follow_AUTH_at_once()
    {
        Stage stage = new Stage();
        stage.Play("> " + Hello, "< 200 1 home.example nonce=* *");
        stage.Talk(string.Empty).Link(Sealing.KeyOf("kitchen@home.example"), true, Hello, stage.Last.Line);
        stage.Play(
            "> AUTH 2 kitchen@home.example hmac",
            "> PUT 3 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 1", "|", "| 21.5",
            "> PING 4",
            "< 200 2 time=1700000000000", "< 201 3 *", "< 200 4");
    }

    [TestMethod]
    public void The_name_may_be_written_in_upper_case()
    {
        Stage stage = new Stage();
        string hello = "HELLO 1 Kitchen@Home.Example nonce=AAECAwQFBgcICQoLDA0ODxAR";
        stage.Play("> " + hello, "< 200 1 home.example nonce=* *");
        stage.Talk(string.Empty).Link(Sealing.KeyOf("kitchen@home.example"), true, hello, stage.Last.Line);
        stage.Play("> AUTH 2 KITCHEN@home.example hmac", "< 200 2 time=1700000000000", "> GET 3 KITCHEN@home.example", "< 404 3");
    }

    [TestMethod]
    public void A_relay_of_a_domain_is_known_by_its_host_address()
    {
        Stage stage = new Stage();
        stage.Link("child", "@child.example");
        stage.Play("child> PING 1", "child< 200 1");
    }

    [TestMethod]
    public void A_carriage_return_is_no_part_of_what_is_sealed()
    {
        Stage stage = Stage.LinkedAs("kitchen@home.example");
        string wire = stage.Talk(string.Empty).Wire("PING 1", string.Empty);
        stage.Send(string.Empty, wire.Substring(0, wire.Length - 1) + "\r\n");
        stage.Play("< 200 1");
    }

    [TestMethod]
    public void Refused_is_refused_alike_whatever_the_reason()
    {
        Refused("hall@home.example", "hall@home.example hmac", false); // a key that is another's
        Refused("kitchen@home.example", "nobody@home.example hmac", false);
        Refused("kitchen@home.example", "@nowhere.example hmac", false);
        Refused("kitchen@home.example", "kitchen@home.example ed25519 AAAA", false);
        Refused("kitchen@home.example", "kitchen@home.example rot13", false);
        Refused("kitchen@home.example", "kitchen@home.example hmac", true); // without a seal
    }

    [TestMethod]
    public void AUTH_before_HELLO_is_refused()
    {
        new Stage().Play("> AUTH 2 kitchen@home.example hmac ~AAAAAAAAAAAAAAAAAAAA", "> PING 3", "< 401 2", "<>");
    }

    [TestMethod]
    public void A_greeting_cannot_be_used_again()
    {
        // What another connection said is worth nothing on this one: the relay's nonce differs.
        Stage stage = new Stage();
        stage.Play("> " + Hello, "< 200 1 home.example nonce=* *");
        string reply = stage.Last.Line;
        stage.Connect("thief");
        stage.Play("thief> " + Hello, "thief< 200 1 home.example nonce=* *");
        stage.Talk("thief").Link(Sealing.KeyOf("kitchen@home.example"), true, Hello, reply);
        string wire = stage.Talk("thief").Wire("AUTH 2 kitchen@home.example hmac", string.Empty);
        stage.Talk("thief").Unlink();
        stage.Send("thief", wire);
        stage.Play("thief< 401 2", "thief<>");
    }

    [TestMethod]
    public void A_second_HELLO_or_AUTH_on_a_link_is_400()
    {
        Stage stage = Stage.LinkedAs("kitchen@home.example");
        stage.Play(
            "> " + Hello, "< 400 1",
            "> AUTH 2 kitchen@home.example hmac", "< 400 2",
            "> AUTH 3 hall@home.example hmac", "< 400 3",
            "> PING 4", "< 200 4");
    }

    [TestMethod]
    public void A_missing_seal_ends_a_link_without_a_word()
    {
        Unsealed("PING 1\n");
        Unsealed("200 1\n");
        Unsealed("PUT 1 =3\nabc");
        Unsealed("nonsense\n");
    }

    [TestMethod]
    public void A_line_that_cannot_be_read_ends_a_link_without_a_word()
    {
        Unsealed(new string('x', 600));
        Unsealed("PUT 1 =x\n");
        Unsealed("PUT 1 =999999\n");
        Unsealed("PING 1 ~AAAA\n");
    }

    [TestMethod]
    public void A_seal_of_another_number_ends_a_link()
    {
        Stage stage = Stage.LinkedAs("kitchen@home.example");
        Talk talk = stage.Talk(string.Empty);
        string first = talk.Wire("PING 1", string.Empty);
        stage.Send(string.Empty, first);
        stage.Play("< 200 1");
        stage.Send(string.Empty, first); // once more
        stage.Play("<>");

        stage = Stage.LinkedAs("kitchen@home.example");
        stage.Talk(string.Empty).Wire("PING 1", string.Empty); // lost on the way
        stage.Play("> PING 2", "<>");
    }

    [TestMethod]
    public void What_the_relay_sealed_itself_is_no_request()
    {
        const string hello = "HELLO h kitchen@home.example nonce=AAECAwQFBgcICQoLDA0ODxAR";
        byte[] key = Sealing.KeyOf("kitchen@home.example");
        Stage stage = new Stage();
        stage.Play("> " + hello, "< 200 h home.example *");
        string reply = stage.Last.Line;
        stage.Talk(string.Empty).Link(key, true, hello, reply);
        stage.Play("> AUTH a kitchen@home.example hmac", "< 200 a time=*");
        string reflected = Sealing.OfLink(Sealing.Direction(key, false, hello, reply), 1, "PING 1", new byte[0]);
        stage.Send(string.Empty, "PING 1 ~" + reflected + "\n");
        stage.Play("<>");
    }

    [TestMethod]
    public void Two_that_have_changed_places_end_a_link()
    {
        Stage stage = Stage.LinkedAs("kitchen@home.example");
        Talk talk = stage.Talk(string.Empty);
        string first = talk.Wire("PING 1", string.Empty);
        stage.Send(string.Empty, talk.Wire("PING 2", string.Empty) + first);
        stage.Play("<>");
    }

    [TestMethod]
    public void An_altered_octet_ends_a_link_and_changes_nothing()
    {
        string body = "id: kitchen@home.example\ntype: sensor\ndate: 1\n\n21.5";
        for (int place = 0; place < 120; place += 7)
        {
            Stage stage = Stage.LinkedAs("kitchen@home.example");
            char[] wire = stage.Talk(string.Empty).Wire("PUT 1 colour=red =" + body.Length.ToString(), body).ToCharArray();
            if (place >= wire.Length || wire[place] == '\n' || (place > 17 && place < 22))
            {
                continue; // what changes the framing waits for more
            }

            wire[place] = wire[place] == 'A' ? 'B' : 'A';
            stage.Send(string.Empty, new string(wire));
            stage.Play("<>");
            stage.Connect("b");
            stage.Play("b> GET 1 kitchen@home.example", "b< 404 1");
        }
    }

    [TestMethod]
    public void A_body_of_another_message_does_not_fit()
    {
        Stage stage = Stage.LinkedAs("kitchen@home.example");
        string good = "id: kitchen@home.example\ntype: sensor\ndate: 1\n\n21.5";
        string bad = "id: kitchen@home.example\ntype: sensor\ndate: 1\n\n99.9";
        string wire = stage.Talk(string.Empty).Wire("PUT 1 =" + good.Length.ToString(), good);
        stage.Send(string.Empty, wire.Substring(0, wire.Length - bad.Length) + bad);
        stage.Play("<>");
    }

    [TestMethod]
    public void A_peer_may_hold_several_links()
    {
        Stage stage = new Stage();
        stage.Link("a", "kitchen@home.example");
        stage.Link("b", "kitchen@home.example");
        stage.Play("a> PING 1", "a< 200 1", "b> PING 1", "b< 200 1", "a> PING 2", "a< 200 2");
    }

    [TestMethod]
    public void Replies_on_a_link_count_and_are_dropped()
    {
        Stage.LinkedAs("kitchen@home.example").Play("> 200 x", "> 404 y =3", "| abc", "> PING 1", "< 200 1");
    }

    [TestMethod]
    public void Silent_requests_on_a_link_count_in_one_direction_only()
    {
        Stage.LinkedAs("kitchen@home.example").Play("> PING -", "> PING -", "> PING 1", "< 200 1", "> PING -", "> PING 2", "< 200 2");
    }

    [TestMethod]
    public void A_sealed_line_may_have_512_octets()
    {
        Stage.LinkedAs("kitchen@home.example").Play("> PING 1 a=" + new string('b', 512 - 9 - 22 - 1), "< 200 1");
        Stage.LinkedAs("kitchen@home.example").Play("> PING 1 a=" + new string('b', 512 - 9 - 22), "<>");
    }

    [TestMethod]
    public void A_sealed_request_over_the_limit_is_413_and_sealed()
    {
        Stage.LinkedAs("kitchen@home.example").Play("> PUT 1 =99999", "< 413 1 max=4096", "<>");
    }

    [TestMethod]
    public void Malformed_AUTH_is_400()
    {
        new Stage().Play(
            "> " + Hello, "< 200 1 home.example nonce=* *",
            "> AUTH 2", "< 400 2");
    }

    [TestMethod]
    public void Without_a_clock_AUTH_is_answered_without_time()
    {
        Stage stage = new Stage(new Limits(), false, false);
        stage.Link("k", "kitchen@home.example");
        stage.Play("k> PING 1", "k< 200 1");
    }

    [TestMethod]
    public void A_clock_is_set_by_the_parents_sealed_reply()
    {
        Stage stage = new Stage(new Limits(), false, true);
        stage.LinkParent("p");
        Assert.IsTrue(stage.Relay.IsLinked);
        stage.Play("> HELLO 1 other.example nonce=AAECAwQFBgcICQoLDA0ODxAR", "< 200 1 home.example nonce=* max=4096 time=1700000000000");
    }

    [TestMethod]
    public void A_reply_under_a_wrong_seal_does_not_set_the_clock()
    {
        Stage stage = new Stage(new Limits(), false, true);
        stage.Settle();
        stage.LinkParentFalsely("p");
        Assert.IsFalse(stage.Relay.IsLinked);
        Assert.IsFalse(stage.Relay.Clock.IsSet);
    }

    [TestMethod]
    public void Nothing_but_HELLO_goes_to_a_parent_that_names_another_domain()
    {
        Stage stage = new Stage(new Limits(), true, true);
        stage.Settle();
        stage.TakeDialled("p");
        stage.Play("p< HELLO * home.example nonce=* *", "p<-");
        stage.Play("p> 200 " + stage.Last.Word(1) + " evil.example nonce=AAECAwQFBgcICQoLDA0ODxAR max=16384", "p<>");
    }

    [TestMethod]
    public void A_parent_that_goes_is_dialled_again_ever_more_seldom()
    {
        Stage stage = new Stage(new Limits(), true, true);
        stage.LinkParent("p");
        stage.Reset("p");
        Assert.IsFalse(stage.Relay.IsLinked);
        stage.Network.IsUnreachable = true;
        int before = stage.Network.Dials;
        stage.Wait(600 * 1000);
        int dials = stage.Network.Dials - before;
        Assert.IsTrue(dials >= 5 && dials <= 60, dials.ToString());
        stage.Network.IsUnreachable = false;
        for (int last = stage.Network.Dials; stage.Network.Dials == last;)
        {
            stage.Wait(1000);
        }

        stage.LinkParent("q");
        Assert.IsTrue(stage.Relay.IsLinked);
    }

    [TestMethod]
    public void A_parent_that_falls_silent_is_given_up_and_dialled_again()
    {
        Stage stage = new Stage(new Limits(), true, true);
        stage.LinkParent("p");
        int before = stage.Network.Dials;
        stage.Wait(300 * 1000);
        Assert.IsTrue(stage.Network.Dials > before);
        Assert.IsTrue(stage.Talk("p").Connection.IsClosed);
    }

    private static void Refused(string keyOf, string auth, bool isUnsealed)
    {
        Stage stage = new Stage();
        stage.Play("> " + Hello, "< 200 1 home.example nonce=* *");
        Talk talk = stage.Talk(string.Empty);
        talk.Link(Sealing.KeyOf(keyOf == "hall@home.example" ? "garden@home.example" : keyOf), true, Hello, stage.Last.Line);
        string wire = isUnsealed ? "AUTH 2 " + auth + "\n" : talk.Wire("AUTH 2 " + auth, string.Empty);
        talk.Unlink();
        stage.Send(string.Empty, wire + "PING 3\n");
        stage.Play("< 401 2", "<>");
    }

    private static void Unsealed(string text)
    {
        Stage stage = Stage.LinkedAs("kitchen@home.example");
        stage.Send(string.Empty, text);
        stage.Play("<>");
    }
}
