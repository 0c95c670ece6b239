namespace Fmtp.Nano;

/// <summary>The network seam: connections and datagrams, every call at once. Made of sockets on .NET and on
/// boards; of memory in the simulator and on nanoCLR.</summary>
/// <remarks>A connection is a small number that the seam gives and takes back at <see cref="Close"/>.
/// No call waits and none throws: a peer that vanishes is an ordinary event.</remarks>
public interface INetwork
{
    /// <summary>Takes a connection that somebody opened.</summary>
    /// <param name="from">Receives where it comes from.</param>
    /// <returns>The connection, or -1 when none waits.</returns>
    int Accept(Endpoint from);

    /// <summary>Begins to open a connection. It may be used at once: nothing is sent or received until it
    /// is open, and <see cref="Receive"/> says so if it cannot be.</summary>
    /// <param name="host">A name or an address.</param>
    /// <param name="port">The TCP port.</param>
    /// <returns>The connection, or -1 when no further one can be had.</returns>
    int Dial(string host, int port);

    /// <summary>Opens a port for datagrams to and from one server: on this connection each
    /// <see cref="Send"/> is one datagram, and each <see cref="Receive"/> gives one whole datagram (cut to
    /// <c>count</c>) that came from exactly that address and port.</summary>
    /// <remarks>The port is a new one each time, and nobody can tell which before (RFC 5452).
    /// <see cref="Close"/> gives it back.</remarks>
    /// <param name="host">An IP address.</param>
    /// <param name="port">The UDP port.</param>
    /// <returns>The connection, or -1 when no further one can be had.</returns>
    int DialDatagrams(string host, int port);

    /// <summary>Receives octets.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="into">Receives them.</param>
    /// <param name="offset">Where.</param>
    /// <param name="count">How many at most, at least 1.</param>
    /// <returns>How many came; 0 for none yet; -1 when the peer will send no more or has gone.</returns>
    int Receive(int connection, byte[] into, int offset, int count);

    /// <summary>Sends octets.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="from">Holds them.</param>
    /// <param name="offset">Where they begin.</param>
    /// <param name="count">How many.</param>
    /// <returns>How many were taken, 0 for none now; -1 when the peer has gone.</returns>
    int Send(int connection, byte[] from, int offset, int count);

    /// <summary>Says that nothing more will be sent, where the platform can (a board's sockets cannot).</summary>
    /// <param name="connection">The connection.</param>
    void Finish(int connection);

    /// <summary>Ends a connection; its number is free again.</summary>
    /// <param name="connection">The connection.</param>
    void Close(int connection);

    /// <summary>Receives a datagram.</summary>
    /// <param name="into">Receives it; <see cref="Protocol.Wire.DatagramMax"/> + 1 octets are enough.</param>
    /// <param name="from">Receives where it comes from.</param>
    /// <returns>Its octets, cut to the length of <paramref name="into"/>; 0 when none waits.</returns>
    int ReceiveDatagram(byte[] into, Endpoint from);

    /// <summary>Sends a datagram; it may be lost.</summary>
    /// <param name="from">Holds it.</param>
    /// <param name="offset">Where it begins.</param>
    /// <param name="count">Its octets.</param>
    /// <param name="to">Where it goes.</param>
    void SendDatagram(byte[] from, int offset, int count, Endpoint to);
}
