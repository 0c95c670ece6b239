using System.CommandLine;
using System.IO;
using System.Text;
using Fmtp.Nano.Desktop.Client;
using Fmtp.Nano.Desktop.Host;
using Fmtp.Nano.Desktop.Signing;

namespace Fmtp.Nano.Desktop.Commands;

/// <summary>The options that say with which key is signed: a seed, or the configuration that has it.</summary>
internal sealed class SeedOptions
{
    private readonly Option<string?> _seed = new("--seed")
    {
        Description = "The seed of the signing key: base64 of 32 octets as `fmtp key --signing` makes them, or a file that holds it.",
        HelpName = "FILE|BASE64",
    };

    private readonly Option<string?> _config = new("--config")
    {
        Description = "Take seed, selector and domain from this configuration.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _selector = new("--selector")
    {
        Description = $"Under which name the domain publishes the key in DNS ({DnsText.UsualSelector}, or that of the configuration).",
        HelpName = "NAME",
    };

    /// <summary>Adds the options to a command.</summary>
    internal void AddTo(Command command)
    {
        command.Add(_seed);
        command.Add(_config);
        command.Add(_selector);
    }

    /// <summary>The selector that was said; null for none.</summary>
    internal string? Selector(ParseResult line) => line.GetValue(_selector) is { } selector ? CheckSelector(selector) : null;

    /// <summary>The key that was said, with the selector and domain of its configuration; null for none.</summary>
    internal SeedChoice? Choice(ParseResult line)
    {
        string? seed = line.GetValue(_seed);
        if (line.GetValue(_config) is not { } path)
        {
            return seed == null ? null : new SeedChoice(ParseSeed(seed, "--seed"), Selector(line), null);
        }

        if (seed != null)
        {
            throw ServerOptions.Wrong("--seed and --config cannot both be given: each has a key.");
        }

        Configuration configuration = Load(path);
        return configuration.Signing != null
            ? new SeedChoice(SigningKey.Parse(configuration.Signing.Seed)!, Selector(line) ?? configuration.Signing.Selector, configuration.Domain)
            : throw ServerOptions.Wrong($"{path} has no \"signing\". `fmtp key --signing --domain {configuration.Domain}` makes a key for it.");
    }

    /// <summary>Reads a seed, or a file that holds one.</summary>
    internal static SigningKey ParseSeed(string seed, string option)
    {
        if (SigningKey.Parse(seed) is { } key)
        {
            return key;
        }

        if (!File.Exists(seed))
        {
            throw ServerOptions.Wrong($"{option} {seed} is neither a seed nor a file. Give base64 of 32 octets as `fmtp key --signing` makes them, or a file that holds it.");
        }

        return SigningKey.Parse(Encoding.UTF8.GetString(InputFile.Read(seed)).Trim())
            ?? throw ServerOptions.Wrong($"{seed} holds no seed: base64 of 32 octets and nothing else. For a configuration give --config.");
    }

    /// <summary>Checks the name of a key.</summary>
    internal static string CheckSelector(string selector)
    {
        byte[] octets = Protocol.Ascii.Octets(selector);
        return selector is not (ObjectSignature.User or ObjectSignature.Self) && Protocol.Address.ParseDomain(octets, 0, octets.Length, false) ? selector
            : throw ServerOptions.Wrong($"--selector {selector} is no selector. Give labels of a-z, 0-9 and -, other than `user` and `self`, such as {DnsText.UsualSelector}.");
    }

    /// <summary>Reads a configuration that has to be without faults.</summary>
    internal static Configuration Load(string path)
    {
        ConfigurationFile file = ConfigurationFile.Load(path, Limits.Desk());
        return file.Faults.Count == 0 ? file.Configuration
            : throw new ClientException(ExitCode.Refused, $"{path}: {string.Join('\n', file.Faults)}");
    }
}

/// <summary>A signing key, and what was said about it.</summary>
/// <param name="Key">The key.</param>
/// <param name="Selector">Its selector; null where nothing was said.</param>
/// <param name="Domain">The domain of the configuration that it is of; null for none.</param>
internal sealed record SeedChoice(SigningKey Key, string? Selector, string? Domain);
