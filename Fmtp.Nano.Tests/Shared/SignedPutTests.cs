namespace Fmtp.Nano.Tests;

/// <summary>docs/PROTOCOL.md sections 2, 5 and 6: what a signature lets in, and where its key comes from.</summary>
[TestClass]
public class SignedPutTests
{
    private static readonly string[] Hello =
    {
        "id: 1.alice@away.example", "type: chat", "date: 1700000000000", "to: kitchen@home.example", "", "hello",
    };

    [TestMethod]
    public void A_message_for_somebody_here_is_taken_from_anyone_if_its_domain_signed_it()
    {
        SignedStage stage = Far();
        stage.Put("far", SignedStage.Sign("away", "s1", Hello), "201 p 1.alice@away.example date=1700000000000");
        stage.Link("kitchen", "kitchen@home.example");
        stage.Play("kitchen> GET 1 1.alice@away.example", "kitchen< 200 1 =*");
    }

    [TestMethod]
    public void The_same_by_datagram_waits_for_DNS()
    {
        SignedStage stage = Far();
        string[] signed = SignedStage.Sign("away", "s1", Hello);
        stage.DatagramFrom(Stage.Far(2), null, SignedStage.Transcript(string.Empty, signed, "201 p 1.alice@away.example date=1700000000000"));
        Assert.AreEqual(1, stage.Dns.Asked);
    }

    [TestMethod]
    public void One_datagram_waits_and_another_is_told_to_come_again()
    {
        SignedStage stage = Far();
        stage.Dns.IsSilent = true;
        string[] signed = SignedStage.Sign("away", "s1", Hello);
        string[] other = SignedStage.Sign("away", "s1", "id: 2.alice@away.example", "type: chat", "date: 1700000000000", "to: kitchen@home.example", "", "hello");
        stage.DatagramFrom(Stage.Far(2), null, SignedStage.Transcript(string.Empty, signed, null));
        stage.DatagramFrom(Stage.Far(3), null, SignedStage.Transcript(string.Empty, other, "503 p retry=*"));
        stage.Dns.IsSilent = false;
        stage.DatagramFrom(Stage.Far(2), null, "-- 2 s", "< 201 p 1.alice@away.example date=1700000000000");
    }

    [TestMethod]
    public void A_sealed_datagram_that_waits_is_not_asked_twice_when_it_is_repeated()
    {
        SignedStage stage = Far();
        stage.Dns.IsSilent = true;
        string[] signed = SignedStage.Sign("away", "s1", Hello);
        stage.Datagram("@child.example", SignedStage.Transcript(string.Empty, signed, null));
        stage.Datagram("@child.example", ">>");
        stage.Dns.IsSilent = false;
        stage.Datagram("@child.example", "-- 2 s", "< 201 p 1.alice@away.example date=1700000000000", ">>", "< 201 p 1.alice@away.example date=1700000000000");
    }

    [TestMethod]
    public void Requests_behind_one_that_waits_are_answered_in_their_order()
    {
        SignedStage stage = Far();
        stage.Play("far> PING 0", "far< 200 0");
        stage.Dns.IsSilent = true;
        stage.Put("far", SignedStage.Sign("away", "s1", Hello), null);
        stage.Play("far> PING 1", "far<-");
        stage.Dns.IsSilent = false;
        stage.Play("-- 2 s", "far< 201 p *", "far< 200 1");
    }

    [TestMethod]
    public void Who_only_says_no_more_is_heard_out()
    {
        SignedStage stage = Far();
        stage.Dns.IsSilent = true;
        stage.Put("far", SignedStage.Sign("away", "s1", Hello), null);
        stage.HalfClose("far");
        stage.Dns.IsSilent = false;
        stage.Play("-- 2 s", "far< 201 p *");
    }

    [TestMethod]
    public void Without_a_signature_nothing_is_stored()
    {
        SignedStage stage = Far();
        stage.Put("far", Hello, "401 p");
        NothingIsStored(stage);
    }

    [TestMethod]
    public void What_is_for_nobody_here_is_not_taken()
    {
        SignedStage stage = Far();
        stage.Put("far", SignedStage.Sign("away", "s1", "id: 1.alice@away.example", "type: post", "date: 1700000000000", "", "a"), "403 p");
        stage.Put("far", SignedStage.Sign("away", "s1", "id: 1.alice@away.example", "type: chat", "date: 1700000000000", "to: bob@third.example", "", "a"), "403 p");
    }

    [TestMethod]
    public void What_somebody_here_watches_is_taken_and_shown()
    {
        SignedStage stage = Far();
        stage.Link("hall", "hall@home.example");
        stage.Play("hall> WATCH 1 alice@away.example", "hall< 200 1 *");
        string[] user = SignedStage.Sign("away", "s1", "id: alice@away.example", "type: user", "date: 1700000000000", "public: yes", "status: busy", "", "");
        stage.Put("far", user, "200 p alice@away.example date=1700000000000");
        stage.Play("hall< PUT - =*");
        Assert.IsTrue(stage.Last.BodyText.IndexOf("status: busy") > 0);
    }

    [TestMethod]
    public void A_message_for_a_childs_domain_is_relayed_to_it_and_nowhere_else()
    {
        SignedStage stage = Far();
        stage.Link("child", "@child.example");
        string[] signed = SignedStage.Sign("away", "s1", "id: 1.alice@away.example", "type: chat", "date: 1700000000000", "to: bob@child.example carol@third.example", "", "a");
        stage.Put("far", signed, "202 p 1.alice@away.example date=1700000000000");
        stage.Play("child< PUT * hops=7 =*");
        stage.Play("child> 201 " + stage.Last.Word(1) + " 1.alice@away.example date=1700000000000", "child<-");
        stage.Wait(1000);
        Assert.AreEqual(0, stage.Relay.Store.Queued);
        Assert.AreEqual(0, stage.Relay.Store.Count);
    }

    [TestMethod]
    public void Under_a_parent_that_lets_in_who_signs()
    {
        SignedStage stage = Far();
        stage.Given("id: 7.kitchen@home.example", "type: post", "date: 1700000000000", "public: yes", "write: signed", "", "a");
        stage.Given("id: 8.kitchen@home.example", "type: post", "date: 1700000000000", "public: yes", "", "a");
        stage.Given("id: 9.kitchen@home.example", "type: post", "date: 1700000000000", "write: signed", "", "a");
        stage.Given("id: room@home.example", "type: room", "date: 1700000000000", "write: members", "member: alice@away.example", "", "");
        stage.Put("far", Comment("7.kitchen@home.example"), "201 p *");
        stage.Put("far", Comment("8.kitchen@home.example"), "403 p");
        stage.Put("far", Comment("9.kitchen@home.example"), "404 p");
        stage.Put("far", Comment("room@home.example"), "409 p date=*"); // allowed, but it is there already
    }

    [TestMethod]
    public void An_own_user_may_sign_instead_of_sealing()
    {
        SignedStage stage = Far();
        stage.Given("id: kitchen@home.example", "type: user", "date: 1700000000000", "key: ed25519 " + SignedStage.PublicKeyOf("kitchen"), "", "");
        string[] post = { "id: 1.kitchen@home.example", "type: post", "date: 1700000000000", "public: yes", "", "a" };
        stage.Put("far", SignedStage.Sign("kitchen", "user", post), "201 p 1.kitchen@home.example date=1700000000000");
        stage.Put("far", post, "401 p");
        stage.Put("far", SignedStage.Sign("hall", "user", post), "401 p");
        Assert.AreEqual(0, stage.Dns.Asked);
    }

    [TestMethod]
    public void The_own_domain_may_have_signed_it_too()
    {
        SignedStage stage = Far();
        stage.Publish("old", "home.example", "home");
        stage.Put("far", SignedStage.Sign("home", "old", "id: 1.kitchen@home.example", "type: post", "date: 1700000000000", "", "a"), "201 p *");
    }

    [TestMethod]
    public void A_key_that_brings_itself_vouches_for_nothing()
    {
        SignedStage stage = Far();
        stage.Given("id: kitchen@home.example", "type: user", "date: 1700000000000", "key: ed25519 " + SignedStage.PublicKeyOf("kitchen"), "", "");
        string[] user = { "id: kitchen@home.example", "type: user", "date: 1700000000001", "key: ed25519 " + SignedStage.PublicKeyOf("kitchen"), "", "" };
        stage.Put("far", SignedStage.Sign("kitchen", "user", user), "401 p");
    }

    [TestMethod]
    public void Several_texts_and_tags_are_borne_but_no_doubt()
    {
        string key = SignedStage.PublicKeyOf("away");
        string good = "v=FMTP1; k=ed25519; p=" + key;
        Answers("201 p *", good);
        Answers("201 p *", "v=spf1 -all", good, "something else");
        Answers("201 p *", " v = FMTP1 ;k=ed25519;n=our first;\tp = " + key + " ; ");
        Answers("401 p", "v=FMTP1; k=ed25519; p=");
        Answers("401 p", good, "v=FMTP1; k=ed25519; p=" + SignedStage.PublicKeyOf("other"));
        Answers("401 p", good, "v=FMTP1; k=ed25519; p=");
        Answers("401 p", "v=FMTP2; k=ed25519; p=" + key);
        Answers("401 p", "k=ed25519; v=FMTP1; p=" + key);
        Answers("401 p", "v=FMTP1; p=" + key);
        Answers("401 p", "v=FMTP1; k=rsa; p=" + key);
        Answers("401 p", "v=FMTP1; k=ed25519");
        Answers("401 p", "v=FMTP1; k=ed25519; p=" + key + "; p=" + key);
        Answers("401 p", "v=FMTP1; k=ed25519; p=" + key.Substring(4));
        Answers("401 p", "v=FMTP1; k=ed25519; p=AA" + key);
        Answers("401 p", "v=DKIM1; k=ed25519; p=" + key);
    }

    [TestMethod]
    public void What_DNS_cannot_tell_is_no_verdict()
    {
        SignedStage stage = Far();
        stage.Zone("s1._fmtp.away.example", null);
        string[] signed = SignedStage.Sign("away", "s1", Hello);
        stage.Put("far", signed, "503 p retry=*");
        NothingIsStored(stage);
        stage.Publish("s1", "away.example", "away");
        stage.Wait(2000);
        stage.Put("far", signed, "201 p *");
    }

    [TestMethod]
    public void Texts_that_have_no_room_are_no_verdict()
    {
        SignedStage stage = Far();
        stage.Zone("s1._fmtp.away.example", new string('x', 200), "v=FMTP1; k=ed25519; p=" + SignedStage.PublicKeyOf("away"));
        stage.Put("far", SignedStage.Sign("away", "s1", Hello), "503 p retry=*");
        NothingIsStored(stage);
    }

    [TestMethod]
    public void A_server_that_is_silent_is_waited_for_a_while()
    {
        SignedStage stage = Far();
        stage.Dns.IsSilent = true;
        stage.Put("far", SignedStage.Sign("away", "s1", Hello), null);
        stage.Play("-- 12 s", "far< 503 p retry=*");
        NothingIsStored(stage);
    }

    [TestMethod]
    public void A_name_that_certifies_itself_needs_no_DNS()
    {
        SignedStage stage = Far();
        string domain = SignedStage.SelfDomainOf("nobody");
        string[] hello = { "id: 1.alice@" + domain, "type: chat", "date: 1700000000000", "to: kitchen@home.example", "", "hello" };
        stage.Put("far", SignedStage.Sign("nobody", "self", hello), "201 p 1.alice@" + domain + " date=1700000000000");
        hello[0] = "id: 2.alice@" + domain;
        stage.Put("far", SignedStage.Sign("nobody", "s1", hello), "401 p");
        stage.Put("far", SignedStage.Sign("away", "self", hello), "401 p");
        Assert.AreEqual(0, stage.Dns.Asked);
    }

    [TestMethod]
    public void A_name_has_one_way_to_be_written()
    {
        SignedStage stage = Far();
        string domain = SignedStage.SelfDomainOf("nobody");
        string spare = domain.Substring(0, 51) + (domain[51] == 'a' ? 'b' : 'r') + domain.Substring(52);
        string[] names = { spare, "x." + domain, domain.Substring(1), "a" + domain, domain.Substring(0, 51) + "1.fmtp.alt", "away.example" };
        for (int i = 0; i < names.Length; i++)
        {
            string[] hello = { "id: 1.alice@" + names[i], "type: chat", "date: 1700000000000", "to: kitchen@home.example", "", "hello" };
            stage.Put("far", SignedStage.Sign("nobody", "self", hello), "401 p");
        }

        Assert.AreEqual(0, stage.Dns.Asked);
    }

    [TestMethod]
    public void What_is_known_to_verify_is_not_verified_again()
    {
        SignedStage stage = Far();
        string[] signed = SignedStage.Sign("away", "s1", Hello);
        stage.Put("far", signed, "201 p *");
        stage.Put("far", signed, "200 p *");
        stage.ConnectFrom("other", Stage.Far(2));
        stage.Put("other", signed, "200 p *");
        Assert.AreEqual(1, stage.Dns.Asked);
    }

    private static string[] Comment(string parent)
    {
        return SignedStage.Sign("away", "s1", "id: 1.alice@away.example", "type: comment", "date: 1700000000000", "public: yes", "parent: " + parent, "", "a");
    }

    private static void Answers(string answer, params string[] texts)
    {
        SignedStage stage = Far();
        stage.Zone("s1._fmtp.away.example", texts);
        stage.Put("far", SignedStage.Sign("away", "s1", Hello), answer);
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
