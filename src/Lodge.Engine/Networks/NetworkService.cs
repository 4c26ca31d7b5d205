using Lodge.Model.Errors;
using Lodge.Model.Firewall;
using Lodge.Model.Networks;

namespace Lodge.Engine.Networks;

/// <summary>Networks, for the doors. Where one is asked for, its name or its id will do.</summary>
/// <remarks>A cancellation token ends the waiting for a network's turn; an operation that has begun is completed.</remarks>
public sealed class NetworkService
{
    private readonly NetworkCore _core;

    internal NetworkService(NetworkCore core) => _core = core;

    /// <summary>Why this host cannot have networks; null when it can.</summary>
    public string? WhyNot => _core.Host.WhyNot;

    /// <summary>All networks, sorted by name. Waits for nothing.</summary>
    public IReadOnlyList<Network> List() => _core.Inventory.List();

    /// <summary>A network; null when there is none.</summary>
    public Network? Find(string network) => _core.Inventory.Find(network);

    /// <summary>A network.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.NetworkNotFound"/>, with the nearest name when there is one.</exception>
    public Network Get(string network) => _core.Inventory.Get(network);

    /// <summary>Defines a network, or replaces the definition of the one with the same id; one that runs goes on as it is.</summary>
    /// <exception cref="LodgeException">
    /// The definition has flaws; another network has the name, the bridge, a subnet or a port; the host uses one of them.
    /// Nothing was changed.
    /// </exception>
    public Task<Network> DefineAsync(NetworkDefinition definition, CancellationToken cancellationToken) =>
        _core.Definitions.DefineAsync(definition, flexible: false, cancellationToken);

    /// <summary>Defines a network that did not exist, and starts it if asked to; when that fails, nothing is left of it.</summary>
    /// <param name="definition">What it shall be.</param>
    /// <param name="flexible">Whether its subnets are moved to where there is room when something on the host uses them.</param>
    /// <param name="start">Whether it is started.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="LodgeException">As for <see cref="DefineAsync"/> and <see cref="StartAsync"/>; nothing was changed.</exception>
    public Task<Network> MakeAsync(NetworkDefinition definition, bool flexible, bool start, CancellationToken cancellationToken) =>
        _core.Creation.MakeAsync(definition, flexible, start, cancellationToken);

    /// <summary>Starts a network that is gone when it stops; or, with the id of a defined one that does not run, that one with this definition this once.</summary>
    /// <exception cref="LodgeException">As for <see cref="DefineAsync"/> and <see cref="StartAsync"/>; nothing was changed.</exception>
    public Task<Network> CreateAsync(NetworkDefinition definition, CancellationToken cancellationToken) =>
        _core.Lifecycle.CreateAsync(definition, cancellationToken);

    /// <summary>Starts a network. VMs that run with cards on it are plugged in again.</summary>
    /// <exception cref="LodgeException">It runs already, or the host could not make it; then nothing is left of the attempt.</exception>
    public Task<Network> StartAsync(string network, CancellationToken cancellationToken) => _core.Lifecycle.StartAsync(network, cancellationToken);

    /// <summary>Stops a network. A transient one is gone then.</summary>
    /// <param name="network">Name or id.</param>
    /// <param name="force">Whether VMs that are plugged in are cut off; without it a network in use is left alone.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="LodgeException">It does not run, or is in use; the error names the VMs.</exception>
    public Task<Network> StopAsync(string network, bool force, CancellationToken cancellationToken) =>
        _core.Lifecycle.StopAsync(network, force, cancellationToken);

    /// <summary>Deletes a definition. A network that runs goes on as a transient one.</summary>
    /// <exception cref="LodgeException">It is transient already.</exception>
    public Task UndefineAsync(string network, CancellationToken cancellationToken) => _core.Definitions.UndefineAsync(network, cancellationToken);

    /// <summary>Makes the same change to the definition and to what runs, which may differ in everything else. All of it is made, or none.</summary>
    /// <param name="network">Name or id.</param>
    /// <param name="edit">Makes the change to one definition; it is called for each that is changed, and may throw.</param>
    /// <param name="scope">What is changed. For a transient network both means what runs, for one that does not run the definition.</param>
    /// <param name="expectedRevision">The revision that the change is based on; null to change whatever is there.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="LodgeException"><see cref="ErrorCode.Unsupported"/>: what runs cannot be changed so; nothing was changed.</exception>
    public Task<Network> ChangeAsync(
        string network, Func<NetworkDefinition, NetworkDefinition> edit, NetworkScope scope, long? expectedRevision, CancellationToken cancellationToken) =>
        _core.Changes.ChangeAsync(network, edit, scope, expectedRevision, cancellationToken);

    /// <summary>Has ports of the host lead to a guest, in the definition and in what runs.</summary>
    /// <exception cref="LodgeException">The forward has flaws, its port is in use, or the network can have none; nothing was changed.</exception>
    public Task<Network> AddForwardAsync(string network, PortForward forward, CancellationToken cancellationToken) =>
        ChangeAsync(network, before => ForwardEditing.With(before, forward), NetworkScope.Both, null, cancellationToken);

    /// <summary>Takes a port forward away, from the definition and from what runs.</summary>
    /// <param name="network">Name or id.</param>
    /// <param name="port">First port of the host.</param>
    /// <param name="protocol">The protocol.</param>
    /// <param name="address">The host's address; null takes any, where only one forward has the port.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="LodgeException"><see cref="ErrorCode.NotFound"/>: there is no such forward.</exception>
    public Task<Network> RemoveForwardAsync(string network, int port, TransportProtocol protocol, string? address, CancellationToken cancellationToken) =>
        ChangeAsync(network, before => ForwardEditing.Without(before, port, protocol, address), NetworkScope.Both, null, cancellationToken);

    /// <summary>Decides whether a network starts with the daemon.</summary>
    /// <exception cref="LodgeException">It is transient.</exception>
    public Task<Network> SetAutostartAsync(string network, bool autostart, CancellationToken cancellationToken) =>
        _core.Definitions.SetAutostartAsync(network, autostart, cancellationToken);

    /// <summary>The leases of a network; none while it does not run.</summary>
    public Task<IReadOnlyList<DhcpLease>> ListLeasesAsync(string network, CancellationToken cancellationToken) =>
        _core.Condition.ListLeasesAsync(network, cancellationToken);

    /// <summary>The cards that are plugged into a network, or with null into anything of the host. Waits for nothing.</summary>
    public IReadOnlyList<NicPlug> ListPlugs(string? network) => _core.Condition.ListPlugs(network);

    /// <summary>What the firewall has dropped of the cards of a VM, by alias; cards that it does not look after are left out.</summary>
    /// <exception cref="LodgeException">There is no such VM.</exception>
    public Task<IReadOnlyList<NicDrops>> ListDropsAsync(string vm, CancellationToken cancellationToken) => _core.Condition.ListDropsAsync(vm, cancellationToken);

    /// <summary>What a running network lacks, a sentence each; empty when it is whole.</summary>
    /// <exception cref="LodgeException">It does not run.</exception>
    public Task<IReadOnlyList<string>> InspectAsync(string network, CancellationToken cancellationToken) =>
        _core.Condition.InspectAsync(network, cancellationToken);

    /// <summary>Makes everything again that a running network lacks, and plugs the cards of its VMs in again.</summary>
    /// <exception cref="LodgeException">It does not run, or is not whole even then.</exception>
    public Task<Network> RepairAsync(string network, CancellationToken cancellationToken) => _core.Condition.RepairAsync(network, cancellationToken);

    /// <summary>Rules of other programs that drop what guests of a running network send or get, with the remedy; a sentence each.</summary>
    /// <exception cref="LodgeException">It does not run.</exception>
    public Task<IReadOnlyList<string>> FindObstaclesAsync(string network, CancellationToken cancellationToken) =>
        _core.Condition.FindObstaclesAsync(network, cancellationToken);
}
