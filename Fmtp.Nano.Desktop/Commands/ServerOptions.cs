using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using Fmtp.Nano.Desktop.Client;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Desktop.Commands;

/// <summary>The options of every verb that asks a relay: where it is, and who speaks.</summary>
internal sealed class ServerOptions
{
    private const string KeyVariable = "FMTP_LINK";
    private const double UsualTimeoutSeconds = 10;

    private readonly Option<ServerAddress> _server = new("--server", "-s")
    {
        Description = $"The relay; port {Wire.Port} where none is given.",
        HelpName = "HOST[:PORT]",
        DefaultValueFactory = _ => new ServerAddress("127.0.0.1", Wire.Port),
        CustomParser = ParseServer,
    };

    private readonly Option<string?> _as = new("--as")
    {
        Description = "Who speaks: name@domain, or @domain for a relay. Needs a link key.",
        HelpName = "ADDRESS",
    };

    private readonly Option<string?> _link = new("--link")
    {
        Description = $"The link key that --as and the relay share; taken from {KeyVariable} in the environment where not given.",
        HelpName = "KEY",
    };

    private readonly Option<double> _timeout = new("--timeout")
    {
        Description = "How long a connection or a reply may take.",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => UsualTimeoutSeconds,
    };

    private readonly Option<bool> _udp = new("--udp") { Description = "Ask by datagrams instead of a connection." };

    private readonly bool _mayUseDatagrams;

    private ServerOptions(bool mayUseDatagrams) => _mayUseDatagrams = mayUseDatagrams;

    /// <summary>Adds the options to a command, which then runs and turns what goes wrong into text and exit code.</summary>
    internal static void AddTo(Command command, bool mayUseDatagrams, Func<ParseResult, ServerOptions, int> run)
    {
        ServerOptions options = new(mayUseDatagrams);
        command.Description += " " + ExitCode.Help;
        command.Add(options._server);
        command.Add(options._as);
        command.Add(options._link);
        command.Add(options._timeout);
        if (mayUseDatagrams)
        {
            command.Add(options._udp);
        }

        command.SetGuardedAction(line => run(line, options));
    }

    internal ServerAddress Server(ParseResult line) => line.GetRequiredValue(_server);

    /// <summary>Opens what the command line asks for.</summary>
    internal IFmtpClient Open(ParseResult line)
        => _mayUseDatagrams && line.GetValue(_udp)
            ? new FmtpDatagrams(Server(line), Who(line), Timeout(line))
            : Connect(line);

    /// <summary>Opens a connection.</summary>
    internal FmtpConnection Connect(ParseResult line) => FmtpConnection.Open(Server(line), Who(line), Timeout(line));

    /// <summary>Whom <c>--as</c> names; null for anyone.</summary>
    internal Credentials? Who(ParseResult line)
    {
        string? address = line.GetValue(_as);
        string? key = line.GetValue(_link);
        if (address == null)
        {
            return key == null ? null : throw Wrong("--link needs --as: whose key is it?");
        }

        byte[] octets = Ascii.Octets(address);
        Address parsed = new();
        if (!parsed.Parse(octets, 0, octets.Length, true) || parsed.IsObject)
        {
            throw Wrong($"--as {address} is no address of a peer. Give name@domain, or @domain for a relay.");
        }

        key ??= Environment.GetEnvironmentVariable(KeyVariable) ?? throw Wrong($"--as needs a link key: --link KEY, or {KeyVariable} in the environment.");
        return new Credentials(parsed.ToString(), Credentials.ParseKey(key) ?? throw Wrong("--link is no link key: it is base64 of 32 octets, as `fmtp key` makes them."));
    }

    /// <summary>The command line is wrong.</summary>
    internal static ClientException Wrong(string message) => new(ExitCode.Refused, message);

    private TimeSpan Timeout(ParseResult line)
    {
        double seconds = line.GetValue(_timeout);
        return seconds is > 0 and <= 86400 ? TimeSpan.FromSeconds(seconds) : throw Wrong("--timeout is a number of seconds above 0.");
    }

    /// <summary>Reads a place, with what to do where it is none.</summary>
    internal static ServerAddress? ParseServer(ArgumentResult result)
    {
        ServerAddress? server = ServerAddress.Parse(result.Tokens[0].Value);
        if (server == null)
        {
            result.AddError($"{result.Tokens[0].Value} is no place: give HOST, HOST:PORT or [IPV6]:PORT.");
        }

        return server;
    }
}
