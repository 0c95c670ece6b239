namespace Fmtp.Nano.Tests;

/// <summary>What somebody might try with signatures (docs/PROTOCOL.md sections 2, 5 and 6), and that nothing comes of it. Seals
/// that are replayed, reflected, reordered or whose counter is used again: LinkTests, DatagramTests, SealTests.</summary>
[TestClass]
public class SignedAttackTests
{
    private const string Date = "date: 1700000000000";

    private static readonly string[] Hello =
    {
        "id: 1.alice@away.example", "type: chat", Date, "to: kitchen@home.example", "", "hello",
    };

    [TestMethod]
    public void Forged_by_somebody_with_a_key_of_his_own()
    {
        SignedStage stage = Far();
        stage.Put("far", SignedStage.Sign("mallory", "s1", Hello), "401 p");
        NothingIsStored(stage);
    }

    [TestMethod]
    public void A_word_of_it_is_changed()
    {
        SignedStage stage = Far();
        string[] signed = SignedStage.Sign("away", "s1", Hello);
        signed[6] = "hullo";
        stage.Put("far", signed, "401 p");
        signed[6] = "hello";
        signed[4] = "to: hall@home.example";
        stage.Put("far", signed, "401 p");
        NothingIsStored(stage);
        signed[4] = "to: kitchen@home.example";
        stage.Put("far", signed, "201 p *");
    }

    [TestMethod]
    public void Its_end_is_cut_off_or_something_is_put_behind_it()
    {
        SignedStage stage = Far();
        string[] signed = SignedStage.Sign("away", "s1", Hello);
        signed[6] = "hell";
        stage.Put("far", signed, "401 p");
        signed[6] = "hello ";
        stage.Put("far", signed, "401 p");
        NothingIsStored(stage);
    }

    [TestMethod]
    public void Bits_of_the_signature_are_flipped()
    {
        SignedStage stage = Far();
        string[] signed = SignedStage.Sign("away", "s1", Hello);
        string line = signed[0];
        int text = line.Length - 88;
        int[] places = { 0, 20, 42, 43, 60, 84 };
        for (int i = 0; i < places.Length; i++)
        {
            int at = text + places[i];
            signed[0] = line.Substring(0, at) + (line[at] == 'A' ? 'B' : 'A') + line.Substring(at + 1);
            stage.Put("far", signed, "401 p");
        }

        signed[0] = line.Substring(0, text - 1);
        stage.Put("far", signed, "400 p");
        NothingIsStored(stage);
    }

    [TestMethod]
    public void The_selector_is_another_or_none()
    {
        SignedStage stage = Far();
        stage.Publish("s2", "away.example", "other");
        stage.Put("far", SignedStage.Sign("away", "s2", Hello), "401 p");
        stage.Put("far", SignedStage.Sign("away", "s3", Hello), "401 p");
        stage.Put("far", SignedStage.Sign("away", "user", Hello), "401 p");
        stage.Put("far", SignedStage.Sign("away", "self", Hello), "401 p");
        stage.Put("far", SignedStage.Sign("away", "s1._fmtp.away.example", Hello), "400 p");
        NothingIsStored(stage);
    }

    [TestMethod]
    public void Signed_by_another_domain()
    {
        SignedStage stage = Far();
        stage.Publish("s1", "evil.example", "evil");
        stage.Put("far", SignedStage.Sign("evil", "s1", Hello), "401 p");
        stage.Put("far", SignedStage.Sign("evil", "s1.evil.example", Hello), "401 p");
        NothingIsStored(stage);
    }

    [TestMethod]
    public void A_domain_that_is_linked_brings_what_another_did_not_sign()
    {
        SignedStage stage = Far();
        stage.Link("child", "@child.example");
        stage.Put("child", Hello, "401 p");
        stage.Put("child", SignedStage.Sign("child", "s1", Hello), "401 p");
        NothingIsStored(stage);
        stage.Put("child", SignedStage.Sign("away", "s1", Hello), "201 p *");
    }

    [TestMethod]
    public void An_old_version_is_put_again()
    {
        SignedStage stage = Far();
        string[] first = SignedStage.Sign("away", "s1", Hello);
        string[] second = SignedStage.Sign("away", "s1", Hello[0], Hello[1], "date: 1700000000500", Hello[3], "", "hello again");
        stage.Put("far", first, "201 p *");
        stage.Put("far", second, "200 p *");
        stage.Put("far", first, "409 p date=1700000000500");
        stage.Put("far", second, "200 p *");
    }

    [TestMethod]
    public void An_old_version_comes_back_after_its_tombstone()
    {
        SignedStage stage = Far();
        string[] first = SignedStage.Sign("away", "s1", Hello);
        string[] gone = SignedStage.Sign("away", "s1", Hello[0], Hello[1], "date: 1700000000500", Hello[3], "deleted: yes", "", "");
        stage.Put("far", first, "201 p *");
        stage.Put("far", gone, "200 p *");
        stage.Put("far", first, "409 p date=1700000000500");
        stage.Wait(31L * 24 * 60 * 60 * 1000);
        stage.ConnectFrom("far", Stage.Far(1));
        stage.Put("far", first, "409 p time=*");
    }

    [TestMethod]
    public void A_version_without_a_signature_follows_a_signed_one()
    {
        SignedStage stage = Far();
        stage.Put("far", SignedStage.Sign("away", "s1", Hello), "201 p *");
        string[] second = { Hello[0], Hello[1], "date: 1700000000500", Hello[3], "", "hello again" };
        stage.Put("far", second, "401 p");
        second[0] = "sig: ed25519 s1 " + new string('A', 86) + "==\nid: 1.alice@away.example";
        stage.Put("far", second, "401 p");
        stage.Link("kitchen", "kitchen@home.example");
        stage.Put("kitchen", Hello, "401 p");
        stage.Play("kitchen> GET 1 1.alice@away.example since=1700000000000", "kitchen< 304 1");
    }

    [TestMethod]
    public void A_strangers_tombstone()
    {
        SignedStage stage = Far();
        stage.Given("id: 1.kitchen@home.example", "type: post", Date, "public: yes", "", "a");
        string[] gone = { "id: 1.kitchen@home.example", "type: post", "date: 1700000000500", "deleted: yes", "", "" };
        stage.Put("far", gone, "401 p");
        stage.Put("far", SignedStage.Sign("away", "s1", gone), "401 p");
        stage.Put("far", SignedStage.Sign("away", "user", gone), "401 p");
        stage.Put("far", SignedStage.Sign("away", "self", gone), "401 p");
        stage.Play("far> GET 1 1.kitchen@home.example", "far< 200 1 =*");
    }

    [TestMethod]
    public void A_key_that_is_revoked_lasts_as_long_as_DNS_said()
    {
        SignedStage stage = Far();
        stage.Dns.Ttl = 60;
        stage.Put("far", SignedStage.Sign("away", "s1", Hello), "201 p *");
        stage.Zone("s1._fmtp.away.example", "v=FMTP1; k=ed25519; p=");
        stage.Put("far", Numbered(2), "201 p *"); // until the answer has run out
        stage.Wait(61000);
        stage.Put("far", Numbered(3), "401 p");
        stage.Put("far", Numbered(2), "401 p"); // that it verified then counts for nothing now
        Assert.AreEqual(2, stage.Dns.Asked);
    }

    [TestMethod]
    public void A_users_key_that_is_taken_back_counts_at_once()
    {
        SignedStage stage = Far();
        stage.Given("id: kitchen@home.example", "type: user", Date, "key: ed25519 " + SignedStage.PublicKeyOf("kitchen"), "", "");
        string[] post = { "id: 1.kitchen@home.example", "type: post", Date, "public: yes", "", "a" };
        stage.Put("far", SignedStage.Sign("kitchen", "user", post), "201 p *");
        stage.Given("id: kitchen@home.example", "type: user", "date: 1700000000001", "key: ed25519 " + SignedStage.PublicKeyOf("new"), "", "");
        post[2] = "date: 1700000000002";
        stage.Put("far", SignedStage.Sign("kitchen", "user", post), "401 p");
        stage.Put("far", SignedStage.Sign("new", "user", post), "200 p *");
        stage.Given("id: kitchen@home.example", "type: user", "date: 1700000000003", "deleted: yes", "", "");
        post[2] = "date: 1700000000004";
        stage.Put("far", SignedStage.Sign("new", "user", post), "401 p");
    }

    [TestMethod]
    public void What_has_expired_or_is_too_far_ahead()
    {
        SignedStage stage = Far();
        stage.Put("far", SignedStage.Sign("away", "s1", Hello[0], Hello[1], Date, Hello[3], "expires: 1700000000000", "", "a"), "410 p");
        stage.Put("far", SignedStage.Sign("away", "s1", Hello[0], Hello[1], "date: 1700000900000", Hello[3], "", "a"), "409 p time=*");
        stage.Put("far", SignedStage.Sign("away", "s1", Hello[0], Hello[1], "date: 1600000000000", Hello[3], "", "a"), "409 p time=*");
        stage.Put("far", SignedStage.Sign("away", "s1", Hello[0], Hello[1], "date: 0", Hello[3], "", "a"), "400 p");
        NothingIsStored(stage);
    }

    [TestMethod]
    public void DNS_is_answered_by_somebody_else_before_it_answers()
    {
        SignedStage stage = Far();
        stage.Dns.Forge = Poison;
        stage.Put("far", SignedStage.Sign("mallory", "s1", Hello), "401 p");
        stage.Put("far", SignedStage.Sign("away", "s1", Hello), "201 p *");
        Assert.AreEqual(1, stage.Dns.Asked);
    }

    [TestMethod]
    public void A_hundred_strangers_with_garbage_do_not_keep_an_own_user_waiting()
    {
        SignedStage stage = Far();
        string[] text = SignedStage.Sign("away", "s1", Hello);
        string signature = text[0];
        int refused = 0;
        int later = 0;
        for (int i = 0; i < 100; i++)
        {
            string digits = (i + 100).ToString();
            text[0] = signature.Substring(0, 30) + digits + signature.Substring(33);
            stage.DatagramFrom(Stage.Far(i + 2), null, SignedStage.Transcript(string.Empty, text, "* p *"));
            refused += stage.Last.Line == "401 p" ? 1 : 0;
            later += stage.Last.Line.StartsWith("503 p retry=") ? 1 : 0;
        }

        Assert.AreEqual(100, refused + later);
        Assert.AreEqual(stage.Limits.StrangersPerMinute, refused);

        // A stranger is told to come again; a peer, and what it brings, is served at once.
        stage.Put("far", SignedStage.Sign("away", "s1", Hello), "503 p retry=*");
        stage.Link("child", "@child.example");
        stage.Put("child", SignedStage.Sign("away", "s1", Hello), "201 p *");
        stage.Wait(60000);
        stage.Put("far", Numbered(2), "201 p *");
    }

    [TestMethod]
    public void Strangers_whose_DNS_is_silent_leave_places_for_others()
    {
        SignedStage stage = Far();
        stage.Link("child", "@child.example");
        stage.Put("child", SignedStage.Sign("away", "s1", Hello), "201 p *");
        stage.Dns.IsSilent = true;
        for (int i = 0; i < stage.Limits.Verifications; i++)
        {
            string name = "far" + i.ToString();
            stage.ConnectFrom(name, Stage.Far(i + 2));
            stage.Put(name, SignedStage.Sign("mallory", "x" + i.ToString(), Hello), i < stage.Limits.Verifications / 2 ? null : "503 p retry=*");
            if (i >= stage.Limits.Verifications / 2)
            {
                stage.HalfClose(name);
            }
        }

        stage.Put("child", Numbered(2), "201 p *");
    }

    [TestMethod]
    public void Another_object_takes_the_place_of_one_that_waited()
    {
        SignedStage stage = Far();
        stage.Link("child", "@child.example");
        stage.Dns.IsSilent = true;
        string[] good = SignedStage.Sign("away", "s1", Hello);
        string[] bad = SignedStage.Sign("away", "s1", Hello);
        bad[6] = "hullo";
        stage.Put("child", good, null);
        stage.Dns.IsSilent = false;
        stage.Play("-- 2 s", "child< 201 p *");
        stage.Put("child", bad, "401 p");
        bad[3] = "date: 1700000000001";
        stage.Put("child", bad, "401 p");
    }

    private static void Poison(DnsAsked asked)
    {
        string forged = "v=FMTP1; k=ed25519; p=" + SignedStage.PublicKeyOf("mallory");
        string name = asked.Name.ToLower();
        asked.Reply().With(0, asked.Octets[0] ^ 1).Txt(name, 300, forged).Send();
        asked.Reply().With(1, asked.Octets[1] ^ 1).Txt(name, 300, forged).Send();
        asked.Reply().With(13, 'x').Txt(name, 300, forged).Send();
        asked.Port.Arrive(asked.Reply().Txt(name, 300, forged).Octets, "10.6.6.6", 53);
    }

    private static string[] Numbered(int number)
    {
        return SignedStage.Sign("away", "s1", "id: " + number.ToString() + ".alice@away.example", Hello[1], Date, Hello[3], "", "hello");
    }

    private static void NothingIsStored(SignedStage stage)
    {
        Assert.AreEqual(0, stage.Relay.Store.Count);
    }

    private static SignedStage Far()
    {
        SignedStage stage = new SignedStage();
        stage.Publish("s1", "away.example", "away");
        stage.ConnectFrom("far", Stage.Far(1));
        return stage;
    }
}
