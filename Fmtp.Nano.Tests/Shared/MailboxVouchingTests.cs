namespace Fmtp.Nano.Tests;

/// <summary>docs/PROTOCOL.md section 4, Mailbox: the parent, seen from its child's link.</summary>
[TestClass]
public class MailboxVouchingTests
{
    [TestMethod]
    public void It_says_that_it_keeps_a_mailbox()
    {
        Family.AParent(true).Play("> HELLO 1 home.example nonce=AAECAwQFBgcICQoLDA0ODxAR", "< 200 1 parent.example nonce=* max=4096 mailbox=1 time=*");
        Family.AParent(false).Play("> HELLO 1 home.example nonce=AAECAwQFBgcICQoLDA0ODxAR", "< 200 1 parent.example nonce=* max=4096 time=*");
    }

    [TestMethod]
    public void Only_a_childs_word_counts_and_only_about_its_own()
    {
        Stage stage = Family.AParent(true);
        stage.Link("b", "bob@parent.example");
        stage.Link("h", "@home.example");
        stage.Play(
            "> GET 1 1.anna@home.example for=anna@home.example", "< 403 1",
            "b> GET 1 1.anna@home.example for=bob@parent.example", "b< 403 1",
            "h> GET 1 1.anna@home.example for=bob@parent.example", "h< 403 1",
            "h> GET 2 1.anna@home.example for=@far.example", "h< 403 2",
            "h> GET 3 1.anna@home.example for=anna", "h< 400 3",
            "h> GET 4 1.anna@home.example for=", "h< 400 4",
            "h> GET 5 1.anna@home.example for=1.anna@home.example", "h< 400 5",
            "h> GET 6 1.anna@home.example for=anna@home.example", "h< 404 6");
    }

    [TestMethod]
    public void What_it_keeps_it_gives_to_those_who_may_read()
    {
        Stage stage = Family.AParent(true);
        stage.Link("h", "@home.example");
        stage.Link("f", "@far.example");
        stage.Link("b", "bob@parent.example");
        stage.Play(
            "h> PUT 1 for=@home.example =*", "| id: 1.anna@home.example", "| type: mail", "| date: 10", "| to: ben@home.example bob@parent.example", "|", "| Hi", "h< 201 1 *",
            "h> PUT 2 for=@home.example =*", "| id: 2.anna@home.example", "| type: note", "| date: 10", "|", "| mine", "h< 201 2 *",
            "h> PUT 3 for=@home.example =*", "| id: 3.anna@home.example", "| type: post", "| date: 10", "| public: yes", "|", "| all", "h< 201 3 *",
            "h> GET 4 2.anna@home.example", "h< 200 4 =*",
            "h> GET 5 2.anna@home.example for=anna@home.example", "h< 200 5 =*",
            "h> GET 6 2.anna@home.example for=ben@home.example", "h< 404 6",
            "h> GET 7 1.anna@home.example for=ben@home.example", "h< 200 7 =*",
            "h> GET 8 3.anna@home.example for=-", "h< 200 8 =*",
            "h> GET 9 1.anna@home.example for=-", "h< 404 9",
            "h> LIST 10 @home.example for=ben@home.example", "h< 200 10 =*", "| 3.anna@home.example *", "| 1.anna@home.example *", "|",
            "h> LIST 11 @home.example for=-", "h< 200 11 =*", "| 3.anna@home.example *", "|",
            "b> GET 12 1.anna@home.example", "b< 200 12 =*",
            "b> GET 13 2.anna@home.example scope=local", "b< 404 13",
            "f> GET 14 3.anna@home.example", "f< 200 14 =*",
            "f> GET 15 1.anna@home.example scope=local", "f< 404 15",
            "> GET 16 3.anna@home.example", "< 200 16 =*");
        Assert.AreEqual(0, stage.Relay.Store.Queued);
    }

    [TestMethod]
    public void A_child_cannot_put_words_into_anothers_mouth()
    {
        Stage stage = Family.AParent(true);
        stage.Link("h", "@home.example");
        stage.Link("f", "@far.example");
        stage.Given("id: 1.bob@parent.example", "type: note", "date: 1699999999990", "", "mine");
        stage.Play(
            "f> PUT 1 =*", "| id: 1.carl@far.example", "| type: mail", "| date: 1699999999990", "| to: bob@parent.example", "|", "| Hi", "f< 201 1 *",
            "h> PUT 2 for=@home.example =*", "| id: 1.bob@parent.example", "| type: note", "| date: 1699999999995", "| to: anna@home.example", "|", "| forged", "h< 401 2",
            "h> PUT 3 for=@home.example =*", "| id: 2.carl@far.example", "| type: mail", "| date: 1699999999990", "| to: anna@home.example bob@parent.example", "|", "| forged", "h< 401 3",
            "h> PUT 4 for=@home.example =*", "| id: 1.carl@far.example", "| type: mail", "| date: 1699999999995", "| to: anna@home.example", "|", "| forged", "h< 401 4",
            "h> PUT 5 for=@home.example =*", "| id: 3.carl@far.example", "| type: mail", "| date: 1699999999990", "| public: yes", "| to: anna@home.example", "|", "| forged", "h< 401 5",
            "h> PUT 6 for=@home.example =*", "| id: carl@far.example", "| type: user", "| date: 1699999999990", "| to: anna@home.example", "|", "| forged", "h< 401 6",
            "h> PUT 7 for=bob@parent.example =*", "| id: 1.carl@far.example", "| type: mail", "| date: 1699999999995", "| deleted: yes", "|", "|", "h< 401 7",
            "h> PUT 8 for=@home.example =*", "| id: 4.carl@far.example", "| type: mail", "| date: 1699999999990", "| to: anna@home.example", "|", "| not for others", "h< 201 8 *",
            "h> GET 9 4.carl@far.example for=anna@home.example", "h< 200 9 =*");
    }

    [TestMethod]
    public void What_is_under_something_there_is_judged_as_its_author()
    {
        Stage stage = Family.AParent(true);
        stage.Link("h", "@home.example");
        stage.Play(
            "h> PUT 1 for=@home.example =*", "| id: 1.anna@home.example", "| type: mail", "| date: 10", "| to: ben@home.example", "| write: signed", "|", "| Hi", "h< 201 1 *",
            "h> PUT 2 for=@home.example =*", "| id: 2.anna@home.example", "| type: mail", "| date: 10", "| to: ben@home.example", "|", "| Hi", "h< 201 2 *",
            "h> PUT 3 for=ben@home.example =*", "| id: 3.ben@home.example", "| type: mail", "| date: 10", "| parent: 1.anna@home.example", "|", "| Hi", "h< 201 3 *",
            "h> PUT 4 for=ben@home.example =*", "| id: 4.ben@home.example", "| type: mail", "| date: 10", "| parent: 2.anna@home.example", "|", "| Hi", "h< 403 4",
            "h> PUT 5 for=carl@home.example =*", "| id: 5.carl@home.example", "| type: mail", "| date: 10", "| parent: 1.anna@home.example", "|", "| Hi", "h< 404 5",
            "h> PUT 6 for=ben@home.example =*", "| id: 6.ben@home.example", "| type: mail", "| date: 10", "| parent: 9.anna@home.example", "|", "| Hi", "h< 404 6",
            "h> PUT 7 for=ben@home.example =*", "| id: 7.anna@home.example", "| type: mail", "| date: 10", "|", "| Hi", "h< 403 7",
            "h> PUT 8 for=bob@far.example =*", "| id: 8.bob@far.example", "| type: mail", "| date: 1699999999990", "| parent: 1.anna@home.example", "|", "| Hi", "h< 404 8",
            "h> PUT 9 for=- =*", "| id: 9.anna@home.example", "| type: mail", "| date: 10", "|", "| Hi", "h< 401 9",
            "h> GET 10 3.ben@home.example for=anna@home.example", "h< 200 10 =*");
    }

    [TestMethod]
    public void What_is_under_an_object_of_the_parents_own_is_judged_as_if_it_were_delivered()
    {
        Stage stage = Family.AParent(true);
        stage.Link("h", "@home.example");
        stage.Link("b", "bob@parent.example");
        stage.Given("id: 1.bob@parent.example", "type: note", "date: 1699999999990", "write: signed", "", "mine");
        stage.Given("id: 2.bob@parent.example", "type: post", "date: 1699999999990", "public: yes", "", "to read");
        stage.Given("id: 3.bob@parent.example", "type: post", "date: 1699999999990", "public: yes", "write: signed", "", "to answer");
        stage.Play(
            "b> WATCH 1 bob@parent.example", "b< 200 1 *",
            "b> WATCH 2 3.bob@parent.example", "b< 200 2 *",
            "h> PUT 1 for=@home.example =*", "| id: 1.anna@home.example", "| type: mail", "| date: 1699999999990", "| to: bob@parent.example", "| parent: 404.bob@parent.example", "|", "| Hi", "h< 404 1",
            "h> PUT 2 for=@home.example =*", "| id: 1.anna@home.example", "| type: mail", "| date: 1699999999990", "| to: bob@parent.example", "| parent: 1.bob@parent.example", "|", "| Hi", "h< 404 2",
            "h> PUT 3 for=@home.example =*", "| id: 1.anna@home.example", "| type: mail", "| date: 1699999999990", "| parent: 2.bob@parent.example", "|", "| Hi", "h< 403 3",
            "h> PUT 4 for=@home.example =*", "| id: 1.carl@far.example", "| type: mail", "| date: 1699999999990", "| to: anna@home.example", "| parent: 2.bob@parent.example", "|", "| Hi", "h< 401 4",
            "b<-",
            "h> PUT 5 for=@home.example =*", "| id: 1.anna@home.example", "| type: mail", "| date: 1699999999990", "| parent: 3.bob@parent.example", "|", "| Hi", "h< 201 5 *",
            "b< PUT - =*");
    }

    [TestMethod]
    public void A_watch_for_somebody_tells_what_he_may_read()
    {
        Stage stage = Family.AParent(true);
        stage.Link("h", "@home.example");
        stage.Link("i", "@home.example");
        stage.Link("w", "@home.example");
        stage.Play(
            "h> WATCH 1 @home.example for=ben@home.example", "h< 200 1 *",
            "i> WATCH 1 @home.example for=-", "i< 200 1 *",
            "w> PUT 1 for=@home.example =*", "| id: 1.anna@home.example", "| type: note", "| date: 10", "|", "| mine", "w< 201 1 *",
            "w> PUT 2 for=@home.example =*", "| id: 2.anna@home.example", "| type: mail", "| date: 10", "| to: ben@home.example", "|", "| his", "w< 201 2 *",
            "h< PUT - =*", "| id: 2.anna@home.example", "| type: mail", "| date: 10", "| to: ben@home.example", "|", "| his",
            "i<-");
    }

    [TestMethod]
    public void Without_for_everything_is_as_ever()
    {
        Stage stage = Family.AParent(true);
        stage.Link("h", "@home.example");
        stage.Play(
            "h> PUT 1 =*", "| id: 1.anna@home.example", "| type: note", "| date: 10", "|", "| mine", "h< 403 1",
            "h> PUT 2 =*", "| id: 2.anna@home.example", "| type: mail", "| date: 1699999999990", "| to: bob@parent.example", "|", "| Hi", "h< 201 2 *",
            "h> PUT 3 =*", "| id: 3.anna@home.example", "| type: mail", "| date: 1699999999990", "| to: x@third.example", "|", "| Hi", "h< 202 3 *");
    }

    [TestMethod]
    public void Who_keeps_no_mailbox_does_not_know_the_word()
    {
        Stage stage = Family.AParent(false);
        stage.Link("h", "@home.example");
        stage.Play(
            "h> PUT 1 for=@home.example =*", "| id: 1.anna@home.example", "| type: note", "| date: 10", "|", "| mine", "h< 403 1",
            "h> GET 2 bob@parent.example for=x", "h< 404 2");
    }
}
