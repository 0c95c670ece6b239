using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using Fmtp.Nano.Desktop.Client;
using Fmtp.Nano.Desktop.Commands;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Tests;

/// <summary>A user of a relay that is killed: puts and deletes over a sealed link, and knows what has to be there
/// afterwards. One request at a time: only of that one he cannot know.</summary>
internal sealed class KilledUser(string name, int seed)
{
    internal const string Elsewhere = "far.example";

    /// <summary>Whom messages are for.</summary>
    internal const string Friend = "friend@" + Elsewhere;

    private const int Posts = 10;
    private const int Keep = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly Random _random = new(seed);
    private readonly string _blog = $"99.{name}@home.example";
    private readonly Dictionary<string, byte[]> _posts = [];
    private readonly List<(string Address, byte[] Octets)> _children = [];
    private readonly List<string> _messages = [];
    private (string Address, byte[] Octets) _pending;
    private long _date;
    private int _number = 1000;

    internal string Address => $"{name}@home.example";

    internal byte[] Key { get; } = [.. Enumerable.Range(seed, Wire.KeyLength).Select(octet => (byte)octet)];

    /// <summary>Requests that were acknowledged.</summary>
    internal int Acknowledged { get; private set; }

    /// <summary>Requests that the relay had no room for.</summary>
    internal int Refused { get; private set; }

    /// <summary>Messages to elsewhere that were acknowledged.</summary>
    internal IReadOnlyList<string> Messages => _messages;

    internal FmtpConnection Connect(ServerAddress server) => FmtpConnection.Open(server, new Credentials(Address, Key), Patience);

    /// <summary>Puts until the relay dies.</summary>
    /// <param name="server">The relay.</param>
    /// <param name="answers">Is released at each answer.</param>
    internal void Run(ServerAddress server, SemaphoreSlim answers)
    {
        try
        {
            using FmtpConnection connection = Connect(server);
            Put(connection, _blog, Object(_blog, "blog").With("keep", $"{Keep}").Build(default));
            while (true)
            {
                PutSomething(connection);
                answers.Release();
            }
        }
        catch (ClientException e) when (e.ExitCode == ExitCode.Unreachable)
        {
            // That was it.
        }
    }

    /// <summary>Compares what a relay has with what it acknowledged.</summary>
    internal void Check(ServerAddress server, string when)
    {
        using FmtpConnection connection = Connect(server);
        foreach (string address in Enumerable.Range(0, Posts).Select(Post).Append(_blog))
        {
            CheckPost(connection, address, when);
        }

        CheckChildren(connection, when);
        _pending = default;
    }

    private static string Text(byte[]? octets) => octets == null ? "nothing" : Encoding.UTF8.GetString(octets);

    private static bool IsTombstone(byte[] octets) => Text(octets).Contains("\ndeleted: yes\n", StringComparison.Ordinal);

    private string Post(int number) => $"{1 + number}.{Address}";

    private ObjectBuilder Object(string address, string type)
    {
        _date = Math.Max(_date + 1, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        return new ObjectBuilder(address, type, _date).With("public", true);
    }

    private void PutSomething(FmtpConnection connection)
    {
        byte[] content = new byte[_random.Next(600)];
        Array.Fill(content, (byte)('a' + _random.Next(26)));
        string address = Post(_random.Next(Posts));
        switch (_random.Next(10))
        {
            case < 6:
                Put(connection, address, Object(address, "post").Build(content));
                break;
            case 6:
                Put(connection, address, Object(address, "post").With("deleted", true).Build(default));
                break;
            case < 9:
                address = $"{++_number}.{Address}";
                Put(connection, address, Object(address, "post").With("parent", _blog).Build(content));
                break;
            default:
                address = $"{++_number}.{Address}";
                Put(connection, address, Object(address, "mail").With("to", Friend).With("parent", _blog).Build(content));
                break;
        }
    }

    private void Put(FmtpConnection connection, string address, byte[] octets)
    {
        _pending = (address, octets);
        int code = connection.Ask("PUT", string.Empty, octets).Code;
        bool isMessage = code == Code.Queued;
        if (code is Code.Full or Code.Busy)
        {
            Refused++;
        }
        else
        {
            Assert.IsTrue(code is Code.Ok or Code.Created || isMessage, $"{code}: {Text(octets)}");
            Acknowledged++;
            Know(address, octets);
        }

        if (isMessage)
        {
            _messages.Add(address);
        }

        _pending = default;
    }

    private void Know(string address, byte[] octets)
    {
        if (IsChild(octets))
        {
            _children.Add((address, octets));
        }
        else
        {
            _posts[address] = octets;
        }
    }

    private bool IsChild(byte[] octets) => Text(octets).Contains($"\nparent: {_blog}\n", StringComparison.Ordinal);

    private void CheckPost(FmtpConnection connection, string address, string when)
    {
        Reply reply = connection.Ask("GET", address);
        byte[]? known = _posts.GetValueOrDefault(address);
        byte[]? pending = _pending.Address == address ? _pending.Octets : null;
        if (pending != null && Is(reply, pending))
        {
            _posts[address] = pending;
            return;
        }

        Assert.IsTrue(Is(reply, known), $"{when}: {address} is {reply.Code} {Text(reply.Body)}\nacknowledged: {Text(known)}\nasked for: {Text(pending)}");
    }

    private static bool Is(Reply reply, byte[]? octets)
        => octets == null ? reply.Code == Code.Unknown
            : IsTombstone(octets) ? reply.Code == Code.Gone
            : reply.Code == Code.Ok && reply.Body.AsSpan().SequenceEqual(octets);

    // Exactly the last ones, whole. If one more came that was not acknowledged, what went for it may still be there.
    private void CheckChildren(FmtpConnection connection, string when)
    {
        Reply list = connection.Ask("LIST", $"{_blog} parent={_blog}");
        HashSet<string> there = [.. Text(list.Body).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0])];
        (string Address, byte[] Octets) old = _children.Count < Keep ? default : _children[^Keep];
        if (_pending.Octets != null && there.Contains(_pending.Address) && IsChild(_pending.Octets))
        {
            _children.Add(_pending);
            there.Remove(old.Address ?? string.Empty);
        }

        (string Address, byte[] Octets)[] last = [.. _children.TakeLast(Keep)];
        Assert.IsTrue(there.SetEquals(last.Select(child => child.Address)),
            $"{when}: {_blog} has {string.Join(' ', there)}; acknowledged: {string.Join(' ', last.Select(child => child.Address))}");
        foreach ((string address, byte[] octets) in last)
        {
            Reply reply = connection.Ask("GET", address);
            Assert.IsTrue(Is(reply, octets), $"{when}: {address} is {reply.Code} {Text(reply.Body)}\nput: {Text(octets)}");
        }
    }
}
