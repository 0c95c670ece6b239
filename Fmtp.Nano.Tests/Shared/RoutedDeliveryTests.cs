using Ascii = Fmtp.Nano.Protocol.Ascii;

namespace Fmtp.Nano.Tests;

/// <summary>docs/PROTOCOL.md section 4: how messages reach recipients whose relay holds no link.</summary>
[TestClass]
public class RoutedDeliveryTests
{
    [TestMethod]
    public void A_relay_that_could_not_deliver_a_message_may_tell_its_sender()
    {
        RoutedStage world = new RoutedStage();
        world.Link("kitchen", "kitchen@home.example");
        world.Given("id: 1.kitchen@home.example", "type: mail", "date: 1700000000000", "to: hall@home.example", "expires: 1700000100000", "", "private");
        world.Given("id: 2.kitchen@home.example", "type: room", "date: 1700000000000", "member: hall@home.example", "", "private too");
        world.ConnectFrom("far", Stage.Far(1));
        world.Put("far", Bounce(1, "relay", "1.kitchen"), "201 p *");
        world.Play("kitchen> GET 1 1.relay@farm.example", "kitchen< 200 1 =*");

        // Nobody else, and of nothing else.
        world.Put("far", Bounce(2, "bob", "1.kitchen"), "404 p");
        world.Put("far", Bounce(2, "relay", "2.kitchen"), "404 p");
        world.Put("far", Bounce(2, "relay", "3.kitchen"), "404 p");

        // That it has expired meanwhile may be why.
        world.Wait(101 * 1000);
        world.ConnectFrom("far", Stage.Far(1));
        world.Put("far", Bounce(2, "relay", "1.kitchen"), "201 p *");
    }

    private static string[] Bounce(int number, string name, string parent)
    {
        return RoutedStage.FarmSigned("id: " + number.ToString() + "." + name + "@farm.example", "type: bounce", "date: 1700000000000", "to: kitchen@home.example", "parent: " + parent + "@home.example", "subject: not delivered to bob@farm.example", "", "413");
    }

    private static readonly string[] Letter =
    {
        "id: 1.kitchen@home.example", "type: mail", "date: 1700000000000", "to: bob@farm.example", "", "Is there hay?",
    };

    [TestMethod]
    public void A_message_goes_to_the_relay_of_the_domain()
    {
        RoutedStage world = Sent(Letter);
        world.GreetFarm();
        world.Play("farm< GET l* bob@farm.example hops=8"); // does he recommend a way?
        world.Answer("farm", "404");
        world.Play("-- 1 s");
        world.Say("farm< PUT d* hops=7 =*", Signed(Letter));
        world.Answer("farm", "201 1.kitchen@home.example date=1700000000000");
        world.Queue();
    }

    [TestMethod]
    public void His_routes_come_before_that_in_their_order()
    {
        RoutedStage world = Sent(Letter);
        world.GreetFarm();
        world.Play("farm< GET l* bob@farm.example hops=8");
        world.Answer("farm", "200", RoutedStage.FarmSigned("id: bob@farm.example", "type: user", "date: 5", "public: yes", "route: tls 198.51.100.5 3688", "route: tcp 10.0.0.5 3687", "route: tcp 198.51.100.5 4000", "", ""));
        world.Play("-- 4 s");
        world.TakeDialled("bob", "198.51.100.5", 4000);
        world.Greet("bob");
        world.Play("-- 1 s");
        world.Say("bob< PUT d* hops=7 =*", Signed(Letter));
        world.Answer("bob", "202");
        world.Queue();
    }

    [TestMethod]
    public void A_datagram_is_sent_three_times_and_then_the_next_way_is_tried()
    {
        RoutedStage world = Sent(Letter);
        Endpoint bob = new Endpoint { Low = 0xC6336405, Port = 4000 }; // 198.51.100.5
        world.GreetFarm();
        world.Play("farm< GET l* bob@farm.example hops=8");
        world.Answer("farm", "200", RoutedStage.FarmSigned("id: bob@farm.example", "type: user", "date: 5", "public: yes", "route: udp 198.51.100.5 4000", "", ""));
        world.Play("-- 7 s");
        for (int i = 0; i < 3; i++)
        {
            Assert.IsNotNull(world.Network.TakeFromRelay(bob), "datagram " + i.ToString());
        }

        world.Play("-- 4 s");
        Assert.IsNull(world.Network.TakeFromRelay(bob), "a fourth datagram");
        world.Say("farm< PUT d* hops=7 =*", Signed(Letter));
    }

    [TestMethod]
    public void A_datagram_that_is_answered_is_delivery()
    {
        RoutedStage world = Sent(Letter);
        Endpoint bob = new Endpoint { Low = 0xC6336405, Port = 4000 };
        world.GreetFarm();
        world.Play("farm< GET l* bob@farm.example hops=8");
        world.Answer("farm", "200", RoutedStage.FarmSigned("id: bob@farm.example", "type: user", "date: 5", "public: yes", "route: udp 198.51.100.5 4000", "", ""));
        world.Play("-- 2 s");
        string put = Heard.Text(world.Network.TakeFromRelay(bob));
        Assert.AreEqual(RoutedStage.Joined(Signed(Letter)), put.Substring(put.IndexOf('\n') + 1));
        world.Network.SendToRelay(Ascii.Octets("200 " + put.Split(' ')[1] + "\n"), bob);
        world.Play("-- 1 s");
        world.Queue();
    }

    [TestMethod]
    public void What_never_can_be_delivered_comes_back_at_once()
    {
        RoutedStage world = Sent("id: 1.kitchen@home.example", "type: mail", "date: 1700000000000", "to: bob@nowhere.example", "", "Hello?");
        world.Play("-- 1 s");
        world.Queue();
        world.Link("kitchen", "kitchen@home.example");
        world.Play("kitchen> LIST 1 kitchen@home.example type=bounce", "kitchen< 200 1 =*");
        Assert.IsTrue(world.Last.BodyText.IndexOf("not delivered to bob@nowhere.example") > 0, world.Last.BodyText);
    }

    [TestMethod]
    public void What_cannot_be_delivered_now_waits_and_its_owner_can_see_it()
    {
        RoutedStage world = Sent(Letter);
        world.TakeDialled("farm", RoutedStage.FarmHost, 3687);
        world.Play("farm< HELLO hello home.example nonce=*", "-- 20 s");
        world.Queue("1.kitchen@home.example 1700000000000 mail " + RoutedStage.Joined(Signed(Letter)).Length.ToString() + " to bob@farm.example tries * next * s");
        world.Play("> LIST 1 relay@home.example type=queued", "< 403 1");
    }

    [TestMethod]
    public void Each_copy_says_for_which_domain_it_is()
    {
        string[] letter = { "id: 1.kitchen@home.example", "type: mail", "date: 1700000000000", "to: bob@child.example eve@farm.example", "", "Hay!" };
        RoutedStage world = Ready();
        world.Link("child", "@child.example");
        world.Ask("sender> PUT 1 =*", Signed(letter), "sender< 202 1 *");
        world.Say("child< PUT d* hops=7 to=child.example =*", Signed(letter));
        world.Answer("child", "201 1.kitchen@home.example date=1700000000000");
        world.GreetFarm();
        world.Play("farm< GET l* eve@farm.example hops=8");
        world.Answer("farm", "404");
        world.Play("-- 1 s");
        world.Say("farm< PUT d* hops=7 to=farm.example =*", Signed(letter));
    }

    [TestMethod]
    public void A_copy_for_us_is_not_sent_to_others_again()
    {
        string[] letter = { "id: 1.bob@farm.example", "type: mail", "date: 1700000000000", "to: kitchen@home.example carl@child.example", "", "Hay!" };
        RoutedStage world = new RoutedStage();
        string[] signed = RoutedStage.FarmSigned(letter);
        world.ConnectFrom("stranger", Stage.Far(1));
        world.Ask("stranger> PUT 1 to=home.example =*", signed, "stranger< 201 1 *");
        world.Ask("stranger> PUT 2 to=child.example =*", signed, "stranger< 202 2 *");
        world.Queue("1.bob@farm.example 1700000000000 mail " + RoutedStage.Joined(signed).Length.ToString() + " to carl@child.example tries * next * s");
    }

    // A relay that signs for its people, one of whom has sent a message.
    private static RoutedStage Sent(params string[] lines)
    {
        RoutedStage world = Ready();
        world.Ask("sender> PUT 1 =*", Signed(lines), "sender< 202 1 *");
        return world;
    }

    private static RoutedStage Ready()
    {
        RoutedStage world = new RoutedStage(true, false);
        world.Link("sender", "kitchen@home.example");
        return world;
    }

    private static string[] Signed(string[] lines)
    {
        return SignedStage.Sign("home.example", "s1", lines);
    }
}
