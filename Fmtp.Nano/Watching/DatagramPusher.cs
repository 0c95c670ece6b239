using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Tells peers that watch by datagram: <c>PUT - by=@domain at=N =length</c>, sealed with the shared key,
/// to where the peer's last accepted datagram came from (docs/PROTOCOL.md section 3).</summary>
internal sealed class DatagramPusher
{
    private readonly INetwork _network;
    private readonly Clock _clock;
    private readonly byte[] _host;
    private readonly byte[] _datagram;
    private readonly MessageWriter _line = new MessageWriter();

    internal DatagramPusher(INetwork network, byte[] datagram, Clock clock, byte[] host)
    {
        _network = network;
        _datagram = datagram; // where the answer goes when everybody has been told
        _clock = clock;
        _host = host;
    }

    /// <summary>Sends an object, if it fits a datagram and the time is known: its mark has to grow over restarts.</summary>
    internal void Send(Peer peer, ObjectReader head, long now)
    {
        int length = head.Length;
        if (!_clock.IsSet || length > Wire.DatagramMax - Exchange.LineRoom)
        {
            return;
        }

        long unix = _clock.Unix(now);
        peer.SentAt = unix > peer.SentAt ? unix : peer.SentAt + 1;
        _line.Begin(_datagram, 0).Text("PUT - by=").Copy(_host, 0, _host.Length).Text(" at=").Number(peer.SentAt).Length(length);
        int sealedEnd = _line.At;
        int body = _line.Text(" ~").Skip(Wire.SealLength).Octet(Ascii.LF).At;
        System.Array.Copy(head.Octets, head.Start, _datagram, body, length);
        peer.DatagramSeal.WriteDatagram(null, 0, _datagram, 0, sealedEnd, body, length, _datagram, sealedEnd + 2);
        _network.SendDatagram(_datagram, 0, body + length, peer.LastFrom);
    }
}
