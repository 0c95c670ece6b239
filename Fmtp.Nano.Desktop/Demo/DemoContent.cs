using System;
using System.Text;
using Fmtp.Nano.Desktop.Client;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Desktop.Demo;

/// <summary>Something to look at: a blog with a post and a room with a line, put through sealed links the first
/// time. The domain's owner makes the names, Anna writes.</summary>
internal sealed class DemoContent
{
    private const string Blog = "blog@" + DemoState.HomeDomain;
    private const string Room = "lobby@" + DemoState.HomeDomain;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly ServerAddress _relay;

    private DemoContent(ServerAddress relay) => _relay = relay;

    /// <summary>Makes sure that it is there.</summary>
    /// <exception cref="ClientException">The relay refused.</exception>
    internal static void Ensure(DemoState state, ServerAddress relay)
    {
        DemoContent content = new(relay);
        using FmtpConnection owner = FmtpConnection.Open(relay, state.PeerOf(DemoState.Owner), Timeout);
        content.EnsureName(owner, new ObjectBuilder(Blog, "blog", 0).With("public", true)
            .With("subject", "Notes from a small relay").With("write", "members").With("member", DemoState.Anna).With("keep", "50"));
        content.EnsureName(owner, new ObjectBuilder(Room, "room", 0).With("public", true)
            .With("subject", "The lobby").With("write", "signed").With("keep", "100"));

        using FmtpConnection anna = FmtpConnection.Open(relay, state.PeerOf(DemoState.Anna), Timeout);
        content.EnsureName(anna, new ObjectBuilder(DemoState.Anna, "user", 0).With("public", true)
            .With("subject", "Anna").With("status", "online"));
        content.EnsureChild(anna, Blog, New("post").With("public", true).With("parent", Blog).With("subject", "It is alive"),
            "This post is one file's worth of octets on a board that costs less than lunch.\n");
        content.EnsureChild(anna, Room, New("chat").With("public", true).With("parent", Room), "Hello? Is anybody in here?\n");
    }

    private static ObjectBuilder New(string type) => new($"0.{DemoState.Anna}", type, 0);

    private void EnsureName(FmtpConnection writer, ObjectBuilder builder)
    {
        byte[] octets = builder.Build(default);
        ObjectText text = ObjectText.Parse(octets)!;
        if (writer.Ask("GET", text.Id).Code == Code.Unknown)
        {
            Put(writer, octets);
        }
    }

    private void EnsureChild(FmtpConnection writer, string parent, ObjectBuilder builder, string content)
    {
        if (writer.Ask("LIST", $"{parent} parent={parent} max=1").Body.Length == 0)
        {
            Put(writer, builder.Build(Encoding.UTF8.GetBytes(content)));
        }
    }

    private void Put(FmtpConnection writer, byte[] octets)
    {
        Reply reply = writer.Ask("PUT", string.Empty, octets);
        if (!reply.IsSuccess)
        {
            throw Errors.Refused(_relay, "PUT", reply);
        }
    }
}
