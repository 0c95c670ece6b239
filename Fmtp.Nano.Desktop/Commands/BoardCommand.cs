using System;
using System.CommandLine;
using System.IO;
using System.Text.Json;
using Fmtp.Nano.Desktop.Board;
using Fmtp.Nano.Desktop.Host;
using Fmtp.Nano.Desktop.Signing;
using Fmtp.Nano.Protocol;
using Spectre.Console;

namespace Fmtp.Nano.Desktop.Commands;

/// <summary><c>fmtp board</c>: everything for a board but the soldering.</summary>
internal static class BoardCommand
{
    private const string UsualSerialPort = "COM3";

    internal static Command Make() => new("board", "Sets up ESP32 boards: see docs/DEVICE.md.") { MakeNew(), MakeList(), MakeImage() };

    private static Command MakeNew()
    {
        Option<string?> board = Text("--board", "ID|FILE", "The board: one of `fmtp board list`, or a file like those in boards/.");
        Option<string?> domain = Text("--domain", "DOMAIN", "The domain that it serves.");
        Option<bool> self = new("--self") { Description = "Instead of a domain of DNS a self-certifying one, made of the board's key: found through its parent." };
        Option<string?> ssid = Text("--wifi", "SSID", "The wireless network; not for a board on a wire.");
        Option<string?> password = Text("--password", "TEXT", "Its password; nothing for an open network. Asked for at a terminal, where it is not seen.");
        Option<string?> parent = Text("--parent", "DOMAIN", "The parent's domain; nothing for no parent.");
        Option<string?> host = Text("--parent-host", "HOST", "The parent's host name or address; the parent's domain if nothing is said.");
        Option<int> port = new("--parent-port") { Description = "The parent's port.", HelpName = "N", DefaultValueFactory = _ => Wire.Port };
        Option<string?> serial = Text("--serialport", "PORT", $"Where the board is plugged in, as nanoff calls it; {UsualSerialPort} if nothing is said.");
        Option<string?> folder = Text("--out", "DIR", "The folder to write; named after the domain if nothing is said.");
        Command command = new("new", "Writes a folder with all that a new board needs: its two files, fresh keys, the parent's "
            + "configuration, DNS records, and the commands to flash it. Asks for what is not said, at a terminal. " + ExitCode.Help)
        {
            board, domain, self, ssid, password, parent, host, port, serial, folder,
        };
        command.SetAction(line => Run(() =>
        {
            if (line.GetValue(self) && line.GetValue(domain) != null)
            {
                throw new IOException("--self and --domain cannot both be given: a self-certifying domain is made of the board's key.");
            }

            BoardQuestions ask = new(line.GetValue(board), line.GetValue(domain), line.GetValue(self), line.GetValue(ssid), line.GetValue(password), line.GetValue(parent), line.GetValue(host));
            BoardPlan plan = ask.Plan(line.GetValue(port), line.GetValue(serial) ?? UsualSerialPort);
            return New(plan, line.GetValue(folder) ?? plan.Domain);
        }));
        return command;
    }

    private static Command MakeList()
    {
        Command command = new("list", "The boards that this program knows, and what nanoff calls their firmware.");
        command.SetAction(_ =>
        {
            foreach (BoardFile board in BoardFile.All)
            {
                Console.WriteLine($"{board.Id,-18} {board.Firmware,-16} {board.Settings.Name}");
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static Command MakeImage()
    {
        Argument<string> folder = new("FOLDER") { Description = "Output of a build with .pe files, such as Fmtp.Nano/bin/nf/Release." };
        Argument<string> image = new("IMAGE") { Description = "The file to write, such as Fmtp.Nano.bin." };
        Command command = new("image", "Joins .pe files to the image that nanoff deploys, where no nanoFramework extension does.") { folder, image };
        command.SetAction(line => Run(() =>
        {
            long octets = DeploymentImage.Write(line.GetRequiredValue(folder), line.GetRequiredValue(image));
            Console.WriteLine($"{line.GetRequiredValue(image)}: {octets} octets");
            return ExitCode.Done;
        }));
        return command;
    }

    private static int New(BoardPlan plan, string path)
    {
        BoardFolder folder = new(plan);
        folder.Write(path);
        ConfigurationFile written = ConfigurationFile.Load(Path.Combine(path, BoardFolder.ConfigurationName), plan.Board.Settings.Limits);
        if (written.Faults.Count > 0)
        {
            Directory.Delete(path, true);
            throw new IOException(string.Join('\n', written.Faults));
        }

        Console.WriteLine($"{path}: written. It has the keys of {plan.Domain}: keep it to yourself.");
        Console.WriteLine();
        WriteLines("To flash it (flash.txt):", folder.Commands());
        WriteLines("To publish (dns.txt):", folder.Dns());
        if (!SelfDomain.Is(plan.Domain))
        {
            Console.WriteLine($"Whether it is there: fmtp dns --config {Path.Combine(path, BoardFolder.ConfigurationName)}");
        }

        if (folder.HasParent)
        {
            Console.WriteLine($"At the parent: add what parent.json has to \"peers\" of its fmtp.json, and restart it.");
        }

        return ExitCode.Done;
    }

    private static void WriteLines(string title, System.Collections.Generic.IEnumerable<string> lines)
    {
        Console.WriteLine(title);
        foreach (string line in lines)
        {
            Console.WriteLine("  " + line);
        }

        Console.WriteLine();
    }

    private static int Run(Func<int> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            Console.Error.WriteLine($"fmtp: {e.Message}");
            return ExitCode.Refused;
        }
    }

    private static Option<string?> Text(string name, string value, string description) => new(name) { HelpName = value, Description = description };
}
