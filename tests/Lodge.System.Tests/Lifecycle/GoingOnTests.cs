using Lodge.Api.Contracts;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.States;
using Lodge.System.Tests.Support;
using Lodge.TestSupport.Daemons;
using Lodge.TestSupport.Guests;

namespace Lodge.System.Tests.Lifecycle;

/// <summary>A guest that counts seconds goes on counting after everything that interrupts it, or its daemon.</summary>
public sealed class GoingOnTests(DaemonFixture fixture) : IClassFixture<DaemonFixture>
{
    private LodgedProcess Daemon => fixture.Daemon;

    [Fact]
    public async Task Guest_goes_on_after_a_pause_a_save_and_a_restore()
    {
        using var client = Daemon.Client();
        var file = Path.Combine(Daemon.Root, "counts.save");
        await using (var console = await BootAsync(client, "counts"))
        {
            var before = await PauseAsync(client, console);
            await client.ResumeVmAsync("counts");
            Assert.Equal(before + 1, await Ticks.NextAsync(console));
            await SaveOntoFileIsRefusedAsync(client, file);
            await Ticks.NextAsync(console);
            await client.WaitForJobAsync(await client.SaveVmAsync("counts"));
        }

        var saved = await client.GetVmAsync("counts");
        Assert.Equal((VmState.Stopped, VmReason.Saved, true), (saved.Status.State, saved.Status.Reason, saved.HasManagedSave));
        var last = Ticks.In(await LogAsync("counts"))[^1];

        await client.StartVmAsync("counts");
        await using (var console = await GuestConsole.OpenAsync(client, "counts"))
        {
            Assert.InRange(await Ticks.NextAsync(console), last + 1, last + 5);
            Assert.False((await client.GetVmAsync("counts")).HasManagedSave);
            await client.WaitForJobAsync(await client.SaveVmAsync("counts", new SaveVm { Path = file }));
        }

        Assert.False((await client.GetVmAsync("counts")).HasManagedSave);
        last = Ticks.In(await LogAsync("counts"))[^1];
        await client.WaitForJobAsync(await client.RestoreVmAsync(new RestoreVm { Path = file }));
        await using (var console = await GuestConsole.OpenAsync(client, "counts"))
        {
            Assert.InRange(await Ticks.NextAsync(console), last + 1, last + 5);
            Assert.Equal(VmReason.Restored, (await client.GetVmAsync("counts")).Status.Reason);
        }

        Ticks.AreWithoutGap(Ticks.In(await LogAsync("counts")));
        await client.KillVmAsync("counts");
    }

    [Fact]
    public async Task Guest_and_its_console_log_go_on_while_the_daemon_is_away()
    {
        int pid;
        using (var client = Daemon.Client())
        {
            await using var console = await BootAsync(client, "stays");
            pid = (await client.GetVmAsync("stays")).Runtime!.ProcessId;
        }

        var before = Ticks.In(await LogAsync("stays"))[^1];
        await Daemon.CrashAsync();
        await Task.Delay(TimeSpan.FromSeconds(4));
        await Daemon.StartAgainAsync();

        using var after = Daemon.Client();
        var vm = await after.GetVmAsync("stays");
        Assert.Equal((VmState.Running, pid), (vm.Status.State, vm.Runtime?.ProcessId));
        await using var late = await GuestConsole.OpenAsync(after, "stays", ConsoleMode.Read);
        await late.SeesAsync(TinyGuest.Up, limit: TimeSpan.FromSeconds(5));
        var now = await Ticks.NextAsync(late);
        Assert.True(now > before + 1, $"The guest stood still while the daemon was away: {before}, then {now}.");
        Ticks.AreWithoutGap(Ticks.In(late.Text));
        Ticks.AreWithoutGap(Ticks.In(await LogAsync("stays")));

        Assert.Equal(0, await Daemon.StopAsync());
        await Daemon.StartAgainAsync();
        Assert.Equal(pid, (await after.GetVmAsync("stays")).Runtime?.ProcessId);
        await using var later = await GuestConsole.OpenAsync(after, "stays");
        await Ticks.NextAsync(later);
        Ticks.AreWithoutGap(Ticks.In(later.Text));
        await after.KillVmAsync("stays");
        Assert.DoesNotContain(pid, Daemon.GuestProcesses());
    }

    private static async Task<GuestConsole> BootAsync(Client.LodgeClient client, string name)
    {
        var image = await TinyGuest.GetAsync();
        await client.CreateVmAsync(new CreateVm { Definition = image.Vm(name, "lodge.tick=1"), Start = true });
        var console = await GuestConsole.OpenAsync(client, name);
        await console.SeesAsync("lodge-tiny: tick 2");
        return console;
    }

    // The guest stands still: no tick comes in a time in which some would.
    private static async Task<int> PauseAsync(Client.LodgeClient client, GuestConsole console)
    {
        await client.PauseVmAsync("counts");
        await Task.Delay(300);
        var before = Ticks.In(console.Text);
        await Task.Delay(3000);
        Assert.Equal(before, Ticks.In(console.Text));
        var vm = await client.GetVmAsync("counts");
        Assert.Equal((VmState.Paused, VmReason.UserRequest), (vm.Status.State, vm.Status.Reason));
        return before[^1];
    }

    private async Task SaveOntoFileIsRefusedAsync(Client.LodgeClient client, string file)
    {
        var precious = Path.Combine(Daemon.Root, "precious.txt");
        await File.WriteAllTextAsync(precious, "mine");
        var refused = await Assert.ThrowsAsync<LodgeException>(
            async () => await client.WaitForJobAsync(await client.SaveVmAsync("counts", new SaveVm { Path = precious })));
        Assert.Contains("exists", refused.Message, StringComparison.Ordinal);
        Assert.NotNull(refused.Error.Remedy);
        Assert.Equal("mine", await File.ReadAllTextAsync(precious));
        Assert.Equal(VmState.Running, (await client.GetVmAsync("counts")).Status.State);
        var nothing = await Assert.ThrowsAsync<LodgeException>(
            async () => await client.WaitForJobAsync(await client.RestoreVmAsync(new RestoreVm { Path = file })));
        Assert.Equal(ErrorCode.FileNotFound, nothing.Error.Code);
    }

    private async Task<string> LogAsync(string vm)
    {
        var ran = await Daemon.LodgeAsync("log", vm);
        Assert.True(ran.ExitCode == 0, ran.Errors);
        return ran.Output;
    }
}
