using System;
using System.CommandLine;
using System.Net;
using System.Threading;
using Fmtp.Nano.Desktop.Commands;
using Fmtp.Nano.Desktop.Host;

namespace Fmtp.Nano.Desktop.Bench;

/// <summary>The floors that <c>fmtp bench</c> compares with: the same sockets and the same waiting as a relay's, nothing
/// read and nothing looked up.</summary>
internal static class BareCommands
{
    private const int WaitMs = 20;
    private const int Room = 65536;

    /// <summary>Sends back whatever comes.</summary>
    internal static Command MakeEcho()
    {
        Command command = new("echo", "The bare echo loop that `fmtp bench` compares with.") { Hidden = true };
        command.SetAction(_ => Serve((network, stop) => Echo(network, stop)));
        return command;
    }

    /// <summary>Passes on whatever comes, there and back.</summary>
    internal static Command MakeForward()
    {
        Argument<IPEndPoint> to = new("TO") { CustomParser = result => IPEndPoint.Parse(result.Tokens[0].Value) };
        Command command = new("forward", "The bare forwarder that `fmtp bench` compares with.") { to };
        command.Hidden = true;
        command.SetAction(line => Serve((network, stop) => Forward(network, line.GetRequiredValue(to), stop)));
        return command;
    }

    private static int Serve(Action<SocketNetwork, CancellationToken> run)
    {
        using Stop stop = new();
        using SocketNetwork network = new(IPAddress.Loopback, 0);
        Console.WriteLine($"ready tcp {network.TcpEndPoint}");
        run(network, stop.Token);
        return ExitCode.Done;
    }

    private static void Echo(SocketNetwork network, CancellationToken stop)
    {
        byte[] buffer = new byte[Room];
        Endpoint from = new();
        int connection = -1;
        while (!stop.IsCancellationRequested)
        {
            if (connection < 0)
            {
                connection = network.Accept(from);
            }

            int count = connection < 0 ? 0 : Pass(network, connection, connection, buffer);
            if (count < 0)
            {
                network.Close(connection);
                connection = -1;
            }
            else if (count == 0)
            {
                network.Wait(WaitMs);
            }
        }
    }

    private static void Forward(SocketNetwork network, IPEndPoint to, CancellationToken stop)
    {
        byte[] buffer = new byte[Room];
        Endpoint from = new();
        int far = network.Dial(to.Address.ToString(), to.Port);
        int near = -1;
        while (!stop.IsCancellationRequested)
        {
            if (near < 0)
            {
                near = network.Accept(from);
            }

            int there = near < 0 ? 0 : Pass(network, near, far, buffer);
            int back = near < 0 ? 0 : Pass(network, far, near, buffer);
            if (there < 0)
            {
                network.Close(near);
                near = -1;
            }
            else if (there + back == 0)
            {
                network.Wait(WaitMs);
            }
        }
    }

    private static int Pass(SocketNetwork network, int from, int to, byte[] buffer)
    {
        int count = network.Receive(from, buffer, 0, buffer.Length);
        for (int sent = 0; sent < count;)
        {
            sent += network.Send(to, buffer, sent, count - sent);
        }

        return count;
    }
}
