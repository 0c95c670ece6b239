using System;
using System.CommandLine;
using Fmtp.Nano.Desktop.Client;

namespace Fmtp.Nano.Desktop.Commands;

/// <summary><c>fmtp key</c>: a fresh link key.</summary>
internal static class KeyCommand
{
    internal static Command Make()
    {
        Command command = new("key", "Makes a link key: 32 random octets in base64, shared by exactly two parties.");
        command.SetAction(_ => Run());
        return command;
    }

    private static int Run()
    {
        string key = Credentials.NewKey();
        Console.WriteLine(key);
        if (!Console.IsOutputRedirected)
        {
            Console.WriteLine();
            Console.WriteLine("At the relay, under \"peers\" in fmtp.json:");
            Console.WriteLine($"  {{ \"address\": \"kitchen@home.example\", \"link\": \"{key}\" }}");
            Console.WriteLine("At the other end: the same key, as --link, or under \"parent\" in a child's fmtp.json.");
        }

        return ExitCode.Done;
    }
}
