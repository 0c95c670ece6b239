using System;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Tests;

/// <summary>What a relay, its parent, a user and a stranger say to each other, printed: a relay to look at in the public emulator,
/// which has no sockets. Change it and see what the relay says.</summary>
public static class Session
{
    private const int Stranger = House.User + 1;
    private const int Another = Stranger + 1;

    private const string Post = "id: 1700000000001123.user@home.example\ntype: post\ndate: 0\npublic: yes\nsubject: Hello\n\nIt is alive.\n";
    private const string Status = "id: user@home.example\ntype: user\ndate: 0\npublic: yes\nstatus: busy\n\n";

    private static House _house;

    /// <summary>Plays it.</summary>
    public static void Main()
    {
        _house = new House(new Chip(4800));
        _house.Start();
        _house.Link();
        _house.Open(Stranger);
        _house.Open(Another);

        Console.WriteLine("-- a stranger looks round, and wants to be told of changes");
        Say(Stranger, "GET 1 nobody@home.example");
        Say(Stranger, "WATCH 2 user@home.example");

        Console.WriteLine("-- the user has a link: whatever is said on it carries a seal");
        Say(House.User, "PUT 1", Post);
        Say(House.User, "PUT 2", Status);

        Console.WriteLine("-- nobody else may write in his name, nor be misunderstood");
        Say(Another, "PUT 1", Status);
        Say(Another, "FETCH 2 user@home.example");

        Console.WriteLine("-- but anyone may read what is public");
        Say(Another, "LIST 3 @home.example");
        Say(Another, "GET 4 1700000000001123.user@home.example");

        Console.WriteLine("-- what is not here is asked for at the parent, who does not have it");
        Say(House.User, "GET 3 x@far.example");
        Console.WriteLine("done");
    }

    private static void Say(int caller, string line)
    {
        Say(caller, line, string.Empty);
    }

    private static void Say(int caller, string line, string text)
    {
        byte[] body = Ascii.Octets(text);
        _house.Callers[caller].Send(line, body, body.Length);
        Console.WriteLine(Name(caller) + "> " + Ascii.Text(_house.Callers[caller].Sent, 0, _house.Callers[caller].SentLength).TrimEnd('\n'));
        _house.Now++;
        while (Listen())
        {
        }
    }

    private static bool Listen()
    {
        bool isNews = false;
        _house.Run();
        for (int i = 0; i < _house.Callers.Length; i++)
        {
            Caller caller = _house.Callers[i];
            while (caller.Hear())
            {
                isNews = true;
                Message heard = caller.Heard;
                Console.WriteLine(Name(i) + "< " + caller.Line());
                if (heard.BodyLength > 0)
                {
                    Console.WriteLine(Ascii.Text(heard.Octets, heard.BodyStart, heard.BodyLength).TrimEnd('\n'));
                }

                if (i == House.Parent)
                {
                    caller.Answer(string.Empty, null);
                    Console.WriteLine(Name(i) + "> " + Ascii.Text(caller.Sent, 0, caller.SentLength).TrimEnd('\n'));
                }
            }
        }

        return isNews;
    }

    private static string Name(int caller)
    {
        return caller == House.Parent ? "parent   " : caller == House.User ? "user     " : caller == Stranger ? "stranger " : "another  ";
    }
}
