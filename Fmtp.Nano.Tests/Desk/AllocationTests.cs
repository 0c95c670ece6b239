using System;
using System.Text;

namespace Fmtp.Nano.Tests;

/// <summary>A heap of 84 KB does not forgive some octets a message: what a request allocates, counted.</summary>
[TestClass]
public class AllocationTests
{
    private const int Rounds = 2000;

    [TestMethod]
    public void A_GET_of_a_stored_object_allocates_nothing() => Assert.AreEqual(0, PerRequest("GET 1 kitchen@home.example\n"));

    [TestMethod]
    public void A_GET_of_what_is_not_there_allocates_nothing() => Assert.AreEqual(0, PerRequest("GET 1 7.kitchen@home.example scope=local\n"));

    [TestMethod]
    public void A_LIST_allocates_nothing() => Assert.AreEqual(0, PerRequest("LIST 1 @home.example type=sensor max=10\n"));

    [TestMethod]
    public void PING_and_what_is_malformed_allocate_nothing() => Assert.AreEqual(0, PerRequest("PING 1\nSING 1\n\nPING  2\n200 1\nPUT 2 =3\nabc"));

    [TestMethod]
    public void An_idle_relay_allocates_nothing() => Assert.AreEqual(0, PerRequest(""));

    [TestMethod]
    public void A_GET_of_the_relays_own_object_that_is_signed_allocates_nothing()
        => Assert.AreEqual(0, PerRequest(new SignedStage("home.example", new Limits(), true, false), "GET 1 @home.example\n"));

    private static long PerRequest(string text) => PerRequest(new Stage(), text);

    private static long PerRequest(Stage stage, string text)
    {
        stage.Given("id: kitchen@home.example", "type: sensor", "date: 1", "public: yes", "", "21.5");
        stage.Connect("a");
        var connection = stage.Talk("a").Connection;
        var request = Encoding.UTF8.GetBytes(text);
        var reply = new byte[4096];
        Run(Rounds); // the queues of the test grow, code is compiled
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(Rounds);
        return (GC.GetAllocatedBytesForCurrentThread() - before) / Rounds;

        void Run(int rounds)
        {
            for (var i = 0; i < rounds; i++)
            {
                connection.ToRelay.Add(request, 0, request.Length);
                while (stage.Relay.Step(stage.Now))
                {
                }

                connection.ToPeer.Take(reply, 0, connection.ToPeer.Count);
            }
        }
    }
}
