using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>An FMTP relay: one thread, one step function, two seams. It never waits and never throws for what the
/// network or the flash may do wrong.</summary>
/// <remarks>What is received is answered into buffers; what that changed is made durable in one write; only then
/// are the answers sent. What must wait stays where it is and is looked at again in the next step.</remarks>
public sealed class Relay
{
    private const int ChoresMs = 10;

    private readonly Connections _connections;
    private readonly Intake _intake;
    private readonly DatagramDoor _datagrams;
    private readonly ParentLink _parent;
    private readonly Watches _watches;
    private readonly HostObject _host;
    private readonly Ways _ways;
    private readonly Lookups _lookups;
    private readonly Mailbox _mailbox;
    private readonly Delivery _delivery;
    private readonly UpstreamWatches _upstreamWatches;
    private readonly Resolver _resolver;
    private readonly Verdicts _verdicts;
    private readonly Signing _signing;

    private long _choresAt;

    /// <summary>Makes a relay; all its memory is allocated here.</summary>
    /// <param name="configuration">A checked configuration (<see cref="ConfigurationCheck"/>).</param>
    /// <param name="limits">Its bounds; taken over.</param>
    /// <param name="network">The network seam, listening.</param>
    /// <param name="flash">The flash seam.</param>
    /// <param name="entropy">The randomness seam.</param>
    /// <param name="signatures">Verifies signatures, and makes them with the configuration's seed; null where nobody can.</param>
    /// <param name="events">Is told what happens; null for nobody.</param>
    public Relay(Configuration configuration, Limits limits, INetwork network, IFlash flash, IEntropy entropy, ISignatures signatures, IRelayEvents events)
    {
        if (configuration.Store != null && configuration.Store.Quota > 0)
        {
            limits.SetStoreQuota(configuration.Store.Quota);
        }

        Clock = new Clock();
        Store = new Store(flash, limits);
        StoredHead stored = new StoredHead(Store);
        Bodies bodies = new Bodies(limits);
        Session[] sessions = new Session[limits.Connections];
        for (int i = 0; i < sessions.Length; i++)
        {
            sessions[i] = new Session(network, bodies, limits);
        }

        Peers peers = new Peers(configuration, limits);
        _watches = new Watches(limits);
        Access access = new Access(Store, _watches, Clock, configuration.Domain);
        Exchange exchange = new Exchange(access.Host);
        _host = new HostObject(Store, Clock, _watches, configuration, limits);
        Cache cache = new Cache(limits);
        DatagramPusher datagramPusher = new DatagramPusher(network, exchange.Datagram, Clock, access.Host);
        Pusher pusher = new Pusher(Store, stored, cache, access, _watches, datagramPusher);
        Links links = new Links(sessions, peers);
        if (configuration.Dns != null && configuration.Dns.Length > 0)
        {
            _resolver = new Resolver(network, entropy, configuration.Dns, limits);
        }

        Workbench bench = null;
        Keys keys = null;
        if (signatures != null)
        {
            bench = new Workbench(signatures, bodies);
            keys = new Keys(signatures, _resolver, Store, access, Clock, configuration);
            _signing = configuration.Signing == null ? null : new Signing(bench, keys, access, configuration, limits);
        }

        _verdicts = new Verdicts(bench, keys, entropy, limits);
        access.Verdicts = _verdicts;
        access.Links = links;
        Minter minter = new Minter(Clock, entropy);
        _host.Links = links;
        _host.Signing = _signing;
        Envelope envelope = new Envelope();
        Bouncer bouncer = new Bouncer(Store, access, pusher, Clock, configuration.Domain, _signing, envelope);
        Greeter greeter = new Greeter(peers, links, _verdicts, Clock, entropy, configuration, limits);

        // The first places are for what the relay opens itself: the link to the parent, then the ways.
        int firstWay = peers.Parent == null ? 0 : 1;
        int wayCount = signatures == null ? 0 : limits.Ways;
        Prover prover = new Prover(bench, access.Host, configuration);
        _ways = new Ways(network, sessions, firstWay, wayCount, _resolver, greeter, prover, configuration, limits);
        Courier courier = new Courier(network, links, _ways, envelope, exchange.Datagram);
        _delivery = new Delivery(Store, access, links, courier, bodies, Clock, entropy, bouncer, envelope, limits);
        _lookups = new Lookups(network, exchange, links, new Search(links, _ways, prover, _verdicts), cache, access, Clock, limits);
        _verdicts.Users = _lookups;
        _ways.Hosts = _lookups;
        courier.Users = _lookups;
        _upstreamWatches = new UpstreamWatches(_watches, links, _ways, entropy, limits);
        greeter.Watches = _upstreamWatches;
        Selection selection = new Selection();
        Lister lister = new Lister(Store, stored, access, Clock, new QueueLister(Store, access, bodies, _delivery, envelope), selection);
        _mailbox = new Mailbox(network, exchange, links, access, Store, lister, _lookups, new MailboxRules(access, Store, links, configuration), limits);
        Dispatcher dispatcher = new Dispatcher(
            access,
            links,
            greeter,
            new Getter(Store, stored, access, Clock, links, _host, _lookups, _mailbox),
            lister,
            new Publisher(Store, stored, cache, access, new OnceTable(limits), pusher, Clock, bodies, minter, _delivery, _signing, _mailbox, _upstreamWatches, _lookups),
            _mailbox,
            new Vouching(configuration),
            _watches,
            new Rates(limits),
            selection,
            events);
        if (peers.Parent != null)
        {
            _parent = new ParentLink(network, sessions[0], peers, links, configuration, greeter, Clock, entropy, _mailbox.Rules, events);
        }

        HttpView http = new HttpView(Store, stored, access, Clock, _host, limits);
        Replies replies = new Replies(_parent, _ways, _lookups, _mailbox, _delivery, _upstreamWatches);
        _intake = new Intake(limits, exchange, http, dispatcher, replies, events);
        _connections = new Connections(network, limits, sessions, firstWay + wayCount, _watches, _intake, pusher, new Doorstep(network, exchange.Datagram, limits));
        _datagrams = new DatagramDoor(network, exchange, Store, peers, Clock, dispatcher, _delivery, limits);
    }

    /// <summary>The time of day; the host sets it as soon as it knows it.</summary>
    public Clock Clock;

    /// <summary>What it keeps, for its figures.</summary>
    public Store Store;

    /// <summary>What its host knows of itself, for <c>@domain</c>; null for nothing.</summary>
    public HostFigures Figures
    {
        get { return _host.Host; }
        set { _host.Host = value; }
    }

    /// <summary>Whether the link to the parent is up.</summary>
    public bool IsLinked
    {
        get { return _parent != null && _parent.IsUp; }
    }

    /// <summary>Whether the last step may have left something on the heap: only to answer GETs with objects that need not be
    /// read from flash leaves nothing, also on a board.</summary>
    public bool HasLittered;

    /// <summary>Reads the flash; before the first step.</summary>
    /// <param name="now">The step's time, in milliseconds.</param>
    public void Start(long now)
    {
        Store.Mount();
        _host.Start(now);
        _datagrams.Start();
        _mailbox.Rules.Start();
    }

    /// <summary>Does what there is to do now, a bounded piece of it.</summary>
    /// <param name="now">Milliseconds that only grow, from any beginning.</param>
    /// <returns>Whether anything was done: call again at once; else wait a moment.</returns>
    public bool Step(long now)
    {
        // Whoever is connected and speaks comes first. Who comes anew, datagrams, and at last what only time moves on are
        // looked at when there is nothing else, and every ten milliseconds at least.
        HasLittered = false;
        bool isDue = now - _choresAt >= ChoresMs;
        bool isHeard = _connections.Receive(now, isDue);
        bool worked = false;
        if (!isHeard || isDue)
        {
            worked |= _connections.Accept(now);
            worked |= _datagrams.Step(now);
        }

        worked |= _resolver != null && _resolver.Step(now);
        worked |= _verdicts.Step(now);
        bool isChore = isDue || !(isHeard || worked);
        if (isChore)
        {
            _choresAt = now;
            DoChores(now);
            worked |= _resolver != null && _resolver.Step(now); // what these have asked goes out now, not after a wait
        }

        if (Store.IsDirty && !Store.Commit())
        {
            _connections.Forget();
        }

        bool isSent = _connections.Send(now);
        worked |= isChore && Store.Step(now, Clock.Unix(now));
        if (worked || (isDue && isHeard) || _intake.HasLittered || Store.Figures.HasRead)
        {
            HasLittered = true;
            Store.Figures.HasRead = false;
        }

        return worked || isHeard || isSent;
    }

    private void DoChores(long now)
    {
        if (_parent != null)
        {
            _parent.Step(now);
        }

        _ways.Step(now);
        if (_signing != null)
        {
            _signing.Step(now);
            _host.Step(now);
        }

        _watches.Expire(now);
        _lookups.Step(now);
        _mailbox.Step(now);
        _delivery.Step(now);
        _upstreamWatches.Step(now);
    }
}
