using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Fmtp.Nano.Tests.Federation;

/// <summary>What people and sensors do all day: they look things up, publish, write to each other, watch each other.</summary>
internal sealed class Workload(SimNetwork network, Oracle oracle, Cast cast)
{
    private static readonly int[] Ttls = [0, 5, 5, 30, 30, -1];

    private const int ManyRecipients = 5;

    private readonly Random _chance = network.Chance;
    private readonly Rooms _rooms = new(network, cast);
    private int _ids;

    /// <summary>Goes on until then, with so many milliseconds between two deeds on the average.</summary>
    public void Run(long until, int pace)
    {
        if (network.Now < until)
        {
            Act();
            network.After(1 + _chance.Next(2 * pace), () => Run(until, pace));
        }
    }

    /// <summary>A new version of somebody's own object, as when he comes and goes.</summary>
    public Version Publish(Person person, string status)
    {
        return person.Put(new Version(person.Address!, "user", NextDate(person, person.Address!))
        {
            IsPublic = true,
            Ttl = Ttls[_chance.Next(Ttls.Length - 1)],
            Key = person.Signer?.Attribute ?? "",
            Routes = _chance.Next(3) == 0 ? Routes(person.Relay) : [],
            Content = status,
        });
    }

    // Good ones, dead ones, and such as lead to somebody else.
    private string[] Routes(RelayHost relay)
    {
        var other = Any(cast.Relays);
        string[] all =
        [
            $"via {relay.Parent?.Domain ?? other.Domain}", $"via {other.Domain}", $"via {relay.Domain}",
            $"tcp relay.{relay.Domain} 3687", $"tcp relay.{other.Domain} 3687", "tcp nowhere.example 3687",
            $"udp {relay.Site.PublicText} 3687", $"udp {other.Site.PublicText} 3687",
        ];
        return [.. Enumerable.Range(0, _chance.Next(1, 3)).Select(_ => Any(all))];
    }

    private void Act()
    {
        var person = Any(cast.People);
        var user = Any(cast.Users);
        switch (_chance.Next(30))
        {
            case 24 or 25:
                _rooms.Act(this, user);
                break;
            case 26 when cast.Phones.Count > 0:
                Telephone(Any(cast.Phones));
                break;
            case 27:
                Erase(user);
                break;
            case 0 or 1:
                Publish(user, $"here at {network.Now}\n");
                break;
            case 2:
                Post(user);
                break;
            case 3:
                Revise(user);
                break;
            case 4:
                Delete(user);
                break;
            case 5 or 6 or 7:
                Write(user);
                break;
            case 8 or 9:
                user.Watch(Any(cast.Users.Where(u => cast.CanFind(user.Relay, u.Relay.Domain)).ToList()).Address!);
                break;
            case 10 when user.Watching.Keys.Any(w => w != user.Address):
                user.Drop(Any(user.Watching.Keys.Where(w => w != user.Address).ToList()));
                break;
            case 11:
                person.Ask(new Request(person, "LIST", $"@{person.Relay.Domain} max={_chance.Next(1, 20)}", null));
                break;
            case 12:
                user.Ask(new Request(user, "LIST", user.Address!, null));
                break;
            case 13 or 14 when cast.Sensors.Count > 0:
                Any(cast.Sensors).Report();
                break;
            case 15:
                person.Ask(new Request(person, "GET", $"@{Any(cast.Relays).Domain}", null));
                break;
            default:
                Look(person);
                break;
        }
    }

    private void Look(Person person)
    {
        var known = oracle.Ledger.Addresses;
        var address = _chance.Next(10) switch
        {
            0 => $"{_chance.Next(1, 9)}.{Any(cast.Users).Address}",
            1 => $"nobody@{Any(cast.Relays).Domain}",
            2 when cast.Sensors.Count > 0 => Any(cast.Sensors).Address,
            3 or 4 or 5 => Any(cast.Users).Address!,
            _ when known.Count > 0 => known[^(1 + _chance.Next(Math.Min(known.Count, 30)))],
            _ => "nobody@nowhere.example",
        };
        var scope = _chance.Next(12) switch { 0 => " scope=cached", 1 => " scope=local", _ => "" };
        person.Ask(new Request(person, "GET", address + scope, null));
    }

    private void Post(Person user)
    {
        var expires = _chance.Next(8) == 0 ? RelayHost.Epoch + network.Now + _chance.Next(1000, 60_000) : 0;
        var version = new Version(NewId(user), "post", NextDate(user, "")) { IsPublic = _chance.Next(4) > 0, Ttl = Ttls[_chance.Next(Ttls.Length)], Expires = expires, Content = Text() };
        user.Put(version);
    }

    private void Revise(Person user)
    {
        if (Own(user) is { } old)
        {
            user.Put(new Version(old.Address, old.Type, NextDate(user, old.Address)) { IsPublic = _chance.Next(4) > 0, Ttl = old.Ttl, Content = Text() });
        }
    }

    private void Delete(Person user)
    {
        if (Own(user) is { } old)
        {
            user.Put(new Version(old.Address, old.Type, NextDate(user, old.Address)) { IsPublic = old.IsPublic, IsDeleted = true, Ttl = _chance.Next(4) == 0 ? -1 : 5 });
        }
    }

    private void Write(Person user)
    {
        var reachable = cast.Users.Where(u => cast.CanReach(user.Relay, u.Relay.Domain)).ToList();
        var first = Any(reachable);
        var isWide = _chance.Next(4) == 0;
        var others = reachable.Where(u => u != first && _chance.Next(3) == 0 && (isWide || u.Relay == first.Relay)).Take(ManyRecipients).Select(u => u.Address!);
        var to = others.Prepend(first.Address!).ToArray();
        var isHopeless = _chance.Next(12) == 0 && Version.DomainOf(to[0]) != user.Relay.Domain;
        var type = _chance.Next(2) == 0 ? "mail" : "chat";
        user.Put(new Version(NewId(user), type, NextDate(user, "")) { To = to, Parent = isHopeless ? $"404.{to[0]}" : "", Content = Text() });
    }

    // What he puts by his key alone he signs himself; his relay knows the key.
    private void Telephone(Person phone)
    {
        if (phone.Relay.Domain == Version.DomainOf(phone.Address!) && oracle.Ledger.Newest(phone.Address!, network.Now) != null)
        {
            Write(phone);
        }
        else
        {
            phone.Watch(phone.Address!);
        }
    }

    // Of a message that he got, for himself.
    private void Erase(Person user)
    {
        var got = oracle.Ledger.Messages.Where(m => m.IsPromised && m.To.Contains(user.Address) && m.Owner != user.Address).ToList();
        if (got.Count > 0)
        {
            var message = Any(got);
            user.Put(new Version(message.Address, message.Type, Math.Max(user.UnixNow, message.Date + 1)) { IsDeleted = true, IsErasure = true });
        }
    }

    private Version? Own(Person user)
    {
        var own = oracle.Ledger.Addresses.Where(a => char.IsAsciiDigit(a[0]) && Version.OwnerOf(a) == user.Address).ToList();
        var last = own.Count == 0 ? null : oracle.Ledger.Of(Any(own))[^1];
        return last is { To.Length: 0, Type: "post" } ? last : null;
    }

    public string NewId(Person user) => $"{user.UnixNow}{(++_ids % 1000).ToString("000", CultureInfo.InvariantCulture)}.{user.Address}";

    public long NextDate(Person user, string address) => Math.Max(user.UnixNow, oracle.Ledger.LastDate(address) + 1);

    private string Text() => new('x', _chance.Next(20) == 0 ? _chance.Next(3000) : _chance.Next(200));

    private T Any<T>(IReadOnlyList<T> list) => list[_chance.Next(list.Count)];
}
