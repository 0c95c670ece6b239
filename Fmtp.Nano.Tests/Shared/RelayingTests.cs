using System;

namespace Fmtp.Nano.Tests;

/// <summary>Messages on their way through a relay (docs/PROTOCOL.md section 4, Delivery).</summary>
[TestClass]
public class RelayingTests
{
    [TestMethod]
    public void A_message_in_passing_is_passed_on_though_somebody_watches_its_sender()
    {
        Stage stage = Parented();
        stage.Link("w", "kitchen@home.example");
        stage.Play("w> WATCH 1 alice@child.example", "w< 200 1 *");
        stage.Link("c", "@child.example");
        Pass(stage);
        stage.Play("p< PUT d1 hops=7 =*");
    }

    [TestMethod]
    public void What_a_watch_brings_is_no_message_to_pass_on()
    {
        Stage stage = Parented();
        stage.Link("w", "kitchen@home.example");
        stage.Play("w> WATCH 1 alice@child.example", "w< 200 1 *");
        stage.Link("c", "@child.example");
        stage.Play("c> PUT - =*", "| id: 1.alice@child.example", "| type: mail", "| date: 1699999999000", "| to: bob@far.example", "|", "|", "p<-");
    }

    [TestMethod]
    public void A_message_for_a_child_that_is_away_waits_for_it()
    {
        Stage stage = Parented();
        stage.Connect("c");
        stage.Link("w", "kitchen@home.example");
        stage.Play("w> PUT 1 =*", "| id: 1.kitchen@home.example", "| type: mail", "| date: 1699999999000", "| to: bob@child.example", "|", "|", "w< 202 1 *", "p<-");
        string hello = "HELLO 1 child.example nonce=AAECAwQFBgcICQoLDA0ODxAR";
        stage.Play("c> " + hello, "c< 200 1 home.example nonce=* *");
        stage.Talk("c").Link(Sealing.KeyOf("@child.example"), true, hello, stage.Last.Line);
        stage.Play("c> AUTH 2 @child.example hmac", "c< 200 2 *", "c< PUT d1 hops=7 =*");
    }

    [TestMethod]
    public void A_link_that_comes_and_goes_makes_the_pauses_no_longer()
    {
        Stage stage = Parented();
        stage.Link("w", "kitchen@home.example");
        stage.Play("w> PUT 1 =*", "| id: 1.kitchen@home.example", "| type: mail", "| date: 1699999999000", "| to: bob@child.example", "|", "|", "w< 202 1 *");
        string hello = "HELLO 1 child.example nonce=AAECAwQFBgcICQoLDA0ODxAR";
        for (int i = 0; i < 6; i++)
        {
            stage.Connect("c");
            stage.Play("c> " + hello, "c< 200 1 home.example nonce=* *");
            stage.Talk("c").Link(Sealing.KeyOf("@child.example"), true, hello, stage.Last.Line);
            stage.Play("c> AUTH 2 @child.example hmac", "c< 200 2 *", "c< PUT d1 hops=7 =*", "c> 503 d1 retry=5");
            if (i < 5)
            {
                stage.Reset("c");
            }
        }

        stage.Play("-- 50 s", "c<-", "-- 30 s", "c< PUT d1 hops=7 =*", "c> 503 d1 retry=5", "-- 100 s", "c<-", "-- 60 s", "c< PUT d1 hops=7 =*");
    }

    [TestMethod]
    public void A_message_that_fails_twice_since_a_reply_was_lost_comes_back_as_the_same_object()
    {
        Stage stage = Parented();
        stage.Link("c", "@child.example");
        string first = Fail(stage, "1", "2");
        Assert.AreEqual(first, Fail(stage, "3", "4"));
    }

    [TestMethod]
    public void A_watcher_who_reads_is_told_of_everything_that_comes_at_once()
    {
        Stage stage = new Stage();
        stage.Link("w", "kitchen@home.example");
        stage.Play("w> WATCH 1 alice@child.example", "w< 200 1 *");
        stage.Link("c", "@child.example");
        Talk child = stage.Talk("c");
        string wire = string.Empty;
        for (int i = 0; i < 12; i++)
        {
            string text = "id: alice@child.example\ntype: user\ndate: " + (1699999990000 + i).ToString() + "\npublic: yes\nttl: 0\n\n" + new string('x', 200);
            wire += child.Wire("PUT - =" + text.Length.ToString(), text);
        }

        child.Send(wire);
        stage.Settle();
        for (int i = 0; i < 12; i++)
        {
            Heard heard = stage.Talk("w").Take();
            Assert.IsTrue(heard != null && heard.BodyText.IndexOf((1699999990000 + i).ToString()) > 0, "change " + i.ToString());
        }
    }

    [TestMethod]
    public void A_change_that_comes_back_is_not_told_again_though_no_cache_may_keep_it()
    {
        Stage stage = Parented();
        stage.Link("w", "kitchen@home.example");
        stage.Play("w> WATCH 1 alice@child.example", "w< 200 1 *");
        stage.Link("c", "@child.example");
        string[] push = { "c> PUT - =*", "| id: 1.alice@child.example", "| type: post", "| date: 1699999999000", "| public: yes", "| ttl: 0", "|", "|", "w< PUT - =*" };
        stage.Play(push);
        push[8] = "w<-";
        stage.Play(push);
        push[0] = "p> PUT - =*";
        stage.Play(push);
    }

    [TestMethod]
    public void What_anybody_watches_of_a_child_is_watched_at_the_child()
    {
        Stage stage = new Stage();
        stage.ConnectFrom("far", Stage.Far(1));
        stage.Link("c", "@child.example");
        stage.Play("far> WATCH 1 alice@child.example", "far< 200 1 lease=3600", "-- 1 s", "c< WATCH w1 alice@child.example");
    }

    [TestMethod]
    public void What_will_not_be_sent_on_is_not_taken_though_it_is_here_or_watched()
    {
        Stage stage = Parented();
        stage.Link("k", "kitchen@home.example");
        string[] message = { "| id: 1.alice@parent.example", "| type: mail", "| date: 1699999999000", "| public: yes", "| to: kitchen@home.example bob@far.example", "|", "|" };
        stage.Play(With("p> PUT 1 to=home.example =*", message, "p< 201 1 *"));
        stage.Play(With("p> PUT 2 to=far.example =*", message, "p< 403 2"));
        message[0] = "| id: 2.alice@parent.example";
        message[4] = "| to: bob@far.example";
        stage.Play("k> WATCH 1 alice@parent.example", "k< 200 1 *");
        stage.Play(With("p> PUT 3 =*", message, "p< 403 3"));
        stage.Play(With("p> PUT - =*", message, "k< PUT - =*")); // to be seen is another matter
    }

    [TestMethod]
    public void What_comes_back_to_where_it_was_sent_from_is_not_taken_for_delivered()
    {
        Stage stage = Parented();
        stage.Link("k", "kitchen@home.example");
        string[] message = { "| id: 1.kitchen@home.example", "| type: mail", "| date: 1699999999000", "| to: bob@far.example", "|", "|" };
        stage.Play(With("k> PUT 1 =*", message, "k< 202 1 *"));
        stage.Play("p< PUT d1 hops=7 =*");
        stage.Play(With("p> PUT 2 hops=6 =*", message, "p< 403 2"));
        stage.Play(With("k> PUT 3 =*", message, "k< 200 3 *"));
    }

    [TestMethod]
    public void All_that_waited_for_a_link_goes_when_it_is_back_though_its_buffer_has_room_for_few()
    {
        Stage stage = new Stage();
        stage.Link("k", "kitchen@home.example");
        string[] message = { string.Empty, "| type: mail", "| date: 1699999999000", "| to: bob@child.example", "|", "| " + new string('x', 300) };
        const int Count = 6;
        for (int i = 1; i <= Count; i++)
        {
            message[0] = "| id: " + i.ToString() + ".kitchen@home.example";
            stage.Play(With("k> PUT 1 =*", message, "k< 202 1 *"));
        }

        stage.Connect("c");
        string hello = "HELLO 1 child.example nonce=AAECAwQFBgcICQoLDA0ODxAR";
        stage.Play("c> " + hello, "c< 200 1 home.example nonce=* *");
        stage.Talk("c").Link(Sealing.KeyOf("@child.example"), true, hello, stage.Last.Line);
        stage.Play("c> AUTH 2 @child.example hmac", "c< 200 2 *", "c< PUT d1 hops=7 =*");
        for (int i = 2; i <= Count; i++)
        {
            stage.Play("-- 100 ms", "c< PUT d" + i.ToString() + " hops=7 =*");
        }
    }

    [TestMethod]
    public void What_one_recipient_has_deleted_goes_on_to_the_others()
    {
        Stage stage = Parented();
        stage.Link("k", "kitchen@home.example");
        stage.Link("c", "@child.example");
        string[] message = { "| id: 1.alice@child.example", "| type: mail", "| date: 1699999999000", "| to: kitchen@home.example bob@far.example", "|", "|" };
        stage.Play(With("c> PUT 1 to=home.example =*", message, "c< 201 1 *"));
        stage.Play("k> PUT 2 =*", "| id: 1.alice@child.example", "| type: mail", "| date: 1699999999001", "| deleted: yes", "|", "|", "k< 200 2 *");
        stage.Play(With("c> PUT 3 to=far.example =*", message, "c< 202 3 *"));
        stage.Play("p< PUT d* hops=7 to=far.example =*");
    }

    private static string[] With(string line, string[] body, string answer)
    {
        string[] transcript = new string[body.Length + 2];
        transcript[0] = line;
        Array.Copy(body, 0, transcript, 1, body.Length);
        transcript[body.Length + 1] = answer;
        return transcript;
    }

    private static Stage Parented()
    {
        Stage stage = new Stage(new Limits(), true, true);
        stage.LinkParent("p");
        return stage;
    }

    private static void Pass(Stage stage)
    {
        stage.Play("c> PUT 1 =*", "| id: 1.alice@child.example", "| type: mail", "| date: 1699999999000", "| to: bob@far.example", "|", "|", "c< 202 1 *");
    }

    // The first line of what comes back.
    private static string Fail(Stage stage, string message, string bounce)
    {
        Pass(stage);
        stage.Play("p< PUT d" + message + " hops=7 =*", "p> 401 d" + message, "c< PUT d" + bounce + " hops=7 =*");
        string text = stage.Last.BodyText;
        stage.Play("c> 201 d" + bounce);
        return text.Substring(0, text.IndexOf('\n'));
    }
}
