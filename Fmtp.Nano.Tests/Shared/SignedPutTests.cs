namespace Fmtp.Nano.Tests;

/// <summary>docs/PROTOCOL.md sections 2, 5 and 6: what a signature lets in, and what not.</summary>
[TestClass]
public class SignedPutTests
{
    private static readonly string[] Hello =
    {
        "id: 1.alice@away.example", "type: chat", "date: 1700000000000", "to: kitchen@home.example", "", "hello",
    };

    [TestMethod]
    public void A_message_for_somebody_here_is_taken_from_anyone_if_its_domain_signed_it()
    {
        SignedStage stage = Stage();
        stage.Put("far", SignedStage.Sign("away", "s1", Hello), "201 p 1.alice@away.example date=1700000000000");
        stage.Link("kitchen", "kitchen@home.example");
        stage.Play("kitchen> GET 1 1.alice@away.example", "kitchen< 200 1 =*");
    }

    [TestMethod]
    public void Without_a_signature_it_is_not()
    {
        SignedStage stage = Stage();
        stage.Put("far", Hello, "401 p");
        NothingIsStored(stage);
    }
    private static void NothingIsStored(SignedStage stage)
    {
        stage.Link("kitchen", "kitchen@home.example");
        stage.Play("kitchen> GET 1 1.alice@away.example scope=local", "kitchen< 404 1");
    }

    private static SignedStage Stage()
    {
        SignedStage stage = new SignedStage();
        stage.Publish("s1", "away.example", "away");
        stage.ConnectFrom("far", Fmtp.Nano.Tests.Stage.Far(1));
        return stage;
    }
}
