using Lodge.Api.Contracts;
using Lodge.Model.Events;
using Lodge.Model.Jobs;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;
using Lodge.Model.Vms.States;
using Lodge.System.Tests.Support;
using Lodge.TestSupport.Guests;

namespace Lodge.System.Tests.Lifecycle;

/// <summary>A Linux guest that sets its clock, forgets its watchdog and crashes.</summary>
public sealed class GuestTroubleTests(DaemonFixture fixture) : IClassFixture<DaemonFixture>
{
    private const string Name = "trouble";

    // Were the guest so slow that a daemon listens again, it would be kept all the same.
    [Fact]
    public async Task Clock_that_a_guest_sets_while_no_daemon_listens_is_kept()
    {
        const string Vm = "alone";
        var image = await TinyGuest.GetAsync();
        using var client = fixture.Daemon.Client();
        await client.CreateVmAsync(new CreateVm
        {
            Definition = image.Vm(Vm) with { Nics = [], Clock = new() { Offset = ClockOffset.Variable } },
            Start = true,
        });
        await using (var console = await GuestConsole.OpenAsync(client, Vm))
        {
            await console.SeesAsync(TinyGuest.Up);
            await console.TypeAsync("echo it \"begins\"; sleep 1; date -s @$(( $(date +%s) + 432000 )) > /dev/null; hwclock -w -u");
            await console.SeesAsync("it begins");
            await fixture.Daemon.CrashAsync();
        }

        await Task.Delay(TimeSpan.FromSeconds(3));
        await fixture.Daemon.StartAgainAsync();
        await Soon.HoldsAsync(
            async () => (await client.GetVmAsync(Vm)).Definition.Clock?.Adjustment is >= 431_900 and <= 432_100, "the clock is kept");
        await fixture.Daemon.LodgeAsync("kill", Vm);
    }

    [Fact]
    public async Task Clock_is_kept_watchdogs_act_and_a_crash_is_told()
    {
        var image = await TinyGuest.GetFullAsync();
        using var client = fixture.Daemon.Client();
        await using var events = await EventLog.OfAsync(client);
        var definition = image.Vm(Name) with
        {
            Nics = [],
            Clock = new() { Offset = ClockOffset.Variable },
            Watchdogs = [new() { Action = WatchdogAction.Dump }],
            Panics = [new()],
            OnCrash = LifecycleAction.Preserve,
        };
        await client.CreateVmAsync(new CreateVm { Definition = definition, Start = true });
        await using var console = await GuestConsole.OpenAsync(client, Name);
        await console.SeesAsync(TinyGuest.Up);

        // Ten days ahead of the host, give or take what the commands take.
        await console.TypeAsync("date -s @$(( $(date +%s) + 864000 )) > /dev/null; hwclock -w -u; echo clock is \"set\"");
        await console.SeesAsync("clock is set");
        await events.SeesAsync(item => item.Kind == EventKind.VmClockChanged, "the clock is told of");
        await Soon.HoldsAsync(
            async () => (await client.GetVmAsync(Name)).Definition.Clock?.Adjustment is >= 863_900 and <= 864_100, "the clock is kept");

        await console.TypeAsync("rmmod i6300esb; modprobe i6300esb heartbeat=1; echo A > /dev/watchdog");
        var fired = await events.SeesAsync(item => item.Kind == EventKind.VmWatchdog, "the watchdog fires", TimeSpan.FromMinutes(1));
        Assert.Equal("dump", fired.Detail);
        var goesOn = await events.SeesAsync(
            item => item is { Status: { State: VmState.Running, Detail: { } detail } } && detail.Contains("dumped to", StringComparison.Ordinal), "it goes on", TimeSpan.FromMinutes(1));
        Assert.Equal(JobState.Succeeded, Assert.Single(await client.ListJobsAsync(), job => job.Kind == JobKind.Dump).State);
        var dump = Assert.Single(Directory.GetFiles(Path.Combine(fixture.Daemon.Root, "state", "dumps"), "*.core", SearchOption.AllDirectories));
        Assert.EndsWith(dump, goesOn.Status!.Detail, StringComparison.Ordinal);
        Assert.Equal([0x7f, (byte)'E', (byte)'L', (byte)'F'], (await File.ReadAllBytesAsync(dump))[..4]);

        var set = await fixture.Daemon.LodgeAsync("set", Name, "watchdogs.watchdog0.action=inject-nmi");
        Assert.True(set.ExitCode == 0, set.Errors);
        var before = console.Text.Length;
        await console.TypeAsync("dmesg -n 8; rmmod i6300esb; modprobe i6300esb heartbeat=1; echo A > /dev/watchdog");
        await console.SeesAsync("NMI received", before, TimeSpan.FromMinutes(1));

        await console.TypeAsync("echo c > /proc/sysrq-trigger");
        await Soon.HoldsAsync(async () => (await client.GetVmAsync(Name)).Status is { State: VmState.Crashed, Reason: VmReason.GuestPanicked }, "the crash is told", TimeSpan.FromMinutes(1));
        await fixture.Daemon.LodgeAsync("kill", Name);
    }
}
