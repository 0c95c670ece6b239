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

    // The hall watches somebody of the farm, whose relay has been told.
    private static RoutedStage Watching()
    {
        RoutedStage world = new RoutedStage(new Limits { Ways = 2, Connections = 9, StrangersPerMinute = 60 }, false, false);
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
