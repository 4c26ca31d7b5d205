using Lodge.Engine.Ports;
using Lodge.Engine.Vms.Panel;
using Lodge.Model.Errors;
using Lodge.Model.Jobs;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Keys;
using Lodge.Model.Vms.States;
using Lodge.TestSupport.Engine;

namespace Lodge.Engine.Tests.Vms.Panel;

/// <summary>Keys, memory dumps and resets as the engine sees them.</summary>
public sealed class PanelTests
{
    private readonly FakeWorld _world = new();

    private FakeQemu Qemu => Assert.Single(_world.Processes.Values);

    [Fact]
    public async Task Keys_for_a_guest_that_stands_still_are_refused_and_bad_ones_press_nothing()
    {
        var engine = await StartAsync();
        var error = await RefusedAsync(() => engine.Panel.SendKeysAsync("vm", ["a", "nokey"], KeyCodeSet.Names, Hold, default));
        Assert.Equal(ErrorCode.InvalidArgument, error.Code);
        await engine.Lifecycle.PauseAsync("vm", default);
        error = await RefusedAsync(() => engine.Panel.SendKeysAsync("vm", ["a"], KeyCodeSet.Names, Hold, default));
        Assert.Equal((ErrorCode.InvalidState, "VM 'vm' cannot take keys while it is paused."), (error.Code, error.Message));
        Assert.Empty(Qemu.Pressed);
    }

    [Fact]
    public async Task Guest_stands_still_for_its_dump_and_goes_on_also_when_that_is_cancelled()
    {
        var engine = await StartAsync();
        var gate = new TaskCompletionSource();
        _world.SaveGate = gate.Task;
        var job = await engine.Dumping.DumpAsync("vm", "/a/core", MemoryDumpFormat.KdumpZlib, AfterDump.Continue, default);
        await UntilAsync(() => engine.Vms.Get("vm").Status is { State: VmState.Paused, Reason: VmReason.Dumping });
        Assert.Equal(RunOperation.Dumping, Assert.Single(_world.RunFolder.Values).Intent.Operation);

        Assert.Equal(JobState.Cancelled, (await engine.Jobs.CancelAsync(job.Id, default)).State);
        Assert.Equal((VmState.Running, VmReason.Resumed), (engine.Vms.Get("vm").Status.State, engine.Vms.Get("vm").Status.Reason));
        Assert.Empty(_world.PartialFiles);
        gate.SetResult();
        job = await engine.Dumping.DumpAsync("vm", "/a/core", MemoryDumpFormat.KdumpZlib, AfterDump.Continue, default);
        Assert.Equal(JobState.Succeeded, (await engine.Jobs.WaitAsync(job.Id, TimeSpan.FromSeconds(10), default)).State);
        Assert.Equal(MemoryDumpFormat.KdumpZlib, _world.Dumps["/a/core"]);
        Assert.Equal(RunOperation.None, Assert.Single(_world.RunFolder.Values).Intent.Operation);
    }

    [Fact]
    public async Task Kill_cuts_through_a_dump()
    {
        var engine = await StartAsync();
        _world.SaveGate = new TaskCompletionSource().Task;
        var job = await engine.Dumping.DumpAsync("vm", "/a/core", MemoryDumpFormat.Elf, AfterDump.Continue, default);
        await UntilAsync(() => engine.Vms.Get("vm").Status.Reason == VmReason.Dumping);
        Assert.Equal(VmState.Stopped, (await engine.Lifecycle.KillAsync("vm", default)).Status.State);
        job = await engine.Jobs.WaitAsync(job.Id, TimeSpan.FromSeconds(10), default);
        Assert.Equal((JobState.Failed, ErrorCode.Cancelled), (job.State, job.Error?.Code));
    }

    [Fact]
    public async Task Dump_to_a_bad_place_in_a_strange_format_or_of_a_stopped_vm_is_refused()
    {
        var engine = await StartAsync();
        Assert.Equal(ErrorCode.InvalidArgument, (await DumpRefusedAsync(engine, "core", MemoryDumpFormat.Elf)).Code);
        Assert.Equal(ErrorCode.InvalidArgument, (await DumpRefusedAsync(engine, "/etc/hostname", MemoryDumpFormat.Elf)).Code);
        var unknown = await DumpRefusedAsync(engine, "/a/core", MemoryDumpFormat.KdumpSnappy);
        Assert.Equal((ErrorCode.Unsupported, "It can as elf, kdump-zlib."), (unknown.Code, unknown.Remedy));
        await engine.Lifecycle.KillAsync("vm", default);
        Assert.Equal(ErrorCode.InvalidState, (await DumpRefusedAsync(engine, "/a/core", MemoryDumpFormat.Elf)).Code);
        Assert.Empty(engine.Jobs.List());
    }

    [Fact]
    public async Task Resets_are_counted_with_their_time_over_a_restart_of_the_daemon_until_the_vm_stops()
    {
        var first = await _world.StartDaemonAsync();
        await first.Engine.Lifecycle.LaunchAsync(new VmDefinition { Name = "vm" }, transient: false, paused: false, default);
        Assert.Null(first.Engine.Vms.Get("vm").Resets);
        Qemu.Report(new GuestReset(ByGuest: false));
        Qemu.Report(new GuestReset(ByGuest: true));
        await UntilAsync(() => first.Engine.Vms.Get("vm").Resets is { Count: 2, LastByGuest: true });
        first.Fate.CrashAt(1);

        var engine = (await _world.StartDaemonAsync()).Engine;
        Assert.Equal(2, engine.Vms.Get("vm").Resets?.Count);
        Qemu.Report(new GuestReset(ByGuest: false));
        await UntilAsync(() => engine.Vms.Get("vm").Resets is { Count: 3, LastByGuest: false });
        Assert.Null((await engine.Lifecycle.KillAsync("vm", default)).Resets);
    }

    private static TimeSpan Hold => VmPanel.UsualHold;

    private static async Task<LodgeError> RefusedAsync(Func<Task> act) => (await Assert.ThrowsAsync<LodgeException>(act)).Error;

    private static Task<LodgeError> DumpRefusedAsync(LodgeEngine engine, string path, MemoryDumpFormat format) =>
        RefusedAsync(() => engine.Dumping.DumpAsync("vm", path, format, AfterDump.Continue, default));

    private static async Task UntilAsync(Func<bool> holds)
    {
        for (var i = 0; i < 400 && !holds(); i++)
        {
            await Task.Delay(10);
        }

        Assert.True(holds());
    }

    private async Task<LodgeEngine> StartAsync()
    {
        var engine = (await _world.StartDaemonAsync()).Engine;
        await engine.Lifecycle.LaunchAsync(new VmDefinition { Name = "vm" }, transient: false, paused: false, default);
        return engine;
    }
}
