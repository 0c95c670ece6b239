using System;
using System.Net;

namespace Fmtp.Nano.Tests;

/// <summary><c>fmtp relay</c>, started, killed and started again with the same configuration or an empty store.</summary>
internal sealed class RealRelay : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Func<string, string> _configuration;
    private readonly string _name;
    private FmtpProcess? _process;
    private string _file = string.Empty;
    private int _stores;

    /// <summary>Makes one; it is not started.</summary>
    /// <param name="name">The name of the file.</param>
    /// <param name="configuration">Its configuration by the folder of its store.</param>
    internal RealRelay(string name, Func<string, string> configuration)
    {
        _name = name;
        _configuration = configuration;
    }

    /// <summary>Where it listens.</summary>
    internal IPEndPoint At { get; private set; } = new(IPAddress.Loopback, 0);

    /// <summary>Has it begin with an empty store when it is started next.</summary>
    internal void Empty()
    {
        Kill();
        string store = $"{_name}{++_stores}";
        _file = _folder.Write($"{_name}.json", _configuration(store));
    }

    /// <summary>Starts it, without waiting.</summary>
    internal void Start() => _process = FmtpProcess.Start("relay", "--config", _file);

    /// <summary>Waits until it can be reached.</summary>
    internal void Await()
    {
        string ready = _process!.ReadLine() ?? _process.End().Error;
        StringAssert.StartsWith(ready, "ready tcp ");
        At = IPEndPoint.Parse(ready.Split(' ')[2]);
    }

    /// <summary>Cuts its power.</summary>
    internal void Kill()
    {
        _process?.Dispose();
        _process = null;
    }

    public void Dispose()
    {
        Kill();
        _folder.Dispose();
    }
}
