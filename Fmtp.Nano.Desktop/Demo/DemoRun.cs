using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using Fmtp.Nano.Desktop.Client;
using Fmtp.Nano.Desktop.Commands;
using Fmtp.Nano.Desktop.Host;

namespace Fmtp.Nano.Desktop.Demo;

/// <summary>The main job: a virtual board and its parent, each on a thread of its own, sensors that publish this
/// machine's readings, and a view of it all.</summary>
internal static class DemoRun
{
    private static readonly TimeSpan PublishEvery = TimeSpan.FromSeconds(5);

    /// <summary>Runs until it is told to stop.</summary>
    /// <exception cref="ClientException">It cannot start; the text says why.</exception>
    internal static void Run(string folder, TimeSpan? length, Stop stop)
    {
        DemoState state = new(folder);
        EventLog log = new();
        using RelayHost parent = Start(state.Parent, state.ParentLimits, log.For("parent"));
        state.Home.Configuration.Parent.Port = parent.TcpEndPoint.Port;
        using RelayHost home = Start(state.Home, state.HomeLimits, log.For("home"));
        List<Thread> threads = [Begin(() => parent.Run(stop.Token), "parent"), Begin(() => home.Run(stop.Token), "home")];
        try
        {
            ServerAddress relay = AddressOf(home);
            DemoContent.Ensure(state, relay);
            DemoView.Introduce(state, relay, AddressOf(parent));
            if (length is { } time)
            {
                stop.After(time);
            }

            threads.Add(Begin(() => Publish(state, relay, log, stop.Token), "sensors"));
            new DemoView(log).Run(stop.Token);
        }
        finally
        {
            stop.Now();
            threads.ForEach(thread => thread.Join());
        }
    }

    private static RelayHost Start(ConfigurationFile file, Limits limits, IRelayEvents events)
    {
        try
        {
            ListenSettings listen = file.Configuration.Listen;
            listen.Port = IsFree(listen) ? listen.Port : 0;
            return new RelayHost(file.Configuration, limits, file.StoreFolder, events);
        }
        catch (IOException e)
        {
            throw new ClientException(ExitCode.Unreachable, $"{e.Message} If this program runs already: give this one a --state of its own.");
        }
    }

    private static bool IsFree(ListenSettings listen)
    {
        try
        {
            using SocketNetwork network = new(IPAddress.Parse(listen.Address), listen.Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static void Publish(DemoState state, ServerAddress relay, EventLog log, CancellationToken stop)
    {
        List<Sensor> sensors = Sensor.Open(state, relay);
        do
        {
            foreach (Sensor sensor in sensors)
            {
                if (sensor.Publish() is { } trouble)
                {
                    log.Add(RelayEvent.Happened("sensor", trouble));
                }
            }
        }
        while (!stop.WaitHandle.WaitOne(PublishEvery));
        sensors.ForEach(sensor => sensor.Dispose());
    }

    private static Thread Begin(ThreadStart run, string name)
    {
        Thread thread = new(run) { Name = name, IsBackground = true };
        thread.Start();
        return thread;
    }

    private static ServerAddress AddressOf(RelayHost host) => new(host.TcpEndPoint.Address.ToString(), host.TcpEndPoint.Port);
}
