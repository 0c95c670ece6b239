using System.Text;

namespace Fmtp.Nano.Tests;

/// <summary>docs/PROTOCOL.md section 5: what own users put is signed by their domain; homes whose name is their key.</summary>
[TestClass]
public class SignedPublishTests
{
    private const string Date = "date: 1700000000000";

    private static readonly string[] Post = { "id: 1.kitchen@home.example", "type: post", Date, "public: yes", "", "a" };

    [TestMethod]
    public void What_an_own_user_puts_is_signed_by_the_domain()
    {
        SignedStage stage = Signing();
        stage.Put("kitchen", Post, "201 p 1.kitchen@home.example date=1700000000000");
        Given(stage, "1.kitchen@home.example", SignedStage.Sign("home.example", "s1", Post));
    }

    [TestMethod]
    public void The_same_again_is_the_same()
    {
        SignedStage stage = Signing();
        stage.Put("kitchen", Post, "201 p *");
        stage.Put("kitchen", Post, "200 p 1.kitchen@home.example date=1700000000000");
        stage.Put("kitchen", SignedStage.Sign("home.example", "s1", Post), "200 p *");
        stage.Put("kitchen", new[] { Post[0], Post[1], Date, "public: yes", "", "b" }, "409 p date=1700000000000");
        stage.Put("kitchen", new[] { Post[0], Post[1], Date, "public: yes", "", "ab" }, "409 p date=1700000000000");
        Assert.AreEqual(1, stage.Relay.Store.Count);
    }

    [TestMethod]
    public void Without_a_clock_of_his_own_too_and_it_is_dated_once()
    {
        SignedStage stage = Signing();
        stage.Put("kitchen", new[] { "id: 0.kitchen@home.example", "type: post", "date: 0", "public: yes", "", "a" }, "201 p *.kitchen@home.example date=*");
        string address = stage.Last.Word(2);
        string date = stage.Last.Word(3).Substring("date=".Length);
        Given(stage, address, SignedStage.Sign("home.example", "s1", "id: " + address, "type: post", "date: " + date, "public: yes", "", "a"));
        Assert.AreEqual(1, stage.Relay.Store.Count);
    }

    [TestMethod]
    public void A_datagram_waits_for_its_signature()
    {
        SignedStage stage = Signing();
        stage.Datagram("hall@home.example", "> PUT p =*", "| id: hall@home.example", "| type: sensor", "| date: 0", "| volatile: yes", "|", "| 21", "< 201 p hall@home.example date=1700000000000");
        stage.Play("kitchen> GET 1 hall@home.example", "kitchen< 404 1");
        stage.Datagram("hall@home.example", "> GET g hall@home.example", "< 200 g live=0 =*");
        Assert.IsTrue(stage.Last.BodyText.StartsWith("sig: ed25519 s1 "));
    }

    [TestMethod]
    public void Two_at_a_time_are_signed_one_after_the_other()
    {
        SignedStage stage = Signing();
        stage.Link("hall", "hall@home.example");
        string[] other = { "id: 2.hall@home.example", "type: post", Date, "public: yes", "", "b" };
        string[] both = new string[Post.Length + other.Length + 4];
        SignedStage.Transcript("kitchen", Post, null).CopyTo(both, 0);
        SignedStage.Transcript("hall", other, null).CopyTo(both, Post.Length + 1);
        both[both.Length - 2] = "kitchen< 201 p *";
        both[both.Length - 1] = "hall< 201 p *";
        stage.Play(both);
        Given(stage, "1.kitchen@home.example", SignedStage.Sign("home.example", "s1", Post));
        Given(stage, "2.hall@home.example", SignedStage.Sign("home.example", "s1", other));
    }

    [TestMethod]
    public void Who_has_a_key_signs_himself_but_his_domain_vouches_for_the_key()
    {
        SignedStage stage = Signing();
        string[] user = { "id: kitchen@home.example", "type: user", Date, "public: yes", "key: ed25519 " + SignedStage.PublicKeyOf("kitchen"), "", "" };
        stage.Put("kitchen", user, "201 p *");
        Given(stage, "kitchen@home.example", SignedStage.Sign("home.example", "s1", user));
        stage.Put("kitchen", Post, "201 p *");
        Given(stage, "1.kitchen@home.example", Post);
    }

    [TestMethod]
    public void What_is_signed_or_not_his_is_left_as_it_is()
    {
        SignedStage stage = Signing();
        stage.Link("child", "@child.example");
        string[] hello = { "id: 1.bob@child.example", "type: chat", Date, "to: kitchen@home.example", "", "hello" };
        stage.Put("child", hello, "201 p *");
        stage.Play("child> GET 1 1.bob@child.example", "child< 200 1 =*");
        Assert.IsTrue(stage.Last.BodyText.StartsWith("id: "));

        // A recipient's tombstone in his mailbox is not the author's word.
        stage.Put("kitchen", new[] { "id: 1.bob@child.example", "type: chat", "date: 1700000000001", "to: kitchen@home.example", "deleted: yes", "", "" }, "200 p *");
        stage.Play("kitchen> GET 2 1.bob@child.example", "kitchen< 410 2");
    }

    [TestMethod]
    public void What_is_too_large_with_a_signature_is_told_so()
    {
        SignedStage stage = Signing();
        int room = stage.Limits.ObjectMax - ("id: 1.kitchen@home.example\ntype: post\n" + Date + "\n\n").Length;
        int line = "sig: ed25519 s1 \n".Length + 88;
        stage.Put("kitchen", new[] { Post[0], Post[1], Date, "", new string('x', room - line + 1) }, "413 p");
        stage.Put("kitchen", new[] { Post[0], Post[1], Date, "", new string('x', room - line) }, "201 p *");
    }

    [TestMethod]
    public void A_message_goes_out_signed()
    {
        SignedStage stage = Signing();
        stage.Link("child", "@child.example");
        string[] hello = { "id: 1.kitchen@home.example", "type: chat", Date, "to: bob@child.example", "", "hello" };
        stage.Put("kitchen", hello, "202 p *");
        stage.Play("child< PUT * hops=7 =*");
        Assert.AreEqual(Text(SignedStage.Sign("home.example", "s1", hello)), stage.Last.BodyText);
    }

    [TestMethod]
    public void A_bounce_is_signed_too()
    {
        SignedStage stage = Signing();
        stage.Link("child", "@child.example");
        stage.Put("kitchen", new[] { "id: 1.kitchen@home.example", "type: chat", Date, "to: bob@child.example", "", "hello" }, "202 p *");
        stage.Play("child< PUT * hops=7 =*");
        stage.Play("child> 403 " + stage.Last.Word(1), "-- 2 s", "kitchen> LIST 1 relay@home.example", "kitchen< 200 1 =*");
        string address = stage.Last.BodyText.Split(' ')[0];
        stage.Play("kitchen> GET 2 " + address, "kitchen< 200 2 =*");
        string[] bounce = stage.Last.BodyText.Split('\n');
        string[] unsigned = new string[bounce.Length - 1];
        System.Array.Copy(bounce, 1, unsigned, 0, unsigned.Length);
        Assert.AreEqual(Text(SignedStage.Sign("home.example", "s1", unsigned)), stage.Last.BodyText);
        Assert.AreEqual(2, stage.Relay.Store.Count);
    }

    [TestMethod]
    public void A_home_whose_name_is_its_key_signs_with_that()
    {
        string domain = SignedStage.SelfDomainOf("burrow");
        SignedStage stage = new SignedStage(domain, new Limits(), "burrow", false);
        stage.Link("kitchen", "kitchen@" + domain);
        string[] post = { "id: 1.kitchen@" + domain, "type: post", Date, "public: yes", "", "a" };
        stage.Put("kitchen", post, "201 p *");
        Given(stage, "1.kitchen@" + domain, SignedStage.Sign("burrow", "self", post));
        Assert.AreEqual(0, stage.Dns.Asked);
    }

    [TestMethod]
    public void And_its_users_write_to_others_who_need_nothing_but_the_name()
    {
        string domain = SignedStage.SelfDomainOf("burrow");
        SignedStage burrow = new SignedStage(domain, new Limits(), "burrow", true);
        burrow.LinkParent("parent");
        burrow.Link("kitchen", "kitchen@" + domain);
        burrow.Put("kitchen", new[] { "id: 1.kitchen@" + domain, "type: chat", Date, "to: kitchen@home.example", "", "hello" }, "202 p *");
        burrow.Play("parent< GET * kitchen@home.example scope=cached *");
        burrow.Play("parent> 404 " + burrow.Last.Word(1), "parent< GET * kitchen@home.example *");
        burrow.Play("parent> 404 " + burrow.Last.Word(1), "-- 1 s", "parent< PUT * =*");
        string[] signed = burrow.Last.BodyText.Split('\n');

        SignedStage home = Signing();
        home.ConnectFrom("far", Stage.Far(1));
        home.Put("far", signed, "201 p 1.kitchen@" + domain + " date=1700000000000");
        home.Play("kitchen> GET 1 1.kitchen@" + domain, "kitchen< 200 1 =*");
        Assert.AreEqual(0, home.Dns.Asked);
    }

    private static void Given(SignedStage stage, string address, string[] lines)
    {
        stage.Play("kitchen> GET g " + address, "kitchen< 200 g * =*");
        Assert.AreEqual(Text(lines), stage.Last.BodyText);
    }

    private static string Text(string[] lines)
    {
        StringBuilder text = new StringBuilder(lines[0]);
        for (int i = 1; i < lines.Length; i++)
        {
            text.Append('\n').Append(lines[i]);
        }

        return text.ToString();
    }

    private static SignedStage Signing()
    {
        SignedStage stage = new SignedStage("home.example", new Limits(), "home.example", false);
        stage.Link("kitchen", "kitchen@home.example");
        return stage;
    }
}
