namespace Fmtp.Nano.Tests;

/// <summary>docs/PROTOCOL.md section 5, Keys: who proves a key may read, and no more.</summary>
[TestClass]
public class SignedAuthTests
{
    private const string Date = "date: 1700000000000";

    [TestMethod]
    public void An_own_user_by_his_key()
    {
        SignedStage stage = Scene();
        stage.Prove("far", "kitchen", "kitchen@home.example", string.Empty, "200 a time=*");
        stage.Play(
            "far> GET 1 1.kitchen@home.example", "far< 200 1 =*",
            "far> GET 2 2.hall@home.example", "far< 404 2",
            "far> GET 3 kitchen@home.example", "far< 200 3 live=1 =*",
            "far> LIST 4 kitchen@home.example", "far< 200 4 =*",
            "far> WATCH 5 kitchen@home.example", "far< 200 5 lease=*");
        stage.Given("id: 3.kitchen@home.example", "type: mail", Date, "", "mine");
        stage.Play("far< PUT - =*");
    }

    [TestMethod]
    public void He_is_there_as_long_as_he_is_connected()
    {
        SignedStage stage = Scene();
        stage.Prove("far", "kitchen", "kitchen@home.example", string.Empty, "200 a time=*");
        stage.ConnectFrom("other", Stage.Far(2));
        stage.Play("other> GET 1 kitchen@home.example", "other< 200 1 live=1 =*");
        stage.Play("far> BYE 2", "far< 200 2", "-- 3 s", "other> GET 3 kitchen@home.example", "other< 200 3 live=0 =*");
    }

    [TestMethod]
    public void He_writes_nothing_but_what_he_signs()
    {
        SignedStage stage = Scene();
        string[] post = { "id: 3.kitchen@home.example", "type: post", Date, "", "a" };
        stage.Prove("far", "kitchen", "kitchen@home.example", string.Empty, "200 a time=*");
        stage.Put("far", post, "401 p");
        stage.Put("far", SignedStage.Sign("kitchen", "user", post), "201 p *");
        stage.Put("far", new[] { "id: 0.kitchen@home.example", "type: post", "date: 0", "", "a" }, "401 p");
        stage.Put("far", new[] { "id: 1.kitchen@home.example", "type: mail", "date: 1700000000001", "deleted: yes", "", "" }, "401 p");
    }

    [TestMethod]
    public void A_user_of_another_domain_by_the_key_that_his_domain_vouches_for()
    {
        SignedStage stage = new SignedStage();
        stage.Link("child", "@child.example");
        stage.ConnectFrom("far", Stage.Far(1));
        stage.Prove("far", "bob", "bob@child.example", string.Empty, null);
        stage.Play("child< GET * bob@child.example hops=*");
        stage.Play(
            "child> 200 " + stage.Last.Word(1) + " =*", "| id: bob@child.example", "| type: user", "| " + Date, "| public: yes",
            "| key: ed25519 " + SignedStage.PublicKeyOf("bob"), "|", "| ", "far< 200 a time=*");
        stage.Given("id: 2.hall@home.example", "type: mail", Date, "to: bob@child.example", "", "his");
        stage.Play("child< PUT * =*", "far> GET 1 2.hall@home.example", "far< 200 1 =*");
    }

    [TestMethod]
    public void A_domain_by_its_key_in_DNS()
    {
        SignedStage stage = Scene();
        stage.Publish("s1", "child.example", "child");
        stage.Publish("s2", "child.example", "second");
        stage.Prove("far", "child", "@child.example", string.Empty, "200 a time=*");
        stage.Play("far> GET 1 2.hall@home.example", "far< 200 1 =*", "far> GET 2 1.kitchen@home.example", "far< 404 2");
        stage.ConnectFrom("other", Stage.Far(2));
        stage.Prove("other", "second", "@child.example", " selector=s2", "200 a time=*");
        stage.Play("other> GET 3 2.hall@home.example", "other< 200 3 =*");
        stage.ConnectFrom("third", Stage.Far(3));
        stage.Prove("third", "second", "@child.example", string.Empty, "401 a");
        stage.Play("third<>");
    }

    [TestMethod]
    public void Nobody_is_asked_or_delivered_to_over_it()
    {
        SignedStage stage = Scene();
        stage.Publish("s1", "child.example", "child");
        stage.Prove("far", "child", "@child.example", string.Empty, "200 a time=*");
        stage.Given("id: 4.hall@home.example", "type: chat", Date, "to: bob@child.example", "", "hello");
        stage.Play("-- 2 s", "far<-");
        Assert.AreEqual(2, stage.Relay.Store.Queued);
    }

    [TestMethod]
    public void A_domain_by_the_key_that_is_its_name()
    {
        SignedStage stage = Scene();
        string domain = SignedStage.SelfDomainOf("nobody");
        stage.Given("id: 5.hall@home.example", "type: mail", Date, "to: me@" + domain, "", "for you");
        stage.Prove("far", "nobody", "@" + domain, string.Empty, "200 a time=*");
        stage.Play("far> GET 1 5.hall@home.example", "far< 200 1 =*");
        stage.ConnectFrom("other", Stage.Far(2));
        stage.Prove("other", "kitchen", "@" + domain, string.Empty, "401 a");
        stage.Play("other<>");
    }

    [TestMethod]
    public void What_is_refused_is_refused_alike()
    {
        string[] refused =
        {
            "hall kitchen@home.example", "hall hall@home.example", "kitchen nobody@home.example", "kitchen @home.example",
            "kitchen @away.example", "kitchen bob@away.example", "kitchen 1.kitchen@home.example",
        };
        for (int i = 0; i < refused.Length; i++)
        {
            SignedStage stage = Scene();
            string[] words = refused[i].Split(' ');
            stage.Prove("far", words[0], words[1], string.Empty, "401 a");
            stage.Play("far<>");
        }
    }

    [TestMethod]
    public void A_proof_is_of_one_connection_and_one_name()
    {
        SignedStage stage = Scene();
        string hello = "HELLO h guest.example nonce=AAECAwQFBgcICQoLDA0ODxAR";
        stage.Play("far> " + hello, "far< 200 h home.example *");
        string proof = SignedStage.Prove("kitchen", hello, stage.Last.Line, "kitchen@home.example");
        stage.ConnectFrom("other", Stage.Far(2));
        stage.Play("other> " + hello, "other< 200 h home.example *", "other> AUTH a kitchen@home.example ed25519 " + proof, "other< 401 a", "other<>");
        stage.ConnectFrom("third", Stage.Far(3));
        stage.Play("third> AUTH a kitchen@home.example ed25519 " + proof, "third< 401 a", "third<>");
        stage.Play("far> AUTH a kitchen@home.example ed25519 " + proof, "far< 200 a time=*");
        stage.Play("far> AUTH b kitchen@home.example ed25519 " + proof, "far< 400 b", "far> " + hello, "far< 400 h");
    }

    [TestMethod]
    public void When_DNS_cannot_tell_he_may_try_again()
    {
        SignedStage stage = Scene();
        stage.Zone("s1._fmtp.child.example", null);
        stage.Prove("far", "child", "@child.example", string.Empty, "503 a retry=*");
        stage.Publish("s1", "child.example", "child");
        stage.Wait(2000);
        stage.Prove("far", "child", "@child.example", string.Empty, "200 a time=*");
    }

    [TestMethod]
    public void A_datagram_proves_nothing()
    {
        SignedStage stage = Scene();
        stage.DatagramFrom(Stage.Far(3), null, "> AUTH a kitchen@home.example ed25519 " + new string('A', 86) + "==", "< 403 a");
    }

    // Something private of the kitchen's, something for bob.
    private static SignedStage Scene()
    {
        SignedStage stage = new SignedStage();
        stage.Given("id: kitchen@home.example", "type: user", Date, "public: yes", "key: ed25519 " + SignedStage.PublicKeyOf("kitchen"), "", "");
        stage.Given("id: 1.kitchen@home.example", "type: mail", Date, "", "mine");
        stage.Given("id: 2.hall@home.example", "type: mail", Date, "to: bob@child.example", "", "his");
        stage.ConnectFrom("far", Stage.Far(1));
        return stage;
    }
}
