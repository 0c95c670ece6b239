namespace Fmtp.Nano.Tests;

/// <summary>docs/PROTOCOL.md sections 3 and 5: what a relay says of itself is signed where it has a key.</summary>
[TestClass]
public class SignedHostTests
{
    [TestMethod]
    public void What_the_relay_says_of_itself_is_signed_and_can_be_kept()
    {
        SignedStage stage = new SignedStage("home.example", new Limits(), true, false);
        string text = Host(stage);
        Assert.IsTrue(text.IndexOf("\nid: @home.example\ntype: host\ndate: 1700000000000\npublic: yes\nttl: 60\n") > 0, text);
        Assert.AreEqual(Resigned("home.example", "s1", text), text);
    }

    [TestMethod]
    public void It_is_signed_anew_once_a_minute_and_not_for_each_who_asks()
    {
        SignedStage stage = new SignedStage("home.example", new Limits(), true, false);
        string first = Host(stage);
        stage.Wait(59000);
        Assert.AreEqual(first, Host(stage));
        stage.Play("> GET 2 @home.example since=1700000000000", "< 304 2");
        stage.Wait(3000);
        string second = Host(stage);
        Assert.IsTrue(second.IndexOf("\ndate: 170000006") > 0 && second.IndexOf("\nuptime: 6") > 0, second);
        Assert.AreEqual(Resigned("home.example", "s1", second), second);
    }

    [TestMethod]
    public void A_home_without_a_name_signs_with_the_key_that_is_its_name()
    {
        string domain = SignedStage.SelfDomainOf("home");
        SignedStage stage = new SignedStage(domain, new Limits(), "home", false);
        string text = Host(stage);
        Assert.AreEqual(Resigned("home", "self", text), text);
    }

    [TestMethod]
    public void Where_nothing_can_be_signed_it_is_written_when_it_is_asked_for()
    {
        SignedStage stage = new SignedStage();
        stage.Wait(5000);
        string text = Host(stage);
        Assert.AreEqual(0, text.IndexOf("id: @home.example\ntype: host\ndate: 1700000005000\npublic: yes\nttl: 0\n"), text);
    }

    [TestMethod]
    public void What_its_owner_puts_in_its_place_is_given()
    {
        SignedStage stage = new SignedStage("home.example", new Limits(), true, false);
        stage.Given("id: @home.example", "type: host", "date: 1700000000000", "public: yes", "", "mine");
        string text = Host(stage);
        Assert.IsTrue(text.EndsWith("\n\nmine"), text);
    }

    private static string Host(Stage stage)
    {
        stage.Play("> GET 1 @" + stage.Domain, "< 200 1 * =*");
        return stage.Last.BodyText;
    }

    // What stands behind the first line, signed.
    private static string Resigned(string key, string reference, string text)
    {
        string[] lines = text.Substring(text.IndexOf('\n') + 1).Split('\n');
        return RoutedStage.Joined(SignedStage.Sign(key, reference, lines));
    }
}
