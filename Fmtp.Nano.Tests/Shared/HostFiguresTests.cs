namespace Fmtp.Nano.Tests;

/// <summary>What the host of a relay adds to the relay's own object, and what a board's file may say.</summary>
[TestClass]
public class HostFiguresTests
{
    [TestMethod]
    public void The_host_tells_board_firmware_resets_and_memory()
    {
        Stage stage = new Stage();
        stage.Relay.Figures = new HostFigures
        {
            Board = "ESP32, 4 MB", Firmware = "ESP32_REV3 1.2.3.4", Resets = 7, FreeMemory = 20000, FreeMemoryLow = 12000,
        };
        string text = Host(stage);
        Assert.IsTrue(text.IndexOf("\nboard: ESP32, 4 MB\nfirmware: ESP32_REV3 1.2.3.4\nresets: 7\nmemory-free: 20000\nmemory-low: 12000\nuptime: ") > 0, text);
    }

    [TestMethod]
    public void What_is_not_known_is_not_shown()
    {
        Stage stage = new Stage();
        stage.Relay.Figures = new HostFigures { Resets = 1 };
        string text = Host(stage);
        Assert.IsTrue(text.IndexOf("\nresets: 1\nuptime: ") > 0, text);
        Assert.IsTrue(text.IndexOf("board:") < 0 && text.IndexOf("memory") < 0, text);
    }

    [TestMethod]
    public void Queue_links_and_flash_are_shown_everywhere()
    {
        string text = Host(Stage.LinkedAs("kitchen@home.example"));
        Assert.IsTrue(text.IndexOf("\nqueue: 0\nlinks: 1\nflash-written: 0\n") > 0, text);
    }

    [TestMethod]
    public void The_store_tells_objects_octets_quota_erases_and_bad_records()
    {
        Stage stage = new Stage();
        stage.Given("id: kitchen@home.example", "type: sensor", "date: 1", "", new string('x', 1000));
        stage.Given("id: hall@home.example", "type: sensor", "date: 1", "", "21");
        string text = Host(stage);
        Assert.IsTrue(text.IndexOf("\nobjects: 2\noctets: " + stage.Flash.Octets + "\nquota: 65536\n") > 0, text);
        Assert.IsTrue(text.IndexOf("\nflash-written: " + stage.Flash.Octets + "\nflash-erases: " + stage.Flash.Erases + "\n") > 0, text);
        Assert.IsTrue(stage.Flash.Erases > 0 && text.IndexOf("\nbad-records: 0\n") > 0, text);

        stage.Flash.Flip(8 * 500);
        stage.Restart();
        text = Host(stage);
        Assert.IsTrue(text.IndexOf("\nobjects: 1\n") > 0 && text.IndexOf("\nbad-records: 1\n") > 0, text);
    }

    [TestMethod]
    public void The_longest_names_and_figures_have_room()
    {
        Stage stage = new Stage();
        string name = new string('x', 64);
        stage.Relay.Figures = new HostFigures
        {
            Board = name, Firmware = name, Resets = long.MaxValue, FreeMemory = long.MaxValue, FreeMemoryLow = long.MaxValue,
        };
        Assert.IsTrue(Host(stage).IndexOf("\nbad-records: 0\n\n") > 0);
    }

    [TestMethod]
    public void A_board_needs_no_more_sockets_than_it_has()
    {
        BoardSettings board = new BoardSettings { Sockets = 8, Limits = new Limits { Connections = 3, Doorstep = 1, DnsFlights = 1 } };
        Assert.IsNull(board.Fault());
        board.Limits.Connections = 4;
        Assert.AreEqual("$.limits: need 9 sockets, and the board has 8. Lower connections, doorstep or dnsFlights.", board.Fault());
    }

    [TestMethod]
    public void The_name_of_a_board_is_short_and_plain()
    {
        Assert.AreEqual("$.name: is no name. Give 1 to 64 ASCII characters.", new BoardSettings { Name = "a\nb" }.Fault());
        Assert.AreEqual("$.name: is no name. Give 1 to 64 ASCII characters.", new BoardSettings { Name = new string('x', 65) }.Fault());
        Assert.IsNull(new BoardSettings().Fault());
    }

    private static string Host(Stage stage)
    {
        stage.Play("> GET 1 @home.example", "< 200 1 * =*");
        return stage.Last.BodyText;
    }
}
