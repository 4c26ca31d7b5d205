using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Events;
using Lodge.Model.Networks;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.TestSupport.Engine;

namespace Lodge.Engine.Tests.Networks;

/// <summary>Networks from definition to end: what is refused changes nothing, and what is done is told.</summary>
public sealed class NetworkServiceTests
{
    private readonly FakeWorld _world = new();

    [Fact]
    public async Task Defined_network_is_stored_complete_and_starts_and_stops()
    {
        var networks = (await StartAsync()).Networks;

        var defined = await networks.DefineAsync(Named("lab"), default);

        Assert.Equal(("lodge0", 1L, false), (defined.Definition.Bridge?.Name, defined.Revision, defined.IsActive));
        Assert.Equal(new StoredNetwork(defined.Definition, 1), _world.Networks.Database[defined.Id]);
        Assert.Equal("lodge0", (await networks.StartAsync("lab", default)).Runtime!.Bridge);
        Assert.Equal(defined.Id, _world.Networks.Bridges["lodge0"]);
        Assert.False((await networks.StopAsync(defined.Id.ToString(), force: false, default)).IsActive);
        Assert.Empty(_world.Networks.Bridges);
        await networks.UndefineAsync("lab", default);
        Assert.Empty(networks.List());
        Assert.Empty(_world.Networks.Database);
    }

    [Fact]
    public async Task Leases_are_kept_for_the_next_start_and_forgotten_with_the_network()
    {
        var networks = (await StartAsync()).Networks;
        var lab = await networks.DefineAsync(Named("lab"), default);
        var brief = await networks.CreateAsync(Named("brief", "10.8.0.1/24"), default);
        await networks.StartAsync("lab", default);
        foreach (var network in new[] { lab, brief })
        {
            _world.Networks.Leases[network.Id] = [new DhcpLease { Network = network.Id, Address = "10.9.0.7", Prefix = 24, Mac = "52:54:00:00:00:07" }];
            await networks.StopAsync(network.Id.ToString(), force: false, default);
        }

        Assert.Equal(lab.Id, Assert.Single(_world.Networks.Leases).Key);
        await networks.UndefineAsync("lab", default);
        Assert.Empty(_world.Networks.Leases);
    }

    [Fact]
    public async Task Network_of_the_same_id_is_replaced_and_keeps_its_bridge()
    {
        var networks = (await StartAsync()).Networks;
        var first = await networks.DefineAsync(Named("lab"), default);

        var second = await networks.DefineAsync(Named("lab") with { Id = first.Id, Mtu = 9000 }, default);

        Assert.Equal((2L, 9000, first.Definition.Bridge), (second.Revision, second.Definition.Mtu, second.Definition.Bridge));
    }

    [Fact]
    public async Task What_another_network_has_is_refused()
    {
        var networks = (await StartAsync()).Networks;
        var first = await networks.DefineAsync(Named("lab") with
        {
            Forwards = [new PortForward { Port = 8000, LastPort = 8010, Target = "10.9.0.2" }],
        }, default);

        await RefusesAsync(networks.DefineAsync(Named("lab", "10.8.0.1/24"), default), $"A network named 'lab' exists already ({first.Id}).");
        await RefusesAsync(
            networks.DefineAsync(Named("other", "10.9.0.129/25"), default),
            "The subnet 10.9.0.129/25 of network 'other' overlaps with 10.9.0.1/24 of network 'lab'.");
        await RefusesAsync(
            networks.DefineAsync(Named("other", "10.8.0.1/24") with { Bridge = new() { Name = "lodge0" } }, default),
            "The bridge 'lodge0' belongs to network 'lab' already.");
        await RefusesAsync(
            networks.DefineAsync(Named("other", "10.8.0.1/24") with { Forwards = [new PortForward { Port = 8010, Target = "10.8.0.2" }] }, default),
            "The host's tcp port 8010 is forwarded by network 'lab' already, to 10.9.0.2.");
        await RefusesAsync(
            networks.DefineAsync(Named("other", "10.8.0.1/24") with { Id = first.Id }, default),
            $"The id {first.Id} belongs to network 'lab' already, and 'other' is another name.");
        Assert.Single(_world.Networks.Database);
    }

    [Fact]
    public async Task Unknown_network_is_refused_with_the_nearest_name()
    {
        var networks = (await StartAsync()).Networks;
        await networks.DefineAsync(Named("default"), default);

        var refusal = Assert.Throws<LodgeException>(() => networks.Get("defualt"));

        Assert.Equal(new LodgeError(ErrorCode.NetworkNotFound, "There is no network 'defualt'.", "Did you mean 'default'?"), refusal.Error);
    }

    [Fact]
    public async Task Transient_network_is_gone_when_it_stops_and_one_that_does_not_start_is_not_there()
    {
        var networks = (await StartAsync()).Networks;
        _world.Networks.Fails = call => call == "start lab" ? new LodgeException(ErrorCode.InsufficientResources, "no room") : null;
        await RefusesAsync(networks.CreateAsync(Named("lab"), default), "no room");
        Assert.Empty(networks.List());
        _world.Networks.Fails = null;

        var created = await networks.CreateAsync(Named("lab"), default);

        Assert.True(created is { Persistent: false, IsActive: true });
        Assert.Empty(_world.Networks.Database);
        await networks.StopAsync("lab", force: false, default);
        Assert.Empty(networks.List());
    }

    [Fact]
    public async Task Undefined_network_goes_on_until_it_stops_and_can_be_defined_again()
    {
        var networks = (await StartAsync()).Networks;
        var id = (await networks.DefineAsync(Named("lab"), default)).Id;
        await networks.StartAsync("lab", default);

        await networks.UndefineAsync("lab", default);

        Assert.True(networks.Get("lab") is { Persistent: false, IsActive: true });
        await RefusesAsync(networks.SetAutostartAsync("lab", true, default), "Network 'lab' is transient and cannot start with the daemon: it is gone when it stops.");
        Assert.True(await networks.DefineAsync(Named("lab") with { Id = id }, default) is { Persistent: true, IsActive: true });
        Assert.True((await networks.SetAutostartAsync("lab", true, default)).Definition.Autostart);
    }

    [Fact]
    public async Task Network_in_use_is_stopped_by_force_only_and_its_cards_come_back_with_it()
    {
        var engine = await StartAsync();
        await engine.Networks.DefineAsync(Named("lab"), default);
        await engine.Networks.StartAsync("lab", default);
        await engine.Lifecycle.LaunchAsync(Vm("web1", "lab"), transient: false, paused: false, default);

        await RefusesAsync(engine.Networks.StopAsync("lab", force: false, default), "Network 'lab' is in use: VMs are plugged into it, web1 (net0).");
        await engine.Networks.StopAsync("lab", force: true, default);
        _world.Networks.Calls.Clear();
        await engine.Networks.StartAsync("lab", default);

        Assert.Equal(["start lab", "adopt web1 net0"], _world.Networks.Calls);
    }

    [Theory]
    [InlineData(NetworkScope.Both, 1400, 1400)]
    [InlineData(NetworkScope.Live, null, 1400)]
    [InlineData(NetworkScope.Config, 1400, null)]
    public async Task Scope_says_what_is_changed(NetworkScope scope, int? stored, int? running)
    {
        var networks = (await StartAsync()).Networks;
        await networks.DefineAsync(Named("lab"), default);
        await networks.StartAsync("lab", default);

        var after = await networks.ChangeAsync("lab", now => now with { Mtu = 1400 }, scope, null, default);

        Assert.Equal((stored, running), (after.Definition.Mtu, after.Runtime!.Definition.Mtu));
        Assert.Equal(after.Definition.Mtu, _world.Networks.Database[after.Id].Definition.Mtu);
        Assert.Equal(after.Revision, _world.Networks.Database[after.Id].Revision);
    }

    [Fact]
    public async Task Change_that_the_host_refuses_changes_the_definition_neither()
    {
        var networks = (await StartAsync()).Networks;
        var before = await networks.DefineAsync(Named("lab"), default);
        await networks.StartAsync("lab", default);

        var refusal = await RefusesAsync(
            networks.ChangeAsync("lab", now => now with { Mode = NetworkMode.Isolated }, NetworkScope.Both, null, default),
            "mode cannot be changed while the network runs.");

        Assert.Equal(ErrorCode.Unsupported, refusal.Code);
        Assert.Equal((before.Definition, 1L), (networks.Get("lab").Definition, networks.Get("lab").Revision));
        Assert.Equal(new StoredNetwork(before.Definition, 1), _world.Networks.Database[before.Id]);
    }

    [Fact]
    public async Task Change_based_on_an_old_revision_or_to_another_name_is_refused()
    {
        var networks = (await StartAsync()).Networks;
        await networks.DefineAsync(Named("lab"), default);
        await networks.SetAutostartAsync("lab", true, default);

        var stale = await RefusesAsync(
            networks.ChangeAsync("lab", now => now, NetworkScope.Both, 1, default),
            "The definition of network 'lab' was changed by somebody else: it is at revision 2, and this change is based on 1.");
        var renamed = await Assert.ThrowsAsync<LodgeException>(
            () => networks.ChangeAsync("lab", now => now with { Name = "other" }, NetworkScope.Both, null, default));

        Assert.Equal((ErrorCode.RevisionMismatch, ErrorCode.InvalidArgument), (stale.Code, renamed.Error.Code));
    }

    [Fact]
    public async Task Broken_network_is_told_and_repaired_with_its_cards()
    {
        var engine = await StartAsync();
        var events = engine.Events.LastSequence;
        await engine.Networks.DefineAsync(Named("lab"), default);
        await engine.Networks.StartAsync("lab", default);
        await engine.Lifecycle.LaunchAsync(Vm("web1", "lab"), transient: false, paused: false, default);
        _world.Networks.Bridges.Clear();

        Assert.Equal(["Its bridge lodge0 is gone."], await engine.Networks.InspectAsync("lab", default));
        Assert.Equal(["Its bridge lodge0 is gone."], engine.Networks.Get("lab").Runtime!.Problems);
        var repaired = await engine.Networks.RepairAsync("lab", default);

        Assert.Null(repaired.Runtime!.Problems);
        Assert.Contains("adopt web1 net0", _world.Networks.Calls);
        Assert.Equal(
            [EventKind.NetworkDefined, EventKind.NetworkStarted, EventKind.NetworkBroken, EventKind.NetworkRepaired],
            await KindsAsync(engine, events, EventKind.NetworkRepaired));
    }

    [Fact]
    public async Task Happenings_of_the_host_become_events()
    {
        var engine = await StartAsync();
        var events = engine.Events.LastSequence;
        var lab = await engine.Networks.CreateAsync(Named("lab"), default);
        var lease = new DhcpLease { Network = lab.Id, Address = "10.9.0.7", Prefix = 24, Mac = "52:54:00:00:00:07" };

        _world.Networks.Happenings.Writer.TryWrite(new LeaseGiven(lab.Id, lease));
        _world.Networks.Happenings.Writer.TryWrite(new LeaseEnded(lab.Id, lease));
        _world.Networks.Happenings.Writer.TryWrite(new NetworkConditionChanged(lab.Id, ["Its bridge is gone."]));

        Assert.Equal(
            [EventKind.NetworkStarted, EventKind.LeaseGiven, EventKind.LeaseEnded, EventKind.NetworkBroken],
            await KindsAsync(engine, events, EventKind.NetworkBroken));
        Assert.Equal(["Its bridge is gone."], engine.Networks.Get("lab").Runtime!.Problems);
    }

    [Fact]
    public async Task Host_without_networks_says_why()
    {
        _world.Networks.WhyNot = "lodged has not root's rights.";
        var engine = await StartAsync();

        await RefusesAsync(engine.Networks.DefineAsync(Named("lab"), default), "This host cannot have networks: lodged has not root's rights.");
        var refusal = await Assert.ThrowsAsync<LodgeException>(() => engine.Lifecycle.LaunchAsync(Vm("web1", "lab"), transient: false, paused: false, default));

        Assert.Equal("The card net0 of VM 'web1' cannot be plugged into network 'lab': lodged has not root's rights.", refusal.Message);
        Assert.Empty(engine.Vms.List());
    }

    internal static NetworkDefinition Named(string name, string subnet = "10.9.0.1/24") => new([new SubnetDefinition { Address = subnet }]) { Name = name };

    internal static VmDefinition Vm(string name, string network) => new() { Name = name, Nics = [new NicDefinition(new NetworkNicSource(network))] };

    internal static async Task<LodgeError> RefusesAsync(Task act, string message)
    {
        var refusal = await Assert.ThrowsAsync<LodgeException>(() => act);
        Assert.Equal(message, refusal.Message);
        return refusal.Error;
    }

    private static async Task<IReadOnlyList<EventKind>> KindsAsync(LodgeEngine engine, long after, EventKind last)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        using var subscription = engine.Events.Subscribe(after);
        var kinds = new List<EventKind>();
        await foreach (var item in subscription.ReadAsync(limit.Token))
        {
            if (item.NetworkId is not null)
            {
                kinds.Add(item.Kind);
            }

            if (item.Kind == last)
            {
                break;
            }
        }

        return kinds;
    }

    private async Task<LodgeEngine> StartAsync() => (await _world.StartDaemonAsync()).Engine;
}
