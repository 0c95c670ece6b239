namespace Fmtp.Nano.Tests;

/// <summary>A board's program collects after steps that may have left something on the heap; a relay that answers from
/// memory leaves nothing, and one that does not say so would fill the heap unseen.</summary>
[TestClass]
public class LitterTests
{
    [TestMethod]
    public void Only_what_is_answered_from_memory_leaves_nothing_to_collect()
    {
        Stage stage = new Stage();
        stage.Given("id: kitchen@home.example", "type: sensor", "date: 1000", "public: yes", "volatile: yes", "", "21.5");
        stage.Given("id: 1.kitchen@home.example", "type: post", "date: 1000", "public: yes", "", "kept on flash");
        stage.Given("id: 2.kitchen@home.example", "type: post", "date: 1000", "public: yes", "", "this as well");
        stage.Play("> GET 1 2.kitchen@home.example", "< 200 1 =*");

        Assert.IsFalse(Litters(stage, string.Empty, "GET 2 kitchen@home.example"), "it never was on flash");
        Assert.IsTrue(Litters(stage, string.Empty, "GET 3 1.kitchen@home.example"), "it had to be read");
        Assert.IsFalse(Litters(stage, string.Empty, "GET 4 1.kitchen@home.example"), "it was read just now");
        Assert.IsTrue(Litters(stage, string.Empty, "LIST 5 @home.example"), "a list");
        Assert.IsTrue(Litters(stage, string.Empty, "GET 6 @home.example"), "the relay itself");
        Assert.IsTrue(Litters(stage, string.Empty, "GET 7 x@far.example"), "elsewhere");

        stage.Link("sealed", "kitchen@home.example");
        Assert.IsTrue(Litters(stage, "sealed", "GET 8 kitchen@home.example"), "a seal");
    }

    private static bool Litters(Stage stage, string name, string line)
    {
        Talk talk = stage.Talk(name);
        talk.Send(talk.Wire(line, string.Empty));
        stage.Relay.Step(stage.Now);
        return stage.Relay.HasLittered;
    }
}
