using Lodge.Engine.Events;
using Lodge.Engine.Firewall;
using Lodge.Engine.Gating;
using Lodge.Engine.Networks.Plugs;
using Lodge.Engine.Ports;
using Lodge.Engine.Vms;
using Lodge.Model.Events;
using Lodge.Model.Networks;
using Lodge.Model.Vms;
using Microsoft.Extensions.Logging;

namespace Lodge.Engine.Networks;

/// <summary>The parts that serve networks, put together once. Operations reach each other through it.</summary>
internal sealed class NetworkCore
{
    private readonly EventStream _events;
    private readonly VmInventory _vms;

    public NetworkCore(EnginePorts ports, EventStream events, VmInventory vms, Lazy<bool> hasBooted, ILoggerFactory loggers)
    {
        (Host, Store, _events, _vms) = (ports.NetworkHost, ports.NetworkStore, events, vms);
        Inventory = new NetworkInventory();
        Opening = new Opening(ports.Clock, "networks");
        Gates = new Gates(ports.Clock, "network", "Try again when that is done.", Opening);
        Rules = new RulesInForce(Host);
        Groups = new SecurityGroupService(Store, Rules, events, Inventory, vms);
        Filters = new NetworkFilterService(Store, Rules, events, vms);
        Plugs = new PlugRegister();
        Completion = new NetworkCompletion(Host, Inventory, Groups);
        Plugging = new NicPlugging(this, loggers.CreateLogger<NicPlugging>());
        Definitions = new NetworkDefinitions(this);
        Lifecycle = new NetworkLifecycle(this);
        Creation = new NetworkCreation(this);
        Changes = new NetworkChanges(this);
        Condition = new NetworkCondition(this, vms);
        News = new NetworkNews(this);
        Recovery = new NetworkRecovery(this, ports.MakesDefaultNetwork, hasBooted, loggers.CreateLogger<NetworkRecovery>());
    }

    public INetworkHost Host { get; }

    public INetworkStore Store { get; }

    public NetworkInventory Inventory { get; }

    public Gates Gates { get; }

    /// <summary>Open once the networks that ran before are in order again.</summary>
    public Opening Opening { get; }

    public RulesInForce Rules { get; }

    public SecurityGroupService Groups { get; }

    public NetworkFilterService Filters { get; }

    public PlugRegister Plugs { get; }

    public NetworkCompletion Completion { get; }

    public NicPlugging Plugging { get; }

    public NetworkDefinitions Definitions { get; }

    public NetworkLifecycle Lifecycle { get; }

    public NetworkCreation Creation { get; }

    public NetworkChanges Changes { get; }

    public NetworkCondition Condition { get; }

    public NetworkNews News { get; }

    public NetworkRecovery Recovery { get; }

    /// <summary>What a VM runs with; null for one that does not run.</summary>
    public VmDefinition? RunningDefinition(Guid vmId) => _vms.Find(vmId)?.Runtime?.Definition;

    public void Announce(EventKind kind, Network network, string? detail = null, DhcpLease? lease = null) =>
        _events.Publish(LodgeEvent.Draft(kind) with { NetworkId = network.Id, NetworkName = network.Name, Detail = detail, Lease = lease });
}
