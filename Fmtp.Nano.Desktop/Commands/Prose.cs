using System;
using Spectre.Console;

namespace Fmtp.Nano.Desktop.Commands;

/// <summary>Sentences: broken between words on a terminal, one line when piped.</summary>
internal static class Prose
{
    internal static void Write(string text)
    {
        if (Console.IsOutputRedirected)
        {
            Console.WriteLine(text);
        }
        else
        {
            AnsiConsole.WriteLine(text);
        }
    }
}
