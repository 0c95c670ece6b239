using System;
using System.Collections.Generic;
using System.Linq;

namespace Fmtp.Nano.Tests.Federation;

/// <summary>Rooms that people open, and what is said there by those who may and by those who may not.</summary>
internal sealed class Rooms(SimNetwork network, Cast cast)
{
    private const int Most = 8;

    private readonly Random _chance = network.Chance;
    private readonly List<Version> _rooms = [];

    public void Act(Workload workload, Person user)
    {
        var open = _rooms.Where(r => r.IsPromised && cast.CanReach(user.Relay, r.Domain)).ToList();
        if (open.Count == 0 || (_rooms.Count < Most && _chance.Next(4) == 0))
        {
            Open(workload, user);
        }
        else
        {
            Say(workload, user, open[_chance.Next(open.Count)]);
        }
    }

    private void Open(Workload workload, Person owner)
    {
        var members = cast.Users.Where(u => u != owner && _chance.Next(3) == 0).Select(u => u.Address!).Take(6).ToArray();
        _rooms.Add(owner.Put(new Version(workload.NewId(owner), "room", workload.NextDate(owner, ""))
        {
            IsPublic = _chance.Next(3) == 0,
            Write = _chance.Next(3) switch { 0 => "", 1 => "signed", _ => "members" },
            Members = members,
            Content = "a room\n",
        }));
    }

    // Who is at another relay sends it to the room's owner.
    private void Say(Workload workload, Person speaker, Version room)
    {
        speaker.Put(new Version(workload.NewId(speaker), "chat", workload.NextDate(speaker, ""))
        {
            To = speaker.Relay.Domain == room.Domain ? [] : [room.Owner],
            Parent = room.Address,
            Room = room,
            Content = "hello\n",
        });
    }
}
