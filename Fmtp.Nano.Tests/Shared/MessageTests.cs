namespace Fmtp.Nano.Tests;

/// <summary>docs/PROTOCOL.md section 3: how messages are told apart, whatever comes.</summary>
[TestClass]
public class MessageTests
{
    [TestMethod]
    public void A_request_is_answered_under_its_tag()
    {
        new Stage().Play("> PING 1", "< 200 1", "> PING aB345678", "< 200 aB345678");
    }

    [TestMethod]
    public void A_request_may_come_octet_by_octet()
    {
        Stage stage = Stage.LinkedAs("kitchen@home.example");
        stage.Talk(string.Empty).Connection.Piece = 1;
        PutAndGet(stage);
    }

    [TestMethod]
    public void A_request_may_come_in_any_pieces()
    {
        for (uint seed = 1; seed <= 40; seed++)
        {
            Stage stage = Stage.LinkedAs("kitchen@home.example");
            stage.Talk(string.Empty).Connection.Split(seed, 1 + (int)seed);
            PutAndGet(stage);
        }
    }

    [TestMethod]
    public void Requests_may_come_together_and_take_effect_in_order()
    {
        Stage stage = Stage.LinkedAs("kitchen@home.example");
        stage.Play(
            "> PUT 1 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 1", "|", "| one",
            "> GET 2 kitchen@home.example",
            "> PUT 3 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 2", "|", "| two",
            "> GET 4 kitchen@home.example",
            "> PING 5",
            "< 201 1 kitchen@home.example date=1",
            "< 200 2 live=1 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 1", "|", "| one",
            "< 200 3 kitchen@home.example date=2",
            "< 200 4 live=1 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 2", "|", "| two",
            "< 200 5");
    }

    [TestMethod]
    public void A_hundred_requests_in_one_go_are_all_answered()
    {
        Stage stage = new Stage();
        string all = string.Empty;
        for (int i = 0; i < 100; i++)
        {
            all += "PING " + i.ToString() + "\n";
        }

        stage.Send(string.Empty, all);
        for (int i = 0; i < 100; i++)
        {
            Assert.AreEqual("200 " + i.ToString(), stage.Talk(string.Empty).Take().Line);
        }
    }

    [TestMethod]
    public void A_carriage_return_before_the_end_of_line_is_ignored()
    {
        Stage stage = new Stage();
        stage.Send(string.Empty, "PING 1\r\nPING 2\n\r\n");
        stage.Play("< 200 1", "< 200 2", "<-");
    }

    [TestMethod]
    public void An_empty_line_is_ignored()
    {
        new Stage().Play(">", ">", "> PING 1", ">", "> PING 2", "< 200 1", "< 200 2");
    }

    [TestMethod]
    public void It_works_by_hand()
    {
        // printf 'GET 1 kitchen@home.example\n' | nc relay 3687
        Stage stage = new Stage();
        stage.Given("id: kitchen@home.example", "type: sensor", "date: 1", "public: yes", "", "21.5");
        stage.Talk(string.Empty).Send("GET 1 kitchen@home.example\n");
        stage.HalfClose(string.Empty);
        stage.Play(
            "< 200 1 live=0 =*",
            "| id: kitchen@home.example",
            "| type: sensor",
            "| date: 1",
            "| public: yes",
            "|",
            "| 21.5",
            "<>");
    }

    [TestMethod]
    public void A_tag_of_a_hyphen_wants_no_reply()
    {
        new Stage().Play("> PING -", "> GET - kitchen@home.example", "> GET -", "> PING 1", "< 200 1");
    }

    [TestMethod]
    public void A_tag_is_1_to_8_letters_and_digits()
    {
        new Stage().Play(
            "> PING 123456789", "< 400 -",
            "> PING a_b", "< 400 -",
            "> PING", "< 400 -",
            "> PING --", "< 400 -",
            "> PING 1", "< 200 1");
    }

    [TestMethod]
    public void A_verb_nobody_knows_is_400_and_the_connection_goes_on()
    {
        new Stage().Play(
            "> SING 1", "< 400 1",
            "> PINGPONG 2", "< 400 2",
            "> PINGS 3", "< 400 3",
            "> PIN 4", "< 400 4",
            "> ping 5", "< 400 5",
            "> Ping 6", "< 400 6",
            "> PINGPONGS 7", "< 400 7",
            "> PI 8", "< 400 8",
            "> GETS 9 a@b", "< 400 9",
            "> PUTS 10", "< 400 10",
            "> BYES 11", "< 400 11",
            "> HELLA 12", "< 400 12",
            "> HELLO? 13", "< 400 13",
            "> WATCHES 14", "< 400 14",
            "> PING 15", "< 200 15");
    }

    [TestMethod]
    public void Words_are_separated_by_one_space()
    {
        new Stage().Play(
            "> PING  1", "< 400 *",
            "> PING 2 ", "< 400 2",
            ">  PING 3", "< 400 *",
            "> GET 4  kitchen@home.example", "< 400 4",
            "> PING\t5", "< 400 -",
            "> PING 6", "< 200 6");
    }

    [TestMethod]
    public void An_unknown_key_is_ignored_and_an_unknown_word_is_not()
    {
        new Stage().Play(
            "> PING 1 colour=red", "< 200 1",
            "> PING 2 red", "< 400 2",
            "> PING 3 abcdefghijklmnop=1", "< 200 3",
            "> PING 4 abcdefghijklmnopq=1", "< 400 4",
            "> PING 5 Colour=red", "< 400 5",
            "> PING 6 colour=", "< 400 6",
            "> GET 7 kitchen@home.example hall@home.example", "< 400 7",
            "> GET 8 kitchen@home.example colour=red", "< 404 8",
            "> PING 9 a==", "< 200 9");
    }

    [TestMethod]
    public void Positional_words_come_first()
    {
        new Stage().Play("> GET 1 since=1 kitchen@home.example", "< 400 1", "> PING 2", "< 200 2");
    }

    [TestMethod]
    public void A_key_twice_is_400()
    {
        new Stage().Play(
            "> PING 1 a=1 a=2", "< 400 1",
            "> PING 2 a=1 ab=2 b=3", "< 200 2",
            "> GET 3 kitchen@home.example since=1 x=1 since=1", "< 400 3");
    }

    [TestMethod]
    public void Only_visible_ASCII_stands_in_a_line()
    {
        new Stage().Play(
            "> PING 1 a=\u0001", "< 400 1",
            "> PING 2 a=\u007F", "< 400 2",
            "> PING 3 a=é", "< 400 3",
            "> PING é", "< 400 -",
            "> GET 5 kitch\u0001n@home.example", "< 400 5",
            "> PING 6 a=!~", "< 200 6");
    }

    [TestMethod]
    public void A_body_nobody_asked_for_is_passed_over()
    {
        new Stage().Play("> PING 1 =6", "| PING 9", "> PING 2 =0", "< 200 1", "< 200 2");
    }

    [TestMethod]
    public void The_body_of_a_malformed_request_is_passed_over()
    {
        new Stage().Play(
            "> SING 1 =6", "| PING 9",
            "> PUT tag_too_long =6", "| PING 9",
            "> PING 3",
            "< 400 1",
            "< 400 -",
            "< 200 3");
    }

    [TestMethod]
    public void A_reply_that_answers_nothing_is_dropped_with_its_body()
    {
        new Stage().Play(
            "> 200 1", "> 200 2 =6", "| PING 9", "> 404 3 : no such thing", "> 200", "> 2", "> 99999 4", "> 0", "> 503 - retry=5",
            "> PING 1", "< 200 1");
    }

    [TestMethod]
    public void A_length_that_is_no_number_is_400_and_ends_the_connection()
    {
        string[] lengths = { "=x", "=", "=-1", "=+1", "=1.5", "=00000000000000000001", "=99999999999999999999" };
        for (int i = 0; i < lengths.Length; i++)
        {
            new Stage().Play("> PUT 1 " + lengths[i], "> PING 2", "< 400 1", "<>");
        }
    }

    [TestMethod]
    public void A_body_over_the_limit_is_413_and_ends_the_connection()
    {
        new Stage().Play("> PUT 1 =4097", "> PING 2", "< 413 1 max=4096", "<>");
        new Stage().Play("> PUT 1 =9223372036854775807", "< 413 1 max=4096", "<>");
        new Stage().Play("> PUT 1 =2147483648", "< 413 1 max=4096", "<>");
        new Stage().Play("> PUT 1 =4294967297", "< 413 1 max=4096", "<>");
    }

    [TestMethod]
    public void A_length_over_any_number_ends_the_connection()
    {
        new Stage().Play("> PUT 1 =9223372036854775808", "< 4* 1 *", "<>");
    }

    [TestMethod]
    public void A_line_may_have_512_octets_with_its_end()
    {
        Stage stage = new Stage();
        stage.Play("> PING 1 a=" + new string('b', 512 - 9 - 1 - 1), "< 200 1");
        stage.Send(string.Empty, "PING 2 a=" + new string('b', 512 - 9 - 2) + "\r\n");
        stage.Play("< 200 2");
    }

    [TestMethod]
    public void A_longer_line_is_400_and_ends_the_connection()
    {
        new Stage().Play("> PING 1 a=" + new string('b', 512 - 9), "> PING 2", "< 400 *", "<>");
    }

    [TestMethod]
    public void A_line_without_end_is_400_as_soon_as_it_is_too_long()
    {
        Stage stage = new Stage();
        stage.Send(string.Empty, new string('x', 600));
        stage.Play("< 400 -", "<>");
    }

    [TestMethod]
    public void A_megabyte_without_an_end_of_line_changes_nothing()
    {
        Stage stage = new Stage();
        for (int i = 0; i < 1000; i++)
        {
            stage.Talk(string.Empty).Send(new byte[1000]);
            if (i % 100 == 0)
            {
                stage.Settle(); // no array of a board holds a megabyte
            }
        }

        stage.Play("< 400 -", "<>");
        stage.Wait(10 * 1000);
        Assert.AreEqual(0, stage.Network.Open);
        stage.Connect("b");
        stage.Play("b> PING 1", "b< 200 1");
    }

    [TestMethod]
    public void Too_many_words_are_400()
    {
        string line = "> PING 1";
        for (int i = 0; i < 240; i++)
        {
            line += " a";
        }

        new Stage().Play(line, "< 400 1", line + " =6", "| PING 9", "> PING 2", "< 400 1", "< 200 2");
    }

    [TestMethod]
    public void Spaces_alone_are_400()
    {
        Stage stage = new Stage();
        stage.Send(string.Empty, " \n  \n" + new string(' ', 511) + "\nPING 1\n");
        stage.Play("< 400 -", "< 400 -", "< 400 -", "< 200 1");
    }

    [TestMethod]
    public void A_short_line_at_the_very_end_of_the_buffer_is_read_like_any_other()
    {
        string[] ends = { " 1\n", "A\n", "1\n", " \n", "A 1\n", "\r\n", "= =\n", " =\n", "~ ~\n" };
        for (int i = 0; i < ends.Length; i++)
        {
            Stage stage = new Stage();
            int before = stage.Limits.InOctets - ends[i].Length;
            string first = "PING 1 a=" + new string('b', 502) + "\n";
            stage.Send(string.Empty, first + "PING 2 a=" + new string('b', before - first.Length - 10) + "\n" + ends[i]);
            Assert.AreEqual("200 1", stage.Talk(string.Empty).Take().Line);
            Assert.AreEqual("200 2", stage.Talk(string.Empty).Take().Line);
        }
    }

    [TestMethod]
    public void Garbage_of_every_kind_never_stops_the_relay()
    {
        string[] words = { "GET", "PUT", "LIST", "WATCH", "DROP", "HELLO", "AUTH", "PING", "get", "200", "1", "-", "=0", "=3", "=", "=x", "~", "~AAAA",
            "~AAAAAAAAAAAAAAAAAAAA", "a@b", "@home.example", "kitchen@home.example", "1.kitchen@home.example", "since=1", "since=", "max=0", "max=-1",
            "after=x", "after=1/a@b", "type=room", "type=\u0001", "lease=0", "nonce=", "hmac", "ed25519", ":", "", "  ", "\r", "a=b", "a=b", "é", "\u0000" };
        SeededEntropy dice = new SeededEntropy(7);
        Stage stage = new Stage();
        stage.Given("id: kitchen@home.example", "type: sensor", "date: 1", "public: yes", "", "21.5");
        for (int i = 0; i < 1500; i++)
        {
            string name = "a";
            bool isOver = i > 0 && (stage.Talk(name).Connection.IsFinished || stage.Talk(name).Connection.IsClosed);
            if (isOver)
            {
                stage.Reset(name);
            }

            if (i == 0 || isOver)
            {
                stage.Connect(name);
                stage.Talk(name).Connection.Split((uint)i, 30);
            }

            string line = string.Empty;
            for (int k = dice.Below(6); k >= 0; k--)
            {
                line += (line.Length == 0 ? string.Empty : " ") + words[dice.Below(words.Length)];
            }

            stage.Talk(name).Send(line + "\n");
            if (dice.OneIn(4))
            {
                stage.Settle();
                stage.Talk(name).Connection.ToPeer.Take(stage.Talk(name).Connection.ToPeer.Count);
            }
        }

        stage.Reset("a");
        stage.Connect("b");
        stage.Play("b> PING 1", "b< 200 1");
        Assert.AreEqual(1, stage.Network.Open);
    }

    [TestMethod]
    public void BYE_is_answered_and_ends_the_connection()
    {
        new Stage().Play("> PING 1", "> BYE 2", "> PING 3", "< 200 1", "< 200 2", "<>");
    }

    [TestMethod]
    public void HELLO_tells_the_domain_the_limit_and_the_time()
    {
        new Stage().Play(
            "> HELLO 1 kitchen@home.example nonce=AAECAwQFBgcICQoLDA0ODxAR",
            "< 200 1 home.example nonce=* max=4096 time=1700000000000",
            "> HELLO 2 other.example nonce=AAECAwQFBgcICQoLDA0ODxAR max=65536",
            "< 200 2 home.example nonce=* max=4096 time=1700000000000");
    }

    [TestMethod]
    public void HELLO_gives_another_nonce_each_time()
    {
        Stage stage = new Stage();
        stage.Play("> HELLO 1 other.example nonce=AAECAwQFBgcICQoLDA0ODxAR", "< 200 1 home.example nonce=* *");
        string first = stage.Last.Value("nonce");
        Assert.AreEqual(24, first.Length);
        stage.Play("> HELLO 2 other.example nonce=AAECAwQFBgcICQoLDA0ODxAR", "< 200 2 home.example nonce=* *");
        Assert.AreNotEqual(first, stage.Last.Value("nonce"));
    }

    [TestMethod]
    public void HELLO_without_a_name_or_18_random_octets_is_400()
    {
        new Stage().Play(
            "> HELLO 1 other.example", "< 400 1",
            "> HELLO 2 nonce=AAECAwQFBgcICQoLDA0ODxAR", "< 400 2",
            "> HELLO 3 other.example nonce=AAECAwQF", "< 400 3",
            "> HELLO 4 other.example nonce=AAECAwQFBgcICQoLDA0ODxA=", "< 400 4",
            "> HELLO 5 other.example nonce=AAECAwQFBgcICQoLDA0OD_AR", "< 400 5",
            "> HELLO 6 @other.example nonce=AAECAwQFBgcICQoLDA0ODxAR", "< 400 6",
            "> HELLO 7 1.a@other.example nonce=AAECAwQFBgcICQoLDA0ODxAR", "< 400 7",
            "> HELLO 8 other..example nonce=AAECAwQFBgcICQoLDA0ODxAR", "< 400 8",
            "> HELLO 9 other.example nonce=AAECAwQFBgcICQoLDA0ODxAR max=x", "< 400 9");
    }

    private static void PutAndGet(Stage stage)
    {
        stage.Play(
            "> PUT 1 =*",
            "| id: kitchen@home.example",
            "| type: sensor",
            "| date: 1700000000000",
            "| subject: Küche",
            "|",
            "| 21.5",
            "|",
            "> GET 2 kitchen@home.example",
            "> PING 3",
            "> LIST 4 @home.example",
            "< 201 1 kitchen@home.example date=1700000000000",
            "< 200 2 live=1 =*",
            "| id: kitchen@home.example",
            "| type: sensor",
            "| date: 1700000000000",
            "| subject: Küche",
            "|",
            "| 21.5",
            "|",
            "< 200 3",
            "< 200 4 =*",
            "| kitchen@home.example 1700000000000 sensor 80 Küche",
            "|");
    }
}
