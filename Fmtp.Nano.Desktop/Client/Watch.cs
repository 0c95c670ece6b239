using System;
using System.Diagnostics;

namespace Fmtp.Nano.Desktop.Client;

/// <summary>A watch that is kept alive: its lease is renewed when half of it is over.</summary>
public sealed class Watch
{
    private readonly FmtpConnection _connection;
    private readonly string _words;
    private readonly ServerAddress _server;
    private TimeSpan _half;
    private long _renewed;

    /// <summary>Begins to watch.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="words">What follows <c>WATCH tag</c>.</param>
    /// <param name="server">The relay, for messages.</param>
    /// <exception cref="ClientException">It was refused.</exception>
    public Watch(FmtpConnection connection, string words, ServerAddress server)
    {
        _connection = connection;
        _words = words;
        _server = server;
        Renew();
    }

    /// <summary>Waits for the next object.</summary>
    /// <param name="wait">How long.</param>
    /// <returns>The object, or null when none came.</returns>
    /// <exception cref="ClientException">The relay has gone, or refused to renew.</exception>
    public byte[]? Next(TimeSpan wait)
    {
        if (Stopwatch.GetElapsedTime(_renewed) > _half)
        {
            Renew();
        }

        return _connection.NextPush(wait);
    }

    private void Renew()
    {
        Reply reply = _connection.Ask("WATCH", _words);
        if (!reply.IsSuccess)
        {
            throw Errors.Refused(_server, $"WATCH {_words}", reply);
        }

        _half = TimeSpan.FromSeconds(Math.Max(1, reply.Number("lease")) / 2.0);
        _renewed = Stopwatch.GetTimestamp();
    }
}
