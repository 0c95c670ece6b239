namespace Fmtp.Nano.Tests;

/// <summary>docs/PROTOCOL.md section 4, Mailbox: what a child has its parent keep, seen from those who use the child.</summary>
[TestClass]
public class MailboxTests
{
    [TestMethod]
    public void Private_mail_is_kept_by_the_parent_and_read_through_the_child()
    {
        Family family = new Family();
        Stage child = family.Child;
        child.Link("a", "anna@home.example");
        child.Link("b", "ben@home.example");
        child.Connect("s");
        child.Play(
            "a> PUT 1 =*", "| id: 1.anna@home.example", "| type: mail", "| date: 10", "| to: ben@home.example", "|", "| Hi", "a< 201 1 1.anna@home.example date=10",
            "b> GET 2 1.anna@home.example", "b< 200 2 =*", "| id: 1.anna@home.example", "| type: mail", "| date: 10", "| to: ben@home.example", "|", "| Hi",
            "a> GET 3 1.anna@home.example", "a< 200 3 =*",
            "s> GET 4 1.anna@home.example", "s< 404 4",
            "b> GET 5 1.anna@home.example since=9", "b< 200 5 =*",
            "b> GET 6 1.anna@home.example since=10", "b< 304 6",
            "b> GET 7 2.anna@home.example", "b< 404 7",
            "b> GET 8 1.anna@home.example scope=local", "b< 404 8");
        Assert.AreEqual(0, child.Relay.Store.Count);
        Assert.AreEqual(1, family.Parent.Relay.Store.Count);
    }

    [TestMethod]
    public void Without_a_mailbox_the_device_keeps_it_itself()
    {
        Family family = new Family(new Limits(), false);
        family.Child.Link("a", "anna@home.example");
        family.Child.Play(
            "a> PUT 1 =*", "| id: 1.anna@home.example", "| type: note", "| date: 10", "|", "| Hi", "a< 201 1 1.anna@home.example date=10",
            "a> GET 2 2.anna@home.example", "a< 404 2");
        Assert.AreEqual(1, family.Child.Relay.Store.Count);
        Assert.AreEqual(0, family.Parent.Relay.Store.Count);
    }

    [TestMethod]
    public void What_is_public_named_or_volatile_stays_with_the_device()
    {
        Family family = new Family();
        family.Child.Link("a", "anna@home.example");
        family.Child.Play(
            "a> PUT 1 =*", "| id: 1.anna@home.example", "| type: post", "| date: 10", "| public: yes", "|", "| Hi", "a< 201 1 *",
            "a> PUT 2 =*", "| id: anna@home.example", "| type: user", "| date: 10", "|", "|", "a< 201 2 *",
            "a> PUT 3 =*", "| id: 3.anna@home.example", "| type: reading", "| date: 10", "| volatile: yes", "|", "| 21", "a< 201 3 *");
        Assert.AreEqual(3, family.Child.Relay.Store.Count);
        Assert.AreEqual(0, family.Parent.Relay.Store.Count);
    }

    [TestMethod]
    public void What_is_under_an_object_of_the_device_stays_with_it()
    {
        Family family = new Family();
        family.Child.Link("a", "anna@home.example");
        family.Child.Link("b", "ben@home.example");
        family.Child.Play(
            "a> PUT 1 =*", "| id: room@home.example", "| type: room", "| date: 10", "| write: members", "| member: ben@home.example", "|", "|", "a< 403 1");
        family.Child.Given("id: room@home.example", "type: room", "date: 10", "write: members", "member: ben@home.example", "", "");
        family.Child.Play(
            "b> PUT 2 =*", "| id: 2.ben@home.example", "| type: chat", "| date: 10", "| parent: room@home.example", "|", "| Hi", "b< 201 2 *",
            "a> PUT 3 =*", "| id: 3.anna@home.example", "| type: chat", "| date: 10", "| parent: room@home.example", "|", "| Hi", "a< 404 3");
        Assert.AreEqual(2, family.Child.Relay.Store.Count);
        Assert.AreEqual(0, family.Parent.Relay.Store.Count);
    }

    [TestMethod]
    public void The_parents_answer_is_the_answer()
    {
        Family family = new Family();
        family.Child.Link("a", "anna@home.example");
        family.Child.Play(
            "a> PUT 1 =*", "| id: 1.anna@home.example", "| type: note", "| date: 10", "|", "| a", "a< 201 1 1.anna@home.example date=10",
            "a> PUT 2 =*", "| id: 1.anna@home.example", "| type: note", "| date: 10", "|", "| a", "a< 200 2 1.anna@home.example date=10",
            "a> PUT 3 =*", "| id: 1.anna@home.example", "| type: note", "| date: 9", "|", "| b", "a< 409 3 date=10",
            "a> PUT 4 =*", "| id: 1.anna@home.example", "| type: note", "| date: 11", "|", "| b", "a< 200 4 1.anna@home.example date=11",
            "a> PUT 5 =*", "| id: 1.anna@home.example", "| type: note", "| date: 1900000000000", "|", "| b", "a< 409 5 time=*");
    }

    [TestMethod]
    public void What_is_deleted_there_is_410()
    {
        Family family = new Family();
        family.Child.Link("a", "anna@home.example");
        family.Child.Link("b", "ben@home.example");
        family.Child.Play(
            "a> PUT 1 =*", "| id: 1.anna@home.example", "| type: mail", "| date: 10", "| to: ben@home.example", "|", "| Hi", "a< 201 1 *",
            "a> PUT 2 =*", "| id: 2.anna@home.example", "| type: mail", "| date: 10", "|", "| Hi", "a< 201 2 *",
            "a> PUT 3 =*", "| id: 2.anna@home.example", "| type: mail", "| date: 11", "| deleted: yes", "|", "|", "a< 200 3 *",
            "a> GET 4 2.anna@home.example", "a< 410 4",
            "b> PUT 5 =*", "| id: 1.anna@home.example", "| type: mail", "| date: 11", "| deleted: yes", "|", "|", "b< 200 5 *",
            "a> GET 6 1.anna@home.example", "a< 410 6",
            "b> PUT 7 =*", "| id: 3.anna@home.example", "| type: mail", "| date: 11", "| deleted: yes", "|", "|", "b< 403 7");
        Assert.AreEqual(0, family.Child.Relay.Store.Count);
    }

    [TestMethod]
    public void What_somebody_did_not_get_he_cannot_delete()
    {
        Family family = new Family();
        family.Child.Link("b", "ben@home.example");
        family.Child.Link("c", "@child.example");
        family.Child.Play(
            "b> PUT 1 =*", "| id: 1.alice@child.example", "| type: mail", "| date: 1700000000001", "| deleted: yes", "|", "|", "b< 401 1",
            "c> PUT 2 =*", "| id: 1.alice@child.example", "| type: mail", "| date: 1699999999999", "| to: anna@home.example", "|", "| Hi", "c< 201 2 *",
            "b> PUT 3 =*", "| id: 1.alice@child.example", "| type: mail", "| date: 1700000000001", "| deleted: yes", "|", "|", "b< 401 3");
        Assert.AreEqual(0, family.Child.Relay.Store.Count);
    }

    [TestMethod]
    public void An_answer_to_what_is_there_is_judged_there()
    {
        Family family = new Family();
        family.Child.Link("a", "anna@home.example");
        family.Child.Link("b", "ben@home.example");
        family.Child.Link("h", "@home.example");
        family.Child.Play(
            "a> PUT 1 =*", "| id: 1.anna@home.example", "| type: mail", "| date: 10", "| to: ben@home.example", "| write: signed", "|", "| Hi", "a< 201 1 *",
            "a> PUT 2 =*", "| id: 2.anna@home.example", "| type: note", "| date: 10", "|", "| Hi", "a< 201 2 *",
            "b> PUT 3 =*", "| id: 3.ben@home.example", "| type: mail", "| date: 10", "| to: anna@home.example", "| parent: 1.anna@home.example", "|", "| Hi", "b< 201 3 *",
            "b> PUT 4 =*", "| id: 4.ben@home.example", "| type: mail", "| date: 10", "| parent: 2.anna@home.example", "|", "| Hi", "b< 404 4",
            "b> PUT 5 =*", "| id: 5.ben@home.example", "| type: mail", "| date: 10", "| public: yes", "| parent: 9.anna@home.example", "|", "| Hi", "b< 404 5",
            "a> GET 6 3.ben@home.example", "a< 200 6 =*");
        Assert.AreEqual(0, family.Child.Relay.Store.Count);
    }

    [TestMethod]
    public void Dates_and_ids_are_completed_before()
    {
        Family family = new Family();
        family.Child.Link("a", "anna@home.example");
        family.Child.Play("a> PUT 1 once=t1 =*", "| id: 0.anna@home.example", "| type: note", "| date: 0", "|", "| Hi", "a< 201 1 *.anna@home.example date=17*");
        string address = family.Child.Last.Word(2);
        family.Child.Play(
            "a> PUT 2 once=t1 =*", "| id: 0.anna@home.example", "| type: note", "| date: 0", "|", "| Hi", "a< 201 2 " + address + " date=17*",
            "a> GET 3 " + address, "a< 200 3 =*");
        Assert.AreEqual(1, family.Parent.Relay.Store.Count);
    }

    [TestMethod]
    public void Datagrams_are_answered_when_the_parent_has_answered_and_again_when_that_was_lost()
    {
        Family family = new Family();
        family.Child.Datagram(
            "anna@home.example",
            "> PUT 1 =*", "| id: 0.anna@home.example", "| type: note", "| date: 0", "|", "| Hi", "< 201 1 *.anna@home.example date=17*",
            ">>", "< 201 1 *.anna@home.example date=17*",
            "> LIST 2 anna@home.example", "< 200 2 =*", "| *.anna@home.example * note *", "|");
        Assert.AreEqual(1, family.Parent.Relay.Store.Count);
    }

    [TestMethod]
    public void Without_the_parent_it_is_503_at_once_and_nothing_is_stored()
    {
        Family family = new Family();
        family.Child.Link("a", "anna@home.example");
        family.Child.Connect("s");
        family.Child.Play("a> PUT 1 =*", "| id: 1.anna@home.example", "| type: note", "| date: 10", "|", "| Hi", "a< 201 1 *");
        family.Cut();
        family.Child.Play(
            "a> GET 2 1.anna@home.example", "a< 503 2 retry=*",
            "a> LIST 3 anna@home.example", "a< 503 3 retry=*",
            "a> LIST 4 anna@home.example scope=local", "a< 200 4 =0",
            "a> PUT 5 =*", "| id: 2.anna@home.example", "| type: note", "| date: 10", "|", "| Hi", "a< 503 5 retry=*",
            "a> PUT 6 =*", "| id: anna@home.example", "| type: user", "| date: 10", "| public: yes", "|", "|", "a< 201 6 *",
            "s> GET 7 anna@home.example", "s< 200 7 * =*");
        Assert.AreEqual(1, family.Child.Relay.Store.Count);
        family.Mend();
        family.Child.Play(
            "a> PUT 8 =*", "| id: 2.anna@home.example", "| type: note", "| date: 10", "|", "| Hi", "a< 201 8 *",
            "a> GET 9 1.anna@home.example", "a< 200 9 =*");
    }

    [TestMethod]
    public void A_restart_does_not_make_unknown_what_is_there()
    {
        Family family = new Family();
        family.Child.Link("a", "anna@home.example");
        family.Child.Play("a> PUT 1 =*", "| id: 1.anna@home.example", "| type: note", "| date: 10", "|", "| Hi", "a< 201 1 *");
        family.RestartParent();
        family.Child.Play("a> GET 2 1.anna@home.example", "a< 200 2 =*");
        family.RestartChild();
        family.Child.Link("a", "anna@home.example");
        family.Child.Play("a> GET 3 1.anna@home.example", "a< 200 3 =*");
        family.Cut();
        family.Child.Restart();
        family.Child.Network.IsUnreachable = true;
        family.Child.Link("a", "anna@home.example");
        family.Child.Play(
            "a> GET 4 1.anna@home.example", "a< 503 4 retry=*",
            "a> PUT 5 =*", "| id: 1.anna@home.example", "| type: note", "| date: 9", "|", "| older", "a< 503 5 retry=*");
    }

    [TestMethod]
    public void A_parent_that_hangs_delays_nobody_and_a_second_try_makes_no_second_object()
    {
        Family family = new Family();
        family.Child.Link("a", "anna@home.example");
        family.Child.Link("b", "ben@home.example");
        family.Child.Given("id: post@home.example", "type: blog", "date: 10", "public: yes", "", "");
        family.IsHung = true;
        family.Child.Play(
            "a> PUT 1 once=t1 =*", "| id: 0.anna@home.example", "| type: note", "| date: 0", "|", "| Hi", "a<-",
            "b> GET 1 post@home.example", "b< 200 1 * =*",
            "a> PUT 2 once=t1 =*", "| id: 0.anna@home.example", "| type: note", "| date: 0", "|", "| Hi", "a< 503 2 retry=*",
            "-- 6 s",
            "a< 503 1 retry=*");
        family.IsHung = false;
        family.Child.Play("a> PUT 3 once=t1 =*", "| id: 0.anna@home.example", "| type: note", "| date: 0", "|", "| Hi", "a< 200 3 *.anna@home.example date=17*");
        Assert.AreEqual(1, family.Parent.Relay.Store.Count);
    }

    [TestMethod]
    public void Messages_for_the_devices_users_are_kept_there_too()
    {
        Family family = new Family();
        family.Child.Link("c", "@child.example");
        family.Child.Link("b", "ben@home.example");
        family.Child.Play(
            "c> PUT 1 =*", "| id: 1.alice@child.example", "| type: mail", "| date: 1699999999999", "| to: ben@home.example", "|", "| Hi", "c< 201 1 *",
            "b> GET 2 1.alice@child.example", "b< 200 2 =*",
            "b> LIST 3 ben@home.example", "b< 200 3 =*", "| 1.alice@child.example 1699999999999 mail *", "|");
        Assert.AreEqual(0, family.Child.Relay.Store.Count);

        // For others, too: the parent has only the child's word for it.
        family.Child.Play(
            "c> PUT 4 =*", "| id: 4.alice@child.example", "| type: mail", "| date: 1699999999999", "| to: ben@home.example bob@parent.example", "|", "| Hi", "c< 20* 4 *",
            "c< PUT * =*", // the parent does not take it for bob either: it bounces
            "b> GET 5 4.alice@child.example", "b< 200 5 =*");
        Assert.AreEqual(1, family.Child.Relay.Store.Count);
    }

    [TestMethod]
    public void A_message_of_the_parents_own_user_comes_down_and_is_not_stored_twice()
    {
        Family family = new Family();
        family.Child.Link("b", "ben@home.example");
        family.Child.Play("b> WATCH 1 ben@home.example", "b< 200 1 *");
        family.Parent.Link("p", "bob@parent.example");
        family.Parent.Play("p> PUT 1 =*", "| id: 1.bob@parent.example", "| type: mail", "| date: 1699999999999", "| to: ben@home.example", "|", "| Hi", "p< 202 1 *");
        family.Child.Play(
            "b< PUT - =*", "| id: 1.bob@parent.example", "| type: mail", "| date: 1699999999999", "| to: ben@home.example", "|", "| Hi",
            "b> LIST 2 ben@home.example", "b< 200 2 =*", "| 1.bob@parent.example 1699999999999 mail *", "|");
        Assert.AreEqual(0, family.Child.Relay.Store.Count);
        Assert.AreEqual(0, family.Parent.Relay.Store.Queued);
    }

    [TestMethod]
    public void A_message_to_others_is_kept_there_and_delivered()
    {
        Family family = new Family();
        family.Child.Link("a", "anna@home.example");
        family.Parent.Link("p", "bob@parent.example");
        family.Parent.Play("p> WATCH 1 bob@parent.example", "p< 200 1 *");
        family.Child.Play(
            "a> PUT 1 =*", "| id: 1.anna@home.example", "| type: mail", "| date: 1699999999999", "| to: bob@parent.example", "|", "| Hi", "a< 202 1 *",
            "a> PUT 2 hops=0 =*", "| id: 2.anna@home.example", "| type: mail", "| date: 1699999999999", "| to: bob@parent.example", "|", "| Hi", "a< 421 2");
        family.Parent.Play("p< PUT - =*", "| id: 1.anna@home.example", "| type: mail", "| date: 1699999999999", "| to: bob@parent.example", "|", "| Hi");
        Assert.AreEqual(0, family.Child.Relay.Store.Count);
        Assert.AreEqual(0, family.Child.Relay.Store.Queued);
    }

    [TestMethod]
    public void What_the_parents_own_user_would_refuse_he_is_not_shown()
    {
        Family family = new Family();
        family.Child.Link("a", "anna@home.example");
        family.Parent.Link("p", "bob@parent.example");
        family.Parent.Play("p> WATCH 1 bob@parent.example", "p< 200 1 *");
        family.Child.Play(
            "a> PUT 1 =*", "| id: 1.anna@home.example", "| type: mail", "| date: 1699999999999", "| to: bob@parent.example", "| parent: 404.bob@parent.example", "|", "| Hi", "a< 404 1");
        family.Parent.Play("p<-", "p> LIST 2 bob@parent.example", "p< 200 2 =0");
        Assert.AreEqual(0, family.Child.Relay.Store.Queued);
    }

    [TestMethod]
    public void A_large_object_goes_up_too()
    {
        Family family = new Family();
        family.Child.Link("a", "anna@home.example");
        string large = new string('x', 3000);
        family.Child.Play(
            "a> PUT 1 =*", "| id: 0.anna@home.example", "| type: note", "| date: 10", "|", "| " + large, "a< 201 1 *");
        family.Child.Play("a> GET 2 " + family.Child.Last.Word(2), "a< 200 2 =*");
    }

    [TestMethod]
    public void A_draft_that_is_published_is_found_from_outside()
    {
        Family family = new Family();
        family.Child.Link("a", "anna@home.example");
        family.Child.Play(
            "a> PUT 1 =*", "| id: 1.anna@home.example", "| type: post", "| date: 10", "|", "| draft", "a< 201 1 *",
            "a> PUT 2 =*", "| id: 1.anna@home.example", "| type: post", "| date: 11", "| public: yes", "|", "| out", "a< 201 2 *",
            "a> PUT 3 =*", "| id: 3.anna@home.example", "| type: post", "| date: 10", "|", "| draft", "a< 201 3 *");
        family.Parent.Link("p", "bob@parent.example");
        family.Parent.Play("p> GET 1 1.anna@home.example", "p< 200 1 * =*", "| id: 1.anna@home.example", "| type: post", "| date: 11", "| public: yes", "|", "| out",
            "p> GET 2 3.anna@home.example", "p< 404 2");
    }
}
