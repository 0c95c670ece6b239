using System;
using Fmtp.Nano.Desktop.Client;

namespace Fmtp.Nano.Tests;

/// <summary><c>fmtp relay</c> on a free port of loopback, with Anna as a peer.</summary>
internal sealed class RelayProcess : IDisposable
{
    internal const string Anna = "anna@home.example";
    internal const string Key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    private readonly TemporaryFolder _folder = new();
    private readonly string[] _options;
    private FmtpProcess _process;

    /// <summary>Starts it.</summary>
    /// <param name="more">Further keys of its configuration, each with a comma behind it.</param>
    /// <param name="options">Further options of <c>fmtp relay</c>.</param>
    internal RelayProcess(string more = "", params string[] options)
    {
        _options = options;
        Config = _folder.Write("fmtp.json", $$"""
            { "domain": "home.example", {{more}}
              "listen": { "address": "127.0.0.1", "port": 0 },
              "peers": [ { "address": "{{Anna}}", "link": "{{Key}}" }, { "address": "@home.example", "link": "{{Key}}" } ] }
            """);
        _process = Start();
    }

    internal string Config { get; }

    /// <summary>The line that it printed.</summary>
    internal string Ready { get; private set; } = string.Empty;

    /// <summary>Where it is, as <c>--server</c> takes it.</summary>
    internal string Server => Ready.Split(' ')[2];

    /// <summary>Runs a verb against it as nobody.</summary>
    internal FmtpResult Run(string verb, params string[] arguments) => FmtpProcess.Run([verb, "--server", Server, .. arguments]);

    /// <summary>Runs a verb against it as Anna, over a sealed link.</summary>
    internal FmtpResult RunAsAnna(string verb, params string[] arguments)
        => Run(verb, ["--as", Anna, "--link", Key, .. arguments]);

    /// <summary>Connects as Anna.</summary>
    internal FmtpConnection Connect()
        => FmtpConnection.Open(ServerAddress.Parse(Server)!, new Credentials(Anna, Convert.FromBase64String(Key)), TimeSpan.FromSeconds(20));

    /// <summary>Cuts its power and starts it again.</summary>
    internal void CutPower()
    {
        _process.Kill();
        _process.Dispose();
        _process = Start();
    }

    /// <summary>Tells it to end.</summary>
    internal FmtpResult Terminate()
    {
        _process.Terminate();
        return _process.End();
    }

    public void Dispose()
    {
        _process.Dispose();
        _folder.Dispose();
    }

    private FmtpProcess Start()
    {
        FmtpProcess process = FmtpProcess.Start(["relay", "--config", Config, .. _options]);
        Ready = process.ReadLine() ?? "ended: " + process.End().Error;
        return process;
    }
}
