namespace Fmtp.Nano.Tests;

/// <summary>docs/PROTOCOL.md sections 4 and 5, Keys: a relay that proves to others who it is finds what is private there and
/// for its users.</summary>
[TestClass]
public class RoutedProofTests
{
    // Made when it is first asked for: on boards static constructors run in no order.
    private static string[] s_letter;

    private static string[] s_den;

    private static string[] Den
    {
        get { return s_den ??= RoutedStage.FarmSigned("id: den@farm.example", "type: room", "date: 1700000000000", "member: kitchen@home.example", "", "a den"); }
    }

    private static string[] Letter
    {
        get { return s_letter ??= RoutedStage.FarmSigned("id: 1.bob@farm.example", "type: mail", "date: 5", "to: kitchen@home.example", "", "for the kitchen"); }
    }

    [TestMethod]
    public void What_is_private_elsewhere_is_found_for_whom_it_is_for_and_for_nobody_else()
    {
        RoutedStage world = Scene();
        world.ConnectFrom("far", Stage.Far(5));
        world.Link("child", "@child.example");
        world.Play("kitchen> GET 1 1.bob@farm.example trace=1");
        Prove(world, "1.bob@farm.example", " trace=1");
        world.Play("farm< GET l* 1.bob@farm.example hops=7 trace=1");
        world.Answer("farm", "200", Letter);
        world.Say("kitchen< 200 1 age=0 proof=domain way=home.example:domain:404:0,home.example:domain:200:0 =*", Letter);

        // It is remembered, for him alone: others learn nothing, not even where it was looked for.
        world.Play(
            "kitchen> GET 2 1.bob@farm.example", "kitchen< 200 2 age=0 proof=domain =*",
            "hall> GET 3 1.bob@farm.example trace=1", "hall< 404 3 way=home.example:cache:404:0",
            "near> GET 4 1.bob@farm.example trace=1", "near< 404 4 way=home.example:cache:404:0",
            "far> GET 5 1.bob@farm.example trace=1", "far< 404 5 way=home.example:cache:404:0",
            "child> GET 6 1.bob@farm.example trace=1", "child< 404 6 way=home.example:cache:404:0");
    }

    [TestMethod]
    public void Who_asks_at_the_same_time_is_told_of_it_only_what_he_may_know()
    {
        RoutedStage world = Scene();
        world.Play("near> GET 1 1.bob@farm.example trace=1", "kitchen> GET 2 1.bob@farm.example");
        Prove(world, "1.bob@farm.example", " trace=1");
        world.Play("farm< GET l* 1.bob@farm.example hops=7 trace=1");
        world.Answer("farm", "200", Letter);
        world.Play("near< 404 1 way=home.example:domain:404:0,home.example:domain:404:0");
        world.Say("kitchen< 200 2 age=0 proof=domain =*", Letter);
    }

    [TestMethod]
    public void It_is_proved_once_on_a_connection_and_only_when_something_follows_from_it()
    {
        RoutedStage world = Scene();
        world.Play("near> GET 1 1.bob@farm.example");
        world.GreetFarm();
        world.Play("farm< GET l* 1.bob@farm.example hops=7");
        world.Answer("farm", "404");
        world.Play("near< 404 1", "near> GET 2 1.bob@farm.example", "near< 404 2", "farm<-");

        // What a stranger was told does not count for our user; what our relay is told counts for all.
        world.Play("kitchen> GET 3 1.bob@farm.example", "farm< GET l* 1.bob@farm.example hops=7");
        world.Answer("farm", "404");
        world.Play("farm< AUTH auth @home.example ed25519 * selector=s1");
        world.Answer("farm", "200");
        world.Play("farm< GET l* 1.bob@farm.example hops=7");
        world.Answer("farm", "404");
        world.Play("kitchen< 404 3", "kitchen> GET 4 1.bob@farm.example", "kitchen< 404 4", "near> GET 5 1.bob@farm.example", "near< 404 5");
        world.Play("kitchen> GET 6 2.bob@farm.example", "farm< GET l* 2.bob@farm.example hops=7");
        world.Answer("farm", "404");
        world.Play("kitchen< 404 6");
    }

    [TestMethod]
    public void A_user_who_is_here_by_his_key_is_one_of_ours()
    {
        RoutedStage world = Scene();
        world.Given("id: kitchen@home.example", "type: user", "date: 1700000000000", "public: yes", "key: ed25519 " + SignedStage.PublicKeyOf("kitchen"), "", "");
        world.ConnectFrom("far", Stage.Far(1));
        world.Prove("far", "kitchen", "kitchen@home.example", string.Empty, "200 a time=*");
        world.Play("far> GET 1 1.bob@farm.example");
        Prove(world, "1.bob@farm.example", string.Empty);
        world.Play("farm< GET l* 1.bob@farm.example hops=7");
        world.Answer("farm", "200", Letter);
        world.Say("far< 200 1 age=0 proof=domain =*", Letter);
    }

    [TestMethod]
    public void Nothing_private_is_taken_without_its_domains_signature()
    {
        RoutedStage world = Scene();
        world.Play("kitchen> GET 1 1.bob@farm.example");
        Prove(world, "1.bob@farm.example", string.Empty);
        world.Play("farm< GET l* 1.bob@farm.example hops=7");
        world.Answer("farm", "200", "id: 1.bob@farm.example", "type: mail", "date: 5", "to: kitchen@home.example", "", "for the kitchen");
        world.Play("kitchen< 502 1");
    }

    [TestMethod]
    public void A_home_without_a_name_proves_the_key_that_is_its_name()
    {
        string domain = SignedStage.SelfDomainOf("home");
        SignedStage world = new SignedStage(domain, new Limits(), "home", false);
        world.Dns.Add("farm.example MX 10 relay.farm.example", "relay.farm.example A " + RoutedStage.FarmHost);
        world.Link("kitchen", "kitchen@" + domain);
        world.Play("kitchen> GET 1 1.bob@farm.example");
        world.TakeDialled("farm", RoutedStage.FarmHost, 3687);
        world.Play("farm< HELLO hello " + domain + " nonce=*");
        string hello = world.Last.Line;
        string reply = "200 hello farm.example nonce=" + RoutedStage.Nonce;
        world.Play("farm> " + reply, "farm< GET l* 1.bob@farm.example hops=7");
        world.Play("farm> 404 " + world.Last.Word(1), "farm< AUTH auth @" + domain + " ed25519 " + SignedStage.Prove("home", hello, reply, "@" + domain));
    }

    [TestMethod]
    public void Without_a_key_nothing_is_proved()
    {
        RoutedStage world = new RoutedStage();
        world.Link("kitchen", "kitchen@home.example");
        world.Play("kitchen> GET 1 1.bob@farm.example");
        world.GreetFarm();
        world.Play("farm< GET l* 1.bob@farm.example hops=7");
        world.Answer("farm", "404");
        world.Play("kitchen< 404 1", "farm<-");
    }

    [TestMethod]
    public void Nothing_is_proved_to_a_relay_that_has_another_name()
    {
        // It might bring the proof to the relay whose name it has: the greeting would be the one that was signed.
        RoutedStage world = Scene();
        world.Dns.Add("evil.example MX 10 guest.farm.example", "guest.farm.example A 198.51.100.6");
        world.Play("kitchen> GET 1 1.bob@evil.example");
        world.TakeDialled("evil", "198.51.100.6", 3687);
        world.Greet("evil"); // as farm.example
        world.Play("evil< GET l* 1.bob@evil.example hops=7");
        world.Answer("evil", "404");
        world.Play("kitchen< 404 1", "evil<-");
    }

    [TestMethod]
    public void Who_refuses_the_proof_is_not_offered_another_for_a_while()
    {
        RoutedStage world = Scene();
        world.Play("kitchen> GET 1 1.bob@farm.example");
        Ask(world, "1.bob@farm.example");
        world.Play("farm> 401 auth", "farm<>", "kitchen< 404 1", "kitchen> GET 2 2.bob@farm.example");
        world.GreetFarm();
        world.Play("farm< GET l* 2.bob@farm.example hops=7");
        world.Answer("farm", "404");
        world.Play("kitchen< 404 2", "farm<-", "kitchen> GET 3 2.bob@farm.example", "kitchen< 404 3", "-- 601 s");
        world.Link("kitchen", "kitchen@home.example");
        world.Play("kitchen> GET 4 3.bob@farm.example");
        Ask(world, "3.bob@farm.example");
    }

    [TestMethod]
    public void An_answer_that_never_comes_is_late_and_holds_nobody_up()
    {
        string[][] answers = { new string[0], new[] { "farm> 200 auth  200" }, new[] { "farm> 200 other" } };
        for (int i = 0; i < answers.Length; i++)
        {
            RoutedStage world = Scene();
            world.Play("kitchen> GET 1 1.bob@farm.example");
            Ask(world, "1.bob@farm.example");
            world.Play(answers[i]);
            world.Play("kitchen> PING 2", "kitchen< 200 2", "-- 13 s", "farm<>", "kitchen< 408 1");

            // The same, asked for again, is not what a stranger would be told; what is public is there.
            world.Play("kitchen> GET 3 1.bob@farm.example");
            world.GreetFarm();
            world.Play("farm< GET l* 1.bob@farm.example hops=7");
            world.Answer("farm", "404");
            world.Play("kitchen< 408 3");
        }
    }

    [TestMethod]
    public void Who_cannot_tell_whether_it_is_true_may_be_asked_again()
    {
        RoutedStage world = Scene();
        world.Play("kitchen> GET 1 1.bob@farm.example");
        Ask(world, "1.bob@farm.example");
        world.Play("farm> 503 auth retry=5", "kitchen< 503 1 retry=*", "-- 61 s", "kitchen> GET 2 1.bob@farm.example");
        Prove(world, "1.bob@farm.example", string.Empty);
    }

    [TestMethod]
    public void The_connection_is_lost_meanwhile()
    {
        RoutedStage world = Scene();
        world.Play("kitchen> GET 1 1.bob@farm.example");
        Ask(world, "1.bob@farm.example");
        world.Reset("farm");
        world.Play("-- 1 s", "kitchen< 502 1", "-- 11 s", "kitchen> GET 2 1.bob@farm.example");
        Prove(world, "1.bob@farm.example", string.Empty);
    }

    [TestMethod]
    public void Who_watches_what_is_private_elsewhere_is_told()
    {
        Limits limits = new Limits { Ways = 2 };
        RoutedStage world = Scene(limits);
        world.Play("kitchen> WATCH 1 den@farm.example", "kitchen< 200 1 lease=*", "hall> WATCH 1 den@farm.example", "hall< 200 1 lease=*", "-- 1 s");
        world.TakeDialled("farm", RoutedStage.FarmHost, 3687);
        world.Greet("farm");
        world.Play("-- 1 s", "farm< AUTH auth @home.example ed25519 * selector=s1");
        world.Answer("farm", "200");
        world.Play("-- 1 s", "farm< WATCH w* den@farm.example");
        world.Answer("farm", "200 lease=3600");
        world.Say("farm> PUT - =*", Den);
        world.Say("kitchen< PUT - =*", Den);
        world.Play("hall<-");
    }

    [TestMethod]
    public void A_member_of_a_room_elsewhere_reads_what_is_in_it()
    {
        Limits limits = new Limits { CacheOctets = 4096 };
        RoutedStage world = Scene(limits);
        string[] word = RoutedStage.FarmSigned("id: 2.bob@farm.example", "type: chat", "date: 6", "parent: den@farm.example", "", "psst");
        world.Play("kitchen> GET 1 2.bob@farm.example", "hall> GET 1 2.bob@farm.example");
        Prove(world, "2.bob@farm.example", string.Empty);
        world.Play("farm< GET l* 2.bob@farm.example hops=7");
        world.Answer("farm", "200", word);

        // Who may read it stands in the room, which is as private.
        world.Play("farm< GET l* den@farm.example hops=8", "kitchen<-");
        world.Answer("farm", "200", Den);
        world.Say("kitchen< 200 1 age=0 proof=domain =*", word);
        world.Play(
            "hall< 404 1", "kitchen> GET 2 2.bob@farm.example", "kitchen< 200 2 age=0 proof=domain =*",
            "hall> GET 2 2.bob@farm.example", "hall< 404 2", "near> GET 3 2.bob@farm.example", "near< 404 3");
    }

    [TestMethod]
    public void That_something_private_has_expired_is_told_to_those_who_could_read_it()
    {
        RoutedStage world = Scene();
        world.Play("kitchen> GET 1 3.bob@farm.example", "hall> GET 1 3.bob@farm.example");
        Prove(world, "3.bob@farm.example", string.Empty);
        world.Play("farm< GET l* 3.bob@farm.example hops=7");
        world.Answer("farm", "200", RoutedStage.FarmSigned("id: 3.bob@farm.example", "type: mail", "date: 5", "to: kitchen@home.example", "expires: 1700000000000", "", "late"));
        world.Play("kitchen< 410 1", "hall< 404 1", "kitchen> GET 2 3.bob@farm.example", "kitchen< 410 2", "hall> GET 2 3.bob@farm.example", "hall< 404 2");
    }

    [TestMethod]
    public void A_member_of_a_linked_domains_room_reads_what_is_in_it()
    {
        RoutedStage world = Scene();
        world.Link("child", "@child.example");
        world.Play("kitchen> GET 1 2.bob@child.example", "hall> GET 1 2.bob@child.example", "child< GET l* 2.bob@child.example hops=7");
        world.Answer("child", "200", "id: 2.bob@child.example", "type: chat", "date: 6", "parent: den@child.example", "", "psst");
        world.Play("child< GET l* den@child.example hops=8");
        world.Answer("child", "200", "id: den@child.example", "type: room", "date: 5", "member: kitchen@home.example", "", "");
        world.Play("kitchen< 200 1 age=0 proof=link =*", "hall< 404 1");
    }

    [TestMethod]
    public void A_room_that_cannot_be_had_now_is_no_reason_to_say_that_there_is_nothing()
    {
        RoutedStage world = Scene();
        world.Play("kitchen> GET 1 2.bob@farm.example");
        Prove(world, "2.bob@farm.example", string.Empty);
        world.Play("farm< GET l* 2.bob@farm.example hops=7");
        world.Answer("farm", "200", RoutedStage.FarmSigned("id: 2.bob@farm.example", "type: chat", "date: 6", "parent: den@farm.example", "", "psst"));
        world.Play("farm< GET l* den@farm.example hops=8");
        world.Answer("farm", "503 retry=5");
        world.Play("kitchen< 503 1 retry=*");
    }

    [TestMethod]
    public void A_member_of_a_room_elsewhere_is_told_of_what_is_said_in_it()
    {
        RoutedStage world = Scene(new Limits { Ways = 2, CacheOctets = 4096 });
        world.Play("kitchen> GET 1 den@farm.example");
        Prove(world, "den@farm.example", string.Empty);
        world.Play("farm< GET l* den@farm.example hops=7");
        world.Answer("farm", "200", Den);
        world.Play("kitchen< 200 1 age=0 proof=domain =*", "kitchen> WATCH 2 den@farm.example", "kitchen< 200 2 lease=*", "hall> WATCH 2 den@farm.example", "hall< 200 2 lease=*", "-- 1 s", "farm< WATCH w* den@farm.example");
        world.Answer("farm", "200 lease=3600");
        string[] word = RoutedStage.FarmSigned("id: 2.bob@farm.example", "type: chat", "date: 1700000000001", "parent: den@farm.example", "", "psst");
        world.Say("farm> PUT - =*", word);
        world.Say("kitchen< PUT - =*", word);
        world.Play("hall<-");
    }

    private static RoutedStage Scene()
    {
        return Scene(new Limits());
    }

    private static RoutedStage Scene(Limits limits)
    {
        RoutedStage world = new RoutedStage(limits, true, false);
        world.Link("kitchen", "kitchen@home.example");
        world.Link("hall", "hall@home.example");
        world.Connect("near");
        return world;
    }

    // Up to the AUTH.
    private static void Ask(RoutedStage world, string address)
    {
        world.GreetFarm();
        world.Play("farm< GET l* " + address + " hops=7");
        world.Answer("farm", "404");
        world.Play("farm< AUTH auth @home.example ed25519 * selector=s1");
    }

    // The same, octet for octet, and its 200.
    private static void Prove(RoutedStage world, string address, string words)
    {
        world.TakeDialled("farm", RoutedStage.FarmHost, 3687);
        world.Play("farm< HELLO hello home.example nonce=*");
        string hello = world.Last.Line;
        string reply = "200 hello farm.example nonce=" + RoutedStage.Nonce + " max=4096";
        world.Play("farm> " + reply, "farm< GET l* " + address + " hops=7" + words);
        world.Answer("farm", "404");
        world.Play("farm< AUTH auth @home.example ed25519 " + SignedStage.Prove("home.example", hello, reply, "@home.example") + " selector=s1");
        world.Answer("farm", "200");
    }
}
