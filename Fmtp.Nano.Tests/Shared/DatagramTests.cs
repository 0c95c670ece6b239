namespace Fmtp.Nano.Tests;

/// <summary>docs/PROTOCOL.md sections 3 and 5: datagrams. Every exchange checks the seal and the <c>at=</c> of every reply.</summary>
[TestClass]
public class DatagramTests
{
    private const string Kitchen = "kitchen@home.example";

    [TestMethod]
    public void A_datagram_is_answered_by_one()
    {
        Stage stage = new Stage();
        stage.Given("id: kitchen@home.example", "type: sensor", "date: 1", "public: yes", "", "21.5");
        stage.Datagram(null,
            "> PING 1", "< 200 1",
            "> GET 2 kitchen@home.example", "< 200 2 live=0 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 1", "| public: yes", "|", "| 21.5",
            "> GET 3 hall@home.example", "< 404 3",
            "> LIST 4 @home.example", "< 200 4 =*", "| kitchen@home.example *", "|",
            "> HELLO 5 other.example nonce=AAECAwQFBgcICQoLDA0ODxAR", "< 200 5 home.example nonce=* *",
            "> SING 6", "< 400 6");
    }

    [TestMethod]
    public void A_sensor_publishes_by_sealed_datagrams()
    {
        Stage stage = new Stage();
        stage.Datagram(Kitchen,
            "> PUT 1 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 0", "| volatile: yes", "| public: yes", "|", "| 21.5",
            "< 201 1 kitchen@home.example date=1700000000000",
            "> PUT 2 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 0", "| volatile: yes", "| public: yes", "|", "| 22",
            "< 200 2 kitchen@home.example date=1700000000001",
            "> GET 3 kitchen@home.example", "< 200 3 * =*", "| *", "| *", "| *", "| *", "| *", "|", "| 22");
        stage.Play("> GET 1 kitchen@home.example", "< 200 1 * =*", "| *", "| *", "| *", "| *", "| *", "|", "| 22");
    }

    [TestMethod]
    public void What_outlasts_its_datagram_needs_a_seal()
    {
        new Stage().Datagram(null,
            "> WATCH 1 @home.example", "< 403 1",
            "> DROP 2 @home.example", "< 403 2",
            "> AUTH 3 kitchen@home.example hmac", "< 403 3",
            "> BYE 4", "< 403 4");
    }

    [TestMethod]
    public void An_unsealed_PUT_is_401()
    {
        new Stage().Datagram(null,
            "> PUT 1 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 1", "|", "| 21.5", "< 401 1",
            "> PUT 2 by=kitchen@home.example at=1 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 1", "|", "| 21.5", "< 401 2",
            "> GET 3 kitchen@home.example", "< 404 3");
    }

    [TestMethod]
    public void A_wrong_seal_changes_nothing()
    {
        Stage stage = new Stage();
        stage.Datagram(null,
            "> PUT 1 by=kitchen@home.example at=1 =* ~AAAAAAAAAAAAAAAAAAAA", "| id: kitchen@home.example", "| type: sensor", "| date: 1", "|", "| 21.5", "< 401 1");
        stage.Datagram(null,
            "> PUT 2 by=nobody@home.example at=1 =* ~AAAAAAAAAAAAAAAAAAAA", "| id: kitchen@home.example", "| type: sensor", "| date: 1", "|", "| 21.5", "< 401 2");
        stage.Datagram(Kitchen, "> GET 3 kitchen@home.example", "< 404 3"); // at=1 is still good
    }

    [TestMethod]
    public void A_name_in_upper_case_is_the_same_name()
    {
        new Stage().Datagram(Kitchen, "> PING 1 by=KITCHEN@home.example", "< 200 1", "> GET 2 KITCHEN@HOME.example", "< 404 2");
    }

    [TestMethod]
    public void A_datagram_holds_exactly_one_message()
    {
        Stage stage = new Stage();
        DatagramTalk talk = stage.DatagramTalk(null);
        talk.From = Stage.Near(9);
        Raw(stage, talk, "PING 1\nPING 2\n", "400 1");
        Raw(stage, talk, "PUT 1 =10\nabc", "400 1");
        Raw(stage, talk, "PUT 1 =2\nabc", "400 1");
        Raw(stage, talk, "PUT 1 =x\nabc", "400 1");
        Raw(stage, talk, "PING 1\r\n", "200 1");
    }

    [TestMethod]
    public void What_is_no_request_is_not_answered()
    {
        Stage stage = new Stage();
        DatagramTalk talk = stage.DatagramTalk(null);
        talk.From = Stage.Near(9);
        string[] nothing = { "200 1\n", "404 1 : no\n", "\n", "x\n", "\0\n", " \n", "hello there\n", "1\n", "\r\n", "\u0001\u0002\u0003" };
        for (int i = 0; i < nothing.Length; i++)
        {
            talk.Send(System.Text.Encoding.UTF8.GetBytes(nothing[i]));
            stage.Settle();
            Heard heard = talk.Take();
            Assert.IsNull(heard, heard == null ? string.Empty : i.ToString() + ": " + heard.Line);
        }

        stage.Datagram(null, "> PING 1", "< 200 1");
    }

    [TestMethod]
    public void A_datagram_over_1200_octets_is_not_answered()
    {
        Stage stage = new Stage();
        DatagramTalk talk = stage.DatagramTalk(null);
        talk.From = Stage.Near(9);
        Raw(stage, talk, "PING 1 =1187\n" + new string('x', 1187), "200 1");
        Raw(stage, talk, "PING 1 =1188\n" + new string('x', 1188), null);
        Raw(stage, talk, "PING 1 =2000\n" + new string('x', 2000), null);
        stage.Datagram(null, "> PING 1", "< 200 1");
    }

    [TestMethod]
    public void A_longer_answer_is_413()
    {
        Stage stage = Stage.LinkedAs(Kitchen);
        stage.Play("> PUT 1 =*", "| id: 1.kitchen@home.example", "| type: post", "| date: 1", "| public: yes", "|", "| " + new string('x', 1300), "< 201 1 *");
        stage.Play("> PUT 2 =*", "| id: 2.kitchen@home.example", "| type: post", "| date: 1", "| public: yes", "|", "| " + new string('x', 1050), "< 201 2 *");
        stage.Play("> PUT 3 =*", "| id: 3.kitchen@home.example", "| type: post", "| date: 1", "| public: yes", "|", "| " + new string('x', 1125), "< 201 3 *");
        stage.Datagram(null,
            "> GET 1 1.kitchen@home.example", "< 413 1 *",
            "> GET 2 2.kitchen@home.example", "< 200 2 =*",
            "> GET 3 3.kitchen@home.example", "< 200 3 =*");
        stage.Datagram("hall@home.example",
            "> GET 1 1.kitchen@home.example", "< 413 1 *",
            "> GET 2 2.kitchen@home.example", "< 200 2 =*",
            "> GET 3 3.kitchen@home.example", "< 413 3 *");
    }

    [TestMethod]
    public void LIST_gives_what_fits_and_says_that_there_is_more()
    {
        Stage stage = new Stage();
        for (int i = 10; i < 50; i++)
        {
            stage.Given("id: " + i.ToString() + ".kitchen@home.example", "type: reading", "date: " + i.ToString(), "public: yes", "", "");
        }

        int seen = 0;
        string after = string.Empty;
        do
        {
            stage.Datagram(null, "> LIST 1 @home.example" + after, "< 200 1 * =*");
            seen += stage.Last.BodyText.Split('\n').Length - 1;
            after = stage.Last.Value("next").Length == 0 ? string.Empty : " after=" + stage.Last.Value("next");
        }
        while (after.Length > 0);
        Assert.AreEqual(40, seen);
    }

    [TestMethod]
    public void An_unsealed_stranger_is_answered_with_at_most_three_times_what_he_sent()
    {
        Stage stage = new Stage();
        stage.Given("id: kitchen@home.example", "type: sensor", "date: 1", "public: yes", "", "21.5 degrees");
        stage.Given("id: hall@home.example", "type: sensor", "date: 1", "public: yes", "", new string('x', 200));
        stage.DatagramFrom(Stage.Far(7), null,
            "> GET 1 kitchen@home.example", "< 413 1 *",
            "> GET 1 kitchen@home.example padding=paddingpadding", "< 200 1 live=0 =*",
            "> GET 2 hall@home.example", "< 413 2 *",
            "> GET 3 hall@home.example padding=" + new string('p', 60), "< 200 3 live=0 =*",
            "> LIST 4 @home.example", "< 413 4 *",
            "> LIST 5 @home.example padding=" + new string('p', 60), "< 200 5 =*", "| *", "| *", "|");
        stage.DatagramFrom(Stage.Near(7), null, "> GET 1 hall@home.example", "< 200 1 live=0 =*");
        stage.DatagramFrom(Stage.Far(7), Kitchen, "> GET 1 hall@home.example", "< 200 1 live=0 =*");
    }

    [TestMethod]
    public void At_has_to_grow()
    {
        new Stage().Datagram(Kitchen,
            "> PING 1 at=5", "< 200 1",
            "> PING 2 at=6", "< 200 2",
            "> PING 3 at=6", "< 409 3 last=6 time=1700000000000",
            "-- 1 s",
            "> PING 4 at=3", "< 409 4 last=6 time=1700000001000",
            "> PING 5 at=7", "< 200 5",
            "> PING 6 at=999999999999", "< 200 6");
    }

    [TestMethod]
    public void A_refused_at_is_told_at_most_once_a_second()
    {
        Stage stage = new Stage();
        stage.Datagram(Kitchen,
            "> PING 1 at=5", "< 200 1",
            "> PING 2 at=1", "< 409 2 last=5 *",
            "> PING 3 at=2", "<-",
            "-- 999 ms",
            "> PING 4 at=3", "<-",
            "-- 1 ms",
            "> PING 5 at=4", "< 409 5 last=5 *");
        stage.Datagram("hall@home.example",
            "> PING 1 at=5", "< 200 1",
            "> PING 2 at=1", "< 409 2 last=5 *");
    }

    [TestMethod]
    public void At_in_milliseconds_is_within_five_minutes()
    {
        new Stage().Datagram(Kitchen,
            "> PING 1 at=1700000300001", "< 409 1 last=0 time=1700000000000",
            "-- 1 s",
            "> PING 2 at=1699999700999", "< 409 2 last=0 time=1700000001000",
            "> PING 3 at=1699999701000", "< 200 3",
            "> PING 4 at=1700000301000", "< 200 4");
    }

    [TestMethod]
    public void Who_has_used_milliseconds_cannot_go_back_to_counting()
    {
        new Stage().Datagram(Kitchen,
            "> PING 1 at=7", "< 200 1",
            "> PING 2 at=1700000000000", "< 200 2",
            "> PING 3 at=8", "< 409 3 last=1700000000000 time=1700000000000");
    }

    [TestMethod]
    public void Without_a_clock_milliseconds_are_503_and_counting_works()
    {
        new Stage(new Limits(), false, false).Datagram(Kitchen,
            "> PING 1 at=1700000000000", "< 503 1 *",
            "> PING 2 at=5", "< 200 2",
            "> PING 3 at=4", "< 409 3 last=5");
    }

    [TestMethod]
    public void An_at_that_is_no_number_changes_nothing()
    {
        Stage stage = new Stage();
        stage.Datagram(Kitchen, "> PUT 1 at=x =*", "| id: kitchen@home.example", "| type: sensor", "| date: 1", "|", "| 21.5", "< 40* 1 *");
        stage.Datagram(Kitchen, "> GET 2 kitchen@home.example at=1", "< 404 2");
    }

    [TestMethod]
    public void The_same_datagram_is_answered_again_three_times_and_done_once()
    {
        Stage stage = new Stage();
        stage.Datagram(Kitchen,
            "> PUT 1 =*", "| id: 0.kitchen@home.example", "| type: reading", "| date: 0", "| public: yes", "|", "| 21.5", "< 201 1 *");
        string reply = stage.Last.Line;
        stage.Datagram(Kitchen, ">>", "< " + reply, ">>", "< " + reply, ">>", "< " + reply, ">>", "<-", ">>", "<-");
        stage.Play("> LIST 1 @home.example", "< 200 1 =*", "| *.kitchen@home.example *", "|");
        stage.Datagram(Kitchen, "> PING 2", "< 200 2", ">>", "< 200 2");
    }

    [TestMethod]
    public void A_silent_datagram_sent_again_is_done_once()
    {
        Stage stage = new Stage();
        stage.Datagram(Kitchen,
            "> PUT - =*", "| id: 0.kitchen@home.example", "| type: reading", "| date: 0", "| public: yes", "|", "| 21.5", "<-", ">>", "<-", ">>", "<-");
        stage.Play("> LIST 1 @home.example", "< 200 1 =*", "| *.kitchen@home.example *", "|");
    }

    [TestMethod]
    public void The_same_datagram_from_another_place_is_refused()
    {
        Stage stage = new Stage();
        stage.Datagram(Kitchen, "> PING 1", "< 200 1");
        stage.DatagramFrom(Stage.Far(66), Kitchen, ">>", "< 409 1 last=1 *");
    }

    [TestMethod]
    public void A_refused_request_is_answered_again_too()
    {
        new Stage().Datagram(Kitchen,
            "> PUT 1 =*", "| id: hall@home.example", "| type: sensor", "| date: 1", "|", "| mine", "< 403 1", ">>", "< 403 1",
            "> PUT 2 =*", "| nonsense", "< 400 2", ">>", "< 400 2",
            "> GET 3 nonsense", "< 400 3", ">>", "< 400 3");
    }

    [TestMethod]
    public void After_a_restart_an_old_datagram_is_not_taken_again()
    {
        Stage stage = new Stage();
        stage.Datagram(Kitchen, "> PING 1 at=5", "< 200 1", "> PING 2 at=6", "< 200 2");
        stage.Restart();
        stage.Datagram(Kitchen, "> PING 3 at=5", "< 409 3 last=* *");
        long last = long.Parse(stage.Last.Value("last"));
        Assert.IsTrue(last >= 6 && last <= 6 + 1024, last.ToString());
        stage.Datagram(Kitchen, "> PING 4 at=" + (last + 1).ToString(), "< 200 4");
    }

    [TestMethod]
    public void After_a_restart_milliseconds_go_on_at_once()
    {
        Stage stage = new Stage();
        stage.Datagram(Kitchen, "> PING 1 at=1700000000000", "< 200 1");
        stage.Restart();
        stage.Datagram(Kitchen, "> PING 2 at=1700000000000", "< 409 2 last=* time=1700000000000");
        long last = long.Parse(stage.Last.Value("last"));
        Assert.IsTrue(last >= 1700000000000 && last <= 1700000060000, last.ToString());
        stage.Datagram(Kitchen, "> PING 3 at=" + (last + 1).ToString(), "< 200 3");
    }

    [TestMethod]
    public void Many_restarts_never_let_an_old_datagram_in()
    {
        Stage stage = new Stage();
        long last = 0;
        for (int i = 0; i < 20; i++)
        {
            last += 700;
            stage.Datagram(Kitchen, "> PING 1 at=" + last.ToString(), "< * 1 *");
            if (stage.Last.Line.StartsWith("409"))
            {
                last = long.Parse(stage.Last.Value("last")) + 1;
                stage.Datagram(Kitchen, "> PING 1 at=" + last.ToString(), "< 200 1");
            }

            stage.Restart();
            stage.Datagram(Kitchen, "> PING 2 at=" + last.ToString(), "< 409 2 last=* *", "-- 1 s");
        }
    }

    [TestMethod]
    public void A_peer_watches_by_datagram_and_is_told_where_it_wrote_from_last()
    {
        Stage stage = new Stage();
        stage.DatagramFrom(Stage.Far(5), Kitchen, "> WATCH 1 hall@home.example", "< 200 1 lease=3600");
        stage.Given("id: hall@home.example", "type: sensor", "date: 1", "public: yes", "", "18");
        stage.DatagramFrom(Stage.Far(5), Kitchen, "< PUT - by=@home.example at=* =*", "| *", "| *", "| *", "| *", "|", "| 18");
        long at = long.Parse(stage.Last.Value("at"));
        stage.DatagramFrom(Stage.Far(6), Kitchen, "> PING 2", "< 200 2");
        stage.Given("id: hall@home.example", "type: sensor", "date: 2", "public: yes", "", "19");
        stage.DatagramFrom(Stage.Far(6), Kitchen, "< PUT - by=@home.example at=* =*", "| *", "| *", "| *", "| *", "|", "| 19");
        Assert.IsTrue(long.Parse(stage.Last.Value("at")) > at);
        stage.Datagram(Kitchen, "> DROP 3 hall@home.example", "< 200 3");
        stage.Given("id: hall@home.example", "type: sensor", "date: 3", "public: yes", "", "20");
        stage.Datagram(Kitchen, "<-");
    }

    [TestMethod]
    public void Garbage_in_datagrams_never_stops_the_relay()
    {
        Stage stage = new Stage();
        SeededEntropy dice = new SeededEntropy(3);
        DatagramTalk talk = stage.DatagramTalk(null);
        talk.From = Stage.Near(9);
        byte[] good = System.Text.Encoding.UTF8.GetBytes("PUT 1 by=kitchen@home.example at=7 =20 ~AAAAAAAAAAAAAAAAAAAA\nid: kitchen@home.exam");
        for (int i = 0; i < 3000; i++)
        {
            byte[] octets = new byte[1 + dice.Below(good.Length - 1)];
            System.Array.Copy(good, 0, octets, 0, octets.Length);
            for (int k = dice.Below(4); k > 0; k--)
            {
                octets[dice.Below(octets.Length)] = (byte)dice.Below(256);
            }

            talk.Send(octets);
            stage.Settle();
            while (stage.Network.TakeFromRelay(talk.From) != null)
            {
            }
        }

        stage.Datagram(null, "> PING 1", "< 200 1");
    }

    private static void Raw(Stage stage, DatagramTalk talk, string text, string expected)
    {
        talk.Send(System.Text.Encoding.UTF8.GetBytes(text));
        stage.Settle();
        Heard heard = talk.Take();
        Assert.AreEqual(expected, heard == null ? null : heard.Line, text.Length < 100 ? text : text.Substring(0, 100));
    }
}
