using Lodge.Engine.Vms.Changes;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Changes;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.States;
using Lodge.TestSupport.Engine;

namespace Lodge.Engine.Tests.Networks;

/// <summary>VMs with cards on networks: each has its interface while it runs, and none is left when it does not.</summary>
public sealed class PluggedVmTests
{
    private static readonly ChangeRequest Both = new();

    private readonly FakeWorld _world = new();

    private IEnumerable<string> Aliases => _world.Networks.Interfaces.Values.Select(plug => $"{plug.VmName} {plug.Alias} on {plug.Bridge ?? plug.Interface}").Order();

    [Fact]
    public async Task Started_vm_has_an_interface_for_each_card_on_the_host_until_it_ends()
    {
        var engine = await StartAsync();
        var definition = NetworkServiceTests.Vm("web1", "lab") with
        {
            Nics =
            [
                new NicDefinition(new NetworkNicSource("lab")),
                new NicDefinition(),
                new NicDefinition(new BridgeNicSource("br0")),
            ],
        };

        var vm = await engine.Lifecycle.LaunchAsync(definition, transient: false, paused: false, default);
        var plugs = vm.Runtime!.Plugs!;

        Assert.Equal(["web1 net0 on lodge0", "web1 net2 on br0"], Aliases);
        Assert.Equal(["net0", "net2"], plugs.Select(plug => plug.Alias));
        Assert.Equal(plugs, engine.Networks.ListPlugs(null));
        Assert.Equal(plugs.Take(1), engine.Networks.ListPlugs("lab"));
        Assert.Equal(plugs, _world.RunFolder[vm.Id].Runtime!.Plugs);
        await engine.Lifecycle.KillAsync("web1", default);
        Assert.Empty(Aliases);
        Assert.Empty(engine.Networks.ListPlugs(null));
    }

    [Fact]
    public async Task Interfaces_go_with_a_qemu_that_dies_or_is_saved()
    {
        var engine = await StartAsync();
        var vm = await engine.Lifecycle.LaunchAsync(NetworkServiceTests.Vm("web1", "lab"), transient: false, paused: false, default);
        _world.Processes[vm.Id].End(asked: false);
        await UntilAsync(() => engine.Vms.Get("web1").Status.State == VmState.Stopped && !Aliases.Any());

        await engine.Lifecycle.StartAsync("web1", paused: false, discardSave: false, default);
        await engine.Jobs.WaitAsync(engine.Saving.Save("web1", null).Id, TimeSpan.FromSeconds(10), default);
        Assert.Empty(Aliases);
        await engine.Lifecycle.StartAsync("web1", paused: false, discardSave: false, default);
        Assert.Equal(["web1 net0 on lodge0"], Aliases);
    }

    [Fact]
    public async Task Card_on_a_network_that_does_not_run_is_refused_and_nothing_changes()
    {
        var engine = await StartAsync();
        await engine.Definitions.DefineAsync(NetworkServiceTests.Vm("web1", "lab"), default);
        await engine.Networks.StopAsync("lab", force: false, default);

        var refusal = await NetworkServiceTests.RefusesAsync(
            engine.Lifecycle.StartAsync("web1", paused: false, discardSave: false, default),
            "The card net0 of VM 'web1' is on network 'lab', which is not running.");

        Assert.Equal(("Start it with 'lodge network start lab'.", ErrorCode.InvalidState), (refusal.Remedy, refusal.Code));
        Assert.Equal(VmReason.NeverStarted, engine.Vms.Get("web1").Status.Reason);
        Assert.Empty(_world.Processes);
    }

    [Fact]
    public async Task Unknown_network_port_group_or_security_group_of_a_card_is_refused()
    {
        var engine = await StartAsync();
        var vm = NetworkServiceTests.Vm("web1", "lba");

        var network = await NetworkServiceTests.RefusesAsync(
            engine.Lifecycle.LaunchAsync(vm, transient: false, paused: false, default), "The card net0 of VM 'web1' is on network 'lba', which does not exist.");
        await NetworkServiceTests.RefusesAsync(
            engine.Lifecycle.LaunchAsync(vm with { Nics = [new NicDefinition(new NetworkNicSource("lab") { PortGroup = "fast" })] }, transient: false, paused: false, default),
            "The card net0 of VM 'web1' wants the port group 'fast', which network 'lab' does not have.");
        await NetworkServiceTests.RefusesAsync(
            engine.Lifecycle.LaunchAsync(vm with { Nics = [new NicDefinition(new NetworkNicSource("lab")) { Groups = ["web"] }] }, transient: false, paused: false, default),
            "The card net0 of VM 'web1' names the security group 'web', which does not exist.");

        Assert.Equal("Did you mean 'lab'?", network.Remedy);
        Assert.Empty(engine.Vms.List());
        Assert.Empty(Aliases);
    }

    [Fact]
    public async Task Start_that_fails_gives_all_interfaces_back()
    {
        var engine = await StartAsync();
        var twoCards = NetworkServiceTests.Vm("web1", "lab") with
        {
            Nics = [new NicDefinition(new NetworkNicSource("lab")), new NicDefinition(new NetworkNicSource("lab"))],
        };
        _world.Networks.Fails = call => call == "plug net1" ? new LodgeException(ErrorCode.InsufficientResources, "no interface left") : null;
        await NetworkServiceTests.RefusesAsync(engine.Lifecycle.LaunchAsync(twoCards, transient: false, paused: false, default), "no interface left");
        Assert.Empty(Aliases);
        _world.Networks.Fails = null;
        _world.LaunchFailure = new LodgeException(ErrorCode.HypervisorFailed, "no QEMU");

        await NetworkServiceTests.RefusesAsync(engine.Lifecycle.LaunchAsync(twoCards, transient: false, paused: false, default), "no QEMU");

        Assert.Empty(Aliases);
        Assert.Empty(engine.Networks.ListPlugs(null));
    }

    [Fact]
    public async Task Card_that_is_attached_is_plugged_before_qemu_opens_it_and_unplugged_after_it_has_gone()
    {
        var engine = await StartAsync();
        await engine.Lifecycle.LaunchAsync(new VmDefinition { Name = "web1" }, transient: false, paused: false, default);
        var card = new NicDefinition(new NetworkNicSource("lab"));

        var attached = await engine.Changes.AttachAsync("web1", card, Both, default);

        Assert.Equal(["web1 net0 on lodge0"], Aliases);
        Assert.Equal("net0", Assert.Single(attached.Vm.Runtime!.Plugs!).Alias);
        Assert.Null((await engine.Changes.DetachAsync("web1", "net0", Both, default)).Vm.Runtime!.Plugs);
        Assert.Empty(Aliases);
        _world.Processes.Values.Single().Refuses = step => step is AttachStep;
        await Assert.ThrowsAsync<LodgeException>(() => engine.Changes.AttachAsync("web1", card, Both, default));
        Assert.Empty(Aliases);
    }

    [Fact]
    public async Task Card_moves_to_another_network_and_back_when_something_else_fails()
    {
        var engine = await StartAsync();
        await engine.Networks.CreateAsync(NetworkServiceTests.Named("other", "10.8.0.1/24"), default);
        var vm = await engine.Lifecycle.LaunchAsync(NetworkServiceTests.Vm("web1", "lab"), transient: false, paused: false, default);
        var moved = vm.Definition.Nics[0] with { Source = new NetworkNicSource("other") };

        var after = (await engine.Changes.UpdateAsync("web1", moved, Both, default)).Vm;

        Assert.Equal(["web1 net0 on lodge1"], Aliases);
        Assert.Equal("lodge1", after.Runtime!.Plugs!.Single().Bridge);
        _world.Processes.Values.Single().Refuses = step => step is AttachStep { Device: RngDefinition };
        await Assert.ThrowsAsync<LodgeException>(() => engine.Changes.ReplaceAsync(
            "web1", after.Definition with { Nics = vm.Definition.Nics, Rngs = [.. after.Definition.Rngs!, new RngDefinition()] }, Both, default));
        Assert.Equal(["web1 net0 on lodge1"], Aliases);
    }

    [Fact]
    public async Task Restarted_daemon_adopts_interfaces_of_vms_that_run_and_sweeps_the_others()
    {
        var engine = await StartAsync();
        await engine.Lifecycle.LaunchAsync(NetworkServiceTests.Vm("web1", "lab"), transient: false, paused: false, default);
        var gone = await engine.Lifecycle.LaunchAsync(NetworkServiceTests.Vm("web2", "lab"), transient: false, paused: false, default);
        _world.Processes.TryRemove(gone.Id, out _);
        _world.Networks.Interfaces["vnet9"] = _world.Networks.Interfaces["vnet0"] with { VmId = Guid.NewGuid(), VmName = "nobody", Interface = "vnet9" };
        _world.Networks.Calls.Clear();

        var restarted = (await _world.StartDaemonAsync()).Engine;

        Assert.Equal(["web1 net0 on lodge0"], Aliases);
        Assert.Equal(["adopt web1 net0", "start lab", "unplug nobody net0", "unplug web2 net0"], _world.Networks.Calls.Order());
        Assert.Equal("vnet0", Assert.Single(restarted.Networks.ListPlugs("lab")).Interface);
        Assert.Equal("vnet0", Assert.Single(restarted.Vms.Get("web1").Runtime!.Plugs!).Interface);
    }

    private async Task<LodgeEngine> StartAsync()
    {
        var engine = (await _world.StartDaemonAsync()).Engine;
        await engine.Networks.DefineAsync(NetworkServiceTests.Named("lab"), default);
        await engine.Networks.StartAsync("lab", default);
        return engine;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var i = 0; i < 500 && !condition(); i++)
        {
            await Task.Delay(10);
        }

        Assert.True(condition());
    }
}
