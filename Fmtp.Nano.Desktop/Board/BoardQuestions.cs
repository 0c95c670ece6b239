using System;
using System.IO;
using System.Linq;
using Fmtp.Nano.Desktop.Signing;
using Spectre.Console;

namespace Fmtp.Nano.Desktop.Board;

/// <summary>Finds out what is not said: asks at a terminal, and says what is lacking where nobody can answer.</summary>
internal sealed class BoardQuestions(string? board, string? domain, bool isSelf, string? ssid, string? password, string? parent, string? host)
{
    private static bool IsTerminal => !Console.IsInputRedirected && !Console.IsOutputRedirected;

    /// <summary>Everything that is to be known.</summary>
    /// <exception cref="IOException">Something is lacking, or there is no such board.</exception>
    internal BoardPlan Plan(int parentPort, string serialPort)
    {
        BoardFile file = Board();
        SigningKey key = SigningKey.Fresh();
        string served = isSelf ? SelfDomain.Of(key.PublicKey) : domain ?? Ask("--domain", "Which domain does it serve?", "home.example");
        string? parentDomain = parent ?? (domain == null ? Optional("Which domain is its parent? (nothing for none)") : null);
        return new BoardPlan(
            file,
            served,
            key,
            file.IsWireless ? Wifi() : null,
            parentDomain,
            parentDomain == null ? null : host ?? parentDomain,
            parentPort,
            serialPort);
    }

    private BoardFile Board()
    {
        string known = string.Join(", ", BoardFile.All.Select(one => one.Id));
        string id = board ?? (IsTerminal
            ? AnsiConsole.Prompt(new SelectionPrompt<string>().Title("Which board?").AddChoices(BoardFile.All.Select(one => one.Id)))
            : throw new IOException($"--board is lacking. Give one of {known}, or a file."));
        BoardFile file = BoardFile.Find(id) ?? throw new IOException($"There is no board {id}. Give one of {known}, or a file that ends in .json.");
        return file.Fault == null ? file : throw new IOException($"{id}: {file.Fault}");
    }

    private WifiSettings Wifi()
    {
        string name = ssid ?? Ask("--wifi", "Which wireless network?", null);
        string secret = password ?? (IsTerminal ? AnsiConsole.Prompt(new TextPrompt<string>("Its password? (nothing for an open one)").Secret().AllowEmpty()) : "");
        return new WifiSettings { Ssid = name, Password = secret };
    }

    private static string Ask(string option, string question, string? usual)
    {
        if (!IsTerminal)
        {
            throw new IOException($"{option} is lacking.");
        }

        TextPrompt<string> prompt = new(question);
        return AnsiConsole.Prompt(usual == null ? prompt : prompt.DefaultValue(usual));
    }

    private static string? Optional(string question)
    {
        string answer = IsTerminal ? AnsiConsole.Prompt(new TextPrompt<string>(question).AllowEmpty()) : "";
        return answer.Length == 0 ? null : answer;
    }
}
