namespace Fmtp.Nano.Tests;

/// <summary>docs/PROTOCOL.md section 4, Presence: what is watched elsewhere, signed by authors whose keys have to be asked for where
/// it is watched, over the connection that it comes on.</summary>
[TestClass]
public class RoutedPushTests
{
    private const string AsksForBob = "farm< GET l* bob@farm.example hops=8";

    [TestMethod]
    public void A_change_that_its_author_signed_is_told_when_his_key_is_there()
    {
        RoutedStage world = Watching();
        world.Ask("farm> PUT - =*", By("bob", 1, "hello"), AsksForBob);
        world.Play("hall<-");
        world.Answer("farm", "200", User("bob"));
        world.Say("hall< PUT - =*", By("bob", 1, "hello"));

        // Once it is known, nothing waits.
        world.Say("farm> PUT - =*", By("bob", 2, "again"));
        world.Say("hall< PUT - =*", By("bob", 2, "again"));
        world.Play("farm<-", "hall> GET 2 1.bob@farm.example", "hall< 200 2 age=0 proof=domain =*");
    }

    [TestMethod]
    public void What_comes_behind_it_does_not_wait()
    {
        RoutedStage world = Watching();
        world.Ask("farm> PUT - =*", By("bob", 1, "hello"), AsksForBob);
        Heard asked = world.Last;
        string[] status = RoutedStage.FarmSigned("id: den@farm.example", "type: room", "date: 1700000000003", "public: yes", "subject: later", "", "");
        world.Say("farm> PUT - =*", status);
        world.Say("hall< PUT - =*", status);
        world.Play("farm> PING 1", "farm< 200 1");
        world.Last = asked;
        world.Answer("farm", "200", User("bob"));
        world.Say("hall< PUT - =*", By("bob", 1, "hello"));
    }

    [TestMethod]
    public void Two_authors_are_asked_for_at_the_same_time()
    {
        RoutedStage world = Watching();
        world.Ask("farm> PUT - =*", By("bob", 1, "hello"), AsksForBob);
        Heard bob = world.Last;
        world.Ask("farm> PUT - =*", By("eve", 1, "hi"), "farm< GET l* eve@farm.example hops=8");
        world.Answer("farm", "200", User("eve"));
        world.Say("hall< PUT - =*", By("eve", 1, "hi"));
        world.Last = bob;
        world.Answer("farm", "200", User("bob"));
        world.Say("hall< PUT - =*", By("bob", 1, "hello"));
    }

    [TestMethod]
    public void That_it_is_deleted_meanwhile_is_what_is_told()
    {
        RoutedStage world = Watching();
        world.Ask("farm> PUT - =*", By("bob", 1, "hello"), AsksForBob);
        Heard asked = world.Last;
        string[] gone = SignedStage.Sign("bob", "user", "id: 1.bob@farm.example", "type: chat", "date: 1700000000005", "public: yes", "parent: den@farm.example", "deleted: yes", "", "");
        world.Say("farm> PUT - =*", gone);
        world.Last = asked;
        world.Answer("farm", "200", User("bob"));
        world.Say("hall< PUT - =*", gone);
        world.Play("hall<-");
    }

    [TestMethod]
    public void What_does_not_verify_is_told_to_nobody()
    {
        RoutedStage world = Watching();
        string[] forged = By("bob", 1, "hello");
        forged[forged.Length - 1] = "forged";
        world.Ask("farm> PUT - =*", forged, AsksForBob);
        world.Answer("farm", "200", User("bob"));
        world.Play("hall<-", "hall> GET 2 1.bob@farm.example", "farm< GET l* 1.bob@farm.example hops=7");
        world.Answer("farm", "404");
        world.Play("hall< 404 2");
    }

    [TestMethod]
    public void An_author_who_cannot_be_found_holds_nobody_up()
    {
        RoutedStage world = Watching();
        world.Ask("farm> PUT - =*", By("bob", 1, "hello"), AsksForBob);
        world.Answer("farm", "404");
        world.Play("hall<-", "farm> PING 1", "farm< 200 1");
    }

    [TestMethod]
    public void Half_of_the_lookups_are_for_what_waits_and_what_finds_no_place_is_lost()
    {
        RoutedStage world = Watching(); // four of them
        world.Ask("farm> PUT - =*", By("bob", 1, "hello"), AsksForBob);
        Heard asked = world.Last;
        world.Say("farm> PUT - =*", By("bob", 2, "hello"));
        world.Say("farm> PUT - =*", By("bob", 3, "hello"));
        world.Play("hall> GET 2 x@farm.example", "farm< GET l* x@farm.example hops=7");
        world.Answer("farm", "404");
        world.Play("hall< 404 2");
        world.Last = asked;
        world.Answer("farm", "200", User("bob"));
        world.Ask("hall< PUT - =*", By("bob", 1, "hello"), "hall< PUT - =*");
    }

    [TestMethod]
    public void Who_asks_for_it_meanwhile_is_given_it()
    {
        RoutedStage world = Watching();
        world.Ask("farm> PUT - =*", By("bob", 1, "hello"), AsksForBob);
        Heard asked = world.Last;
        world.Play("hall> GET 2 1.bob@farm.example", "hall<-");
        world.Last = asked;
        world.Answer("farm", "200", User("bob"));
        world.Ask("hall< PUT - =*", By("bob", 1, "hello"), "hall< 200 2 age=0 proof=domain =*");
    }

    [TestMethod]
    public void What_was_asked_for_before_is_answered_with_what_comes()
    {
        RoutedStage world = Watching();
        world.Play("hall> GET 2 1.bob@farm.example", "farm< GET l* 1.bob@farm.example hops=7");
        world.Ask("farm> PUT - =*", By("bob", 1, "hello"), AsksForBob);
        world.Answer("farm", "200", User("bob"));
        world.Play("-- 10 ms");
        world.Ask("hall< PUT - =*", By("bob", 1, "hello"), "hall< 200 2 age=0 proof=domain =*");
    }

    // The hall watches a room of the farm, whose relay has been told; the room's key is known.
    private static RoutedStage Watching()
    {
        RoutedStage world = new RoutedStage(new Limits { Ways = 2 }, false, false);
        world.Link("hall", "hall@home.example");
        world.Play("hall> WATCH 1 den@farm.example", "hall< 200 1 *", "-- 1 s");
        world.GreetFarm();
        world.Play("-- 1 s", "farm< WATCH w* den@farm.example");
        world.Answer("farm", "200 lease=3600");
        string[] den = RoutedStage.FarmSigned("id: den@farm.example", "type: room", "date: 1700000000000", "public: yes", "write: signed", "", "");
        world.Say("farm> PUT - =*", den);
        world.Say("hall< PUT - =*", den);
        return world;
    }

    private static string[] User(string name)
    {
        return RoutedStage.FarmSigned("id: " + name + "@farm.example", "type: user", "date: 5", "public: yes", "key: ed25519 " + SignedStage.PublicKeyOf(name), "", "");
    }

    private static string[] By(string name, int number, string text)
    {
        return SignedStage.Sign(name, "user", "id: " + number.ToString() + "." + name + "@farm.example", "type: chat", "date: 1700000000001", "public: yes", "parent: den@farm.example", "", text);
    }
}
