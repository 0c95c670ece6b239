using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using Fmtp.Nano.Desktop.Client;
using Fmtp.Nano.Desktop.Signing;
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
        Description = "Who speaks: name@domain, or @domain for a relay. Needs --link, or --seed for a key of one's own.",
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

    private readonly SeedOptions _seed = new();

    private ServerOptions(bool mayUseDatagrams) => _mayUseDatagrams = mayUseDatagrams;

    /// <summary>Adds the options to a command, which then runs and turns what goes wrong into text and exit code.</summary>
    internal static void AddTo(Command command, bool mayUseDatagrams, Func<ParseResult, ServerOptions, int> run)
    {
        ServerOptions options = new(mayUseDatagrams);
        command.Description += " " + ExitCode.Help;
        command.Add(options._server);
        command.Add(options._as);
        command.Add(options._link);
        options._seed.AddTo(command);
        command.Add(options._timeout);
        if (mayUseDatagrams)
        {
            command.Add(options._udp);
        }

        command.SetGuardedAction(line => run(line, options));
    }

    internal ServerAddress Server(ParseResult line) => line.GetRequiredValue(_server);

    /// <summary>The key that signs what is put, or proves who speaks; null for none.</summary>
    internal SeedChoice? Seed(ParseResult line) => _seed.Choice(line);

    /// <summary>Opens what the command line asks for. What is referred elsewhere is asked there.</summary>
    internal IFmtpClient Open(ParseResult line)
    {
        OwnKey? own = Own(line);
        if (!_mayUseDatagrams || !line.GetValue(_udp))
        {
            return new ReferredClient(Connect(line), own, Timeout(line));
        }

        return own == null ? new ReferredClient(new FmtpDatagrams(Server(line), Who(line), Timeout(line)), null, Timeout(line))
            : throw Wrong("Who speaks by a key of his own can do so over a connection alone: leave --udp out.");
    }

    /// <summary>Opens what puts: over a seal, or for a signed object, which proves by itself who made it.</summary>
    internal IFmtpClient OpenToPut(ParseResult line)
    {
        Credentials? who = Seed(line) == null || line.GetValue(_link) != null ? Who(line) : null;
        return new ReferredClient(
            line.GetValue(_udp) ? new FmtpDatagrams(Server(line), who, Timeout(line)) : FmtpConnection.Open(Server(line), who, Timeout(line)), null, Timeout(line));
    }

    /// <summary>Opens a connection.</summary>
    internal FmtpConnection Connect(ParseResult line)
        => Own(line) is { } own ? FmtpConnection.OpenAs(Server(line), own, Timeout(line)) : FmtpConnection.Open(Server(line), Who(line), Timeout(line));

    /// <summary>Whom <c>--as</c> names; null for anyone.</summary>
    internal string? Speaker(ParseResult line)
    {
        if (line.GetValue(_as) is not { } address)
        {
            return null;
        }

        byte[] octets = Ascii.Octets(address);
        Address parsed = new();
        return parsed.Parse(octets, 0, octets.Length, true) && !parsed.IsObject ? parsed.ToString()
            : throw Wrong($"--as {address} is no address of a peer. Give name@domain, or @domain for a relay.");
    }

    /// <summary>Whom <c>--as</c> names, with the link key; null for anyone.</summary>
    internal Credentials? Who(ParseResult line)
    {
        string? key = line.GetValue(_link);
        if (Speaker(line) is not { } address)
        {
            return key == null ? null : throw Wrong("--link needs --as: whose key is it?");
        }

        key ??= Environment.GetEnvironmentVariable(KeyVariable)
            ?? throw Wrong($"--as needs a key: --link KEY, or {KeyVariable} in the environment; or --seed where it is one's own.");
        return new Credentials(address, Credentials.ParseKey(key) ?? throw Wrong("--link is no link key: it is base64 of 32 octets, as `fmtp key` makes them."));
    }

    /// <summary>The command line is wrong.</summary>
    internal static ClientException Wrong(string message) => new(ExitCode.Refused, message);

    // Whom --as names, where it is a key of his own that proves it.
    private OwnKey? Own(ParseResult line)
    {
        if (Seed(line) is not { } choice)
        {
            return null;
        }

        if (line.GetValue(_link) != null)
        {
            throw Wrong("--link and a signing key cannot both be given here: each says by itself who speaks.");
        }

        string address = Speaker(line) ?? (choice.Domain != null ? "@" + choice.Domain : throw Wrong("--seed needs --as: whose key is it?"));
        return address.StartsWith('@') || (choice.Domain == null && choice.Selector == null) ? new OwnKey(address, choice.Key, choice.Selector)
            : throw Wrong($"A domain's key does not speak for {address}: give --as @domain, or the user's own seed without --selector.");
    }

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
