using Lodge.Engine.Ports;
using Lodge.Engine.Vms.Changes;
using Lodge.Model.Errors;
using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Changes;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;
using Lodge.TestSupport.Engine;

namespace Lodge.Engine.Tests.Vms.Changes;

/// <summary>Changes of definitions and running VMs: all of a change, or nothing, and always told.</summary>
public sealed class VmChangesTests
{
    private static readonly ChangeRequest Both = new();
    private static readonly ChangeRequest Live = new() { Scope = ChangeScope.Live };
    private static readonly ChangeRequest Next = new() { Scope = ChangeScope.Next };

    private readonly FakeWorld _world = new();

    private FakeQemu Qemu => _world.Processes.Values.Single();

    [Fact]
    public async Task Attached_device_runs_and_is_kept_under_one_name()
    {
        var engine = await StartAsync();

        var outcome = await engine.Changes.AttachAsync("vm", new NicDefinition(), Both, default);

        var (kept, running) = (outcome.Vm.Definition.Nics.Single(), outcome.Vm.Runtime!.Definition.Nics.Single());
        Assert.Equal(kept, running);
        Assert.Equal([$"plug in {kept.Alias}"], outcome.Applied);
        Assert.Equal([kept.Alias!], Qemu.Devices.Keys);
        Assert.Equal(kept, Stored.Definition.Value.Nics.Single());
        Assert.False(outcome.Vm.HasPendingChanges);
        Assert.Equal(running, _world.RunFolder.Values.Single().Intent.Definition.Nics.Single());
    }

    [Fact]
    public async Task Controller_that_comes_with_a_device_is_in_the_same_place_at_the_next_start()
    {
        var engine = await StartAsync();
        var disk = new DiskDefinition { Bus = DiskBus.Scsi, Device = DiskDevice.Cdrom };

        var vm = (await engine.Changes.AttachAsync("vm", disk, Both, default)).Vm;
        var second = (await engine.Changes.AttachAsync("vm", disk, Both, default)).Vm;

        Assert.Equal(Adapters(vm.Definition), Adapters(vm.Runtime!.Definition));
        Assert.Equal(Adapters(vm.Definition), Adapters(second.Definition));
        Assert.Equal(second.Definition.Disks, second.Runtime!.Definition.Disks);

        static ControllerDefinition[] Adapters(VmDefinition definition) =>
            [.. definition.Controllers!.Where(controller => controller.Type == ControllerType.Scsi)];
    }

    [Fact]
    public async Task Controller_that_came_only_live_is_the_same_for_a_device_that_is_kept()
    {
        var engine = await StartAsync();
        await engine.Changes.AttachAsync("vm", ScsiDisk("/live"), Live, default);

        var outcome = await engine.Changes.AttachAsync("vm", ScsiDisk("/both"), Both, default);

        static ControllerDefinition ControllerOf(VmDefinition vm) => vm.Controllers!.Single(controller => controller.Type == ControllerType.Scsi);
        Assert.Equal(ControllerOf(outcome.Vm.Runtime!.Definition), ControllerOf(outcome.Vm.Definition));
        Assert.Contains(outcome.Vm.Definition.Disks.Single(), outcome.Vm.Runtime.Definition.Disks);
    }

    [Theory]
    [InlineData(ChangeScope.Live, 0, 1)]
    [InlineData(ChangeScope.Next, 1, 0)]
    [InlineData(ChangeScope.Both, 1, 1)]
    public async Task Scope_says_what_is_changed(ChangeScope scope, int kept, int running)
    {
        var engine = await StartAsync();

        var outcome = await engine.Changes.AttachAsync("vm", new NicDefinition(), new ChangeRequest { Scope = scope }, default);

        Assert.Equal((kept, running), (Stored.Definition.Value.Nics.Count, outcome.Vm.Runtime!.Definition.Nics.Count));
        Assert.Equal(scope != ChangeScope.Both, outcome.Vm.HasPendingChanges);
        Assert.Equal(scope == ChangeScope.Next ? ["nics[0]"] : [], outcome.Waiting.Select(change => change.Path.Split('.')[0]).Where(path => path.StartsWith("nics", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Device_of_the_next_start_gets_no_name_or_place_that_is_taken_live()
    {
        var engine = await StartAsync();
        var live = (await engine.Changes.AttachAsync("vm", new NicDefinition(), Live, default)).Vm.Runtime!.Definition.Nics.Single();

        var next = (await engine.Changes.AttachAsync("vm", new NicDefinition(), Next, default)).Vm.Definition.Nics.Single();

        Assert.NotEqual(live.Alias, next.Alias);
        Assert.NotEqual(live.Address, next.Address);
    }

    [Fact]
    public async Task What_qemu_refuses_changes_nothing_live_or_stored()
    {
        var engine = await StartAsync();
        Qemu.Refuses = step => step is LinkStep or AttachStep { Device: RngDefinition };
        var before = engine.Vms.Get("vm");
        var wanted = before.Definition with { Nics = [new NicDefinition()], Rngs = [.. before.Definition.Rngs!, new RngDefinition()] };

        var failure = await Assert.ThrowsAsync<LodgeException>(() => engine.Changes.ReplaceAsync("vm", wanted, Both, default));

        Assert.Contains("refused", failure.Message, StringComparison.Ordinal);
        Assert.Empty(Qemu.Devices);
        var after = engine.Vms.Get("vm");
        Assert.Equal((before.Revision, before.Definition), (after.Revision, after.Definition));
        Assert.True(DefinitionDifference.Same(before.Definition, Stored.Definition.Value));
        Assert.True(DefinitionDifference.Same(before.Runtime!.Definition, after.Runtime!.Definition));
        Assert.Null(after.Runtime.Differs);
    }

    [Fact]
    public async Task What_cannot_be_taken_back_is_told_in_the_record()
    {
        var engine = await StartAsync();
        Qemu.Refuses = step => step is DetachStep or AttachStep { Device: RngDefinition };
        var before = engine.Vms.Get("vm").Definition;
        var wanted = before with { Nics = [new NicDefinition()], Rngs = [.. before.Rngs!, new RngDefinition()] };

        var failure = await Assert.ThrowsAsync<LodgeException>(() => engine.Changes.ReplaceAsync("vm", wanted, Both, default));

        Assert.Contains("could not all be taken back", failure.Message, StringComparison.Ordinal);
        Assert.Contains("was not taken back", Assert.Single(engine.Vms.Get("vm").Runtime!.Differs!), StringComparison.Ordinal);
        Assert.Single(engine.Vms.Get("vm").Runtime!.Definition.Nics);
    }

    [Theory]
    [InlineData(ChangeScope.Both)]
    [InlineData(ChangeScope.Live)]
    [InlineData(ChangeScope.Next)]
    public async Task Controller_of_the_boot_disk_stays(ChangeScope scope)
    {
        var engine = await StartAsync();
        var attached = await engine.Changes.AttachAsync("vm", ScsiDisk("/boot") with { BootOrder = 1 }, Both, default);
        var controller = attached.Vm.Definition.Controllers!.Single(controller => controller.Type == ControllerType.Scsi).Alias!;
        Qemu.Changes.Clear();

        var refusal = await Assert.ThrowsAsync<LodgeException>(
            () => engine.Changes.DetachAsync("vm", controller, new ChangeRequest { Scope = scope }, default));

        Assert.Equal(ErrorCode.InvalidState, refusal.Error.Code);
        Assert.Contains($"disks[0] ({attached.Device}) is connected by it", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Qemu.Changes);
        Assert.Equal(attached.Vm.Revision, engine.Vms.Get("vm").Revision);
    }

    [Fact]
    public async Task Port_without_a_device_is_as_fixed_as_the_others_while_the_vm_runs()
    {
        var engine = await StartAsync();
        var port = engine.Vms.Get("vm").Definition.Controllers!.Last(controller => controller.Type == ControllerType.Pci).Alias!;

        var unplugged = await Assert.ThrowsAsync<LodgeException>(() => engine.Changes.DetachAsync("vm", port, Both, default));
        var plugged = await Assert.ThrowsAsync<LodgeException>(
            () => engine.Changes.AttachAsync("vm", new ControllerDefinition { Type = ControllerType.Pci }, Both, default));

        Assert.All([unplugged, plugged], refusal => Assert.Contains("PCI ports and bridges are fixed", refusal.Message, StringComparison.Ordinal));
        var later = await engine.Changes.AttachAsync("vm", new ControllerDefinition { Type = ControllerType.Pci }, Next, default);
        Assert.StartsWith("pci.", later.Device, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Device_for_the_next_start_tells_of_itself_and_not_of_what_else_waits()
    {
        var engine = await StartAsync();
        await engine.Changes.AttachAsync("vm", new NicDefinition(), Live, default);

        var outcome = await engine.Changes.AttachAsync("vm", new RngDefinition(), Next, default);

        Assert.Equal("Only the definition was changed.", outcome.Waiting.Single(change => change.Path == "rngs[1]").Why);
        Assert.DoesNotContain(outcome.Waiting, change => change.Path.StartsWith("nics", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Part_that_must_wait_is_kept_and_told()
    {
        var engine = await StartAsync();
        var definition = engine.Vms.Get("vm").Definition;

        var outcome = await engine.Changes.ReplaceAsync(
            "vm", definition with { Title = "Shop", Boot = definition.Boot with { Firmware = FirmwareType.Uefi } }, Both, default);

        Assert.Equal(["boot.firmware"], outcome.Waiting.Select(change => change.Path));
        Assert.Equal("Shop", outcome.Vm.Runtime!.Definition.Title);
        Assert.True(outcome.Vm.HasPendingChanges);
    }

    [Fact]
    public async Task Part_for_which_the_running_vm_lacks_something_waits_and_the_others_are_done()
    {
        var engine = await StartAsync();
        Qemu.Lacks = step => step is AttachStep { Device: RngDefinition } ? "It was started without." : null;
        var definition = engine.Vms.Get("vm").Definition;
        var wanted = definition with { Nics = [new NicDefinition()], Rngs = [.. definition.Rngs!, new RngDefinition()] };

        var outcome = await engine.Changes.ReplaceAsync("vm", wanted, Both, default);

        Assert.Equal(["plug in net0"], outcome.Applied);
        Assert.Equal([new WaitingChange("rngs[1]", "It was started without.")], outcome.Waiting);
        Assert.Equal((1, 2), (outcome.Vm.Runtime!.Definition.Rngs!.Count, outcome.Vm.Definition.Rngs!.Count));
        Assert.Equal(outcome.Vm.Definition.Nics, outcome.Vm.Runtime.Definition.Nics);
        Assert.Equal(["net0"], Qemu.Devices.Keys);
    }

    [Theory]
    [InlineData(ChangeScope.Live)]
    [InlineData(ChangeScope.Both)]
    public async Task Device_for_which_the_running_vm_lacks_something_is_not_attached(ChangeScope scope)
    {
        var engine = await StartAsync();
        Qemu.Lacks = step => step is AttachStep ? "It was started without." : null;
        var before = engine.Vms.Get("vm");

        var refusal = await Assert.ThrowsAsync<LodgeException>(
            () => engine.Changes.AttachAsync("vm", new RngDefinition(), new ChangeRequest { Scope = scope }, default));

        Assert.Equal(ErrorCode.InvalidState, refusal.Error.Code);
        Assert.Contains("rngs[1]: It was started without.", refusal.Message, StringComparison.Ordinal);
        Assert.Equal((before.Revision, before.Definition), (engine.Vms.Get("vm").Revision, engine.Vms.Get("vm").Definition));
        Assert.Empty(Qemu.Changes);
    }

    [Fact]
    public async Task What_was_changed_live_only_outlasts_other_changes_and_is_told_as_such()
    {
        var engine = await StartAsync();
        var definition = engine.Vms.Get("vm").Definition;
        await engine.Changes.ReplaceAsync("vm", definition with { Tuning = new() { Cpu = new() { Weight = 200 } } }, Live, default);
        await engine.Changes.ReplaceAsync("vm", definition with { Memory = new() { Size = ByteSize.FromGiB(1) } }, Both, default);

        var outcome = await engine.Changes.ReplaceAsync("vm", engine.Vms.Get("vm").Definition with { Title = "Shop" }, Both, default);

        Assert.Empty(outcome.Applied);
        Assert.Equal(200, outcome.Vm.Runtime!.Definition.Tuning!.Cpu!.Weight);
        Assert.Equal(
            ["memory.size", "tuning"],
            outcome.Waiting.Where(change => change.Why.Contains("earlier", StringComparison.Ordinal)).Select(change => change.Path).Order());
    }

    [Fact]
    public async Task Live_change_of_what_is_fixed_is_refused_with_the_path()
    {
        var engine = await StartAsync();
        var definition = engine.Vms.Get("vm").Definition;

        var refusal = await Assert.ThrowsAsync<LodgeException>(() => engine.Changes.ReplaceAsync(
            "vm", definition with { Memory = new() { Size = ByteSize.FromGiB(1) } }, Live, default));

        Assert.Equal(ErrorCode.InvalidState, refusal.Error.Code);
        Assert.Contains("memory.size", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Qemu.Changes);
    }

    [Fact]
    public async Task Device_that_the_guest_releases_late_goes_by_itself()
    {
        var engine = await StartAsync();
        var alias = (await engine.Changes.AttachAsync("vm", new NicDefinition(), Live, default)).Vm.Runtime!.Definition.Nics.Single().Alias!;

        Qemu.Report(new DeviceReleased(alias));

        for (var i = 0; i < 200 && engine.Vms.Get("vm").Runtime!.Definition.Nics.Count > 0; i++)
        {
            await Task.Delay(10);
        }

        Assert.Empty(engine.Vms.Get("vm").Runtime!.Definition.Nics);
        Assert.Contains($"forget {alias}", Qemu.Changes);
    }

    [Fact]
    public async Task Unknown_device_is_refused_with_the_nearest()
    {
        var engine = await StartAsync();

        var refusal = await Assert.ThrowsAsync<LodgeException>(() => engine.Changes.DetachAsync("vm", "rng1", Both, default));

        Assert.Equal("VM 'vm' has no device 'rng1'.", refusal.Error.Message);
        Assert.Equal("Did you mean 'rng0'?", refusal.Error.Remedy);
    }

    private static DiskDefinition ScsiDisk(string path) =>
        new() { Bus = DiskBus.Scsi, Format = DiskFormat.Raw, Source = new FileDiskSource { Path = path } };

    private StoredVm Stored => _world.Database.Values.Single();

    private async Task<LodgeEngine> StartAsync()
    {
        var engine = (await _world.StartDaemonAsync()).Engine;
        await engine.Lifecycle.LaunchAsync(new VmDefinition { Name = "vm" }, transient: false, paused: false, default);
        return engine;
    }
}
