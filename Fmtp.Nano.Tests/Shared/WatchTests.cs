namespace Fmtp.Nano.Tests;

/// <summary>docs/PROTOCOL.md section 3: WATCH and DROP.</summary>
[TestClass]
public class WatchTests
{
    [TestMethod]
    public void A_watcher_is_told_of_nothing_at_once_and_then_of_every_change()
    {
        Stage stage = new Stage();
        stage.Given("id: kitchen@home.example", "type: sensor", "date: 1", "public: yes", "", "21.5");
        stage.Play("> WATCH 1 kitchen@home.example", "< 200 1 lease=3600", "<-");
        stage.Given("id: kitchen@home.example", "type: sensor", "date: 2", "public: yes", "", "22");
        stage.Play("< PUT - =*", "| id: kitchen@home.example", "| type: sensor", "| date: 2", "| public: yes", "|", "| 22");
        stage.Given("id: kitchen@home.example", "type: sensor", "date: 3", "public: yes", "", "23");
        stage.Play("< PUT - =*", "| id: kitchen@home.example", "| type: sensor", "| date: 3", "| public: yes", "|", "| 23");
    }

    [TestMethod]
    public void What_changes_nothing_is_not_told()
    {
        Stage stage = Stage.LinkedAs("kitchen@home.example");
        stage.Given("id: kitchen@home.example", "type: sensor", "date: 2", "public: yes", "", "22");
        stage.Connect("w");
        stage.Play(
            "w> WATCH 1 @home.example", "w< 200 1 lease=3600",
            "> PUT 1 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 2", "| public: yes", "|", "| 22", "< 200 1 *",
            "> PUT 2 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 1", "| public: yes", "|", "| 21", "< 409 2 *",
            "w<-");
    }

    [TestMethod]
    public void One_change_is_told_once_however_many_watches_meet_it()
    {
        Stage stage = new Stage();
        stage.Given("id: room@home.example", "type: room", "date: 1", "public: yes", "write: signed", "", "");
        stage.Play(
            "> WATCH 1 @home.example", "< 200 1 lease=3600",
            "> WATCH 2 kitchen@home.example", "< 200 2 lease=3600",
            "> WATCH 3 kitchen@home.example type=chat", "< 200 3 lease=3600",
            "> WATCH 4 room@home.example", "< 200 4 lease=3600",
            "> WATCH 5 room@home.example", "< 200 5 lease=3600");
        stage.Given("id: 1.kitchen@home.example", "type: chat", "date: 2", "public: yes", "parent: room@home.example", "", "hi");
        stage.Play("< PUT - =*", "| id: 1.kitchen@home.example", "| *", "| *", "| *", "| *", "|", "| hi", "<-");
    }

    [TestMethod]
    public void A_name_means_what_is_by_it_under_it_to_it_and_itself()
    {
        Stage stage = new Stage();
        stage.Given("id: room@home.example", "type: room", "date: 1", "public: yes", "write: signed", "", "");
        stage.Play("> WATCH 1 room@home.example", "< 200 1 lease=3600");
        stage.Given("id: 1.kitchen@home.example", "type: chat", "date: 2", "public: yes", "parent: room@home.example", "", "under");
        stage.Play("< PUT - =*", "| id: 1.kitchen@home.example", "| *", "| *", "| *", "| *", "|", "| under");
        stage.Given("id: 1.room@home.example", "type: post", "date: 2", "public: yes", "", "by");
        stage.Play("< PUT - =*", "| id: 1.room@home.example", "| *", "| *", "| *", "|", "| by");
        stage.Given("id: 2.kitchen@home.example", "type: mail", "date: 2", "public: yes", "to: room@home.example", "", "to");
        stage.Play("< PUT - =*", "| id: 2.kitchen@home.example", "| *", "| *", "| *", "| *", "|", "| to");
        stage.Given("id: room@home.example", "type: room", "date: 2", "public: yes", "", "itself");
        stage.Play("< PUT - =*", "| id: room@home.example", "| *", "| *", "| *", "|", "| itself");
        stage.Given("id: hall@home.example", "type: sensor", "date: 2", "public: yes", "", "another");
        stage.Play("<-");
    }

    [TestMethod]
    public void Type_narrows_a_watch()
    {
        Stage stage = new Stage();
        stage.Play("> WATCH 1 @home.example type=chat", "< 200 1 lease=3600");
        stage.Given("id: 1.kitchen@home.example", "type: reading", "date: 2", "public: yes", "", "21.5");
        stage.Play("<-");
        stage.Given("id: 2.kitchen@home.example", "type: chat", "date: 2", "public: yes", "", "hi");
        stage.Play("< PUT - =*", "| id: 2.kitchen@home.example", "| *", "| *", "| *", "|", "| hi");
    }

    [TestMethod]
    public void Words_that_WATCH_does_not_know_are_ignored()
    {
        Stage stage = new Stage();
        stage.Play("> WATCH 1 @home.example since=9000000000000 colour=red", "< 200 1 lease=3600");
        stage.Given("id: 2.kitchen@home.example", "type: chat", "date: 2", "public: yes", "", "hi");
        stage.Play("< PUT - =*", "| id: 2.kitchen@home.example", "| *", "| *", "| *", "|", "| hi");
    }

    [TestMethod]
    public void Private_objects_are_told_to_who_may_read_them()
    {
        Stage stage = new Stage();
        stage.Link("kitchen", "kitchen@home.example");
        stage.Link("hall", "hall@home.example");
        stage.Link("garden", "garden@home.example");
        stage.Play(
            "> WATCH 1 @home.example", "< 200 1 lease=3600",
            "kitchen> WATCH 1 @home.example", "kitchen< 200 1 lease=3600",
            "hall> WATCH 1 @home.example", "hall< 200 1 lease=3600",
            "garden> WATCH 1 @home.example", "garden< 200 1 lease=3600");
        stage.Given("id: 1.kitchen@home.example", "type: mail", "date: 2", "to: hall@home.example", "", "dinner");
        stage.Play(
            "kitchen< PUT - =*", "| id: 1.kitchen@home.example", "| *", "| *", "| *", "|", "| dinner",
            "hall< PUT - =*", "| id: 1.kitchen@home.example", "| *", "| *", "| *", "|", "| dinner",
            "garden<-",
            "<-");
    }

    [TestMethod]
    public void Who_may_read_is_asked_at_each_push()
    {
        Stage stage = new Stage();
        stage.Link("hall", "hall@home.example");
        stage.Given("id: room@home.example", "type: room", "date: 1", "write: members", "member: hall@home.example", "member: kitchen@home.example", "", "");
        stage.Play("hall> WATCH 1 room@home.example", "hall< 200 1 lease=3600");
        stage.Given("id: 1.kitchen@home.example", "type: chat", "date: 2", "parent: room@home.example", "", "hi");
        stage.Play("hall< PUT - =*", "| id: 1.kitchen@home.example", "| *", "| *", "| *", "|", "| hi");
        stage.Given("id: room@home.example", "type: room", "date: 3", "write: members", "member: kitchen@home.example", "", "");
        stage.Talk("hall").Take(); // the room's new version may be told of or not
        stage.Given("id: 2.kitchen@home.example", "type: chat", "date: 4", "parent: room@home.example", "", "he is gone");
        stage.Play("hall<-");
    }

    [TestMethod]
    public void Tombstones_go_to_who_could_read_before()
    {
        Stage stage = new Stage();
        stage.Link("kitchen", "kitchen@home.example");
        stage.Given("id: 1.kitchen@home.example", "type: post", "date: 2", "public: yes", "", "public");
        stage.Given("id: 2.kitchen@home.example", "type: post", "date: 2", "", "private");
        stage.Play(
            "> WATCH 1 kitchen@home.example", "< 200 1 lease=3600",
            "kitchen> WATCH 1 kitchen@home.example", "kitchen< 200 1 lease=3600");
        stage.Given("id: 1.kitchen@home.example", "type: post", "date: 3", "deleted: yes", "", "");
        stage.Play(
            "< PUT - =*", "| id: 1.kitchen@home.example", "| *", "| date: 3", "| deleted: yes", "|", "|",
            "kitchen< PUT - =*", "| id: 1.kitchen@home.example", "| *", "| date: 3", "| deleted: yes", "|", "|");
        stage.Given("id: 2.kitchen@home.example", "type: post", "date: 3", "deleted: yes", "", "");
        stage.Play(
            "<-",
            "kitchen< PUT - =*", "| id: 2.kitchen@home.example", "| *", "| date: 3", "| deleted: yes", "|", "|");
    }

    [TestMethod]
    public void A_tombstone_without_the_recipients_still_reaches_them()
    {
        Stage stage = new Stage();
        stage.Link("hall", "hall@home.example");
        stage.Given("id: 1.kitchen@home.example", "type: mail", "date: 2", "to: hall@home.example", "", "dinner");
        stage.Play("hall> WATCH 1 hall@home.example", "hall< 200 1 lease=3600");
        stage.Given("id: 1.kitchen@home.example", "type: mail", "date: 3", "deleted: yes", "", "");
        stage.Play("hall< PUT - =*", "| id: 1.kitchen@home.example", "| *", "| date: 3", "| deleted: yes", "|", "|");
    }

    [TestMethod]
    public void A_watch_ends_with_its_lease()
    {
        Stage stage = new Stage();
        stage.Play("> WATCH 1 @home.example lease=20", "< 200 1 lease=20", "-- 19 s");
        stage.Given("id: 1.kitchen@home.example", "type: post", "date: 2", "public: yes", "", "in time");
        stage.Play("< PUT - =*", "| id: 1.kitchen@home.example", "| *", "| *", "| *", "|", "| in time", "-- 2 s");
        stage.Given("id: 2.kitchen@home.example", "type: post", "date: 2", "public: yes", "", "late");
        stage.Play("<-", "> PING 2", "< 200 2");
    }

    [TestMethod]
    public void A_watch_can_be_renewed()
    {
        Stage stage = new Stage();
        stage.Play(
            "> WATCH 1 @home.example lease=20", "< 200 1 lease=20", "-- 15 s",
            "> WATCH 2 @home.example lease=20", "< 200 2 lease=20", "-- 15 s");
        stage.Given("id: 1.kitchen@home.example", "type: post", "date: 2", "public: yes", "", "hi");
        stage.Play("< PUT - =*", "| id: 1.kitchen@home.example", "| *", "| *", "| *", "|", "| hi");
    }

    [TestMethod]
    public void DROP_ends_a_watch_and_dropping_nothing_is_200()
    {
        Stage stage = new Stage();
        stage.Play(
            "> WATCH 1 @home.example", "< 200 1 lease=3600",
            "> DROP 2 kitchen@home.example", "< 200 2",
            "> DROP 3 @HOME.example", "< 200 3",
            "> DROP 4 @home.example", "< 200 4");
        stage.Given("id: 1.kitchen@home.example", "type: post", "date: 2", "public: yes", "", "hi");
        stage.Play("<-");
    }

    [TestMethod]
    public void Malformed_watches_are_400()
    {
        new Stage().Play(
            "> WATCH 1", "< 400 1",
            "> WATCH 2 kitchen", "< 400 2",
            "> WATCH 3 @home.example lease=x", "< 400 3",
            "> WATCH 4 @home.example type=A", "< 400 4",
            "> WATCH 5 @home.example @home.example", "< 400 5",
            "> DROP 6", "< 400 6",
            "> DROP 7 kitchen", "< 400 7");
    }

    [TestMethod]
    public void Who_changes_something_that_he_watches_is_answered_and_told()
    {
        Stage stage = Stage.LinkedAs("kitchen@home.example");
        stage.Play("> WATCH 1 kitchen@home.example", "< 200 1 lease=3600");
        Talk talk = stage.Talk(string.Empty);
        string body = "id: kitchen@home.example\ntype: sensor\ndate: 2\n\n" + new string('x', 1200);
        stage.Send(string.Empty, talk.Wire("PUT 2 =" + body.Length.ToString(), body));
        string first = talk.Take().Line;
        string second = talk.Take().Line;
        Assert.IsTrue(first.StartsWith("201 2") != second.StartsWith("201 2"), first + " / " + second);
        Assert.IsTrue(first.StartsWith("PUT - =") != second.StartsWith("PUT - ="), first + " / " + second);
    }

    [TestMethod]
    public void A_watcher_is_told_of_large_objects_in_any_number()
    {
        Stage stage = Stage.LinkedAs("kitchen@home.example");
        stage.Connect("w");
        stage.Play("w> WATCH 1 @home.example", "w< 200 1 lease=3600");
        for (int i = 1; i <= 10; i++)
        {
            stage.Play(
                "> PUT 1 =*", "| id: " + i.ToString() + ".kitchen@home.example", "| type: post", "| date: 1", "| public: yes", "|", "| " + new string('x', 3500),
                "< 201 1 *",
                "w< PUT - =*", "| id: " + i.ToString() + ".kitchen@home.example", "| *", "| *", "| *", "|", "| xxx*");
        }
    }

    [TestMethod]
    public void A_watcher_that_does_not_read_is_closed_and_the_others_are_told()
    {
        Stage stage = Stage.LinkedAs("kitchen@home.example");
        stage.Connect("slow");
        stage.Connect("w");
        stage.Play(
            "slow> WATCH 1 @home.example", "slow< 200 1 lease=3600",
            "w> WATCH 1 @home.example", "w< 200 1 lease=3600");
        stage.Window("slow", 0);
        for (int i = 1; i <= 40; i++)
        {
            stage.Play(
                "> PUT 1 =*", "| id: " + i.ToString() + ".kitchen@home.example", "| type: post", "| date: " + i.ToString(), "| public: yes", "|", "| hello",
                "< 201 1 *",
                "w< PUT - =*");
        }

        stage.Play("slow<>", "w> PING 2", "w< 200 2");
    }

    [TestMethod]
    public void A_slow_watcher_is_told_the_newest_version_in_the_end_or_closed()
    {
        Stage stage = Stage.LinkedAs("kitchen@home.example");
        stage.Connect("slow");
        stage.Play("slow> WATCH 1 @home.example", "slow< 200 1 lease=3600");
        stage.Window("slow", 100);
        for (int i = 1; i <= 50; i++)
        {
            stage.Play(
                "> PUT 1 =*", "| id: kitchen@home.example", "| type: sensor", "| date: " + i.ToString(), "| public: yes", "|", "| " + i.ToString() + new string(' ', 300),
                "< 20* 1 *");
        }

        string last = string.Empty;
        stage.Window("slow", 100000);
        stage.Settle();
        for (Heard heard; (heard = stage.Talk("slow").Take()) != null;)
        {
            Assert.AreNotEqual(last, heard.BodyText, "told twice");
            last = heard.BodyText;
        }

        Assert.IsTrue(stage.Talk("slow").Connection.IsClosed || last.IndexOf("date: 50\n") > 0, last);
    }

    [TestMethod]
    public void A_watcher_that_is_gone_is_told_nothing_and_keeps_nothing()
    {
        Stage stage = new Stage();
        for (int i = 1; i <= 60; i++)
        {
            stage.Connect("w");
            stage.Play("w> WATCH 1 @home.example", "w< 200 1 lease=3600");
            stage.Reset("w");
        }

        stage.Given("id: 1.kitchen@home.example", "type: post", "date: 2", "public: yes", "", "hi");
        Assert.AreEqual(0, stage.Network.Open);
    }

    [TestMethod]
    public void When_all_watches_are_taken_the_next_is_503()
    {
        Stage stage = new Stage();
        for (int i = 0; i < stage.Limits.Watches; i++)
        {
            stage.Play("> WATCH 1 w" + i.ToString() + "@home.example", "< 200 1 lease=3600");
        }

        stage.Play(
            "> WATCH 2 late@home.example", "< 503 2 *",
            "> WATCH 3 w0@home.example", "< 200 3 lease=3600",
            "> DROP 4 w0@home.example", "< 200 4",
            "> WATCH 5 late@home.example", "< 200 5 lease=3600");
    }
}
