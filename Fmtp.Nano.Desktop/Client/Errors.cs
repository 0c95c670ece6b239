using Fmtp.Nano.Desktop.Commands;
using Fmtp.Nano.Desktop.Signing;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Desktop.Client;

/// <summary>Says what a refusal means, and what to do.</summary>
internal static class Errors
{
    /// <summary>A request was refused.</summary>
    internal static ClientException Refused(ServerAddress server, string what, Reply reply)
    {
        string text = reply.Text.Length > 0 ? $" ({reply.Text})" : string.Empty;
        return new ClientException(ExitCode.Of(reply.Code), $"{what}: {server} answered {reply.Code}{text}. {Advice(reply)}");
    }

    /// <summary>The relay shares no such key with whoever speaks; it does not tell an unknown name from a wrong key.</summary>
    internal static ClientException UnknownPeer(ServerAddress server, Credentials who)
        => new(ExitCode.Refused, $"{server} does not know {who.Address} by this link key. Compare --as and --link with the peers in its configuration.");

    /// <summary>The relay does not find this key to be that of whoever speaks.</summary>
    internal static ClientException UnknownKey(ServerAddress server, OwnKey own)
        => new(ExitCode.Refused, $"{server} does not know {own.Address} by the key of this seed (public: {own.Key.Public}). " + own.Advice);

    private static string Advice(Reply reply) => reply.Code switch
    {
        Code.AskThere => $"Ask there instead, with --server: {reply.Line}",
        Code.NotNewer => "There is nothing newer than --since.",
        Code.Malformed => "The relay does not understand the request or the object: check its attributes.",
        Code.Unauthorized => "Say who you are: --as ADDRESS and --link KEY, both as they stand under peers in the relay's configuration; or sign with --seed.",
        Code.Forbidden => "Whoever --as names may not do this; without a seal fewer things are allowed.",
        Code.Unknown => "There is no such object, or it is private and you did not say who you are (--as, --link).",
        Code.UpstreamTimeout => "The relay it had to ask did not answer. Try again later.",
        Code.Conflict when reply["time"] is { } time => $"The clocks differ: the relay's says {time} (Unix milliseconds). Leave --date out, or set the clock.",
        Code.Conflict when reply["date"] is { } date => $"It has a version of {date} already. Use a later --date.",
        Code.Conflict => "It is out of order.",
        Code.Gone => "It was deleted, or has expired.",
        Code.TooLarge when reply["max"] is { } max => $"It takes at most {max} octets.",
        Code.TooLarge => "It does not fit into a datagram: leave --udp out.",
        Code.Loop => "The request went round in circles between relays.",
        Code.TooMany => $"Too many requests. Try again in {reply["retry"] ?? "some"} s.",
        Code.Upstream => "The relay it had to ask cannot be reached, or its answer did not verify.",
        Code.Busy => $"It is busy, or has no clock yet. Try again in {reply["retry"] ?? "some"} s.",
        Code.Full => "Its store is full: delete something, or give it a larger store.quota.",
        _ => "This version does not know that answer.",
    };
}
