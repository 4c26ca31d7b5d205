using Lodge.Api.Contracts;
using Lodge.Model.Errors;
using Lodge.Model.Vms.States;
using Lodge.System.Tests.Support;
using Lodge.TestSupport.Daemons;

namespace Lodge.System.Tests.Lifecycle;

/// <summary>Persistent and transient VMs, names, and what starts with the host.</summary>
public sealed class IdentityTests
{
    [Fact]
    public async Task Transient_VM_is_forgotten_when_it_stops()
    {
        await using var daemon = await LodgedProcess.StartAsync("--accel", "tcg");
        using var client = daemon.Client();
        await using var console = await SerialVm.BootAsync(client, SerialVm.Definition(daemon, "passing"), transient: true);
        Assert.False((await client.GetVmAsync("passing")).Persistent);

        await daemon.CrashAsync();
        await daemon.StartAgainAsync();
        Assert.Equal((VmState.Running, false), await StateAsync("passing"));
        await using var again = await TestSupport.Guests.GuestConsole.OpenAsync(client, "passing");
        await again.TypeAsync("p");

        await Soon.HoldsAsync(async () => (await client.ListVmsAsync()).Count == 0, "the transient VM is forgotten");
        await Soon.HoldsAsync(() => Task.FromResult(daemon.GuestProcesses().Count == 0), "its QEMU is gone");

        async Task<(VmState, bool)> StateAsync(string name) => await client.GetVmAsync(name) is var vm ? (vm.Status.State, vm.Persistent) : default;
    }

    [Fact]
    public async Task VM_is_renamed_and_undefined_while_it_runs()
    {
        await using var daemon = await LodgedProcess.StartAsync("--accel", "tcg");
        using var client = daemon.Client();
        await using var console = await SerialVm.BootAsync(client, SerialVm.Definition(daemon, "old"));
        var before = await client.GetVmAsync("old");

        await client.RenameVmAsync("old", "new");
        var renamed = await client.GetVmAsync("new");
        Assert.Equal((before.Id, before.Runtime!.ProcessId), (renamed.Id, renamed.Runtime!.ProcessId));
        Assert.Equal(ErrorCode.VmNotFound, (await Assert.ThrowsAsync<LodgeException>(() => client.GetVmAsync("old"))).Error.Code);
        await daemon.CrashAsync();
        await daemon.StartAgainAsync();
        Assert.Equal(before.Runtime.ProcessId, (await client.GetVmAsync("new")).Runtime?.ProcessId);

        await client.DeleteVmAsync("new");
        var undefined = await client.GetVmAsync("new");
        Assert.Equal((false, VmState.Running), (undefined.Persistent, undefined.Status.State));
        await client.KillVmAsync("new");
        Assert.Empty(await client.ListVmsAsync());
    }

    [Fact]
    public async Task Edit_of_a_running_VM_holds_from_its_next_start_on()
    {
        await using var daemon = await LodgedProcess.StartAsync("--accel", "tcg");
        using var client = daemon.Client();
        await using var console = await SerialVm.BootAsync(client, SerialVm.Definition(daemon, "edited"));

        Assert.Equal(0, (await daemon.LodgeAsync("edit", "edited", "--set", "memory.size=32MiB")).ExitCode);
        var pending = await client.GetVmAsync("edited");
        Assert.True(pending.HasPendingChanges);
        Assert.Equal((16L << 20, 32L << 20), (pending.Runtime!.Definition.Memory.Size.Bytes, pending.Definition.Memory.Size.Bytes));

        await client.KillVmAsync("edited");
        var started = await client.StartVmAsync("edited", new StartVm { Paused = true });
        Assert.False(started.HasPendingChanges);
        Assert.Equal(32L << 20, started.Runtime!.Definition.Memory.Size.Bytes);
        await client.KillVmAsync("edited");
    }

    [Fact]
    public async Task Autostart_happens_once_a_boot_of_the_host()
    {
        await using var daemon = await LodgedProcess.StartAsync("--accel", "tcg");
        using var client = daemon.Client();
        await client.CreateVmAsync(new CreateVm { Definition = SerialVm.Definition(daemon, "first") with { Autostart = true } });
        await client.CreateVmAsync(new CreateVm { Definition = SerialVm.Definition(daemon, "never") });
        Assert.Equal(VmState.Stopped, (await client.GetVmAsync("first")).Status.State);

        await RestartAsync();
        Assert.Equal(VmState.Stopped, (await client.GetVmAsync("first")).Status.State);

        // A reboot of the host empties the run folder.
        File.Delete(Path.Combine(daemon.RunFolder, "boot-id"));
        await RestartAsync();
        var started = await Soon.IsAsync(client, "first", VmState.Running);
        Assert.Equal(VmState.Stopped, (await client.GetVmAsync("never")).Status.State);

        await client.KillVmAsync("first");
        await RestartAsync();
        await Task.Delay(500);
        Assert.Equal((VmState.Stopped, VmReason.Killed), await client.GetVmAsync("first") is var now ? (now.Status.State, now.Status.Reason) : default);
        Assert.NotNull(started.Runtime);

        async Task RestartAsync()
        {
            await daemon.StopAsync();
            await daemon.StartAgainAsync();
        }
    }
}
