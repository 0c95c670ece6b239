using System;
using System.Net;
using System.Net.Sockets;

namespace Fmtp.Nano;

/// <summary>The network seam over the sockets of nanoFramework, which know neither <c>Select</c> nor non-blocking
/// mode: every call asks <c>Poll(0)</c> first and so never waits. IPv4.</summary>
/// <remarks>Whatever these sockets throw means that the peer has gone, and that is an ordinary event.</remarks>
public sealed class SocketNetwork : INetwork
{
    // What a socket that can be written to takes without waiting, whatever its stack: lwIP calls it writable from 2,881
    // octets and eight places of its queue on, and a send takes a place or two. Send waits until all is taken; the
    // time-outs are for a stack that thinks otherwise.
    private const int WritableOctets = 2880;
    private const int SendMax = WritableOctets / 2;
    private const int SendMin = WritableOctets / 4;
    private const int StuckMs = 250;

    private const int DialMs = 20 * 1000;
    private const int DialersMax = 2;
    private const int Backlog = 4;

    // Of datagrams to one server: lwIP would count its ports up, and one could be told from the one before.
    private const int FirstPort = 1024;
    private const int LastPort = 65535;

    // Someone who asks once often asks again at once: stay awake so long after work. Then wait a tick of the
    // board's scheduler at a time (shorter waits are as long), on the socket that most often has news.
    private const int AwakeMs = 30;
    private const int NapMicroseconds = 10 * 1000;

    // Not static: nanoCLR makes statics in the order in which the assemblies are deployed, and before System.Net's
    // own there is no IPAddress.Any, and then no datagram either.
    private readonly IPEndPoint _nobody = new IPEndPoint(IPAddress.Any, 0);

    private readonly Socket[] _sockets;

    // Octets of those that are left: meanwhile there is only more room, and asking costs as much as sending.
    private readonly int[] _room;
    private readonly Dialer[] _dialers;
    private readonly Dialer[] _running = new Dialer[DialersMax];
    private readonly Endpoint _correspondent = new Endpoint();
    private readonly Random _chance = new Random(); // on an ESP32 its hardware generator
    private EndPoint _correspondentSocketName;
    private Socket _listener;
    private Socket _datagrams;
    private int _faultsBefore;
    private long _workedAt;

    /// <summary>Makes the table.</summary>
    /// <param name="connections">Connections at a time: <see cref="Limits.Connections"/>,
    /// <see cref="Limits.Doorstep"/> and <see cref="Limits.DnsFlights"/> together.</param>
    public SocketNetwork(int connections)
    {
        _sockets = new Socket[connections];
        _room = new int[connections];
        _dialers = new Dialer[connections];
    }

    /// <summary>The TCP and UDP port; 0 when it does not listen.</summary>
    public int Port;

    /// <summary>Calls on the listening sockets that failed, step after step: a few are ordinary (all sockets taken,
    /// no network), many mean that the network stack was restarted under them.</summary>
    public int Faults;

    /// <summary>Begins to listen, TCP and UDP on the same port.</summary>
    /// <param name="address">The IPv4 address; <c>0.0.0.0</c> for every one.</param>
    /// <param name="port">The port; 0 for any free one.</param>
    /// <returns>False when it cannot be had.</returns>
    public bool Listen(string address, int port)
    {
        try
        {
            IPAddress ip = IPAddress.Parse(address);
            _listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            _listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            _listener.Bind(new IPEndPoint(ip, port));
            _listener.Listen(Backlog);
            int bound = ((IPEndPoint)_listener.LocalEndPoint).Port;
            _datagrams = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            _datagrams.Bind(new IPEndPoint(ip, bound));
            _datagrams.ReceiveTimeout = StuckMs;
            _datagrams.SendTimeout = StuckMs;
            Port = bound;
            return true;
        }
        catch (Exception)
        {
            CloseAll();
            return false;
        }
    }

    /// <summary>Gives every socket back.</summary>
    public void CloseAll()
    {
        for (int i = 0; i < _sockets.Length; i++)
        {
            Close(i);
        }

        CloseQuietly(_listener);
        CloseQuietly(_datagrams);
        _listener = null;
        _datagrams = null;
        Port = 0;
    }

    /// <summary>Waits for news, if there is nothing to do.</summary>
    /// <param name="worked">What <see cref="Relay.Step"/> said.</param>
    /// <param name="now">The step's time, in milliseconds.</param>
    public void Wait(bool worked, long now)
    {
        if (worked)
        {
            _workedAt = now;
        }

        Faults = Faults == _faultsBefore ? 0 : Faults;
        _faultsBefore = Faults;

        if (now - _workedAt < AwakeMs)
        {
            return;
        }

        try
        {
            _datagrams.Poll(NapMicroseconds, SelectMode.SelectRead);
        }
        catch (Exception)
        {
            Faults++;
        }
    }

    /// <inheritdoc/>
    public int Accept(Endpoint from)
    {
        int connection;
        Socket socket = null;
        try
        {
            if (!_listener.Poll(0, SelectMode.SelectRead))
            {
                return -1;
            }

            connection = Free();
            if (connection < 0)
            {
                return -1;
            }

            socket = _listener.Accept();
            Prepare(socket);
            Read((IPEndPoint)socket.RemoteEndPoint, from);
        }
        catch (Exception)
        {
            Faults++; // it went while it waited, or there is no socket for it
            CloseQuietly(socket);
            return -1;
        }

        _sockets[connection] = socket;
        return connection;
    }

    /// <inheritdoc/>
    public int Dial(string host, int port)
    {
        int connection = Free();
        int place = 0;
        while (place < DialersMax && _running[place] != null && !_running[place].IsDone)
        {
            place++;
        }

        if (connection < 0 || place == DialersMax)
        {
            return -1;
        }

        Dialer dialer = new Dialer(host, port, Environment.TickCount64 + DialMs);
        _running[place] = dialer;
        _dialers[connection] = dialer;
        dialer.Start();
        return connection;
    }

    /// <inheritdoc/>
    public int DialDatagrams(string host, int port)
    {
        int connection = Free();
        if (connection < 0)
        {
            return -1;
        }

        Socket socket = null;
        try
        {
            IPEndPoint server = new IPEndPoint(IPAddress.Parse(host), port);
            socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(IPAddress.Any, FirstPort + _chance.Next(LastPort - FirstPort)));
            socket.Connect(server); // of datagrams, this waits for nothing; from now on it hears the server alone
            socket.ReceiveTimeout = StuckMs;
            socket.SendTimeout = StuckMs;
        }
        catch (Exception)
        {
            CloseQuietly(socket); // no socket left, or somebody has that port: the next call takes another
            return -1;
        }

        _sockets[connection] = socket;
        return connection;
    }

    /// <inheritdoc/>
    public int Receive(int connection, byte[] into, int offset, int count)
    {
        Socket socket = _sockets[connection];
        if (socket == null)
        {
            return Answered(connection);
        }

        try
        {
            if (!socket.Poll(0, SelectMode.SelectRead))
            {
                return 0;
            }

            int received = socket.Receive(into, offset, count, SocketFlags.None);
            return received > 0 ? received : -1;
        }
        catch (Exception)
        {
            return -1;
        }
    }

    /// <inheritdoc/>
    public int Send(int connection, byte[] from, int offset, int count)
    {
        Socket socket = _sockets[connection];
        if (socket == null)
        {
            return Answered(connection);
        }

        int sent = 0;
        try
        {
            do
            {
                int piece = count - sent;
                piece = piece < SendMax ? piece : SendMax;
                int room = _room[connection];
                if (room < piece)
                {
                    if (!socket.Poll(0, SelectMode.SelectWrite))
                    {
                        break;
                    }

                    room = WritableOctets;
                }

                _room[connection] = room - (piece > SendMin ? piece : SendMin);
                sent += socket.Send(from, offset + sent, piece, SocketFlags.None);
            }
            while (sent < count);
        }
        catch (Exception)
        {
            return -1;
        }

        return sent;
    }

    /// <inheritdoc/>
    public void Finish(int connection)
    {
        // There is no Shutdown: the relay hears the peer out, then closes.
    }

    /// <inheritdoc/>
    public void Close(int connection)
    {
        if (_dialers[connection] != null)
        {
            _dialers[connection].Abandon();
            _dialers[connection] = null;
        }

        CloseQuietly(_sockets[connection]);
        _sockets[connection] = null;
        _room[connection] = 0;
    }

    /// <inheritdoc/>
    public int ReceiveDatagram(byte[] into, Endpoint from)
    {
        try
        {
            if (!_datagrams.Poll(0, SelectMode.SelectRead))
            {
                return 0;
            }

            EndPoint sender = _nobody;
            int received = _datagrams.ReceiveFrom(into, ref sender);
            Read((IPEndPoint)sender, from);
            _correspondent.Copy(from);
            _correspondentSocketName = sender;
            return received;
        }
        catch (Exception)
        {
            Faults++;
            return 0;
        }
    }

    /// <inheritdoc/>
    public void SendDatagram(byte[] from, int offset, int count, Endpoint to)
    {
        try
        {
            EndPoint name = _correspondent.Is(to) ? _correspondentSocketName : Name(to);
            if (_datagrams.Poll(0, SelectMode.SelectWrite))
            {
                _datagrams.SendTo(from, offset, count, SocketFlags.None, name);
            }
        }
        catch (Exception)
        {
            Faults++; // it is lost, as datagrams may be
        }
    }

    /// <summary>Closes what may be closed already, or nothing.</summary>
    internal static void CloseQuietly(Socket socket)
    {
        try
        {
            if (socket != null)
            {
                socket.Close();
            }
        }
        catch (Exception)
        {
            // Closed is what it should be.
        }
    }

    // 0 as long as it is not known, -1 when it could not be opened.
    private int Answered(int connection)
    {
        Dialer dialer = _dialers[connection];
        if (!dialer.IsDone)
        {
            return dialer.IsOverdue(Environment.TickCount64) ? -1 : 0;
        }

        Socket socket = dialer.Take();
        if (socket == null)
        {
            return -1;
        }

        Prepare(socket);
        _sockets[connection] = socket;
        _dialers[connection] = null;
        return 0;
    }

    private int Free()
    {
        for (int i = 0; i < _sockets.Length; i++)
        {
            if (_sockets[i] == null && _dialers[i] == null)
            {
                return i;
            }
        }

        return -1;
    }

    private static void Prepare(Socket socket)
    {
        socket.ReceiveTimeout = StuckMs;
        socket.SendTimeout = StuckMs;
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.NoDelay, true);
    }

    private static void Read(IPEndPoint name, Endpoint into)
    {
        byte[] octets = name.Address.GetAddressBytes();
        into.High = 0;
        into.Low = ((long)octets[0] << 24) | ((long)octets[1] << 16) | ((long)octets[2] << 8) | octets[3];
        into.Port = name.Port;
        into.IsV6 = false;
    }

    private static IPEndPoint Name(Endpoint of)
    {
        long low = of.Low; // its first octet highest; a socket's name has it lowest
        long address = ((low >> 24) & 0xFF) | ((low >> 8) & 0xFF00) | ((low & 0xFF00) << 8) | ((low & 0xFF) << 24);
        return new IPEndPoint(address, of.Port);
    }
}
