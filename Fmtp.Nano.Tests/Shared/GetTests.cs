namespace Fmtp.Nano.Tests;

/// <summary>docs/PROTOCOL.md section 3: GET.</summary>
[TestClass]
public class GetTests
{
    [TestMethod]
    public void What_is_not_there_is_404()
    {
        new Stage().Play(
            "> GET 1 kitchen@home.example", "< 404 1",
            "> GET 2 1.kitchen@home.example", "< 404 2",
            "> GET 3 0.kitchen@home.example", "< 404 3");
    }

    [TestMethod]
    public void A_name_an_object_and_a_host_can_be_asked_for()
    {
        Stage stage = new Stage();
        stage.Given("id: kitchen@home.example", "type: sensor", "date: 1", "public: yes", "", "name");
        stage.Given("id: 7.kitchen@home.example", "type: reading", "date: 1", "public: yes", "", "object");
        stage.Given("id: @home.example", "type: host", "date: 1", "public: yes", "", "host");
        stage.Play(
            "> GET 1 kitchen@home.example", "< 200 1 * =*",
            "| id: kitchen@home.example", "| type: sensor", "| date: 1", "| public: yes", "|", "| name",
            "> GET 2 7.kitchen@home.example", "< 200 2 * =*",
            "| id: 7.kitchen@home.example", "| type: reading", "| date: 1", "| public: yes", "|", "| object",
            "> GET 3 @home.example", "< 200 3 * =*",
            "| id: @home.example", "| type: host", "| date: 1", "| public: yes", "|", "| host");
    }

    [TestMethod]
    public void Upper_case_in_the_request_is_folded()
    {
        Stage stage = new Stage();
        stage.Given("id: 7.kitchen@home.example", "type: reading", "date: 1", "public: yes", "", "object");
        stage.Play("> GET 1 7.KITCHEN@Home.Example", "< 200 1 * =*");
    }

    [TestMethod]
    public void What_is_no_address_is_400()
    {
        new Stage().Play(
            "> GET 1", "< 400 1",
            "> GET 2 kitchen", "< 400 2",
            "> GET 3 @", "< 400 3",
            "> GET 4 kitchen@", "< 400 4",
            "> GET 5 kitchen@home..example", "< 400 5",
            "> GET 6 07.kitchen@home.example", "< 400 6",
            "> GET 7 kitchen@home@example", "< 400 7",
            "> GET 8 " + new string('a', 63) + "@" + new string('b', 63) + ".x", "< 400 8",
            "> GET 9 " + new string('a', 400) + "@x", "< 400 9",
            "> GET 10 ((((((((((((((((((((((((((((((((((", "< 400 10",
            "> GET 11 @@@@@@@@@@@@@@@@@@@@@@@@@@@@", "< 400 11",
            "> GET 12 ................", "< 400 12",
            "> PING 13", "< 200 13");
    }

    [TestMethod]
    public void Since_gives_only_what_is_later()
    {
        Stage stage = new Stage();
        stage.Given("id: kitchen@home.example", "type: sensor", "date: 1000", "public: yes", "", "21.5");
        stage.Play(
            "> GET 1 kitchen@home.example since=999", "< 200 1 * =*",
            "> GET 2 kitchen@home.example since=1000", "< 304 2",
            "> GET 3 kitchen@home.example since=1001", "< 304 3",
            "> GET 4 kitchen@home.example since=0", "< 200 4 * =*",
            "> GET 5 hall@home.example since=0", "< 404 5");
    }

    [TestMethod]
    public void Since_and_hops_are_numbers_and_scope_is_one_of_three()
    {
        Stage stage = new Stage();
        stage.Given("id: kitchen@home.example", "type: sensor", "date: 1000", "public: yes", "", "21.5");
        stage.Play(
            "> GET 1 kitchen@home.example since=x", "< 400 1",
            "> GET 2 kitchen@home.example since=-1", "< 400 2",
            "> GET 3 kitchen@home.example since=9223372036854775808", "< 400 3",
            "> GET 4 kitchen@home.example hops=x", "< 400 4",
            "> GET 5 kitchen@home.example hops=99", "< 200 5 * =*",
            "> GET 6 kitchen@home.example hops=0", "< 200 6 * =*",
            "> GET 7 kitchen@home.example scope=local", "< 200 7 * =*",
            "> GET 8 kitchen@home.example scope=cached", "< 200 8 * =*",
            "> GET 9 kitchen@home.example scope=any", "< 200 9 * =*",
            "> GET 10 kitchen@home.example scope=world", "< 400 10",
            "> GET 11 kitchen@home.example since=9223372036854775807", "< 304 11");
    }

    [TestMethod]
    public void A_private_object_is_not_there_for_a_stranger()
    {
        Stage stage = Stage.LinkedAs("kitchen@home.example");
        stage.Connect("stranger");
        stage.Link("hall", "hall@home.example");
        stage.Given("id: kitchen@home.example", "type: sensor", "date: 1", "", "21.5");
        stage.Play(
            "> GET 1 kitchen@home.example", "< 200 1 live=1 =*",
            "hall> GET 2 kitchen@home.example", "hall< 404 2",
            "stranger> GET 3 kitchen@home.example", "stranger< 404 3",
            "stranger> GET 4 kitchen@home.example since=0", "stranger< 404 4",
            "stranger> GET 5 kitchen@home.example since=99", "stranger< 404 5");
    }

    [TestMethod]
    public void What_was_deleted_is_410_for_anyone()
    {
        Stage stage = Stage.LinkedAs("kitchen@home.example");
        stage.Connect("stranger");
        stage.Given("id: kitchen@home.example", "type: sensor", "date: 1", "", "21.5");
        stage.Given("id: kitchen@home.example", "type: sensor", "date: 2", "deleted: yes", "", "");
        stage.Play(
            "> GET 1 kitchen@home.example", "< 410 1",
            "stranger> GET 2 kitchen@home.example", "stranger< 410 2");
    }

    [TestMethod]
    public void What_has_expired_is_410()
    {
        Stage stage = Stage.LinkedAs("kitchen@home.example");
        stage.Connect("stranger");
        stage.Given("id: 1.kitchen@home.example", "type: reading", "date: 1", "public: yes", "expires: 1700000010000", "", "21.5");
        stage.Given("id: 2.kitchen@home.example", "type: reading", "date: 1", "expires: 1700000010000", "", "21.5");
        stage.Play(
            "stranger> GET 1 1.kitchen@home.example", "stranger< 200 1 =*",
            "> GET 2 2.kitchen@home.example", "< 200 2 =*",
            "-- 11 s",
            "stranger> GET 3 1.kitchen@home.example", "stranger< 410 3",
            "> GET 4 2.kitchen@home.example", "< 410 4",
            "stranger> GET 5 2.kitchen@home.example", "stranger< 404 5");
    }

    [TestMethod]
    public void Live_tells_whether_the_owner_is_connected()
    {
        Stage stage = new Stage();
        stage.Given("id: kitchen@home.example", "type: user", "date: 1", "public: yes", "", "");
        stage.Play("> GET 1 kitchen@home.example", "< 200 1 live=0 =*");
        stage.Link("k", "kitchen@home.example");
        stage.Play("> GET 2 kitchen@home.example", "< 200 2 live=1 =*");
        stage.Link("k2", "kitchen@home.example");
        stage.Reset("k");
        stage.Play("> GET 3 kitchen@home.example", "< 200 3 live=1 =*");
        stage.Play("k2> BYE 1", "k2< 200 1", "k2<>");
        stage.Wait(3000);
        stage.Play("> GET 4 kitchen@home.example", "< 200 4 live=0 =*");
    }

    [TestMethod]
    public void Live_is_not_told_of_who_says_that_he_is_offline()
    {
        Stage stage = new Stage();
        stage.Given("id: kitchen@home.example", "type: user", "date: 1", "public: yes", "status: offline", "", "");
        stage.Play("> GET 1 kitchen@home.example", "< 200 1 =*");
        stage.Given("id: kitchen@home.example", "type: user", "date: 2", "public: yes", "status: away", "", "");
        stage.Play("> GET 2 kitchen@home.example", "< 200 2 live=0 =*");
    }

    [TestMethod]
    public void The_largest_object_is_given_whole()
    {
        Stage stage = Stage.LinkedAs("kitchen@home.example");
        string head = "id: kitchen@home.example\ntype: sensor\ndate: 1\n\n";
        string text = new string('x', 4096 - head.Length);
        stage.Play(
            "> PUT 1 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 1", "|", "| " + text,
            "< 201 1 *",
            "> GET 2 kitchen@home.example",
            "> GET 3 kitchen@home.example",
            "> PING 4",
            "< 200 2 live=1 =4096", "| id: kitchen@home.example", "| type: sensor", "| date: 1", "|", "| " + text,
            "< 200 3 live=1 =4096", "| id: kitchen@home.example", "| type: sensor", "| date: 1", "|", "| " + text,
            "< 200 4");
    }

    [TestMethod]
    public void Many_large_objects_can_be_asked_for_at_once()
    {
        Stage stage = Stage.LinkedAs("kitchen@home.example");
        stage.Play("> PUT 1 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 1", "|", "| " + new string('x', 3000), "< 201 1 *");
        string[] transcript = new string[60];
        for (int i = 0; i < 30; i++)
        {
            transcript[i] = "> GET " + i.ToString() + " kitchen@home.example";
            transcript[30 + i] = "< 200 " + i.ToString() + " live=1 =*";
        }

        stage.Play(transcript);
    }
}
