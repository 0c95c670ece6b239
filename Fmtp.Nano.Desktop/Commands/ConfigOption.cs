using System.CommandLine;
using Fmtp.Nano.Desktop.Host;

namespace Fmtp.Nano.Desktop.Commands;

/// <summary><c>--config FILE</c>.</summary>
internal static class ConfigOption
{
    internal static Option<string> Make() => new("--config")
    {
        Description = $"The configuration, a JSON file such as {ConfigurationFile.UsualName}.",
        HelpName = "FILE",
        Required = true,
    };
}
