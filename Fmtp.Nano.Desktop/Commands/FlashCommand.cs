using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using Fmtp.Nano.Desktop.Flash;
using Fmtp.Nano.Desktop.Host;

namespace Fmtp.Nano.Desktop.Commands;

/// <summary><c>fmtp flash</c>: what is in a flash folder.</summary>
internal static class FlashCommand
{
    internal static Command Make()
    {
        Option<string?> store = new("--store") { Description = "The folder: of a relay on this machine, or copied from a board's flash.", HelpName = "FOLDER" };
        Option<string?> config = new("--config") { Description = "A configuration: the folder and the quota are those that it names.", HelpName = "FILE" };
        Option<bool> verify = new("--verify") { Description = "Says `ok`, or each fault by file and offset." };
        Option<bool> strict = new("--strict") { Description = "With --verify: an end torn by a loss of power is a fault too." };
        Option<bool> list = new("--list") { Description = "Lists the objects, tombstones too, newest first: `address date type octets state subject`." };
        Option<string?> dump = new("--dump") { Description = "Prints one object verbatim.", HelpName = "ADDRESS" };
        Command command = new("flash", "Shows what is in a flash folder: files, records, objects, garbage, faults, wear; a table on a terminal, "
            + "plain lines when piped. Nothing is changed, and a relay may be using the folder. Exit codes: 0 done; "
            + "1 --verify found faults, --dump or --list nothing; 2 wrong usage; 3 the folder cannot be read.")
        {
            store, config, verify, strict, list, dump,
        };
        command.Validators.Add(line =>
        {
            if ((line.GetResult(store) == null) == (line.GetResult(config) == null))
            {
                line.AddError("Name the folder by either --store FOLDER or --config FILE.");
            }

            if (new[] { line.GetValue(verify), line.GetValue(list), line.GetValue(dump) != null }.Count(isSet => isSet) > 1)
            {
                line.AddError("--verify, --list and --dump are three questions: ask one.");
            }

            if (line.GetValue(strict) && !line.GetValue(verify))
            {
                line.AddError("--strict goes with --verify.");
            }
        });
        command.SetAction(line => Run(line.GetValue(store), line.GetValue(config), image =>
            line.GetValue(verify) ? Verify(image, line.GetValue(strict))
            : line.GetValue(list) ? List(image)
            : line.GetValue(dump) is { } address ? Dump(image, address)
            : null));
        return command;
    }

    // Answers a question; where there was none, shows all.
    private static int Run(string? folder, string? config, Func<FlashImage, int?> answer)
    {
        int? quota = null;
        if (config != null)
        {
            Limits limits = Limits.Desk();
            ConfigurationFile file = ConfigurationFile.Load(config, limits);
            foreach (string fault in file.Faults)
            {
                Console.Error.WriteLine($"{config}: {fault}");
            }

            if (file.Faults.Count > 0)
            {
                return ExitCode.Refused;
            }

            folder = file.StoreFolder;
            quota = file.Configuration.Store.Quota > 0 ? file.Configuration.Store.Quota : limits.StoreQuota;
        }

        try
        {
            FlashImage image = new(FlashFolder.Read(folder!), Dates.Now);
            int? exitCode = answer(image);
            if (exitCode == null)
            {
                FlashView.Write(image, quota);
            }

            return exitCode ?? ExitCode.Done;
        }
        catch (IOException e)
        {
            Console.Error.WriteLine($"fmtp flash: {e.Message}");
            return ExitCode.Unreachable;
        }
    }

    private static int Verify(FlashImage image, bool isStrict)
    {
        foreach (FlashFault fault in image.Faults)
        {
            Console.WriteLine(fault);
        }

        // A running relay may be in the midst of an append.
        bool isGood = image.Faults.All(fault => fault.IsTorn && (!isStrict || (image.Folder.IsInUse && fault.File == image.Files[^1].Name)));
        if (isGood)
        {
            Console.WriteLine("ok");
        }

        return isGood ? ExitCode.Done : ExitCode.NotFound;
    }

    private static int List(FlashImage image)
    {
        FlashView.WriteList(image.Objects);
        return image.Objects.Count > 0 ? ExitCode.Done : ExitCode.NotFound;
    }

    private static int Dump(FlashImage image, string address)
    {
        if (image.Find(address) is not { } found)
        {
            Console.Error.WriteLine($"fmtp flash: {address} is not in this folder. --list tells what is.");
            return ExitCode.NotFound;
        }

        ObjectView.WriteBare(found.Octets);
        return ExitCode.Done;
    }
}
