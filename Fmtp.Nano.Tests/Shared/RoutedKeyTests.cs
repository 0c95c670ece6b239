namespace Fmtp.Nano.Tests;

/// <summary>docs/PROTOCOL.md sections 2 and 4: the key of a user elsewhere, as it is remembered and as it changes.</summary>
[TestClass]
public class RoutedKeyTests
{
    [TestMethod]
    public void A_new_key_counts_though_the_one_before_is_remembered()
    {
        RoutedStage world = Scene();
        Remember(world);

        world.Put("far", By("new", 2), null);
        AskAgain(world, User("new", 6));
        world.Play("far< 201 p *");
        world.Put("far", By("new", 3), "201 p *");
        world.Put("far", By("bob", 4), "401 p");
    }

    [TestMethod]
    public void A_first_key_counts_though_it_is_remembered_that_there_was_none()
    {
        RoutedStage world = Scene();
        world.Put("far", By("bob", 1), null);
        world.GreetFarm();
        world.Play("farm< GET l* bob@farm.example hops=8");
        world.Answer("farm", "404");
        world.Play("far< 401 p", "-- 1 s");

        world.Put("far", By("bob", 1), null);
        world.Play("farm< GET l* bob@farm.example hops=8");
        world.Answer("farm", "200", RoutedStage.FarmSigned("id: bob@farm.example", "type: user", "date: 5", "public: yes", "", ""));
        world.Play("far< 401 p", "-- 61 s");

        world.ConnectFrom("far", Stage.Far(1));
        world.Put("far", By("bob", 1), null);
        Ask(world, User("bob", 6));
        world.Play("far< 201 p *");
    }

    [TestMethod]
    public void Who_signs_badly_has_a_user_asked_for_once_a_minute()
    {
        RoutedStage world = Scene();
        Remember(world);

        world.Put("far", By("eve", 2), null);
        AskAgain(world, User("bob", 5));
        world.Play("far< 401 p");
        world.Put("far", By("eve", 2), "401 p");
        world.Put("far", By("eve", 3), "401 p");
        world.Play("farm<-", "far> PING 1", "far< 200 1", "-- 61 s");

        world.ConnectFrom("far", Stage.Far(1));
        world.Put("far", By("eve", 2), null);
        Ask(world, User("bob", 5));
        world.Play("far< 401 p");
    }

    [TestMethod]
    public void What_was_found_for_this_very_signature_is_not_asked_for_again()
    {
        RoutedStage world = Scene();
        world.Put("far", By("eve", 1), null);
        Ask(world, User("bob", 5));
        world.Play("far< 401 p", "farm<-");
    }

    [TestMethod]
    public void A_relay_that_cannot_be_asked_now_takes_nothing_away()
    {
        RoutedStage world = Scene();
        Remember(world);

        // Nobody can tell whether this is a new key; the one that is known goes on to count.
        world.Put("far", By("eve", 2), null);
        world.Play("farm< GET l* bob@farm.example hops=8");
        world.Answer("farm", "503 retry=5");
        world.Play("far< 503 p retry=*");
        world.Put("far", By("eve", 2), "503 p retry=*");
        world.Put("far", By("bob", 3), "201 p *");
    }

    [TestMethod]
    public void A_parent_is_asked_for_more_than_it_remembers()
    {
        RoutedStage world = new RoutedStage(false, true);
        world.LinkParent("parent");
        world.ConnectFrom("far", Stage.Far(1));
        world.Put("far", By("bob", 1), null);
        world.Play("parent< GET l* bob@farm.example scope=cached hops=8");
        world.Answer("parent", "200", User("bob", 5));
        world.Play("far< 201 p *", "-- 1 s");

        world.Put("far", By("new", 2), null);
        Ask(world, User("new", 6));
        world.Play("far< 201 p *");
    }

    [TestMethod]
    public void He_who_proves_himself_with_a_new_key_is_let_in()
    {
        RoutedStage world = Scene();
        world.Prove("far", "bob", "bob@farm.example", string.Empty, null);
        Ask(world, User("bob", 5));
        world.Play("far< 200 a time=*", "-- 1 s");

        world.ConnectFrom("far", Stage.Far(2));
        world.Prove("far", "new", "bob@farm.example", string.Empty, null);
        AskAgain(world, User("new", 6));
        world.Play("far< 200 a time=*");
    }

    private static RoutedStage Scene()
    {
        RoutedStage world = new RoutedStage(new Limits { StrangersPerMinute = 60 }, false, false);
        world.ConnectFrom("far", Stage.Far(1));
        return world;
    }

    // The relay has verified something of Bob's, and remembers his key.
    private static void Remember(RoutedStage world)
    {
        world.Put("far", By("bob", 1), null);
        Ask(world, User("bob", 5));
        world.Play("far< 201 p *", "-- 1 s");
    }

    // What the farm says when it is asked for Bob, on a new connection.
    private static void Ask(RoutedStage world, string[] user)
    {
        world.GreetFarm();
        AskAgain(world, user);
    }

    private static void AskAgain(RoutedStage world, string[] user)
    {
        world.Play("farm< GET l* bob@farm.example hops=8");
        world.Answer("farm", "200", user);
    }

    private static string[] User(string key, int date)
    {
        return RoutedStage.FarmSigned("id: bob@farm.example", "type: user", "date: " + date.ToString(), "public: yes", "key: ed25519 " + SignedStage.PublicKeyOf(key), "", "");
    }

    private static string[] By(string key, int number)
    {
        return SignedStage.Sign(key, "user", "id: " + number.ToString() + ".bob@farm.example", "type: chat", "date: 1700000000000", "to: kitchen@home.example", "", "hello");
    }
}
