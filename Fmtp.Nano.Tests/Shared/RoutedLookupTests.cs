namespace Fmtp.Nano.Tests;

/// <summary>docs/PROTOCOL.md section 4: lookups that go to the relay of the domain.</summary>
[TestClass]
public class RoutedLookupTests
{
    private static readonly string[] Hay = { "id: x@farm.example", "type: note", "date: 5", "public: yes", "", "hay" };

    [TestMethod]
    public void The_relay_of_the_domain_is_found_by_DNS_greeted_and_asked()
    {
        RoutedStage world = new RoutedStage();
        world.Play("> GET 1 x@farm.example trace=1");
        world.GreetFarm();
        world.Play("farm< GET l* x@farm.example hops=7 trace=1");
        world.Answer("farm", "200", RoutedStage.FarmSigned(Hay));
        world.Say("< 200 1 age=0 proof=domain way=home.example:domain:200:0 =*", RoutedStage.FarmSigned(Hay));

        // Once found, it is remembered, with how it is known.
        world.Play("> GET 2 x@farm.example since=4 trace=1", "< 200 2 age=0 proof=domain way=home.example:cache:200:0 =*", "> GET 3 x@farm.example since=5", "< 304 3");
    }

    [TestMethod]
    public void A_connection_serves_many_lookups_and_is_closed_when_it_is_idle()
    {
        RoutedStage world = new RoutedStage();
        world.Play("> GET 1 x@farm.example");
        world.GreetFarm();
        world.Play("farm< GET l* x@farm.example hops=7");
        world.Answer("farm", "404");
        world.Play("< 404 1", "> GET 2 y@farm.example hops=3", "farm< GET l* y@farm.example hops=2");
        world.Answer("farm", "410");
        world.Play("< 410 2", "-- 29 s", "farm<-", "-- 3 s", "farm<>");
    }

    [TestMethod]
    public void What_does_not_verify_is_not_given()
    {
        RoutedStage world = new RoutedStage();
        string[] forged = RoutedStage.FarmSigned(Hay);
        forged[6] = "straw";
        world.Play("> GET 1 x@farm.example");
        world.GreetFarm();
        world.Play("farm< GET l* x@farm.example hops=7");
        world.Answer("farm", "200", forged);
        world.Play("< 502 1", "> GET 2 x@farm.example", "farm< GET l* x@farm.example hops=7");
        world.Answer("farm", "200", Hay); // unsigned
        world.Play("< 502 2", "> GET 3 x@farm.example", "farm< GET l* x@farm.example hops=7");
        world.Answer("farm", "200", RoutedStage.FarmSigned("id: y@farm.example", "type: note", "date: 5", "public: yes", "", "another"));
        world.Play("< 502 3");
    }

    [TestMethod]
    public void What_is_deleted_or_expired_is_gone_whoever_gives_it()
    {
        RoutedStage world = new RoutedStage();
        world.Play("> GET 1 x@farm.example");
        world.GreetFarm();
        world.Play("farm< GET l* x@farm.example hops=7");
        world.Answer("farm", "200", RoutedStage.FarmSigned("id: x@farm.example", "type: note", "date: 5", "public: yes", "deleted: yes", "", ""));
        world.Play("< 410 1", "> GET 2 y@farm.example", "farm< GET l* y@farm.example hops=7");
        world.Answer("farm", "200", RoutedStage.FarmSigned("id: y@farm.example", "type: note", "date: 5", "public: yes", "expires: 6", "", "old"));
        world.Play("< 410 2", "> GET 3 y@farm.example", "< 410 3");
    }

    [TestMethod]
    public void Without_its_key_nothing_can_be_told()
    {
        RoutedStage world = new RoutedStage();
        world.Play("> GET 1 x@farm.example");
        world.GreetFarm();
        world.Play("farm< GET l* x@farm.example hops=7");
        world.Dns.IsFailing = true;
        world.Answer("farm", "200", RoutedStage.FarmSigned(Hay));
        world.Play("-- 12 s", "< 503 1 retry=*");
    }

    [TestMethod]
    public void Nothing_but_HELLO_is_sent_to_a_relay_of_another_name()
    {
        RoutedStage world = new RoutedStage();
        world.Play("> GET 1 x@farm.example");
        world.TakeDialled("farm", RoutedStage.FarmHost, 3687);
        world.Play("farm< HELLO hello home.example nonce=*", "farm> 200 hello evil.example nonce=" + RoutedStage.Nonce + " max=4096", "farm<>", "< 502 1");

        // Nor to this relay itself, whatever DNS says.
        world = new RoutedStage();
        world.Play("> GET 1 x@farm.example");
        world.TakeDialled("farm", RoutedStage.FarmHost, 3687);
        world.Play("farm< HELLO hello home.example nonce=*", "farm> 200 hello home.example nonce=" + RoutedStage.Nonce + " max=4096", "farm<>", "< 502 1");
    }

    [TestMethod]
    public void The_relay_that_the_MX_names_may_be_one_of_its_own_domain()
    {
        RoutedStage world = new RoutedStage();
        world.Dns.Add("barn.example MX 10 relay.farm.example", "s1._fmtp.barn.example TXT " + "v=FMTP1; k=ed25519; p=" + SignedStage.PublicKeyOf("farm.example"));
        world.Play("> GET 1 x@barn.example");
        world.GreetFarm(); // as farm.example, which relay.farm.example is under
        world.Play("farm< GET l* x@barn.example hops=7");
        string[] lines = RoutedStage.FarmSigned("id: x@barn.example", "type: note", "date: 5", "public: yes", "", "hay");
        world.Answer("farm", "200", lines);
        world.Say("< 200 1 age=0 proof=domain =*", lines);
    }

    [TestMethod]
    public void The_next_host_is_dialled_when_one_does_not_greet()
    {
        RoutedStage world = new RoutedStage();
        world.Dns.Add("farm.example MX 20 second.farm.example", "second.farm.example A 198.51.100.2");
        world.Play("> GET 1 x@farm.example");
        world.TakeDialled("first", RoutedStage.FarmHost, 3687);
        world.Play("first< HELLO hello home.example nonce=*", "-- 2 s", "first<>");
        world.TakeDialled("second", "198.51.100.2", 3687);
        world.Greet("second");
        world.Play("second< GET l* x@farm.example hops=7");
        world.Answer("second", "404");
        world.Play("< 404 1");
    }

    [TestMethod]
    public void What_DNS_says_for_certain_is_an_answer()
    {
        RoutedStage world = new RoutedStage();
        world.Dns.Add("silent.example MX 0 ");
        world.Play("> GET 1 x@nowhere.example", "< 404 1", "-- 1 s", "> GET 2 x@silent.example", "< 404 2");
        Assert.AreEqual(0, world.Network.Dials, "dialled");
    }

    [TestMethod]
    public void That_DNS_cannot_tell_is_none()
    {
        RoutedStage world = new RoutedStage();
        world.Dns.IsFailing = true;
        world.Play("> GET 1 x@farm.example", "-- 1 s", "< 502 1");
        world.Dns.IsFailing = false;
        world.Dns.IsSilent = true;
        world.Play("-- 11 s", "> GET 2 x@farm.example", "-- 6 s", "< 408 2");
    }

    [TestMethod]
    public void A_house_is_not_searched_for_strangers()
    {
        RoutedStage world = new RoutedStage();
        world.Dns.Add("thief.example A 10.1.2.3", "local.example A 127.0.0.1", "many.example A 224.0.0.1");
        world.Play(
            "> GET 1 x@thief.example", "< 502 1", "-- 1 s",
            "> GET 2 x@local.example", "< 502 2", "-- 1 s",
            "> GET 3 x@many.example", "< 502 3");
        Assert.AreEqual(0, world.Network.Dials, "dialled");

        // Unless its owner allows it.
        world.Configuration.Networks = new[] { "10.1.0.0/16" };
        world.Restart();
        world.Play("> GET 1 x@thief.example");
        world.TakeDialled("thief", "10.1.2.3", 3687);
        world.Play("thief< HELLO hello home.example nonce=*");
    }

    [TestMethod]
    public void Strangers_cannot_have_the_world_asked()
    {
        RoutedStage world = new RoutedStage();
        world.ConnectFrom("stranger", Stage.Far(7));
        world.Play("stranger> GET 1 x@farm.example", "stranger< 404 1");
        Assert.AreEqual(0, world.Dns.Asked, "asked of DNS");
    }

    [TestMethod]
    public void The_parents_cache_comes_before_the_domain_and_the_parent_after_it()
    {
        RoutedStage world = new RoutedStage(false, true);
        world.LinkParent("parent");
        world.Play("> GET 1 x@farm.example trace=1", "parent< GET l* x@farm.example scope=cached hops=7 trace=1");
        world.Answer("parent", "404 way=parent.example:cache:404:0");
        world.GreetFarm();
        world.Play("farm< GET l* x@farm.example hops=7 trace=1");
        world.Answer("farm", "503 retry=5");
        world.Play("parent< GET l* x@farm.example hops=7 trace=1");
        world.Answer("parent", "200 age=3 proof=domain", Hay);
        world.Say("< 200 1 age=3 proof=parent way=home.example:pcache:404:0,parent.example:cache:404:0,home.example:domain:502:0,home.example:parent:200:0 =*", Hay);
    }

    [TestMethod]
    public void A_referral_is_followed_once_and_remembered()
    {
        RoutedStage world = new RoutedStage();
        world.Play("> GET 1 x@farm.example");
        world.GreetFarm();
        world.Play("farm< GET l* x@farm.example hops=7");
        world.Answer("farm", "301 tcp 198.51.100.9 4000");
        world.TakeDialled("barn", "198.51.100.9", 4000);
        world.Greet("barn");
        world.Play("barn< GET l* x@farm.example hops=7");
        world.Answer("barn", "404");
        world.Play("< 404 1", "> GET 2 y@farm.example", "barn< GET l* y@farm.example hops=7");
        world.Answer("barn", "301 tcp 198.51.100.10 4000");
        world.TakeDialled("coop", "198.51.100.10", 4000);
        world.Greet("coop");
        world.Play("coop< GET l* y@farm.example hops=7");
        world.Answer("coop", "301 tcp 198.51.100.11 4000");
        world.Play("< 502 2");
    }

    [TestMethod]
    public void That_nobody_can_be_asked_yet_is_not_that_there_is_none()
    {
        // Without DNS everything is left to the parent, whose link is not up yet.
        RoutedStage world = new RoutedStage(false, true);
        world.Configuration.Dns = new string[0];
        world.Restart();
        world.Play("> GET 1 x@farm.example", "< 502 1");
        world.LinkParent("p");
        world.Play("> GET 2 x@farm.example", "p< GET l* x@farm.example scope=cached hops=7");
    }

    [TestMethod]
    public void Where_a_referral_leads_nowhere_the_domain_is_asked_again()
    {
        RoutedStage world = new RoutedStage();
        world.Play("> GET 1 x@farm.example");
        world.GreetFarm();
        world.Play("farm< GET l* x@farm.example hops=7");
        world.Answer("farm", "301 tcp 10.0.0.9 4000"); // which is not dialled
        world.Play("-- 1 s");
        world.GreetFarm();
        world.Play("farm< GET l* x@farm.example hops=7 refer=no");
        world.Answer("farm", "404");
        world.Play("< 404 1");
    }

    [TestMethod]
    public void Nobody_waits_for_an_address_that_is_not_dialled()
    {
        RoutedStage world = new RoutedStage(new Limits { Ways = 2 }, false, false); // the second place has never looked for anything
        world.Play("> GET 1 x@farm.example");
        world.GreetFarm();
        world.Play("farm< GET l* x@farm.example hops=7");
        world.Answer("farm", "301 tcp 10.0.0.9 4000");
        world.Play("farm< GET l* x@farm.example hops=7 refer=no");
        world.Answer("farm", "404");
        world.Play("< 404 1");
    }
}
