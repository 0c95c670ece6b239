using System;
using System.CommandLine;
using System.IO;
using Fmtp.Nano.Desktop.Host;

namespace Fmtp.Nano.Desktop.Commands;

/// <summary><c>fmtp relay</c>: one relay.</summary>
internal static class RelayCommand
{
    internal static Command Make()
    {
        Option<string> config = ConfigOption.Make();
        Command command = new("relay", "Runs one relay until Ctrl-C or SIGTERM. Prints one line, `ready tcp ADDRESS:PORT "
            + "udp ADDRESS:PORT`, when it can be reached; anything else goes to standard error. "
            + "Exit codes: 0 ended as told; 2 the configuration has faults; 3 folder or port cannot be had.");
        Option<bool> log = new("--log") { Description = "Say on standard error what is asked and answered, a line each." };
        command.Add(config);
        command.Add(log);
        command.SetAction(line => Run(line.GetRequiredValue(config), line.GetValue(log) ? new RelayEar(string.Empty, Console.Error.WriteLine) : null));
        return command;
    }

    private static int Run(string path, RelayEar? log)
    {
        Limits limits = Limits.Desk();
        ConfigurationFile file = ConfigurationFile.Load(path, limits);
        if (file.Faults.Count > 0)
        {
            foreach (string fault in file.Faults)
            {
                Console.Error.WriteLine($"{path}: {fault}");
            }

            return ExitCode.Refused;
        }

        using Stop stop = new();
        try
        {
            using RelayHost host = new(file.Configuration, limits, file.StoreFolder, log);
            Console.WriteLine($"ready tcp {host.TcpEndPoint} udp {host.UdpEndPoint}");
            host.Run(stop.Token);
            return ExitCode.Done;
        }
        catch (IOException e)
        {
            Console.Error.WriteLine(e.Message);
            return ExitCode.Unreachable;
        }
    }
}
