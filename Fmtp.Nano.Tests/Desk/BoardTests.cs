using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using Fmtp.Nano.Desktop.Board;
using Fmtp.Nano.Desktop.Host;
using NSec.Cryptography;

namespace Fmtp.Nano.Tests;

/// <summary>The files of boards/, and the folder that <c>fmtp board new</c> writes.</summary>
[TestClass]
public class BoardTests
{
    private static readonly string[] NoPsram = ["emulator", "esp32-c3", "esp32-wroom", "olimex-esp32-poe"];

    [TestMethod]
    public void Every_board_fits_its_sockets()
    {
        Assert.IsGreaterThanOrEqualTo(7, BoardFile.All.Count);
        foreach (BoardFile board in BoardFile.All)
        {
            Assert.IsNull(board.Fault, board.Id);
        }
    }

    [TestMethod]
    public void A_board_without_PSRAM_has_no_more_than_the_defaults()
    {
        Limits most = new();
        foreach (string id in NoPsram)
        {
            Limits limits = BoardFile.Find(id)!.Settings.Limits;
            Assert.IsTrue(
                limits.Connections <= most.Connections && limits.Bodies <= most.Bodies && limits.Objects <= most.Objects
                && limits.Watches <= most.Watches && limits.ObjectMax <= most.ObjectMax && limits.StoreQuota <= most.StoreQuota,
                id);
        }
    }

    [TestMethod]
    public void Every_key_of_a_board_is_one_that_is_read()
    {
        string[] known = [.. typeof(Limits).GetFields().Select(field => field.Name)];
        foreach (string path in Directory.GetFiles(Path.Combine(Repository, "boards")))
        {
            JsonObject json = (JsonObject)JsonNode.Parse(File.ReadAllText(path))!;
            foreach (var (name, _) in (JsonObject)json["limits"]!)
            {
                Assert.Contains(name, known.Select(one => char.ToLowerInvariant(one[0]) + one[1..]), path);
            }

            Assert.IsTrue(json["network"]!.GetValue<string>() is "wifi" or "ethernet", path);
            Assert.IsNotNull(BoardFile.Find(Path.GetFileNameWithoutExtension(path)), path);
        }
    }

    [TestMethod]
    public void What_is_written_for_a_board_has_no_faults_and_fits_its_parent()
    {
        using TemporaryFolder folder = new();
        foreach (BoardFile board in BoardFile.All)
        {
            string path = Path.Combine(folder.FullName, board.Id);
            string[] wifi = board.IsWireless ? ["--wifi", "net", "--password", "password"] : [];
            FmtpResult result = FmtpProcess.Run(
                ["board", "new", "--board", board.Id, "--domain", "home.example", "--parent", "parent.example", "--out", path, .. wifi]);
            Assert.AreEqual(0, result.ExitCode, result.Error);
            ConfigurationFile own = ConfigurationFile.Load(Path.Combine(path, "fmtp.json"), board.Settings.Limits);
            Assert.IsEmpty(own.Faults, string.Join('\n', own.Faults));
            Assert.AreEqual(board.IsWireless, own.Configuration.Wifi != null);
            JsonNode peer = JsonNode.Parse(File.ReadAllText(Path.Combine(path, "parent.json")))!["peers"]![0]!;
            Assert.AreEqual("@home.example", peer["address"]!.GetValue<string>());
            Assert.AreEqual(own.Configuration.Parent.Link, peer["link"]!.GetValue<string>());
            BoardFile deployed = BoardFile.Find(Path.Combine(path, "board.json"))!;
            Assert.AreEqual(board.Settings.Limits.Connections, deployed.Settings.Limits.Connections);
            Assert.Contains("nanoff --filedeployment files.json", File.ReadAllText(Path.Combine(path, "flash.txt")));
            using Key key = Key.Import(SignatureAlgorithm.Ed25519, Convert.FromBase64String(own.Configuration.Signing.Seed), KeyBlobFormat.RawPrivateKey);
            string published = Convert.ToBase64String(key.PublicKey.Export(KeyBlobFormat.RawPublicKey));
            Assert.Contains($"v=FMTP1; k=ed25519; p={published}\"", File.ReadAllText(Path.Combine(path, "dns.txt")));
        }
    }

    [TestMethod]
    public void A_board_without_a_name_in_DNS_is_named_after_its_key()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.FullName, "board");
        FmtpResult result = FmtpProcess.Run("board", "new", "--board", "olimex-esp32-poe", "--self", "--parent", "parent.example", "--out", path);
        Assert.AreEqual(0, result.ExitCode, result.Error);
        FmtpResult check = FmtpProcess.Run("check", "--config", Path.Combine(path, "fmtp.json"));
        Assert.Contains("$.signing: the key of this self-certifying domain.", check.Output);
        Assert.Contains("needs no records", File.ReadAllText(Path.Combine(path, "dns.txt")));
        Assert.AreEqual(2, FmtpProcess.Run("board", "new", "--board", "olimex-esp32-poe", "--self", "--domain", "home.example").ExitCode);
    }

    [TestMethod]
    public void Keys_are_never_written_over()
    {
        using TemporaryFolder folder = new();
        folder.Write("fmtp.json", "{}");
        FmtpResult result = FmtpProcess.Run("board", "new", "--board", "olimex-esp32-poe", "--domain", "home.example", "--out", folder.FullName);
        Assert.AreEqual(2, result.ExitCode);
        Assert.Contains("is there and not empty", result.Error);
        Assert.AreEqual("{}", File.ReadAllText(Path.Combine(folder.FullName, "fmtp.json")));
    }

    [TestMethod]
    public void What_is_lacking_is_said_where_nobody_can_be_asked()
    {
        Assert.Contains("--board is lacking.", FmtpProcess.Run("board", "new").Error);
        Assert.Contains("--domain is lacking.", FmtpProcess.Run("board", "new", "--board", "esp32-wroom").Error);
        Assert.Contains("--wifi is lacking.", FmtpProcess.Run("board", "new", "--board", "esp32-wroom", "--domain", "home.example").Error);
        Assert.Contains("There is no board x.", FmtpProcess.Run("board", "new", "--board", "x").Error);
    }

    [TestMethod]
    public void A_faulty_answer_leaves_no_folder()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.FullName, "new");
        FmtpResult result = FmtpProcess.Run("board", "new", "--board", "olimex-esp32-poe", "--domain", "Home.example", "--out", path);
        Assert.AreEqual(2, result.ExitCode);
        Assert.Contains("$.domain: has upper case.", result.Error);
        Assert.IsFalse(Directory.Exists(path));
    }

    [TestMethod]
    public void An_image_is_every_part_on_a_boundary_of_four_the_program_last()
    {
        using TemporaryFolder folder = new();
        folder.Write("b.dll", "");
        string image = Path.Combine(folder.FullName, "image.bin");
        folder.Write("Fmtp.Nano.pe", "program");
        FmtpResult lacking = FmtpProcess.Run("board", "image", folder.FullName, image);
        Assert.Contains("b.pe is not there.", lacking.Error);
        folder.Write("b.pe", "other");
        Assert.AreEqual(0, FmtpProcess.Run("board", "image", folder.FullName, image).ExitCode);
        Assert.AreEqual("other\0\0\0program\0", File.ReadAllText(image));
    }

    /// <summary>The folder of the sources, above that of the tests.</summary>
    internal static string Repository
    {
        get
        {
            string? folder = AppContext.BaseDirectory;
            while (folder != null && !File.Exists(Path.Combine(folder, "Fmtp.Nano.sln")))
            {
                folder = Path.GetDirectoryName(folder);
            }

            return folder ?? throw new DirectoryNotFoundException();
        }
    }
}
