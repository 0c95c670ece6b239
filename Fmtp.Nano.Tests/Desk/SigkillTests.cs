using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Fmtp.Nano.Desktop.Client;
using Fmtp.Nano.Desktop.Flash;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Tests;

/// <summary><c>fmtp relay</c> is killed under load, again and again on the same folder; whatever it acknowledged is there.</summary>
/// <remarks>The seed decides what is put and after how many answers it is killed, not what is under way by then.</remarks>
[TestClass]
public sealed class SigkillTests
{
    private const int Seed = 1;
    private const int AnswersMax = 400;
    private const int StartMsMax = 300;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>How often it is killed: FMTP_KILLS=300 is the long run.</summary>
    private static readonly int Kills =
        int.TryParse(Environment.GetEnvironmentVariable("FMTP_KILLS"), CultureInfo.InvariantCulture, out int kills) ? kills : 6;

    private readonly Random _random = new(Seed);
    private readonly KilledUser[] _users = [.. Enumerable.Range(1, 4).Select(number => new KilledUser($"user{number}", Seed + number))];
    private string _config = string.Empty;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public void WhatWasAcknowledgedIsThereAfterEveryKill()
    {
        using TemporaryFolder folder = new();
        string link = Convert.ToBase64String(new byte[Wire.KeyLength]);
        string far = folder.Write("far.json", $$"""
            { "domain": "{{KilledUser.Elsewhere}}", "listen": { "address": "127.0.0.1", "port": 0 }, "store": { "path": "far" },
              "peers": [ { "address": "@home.example", "link": "{{link}}" } ] }
            """);
        using FmtpProcess elsewhere = FmtpProcess.Start("relay", "--config", far);
        ServerAddress farServer = Ready(elsewhere);
        string peers = string.Join(", ", _users.Select(user => $$"""{ "address": "{{user.Address}}", "link": "{{Convert.ToBase64String(user.Key)}}" }"""));

        // Small, so that files are cleaned all the time.
        _config = folder.Write("home.json", $$"""
            { "domain": "home.example", "listen": { "address": "127.0.0.1", "port": 0 }, "store": { "path": "home", "quota": 65536 },
              "parent": { "domain": "{{KilledUser.Elsewhere}}", "host": "127.0.0.1", "port": {{farServer.Port}}, "link": "{{link}}" },
              "peers": [ {{peers}} ] }
            """);
        FlashImage image = Kill(Path.Combine(folder.FullName, "home"));
        using FmtpProcess last = FmtpProcess.Start("relay", "--config", _config);
        CheckMessages(Ready(last), farServer);

        TestContext.WriteLine($"seed {Seed}, {Kills} kills: {_users.Sum(user => user.Acknowledged)} acknowledged, {_users.Sum(user => user.Refused)} refused, "
            + $"{_users.Sum(user => user.Messages.Count)} messages; {image.SegmentsEver} files ever, {image.Objects.Count} objects");
        Assert.AreEqual(0, _users.Sum(user => user.Refused));
        Assert.IsGreaterThan(Kills, _users.Sum(user => user.Acknowledged));
        Assert.IsGreaterThan(image.Files.Count, image.SegmentsEver, "nothing was cleaned");
    }

    private static ServerAddress Ready(FmtpProcess relay)
        => ServerAddress.Parse((relay.ReadLine() ?? relay.End().Error).Split(' ')[2])!;

    private FlashImage Kill(string folder)
    {
        FlashImage image = null!;
        for (int kill = 1; kill <= Kills; kill++)
        {
            string when = $"seed {Seed}, kill {kill}";
            if (_random.Next(6) == 0)
            {
                using FmtpProcess starting = FmtpProcess.Start("relay", "--config", _config);
                Thread.Sleep(_random.Next(StartMsMax));
                starting.Kill();
            }

            using (FmtpProcess relay = FmtpProcess.Start("relay", "--config", _config))
            {
                ServerAddress server = Ready(relay);
                foreach (KilledUser user in _users)
                {
                    user.Check(server, when);
                }

                using SemaphoreSlim answers = new(0);
                Task[] load = [.. _users.Select(user => Task.Factory.StartNew(() => user.Run(server, answers), TaskCreationOptions.LongRunning))];
                int count = 1 + _random.Next(AnswersMax);
                while (count > 0 && answers.Wait(Patience))
                {
                    count--;
                }

                relay.Kill();
                Task.WaitAll(load);
                Assert.AreEqual(0, count, $"{when}: so many answers did not come");
            }

            image = new FlashImage(FlashFolder.Read(folder), 0);
            Assert.IsTrue(image.Faults.All(fault => fault.IsTorn), $"{when}: {string.Join('\n', image.Faults)}");
            Assert.IsLessThanOrEqualTo(65536, image.Octets, when);
        }

        return image;
    }

    private void CheckMessages(ServerAddress home, ServerAddress far)
    {
        foreach (KilledUser user in _users)
        {
            user.Check(home, "at the end");
        }

        // What has not arrived yet is pushed when it does.
        using FmtpConnection there = FmtpConnection.Open(far, null, Patience);
        Assert.AreEqual(Code.Ok, there.Ask("WATCH", KilledUser.Friend).Code);
        foreach (string message in _users.SelectMany(user => user.Messages))
        {
            while (there.Ask("GET", $"{message} scope=local").Code != Code.Ok)
            {
                Assert.IsNotNull(there.NextPush(Patience), $"{message} was taken and is lost");
            }
        }
    }
}
