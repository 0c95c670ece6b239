namespace Fmtp.Nano.Tests;

/// <summary>docs/PROTOCOL.md section 4, Mailbox: LIST and WATCH of what is here and there, and what there is no room for.</summary>
[TestClass]
public class MailboxListTests
{
    [TestMethod]
    public void A_list_has_what_is_here_and_what_is_there_in_one_order()
    {
        Family family = Mixed();
        family.Child.Play(
            "a> LIST 1 anna@home.example", "a< 200 1 =*",
            "| 6.anna@home.example 60 note * six", "| 5.anna@home.example 50 post *", "| 4.anna@home.example 40 post *", "| 3.anna@home.example 40 note *",
            "| 2.anna@home.example 20 post *", "| 1.anna@home.example 10 note *", "|",
            "a> LIST 2 anna@home.example type=note", "a< 200 2 =*", "| 6.anna@home.example *", "| 3.anna@home.example *", "| 1.anna@home.example *", "|",
            "a> LIST 3 anna@home.example since=40", "a< 200 3 =*", "| 6.anna@home.example *", "| 5.anna@home.example *", "|",
            "a> LIST 4 anna@home.example scope=local", "a< 200 4 =*", "| 5.anna@home.example *", "| 4.anna@home.example *", "| 2.anna@home.example *", "|",
            "b> LIST 5 anna@home.example", "b< 200 5 =*", "| 5.anna@home.example *", "| 4.anna@home.example *", "| 2.anna@home.example *", "|",
            "s> LIST 6 anna@home.example", "s< 200 6 =*", "| 5.anna@home.example *", "| 4.anna@home.example *", "| 2.anna@home.example *", "|",
            "a> LIST 7 anna@home.example max=0", "a< 200 7 =0",
            "a> LIST 8 anna@home.example after=x", "a< 400 8",
            "a> LIST 9 bob@parent.example", "a< 200 9 =0");
    }

    [TestMethod]
    public void A_cursor_leads_through_both()
    {
        Family family = Mixed();
        string cursor = string.Empty;
        string[] expected = { "6.anna", "5.anna", "4.anna", "3.anna", "2.anna", "1.anna" };
        for (int i = 0; i < expected.Length; i++)
        {
            bool isLast = i == expected.Length - 1;
            family.Child.Play("a> LIST 1 anna@home.example max=1" + cursor, isLast ? "a< 200 1 =*" : "a< 200 1 next=* =*", "| " + expected[i] + "@home.example *", "|");
            cursor = " after=" + family.Child.Last.Value("next");
        }
    }

    [TestMethod]
    public void A_long_list_comes_in_pages_and_nothing_is_missed()
    {
        Family family = new Family(new Limits { Objects = 600, StoreQuota = 262144 }, true);
        family.Child.Link("a", "anna@home.example");
        const int All = 120;
        for (int i = 0; i < All; i++)
        {
            string visibility = i % 3 == 0 || (i > 40 && i < 80) ? "public: yes" : "note: private";
            family.Child.Play("a> PUT 1 =*", "| id: 1" + i.ToString() + ".anna@home.example", "| type: note", "| date: 1" + i.ToString(), "| " + visibility, "|", "|", "a< 201 1 *");
        }

        string cursor = string.Empty;
        int seen = 0;
        int last = int.MaxValue;
        int pages = 0;
        do
        {
            family.Child.Play("a> LIST 1 anna@home.example" + cursor, "a< 200 1 * =*");
            string[] lines = family.Child.Last.BodyText.Split('\n');
            for (int i = 0; i < lines.Length - 1; i++)
            {
                int date = int.Parse(lines[i].Split(' ')[1]);
                Assert.IsTrue(date < last, "not newest first: " + lines[i]);
                last = date;
                seen++;
            }

            cursor = " after=" + family.Child.Last.Value("next");
            pages++;
        }
        while (family.Child.Last.Value("next").Length > 0);
        Assert.AreEqual(All, seen);
        Assert.IsTrue(pages > 2);
    }

    [TestMethod]
    public void By_datagram_a_list_has_what_fits()
    {
        Family family = Mixed();
        family.Child.Datagram(
            "anna@home.example",
            "> LIST 1 anna@home.example max=2", "< 200 1 next=* =*", "| 6.anna@home.example *", "| 5.anna@home.example *", "|");
    }

    [TestMethod]
    public void Watchers_are_told_when_it_is_kept_once_and_only_those_who_may_read()
    {
        Family family = new Family();
        family.Child.Link("a", "anna@home.example");
        family.Child.Link("b", "ben@home.example");
        family.Child.Connect("s");
        family.Child.Play(
            "b> WATCH 1 anna@home.example", "b< 200 1 *",
            "b> WATCH 2 ben@home.example", "b< 200 2 *",
            "s> WATCH 1 @home.example", "s< 200 1 *",
            "a> PUT 1 =*", "| id: 1.anna@home.example", "| type: mail", "| date: 10", "| to: ben@home.example", "|", "| Hi", "a< 201 1 *",
            "b< PUT - =*", "| id: 1.anna@home.example", "| type: mail", "| date: 10", "| to: ben@home.example", "|", "| Hi",
            "a> PUT 2 =*", "| id: 1.anna@home.example", "| type: mail", "| date: 10", "| to: ben@home.example", "|", "| Hi", "a< 200 2 *",
            "a> PUT 3 =*", "| id: 1.anna@home.example", "| type: mail", "| date: 9", "| to: ben@home.example", "|", "| old", "a< 409 3 *",
            "a> PUT 4 =*", "| id: 2.anna@home.example", "| type: note", "| date: 9", "|", "| mine", "a< 201 4 *",
            "b<-", "s<-",
            "a> PUT 5 =*", "| id: 1.anna@home.example", "| type: mail", "| date: 11", "| to: ben@home.example", "| deleted: yes", "|", "|", "a< 200 5 *",
            "b< PUT - =*", "| id: 1.anna@home.example", "| type: mail", "| date: 11", "| to: ben@home.example", "| deleted: yes", "|", "|",
            "s<-");
    }

    [TestMethod]
    public void A_watcher_whose_buffer_is_full_is_waited_for()
    {
        Family family = new Family();
        family.Child.Link("a", "anna@home.example");
        family.Child.Link("b", "ben@home.example");
        family.Child.Play("b> WATCH 1 ben@home.example", "b< 200 1 *");
        family.Child.Window("b", 10);
        string text = new string('x', 2000);
        family.Child.Play(
            "a> PUT 1 =*", "| id: 1.anna@home.example", "| type: mail", "| date: 10", "| to: ben@home.example", "|", "| " + text, "a< 201 1 *",
            "a> PUT 2 =*", "| id: 2.anna@home.example", "| type: mail", "| date: 10", "| to: ben@home.example", "|", "| " + text, "a< 201 2 *",
            "a> PUT 3 =*", "| id: 3.anna@home.example", "| type: mail", "| date: 10", "| to: ben@home.example", "|", "| " + text, "a<-");
        family.Child.Window("b", 65536);
        family.Child.Play(
            "b< PUT - =*", "| id: 1.anna@home.example", "| *", "| *", "| *", "|", "| " + text,
            "b< PUT - =*", "| id: 2.anna@home.example", "| *", "| *", "| *", "|", "| " + text,
            "b< PUT - =*", "| id: 3.anna@home.example", "| *", "| *", "| *", "|", "| " + text,
            "a< 201 3 *");
    }

    [TestMethod]
    public void What_does_not_fit_is_offered_to_the_parent()
    {
        Family family = new Family(new Limits { Objects = 2 }, true);
        family.Child.Link("a", "anna@home.example");
        family.Child.Connect("s");
        family.Child.ConnectFrom("f", Stage.Far(1));
        family.Child.Play(
            "a> PUT 1 =*", "| id: anna@home.example", "| type: user", "| date: 10", "| public: yes", "|", "|", "a< 201 1 *",
            "a> PUT 2 =*", "| id: 2.anna@home.example", "| type: post", "| date: 10", "| public: yes", "|", "|", "a< 201 2 *",
            "s> WATCH 1 @home.example", "s< 200 1 *",
            "a> PUT 3 =*", "| id: 3.anna@home.example", "| type: post", "| date: 9", "| public: yes", "|", "| more", "a< 201 3 3.anna@home.example date=9",
            "s< PUT - =*", "| id: 3.anna@home.example", "| type: post", "| date: 9", "| public: yes", "|", "| more",
            "s> GET 2 3.anna@home.example", "s< 200 2 =*", "| id: 3.anna@home.example", "| type: post", "| date: 9", "| public: yes", "|", "| more",
            "f> GET 3 3.anna@home.example", "f< 200 3 =*",
            "s> LIST 4 @home.example", "s< 200 4 =*", "| anna@home.example *", "| 2.anna@home.example *", "| 3.anna@home.example *", "|",
            "a> PUT 5 =*", "| id: 5.anna@home.example", "| type: reading", "| date: 10", "| parent: anna@home.example", "|", "| private, in what is here", "a< 507 5");
        Assert.AreEqual(2, family.Child.Relay.Store.Count);
        family.Child.Play(
            "a> PUT 6 =*", "| id: 3.anna@home.example", "| type: post", "| date: 8", "| public: yes", "|", "| older", "a< 409 6 date=9",
            "a> PUT 7 =*", "| id: 3.anna@home.example", "| type: post", "| date: 11", "| public: yes", "|", "| newer", "a< 200 7 *",
            "s< PUT - =*", "| id: 3.anna@home.example", "| type: post", "| date: 11", "| public: yes", "|", "| newer");
        family.Parent.Play("> GET 1 3.anna@home.example", "< 200 1 =*", "| id: 3.anna@home.example", "| type: post", "| date: 11", "| public: yes", "|", "| newer");
    }

    [TestMethod]
    public void Without_a_mailbox_it_is_507()
    {
        Family family = new Family(new Limits { Objects = 1 }, false);
        family.Child.Link("a", "anna@home.example");
        family.Child.Play(
            "a> PUT 1 =*", "| id: anna@home.example", "| type: user", "| date: 10", "| public: yes", "|", "|", "a< 201 1 *",
            "a> PUT 2 =*", "| id: 2.anna@home.example", "| type: post", "| date: 10", "| public: yes", "|", "|", "a< 507 2");
    }

    // 1, 3 and 6 are private and at the parent; 2, 4 and 5 are public and here.
    private static Family Mixed()
    {
        Family family = new Family();
        Stage child = family.Child;
        child.Link("a", "anna@home.example");
        child.Link("b", "ben@home.example");
        child.Connect("s");
        child.Play(
            "a> PUT 1 =*", "| id: 1.anna@home.example", "| type: note", "| date: 10", "|", "| one", "a< 201 1 *",
            "a> PUT 2 =*", "| id: 2.anna@home.example", "| type: post", "| date: 20", "| public: yes", "|", "| two", "a< 201 2 *",
            "a> PUT 3 =*", "| id: 3.anna@home.example", "| type: note", "| date: 40", "|", "| three", "a< 201 3 *",
            "a> PUT 4 =*", "| id: 4.anna@home.example", "| type: post", "| date: 40", "| public: yes", "|", "| four", "a< 201 4 *",
            "a> PUT 5 =*", "| id: 5.anna@home.example", "| type: post", "| date: 50", "| public: yes", "|", "| five", "a< 201 5 *",
            "a> PUT 6 =*", "| id: 6.anna@home.example", "| type: note", "| date: 60", "| subject: six", "|", "| six", "a< 201 6 *");
        Assert.AreEqual(3, child.Relay.Store.Count);
        return family;
    }
}
