namespace Fmtp.Nano.Tests;

/// <summary>docs/PROTOCOL.md section 5, who may: every row of it, as far as it needs no public keys.</summary>
[TestClass]
public class AccessTests
{
    private const string Signature = "| sig: ed25519 s1 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==";

    [TestMethod]
    public void Anyone_reads_public_objects()
    {
        Stage stage = new Stage();
        stage.Given("id: kitchen@home.example", "type: sensor", "date: 1", "public: yes", "", "21.5");
        stage.ConnectFrom("far", Stage.Far(1));
        stage.Play("far> GET 1 kitchen@home.example", "far< 200 1 * =*");
    }

    [TestMethod]
    public void A_private_object_is_read_by_its_owner_his_domain_and_its_recipients()
    {
        Stage stage = Peers();
        stage.Given("id: 1.kitchen@home.example", "type: mail", "date: 1", "to: hall@home.example alice@child.example", "", "dinner");
        stage.Play("child< PUT * hops=* =*", "| id: 1.kitchen@home.example", "| *", "| *", "| *", "|", "| dinner"); // as he is connected
        stage.Play(
            "child> 200 " + stage.Last.Word(1) + " 1.kitchen@home.example date=1",
            "kitchen> GET 1 1.kitchen@home.example", "kitchen< 200 1 =*",
            "home> GET 2 1.kitchen@home.example", "home< 200 2 =*",
            "hall> GET 3 1.kitchen@home.example", "hall< 200 3 =*",
            "child> GET 4 1.kitchen@home.example", "child< 200 4 =*",
            "garden> GET 5 1.kitchen@home.example", "garden< 404 5",
            "> GET 6 1.kitchen@home.example", "< 404 6");
    }

    [TestMethod]
    public void A_private_object_is_read_by_its_parents_owner_and_members()
    {
        Stage stage = Peers();
        stage.Given("id: room@home.example", "type: room", "date: 1", "write: members", "member: hall@home.example", "member: kitchen@home.example", "member: bob@child.example", "", "");
        stage.Given("id: 7.garden@home.example", "type: post", "date: 1", "write: members", "member: kitchen@home.example", "", "");
        stage.Given("id: 1.kitchen@home.example", "type: chat", "date: 1", "parent: room@home.example", "", "in the room");
        stage.Given("id: 2.kitchen@home.example", "type: comment", "date: 1", "parent: 7.garden@home.example", "", "under the post");
        stage.Play(
            "hall> GET 1 1.kitchen@home.example", "hall< 200 1 =*",
            "child> GET 2 1.kitchen@home.example", "child< 200 2 =*",
            "garden> GET 3 1.kitchen@home.example", "garden< 404 3",
            "garden> GET 4 2.kitchen@home.example", "garden< 200 4 =*",
            "hall> GET 5 2.kitchen@home.example", "hall< 404 5");
    }

    [TestMethod]
    public void A_name_may_write_what_is_its_own()
    {
        Stage stage = Peers();
        stage.Play(
            "kitchen> PUT 1 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 1", "|", "| a", "kitchen< 201 1 *",
            "kitchen> PUT 2 =*", "| id: 1.kitchen@home.example", "| type: post", "| date: 1", "|", "| a", "kitchen< 201 2 *",
            "kitchen> PUT 3 =*", "| id: hall@home.example", "| type: sensor", "| date: 1", "|", "| a", "kitchen< 403 3",
            "kitchen> PUT 4 =*", "| id: 1.hall@home.example", "| type: post", "| date: 1", "|", "| a", "kitchen< 403 4",
            "kitchen> PUT 5 =*", "| id: 1.kitchen.hall@home.example", "| type: post", "| date: 1", "|", "| a", "kitchen< 403 5",
            "kitchen> PUT 6 =*", "| id: xkitchen@home.example", "| type: post", "| date: 1", "|", "| a", "kitchen< 403 6",
            "kitchen> PUT 7 =*", "| id: @home.example", "| type: host", "| date: 1", "|", "| a", "kitchen< 403 7",
            "kitchen> PUT 8 =*", "| id: relay@home.example", "| type: user", "| date: 1", "|", "| a", "kitchen< 403 8");
    }

    [TestMethod]
    public void A_domain_may_write_any_name_of_its_own()
    {
        Stage stage = Peers();
        stage.Play(
            "home> PUT 1 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 1", "|", "| a", "home< 201 1 *",
            "home> PUT 2 =*", "| id: @home.example", "| type: host", "| date: 1", "|", "| a", "home< 201 2 *",
            "home> PUT 3 =*", "| id: kitchen@child.example", "| type: sensor", "| date: 1", "|", "| a", "home< 40* 3");
    }

    [TestMethod]
    public void Nobody_may_write_unsealed()
    {
        Stage stage = new Stage();
        stage.Play(
            "> PUT 1 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 1", "|", "| a", "< 401 1",
            "> PUT 2 =*", "| id: alice@child.example", "| type: user", "| date: 1", "| to: kitchen@home.example", "|", "| a", "< 401 2",
            "> PUT 3 =*", "| id: 0.kitchen@home.example", "| type: post", "| date: 0", "|", "| a", "< 401 3",
            "> PUT 4 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 1", "| parent: nothing@home.example", "|", "| a", "< 401 4",
            "> LIST 5 @home.example", "< 200 5 =0");
    }

    [TestMethod]
    public void A_signature_that_does_not_verify_is_none()
    {
        Stage stage = new Stage();
        stage.Play(
            "> PUT 1 =*", Signature, "| id: kitchen@home.example", "| type: sensor", "| date: 1", "|", "| a", "< 401 1",
            "> PUT 2 =*", Signature, "| id: 1.alice@child.example", "| type: mail", "| date: 1699999999999", "| to: kitchen@home.example", "|", "| a", "< * 2 *");
        Assert.IsTrue(stage.Last.Line == "401 2" || stage.Last.Line.StartsWith("503 2"), stage.Last.Line);
        stage.Play("> GET 3 kitchen@home.example", "< 404 3");
    }

    [TestMethod]
    public void Under_an_object_its_owner_may_write()
    {
        Stage stage = Peers();
        stage.Given("id: blog@home.example", "type: blog", "date: 1", "public: yes", "", "");
        stage.Given("id: kitchen@home.example", "type: sensor", "date: 1", "public: yes", "", "");
        stage.Play(
            "kitchen> PUT 1 =*", "| id: 1.kitchen@home.example", "| type: post", "| date: 2", "| parent: kitchen@home.example", "|", "| a", "kitchen< 201 1 *",
            "kitchen> PUT 2 =*", "| id: 2.kitchen@home.example", "| type: post", "| date: 2", "| parent: blog@home.example", "|", "| a", "kitchen< 403 2",
            "home> PUT 3 =*", "| id: 3.blog@home.example", "| type: post", "| date: 2", "| parent: blog@home.example", "|", "| a", "home< 201 3 *");
    }

    [TestMethod]
    public void Under_write_members_its_members_may_write()
    {
        Stage stage = Peers();
        stage.Given("id: room@home.example", "type: room", "date: 1", "public: yes", "write: members", "member: hall@home.example", "member: alice@child.example", "", "");
        stage.Play(
            "hall> PUT 1 =*", "| id: 1.hall@home.example", "| type: chat", "| date: 2", "| parent: room@home.example", "|", "| a", "hall< 201 1 *",
            "kitchen> PUT 2 =*", "| id: 2.kitchen@home.example", "| type: chat", "| date: 2", "| parent: room@home.example", "|", "| a", "kitchen< 403 2",
            "home> PUT 3 =*", "| id: 3.room@home.example", "| type: chat", "| date: 2", "| parent: room@home.example", "|", "| a", "home< 201 3 *",
            "child> PUT 4 =*", "| id: 4.alice@child.example", "| type: chat", "| date: 1699999999999", "| parent: room@home.example", "|", "| a", "child< 20* 4 *",
            "child> PUT 5 =*", "| id: 5.bob@child.example", "| type: chat", "| date: 1699999999999", "| parent: room@home.example", "|", "| a", "child< 403 5");
    }

    [TestMethod]
    public void Under_write_signed_any_sealed_local_user_may_write()
    {
        Stage stage = Peers();
        stage.Given("id: room@home.example", "type: room", "date: 1", "public: yes", "write: signed", "", "");
        stage.Play(
            "hall> PUT 1 =*", "| id: 1.hall@home.example", "| type: chat", "| date: 2", "| parent: room@home.example", "|", "| a", "hall< 201 1 *",
            "> PUT 2 =*", "| id: 2.hall@home.example", "| type: chat", "| date: 2", "| parent: room@home.example", "|", "| a", "< 401 2");
    }

    [TestMethod]
    public void An_unknown_parent_of_ours_is_404()
    {
        Stage stage = Peers();
        stage.Given("id: gone@home.example", "type: room", "date: 1", "public: yes", "write: signed", "deleted: yes", "", "");
        stage.Play(
            "kitchen> PUT 1 =*", "| id: 1.kitchen@home.example", "| type: chat", "| date: 2", "| parent: nothing@home.example", "|", "| a", "kitchen< 404 1",
            "kitchen> PUT 2 =*", "| id: 1.kitchen@home.example", "| type: chat", "| date: 2", "| parent: gone@home.example", "|", "| a", "kitchen< 404 2");
    }

    [TestMethod]
    public void A_parent_elsewhere_is_not_asked_for()
    {
        Stage stage = Peers();
        stage.Play("kitchen> PUT 1 =*", "| id: 1.kitchen@home.example", "| type: comment", "| date: 2", "| parent: 5.bob@far.example", "|", "| a", "kitchen< 20* 1 *");
    }

    [TestMethod]
    public void A_private_parent_is_not_there_for_who_may_not_read_it()
    {
        Stage stage = Peers();
        stage.Given("id: room@home.example", "type: room", "date: 1", "write: members", "member: hall@home.example", "", "");
        stage.Given("id: open@home.example", "type: room", "date: 1", "write: signed", "", "");
        stage.Play(
            "kitchen> PUT 1 =*", "| id: 1.kitchen@home.example", "| type: chat", "| date: 2", "| parent: room@home.example", "|", "| a", "kitchen< 404 1",
            "kitchen> PUT 2 =*", "| id: 1.kitchen@home.example", "| type: chat", "| date: 2", "| parent: open@home.example", "|", "| a", "kitchen< 404 2",
            "kitchen> PUT 3 =*", "| id: 1.kitchen@home.example", "| type: chat", "| date: 2", "| parent: nothing@home.example", "|", "| a", "kitchen< 404 3",
            "hall> PUT 4 =*", "| id: 1.hall@home.example", "| type: chat", "| date: 2", "| parent: room@home.example", "|", "| a", "hall< 201 4 *");
    }

    [TestMethod]
    public void A_relay_may_bring_what_is_of_its_domain_and_for_us()
    {
        Stage stage = Peers();
        stage.Given("id: room@home.example", "type: room", "date: 1", "public: yes", "write: signed", "", "");
        stage.Play(
            "child> PUT 1 =*", "| id: 1.alice@child.example", "| type: mail", "| date: 1699999999999", "| to: kitchen@home.example", "|", "| dinner?", "child< 20* 1 *",
            "kitchen> GET 2 1.alice@child.example", "kitchen< 200 2 * =*",
            "hall> GET 3 1.alice@child.example", "hall< 404 3",
            "child> PUT 4 =*", "| id: 2.alice@child.example", "| type: chat", "| date: 1699999999999", "| parent: room@home.example", "|", "| hi", "child< 20* 4 *",
            "child> PUT 5 =*", "| id: 3.alice@child.example", "| type: post", "| date: 1699999999999", "|", "| for nobody here", "child< 403 5");
    }

    [TestMethod]
    public void A_relay_may_bring_what_is_watched_here()
    {
        Stage stage = Peers();
        stage.Play(
            "child> PUT 1 =*", "| id: alice@child.example", "| type: user", "| date: 1699999999999", "| public: yes", "| status: online", "|", "|", "child< 403 1",
            "kitchen> WATCH 2 alice@child.example", "kitchen< 200 2 lease=*",
            "child> PUT 3 =*", "| id: alice@child.example", "| type: user", "| date: 1699999999999", "| public: yes", "| status: online", "|", "|", "child< 20* 3 *",
            "kitchen< PUT - =*", "| id: alice@child.example", "| *", "| *", "| *", "| status: online", "|", "|");
    }

    [TestMethod]
    public void A_relay_may_bring_nothing_of_other_domains()
    {
        Stage stage = Peers();
        stage.Play(
            "child> PUT 1 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 1", "|", "| a", "child< 403 1",
            "child> PUT 2 =*", "| id: 1.bob@far.example", "| type: mail", "| date: 1699999999999", "| to: kitchen@home.example", "|", "| a", "child< 401 2",
            "child> PUT 3 =*", "| id: 1.bob@grandchild.example", "| type: mail", "| date: 1699999999999", "| to: kitchen@home.example", "|", "| a", "child< 401 3");
    }

    [TestMethod]
    public void A_local_user_may_bring_nothing_from_elsewhere()
    {
        Stage stage = Peers();
        stage.Play(
            "kitchen> PUT 1 =*", "| id: 1.alice@child.example", "| type: mail", "| date: 1699999999999", "| to: kitchen@home.example", "|", "| forged", "kitchen< 401 1",
            "kitchen> PUT 2 =*", "| id: kitchen@child.example", "| type: user", "| date: 1699999999999", "| to: hall@home.example", "|", "| forged", "kitchen< 401 2");
    }

    [TestMethod]
    public void What_the_parent_brings_is_taken_on_its_word()
    {
        Stage stage = new Stage(new Limits(), true, true);
        stage.LinkParent("p");
        stage.Link("kitchen", "kitchen@home.example");
        stage.Play(
            "p> PUT 1 =*", "| id: 1.bob@far.example", "| type: mail", "| date: 1699999999999", "| to: kitchen@home.example", "|", "| hello", "p< 20* 1 *",
            "kitchen> GET 2 1.bob@far.example", "kitchen< 200 2 * =*");
    }

    [TestMethod]
    public void A_recipient_may_delete_what_is_in_his_mailbox()
    {
        Stage stage = Peers();
        stage.Given("id: 1.kitchen@home.example", "type: mail", "date: 1000", "to: hall@home.example", "", "dinner");
        stage.Play(
            "garden> PUT 1 =*", "| id: 1.kitchen@home.example", "| type: mail", "| date: 1001", "| deleted: yes", "|", "|", "garden< 403 1",
            "hall> PUT 2 =*", "| id: 1.kitchen@home.example", "| type: mail", "| date: 1001", "|", "| altered", "hall< 403 2",
            "hall> PUT 3 =*", "| id: 1.kitchen@home.example", "| type: mail", "| date: 1001", "| deleted: yes", "|", "|", "hall< 200 3 *",
            "hall> GET 4 1.kitchen@home.example", "hall< 410 4");
    }

    [TestMethod]
    public void A_recipient_may_delete_what_came_from_elsewhere()
    {
        Stage stage = Peers();
        stage.Play(
            "child> PUT 1 =*", "| id: 1.alice@child.example", "| type: mail", "| date: 1699999999999", "| to: kitchen@home.example", "|", "| spam", "child< 20* 1 *",
            "hall> PUT 2 =*", "| id: 1.alice@child.example", "| type: mail", "| date: 1700000000000", "| deleted: yes", "|", "|", "hall< 40* 2",
            "kitchen> PUT 3 =*", "| id: 1.alice@child.example", "| type: mail", "| date: 1700000000000", "| deleted: yes", "|", "|", "kitchen< 200 3 *",
            "kitchen> GET 4 1.alice@child.example", "kitchen< 410 4");
    }

    [TestMethod]
    public void A_parents_owner_may_delete_its_children()
    {
        Stage stage = Peers();
        stage.Given("id: hall@home.example", "type: blog", "date: 1", "public: yes", "write: signed", "", "");
        stage.Play(
            "kitchen> PUT 1 =*", "| id: 1.kitchen@home.example", "| type: comment", "| date: 1000", "| public: yes", "| parent: hall@home.example", "|", "| rude", "kitchen< 201 1 *",
            "child> PUT 2 =*", "| id: 1.alice@child.example", "| type: comment", "| date: 1699999999999", "| public: yes", "| parent: hall@home.example", "|", "| rude", "child< 20* 2 *",
            "garden> PUT 3 =*", "| id: 1.kitchen@home.example", "| type: comment", "| date: 1001", "| parent: hall@home.example", "| deleted: yes", "|", "|", "garden< 403 3",
            "hall> PUT 4 =*", "| id: 1.kitchen@home.example", "| type: comment", "| date: 1001", "| parent: hall@home.example", "| deleted: yes", "|", "|", "hall< 200 4 *",
            "hall> PUT 5 =*", "| id: 1.alice@child.example", "| type: comment", "| date: 1700000000000", "| deleted: yes", "|", "|", "hall< 200 5 *",
            "> GET 6 1.kitchen@home.example", "< 410 6",
            "> GET 7 1.alice@child.example", "< 410 7");
    }

    [TestMethod]
    public void Claiming_a_parent_does_not_let_its_owner_delete_what_was_never_under_it()
    {
        Stage stage = Peers();
        stage.Given("id: hall@home.example", "type: blog", "date: 1", "public: yes", "", "");
        stage.Given("id: 1.kitchen@home.example", "type: post", "date: 1000", "public: yes", "", "mine");
        stage.Play(
            "hall> PUT 1 =*", "| id: 1.kitchen@home.example", "| type: post", "| date: 1001", "| parent: hall@home.example", "| to: hall@home.example", "| deleted: yes", "|", "|", "hall< 403 1",
            "> GET 2 1.kitchen@home.example", "< 200 2 =*");
    }

    [TestMethod]
    public void Only_the_owner_has_dates_and_ids_filled_in()
    {
        Stage stage = Peers();
        stage.Play(
            "hall> PUT 1 =*", "| id: 0.kitchen@home.example", "| type: reading", "| date: 0", "|", "| a", "hall< 403 1",
            "child> PUT 2 =*", "| id: 0.alice@child.example", "| type: mail", "| date: 0", "| to: kitchen@home.example", "|", "| a", "child< 4* 2 *",
            "kitchen> LIST 3 @home.example", "kitchen< 200 3 =0",
            "kitchen> LIST 4 kitchen@home.example", "kitchen< 200 4 =0");
    }

    // A board has room for six.
    private static Stage Peers()
    {
        Stage stage = new Stage(new Limits { Connections = 8 });
        stage.Link("kitchen", "kitchen@home.example");
        stage.Link("hall", "hall@home.example");
        stage.Link("garden", "garden@home.example");
        stage.Link("home", "@home.example");
        stage.Link("child", "@child.example");
        return stage;
    }
}
