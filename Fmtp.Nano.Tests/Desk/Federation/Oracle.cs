using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Fmtp.Nano.Tests.Federation;

/// <summary>Judges every answer and every push: what must hold at any time.</summary>
internal sealed class Oracle(SimNetwork network)
{
    // Events that are shown of those who had a part in it.
    private static readonly int Most = int.TryParse(Environment.GetEnvironmentVariable("FMTP_EVENTS"), CultureInfo.InvariantCulture, out var most) ? most : 80;

    // With the signature that it gets.
    private const int SignatureRoom = 110;

    private readonly History _history = new();
    private readonly Dictionary<(Person, int, string), long> _pushed = [];
    private readonly Dictionary<string, RelayHost> _relays = [];

    public Ledger Ledger { get; } = new();

    public Census Census { get; } = new();

    /// <summary>Milliseconds in which a lookup is answered in this world.</summary>
    public int LookupMs { get; set; } = Deadlines.Lookup;

    /// <summary>Makes a relay known.</summary>
    public void Add(RelayHost relay) => _relays[relay.Domain] = relay;

    /// <summary>The relay of a domain.</summary>
    public RelayHost? RelayOf(string domain) => _relays.GetValueOrDefault(domain);

    public void Require(bool isTrue, string invariant, string detail, params string[] who)
    {
        if (!isTrue)
        {
            throw new Failure(invariant, detail, network.Log.Tail(who, Most));
        }
    }

    /// <summary>A relay says something to somebody.</summary>
    public void Spoken(RelayHost host, string to, string line)
    {
        Require(!line.StartsWith("421 ", StringComparison.Ordinal), "nothing loops: 421 never occurs", line, host.Name, to);
        Census.Referrals += line.StartsWith("301 ", StringComparison.Ordinal) ? 1 : 0;
        if (line.StartsWith("GET ", StringComparison.Ordinal))
        {
            Census.RelayAsked(line.Split(' ')[2]);
        }
    }

    public void Asked(Request request)
    {
        if (request.Verb == "GET")
        {
            Census.PersonAsked(request.Address);
            _history.Used(request);
        }

        var patience = request.Verb == "GET" ? LookupMs : Deadlines.Plain + Deadlines.Mailbox;
        var askedAt = request.AskedAt;
        network.After(patience, () =>
        {
            var isOver = request.IsAnswered || request.AskedAt != askedAt || request.Connection != request.By.Connections;
            Require(isOver || !IsHealthy(request), $"a request is answered within {patience} ms", request.ToString(), request.By.Name, request.By.Relay.Name);
        });
    }

    /// <summary>A connection ended before an answer. A board has room for few changes that a watcher has not been sent, and
    /// closes beyond (docs/PROTOCOL.md section 8, PushesPending).</summary>
    public void Lost(Request request) =>
        Require(!IsHealthy(request) || (request.By.Relay.IsBoard && request.By.Watching.Count > 0), "a request is answered before the connection is closed", request.ToString(), request.By.Name, request.By.Relay.Name);

    public void Answered(Request request, Heard heard)
    {
        Census.Answered++;
        var code = heard.Word(0);
        var who = new[] { request.By.Name, request.By.Relay.Name };
        Require(code is not ("400" or "421"), "nobody is answered as if he had asked nonsense", $"{request}\n{heard.Line}", who);
        if (request.Verb == "GET" && request.Address[0] != '@')
        {
            JudgeGet(request, heard, code);
        }
        else if (request.Version is { } version)
        {
            JudgePut(request, version, heard, code);
        }
        else if (request.Verb == "LIST" && code == "200")
        {
            JudgeList(request, heard);
        }
    }

    /// <summary>A change reaches somebody who watches.</summary>
    public void Pushed(Person to, Heard heard)
    {
        var who = new[] { to.Name, to.Relay.Name };
        Require(heard.Line.StartsWith("PUT - =", StringComparison.Ordinal), "nobody is asked anything but a relay", heard.Line, who);
        var (address, date) = Head(heard.BodyText);
        if (address.Contains(".relay@", StringComparison.Ordinal))
        {
            return; // a bounce: its relay's own
        }

        var version = Known(address, date, heard.BodyText, who);
        Require(version.IsDeleted || version.MayRead(to.Address), "what somebody may not read is not pushed to him", $"{to.Name}: {heard.BodyText}", who);
        var key = (to, to.Connections, address);
        var before = _pushed.GetValueOrDefault(key, -1);
        Require(date >= before, "pushes never go back to an older version", $"{to.Name} was told of {address} {before}, then {date}", who);
        var isFromMailbox = to.Relay.IsServed && !version.IsPublic; // the identical octets may be told again, section 4
        Require(date > before || isFromMailbox, "a change is pushed once", $"{to.Name} was told twice of {address} {date}", who);
        _pushed[key] = date;
        if (version.To.Contains(to.Address))
        {
            Census.Visible((to.Name, address, date), out var times);
            Require(times == 1 || to.Relay.IsServed, "a message is visible once", $"{to.Name} was told {times} times of {address}", who);
        }
    }

    /// <summary>Whether somebody was told of a version on the connection that he has now.</summary>
    public bool WasTold(Person person, string address, long date) => _pushed.GetValueOrDefault((person, person.Connections, address), -1) >= date;

    private bool IsHealthy(Request request) =>
        request.By.DisturbedUntil < request.AskedAt && request.Incarnation == request.By.Relay.Incarnation && request.By.Relay.IsUp;

    private void JudgeGet(Request request, Heard heard, string code)
    {
        var relay = request.By.Relay;
        var who = new[] { request.By.Name, relay.Name, Version.DomainOf(request.Address) };
        var isHome = Version.DomainOf(request.Address) == relay.Domain;
        if (code == "200")
        {
            var (address, date) = Head(heard.BodyText);
            Require(address == request.Address, "what is asked for is what is given", $"{request}\n{heard.BodyText}", who);
            if (address.Contains(".relay@", StringComparison.Ordinal))
            {
                return;
            }

            var version = Known(address, date, heard.BodyText, who);
            Require(version.MayRead(request.By.Address), "what somebody may not read is not given to him", $"{request}\n{heard.BodyText}", who);
            Require(!version.IsDeleted, "what is deleted is not given", request.ToString(), who);
            var newest = _history.NewestBefore(request);
            Require(version.IsVolatile || date >= newest, "no version is older than one given before", $"{request}\n{date} after {newest}\n{network.Log.Of(address, 60)}", who);
            _history.Add(request, network.Now, date);
            JudgeFreshness(request, version, isHome, who);
        }
        else if (isHome && code is "404" or "410")
        {
            var newest = Ledger.Newest(request.Address, request.AskedAt);
            var isThere = !request.By.Relay.IsServed && newest is { IsDeleted: false, IsVolatile: false, Expires: 0, Room: null } && newest.MayRead(request.By.Address) && !Ledger.HasLater(newest)
                && Ledger.Erasures(request.Address).Count == 0;
            Require(!isThere, "what was acknowledged is there", $"{request}\n{heard.Line}", who);
        }
    }

    // A cache keeps a version for its ttl after a newer one is there, and no longer.
    private void JudgeFreshness(Request request, Version given, bool isHome, string[] who)
    {
        var by = request.AskedAt - (isHome ? 0 : given.TtlMs + Deadlines.Stale);
        var newest = Ledger.Newest(request.Address, by);
        var isFresh = newest == null || newest.IsVolatile || given.IsVolatile || given.Date >= newest.Date;
        Require(isFresh, isHome ? "what was acknowledged is there" : "nothing is given for longer than its ttl", $"{request}\ngiven {given.Date}, but {newest?.Date} was acknowledged at {newest?.AckedAt}\n{network.Log.Of(request.Address, 60)}", who);
    }

    private void JudgePut(Request request, Version version, Heard heard, string code)
    {
        var who = new[] { request.By.Name, request.By.Relay.Name };
        if (code is "503" or "429")
        {
            return;
        }

        if (code == "409" && heard.Value("date").Length > 0)
        {
            var stored = long.Parse(heard.Value("date"), CultureInfo.InvariantCulture);
            Require(stored >= version.Date && Ledger.Find(version.Address, stored) != null, "409 names a version that is as new", $"{request}\n{heard.Line}", who);
        }
        else if (code == "413")
        {
            Require(version.Text.Length > request.By.Relay.Limits.ObjectMax - SignatureRoom, "what is not too large is taken", $"{request}\n{heard.Line}", who);
        }
        else if (version.IsErasure)
        {
            Require(code is "200" or "401" or "403" or "404" or "410" or "507", "who got a message may delete it where he is", $"{request}\n{heard.Line}", who);
        }
        else if (version.IsAllowed)
        {
            Require(code is "200" or "201" or "202" or "507" or "410", "who may put an object is let", $"{request}\n{heard.Line}", who);
        }
        else
        {
            // Where it is under an object of another relay that one judges; or the parent, who keeps it, at once.
            var isJudgedHere = version.Room?.Domain == request.By.Relay.Domain;
            Require(code is "403" or "404" or "507" || (code is "200" or "201" or "202" && !isJudgedHere), "who may not put an object is not let", $"{request}\n{heard.Line}", who);
        }

        version.Code = int.Parse(code, CultureInfo.InvariantCulture);
        version.AckedAt = network.Now;
    }

    private void JudgeList(Request request, Heard heard)
    {
        foreach (var line in heard.BodyText.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var words = line.Split(' ');
            if (words[0].Contains(".relay@", StringComparison.Ordinal))
            {
                continue;
            }

            var date = long.Parse(words[1], CultureInfo.InvariantCulture);
            var version = Ledger.Of(words[0]).LastOrDefault(v => v.Date == date || v.Date == 0);
            Require(version is { IsDeleted: false } && version.MayRead(request.By.Address), "a list has what is there and may be read", $"{request}\n{line}", request.By.Name, request.By.Relay.Name);
        }
    }

    private Version Known(string address, long date, string text, string[] who)
    {
        var isSigned = text.StartsWith("sig: ed25519 s1 ", StringComparison.Ordinal) || text.StartsWith("sig: ed25519 self ", StringComparison.Ordinal);
        var version = Ledger.Find(address, date, isSigned ? text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..] : text);
        Require(version != null, "an object is what its owner made, octet by octet", text, who);
        return version!;
    }

    private static (string Address, long Date) Head(string text)
    {
        var lines = text.Split('\n');
        var id = Array.Find(lines, l => l.StartsWith("id: ", StringComparison.Ordinal))!;
        var date = Array.Find(lines, l => l.StartsWith("date: ", StringComparison.Ordinal))!;
        return (id[4..], long.Parse(date[6..], CultureInfo.InvariantCulture));
    }
}
