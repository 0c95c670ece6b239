namespace Fmtp.Nano.Tests;

/// <summary>docs/PROTOCOL.md section 4, Mailbox, between relays that verify and sign.</summary>
[TestClass]
public class SignedMailboxTests
{
    [TestMethod]
    public void What_is_signed_here_goes_up_signed()
    {
        Family family = new Family(new Limits(), true, true);
        family.Child.Link("a", "anna@home.example");
        string[] put = { "a> PUT 1 =*", "| id: 1.anna@home.example", "| type: note", "| date: 10", "|", "| Hi", "a< 201 1 1.anna@home.example date=10" };
        family.Child.Play(put);
        put[6] = "a< 200 1 1.anna@home.example date=10";
        family.Child.Play(put);
        family.Child.Play("a> GET 2 1.anna@home.example", "a< 200 2 =*", "| sig: ed25519 s1 *", "| id: 1.anna@home.example", "| type: note", "| date: 10", "|", "| Hi");
        Assert.AreEqual(0, family.Child.Relay.Store.Count);
    }

    [TestMethod]
    public void A_signed_message_for_others_too_is_believed()
    {
        Family family = new Family(new Limits(), true, true);
        string domain = SignedStage.SelfDomainOf("carl");
        string[] mail = SignedStage.Sign("carl", "self", "id: 1.carl@" + domain, "type: mail", "date: 1699999999999", "to: ben@home.example bob@parent.example", "", "Hi");
        family.Child.Connect("s");
        family.Child.Play(SignedStage.Transcript("s", mail, "20* p *"));
        Assert.AreEqual(0, family.Child.Relay.Store.Count);
        Assert.AreEqual(1, family.Parent.Relay.Store.Count);
    }
}
