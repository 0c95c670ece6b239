using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>The one datagram that may wait for a signature. It is brought again in every step.</summary>
internal sealed class HeldDatagram
{
    private readonly Asker _asker = new Asker();
    private readonly Turn _turn = new Turn();

    /// <summary>Whether there is one.</summary>
    internal bool IsUsed;

    /// <summary>Holds its octets; while there is none a spare, made when it is first needed.</summary>
    internal MessageReader Reader;

    /// <summary>Keeps the request that is being answered, and its octets in exchange for a spare.</summary>
    /// <returns>Where the next datagram goes.</returns>
    internal MessageReader Keep(Exchange exchange, MessageReader reader)
    {
        MessageReader spare = Reader == null ? new MessageReader(new byte[reader.Buffer.Length]) : Reader;
        Reader = reader;
        IsUsed = true;
        _asker.Copy(exchange.Asker);
        _turn.Number = exchange.Turn.Number;
        _turn.Since = exchange.Turn.Since;
        return spare;
    }

    /// <summary>Brings it again.</summary>
    internal void Bring(Exchange exchange, long now)
    {
        Reader.Take(exchange.Request, Wire.DatagramMax);
        exchange.Resume(_asker, now);
        exchange.Turn = _turn;
    }
}
