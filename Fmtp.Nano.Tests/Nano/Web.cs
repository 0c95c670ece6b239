using System;
using System.Threading;
using nanoFramework.WebServer;

namespace Fmtp.Nano.Tests;

/// <summary>nanoFramework.WebServer answering every request with 256 octets, to compare with.</summary>
public static class Web
{
    private const int Port = 18099;

    private static readonly byte[] Body = new byte[256];

    /// <summary>Runs until it is stopped.</summary>
    public static void Main()
    {
        WebServer server = new WebServer(Port, HttpProtocol.Http, new Type[0]);
        server.CommandReceived += Answer;
        server.Start();
        Console.WriteLine("port: " + Port.ToString());
        Thread.Sleep(Timeout.Infinite);
    }

    private static void Answer(object sender, WebServerEventArgs e)
    {
        e.Context.Response.ContentType = "text/plain";
        e.Context.Response.ContentLength64 = Body.Length;
        e.Context.Response.OutputStream.Write(Body, 0, Body.Length);
    }
}
