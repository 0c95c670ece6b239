using System.Text;

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

    [TestMethod]
    public void A_relay_that_is_gone_is_dialled_less_and_less_often()
    {
        RoutedStage world = Lost();
        int first = DialsIn(world, 60);
        int second = DialsIn(world, 1200);
        Assert.IsTrue(first >= 2 && first <= 5, "dialled " + first.ToString() + " times in the first minute");
        Assert.IsTrue(second >= 4 && second <= 10, "dialled " + second.ToString() + " times in twenty more");
    }

    [TestMethod]
    public void One_that_says_who_it_is_and_goes_at_once_is_none_the_better()
    {
        RoutedStage world = Watching();
        world.Reset("farm");
        int before = world.Network.Dials;
        for (int i = 0; i < 60; i++)
        {
            world.Play("-- 5 s");
            MemoryConnection again = world.Network.TakeDialled(RoutedStage.FarmHost, 3687);
            if (again != null)
            {
                byte[] greeting = Encoding.UTF8.GetBytes("200 hello farm.example nonce=" + RoutedStage.Nonce + "\n");
                again.ToRelay.Add(greeting, 0, greeting.Length);
                world.Play("-- 1 s");
                again.IsReset = true;
            }
        }

        int dials = world.Network.Dials - before;
        Assert.IsTrue(dials >= 4 && dials <= 12, "dialled " + dials.ToString() + " times in six minutes");
    }

    [TestMethod]
    public void Who_watches_anew_has_it_dialled_at_once()
    {
        RoutedStage world = Lost();
        DialsIn(world, 1200);
        world.Play("hall> WATCH 2 x@farm.example", "hall< 200 2 *");
        Assert.AreEqual(1, DialsIn(world, 1));
    }

    [TestMethod]
    public void A_relay_that_is_back_and_dials_here_is_dialled_at_once()
    {
        RoutedStage world = Lost();
        DialsIn(world, 1200);
        world.Network.IsUnreachable = false;
        world.ConnectFrom("back", Stage.Far(3));
        world.Play("back> HELLO 1 FARM.example nonce=" + RoutedStage.Nonce, "back< 200 1 home.example *", "-- 1 s");
        world.GreetFarm();
        world.Play("-- 1 s", "farm< WATCH w* x@farm.example");
    }

    [TestMethod]
    public void One_that_was_reached_for_something_else_is_told_at_once()
    {
        RoutedStage world = Lost();
        DialsIn(world, 1200);
        world.Network.IsUnreachable = false;
        world.Play("hall> GET 2 y@farm.example");
        world.GreetFarm();
        world.Play("farm< GET l* y@farm.example hops=7");
        world.Answer("farm", "404");
        world.Play("hall< 404 2", "-- 1 s", "farm< WATCH w* x@farm.example");
    }

    // The farm's relay is gone.
    private static RoutedStage Lost()
    {
        RoutedStage world = Watching();
        world.Network.IsUnreachable = true;
        world.Reset("farm");
        return world;
    }

    private static int DialsIn(RoutedStage world, int seconds)
    {
        int before = world.Network.Dials;
        for (int i = 0; i < seconds; i += 10)
        {
            // The hall is still there.
            world.Play("-- " + (seconds < 10 ? seconds : 10).ToString() + " s", "hall> PING p", "hall< 200 p");
        }

        return world.Network.Dials - before;
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
        world.Dns.Ttl = 7200;
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
