namespace Fmtp.Nano.Tests;

/// <summary>The relay's own object, which tells how it is.</summary>
[TestClass]
public class HostTests
{
    [TestMethod]
    public void The_host_object_of_an_own_domain_is_always_there()
    {
        Stage stage = new Stage();
        stage.Play("> GET 1 @home.example", "< 200 1 * =*");
        Heard heard = stage.Last;
        Fmtp.Nano.Protocol.ObjectReader head = new Fmtp.Nano.Protocol.ObjectReader();
        Assert.IsTrue(head.Parse(heard.Body, 0, heard.Body.Length), heard.BodyText);
        Assert.AreEqual("@home.example", head.Id.ToString());
        Assert.AreEqual(Stage.Clock, head.Date);
        Assert.IsTrue(head.IsPublic);
        Assert.IsTrue(heard.BodyText.IndexOf("\ntype: host\n") > 0);
    }

    [TestMethod]
    public void It_tells_how_long_it_runs_and_how_full_it_is()
    {
        Stage stage = new Stage();
        stage.Play("-- 90 s", "> GET 1 @home.example", "< 200 1 * =*");
        Assert.IsTrue(stage.Last.BodyText.IndexOf("\nuptime: 90\n") > 0, stage.Last.BodyText);
        Assert.IsTrue(stage.Last.BodyText.IndexOf("\nobjects: 0\n") > 0, stage.Last.BodyText);
        stage.Given("id: kitchen@home.example", "type: sensor", "date: 1", "", "");
        stage.Play("> GET 2 @home.example", "< 200 2 * =*");
        Assert.IsTrue(stage.Last.BodyText.IndexOf("\nobjects: 1\n") > 0, stage.Last.BodyText);
    }

    [TestMethod]
    public void Since_holds_for_it_too()
    {
        new Stage().Play(
            "> GET 1 @home.example since=1699999999999", "< 200 1 * =*",
            "> GET 2 @home.example since=1700000000000", "< 304 2");
    }

    [TestMethod]
    public void The_host_of_another_domain_is_not_ours_to_tell()
    {
        new Stage().Play("> GET 1 @elsewhere.example scope=local", "< 404 1");
    }

    [TestMethod]
    public void Without_a_clock_it_is_there_as_well()
    {
        new Stage(new Limits(), false, false).Play("> GET 1 @home.example", "< 200 1 * =*");
    }

    [TestMethod]
    public void What_was_put_survives_a_restart()
    {
        Stage stage = Stage.LinkedAs("kitchen@home.example");
        stage.Play(
            "> PUT 1 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 1000", "| public: yes", "|", "| 21.5", "< 201 1 *",
            "> PUT 2 =*", "| id: 1.kitchen@home.example", "| type: post", "| date: 1000", "| public: yes", "|", "| hello", "< 201 2 *",
            "> PUT 3 =*", "| id: 1.kitchen@home.example", "| type: post", "| date: 1001", "| deleted: yes", "|", "|", "< 200 3 *",
            "> PUT 4 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 1001", "| public: yes", "|", "| 22", "< 200 4 *");
        stage.Restart();
        stage.Play(
            "> GET 1 kitchen@home.example", "< 200 1 live=0 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 1001", "| public: yes", "|", "| 22",
            "> GET 2 1.kitchen@home.example", "< 410 2",
            "> LIST 3 @home.example", "< 200 3 =*", "| kitchen@home.example 1001 *", "|");
    }
}
