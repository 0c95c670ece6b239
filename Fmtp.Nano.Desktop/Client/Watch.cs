using System;
using System.Diagnostics;

namespace Fmtp.Nano.Desktop.Client;

/// <summary>A watch that is kept alive: it is renewed when half of its lease is over, and every two minutes at least.</summary>
/// <remarks>Who says nothing for five minutes may have to make room on a full relay; and a relay that is gone without a word
/// is noticed.</remarks>
public sealed class Watch
{
    private const double SilentSeconds = 120;

    private readonly FmtpConnection _connection;
    private readonly string _words;
    private readonly ServerAddress _server;
    private TimeSpan _pause;
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
        if (Stopwatch.GetElapsedTime(_renewed) > _pause)
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

        _pause = TimeSpan.FromSeconds(Math.Min(SilentSeconds, Math.Max(1, reply.Number("lease")) / 2.0));
        _renewed = Stopwatch.GetTimestamp();
    }
}
