namespace Fmtp.Nano.Tests;

/// <summary>docs/PROTOCOL.md section 4, Presence: what is watched at the relay of another domain.</summary>
[TestClass]
public class RoutedWatchTests
{
    private const string Date = "date: 1700000000000";

    [TestMethod]
    public void A_change_waits_for_a_place_to_be_verified_at()
    {
        RoutedStage world = Watching();
        Fill(world, "near", 4, Stage.Near(50));
        world.Say("farm> PUT - =*", Status("busy"));
        world.Play("farm> PING 1", "hall<-", "farm<-");
        world.Dns.IsSilent = false;
        world.Play("-- 2 s", "hall< PUT - =*", "farm< 200 1");
    }

    [TestMethod]
    public void It_waits_for_some_seconds_alone()
    {
        RoutedStage world = Watching();
        Fill(world, "near", 4, Stage.Near(50));
        world.Say("farm> PUT - =*", Status("busy"));
        world.Play("farm> PING 1", "-- 4 s", "farm<-", "-- 2 s", "farm< 200 1", "hall<-");
    }

    [TestMethod]
    public void Strangers_who_take_all_places_that_they_can_get_do_not_keep_it_waiting()
    {
        RoutedStage world = Watching();
        Fill(world, "far", 2, Stage.Far(1));
        world.ConnectFrom("one more", Stage.Far(9));
        world.Put("one more", Unknown(9), "503 p retry=*");
        world.Say("farm> PUT - =*", Status("busy"));
        world.Play("hall< PUT - =*", "farm> PING 1", "farm< 200 1");
    }

    [TestMethod]
    public void What_nobody_asked_for_is_not_waited_for()
    {
        RoutedStage world = Watching();
        Fill(world, "far", 2, Stage.Far(1));
        world.ConnectFrom("one more", Stage.Far(9));
        world.Say("one more> PUT - =*", Status("busy"));
        world.Play("one more> PING 1", "one more< 200 1", "hall<-");
    }

    [TestMethod]
    public void With_a_single_way_it_is_watched_while_nobody_else_wants_that()
    {
        RoutedStage world = Watching(1);
        Barn(world);
        world.Play("-- 2 s", "hall> GET 2 x@barn.example", "farm<>");
        world.TakeDialled("barn", "198.51.100.2", 3687);
        world.Play("barn< HELLO hello home.example nonce=*");
        world.Answer("barn", "200 barn.example nonce=" + RoutedStage.Nonce);
        world.Play("barn< GET l* x@barn.example hops=7");
        world.Answer("barn", "404");
        world.Play("hall< 404 2", "-- 4 s", "barn<-", "-- 2 s", "barn<>");
        world.GreetFarm();
        world.Play("-- 1 s", "farm< WATCH w* x@farm.example");
        world.Answer("farm", "200 lease=3600");
        world.Say("farm> PUT - =*", Status("busy"));
        world.Play("hall< PUT - =*");
    }

    [TestMethod]
    public void What_is_asked_for_where_it_is_watched_goes_the_same_way()
    {
        RoutedStage world = Watching(1);
        world.Play("hall> GET 2 y@farm.example", "farm< GET l* y@farm.example hops=7");
        world.Answer("farm", "404");
        world.Play("hall< 404 2", "-- 60 s", "farm< PING ping", "farm> 200 ping", "farm<-");
    }

    [TestMethod]
    public void A_second_watch_waits_for_the_first()
    {
        RoutedStage world = Watching(1);
        Barn(world);
        world.Play("hall> WATCH 2 x@barn.example", "hall< 200 2 *", "-- 20 s", "farm<-", "hall> DROP 3 x@farm.example", "hall< 200 3", "-- 7 s", "farm< DROP - x@farm.example", "farm<>");
        world.TakeDialled("barn", "198.51.100.2", 3687);
        world.Play("barn< HELLO hello home.example nonce=*");
    }

    private static void Barn(RoutedStage world)
    {
        world.Dns.Add("barn.example MX 10 relay.barn.example", "relay.barn.example A 198.51.100.2");
    }

    // The hall watches somebody of the farm, whose relay has been told.
    private static RoutedStage Watching()
    {
        return Watching(2);
    }

    private static RoutedStage Watching(int ways)
    {
        RoutedStage world = new RoutedStage(new Limits { Ways = ways, Connections = 9, StrangersPerMinute = 60 }, false, false);
        world.Link("hall", "hall@home.example");
        world.Play("hall> WATCH 1 x@farm.example", "hall< 200 1 *", "-- 1 s");
        world.GreetFarm();
        world.Play("-- 1 s", "farm< WATCH w* x@farm.example");
        world.Answer("farm", "200 lease=3600");
        world.Say("farm> PUT - =*", Status("online")); // so that the key is known
        world.Play("hall< PUT - =*");
        return world;
    }

    // Signatures of domains whose keys DNS does not tell.
    private static void Fill(RoutedStage world, string name, int count, Endpoint from)
    {
        world.Dns.IsSilent = true;
        for (int i = 0; i < count; i++)
        {
            world.ConnectFrom(name + i.ToString(), from);
            world.Put(name + i.ToString(), Unknown(i), null);
        }
    }

    private static string[] Unknown(int number)
    {
        string domain = "d" + number.ToString() + ".example";
        return SignedStage.Sign(domain, "s1", "id: 1.eve@" + domain, "type: mail", Date, "to: hall@home.example", "", "hi");
    }

    private static string[] Status(string status)
    {
        string later = status == "online" ? Date : "date: 1700000000001";
        return RoutedStage.FarmSigned("id: x@farm.example", "type: user", later, "public: yes", "status: " + status, "", "");
    }
}
