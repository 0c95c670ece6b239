namespace Fmtp.Nano.Tests;

/// <summary>docs/PROTOCOL.md section 3: LIST.</summary>
[TestClass]
public class ListTests
{
    [TestMethod]
    public void Nothing_is_200_with_an_empty_body()
    {
        new Stage().Play(
            "> LIST 1 @home.example", "< 200 1 =0",
            "> LIST 2 kitchen@home.example", "< 200 2 =0",
            "> LIST 3 @elsewhere.example", "< 200 3 =0");
    }

    [TestMethod]
    public void A_line_tells_address_date_type_size_and_subject()
    {
        Stage stage = new Stage();
        stage.Given("id: 1.kitchen@home.example", "type: post", "date: 1000", "public: yes", "subject: On soup, and salt", "", "hello");
        stage.Given("id: 2.kitchen@home.example", "type: reading", "date: 999", "public: yes", "", "21.5");
        stage.Play(
            "> LIST 1 @home.example",
            "< 200 1 =*",
            "| 1.kitchen@home.example 1000 post 94 On soup, and salt",
            "| 2.kitchen@home.example 999 reading 68",
            "|");
    }

    [TestMethod]
    public void Newest_come_first_and_ties_by_falling_address()
    {
        Stage stage = Scene();
        stage.Play(
            "> LIST 1 @home.example",
            "< 200 1 =*",
            "| 5.hall@home.example 1005 *",
            "| kitchen@home.example 1002 *",
            "| 2.kitchen@home.example 1002 *",
            "| 10.kitchen@home.example 1002 *",
            "| room@home.example 1001 *",
            "|");
    }

    [TestMethod]
    public void A_name_lists_what_is_by_it_under_it_and_itself()
    {
        Stage stage = Scene();
        stage.Play(
            "> LIST 1 room@home.example",
            "< 200 1 =*",
            "| 5.hall@home.example *",
            "| 2.kitchen@home.example *",
            "| room@home.example *",
            "|",
            "> LIST 2 kitchen@home.example",
            "< 200 2 =*",
            "| kitchen@home.example *",
            "| 2.kitchen@home.example *",
            "| 10.kitchen@home.example *",
            "|",
            "> LIST 3 2.kitchen@home.example",
            "< 200 3 =*",
            "| 2.kitchen@home.example *",
            "|");
    }

    [TestMethod]
    public void A_name_lists_what_is_to_it()
    {
        Stage stage = new Stage();
        stage.Given("id: 1.kitchen@home.example", "type: mail", "date: 1000", "public: yes", "to: garden@home.example hall@home.example", "", "dinner");
        stage.Play(
            "> LIST 1 hall@home.example", "< 200 1 =*", "| 1.kitchen@home.example *", "|",
            "> LIST 2 garden@home.example", "< 200 2 =*", "| 1.kitchen@home.example *", "|",
            "> LIST 3 den@home.example", "< 200 3 =0");
    }

    [TestMethod]
    public void Type_parent_top_and_since_narrow_it()
    {
        Stage stage = Scene();
        stage.Play(
            "> LIST 1 @home.example type=chat", "< 200 1 =*", "| 5.hall@home.example *", "| 2.kitchen@home.example *", "|",
            "> LIST 2 @home.example parent=room@home.example", "< 200 2 =*", "| 5.hall@home.example *", "| 2.kitchen@home.example *", "|",
            "> LIST 3 @home.example top=2.kitchen@home.example", "< 200 3 =*", "| 5.hall@home.example *", "|",
            "> LIST 4 @home.example since=1002", "< 200 4 =*", "| 5.hall@home.example *", "|",
            "> LIST 5 @home.example type=chat since=1002 parent=room@home.example", "< 200 5 =*", "| 5.hall@home.example *", "|",
            "> LIST 6 kitchen@home.example type=chat", "< 200 6 =*", "| 2.kitchen@home.example *", "|",
            "> LIST 7 @home.example type=nothing", "< 200 7 =0",
            "> LIST 8 @home.example parent=ROOM@home.example type=chat", "< 200 8 =*", "| 5.hall@home.example *", "| 2.kitchen@home.example *", "|");
    }

    [TestMethod]
    public void What_is_malformed_is_400()
    {
        new Stage().Play(
            "> LIST 1", "< 400 1",
            "> LIST 2 kitchen", "< 400 2",
            "> LIST 3 @home.example type=Chat", "< 400 3",
            "> LIST 4 @home.example parent=room", "< 400 4",
            "> LIST 5 @home.example top=room", "< 400 5",
            "> LIST 6 @home.example since=x", "< 400 6",
            "> LIST 7 @home.example max=x", "< 400 7",
            "> LIST 8 @home.example after=nonsense", "< 400 8",
            "> LIST 9 @home.example type=" + new string('a', 33), "< 400 9",
            "> LIST 10 @home.example parent=" + new string('a', 200) + "@x", "< 400 10",
            "> LIST 11 " + new string('a', 200) + "@x", "< 400 11",
            "> PING 12", "< 200 12");
    }

    [TestMethod]
    public void Pages_follow_one_another_without_gap_or_repetition()
    {
        Stage stage = Scene();
        stage.Play("> LIST 1 @home.example max=2", "< 200 1 next=* =*", "| 5.hall@home.example *", "| kitchen@home.example *", "|");
        stage.Play("> LIST 2 @home.example max=2 after=" + stage.Last.Value("next"), "< 200 2 next=* =*", "| 2.kitchen@home.example *", "| 10.kitchen@home.example *", "|");
        stage.Play("> LIST 3 @home.example max=2 after=" + stage.Last.Value("next"), "< 200 3 =*", "| room@home.example *", "|");
    }

    [TestMethod]
    public void Next_is_told_only_where_there_is_more()
    {
        Stage stage = Scene();
        stage.Play(
            "> LIST 1 @home.example max=5", "< 200 1 =*", "| *", "| *", "| *", "| *", "| *", "|",
            "> LIST 2 @home.example max=4", "< 200 2 next=* =*", "| *", "| *", "| *", "| *", "|",
            "> LIST 3 @home.example type=room max=1", "< 200 3 =*", "| room@home.example *", "|");
    }

    [TestMethod]
    public void A_cursor_stays_good_when_what_it_names_goes()
    {
        Stage stage = Scene();
        stage.Play("> LIST 1 @home.example max=3", "< 200 1 next=* =*", "| *", "| *", "| 2.kitchen@home.example *", "|");
        string cursor = stage.Last.Value("next");
        stage.Given("id: 2.kitchen@home.example", "type: chat", "date: 1700000000000", "deleted: yes", "", "");
        stage.Given("id: 99.kitchen@home.example", "type: chat", "date: 1700000000000", "public: yes", "", "newer");
        stage.Play("> LIST 2 @home.example max=3 after=" + cursor, "< 200 2 =*", "| 10.kitchen@home.example *", "| room@home.example *", "|");
    }

    [TestMethod]
    public void One_answer_has_at_most_2048_octets_and_all_pages_have_everything()
    {
        Stage stage = new Stage();
        for (int i = 100; i < 160; i++)
        {
            stage.Given("id: " + i.ToString() + ".kitchen@home.example", "type: reading", "date: " + i.ToString(), "public: yes", "subject: " + new string('s', 64), "", "");
        }

        int seen = 0;
        int pages = 0;
        string after = string.Empty;
        do
        {
            stage.Play("> LIST 1 @home.example max=1000" + after, "< 200 1 * =*");
            Assert.IsTrue(stage.Last.Body.Length <= 2048);
            string[] lines = stage.Last.BodyText.Split('\n');
            for (int i = 0; i < lines.Length - 1; i++)
            {
                Assert.IsTrue(lines[i].StartsWith((159 - seen).ToString() + ".kitchen@home.example "), lines[i]);
                seen++;
            }

            pages++;
            after = stage.Last.Value("next").Length == 0 ? string.Empty : " after=" + stage.Last.Value("next");
        }
        while (after.Length > 0);
        Assert.AreEqual(60, seen);
        Assert.IsTrue(pages >= 4 && pages <= 8, pages.ToString());
    }

    [TestMethod]
    public void A_long_subject_is_cut_to_64_octets_between_characters()
    {
        Stage stage = new Stage();
        stage.Given("id: 1.kitchen@home.example", "type: post", "date: 4", "public: yes", "subject: " + new string('a', 63) + "éé", "", "");
        stage.Given("id: 2.kitchen@home.example", "type: post", "date: 3", "public: yes", "subject: " + new string('a', 62) + "éé", "", "");
        stage.Given("id: 3.kitchen@home.example", "type: post", "date: 2", "public: yes", "subject: " + new string('a', 61) + "\U0001F600b", "", "");
        stage.Given("id: 4.kitchen@home.example", "type: post", "date: 1", "public: yes", "subject: " + new string('a', 65), "", "");
        stage.Play(
            "> LIST 1 @home.example",
            "< 200 1 =*",
            "| 1.kitchen@home.example 4 post * " + new string('a', 63),
            "| 2.kitchen@home.example 3 post * " + new string('a', 62) + "é",
            "| 3.kitchen@home.example 2 post * " + new string('a', 61),
            "| 4.kitchen@home.example 1 post * " + new string('a', 64),
            "|");
    }

    [TestMethod]
    public void A_subject_may_have_spaces_at_its_ends()
    {
        Stage stage = new Stage();
        stage.Given("id: 1.kitchen@home.example", "type: post", "date: 4", "public: yes", "subject:  a ", "", "");
        stage.Play("> LIST 1 @home.example", "< 200 1 =*", "| 1.kitchen@home.example 4 post *  a ", "|");
    }

    [TestMethod]
    public void Private_objects_are_listed_to_who_may_read_them()
    {
        Stage stage = new Stage();
        stage.Link("kitchen", "kitchen@home.example");
        stage.Link("hall", "hall@home.example");
        stage.Link("garden", "garden@home.example");
        stage.Given("id: 1.kitchen@home.example", "type: mail", "date: 4", "to: hall@home.example", "", "");
        stage.Play(
            "> LIST 1 @home.example", "< 200 1 =0",
            "garden> LIST 2 @home.example", "garden< 200 2 =0",
            "hall> LIST 3 @home.example", "hall< 200 3 =*", "| 1.kitchen@home.example *", "|",
            "hall> LIST 4 hall@home.example", "hall< 200 4 =*", "| 1.kitchen@home.example *", "|",
            "kitchen> LIST 5 @home.example", "kitchen< 200 5 =*", "| 1.kitchen@home.example *", "|");
    }

    [TestMethod]
    public void What_is_deleted_or_expired_is_not_listed()
    {
        Stage stage = Stage.LinkedAs("kitchen@home.example");
        stage.Given("id: 1.kitchen@home.example", "type: post", "date: 4", "public: yes", "", "");
        stage.Given("id: 2.kitchen@home.example", "type: post", "date: 3", "public: yes", "expires: 1700000010000", "", "");
        stage.Given("id: 3.kitchen@home.example", "type: post", "date: 2", "public: yes", "", "");
        stage.Given("id: 1.kitchen@home.example", "type: post", "date: 5", "public: yes", "deleted: yes", "", "");
        stage.Play(
            "> LIST 1 @home.example", "< 200 1 =*", "| 2.kitchen@home.example *", "| 3.kitchen@home.example *", "|",
            "-- 11 s",
            "> LIST 2 @home.example", "< 200 2 =*", "| 3.kitchen@home.example *", "|");
    }

    [TestMethod]
    public void A_new_version_moves_up()
    {
        Stage stage = Scene();
        stage.Given("id: room@home.example", "type: room", "date: 2000", "public: yes", "", "");
        stage.Play("> LIST 1 @home.example max=1", "< 200 1 next=* =*", "| room@home.example 2000 *", "|");
    }

    private static Stage Scene()
    {
        Stage stage = new Stage();
        stage.Given("id: room@home.example", "type: room", "date: 1001", "public: yes", "write: signed", "", "");
        stage.Given("id: 2.kitchen@home.example", "type: chat", "date: 1002", "public: yes", "parent: room@home.example", "", "hello");
        stage.Given("id: 10.kitchen@home.example", "type: post", "date: 1002", "public: yes", "", "long");
        stage.Given("id: kitchen@home.example", "type: sensor", "date: 1002", "public: yes", "", "");
        stage.Given("id: 5.hall@home.example", "type: chat", "date: 1005", "public: yes", "parent: room@home.example", "top: 2.kitchen@home.example", "", "hi");
        return stage;
    }
}
