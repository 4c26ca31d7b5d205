using Lodge.Engine.Ports;
using Lodge.Engine.Vms.Changes;
using Lodge.Model.Errors;
using Lodge.Model.Jobs;
using Lodge.Model.Networks;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.States;
using Lodge.TestSupport.Engine;

namespace Lodge.Engine.Tests.Vms;

/// <summary>
/// Kills the daemon at its every touch of the outside, in every operation, one after the other, and starts another:
/// no definition is lost, no guest memory is lost, every process is managed, nothing is left half-done.
/// </summary>
public sealed class CrashTests
{
    public static TheoryData<string> Operations => [.. Scripts.Keys];

    private static readonly Dictionary<string, Script> Scripts = new()
    {
        ["define"] = new(_ => Task.CompletedTask, engine => engine.Definitions.DefineAsync(Named("new"), default)),
        ["launch"] = new(_ => Task.CompletedTask, engine => engine.Lifecycle.LaunchAsync(Named("new"), transient: false, paused: false, default)),
        ["launch transient"] = new(_ => Task.CompletedTask, engine => engine.Lifecycle.LaunchAsync(Named("new"), transient: true, paused: false, default)),
        ["start"] = new(_ => Task.CompletedTask, engine => engine.Lifecycle.StartAsync("vm", paused: false, discardSave: false, default)),
        ["start paused"] = new(_ => Task.CompletedTask, engine => engine.Lifecycle.StartAsync("vm", paused: true, discardSave: false, default)),
        ["pause"] = new(Start, engine => engine.Lifecycle.PauseAsync("vm", default)),
        ["kill"] = new(Start, engine => engine.Lifecycle.KillAsync("vm", default)),
        ["reset"] = new(Start, engine => engine.Lifecycle.ResetAsync("vm", default)),
        ["shutdown"] = new(Start, engine => Await(engine, engine.Shutdown.ShutDown("vm", TimeSpan.FromSeconds(5), ShutDownEscalation.Kill))),
        ["reboot"] = new(Start, engine => Await(engine, engine.Shutdown.Reboot("vm", TimeSpan.FromSeconds(5), ShutDownEscalation.Kill))),
        ["save"] = new(Start, engine => Await(engine, engine.Saving.Save("vm", null))),
        ["save to a file"] = new(Start, engine => Await(engine, engine.Saving.Save("vm", "/a/file"))),
        ["dump"] = new(Start, engine => DumpAsync(engine, AfterDump.Continue)),
        ["dump and reset"] = new(Start, engine => DumpAsync(engine, AfterDump.Reset)),
        ["dump and kill"] = new(Start, engine => DumpAsync(engine, AfterDump.Kill)),
        ["start from save"] = new(StartAndSave, engine => engine.Lifecycle.StartAsync("vm", paused: false, discardSave: false, default)),
        ["attach"] = new(Start, engine => engine.Changes.AttachAsync("vm", new NicDefinition(), new ChangeRequest(), default)),
        ["detach"] = new(StartAndAttach, engine => engine.Changes.DetachAsync("vm", "net0", new ChangeRequest(), default)),
        ["rename"] = new(Start, engine => engine.Definitions.RenameAsync("vm", "other", default)),
        ["define a network"] = new(_ => Task.CompletedTask, engine => engine.Networks.DefineAsync(Lab, default)),
        ["create a network"] = new(_ => Task.CompletedTask, engine => engine.Networks.CreateAsync(Lab, default)),
        ["start a network"] = new(engine => engine.Networks.DefineAsync(Lab, default), engine => engine.Networks.StartAsync("lab", default)),
        ["stop a network"] = new(StartLab, engine => engine.Networks.StopAsync("lab", force: true, default)),
        ["change a network"] = new(StartLab, engine => engine.Networks.ChangeAsync("lab", now => now with { Mtu = 1400 }, NetworkScope.Both, null, default)),
        ["undefine a running network"] = new(StartLab, engine => engine.Networks.UndefineAsync("lab", default)),
        ["launch with cards"] = new(StartLab, engine => engine.Lifecycle.LaunchAsync(Carded, transient: false, paused: false, default)),
        ["kill with cards"] = new(LaunchWithCards, engine => engine.Lifecycle.KillAsync("new", default)),
        ["save with cards"] = new(LaunchWithCards, engine => Await(engine, engine.Saving.Save("new", null))),
        ["attach to a network"] = new(LaunchWithCards, engine => engine.Changes.AttachAsync("new", Card, new ChangeRequest(), default)),
        ["detach from a network"] = new(AttachToLab, engine => engine.Changes.DetachAsync("new", "net2", new ChangeRequest(), default)),
        ["undefine while running"] = new(Start, engine => engine.Definitions.UndefineAsync("vm", discardSave: false, null, default)),
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Daemon_killed_at_any_touch_leaves_nothing_lost_or_half_done(string operation)
    {
        var script = Scripts[operation];
        var touches = await RunToEndAsync(script);
        Assert.True(touches > 0, "the operation touched nothing");
        for (var touch = 1; touch <= touches; touch++)
        {
            var world = new FakeWorld();
            var acknowledged = await CrashAsync(world, script, touch);
            await CheckAsync(world, acknowledged, $"{operation}, killed at touch {touch} of {touches}");
        }
    }

    private static NetworkDefinition Lab => new([new SubnetDefinition { Address = "10.9.0.1/24" }]) { Name = "lab" };

    private static NicDefinition Card => new(new NetworkNicSource("lab"));

    private static VmDefinition Carded => Named("new") with { Nics = [Card, Card] };

    private static async Task StartLab(LodgeEngine engine)
    {
        await engine.Networks.DefineAsync(Lab, default);
        await engine.Networks.StartAsync("lab", default);
    }

    private static async Task LaunchWithCards(LodgeEngine engine)
    {
        await StartLab(engine);
        await engine.Lifecycle.LaunchAsync(Carded, transient: false, paused: false, default);
    }

    private static async Task AttachToLab(LodgeEngine engine)
    {
        await LaunchWithCards(engine);
        await engine.Changes.AttachAsync("new", Card, new ChangeRequest(), default);
    }

    private static async Task StartAndAttach(LodgeEngine engine)
    {
        await Start(engine);
        await engine.Changes.AttachAsync("vm", new NicDefinition(), new ChangeRequest(), default);
    }

    private static async Task<int> RunToEndAsync(Script script)
    {
        var world = new FakeWorld();
        var daemon = await PrepareAsync(world, script, null);
        await script.Act(daemon.Engine);
        return daemon.Fate.Touches;
    }

    private static async Task<bool> CrashAsync(FakeWorld world, Script script, int touch)
    {
        var daemon = await PrepareAsync(world, script, touch);
        try
        {
            var act = script.Act(daemon.Engine);
            if (await Task.WhenAny(act, daemon.Fate.Died) == act)
            {
                await act;
                return true;
            }

            await Task.WhenAny(act, Task.Delay(20)); // What still runs of the dead engine meets only further crashes.
            return false;
        }
        catch (Exception failure) when (failure is SimulatedCrashException or LodgeException)
        {
            return false;
        }
    }

    private static async Task<FakeDaemon> PrepareAsync(FakeWorld world, Script script, int? crashAt)
    {
        var daemon = await world.StartDaemonAsync();
        await daemon.Engine.Definitions.DefineAsync(Named("vm"), default);
        await daemon.Engine.Definitions.DefineAsync(Named("bystander"), default);
        await daemon.Engine.Lifecycle.StartAsync("bystander", paused: false, discardSave: false, default);
        await script.Before(daemon.Engine);
        daemon.Fate.CrashAt(crashAt);
        return daemon;
    }

    private static async Task CheckAsync(FakeWorld world, bool acknowledged, string when)
    {
        var hadMemory = world.Processes.Values.Any(qemu => qemu.HasRun) || !world.SavedFiles.IsEmpty;
        var engine = (await world.StartDaemonAsync()).Engine;
        await Until(() => engine.Vms.List().All(vm => vm.Status.State is not (VmState.Starting or VmState.Saving or VmState.ShuttingDown)), when);
        Assert.True(engine.Vms.Find("bystander")?.Status.State == VmState.Running, when);
        Assert.True(world.Database.Values.All(stored => engine.Vms.Find(stored.Definition.Id) is { Persistent: true }), when);
        Assert.True(engine.Vms.List().Where(vm => vm.Status.IsLive).Select(vm => vm.Id).ToHashSet().SetEquals(world.Processes.Keys), $"{when}: processes and live VMs differ");
        Assert.True(world.RunFolder.Keys.ToHashSet().SetEquals(world.Processes.Keys), $"{when}: run folders and processes differ");
        Assert.True(world.PartialFiles.IsEmpty, $"{when}: half a saved state is left");
        Assert.True(engine.Vms.List().All(vm => vm.Status.Reason != VmReason.Dumping), $"{when}: a dump seems to go on");
        Assert.True(world.ConsumedSaves.IsEmpty, $"{when}: a used-up save is left");
        Assert.True(hadMemory, when);
        foreach (var vm in engine.Vms.List().Where(vm => vm.Runtime is not null))
        {
            var known = vm.Runtime!.Definition.Nics.Select(nic => nic.Alias).ToHashSet();
            Assert.True(world.Processes[vm.Id].Devices.Keys.All(alias => known.Contains(alias) || vm.Runtime.Differs is not null), $"{when}: {vm.Name} has a device that nobody knows");
            Assert.True(known.All(alias => world.Processes[vm.Id].Devices.ContainsKey(alias!)), $"{when}: {vm.Name} lacks a device");
        }

        foreach (var vm in engine.Vms.List())
        {
            Assert.False(vm.HasManagedSave && vm.Status.IsLive, $"{when}: {vm.Name} runs beside its own save");
            Assert.True(vm.HasManagedSave == (world.SavedFiles.ContainsKey($"/state/save/{vm.Id}.save")), $"{when}: {vm.Name}'s save is not known");
        }

        if (acknowledged && engine.Vms.Find("new") is null && world.Jobs.IsEmpty)
        {
            Assert.DoesNotContain("define", when, StringComparison.Ordinal);
        }

        CheckNetworks(world, engine, when);
        await CheckUsableAsync(engine, when);
        CheckNetworks(world, engine, $"{when}, and all restarted");
    }

    // What runs of networks is known, and each card on one has its interface; nothing else is left on the host.
    private static void CheckNetworks(FakeWorld world, LodgeEngine engine, string when)
    {
        var active = engine.Networks.List().Where(network => network.IsActive).ToList();
        Assert.True(active.Select(network => network.Id).ToHashSet().SetEquals(world.Networks.Bridges.Values), $"{when}: bridges and networks differ");
        Assert.True(active.Select(network => network.Id).ToHashSet().SetEquals(world.Networks.RunFolder.Keys), $"{when}: networks in the run folder differ");
        Assert.True(world.Networks.Database.Keys.All(id => engine.Networks.Find(id.ToString()) is { Persistent: true }), $"{when}: a stored network is not known");
        var plugged = world.Networks.Interfaces.Values.Select(plug => (plug.VmId, plug.Alias)).ToHashSet();
        foreach (var vm in engine.Vms.List().Where(vm => vm.Runtime is not null))
        {
            var cards = vm.Runtime!.Definition.Nics.Where(nic => nic.Source is NetworkNicSource).Select(nic => (vm.Id, nic.Alias!));
            Assert.True(cards.All(plugged.Remove), $"{when}: a card of {vm.Name} has no interface");
            Assert.True(plugged.RemoveWhere(plug => plug.VmId == vm.Id && world.Processes[vm.Id].Devices.ContainsKey(plug.Alias)) >= 0, when);
        }

        Assert.True(plugged.Count == 0, $"{when}: an interface is left of {string.Join(", ", plugged.Select(plug => plug.Alias))}");
    }

    // Whatever happened, the VM can be used at once.
    private static async Task CheckUsableAsync(LodgeEngine engine, string when)
    {
        foreach (var network in engine.Networks.List().Where(network => !network.IsActive))
        {
            await engine.Networks.StartAsync(network.Name, default);
        }

        foreach (var vm in engine.Vms.List())
        {
            if (vm.Status.IsLive)
            {
                await engine.Lifecycle.KillAsync(vm.Name, default);
            }

            if (vm.Persistent)
            {
                var started = await engine.Lifecycle.StartAsync(vm.Name, paused: false, discardSave: false, default);
                Assert.True(started.Status.State is VmState.Running or VmState.Paused, when);
            }
        }
    }

    private static async Task Until(Func<bool> condition, string when)
    {
        for (var i = 0; i < 200 && !condition(); i++)
        {
            await Task.Delay(5);
        }

        Assert.True(condition(), $"{when}: still half-done");
    }

    private static Task Start(LodgeEngine engine) => engine.Lifecycle.StartAsync("vm", paused: false, discardSave: false, default);

    private static async Task StartAndSave(LodgeEngine engine)
    {
        await Start(engine);
        await Await(engine, engine.Saving.Save("vm", null));
    }

    private static async Task DumpAsync(LodgeEngine engine, AfterDump then) =>
        await Await(engine, await engine.Dumping.DumpAsync("vm", "/a/core", MemoryDumpFormat.Elf, then, default));

    private static async Task Await(LodgeEngine engine, Job job)
    {
        var ended = await engine.Jobs.WaitAsync(job.Id, TimeSpan.FromSeconds(10), default);
        if (ended.State != JobState.Succeeded)
        {
            throw new LodgeException(ended.Error ?? new LodgeError(ErrorCode.Timeout, "the job did not end"));
        }
    }

    private static VmDefinition Named(string name) => new() { Name = name };

    private sealed record Script(Func<LodgeEngine, Task> Before, Func<LodgeEngine, Task> Act);
}
