namespace Fmtp.Nano.Tests;

/// <summary>Every bound is answered with a code, never with an exception and never with silence; and whoever
/// misbehaves leaves nothing behind.</summary>
[TestClass]
public class LimitTests
{
    [TestMethod]
    public void Over_the_limit_a_connection_is_told_503_and_closed()
    {
        Stage stage = new Stage();
        for (int i = 0; i < stage.Limits.Connections; i++)
        {
            stage.Connect("c" + i.ToString());
            stage.Play("c" + i.ToString() + "> PING 1", "c" + i.ToString() + "< 200 1");
        }

        stage.Connect("late");
        stage.Play("late< 503 - retry=*", "late<>", "c0> PING 2", "c0< 200 2");
        stage.Reset("c3");
        stage.Connect("next");
        stage.Play("next> PING 1", "next< 200 1");
    }

    [TestMethod]
    public void A_thousand_connections_against_the_limit_leave_none_behind()
    {
        Stage stage = new Stage();
        stage.Link("a", "kitchen@home.example");
        MemoryConnection[] crowd = new MemoryConnection[1000];
        int served = 0;
        int refused = 0;
        for (int i = 0; i < crowd.Length; i++)
        {
            crowd[i] = stage.Network.Connect(Stage.Near(i));
            byte[] request = System.Text.Encoding.UTF8.GetBytes(i % 3 == 0 ? "PING 1\n" : i % 3 == 1 ? "PUT 1 =100\nid" : "\n");
            crowd[i].ToRelay.Add(request, 0, request.Length);
            crowd[i].Window = i % 7 == 0 ? 0 : 65536;
            if (i % 5 == 0)
            {
                stage.Settle();
            }
        }

        stage.Settle();
        stage.Play("a> PING 1", "a< 200 1");
        for (int i = 0; i < crowd.Length; i++)
        {
            string said = Heard.Text(crowd[i].ToPeer.Take(crowd[i].ToPeer.Count));
            served += said.StartsWith("200 1") ? 1 : 0;
            refused += said.StartsWith("503 - retry=") ? 1 : 0;
            crowd[i].IsReset = i % 2 == 0;
            crowd[i].IsHalfClosed = i % 2 == 1;
        }

        Assert.IsTrue(served >= 1 && refused >= 800, served.ToString() + " served, " + refused.ToString() + " refused");
        Assert.IsTrue(stage.Network.OpenMost <= stage.Limits.Connections + stage.Limits.Doorstep + 1, stage.Network.OpenMost.ToString());
        stage.Wait(40 * 1000);
        stage.Play("a> PING 2", "a< 200 2");
        Assert.AreEqual(1, stage.Network.Open);
    }

    [TestMethod]
    public void A_line_not_finished_in_30_seconds_ends_the_connection()
    {
        Stage stage = new Stage();
        stage.Send(string.Empty, "GET 1 kit");
        stage.Wait(29 * 1000);
        stage.Play("<-");
        stage.Wait(2 * 1000);
        Assert.IsTrue(stage.Talk(string.Empty).Connection.IsClosed);
    }

    [TestMethod]
    public void A_line_that_drips_is_not_finished_either()
    {
        Stage stage = new Stage();
        for (int i = 0; i < 40 && !stage.Talk(string.Empty).Connection.IsClosed; i++)
        {
            stage.Talk(string.Empty).Send("x");
            stage.Wait(1000);
        }

        Assert.IsTrue(stage.Talk(string.Empty).Connection.IsClosed);
    }

    [TestMethod]
    public void A_body_not_finished_in_30_seconds_ends_the_connection_and_frees_its_buffer()
    {
        Stage stage = new Stage();
        for (int round = 0; round < 5; round++)
        {
            for (int i = 0; i < stage.Limits.Bodies; i++)
            {
                stage.Connect("c" + i.ToString());
                stage.Send("c" + i.ToString(), "PUT 1 =3000\n" + new string('x', 1500));
            }

            stage.Wait(32 * 1000);
            Assert.AreEqual(0, stage.Network.Open);
        }
    }

    [TestMethod]
    public void When_the_body_buffers_are_taken_it_is_503_and_the_end()
    {
        Stage stage = new Stage();
        for (int i = 0; i < stage.Limits.Bodies; i++)
        {
            stage.Connect("c" + i.ToString());
            stage.Send("c" + i.ToString(), "PUT 1 =3000\n" + new string('x', 1500));
        }

        stage.Connect("late");
        stage.Send("late", "PUT 2 =3000\n" + new string('x', 1500));
        stage.Play("late< 503 2 *", "late<>");
        stage.Connect("small");
        stage.Play("small> PING 3", "small< 200 3", "small> PUT 4 =*", "| nonsense", "small< 400 4");
        stage.Send("c0", new string('x', 1500));
        stage.Play("c0< 400 1");
        stage.Connect("later");
        stage.Send("later", "PUT 5 =3000\n" + new string('x', 3000));
        stage.Play("later< 400 5");
    }

    [TestMethod]
    public void Body_buffers_come_back_whatever_happens_to_who_had_them()
    {
        Stage stage = new Stage();
        stage.Link("k", "kitchen@home.example");
        for (int i = 0; i < 30; i++)
        {
            stage.Connect("c");
            stage.Send("c", "PUT 1 =3000\n" + new string('x', 1500 + i));
            if (i % 3 == 0)
            {
                stage.Reset("c");
            }
            else if (i % 3 == 1)
            {
                stage.HalfClose("c");
                stage.Wait(3000);
            }
            else
            {
                stage.Send("c", new string('x', 1500 - i));
                stage.Play("c< 400 1");
                stage.Reset("c");
            }
        }

        stage.Play("k> PUT 1 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 1", "|", "| " + new string('x', 3900), "k< 201 1 *", "k> GET 2 kitchen@home.example", "k< 200 2 live=1 =*");
        Assert.AreEqual(1, stage.Network.Open);
    }

    [TestMethod]
    public void An_idle_connection_is_closed_and_a_watching_one_is_not()
    {
        Stage stage = new Stage();
        stage.Connect("idle");
        stage.Connect("w");
        stage.Play("idle> PING 1", "idle< 200 1", "w> WATCH 1 @home.example", "w< 200 1 lease=3600");
        stage.Wait(299 * 1000);
        Assert.IsFalse(stage.Talk("idle").Connection.IsClosed);
        stage.Wait(3 * 1000);
        Assert.IsTrue(stage.Talk("idle").Connection.IsClosed);
        Assert.IsFalse(stage.Talk("w").Connection.IsClosed);
        stage.Play("w> PING 2", "w< 200 2");
    }

    [TestMethod]
    public void Where_all_places_are_taken_the_watcher_who_was_silent_longest_makes_room()
    {
        Stage stage = new Stage();
        for (int i = 0; i < stage.Limits.Connections; i++)
        {
            stage.Connect("w" + i.ToString());
            stage.Play("w" + i.ToString() + "> WATCH 1 @home.example", "w" + i.ToString() + "< 200 1 lease=3600");
            stage.Wait(1000);
        }

        stage.Play("w0> PING 2", "w0< 200 2");
        stage.Wait(290 * 1000);
        stage.Connect("early");
        stage.Play("early< 503 - retry=*", "early<>");
        stage.Wait(20 * 1000);
        stage.Connect("next");
        stage.Play("next> PING 1", "next< 200 1", "w0> PING 3", "w0< 200 3", "w2> PING 3", "w2< 200 3");
        Assert.IsTrue(stage.Talk("w1").Connection.IsClosed);
    }

    [TestMethod]
    public void A_connection_that_says_nothing_is_closed()
    {
        Stage stage = new Stage();
        stage.Connect("mute");
        stage.Wait(302 * 1000);
        Assert.IsTrue(stage.Talk("mute").Connection.IsClosed);
    }

    [TestMethod]
    public void Empty_lines_start_no_deadline()
    {
        Stage stage = new Stage();
        stage.Play("> PING 1", "< 200 1", ">", "-- 60 s", "> PING 2", "< 200 2");
    }

    [TestMethod]
    public void Who_never_reads_is_closed_and_delays_nobody()
    {
        Stage stage = new Stage();
        stage.Given("id: kitchen@home.example", "type: sensor", "date: 1", "public: yes", "", new string('x', 900));
        stage.Connect("never");
        stage.Window("never", 100);
        string all = string.Empty;
        for (int i = 0; i < 50; i++)
        {
            all += "GET 1 kitchen@home.example\n";
        }

        stage.Send("never", all);
        stage.Play("> PING 1", "< 200 1");
        stage.Wait(20 * 1000);
        stage.Play("> PING 2", "< 200 2");
        Assert.IsFalse(stage.Talk("never").Connection.IsClosed);
        stage.Wait(15 * 1000);
        Assert.IsTrue(stage.Talk("never").Connection.IsClosed);
        stage.Play("> PING 3", "< 200 3");
    }

    [TestMethod]
    public void Who_reads_slowly_gets_everything_in_order()
    {
        Stage stage = new Stage();
        stage.Given("id: kitchen@home.example", "type: sensor", "date: 1", "public: yes", "", new string('x', 900));
        stage.Connect("slow");
        stage.Window("slow", 0);
        string all = string.Empty;
        for (int i = 0; i < 60; i++)
        {
            all += "GET " + i.ToString() + " kitchen@home.example\n";
        }

        stage.Send("slow", all);
        ByteQueue read = new ByteQueue();
        MemoryConnection connection = stage.Talk("slow").Connection;
        for (int i = 0; i < 150 && !connection.IsClosed; i++)
        {
            connection.Window = 500;
            stage.Wait(1000);
            byte[] some = connection.ToPeer.Take(connection.ToPeer.Count);
            read.Add(some, 0, some.Length);
        }

        for (int i = 0; i < 60; i++)
        {
            Heard heard = Heard.Take(read);
            Assert.IsNotNull(heard, i.ToString());
            Assert.IsTrue(heard.Line.StartsWith("200 " + i.ToString() + " "), heard.Line);
        }
    }

    [TestMethod]
    public void A_peer_that_vanishes_in_the_middle_of_a_line_leaves_nothing()
    {
        Stage stage = Stage.LinkedAs("kitchen@home.example");
        for (int i = 0; i < 50; i++)
        {
            stage.Connect("c");
            stage.Send("c", "PUT 1 =50\nid: kitchen@home.example\n".Substring(0, i % 36));
            stage.Reset("c");
        }

        Assert.AreEqual(1, stage.Network.Open);
        stage.Play("> PING 1", "< 200 1", "> GET 2 kitchen@home.example", "< 404 2");
    }

    [TestMethod]
    public void A_peer_that_closes_its_side_in_the_middle_of_a_line_is_closed()
    {
        Stage stage = new Stage();
        stage.Connect("c");
        stage.Send("c", "PING 1\nPING 2");
        stage.HalfClose("c");
        stage.Play("c< 200 1", "c<>");
        stage.Wait(5000);
        Assert.AreEqual(0, stage.Network.Open);
    }

    [TestMethod]
    public void A_peer_that_keeps_sending_after_the_end_is_not_heard_out_for_ever()
    {
        Stage stage = new Stage();
        stage.Connect("c");
        stage.Play("c> BYE 1", "c< 200 1", "c<>");
        for (int i = 0; i < 10; i++)
        {
            stage.Talk("c").Send("PING 1\n");
            stage.Wait(1000);
        }

        Assert.IsTrue(stage.Talk("c").Connection.IsClosed);
        Assert.AreEqual(0, stage.Network.Open);
    }

    [TestMethod]
    public void A_stranger_from_afar_who_asks_too_much_is_429()
    {
        Stage stage = new Stage();
        stage.ConnectFrom("far", Stage.Far(1));
        stage.ConnectFrom("other", Stage.Far(2));
        int answered = 0;
        for (int i = 0; i < 400; i++)
        {
            stage.Talk("far").Send("PING 1\n");
            stage.Settle();
            string line = stage.Talk("far").Take().Line;
            Assert.IsTrue(line == "200 1" || line.StartsWith("429 1 retry="), line);
            answered += line == "200 1" ? 1 : 0;
        }

        Assert.AreEqual(stage.Limits.RequestsPerSecond * 10, answered);
        stage.Play("other> PING 1", "other< 200 1", "> PING 1", "< 200 1");
        stage.ConnectFrom("far2", Stage.Far(1));
        stage.Play("far2> PING 1", "far2< 429 1 retry=*", "-- 2 s", "far2> PING 2", "far2< 200 2");
        stage.DatagramFrom(Stage.Far(2), null, "> PING 1", "< 200 1");
    }

    [TestMethod]
    public void Neighbours_and_sealed_peers_are_not_counted()
    {
        Stage stage = new Stage();
        stage.ConnectFrom("sealed", Stage.Far(1));
        stage.Authenticate("sealed", "kitchen@home.example");
        for (int i = 0; i < 400; i++)
        {
            stage.Play("sealed> PING 1", "sealed< 200 1", "> PING 1", "< 200 1");
        }
    }

    [TestMethod]
    public void When_the_store_is_full_it_is_507_and_what_is_there_stays()
    {
        Stage stage = new Stage(new Limits { Objects = 20 });
        stage.Link("k", "kitchen@home.example");
        int stored = 0;
        for (int i = 1; i <= 40; i++)
        {
            string body = "id: " + i.ToString() + ".kitchen@home.example\ntype: post\ndate: " + i.ToString() + "\n\nhello";
            stage.Talk("k").Send(stage.Talk("k").Wire("PUT 1 =" + body.Length.ToString(), body));
            stage.Settle();
            string line = stage.Talk("k").Take().Line;
            Assert.IsTrue(line.StartsWith("201 1 ") || line.StartsWith("507 1"), line);
            stored += line.StartsWith("201 1 ") ? 1 : 0;
        }

        Assert.IsTrue(stored >= 10 && stored <= 20, stored.ToString());
        for (int i = 1; i <= stored; i++)
        {
            stage.Play("k> GET 1 " + i.ToString() + ".kitchen@home.example", "k< 200 1 =*");
        }
    }

    [TestMethod]
    public void A_board_uses_no_more_sockets_than_it_has()
    {
        // 16 in all, with the listener, the datagrams, DNS and what is dialled.
        Limits limits = new Limits();
        Assert.IsTrue(limits.Connections + limits.Doorstep + 4 <= 16);
        Assert.IsTrue(limits.InOctets >= Fmtp.Nano.Protocol.Wire.LineMax);
    }
}
