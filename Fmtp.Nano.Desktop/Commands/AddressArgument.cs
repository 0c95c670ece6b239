using System.CommandLine;
using System.CommandLine.Parsing;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Desktop.Commands;

/// <summary>The address that a request is about, checked before anybody is asked.</summary>
internal static class AddressArgument
{
    internal static Argument<string> Make() => new("ADDRESS")
    {
        Description = "@domain, name@domain or id.name@domain.",
        CustomParser = Parse,
    };

    private static string? Parse(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        byte[] octets = Ascii.Octets(text);
        Address address = new();
        if (address.Parse(octets, 0, octets.Length, true))
        {
            return address.ToString();
        }

        result.AddError($"{text} is no address: give @domain, name@domain or id.name@domain.");
        return null;
    }
}
