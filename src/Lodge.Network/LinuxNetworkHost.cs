using System.Net;
using System.Threading.Channels;
using Lodge.Engine.Ports;
using Lodge.Linux.Firewall;
using Lodge.Linux.Network;
using Lodge.Linux.Processes;
using Lodge.Linux.Security;
using Lodge.Model.Firewall;
using Lodge.Model.Host;
using Lodge.Model.Networks;
using Lodge.Network.Bridges;
using Lodge.Network.Dnsmasq;
using Lodge.Network.Firewall;
using Lodge.Network.Hosts;
using Lodge.Network.Leases;
using Lodge.Network.Operations;
using Lodge.Network.Planning;
using Lodge.Network.Plugs;
using Lodge.Network.Records;
using Microsoft.Extensions.Logging;

namespace Lodge.Network;

/// <summary>The networks of a Linux host: hands each request to who does it.</summary>
public sealed class LinuxNetworkHost : INetworkHost, IAsyncDisposable
{
    private readonly string? _shimPath;
    private readonly Channel<NetworkHappening> _happenings = Channel.CreateUnbounded<NetworkHappening>();
    private readonly CancellationTokenSource _ending = new();
    private readonly NetworkTools _tools;
    private readonly FirewallKeeper _firewall;
    private readonly NetworkCompleter _completer;
    private readonly NetworkStarter _starter;
    private readonly NetworkChanger _changer;
    private readonly NetworkInspector _inspector;
    private readonly CardService _cards;
    private readonly LinkWatch _watch;
    private readonly Task _following;
    private readonly string? _missingRight = HostRights.Missing();

    /// <summary>Reads what a former daemon left, and begins to watch the host's interfaces. Changes nothing.</summary>
    /// <param name="options">Where and whose.</param>
    /// <param name="watcher">Notices the end of processes.</param>
    /// <param name="loggers">The log.</param>
    public LinuxNetworkHost(NetworkHostOptions options, PidFdWatcher watcher, ILoggerFactory loggers)
        : this(options, new NetworkPlace(), watcher, loggers)
    {
    }

    internal LinuxNetworkHost(NetworkHostOptions options, NetworkPlace place, PidFdWatcher watcher, ILoggerFactory loggers)
    {
        _shimPath = options.ShimPath;
        _firewall = new FirewallKeeper(
            () => place.Run(() => new Nftables()),
            place.Host,
            options.Instance == "system" ? "lodge" : $"lodge_{options.Instance}",
            () => place.Run(ListeningSockets.List));
        var (marks, folders, spawner) = (new Marks(options.Instance), new NetworkFolders(options), new Spawner(watcher));
        NetworkPlan Plan(NetworkDefinition network) => NetworkPlanner.Plan(network, folders.Of(network.Id), DnsmasqUser.For(folders.Networks));
        LeaseNews? news = null;
        var leases = new LeaseBook(folders, (before, after) => news!.OnChangeAsync(before, after), loggers.CreateLogger<LeaseBook>());
        var shaper = new CardShaper(place, marks);
        _tools = new NetworkTools
        {
            Place = place,
            Marks = marks,
            Folders = folders,
            Shelf = new NetworkShelf(folders, _firewall, Plan, () => leases.All),
            Leases = leases,
            Bridges = new BridgeMaker(place, marks),
            Shaper = shaper,
            Plugger = new CardPlugger(place, shaper),
            Starter = new DnsmasqStarter(new DnsmasqLauncher(place, spawner, watcher, options, loggers.CreateLogger<DnsmasqLauncher>())),
            Watcher = watcher,
            Resolver = new HostResolver(place, spawner, loggers.CreateLogger<HostResolver>()),
            Tell = happening => _happenings.Writer.TryWrite(happening),
            Log = loggers.CreateLogger<LinuxNetworkHost>(),
        };
        var dnsmasq = new DnsmasqService(_tools);
        news = new LeaseNews(_tools, dnsmasq);
        news.FollowRemembered();
        var limits = new BridgeLimits(_tools);
        (_completer, _cards, _inspector) = (new NetworkCompleter(place, marks), new CardService(_tools, dnsmasq, limits), new NetworkInspector(_tools, _firewall));
        (_starter, _changer) = (new NetworkStarter(_tools, dnsmasq, limits, Plan), new NetworkChanger(_tools, dnsmasq, limits, Plan));
        _watch = place.Run(() => new LinkWatch(watcher));
        _following = _inspector.FollowAsync(_watch, _ending.Token);
    }

    /// <inheritdoc/>
    public ChannelReader<NetworkHappening> Happenings => _happenings.Reader;

    /// <summary>How the processes are confined that serve addresses and names; null while there is none.</summary>
    public SecurityItem? Protection => DnsmasqProtection.Of(ReadRunning(), File.Exists(_shimPath), Landlock.Probe());

    /// <inheritdoc/>
    public string? WhyNot => _missingRight ?? _firewall.WhyNot;

    /// <inheritdoc/>
    public Task<NetworkDefinition> CompleteAsync(
        NetworkDefinition network, IReadOnlyList<NetworkDefinition> others, bool flexible, CancellationToken cancellationToken) =>
        Task.Run(() => _completer.Complete(network, others, flexible), cancellationToken);

    /// <inheritdoc/>
    public Task<NetworkRuntime> StartAsync(NetworkDefinition network, CancellationToken cancellationToken) => _starter.StartAsync(network, cancellationToken);

    /// <inheritdoc/>
    public Task<NetworkRuntime> ChangeAsync(NetworkRuntime running, NetworkDefinition wanted, CancellationToken cancellationToken) =>
        _changer.ChangeAsync(running, wanted, cancellationToken);

    /// <inheritdoc/>
    public Task StopAsync(NetworkRuntime running, CancellationToken cancellationToken) => _starter.StopAsync(running, cancellationToken);

    /// <inheritdoc/>
    public Task ForgetAsync(Guid network, CancellationToken cancellationToken) => _starter.ForgetAsync(network, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> InspectAsync(NetworkRuntime running, CancellationToken cancellationToken) =>
        _tools.Shelf.Find(running.Definition.Id) is { } network
            ? await _inspector.InspectAsync(network, cancellationToken)
            : [$"Nothing of network '{running.Definition.Name}' is on the host."];

    /// <inheritdoc/>
    public IReadOnlyList<NetworkRuntime> ReadRunning() => [.. _tools.Shelf.Networks.Select(network => network.Runtime)];

    /// <inheritdoc/>
    public async Task SetRulesAsync(FirewallRules rules, CancellationToken cancellationToken)
    {
        using var turn = await _tools.Shelf.EnterAsync(cancellationToken);
        await _tools.Shelf.SetRulesAsync(rules, cancellationToken);
    }

    /// <inheritdoc/>
    public Task CheckAsync(PlugRequest request, CancellationToken cancellationToken) => Task.Run(() => _cards.Check(request), cancellationToken);

    /// <inheritdoc/>
    public Task<NicPlug> PlugAsync(PlugRequest request, CancellationToken cancellationToken) => _cards.PlugAsync(request, cancellationToken);

    /// <inheritdoc/>
    public Task<NicPlug> ChangePlugAsync(NicPlug plug, PlugRequest wanted, CancellationToken cancellationToken) => _cards.ChangeAsync(plug, wanted, cancellationToken);

    /// <inheritdoc/>
    public Task<NicPlug> AdoptAsync(NicPlug plug, PlugRequest request, CancellationToken cancellationToken) => _cards.ChangeAsync(plug, request, cancellationToken);

    /// <inheritdoc/>
    public Task UnplugAsync(NicPlug plug, CancellationToken cancellationToken) => _cards.UnplugAsync(plug, cancellationToken);

    /// <inheritdoc/>
    public IReadOnlyList<NicPlug> ListPlugs() => _cards.List();

    /// <inheritdoc/>
    public Task<IReadOnlyList<DhcpLease>> ListLeasesAsync(NetworkRuntime running, CancellationToken cancellationToken) =>
        Task.FromResult(_tools.Leases.Of(running.Definition.Id));

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, NicDrops>> ReadDropsAsync(CancellationToken cancellationToken)
    {
        var counters = await _firewall.ReadCountersAsync(cancellationToken);
        return _tools.Shelf.Cards.Select(card => card.Plug).Where(plug => !plug.IsMacvtap && counters.ContainsKey(plug.Interface))
            .ToDictionary(plug => plug.Interface, plug => new NicDrops(plug.Alias, plug.Interface, counters[plug.Interface].Spoofed, counters[plug.Interface].Refused));
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, IReadOnlyList<IPAddress>> ListNeighbours() => _tools.Place.Host.Neighbours.List()
        .GroupBy(neighbour => neighbour.Mac)
        .ToDictionary(group => group.Key, group => (IReadOnlyList<IPAddress>)[.. group.OrderByDescending(one => one.IsFresh).Select(one => one.Address).Distinct()]);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> FindObstaclesAsync(NetworkRuntime running, CancellationToken cancellationToken) =>
        _firewall.FindObstaclesAsync(running, cancellationToken);

    /// <summary>Stops watching. Networks, their dnsmasqs and guests' traffic go on.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _following;
        _watch.Dispose();
        foreach (var network in _tools.Shelf.Networks)
        {
            network.Dnsmasq?.Leave();
        }

        await _tools.Leases.DisposeAsync();
        _tools.Shelf.Dispose();
        _firewall.Dispose();
        _tools.Place.Dispose();
        _ending.Dispose();
        _happenings.Writer.TryComplete();
    }
}
