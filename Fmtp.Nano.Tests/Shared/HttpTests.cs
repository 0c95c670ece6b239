namespace Fmtp.Nano.Tests;

/// <summary>docs/PROTOCOL.md section 7: what a browser sees.</summary>
[TestClass]
public class HttpTests
{
    [TestMethod]
    public void An_object_is_a_page()
    {
        Stage stage = new Stage();
        stage.Given("id: kitchen@home.example", "type: sensor", "date: 1", "public: yes", "", "21.5 °C");
        string page = Get(stage, "/kitchen@home.example");
        Status(page, "200");
        Header(page, "Content-Type: text/plain; charset=utf-8");
        Header(page, "Content-Length: 8");
        Header(page, "Connection: close");
        Header(page, "X-Content-Type-Options: nosniff");
        Header(page, "Content-Security-Policy: sandbox");
        Assert.IsTrue(page.EndsWith("\r\n\r\n21.5 °C"), page);
    }

    [TestMethod]
    public void The_at_may_be_encoded_and_a_query_is_ignored()
    {
        Stage stage = new Stage();
        stage.Given("id: kitchen@home.example", "type: sensor", "date: 1", "public: yes", "", "21.5");
        Status(Get(stage, "/kitchen%40home.example"), "200");
        Status(Get(stage, "/%6bitchen%40home%2Eexample"), "200");
        Status(Get(stage, "/kitchen@home.example?x=1&y"), "200");
        Status(Get(stage, "/kitchen@home.example?"), "200");
        Status(Get(stage, "/KITCHEN@home.example"), "200");
        Status(Get(stage, "/kitchen%4"), "404");
        Status(Get(stage, "/kitchen%"), "404");
        Status(Get(stage, "/kitchen%zzhome.example"), "404");
        Status(Get(stage, "/%00"), "404");
    }

    [TestMethod]
    public void The_absolute_form_is_answered_like_the_path_alone()
    {
        Stage stage = new Stage();
        stage.Given("id: kitchen@home.example", "type: sensor", "date: 1", "public: yes", "", "21.5");
        string page = Get(stage, "http://home.example:3687/kitchen%40home.example?x=1");
        Status(page, "200");
        Assert.IsTrue(page.EndsWith("\r\n\r\n21.5"), page);
        Status(Get(stage, "https://home.example/kitchen@home.example"), "200");
        Status(Get(stage, "http://[2001:db8::1]:3687/kitchen@home.example#top"), "200");
        string[] front = { "http://home.example/", "http://home.example", "http://home.example:3687?x=/1" };
        for (int i = 0; i < front.Length; i++)
        {
            page = Get(stage, front[i]);
            Status(page, "200");
            Header(page, "Content-Type: text/html; charset=utf-8");
        }

        string[] none = { "http://home.example//kitchen@home.example", "http:", "http:/", "httpx", "http:/kitchen@home.example", "*" };
        for (int i = 0; i < none.Length; i++)
        {
            Status(Get(stage, none[i]), "404");
        }

        // However it comes.
        stage.Connect("b");
        string request = "GET http://home.example/kitchen@home.example HTTP/1.1\r\n\r\n";
        for (int i = 0; i < request.Length; i++)
        {
            stage.Send("b", request.Substring(i, 1));
        }

        Status(Page(stage), "200");
    }

    [TestMethod]
    public void The_longest_address_can_be_seen_encoded()
    {
        Stage stage = new Stage();
        string name = new string('a', 63);
        string id = "1234567890123456789." + name + "@home.example";
        stage.Given("id: " + id, "type: post", "date: 1", "public: yes", "", "hello");
        Status(Get(stage, "/1234567890123456789." + name + "%40home.example"), "200");
        Status(Get(stage, "/1234567890123456789." + "%61%61%61%61%61%61%61%61%61%61%61%61%61%61%61%61" + new string('a', 47) + "%40home.example"), "200");
    }

    [TestMethod]
    public void A_format_is_told_and_what_is_none_is_octets()
    {
        Format("text/html", "text/html");
        Format("text/html; charset=utf-8", "text/html; charset=utf-8");
        Format("image/svg+xml", "image/svg+xml");
        Format("html", "application/octet-stream");
        Format("text/", "application/octet-stream");
        Format("/html", "application/octet-stream");
        Format("text/html/x y", "application/octet-stream");
        Format("text / html", "application/octet-stream");
    }

    [TestMethod]
    public void What_is_private_deleted_expired_or_unknown_is_404()
    {
        Stage stage = new Stage();
        stage.Given("id: 1.kitchen@home.example", "type: post", "date: 1", "", "private");
        stage.Given("id: 2.kitchen@home.example", "type: post", "date: 1", "public: yes", "deleted: yes", "", "");
        stage.Given("id: 3.kitchen@home.example", "type: post", "date: 1", "public: yes", "expires: 1700000100000", "", "");
        Status(Get(stage, "/1.kitchen@home.example"), "404");
        Status(Get(stage, "/2.kitchen@home.example"), "404");
        Status(Get(stage, "/3.kitchen@home.example"), "200");
        stage.Wait(100 * 1000);
        Status(Get(stage, "/3.kitchen@home.example"), "404");
        Status(Get(stage, "/4.kitchen@home.example"), "404");
        Status(Get(stage, "/nonsense"), "404");
        Status(Get(stage, "/" + new string('x', 400)), "404");
        Status(Get(stage, "/a/b/c"), "404");
        Status(Get(stage, "//"), "404");
    }

    [TestMethod]
    public void The_front_page_lists_what_is_public()
    {
        Stage stage = new Stage();
        stage.Given("id: 1.kitchen@home.example", "type: post", "date: 1", "public: yes", "subject: Soup & <b>salt</b>", "", "hello");
        stage.Given("id: 2.kitchen@home.example", "type: post", "date: 2", "subject: secret", "", "hello");
        stage.Given("id: 3.kitchen@home.example", "type: post", "date: 3", "public: yes", "deleted: yes", "subject: gone", "", "");
        string page = Get(stage, "/");
        Status(page, "200");
        Header(page, "Content-Type: text/html; charset=utf-8");
        Header(page, "Content-Security-Policy: default-src 'self'");
        Header(page, "X-Content-Type-Options: nosniff");
        Header(page, "Connection: close");
        Assert.IsTrue(page.IndexOf("1.kitchen@home.example") > 0, page);
        Assert.IsTrue(page.IndexOf("Soup &amp; &lt;b&gt;salt&lt;/b&gt;") > 0, page);
        Assert.IsTrue(page.IndexOf("secret") < 0 && page.IndexOf("gone") < 0, page);
    }

    [TestMethod]
    public void The_front_page_of_a_full_relay_still_comes()
    {
        Stage stage = new Stage();
        for (int i = 100; i < 200; i++)
        {
            stage.Given("id: " + i.ToString() + ".kitchen@home.example", "type: post", "date: " + i.ToString(), "public: yes", "subject: " + new string('&', 64), "", "");
        }

        string page = Get(stage, "/");
        Status(page, "200");
        Assert.IsTrue(page.IndexOf("199.kitchen@home.example") > 0);
        Assert.IsTrue(page.EndsWith("</html>\n"), page);
    }

    [TestMethod]
    public void The_relays_own_object_can_be_seen()
    {
        Status(Get(new Stage(), "/@home.example"), "200");
    }

    [TestMethod]
    public void Only_GET_is_allowed()
    {
        Status(Ask(new Stage(), "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello"), "405");
        Status(Ask(new Stage(), "HEAD / HTTP/1.1\r\n\r\n"), "405");
        Status(Ask(new Stage(), "OPTIONS * HTTP/1.1\r\n\r\n"), "405");
        Status(Ask(new Stage(), "PUT /kitchen@home.example HTTP/1.1\r\n\r\n"), "405");
        Status(Ask(new Stage(), "get / HTTP/1.1\r\n\r\n"), "405");
        Status(Ask(new Stage(), "CONNECT http HTTP/1.1\r\n\r\n"), "405");
    }

    [TestMethod]
    public void Lines_may_end_in_LF_alone_and_the_version_may_lack()
    {
        Status(Ask(new Stage(), "GET / HTTP/1.0\n\n"), "200");
        Status(Ask(new Stage(), "GET /\n\n"), "200");
    }

    [TestMethod]
    public void Headers_may_be_long_up_to_8_KB()
    {
        Status(Ask(new Stage(), "GET / HTTP/1.1\r\nCookie: " + new string('c', 3000) + "\r\nX: " + new string('c', 4900) + "\r\n\r\n"), "200");
        Status(Ask(new Stage(), "GET / HTTP/1.1\r\nCookie: " + new string('c', 9000) + "\r\n\r\n"), "431");
        Status(Ask(new Stage(), "GET /" + new string('x', 9000) + " HTTP/1.1\r\n\r\n"), "431");
    }

    [TestMethod]
    public void What_follows_the_request_is_discarded()
    {
        Stage stage = new Stage();
        string page = Ask(stage, "GET /@home.example HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\nPING 1\n");
        Assert.IsTrue(page.IndexOf("HTTP/1.1", 5) < 0 && page.IndexOf("200 1") < 0, page);
    }

    [TestMethod]
    public void A_request_may_come_octet_by_octet()
    {
        Stage stage = new Stage();
        stage.Connect("b");
        stage.Talk("b").Connection.Piece = 1;
        stage.Send("b", "GET /@home.example HTTP/1.1\r\nHost: home.example\r\n\r\n");
        Status(Page(stage), "200");
    }

    [TestMethod]
    public void A_browser_that_closes_its_side_is_answered()
    {
        Stage stage = new Stage();
        stage.Connect("b");
        stage.Talk("b").Send("GET /@home.example HTTP/1.1\r\n\r\n");
        stage.HalfClose("b");
        Status(Page(stage), "200");
    }

    [TestMethod]
    public void A_browser_that_never_finishes_is_closed()
    {
        Stage stage = new Stage();
        stage.Connect("b");
        stage.Send("b", "GET / HTTP/1.1\r\nHost: ");
        stage.Wait(20 * 1000);
        stage.Send("b", "home");
        stage.Wait(13 * 1000);
        Assert.IsTrue(stage.Talk("b").Connection.IsClosed);
    }

    [TestMethod]
    public void The_largest_object_is_shown_whole()
    {
        Stage stage = Stage.LinkedAs("kitchen@home.example");
        string text = new string('x', 4096 - 59);
        stage.Play("> PUT 1 =*", "| id: kitchen@home.example", "| type: sensor", "| date: 1", "| public: yes", "|", "| " + text, "< 201 1 *");
        string page = Get(stage, "/kitchen@home.example");
        Status(page, "200");
        Assert.IsTrue(page.EndsWith("\r\n\r\n" + text), page);
    }

    [TestMethod]
    public void HTTP_begins_with_the_first_line_only()
    {
        new Stage().Play("> PING 1", "< 200 1", "> GET /x", "< 400 -", "> PING 2", "< 200 2");
    }

    private static void Format(string format, string expected)
    {
        Stage stage = new Stage();
        stage.Given("id: kitchen@home.example", "type: post", "date: 1", "public: yes", "format: " + format, "", "<script>alert(1)</script>");
        string page = Get(stage, "/kitchen@home.example");
        Status(page, "200");
        Header(page, "Content-Type: " + expected);
        Header(page, "Content-Security-Policy: sandbox");
    }

    private static string Get(Stage stage, string path)
    {
        return Ask(stage, "GET " + path + " HTTP/1.1\r\nHost: home.example:3687\r\nUser-Agent: test\r\n\r\n");
    }

    private static string Ask(Stage stage, string request)
    {
        stage.Connect("b");
        stage.Send("b", request);
        return Page(stage);
    }

    // One answer, and the connection's end.
    private static string Page(Stage stage)
    {
        MemoryConnection connection = stage.Talk("b").Connection;
        Assert.IsTrue(connection.IsFinished || connection.IsClosed, "the connection ends after the answer");
        string page = Heard.Text(connection.ToPeer.Take(connection.ToPeer.Count));
        stage.Wait(5000);
        Assert.IsTrue(connection.IsClosed);
        Assert.AreEqual(0, connection.ToPeer.Count);
        return page;
    }

    private static void Status(string page, string code)
    {
        Assert.IsTrue(page.StartsWith("HTTP/1.1 " + code + " "), code + ": " + page);
    }

    private static void Header(string page, string header)
    {
        int end = page.IndexOf("\r\n\r\n");
        int at = page.IndexOf("\r\n" + header + "\r\n");
        Assert.IsTrue(at >= 0 && at <= end, header + "\n" + page);
    }
}
