using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Tests.Federation;

/// <summary>What must be true when all is calm again: every message arrived or came back, watches push, and
/// everything can be found from everywhere.</summary>
internal sealed class Aftermath(SimNetwork network, Oracle oracle, Cast cast, Workload workload, Action<long> wait)
{
    private const int Most = 100;

    public void Check()
    {
        CheckMessages();
        CheckWatches();
        CheckLookups();
    }

    private void CheckMessages()
    {
        foreach (var message in oracle.Ledger.Messages.Where(m => m.IsPromised))
        {
            foreach (var to in message.To)
            {
                var relay = oracle.RelayOf(Version.DomainOf(to))!;
                var isThere = Find(relay, message.Address);
                var ids = Bounces(message, to);
                var bounces = ids.Count;
                var sender = oracle.RelayOf(message.Domain)!;
                var isHopeful = message.IsAllowed || !IsOnTheWay(message.Parent, sender, relay);
                var mayComeBack = !sender.IsSelfCertified || isHopeful; // who refuses it for another may not find the sender

                oracle.Require(isThere || bounces > 0 || !mayComeBack, "a message that was taken is delivered or comes back", $"{message.Address} to {to}\n{network.Log.Of(message.Address, 60)}", relay.Name, message.Domain);

                // Brought by the parent, who is believed, before somebody brought it who is not.
                var mayBeBoth = (!isHopeful && relay.Parent != null) || (relay.IsServed && relay.Parent == sender); // whose own it is
                oracle.Require((!(isThere && bounces > 0) || mayBeBoth) && ids.Select(Version.DomainOf).Distinct().Count() == bounces, "a message is delivered or comes back, once from each relay that could not deliver it", $"{message.Address} to {to}: there {isThere}, bounces {bounces}\n{network.Log.Of(message.Address, 60)}", relay.Name, message.Domain);
                var isInVain = relay.IsWaitedForInVain(message.AckedAt) || sender.IsWaitedForInVain(message.AckedAt);
                oracle.Require(isThere || !isHopeful || isInVain || !cast.IsWelcome(message, relay), "a message that can be delivered is", $"{message.Text}to {to}, under {message.Room?.Text}\n{network.Log.Of(message.Address, 60)}", relay.Name, message.Domain);
            }
        }
    }

    // Whoever passes it on judges by what it is under, if he has that.
    private bool IsOnTheWay(string parent, RelayHost sender, RelayHost recipient)
    {
        var domain = Version.DomainOf(parent);
        return domain == recipient.Domain || domain == recipient.Parent?.Domain || domain == sender.Parent?.Domain || domain == sender.Parent?.Parent?.Domain;
    }

    // Everybody is told of the next version of whatever he watches.
    private void CheckWatches()
    {
        // That a link is dead is noticed with the second PING, after a minute; that a relay which was dialled has forgotten the
        // connection, with its next PING, after a minute, or with the one behind it.
        var lease = cast.Users.Min(u => u.LeaseMs);
        wait(cast.Dns.Count > 0 ? 125_000 : lease < Person.LongLeaseMs ? lease + 70_000 : 70_000);
        var watched = cast.Users.SelectMany(u => u.Watching.Keys).Distinct().ToList();
        var versions = new Dictionary<string, Version>();
        foreach (var user in cast.Users.Where(u => watched.Contains(u.Address!)))
        {
            versions[user.Address!] = workload.Publish(user, "after the storm\n");
        }

        wait(Deadlines.Push);
        foreach (var user in cast.Users)
        {
            foreach (var what in user.Watching.Keys)
            {
                var isTold = versions[what].Code is not (200 or 201) || !IsWatchedThere(user, what) || oracle.WasTold(user, what, versions[what].Date);
                oracle.Require(isTold, "watches push again when the storm is over", $"{user.Name} was not told of {what} {versions[what].Date}\n{network.Log.Of(what, 40)}", user.Relay.Name, Version.DomainOf(what));
            }
        }
    }

    // A relay watches so many addresses elsewhere; others only here. And there is room for so many watches where they are.
    private bool IsWatchedThere(Person user, string what)
    {
        var there = oracle.RelayOf(Version.DomainOf(what))!;
        return there == user.Relay || (WatchedElsewhere(user.Relay).Count() <= user.Relay.Limits.UpstreamWatches
            && cast.Users.Where(u => u.Relay == there).Sum(u => u.Watching.Count) + WatchedFromElsewhere(there) <= there.Limits.Watches);
    }

    private IEnumerable<string> WatchedElsewhere(RelayHost relay) =>
        cast.Users.Where(u => u.Relay == relay).SelectMany(u => u.Watching.Keys).Where(w => Version.DomainOf(w) != relay.Domain).Distinct();

    private int WatchedFromElsewhere(RelayHost relay) =>
        cast.Relays.Where(r => r != relay).SelectMany(WatchedElsewhere).Distinct().Count(w => Version.DomainOf(w) == relay.Domain);

    private void CheckLookups()
    {
        wait(65_000); // what was not there is remembered for 30 s at each relay
        var asked = new List<Request>();
        var people = cast.People.Where(p => p.IsTrusted).ToList();
        var addresses = oracle.Ledger.Addresses.Where(a => !a.Contains("nowhere", StringComparison.Ordinal)).ToList();
        for (var i = 0; i < Math.Min(Most, people.Count * addresses.Count); i++)
        {
            var all = people.Count * addresses.Count;
            var which = all <= Most ? i : network.Chance.Next(all);
            Expect(people[which % people.Count], addresses[which / people.Count], asked);
            if (i % 8 == 7)
            {
                wait(200);
            }
        }

        wait(oracle.LookupMs);
        foreach (var request in asked)
        {
            oracle.Require(request.IsAnswered, "everybody is answered when the storm is over", request.ToString(), request.By.Name, request.By.Relay.Name);
        }
    }

    private void Expect(Person person, string address, List<Request> asked)
    {
        var newest = oracle.Ledger.Newest(address, network.Now);
        if (newest == null || newest.IsVolatile || oracle.Ledger.HasLater(newest) || !cast.CanFind(person.Relay, newest.Domain))
        {
            return;
        }

        // Whoever remembers the version before may give it, be it a tombstone, for its ttl.
        var isOld = oracle.Ledger.Of(address).All(v => v.Date >= newest.Date || newest.AckedAt + v.TtlMs + Deadlines.Stale < network.Now);
        var isExpiring = newest.Expires > 0 || !isOld;
        var isToBeFound = newest is { IsPublic: true, IsDeleted: false } && !isExpiring;
        var request = new Request(person, "GET", address, null)
        {
            Then = heard =>
            {
                var code = heard.Word(0);
                var isRight = isToBeFound ? code is "200" or "503" : isExpiring || code is "200" or "404" or "410" or "503";
                oracle.Require(isRight, "what is public is found from everywhere when the storm is over", $"{person.Name} of {person.Relay.Name}: GET {address}: {heard.Line}\n{network.Log.Of(address, 40)}", person.Name, person.Relay.Name, newest.Domain);
            },
        };
        if (person.Ask(request))
        {
            asked.Add(request);
        }
    }

    // In its store, or in the mailbox that it has at its parent.
    private static bool Find(RelayHost relay, string address)
    {
        var octets = Encoding.ASCII.GetBytes(address);
        return relay.Relay!.Store.Find(octets, 0, octets.Length) >= 0 || (relay.IsServed && relay.Parent!.Relay!.Store.Find(octets, 0, octets.Length) >= 0);
    }

    // What came back to the sender of his message to somebody's domain.
    private List<string> Bounces(Version message, string to)
    {
        var relay = oracle.RelayOf(message.Domain)!;
        var stores = relay.IsServed ? new[] { relay.Relay!.Store, relay.Parent!.Relay!.Store } : [relay.Relay!.Store];
        return [.. stores.SelectMany(store => Bounces(store, message, to)).Distinct()];
    }

    private static IEnumerable<string> Bounces(Store store, Version message, string to)
    {
        for (var rank = 0; rank < store.Count; rank++)
        {
            var slot = store.SlotAt(rank);
            var octets = new byte[store.LengthOf(slot)];
            var text = store.Read(slot, octets, 0) ? Encoding.UTF8.GetString(octets) : "";
            var lines = text.Split('\n');
            var subject = Array.Find(lines, l => l.StartsWith("subject: not delivered to ", StringComparison.Ordinal)) ?? "";
            if (lines.Contains("type: bounce") && lines.Contains($"parent: {message.Address}") && subject.EndsWith("@" + Version.DomainOf(to), StringComparison.Ordinal))
            {
                yield return Array.Find(lines, l => l.StartsWith("id: ", StringComparison.Ordinal))!;
            }
        }
    }
}
