using System;
using System.Diagnostics;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace Fmtp.Nano.Tests;

/// <summary>A real authoritative DNS server (NSD, Debian package <c>nsd</c>) on loopback with one zone.</summary>
internal sealed class DnsZoneServer : IZoneServer
{
    private const string Program = "nsd";
    private const int StartMs = 10 * 1000;
    private const int LookMs = 50;

    private readonly Process _process;
    private readonly string _folder;

    private DnsZoneServer(Process process, string folder, int port)
    {
        _process = process;
        _folder = folder;
        Port = port;
    }

    /// <summary>Its port, UDP and TCP, on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Whether there is one to start.</summary>
    public static bool IsInstalled => Find() != null;

    /// <summary>Starts one; without NSD the test is inconclusive.</summary>
    public static DnsZoneServer Start(string domain, string zone)
    {
        string? program = Find();
        if (program == null)
        {
            Assert.Inconclusive("No nsd on PATH or in /usr/sbin: install the Debian package nsd to test against a real DNS server.");
        }

        string folder = Directory.CreateTempSubdirectory("fmtp-dns-").FullName;
        int port = FreePort();
        File.WriteAllText(Path.Combine(folder, "zone"), zone);
        File.WriteAllText(Path.Combine(folder, "nsd.conf"), $"""
            server:
              ip-address: 127.0.0.1@{port}
              username: ""
              chroot: ""
              database: ""
              zonesdir: "{folder}"
              xfrdir: "{folder}"
              pidfile: "{folder}/nsd.pid"
              xfrdfile: "{folder}/xfrd.state"
              zonelistfile: "{folder}/zone.list"
              server-count: 1
            remote-control:
              control-enable: no
            zone:
              name: "{domain}"
              zonefile: "zone"

            """);
        ProcessStartInfo how = new(program!, ["-d", "-c", Path.Combine(folder, "nsd.conf")]) { RedirectStandardError = true };
        DnsZoneServer server = new(Process.Start(how)!, folder, port);
        server.Await();
        return server;
    }

    public void Dispose()
    {
        // With its children: NSD does its work in them.
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string? Find()
    {
        string paths = Environment.GetEnvironmentVariable("PATH") + Path.PathSeparator + "/usr/sbin";
        foreach (string path in paths.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            string program = Path.Combine(path, Program);
            if (File.Exists(program))
            {
                return program;
            }
        }

        return null;
    }

    private static int FreePort()
    {
        using Socket probe = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }

    private void Await()
    {
        for (long until = Environment.TickCount64 + StartMs; ; Thread.Sleep(LookMs))
        {
            using Socket probe = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                probe.Connect(IPAddress.Loopback, Port);
                return;
            }
            catch (SocketException) when (!_process.HasExited && Environment.TickCount64 < until)
            {
                // Not yet.
            }
            catch (SocketException)
            {
                string said = _process.HasExited ? _process.StandardError.ReadToEnd() : "it does not listen";
                Dispose();
                Assert.Fail("nsd does not start: " + said);
            }
        }
    }
}
