using System.Text;

namespace Fmtp.Nano.Tests;

/// <summary>docs/PROTOCOL.md sections 2 and 3: PUT. Who may is in AccessTests.</summary>
[TestClass]
public class PutTests
{
    [TestMethod]
    public void An_object_is_stored_and_given_back_as_it_came()
    {
        Stage stage = Stage.LinkedAs("kitchen@home.example");
        stage.Play(
            "> PUT 1 =*",
            "| id: kitchen@home.example",
            "| type: sensor",
            "| date: 1700000000000",
            "| public: yes",
            "| x-unknown: kept",
            "|",
            "| 21.5",
            "< 201 1 kitchen@home.example date=1700000000000",
            "> GET 2 kitchen@home.example",
            "< 200 2 live=1 =*",
            "| id: kitchen@home.example",
            "| type: sensor",
            "| date: 1700000000000",
            "| public: yes",
            "| x-unknown: kept",
            "|",
            "| 21.5");
    }

    [TestMethod]
    public void Content_may_be_any_octets()
    {
        Stage stage = Stage.LinkedAs("kitchen@home.example");
        byte[] body = new byte[47 + 256];
        Encoding.UTF8.GetBytes("id: kitchen@home.example\ntype: sensor\ndate: 1\n\n").CopyTo(body, 0);
        for (int i = 0; i < 256; i++)
        {
            body[47 + i] = (byte)i;
        }

        Talk talk = stage.Talk(string.Empty);
        talk.Unlink(); // octets that are no text are sealed by nobody here: a plain connection by datagram instead
        DatagramTalk datagrams = stage.DatagramTalk("kitchen@home.example");
        datagrams.From = Stage.Near(99);
        string line = "PUT 1 by=kitchen@home.example at=5 =" + body.Length.ToString();
        byte[] head = Encoding.UTF8.GetBytes(line + " ~" + Sealing.OfDatagram(Sealing.KeyOf("kitchen@home.example"), string.Empty, line, body) + "\n");
        byte[] datagram = new byte[head.Length + body.Length];
        head.CopyTo(datagram, 0);
        body.CopyTo(datagram, head.Length);
        stage.Network.SendToRelay(datagram, Stage.Near(98));
        stage.Settle();
        Assert.IsNotNull(stage.Network.TakeFromRelay(Stage.Near(98)));
        stage.Link("b", "kitchen@home.example");
        stage.Play("b> GET 1 kitchen@home.example", "b< 200 1 live=1 =*");
        Expect.Same(body, stage.Last.Body);
    }

    [TestMethod]
    public void A_later_version_replaces_an_earlier_one()
    {
        Stage stage = Stage.LinkedAs("kitchen@home.example");
        stage.Play(
            "> PUT 1 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 1000", "|", "| 21.5",
            "< 201 1 kitchen@home.example date=1000",
            "> PUT 2 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 1001", "|", "| 22",
            "< 200 2 kitchen@home.example date=1001",
            "> GET 3 kitchen@home.example",
            "< 200 3 live=1 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 1001", "|", "| 22");
    }

    [TestMethod]
    public void An_earlier_or_equal_version_is_409_and_changes_nothing()
    {
        Stage stage = Stage.LinkedAs("kitchen@home.example");
        stage.Play(
            "> PUT 1 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 1000", "|", "| 21.5",
            "< 201 1 kitchen@home.example date=1000",
            "> PUT 2 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 1000", "|", "| 22",
            "< 409 2 date=1000",
            "> PUT 3 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 999", "|", "| 21.5",
            "< 409 3 date=1000",
            "> GET 4 kitchen@home.example",
            "< 200 4 live=1 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 1000", "|", "| 21.5");
    }

    [TestMethod]
    public void The_identical_octets_again_are_200()
    {
        Stage stage = Stage.LinkedAs("kitchen@home.example");
        stage.Play(
            "> PUT 1 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 1000", "|", "| 21.5",
            "< 201 1 kitchen@home.example date=1000",
            "> PUT 2 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 1000", "|", "| 21.5",
            "< 200 2 kitchen@home.example date=1000");
    }

    [TestMethod]
    public void A_silent_PUT_is_done_all_the_same()
    {
        Stage stage = Stage.LinkedAs("kitchen@home.example");
        stage.Play(
            "> PUT - =*", "| id: kitchen@home.example", "| type: sensor", "| date: 1000", "|", "| 21.5",
            "> GET 1 kitchen@home.example",
            "< 200 1 live=1 =*");
    }

    [TestMethod]
    public void A_date_up_to_ten_minutes_ahead_is_taken_and_later_ones_are_409()
    {
        Stage stage = Stage.LinkedAs("kitchen@home.example");
        stage.Play(
            "> PUT 1 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 1700000600000", "|", "| 21.5",
            "< 201 1 kitchen@home.example date=1700000600000",
            "> PUT 2 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 1700000600001", "|", "| 21.5",
            "< 409 2 time=1700000000000",
            "> PUT 3 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 9223372036854775807", "|", "| 21.5",
            "< 409 3 time=1700000000000");
    }

    [TestMethod]
    public void Without_a_clock_a_date_is_not_checked()
    {
        Stage stage = new Stage(new Limits(), false, false);
        stage.Link("k", "kitchen@home.example");
        stage.Play(
            "k> PUT 1 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 2000000000000", "|", "| 21.5",
            "k< 201 1 kitchen@home.example date=2000000000000");
    }

    [TestMethod]
    public void What_came_without_a_clock_yields_to_any_later_PUT()
    {
        Stage stage = new Stage(new Limits(), false, false);
        stage.Link("k", "kitchen@home.example");
        stage.Play(
            "k> PUT 1 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 2000000000000", "|", "| 21.5",
            "k< 201 1 kitchen@home.example date=2000000000000");
        stage.Relay.Clock.Set(Stage.Clock, stage.Now);
        stage.Play(
            "k> PUT 2 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 1700000000000", "|", "| 22",
            "k< 200 2 kitchen@home.example date=1700000000000");
    }

    [TestMethod]
    public void A_PUT_of_something_expired_is_410()
    {
        Stage stage = Stage.LinkedAs("kitchen@home.example");
        stage.Play(
            "> PUT 1 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 1000", "| expires: 1700000000000", "|", "| 21.5",
            "< 410 1",
            "> PUT 2 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 1000", "| expires: 1700000001000", "|", "| 21.5",
            "< 201 2 *");
    }

    [TestMethod]
    public void What_is_no_object_is_400()
    {
        Stage stage = Stage.LinkedAs("kitchen@home.example");
        stage.Play(
            "> PUT 1", "< 400 1",
            "> PUT 2 =0", "< 400 2",
            "> PUT 3 =*", "| hello", "< 400 3",
            "> PUT 4 =*", "| id: kitchen@home.example", "| type: sensor", "|", "|", "< 400 4",
            "> PUT 5 =*", "| id: Kitchen@home.example", "| type: sensor", "| date: 1", "|", "|", "< 400 5",
            "> PUT 6 kitchen@home.example =*", "| id: kitchen@home.example", "| type: sensor", "| date: 1", "|", "|", "< 400 6",
            "> PUT 7 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 1", "| date: 1", "|", "|", "< 400 7",
            "> PUT 8 hops=x =*", "| id: kitchen@home.example", "| type: sensor", "| date: 1", "|", "|", "< 400 8",
            "> PUT 9 once=A =*", "| id: kitchen@home.example", "| type: sensor", "| date: 1", "|", "|", "< 400 9",
            "> GET 10 kitchen@home.example", "< 404 10");
    }

    [TestMethod]
    public void Date_0_becomes_now_or_just_after_what_is_stored()
    {
        Stage stage = Stage.LinkedAs("kitchen@home.example");
        stage.Play(
            "> PUT 1 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 0", "|", "| 21.5",
            "< 201 1 kitchen@home.example date=1700000000000",
            "> PUT 2 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 0", "|", "| 22",
            "< 200 2 kitchen@home.example date=1700000000001",
            "-- 5 s",
            "> PUT 3 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 0", "|", "| 23",
            "< 200 3 kitchen@home.example date=1700000005000",
            "> GET 4 kitchen@home.example",
            "< 200 4 live=1 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 1700000005000", "|", "| 23");
    }

    [TestMethod]
    public void Id_0_becomes_a_fresh_one()
    {
        Stage stage = Stage.LinkedAs("kitchen@home.example");
        stage.Play(
            "> PUT 1 =*", "| id: 0.kitchen@home.example", "| type: reading", "| date: 0", "|", "| 21.5",
            "< 201 1 1700000000000*.kitchen@home.example date=1700000000000");
        string first = stage.Last.Word(2);
        int digits = first.IndexOf('.');
        Assert.IsTrue(digits >= 16 && digits <= 19, first);
        stage.Play(
            "> PUT 2 =*", "| id: 0.kitchen@home.example", "| type: reading", "| date: 0", "|", "| 22",
            "< 201 2 1700000000000*.kitchen@home.example date=*");
        Assert.AreNotEqual(first, stage.Last.Word(2));
        stage.Play("> GET 3 " + first, "< 200 3 =*", "| id: " + first, "| type: reading", "| date: 1700000000000", "|", "| 21.5");
    }

    [TestMethod]
    public void An_object_that_is_completed_keeps_everything_else()
    {
        Stage stage = Stage.LinkedAs("kitchen@home.example");
        stage.Play(
            "> PUT 1 =*", "| id: 0.kitchen@home.example", "| x-first: 1", "| type: reading", "| date: 0", "| x-last: 0", "|", "| date: 0",
            "< 201 1 *");
        stage.Play("> GET 2 " + stage.Last.Word(2), "< 200 2 =*",
            "| id: " + stage.Last.Word(2), "| x-first: 1", "| type: reading", "| date: 1700000000000", "| x-last: 0", "|", "| date: 0");
    }

    [TestMethod]
    public void A_full_head_that_would_grow_too_long_is_refused()
    {
        Stage stage = Stage.LinkedAs("kitchen@home.example");
        string head = "id: 0.kitchen@home.example\ntype: reading\ndate: 0\nx: \n\n";
        stage.Play(
            "> PUT 1 =*", "| id: 0.kitchen@home.example", "| type: reading", "| date: 0", "| x: " + new string('y', 2048 - head.Length), "|", "| 21.5",
            "< 4* 1 *",
            "> LIST 2 @home.example", "< 200 2 =0");
    }

    [TestMethod]
    public void The_largest_object_may_be_completed_or_is_too_large_but_is_never_cut()
    {
        Stage stage = Stage.LinkedAs("kitchen@home.example");
        string head = "id: 0.kitchen@home.example\ntype: reading\ndate: 0\n\n";
        stage.Play(
            "> PUT 1 =*", "| id: 0.kitchen@home.example", "| type: reading", "| date: 0", "|", "| " + new string('x', 4096 - head.Length),
            "< * 1 *",
            "> PING 2", "< 200 2");
    }

    [TestMethod]
    public void Without_a_clock_date_0_and_id_0_are_503()
    {
        Stage stage = new Stage(new Limits(), false, false);
        stage.Link("k", "kitchen@home.example");
        stage.Play(
            "k> PUT 1 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 0", "|", "| 21.5",
            "k< 503 1 *",
            "k> PUT 2 =*", "| id: 0.kitchen@home.example", "| type: sensor", "| date: 5", "|", "| 21.5",
            "k< 503 2 *");
    }

    [TestMethod]
    public void The_same_once_token_gets_the_same_reply_and_one_object()
    {
        Stage stage = Stage.LinkedAs("kitchen@home.example");
        stage.Play(
            "> PUT 1 once=t1 =*", "| id: 0.kitchen@home.example", "| type: reading", "| date: 0", "|", "| 21.5",
            "< 201 1 *");
        string reply = stage.Last.Line.Substring(5);
        stage.Play(
            "-- 60 s",
            "> PUT 2 once=t1 =*", "| id: 0.kitchen@home.example", "| type: reading", "| date: 0", "|", "| 21.5",
            "< 201 2" + reply,
            "> LIST 3 @home.example",
            "< 200 3 =*", "| " + stage.Last.Word(2) + " 1700000000000 reading *", "|",
            "> PUT 4 once=t2 =*", "| id: 0.kitchen@home.example", "| type: reading", "| date: 0", "|", "| 21.5",
            "< 201 4 *");
        Assert.AreNotEqual(reply, stage.Last.Line.Substring(5));
    }

    [TestMethod]
    public void A_once_token_is_the_peers_own_and_lasts_ten_minutes()
    {
        Stage stage = Stage.LinkedAs("kitchen@home.example");
        stage.Link("hall", "hall@home.example");
        stage.Play(
            "> PUT 1 once=t1 =*", "| id: 0.kitchen@home.example", "| type: reading", "| date: 0", "|", "| 21.5",
            "< 201 1 1700000000000*.kitchen@home.example *",
            "hall> PUT 2 once=t1 =*", "| id: 0.hall@home.example", "| type: reading", "| date: 0", "|", "| 21.5",
            "hall< 201 2 1700000000000*.hall@home.example *",
            "-- 200 s", "> PING 3", "< 200 3",
            "-- 200 s", "> PING 4", "< 200 4",
            "-- 201 s",
            "> PUT 5 once=t1 =*", "| id: 0.kitchen@home.example", "| type: reading", "| date: 0", "|", "| 21.5",
            "< 201 5 1700000601000*.kitchen@home.example *");
    }

    [TestMethod]
    public void A_once_token_holds_on_another_connection_and_by_datagram()
    {
        Stage stage = Stage.LinkedAs("kitchen@home.example");
        stage.Play(
            "> PUT 1 once=t1 =*", "| id: 0.kitchen@home.example", "| type: reading", "| date: 0", "|", "| 21.5",
            "< 201 1 *");
        string reply = stage.Last.Line.Substring(5);
        stage.Link("again", "kitchen@home.example");
        stage.Play(
            "again> PUT 2 once=t1 =*", "| id: 0.kitchen@home.example", "| type: reading", "| date: 0", "|", "| 21.5",
            "again< 201 2" + reply);
        stage.Datagram("kitchen@home.example",
            "> PUT 3 once=t1 =*", "| id: 0.kitchen@home.example", "| type: reading", "| date: 0", "|", "| 21.5",
            "< 201 3" + reply);
    }

    [TestMethod]
    public void A_parent_keeps_so_many_children_and_the_oldest_goes()
    {
        Stage stage = Stage.LinkedAs("kitchen@home.example");
        stage.Given("id: kitchen@home.example", "type: sensor", "date: 1", "keep: 2", "", "");
        stage.Play(
            "> PUT 1 =*", "| id: 1.kitchen@home.example", "| type: reading", "| date: 11", "| parent: kitchen@home.example", "|", "| a", "< 201 1 *",
            "> PUT 2 =*", "| id: 2.kitchen@home.example", "| type: reading", "| date: 12", "| parent: kitchen@home.example", "|", "| b", "< 201 2 *",
            "> GET 3 1.kitchen@home.example", "< 200 3 =*",
            "> PUT 4 =*", "| id: 3.kitchen@home.example", "| type: reading", "| date: 13", "| parent: kitchen@home.example", "|", "| c", "< 201 4 *",
            "> GET 5 1.kitchen@home.example", "< 404 5",
            "> GET 6 2.kitchen@home.example", "< 200 6 =*",
            "> GET 7 3.kitchen@home.example", "< 200 7 =*");
    }

    [TestMethod]
    public void Over_keep_it_is_who_has_most_that_loses_one()
    {
        Stage stage = Stage.LinkedAs("kitchen@home.example");
        stage.Link("hall", "hall@home.example");
        stage.Given("id: room@home.example", "type: room", "date: 1", "public: yes", "keep: 3", "write: signed", "", "");
        stage.Play(
            "hall> PUT 1 =*", "| id: 1.hall@home.example", "| type: chat", "| date: 11", "| parent: room@home.example", "|", "| I was first", "hall< 201 1 *",
            "> PUT 2 =*", "| id: 2.kitchen@home.example", "| type: chat", "| date: 12", "| parent: room@home.example", "|", "| flood", "< 201 2 *",
            "> PUT 3 =*", "| id: 3.kitchen@home.example", "| type: chat", "| date: 13", "| parent: room@home.example", "|", "| flood", "< 201 3 *",
            "> PUT 4 =*", "| id: 4.kitchen@home.example", "| type: chat", "| date: 14", "| parent: room@home.example", "|", "| flood", "< 201 4 *",
            "hall> GET 5 1.hall@home.example", "hall< 200 5 =*",
            "> GET 6 2.kitchen@home.example", "< 404 6",
            "> GET 7 3.kitchen@home.example", "< 200 7 =*");
    }

    [TestMethod]
    public void A_child_that_is_itself_the_oldest_may_go_at_once()
    {
        Stage stage = Stage.LinkedAs("kitchen@home.example");
        stage.Link("watcher", "kitchen@home.example");
        stage.Given("id: kitchen@home.example", "type: sensor", "date: 1", "keep: 2", "", "");
        stage.Play(
            "> PUT 1 =*", "| id: 1.kitchen@home.example", "| type: reading", "| date: 11", "| parent: kitchen@home.example", "|", "| a", "< 201 1 *",
            "> PUT 2 =*", "| id: 2.kitchen@home.example", "| type: reading", "| date: 12", "| parent: kitchen@home.example", "|", "| b", "< 201 2 *",
            "watcher> WATCH 1 @home.example", "watcher< 200 1 lease=3600",
            "> PUT 4 =*", "| id: 3.kitchen@home.example", "| type: reading", "| date: 5", "| parent: kitchen@home.example", "|", "| c", "< 201 4 *",
            "> GET 5 1.kitchen@home.example", "< 200 5 =*",
            "> GET 6 2.kitchen@home.example", "< 200 6 =*",
            "> GET 7 3.kitchen@home.example", "< 404 7");
        stage.Talk("watcher").Take(); // told of it or not
        stage.Play("watcher> PING 2", "watcher< 200 2");
    }

    [TestMethod]
    public void A_new_version_of_a_child_takes_no_further_place()
    {
        Stage stage = Stage.LinkedAs("kitchen@home.example");
        stage.Given("id: kitchen@home.example", "type: sensor", "date: 1", "keep: 2", "", "");
        stage.Play(
            "> PUT 1 =*", "| id: 1.kitchen@home.example", "| type: reading", "| date: 11", "| parent: kitchen@home.example", "|", "| a", "< 201 1 *",
            "> PUT 2 =*", "| id: 2.kitchen@home.example", "| type: reading", "| date: 12", "| parent: kitchen@home.example", "|", "| b", "< 201 2 *",
            "> PUT 3 =*", "| id: 2.kitchen@home.example", "| type: reading", "| date: 13", "| parent: kitchen@home.example", "|", "| c", "< 200 3 *",
            "> GET 4 1.kitchen@home.example", "< 200 4 =*");
    }

    [TestMethod]
    public void A_tombstone_answers_410_until_a_later_version()
    {
        Stage stage = Stage.LinkedAs("kitchen@home.example");
        stage.Play(
            "> PUT 1 =*", "| id: 1.kitchen@home.example", "| type: post", "| date: 1000", "| public: yes", "|", "| hello", "< 201 1 *",
            "> PUT 2 =*", "| id: 1.kitchen@home.example", "| type: post", "| date: 1001", "| deleted: yes", "|", "|", "< 200 2 1.kitchen@home.example date=1001",
            "> GET 3 1.kitchen@home.example", "< 410 3",
            "> LIST 4 @home.example", "< 200 4 =0",
            "> PUT 5 =*", "| id: 1.kitchen@home.example", "| type: post", "| date: 1001", "| public: yes", "|", "| again", "< 409 5 date=1001",
            "> PUT 6 =*", "| id: 1.kitchen@home.example", "| type: post", "| date: 1002", "| public: yes", "|", "| again", "< 200 6 *",
            "> GET 7 1.kitchen@home.example", "< 200 7 =*");
    }

    [TestMethod]
    public void Something_unknown_can_be_deleted_beforehand()
    {
        Stage stage = Stage.LinkedAs("kitchen@home.example");
        stage.Play(
            "> PUT 1 =*", "| id: 1.kitchen@home.example", "| type: post", "| date: 1000", "| deleted: yes", "|", "|", "< 201 1 *",
            "> GET 2 1.kitchen@home.example", "< 410 2",
            "> PUT 3 =*", "| id: 1.kitchen@home.example", "| type: post", "| date: 999", "|", "| late", "< 409 3 date=1000");
    }

    [TestMethod]
    public void From_elsewhere_what_is_over_thirty_days_old_is_not_created_only_replaced()
    {
        Stage stage = new Stage();
        stage.Link("child", "@child.example");
        stage.Play(
            "child> PUT 1 =*", "| id: 1.alice@child.example", "| type: mail", "| date: 1697407999999", "| to: kitchen@home.example", "|", "| old",
            "child< 409 1 time=1700000000000",
            "child> PUT 2 =*", "| id: 1.alice@child.example", "| type: mail", "| date: 1697408001000", "| to: kitchen@home.example", "|", "| new enough",
            "child< 20* 2 *");
    }

    [TestMethod]
    public void Our_own_may_be_as_old_as_it_likes()
    {
        Stage stage = Stage.LinkedAs("kitchen@home.example");
        stage.Play("> PUT 1 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 1", "|", "| 21.5", "< 201 1 kitchen@home.example date=1");
    }

    [TestMethod]
    public void Who_may_is_judged_before_what_is_stored()
    {
        Stage stage = new Stage();
        stage.Link("hall", "hall@home.example");
        stage.Given("id: kitchen@home.example", "type: sensor", "date: 1000", "", "21.5");
        stage.Given("id: garden@home.example", "type: sensor", "date: 1000", "deleted: yes", "", "");
        stage.Play(
            "> PUT 1 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 1", "|", "| old", "< 401 1",
            "hall> PUT 2 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 1", "|", "| old", "hall< 403 2",
            "hall> PUT 3 =*", "| id: garden@home.example", "| type: sensor", "| date: 1", "|", "| old", "hall< 403 3",
            "hall> PUT 4 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 9000000000000", "|", "| ahead", "hall< 403 4",
            "hall> PUT 5 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 0", "|", "| now", "hall< 403 5",
            "hall> PUT 6 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 1001", "| expires: 5", "|", "| gone", "hall< 403 6");
    }
}
