using System;
using System.Diagnostics;
using System.Linq;
using System.Text;
using Fmtp.Nano.Desktop.Client;

namespace Fmtp.Nano.Tests;

/// <summary>The verbs that ask a relay, as scripts see them: bare octets, and exit codes to go by.</summary>
[TestClass]
public sealed class CliClientTests
{
    private const string NowhereServer = "127.0.0.1:1";

    private static RelayProcess s_relay = null!;

    [ClassInitialize]
    public static void Start(TestContext context) => s_relay = new RelayProcess();

    [ClassCleanup]
    public static void Stop() => s_relay.Dispose();

    [TestMethod]
    public void PutPrintsTheAddressAndGetTheBareObject()
    {
        FmtpResult put = s_relay.RunAsAnna("put", "--public", "--type", "post", "--subject", "Grüße", "--attribute", "mood=good", "--content", "one\ntwo");
        Assert.AreEqual(0, put.ExitCode, put.Error);
        string address = put.Output.Trim();
        string date = address[..13];

        FmtpResult get = s_relay.Run("get", address);
        Assert.AreEqual(0, get.ExitCode);
        Assert.AreEqual($"id: {address}\ntype: post\ndate: {date}\npublic: yes\nsubject: Grüße\nmood: good\n\none\ntwo", get.Output);
    }

    [TestMethod]
    public void ContentComesFromStandardInput()
    {
        FmtpResult put = FmtpProcess.RunWith("from a pipe\n", "put", "--server", s_relay.Server, "--as", RelayProcess.Anna, "--link", RelayProcess.Key, "--public");

        StringAssert.EndsWith(s_relay.Run("get", put.Output.Trim()).Output, "\n\nfrom a pipe\n");
    }

    [TestMethod]
    public void AWholeObjectIsPutAsItIs()
    {
        string whole = $"id: 77.{RelayProcess.Anna}\ntype: file\ndate: 1700000000000\npublic: yes\nx-y: z\n\nwhole";
        FmtpResult put = FmtpProcess.RunWith(whole, "put", "--server", s_relay.Server, "--as", RelayProcess.Anna, "--link", RelayProcess.Key, "--object", "-");

        Assert.AreEqual($"77.{RelayProcess.Anna}", put.Output.Trim(), put.Error);
        Assert.AreEqual(whole, s_relay.Run("get", $"77.{RelayProcess.Anna}").Output);
    }

    [TestMethod]
    public void DatagramsDoTheSame()
    {
        FmtpResult put = s_relay.RunAsAnna("put", "--udp", "--volatile", "--id", RelayProcess.Anna, "--type", "user", "--status", "busy", "--content", "");
        Assert.AreEqual(RelayProcess.Anna, put.Output.Trim(), put.Error);

        StringAssert.Contains(s_relay.RunAsAnna("get", "--udp", RelayProcess.Anna).Output, "\nstatus: busy\n");
        Assert.AreEqual(1, s_relay.Run("get", "--udp", RelayProcess.Anna).ExitCode);
        Assert.AreEqual(0, s_relay.Run("ping", "--udp", "--count", "1").ExitCode);
    }

    [TestMethod]
    public void ExitCodesTellWhatHappened()
    {
        Assert.AreEqual(1, s_relay.Run("get", "nobody@home.example").ExitCode);
        Assert.AreEqual(1, s_relay.Run("list", "nobody@home.example").ExitCode);
        Assert.AreEqual(2, s_relay.Run("get", "no address").ExitCode);
        Assert.AreEqual(2, s_relay.Run("get").ExitCode);
        Assert.AreEqual(2, s_relay.Run("put", "--id", RelayProcess.Anna, "--content", "x").ExitCode);
        Assert.AreEqual(3, FmtpProcess.Run("ping", "--server", NowhereServer).ExitCode);
        Assert.AreEqual(3, FmtpProcess.Run("ping", "--server", NowhereServer, "--udp").ExitCode);
    }

    [TestMethod]
    public void AWrongKeyIsRefusedWithWhatToDo()
    {
        string other = Convert.ToBase64String(new byte[32]);
        FmtpResult refused = s_relay.Run("get", "--as", RelayProcess.Anna, "--link", other, "x@home.example");

        Assert.AreEqual(2, refused.ExitCode);
        StringAssert.Contains(refused.Error, "--link");
        FmtpResult silence = s_relay.Run("get", "--udp", "--timeout", "0.4", "--as", RelayProcess.Anna, "--link", other, "x@home.example");
        Assert.AreEqual(3, silence.ExitCode);
        StringAssert.Contains(silence.Error, "--link");
    }

    [TestMethod]
    public void AnAttributeThatCannotBeIsNamedBeforeAnybodyIsAsked()
    {
        FmtpResult put = FmtpProcess.Run("put", "--server", NowhereServer, "--as", RelayProcess.Anna, "--link", RelayProcess.Key, "--write", "everybody", "--content", "x");

        Assert.AreEqual(2, put.ExitCode);
        StringAssert.Contains(put.Error, "`write: everybody`");
    }

    [TestMethod]
    public void AListIsReadPageByPage()
    {
        using (FmtpConnection connection = s_relay.Connect())
        {
            for (int i = 0; i < 60; i++)
            {
                byte[] page = new ObjectBuilder($"{1000 + i}.{RelayProcess.Anna}", "page", 1_700_000_000_000 + i)
                    .With("subject", $"Page {i} of a long list").With("public", true).Build(default);
                Assert.AreEqual(201, connection.Ask("PUT", string.Empty, page).Code);
            }
        }

        string[] lines = s_relay.Run("list", "@home.example", "--type", "page").Output.Trim().Split('\n');
        CollectionAssert.AreEqual(
            Enumerable.Range(0, 60).Reverse().Select(i => $"Page {i} of a long list").ToArray(),
            lines.Select(line => line.Split(' ', 5)[4]).ToArray());
        Assert.HasCount(7, s_relay.Run("list", "@home.example", "--type", "page", "--max", "7").Output.Trim().Split('\n'));
    }

    [TestMethod]
    public void AWatchPrintsWhatChanges()
    {
        using FmtpProcess watch = FmtpProcess.Start("watch", "--server", s_relay.Server, "--count", "1", "--type", "news", "--as", RelayProcess.Anna, "--link", RelayProcess.Key, RelayProcess.Anna);
        using FmtpConnection connection = s_relay.Connect();
        long start = Stopwatch.GetTimestamp();
        while (!Encoding.UTF8.GetString(connection.Ask("GET", "@home.example").Body).Contains("\nwatches: 1\n", StringComparison.Ordinal))
        {
            Assert.IsLessThan(20, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        byte[] news = new ObjectBuilder($"5.{RelayProcess.Anna}", "news", 1_700_000_000_000).Build("it rains"u8);
        connection.Ask("PUT", string.Empty, news);

        FmtpResult end = watch.End();
        Assert.AreEqual(Encoding.UTF8.GetString(news), end.Output);
        Assert.AreEqual(0, end.ExitCode);
    }

    [TestMethod]
    [DataRow("get")]
    [DataRow("list")]
    [DataRow("put")]
    [DataRow("watch")]
    [DataRow("ping")]
    [DataRow("relay")]
    [DataRow("trace")]
    [DataRow("queue")]
    [DataRow("discover")]
    [DataRow("check")]
    [DataRow("key")]
    [DataRow("dns")]
    [DataRow("sign")]
    [DataRow("verify")]
    public void EveryVerbHasHelpWithItsExitCodes(string verb)
    {
        FmtpResult help = FmtpProcess.Run(verb, "--help");

        Assert.AreEqual(0, help.ExitCode);
        StringAssert.Contains(help.Output, "Exit codes:");
    }
}
