using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Fmtp.Nano.Desktop.Host;

/// <summary>Opens a UDP socket that one server is asked with: from a port that nobody can guess, because not
/// every system chooses one by chance (RFC 5452), and to hear that server alone.</summary>
internal static class AskingSocket
{
    private const int FirstPort = 1024;
    private const int PortTries = 8;

    /// <summary>Opens one.</summary>
    /// <param name="server">The server.</param>
    /// <returns>The socket; null when none can be had, or none that reaches such a server.</returns>
    internal static Socket? Open(IPEndPoint server)
    {
        IPAddress any = server.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any;
        for (int tries = PortTries; tries >= 0; tries--)
        {
            // The last try takes whatever there is.
            int port = tries == 0 ? 0 : RandomNumberGenerator.GetInt32(FirstPort, IPEndPoint.MaxPort + 1);
            Socket? socket = null;
            try
            {
                socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
                socket.Bind(new IPEndPoint(any, port));
                socket.Connect(server);
                return socket;
            }
            catch (SocketException e)
            {
                socket?.Dispose();
                if (e.SocketErrorCode is not (SocketError.AddressAlreadyInUse or SocketError.AccessDenied))
                {
                    return null;
                }
            }
        }

        return null;
    }
}
