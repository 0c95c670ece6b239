using System;
using System.Net;
using System.Net.Sockets;

namespace Fmtp.Nano.Tests;

/// <summary>What any server on these sockets has to do: poll, receive, send. The measure for the others.</summary>
/// <remarks>Answers every request with octets that stand ready, as many as a relay's answer to a GET has.</remarks>
public static class Echo
{
    private const int Connections = 8;
    private const int AnswerOctets = 268;
    private const int IdleMax = 10000;
    private const int NapMicroseconds = 10 * 1000;

    /// <summary>Runs until it is stopped.</summary>
    public static void Main()
    {
        Socket listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Any, 0));
        listener.Listen(4);
        Console.WriteLine("port: " + ((IPEndPoint)listener.LocalEndPoint).Port.ToString());
        Socket[] sockets = new Socket[Connections];
        byte[] buffer = new byte[1024];
        int count = 0;
        for (int idle = 0; ; idle++)
        {
            if (idle > IdleMax)
            {
                listener.Poll(NapMicroseconds, SelectMode.SelectRead); // nobody asks: leave the processor to others
            }

            if (count < Connections && listener.Poll(0, SelectMode.SelectRead))
            {
                sockets[count] = listener.Accept();
                sockets[count].SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.NoDelay, true);
                count++;
                idle = 0;
            }

            for (int i = 0; i < count; i++)
            {
                if (sockets[i].Poll(0, SelectMode.SelectRead))
                {
                    idle = 0;
                    int received = sockets[i].Receive(buffer, 0, buffer.Length, SocketFlags.None);
                    if (received > 0)
                    {
                        sockets[i].Send(buffer, 0, AnswerOctets, SocketFlags.None);
                    }
                    else
                    {
                        sockets[i].Close();
                        sockets[i] = sockets[--count];
                        break;
                    }
                }
            }
        }
    }
}
