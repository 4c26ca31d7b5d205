using Lodge.Client;
using Lodge.Model.Events;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.States;
using Lodge.System.Tests.Support;
using Lodge.TestSupport.Guests;

namespace Lodge.System.Tests.Lifecycle;

/// <summary>A guest that lets its watchdog starve, once for each action that it outlives or ends by. What Linux does with one: <see cref="GuestTroubleTests"/>.</summary>
public sealed class WatchdogTests(DaemonFixture fixture) : IClassFixture<DaemonFixture>
{
    private const string Name = "starving";
    private const string Starve = "w";
    private const string Count = "+";

    [Fact]
    public async Task Each_action_does_what_it_says()
    {
        using var client = fixture.Daemon.Client();
        await using var events = await EventLog.OfAsync(client);
        await using var console = await SerialVm.BootAsync(client, SerialVm.Definition(fixture.Daemon, Name) with
        {
            Watchdogs = [new() { Model = WatchdogModel.Ib700, Action = WatchdogAction.None }],
        });

        await StarveAsync(client, events, console, WatchdogAction.None);
        await console.TypeAsync(Count);
        var end = await console.SeesAsync("1");

        await StarveAsync(client, events, console, WatchdogAction.Pause);
        await IsAsync(client, VmState.Paused, VmReason.Watchdog);
        await fixture.Daemon.LodgeAsync("resume", Name);
        await console.TypeAsync(Count);
        end = await console.SeesAsync("2", end);

        await StarveAsync(client, events, console, WatchdogAction.Reset);
        end = await console.SeesAsync(SerialGuest.Greeting, end);
        Assert.Equal(1, (await client.GetVmAsync(Name)).Resets?.Count);

        // With a policy that keeps the VM there is something left to look at, and to start anew.
        await SetAsync("onPowerOff=preserve");
        await StarveAsync(client, events, console, WatchdogAction.Poweroff);
        await IsAsync(client, VmState.Paused, VmReason.PoweredOffPreserved);
        await fixture.Daemon.LodgeAsync("reset", Name);
        await fixture.Daemon.LodgeAsync("resume", Name);
        await console.SeesAsync(SerialGuest.Greeting, end);

        await SetAsync("onPowerOff=destroy");
        await StarveAsync(client, events, console, WatchdogAction.Shutdown);
        await IsAsync(client, VmState.Stopped, VmReason.GuestPowerOff);
        Assert.Contains(SerialGuest.Farewell, console.Text, StringComparison.Ordinal);
        Assert.Empty(fixture.Daemon.GuestProcesses());
    }

    private async Task StarveAsync(LodgeClient client, EventLog events, GuestConsole console, WatchdogAction action)
    {
        var word = action.ToString().ToLowerInvariant();
        await SetAsync($"watchdogs.watchdog0.action={word}");
        Assert.Equal(action, (await client.GetVmAsync(Name)).Runtime!.Definition.Watchdogs![0].Action);

        // QEMU reports watchdogs once a second at most: one that fires sooner halts the guest before it is told of.
        await Task.Delay(TimeSpan.FromSeconds(1));
        await console.TypeAsync(Starve);
        await events.SeesAsync(item => item.Kind == EventKind.VmWatchdog && item.Detail == word, $"the watchdog fires: {word}");
    }

    private static Task IsAsync(LodgeClient client, VmState state, VmReason reason) => Soon.HoldsAsync(
        async () => (await client.GetVmAsync(Name)).Status is var now && (now.State, now.Reason) == (state, reason), $"{state} by {reason}");

    private async Task SetAsync(string value)
    {
        var set = await fixture.Daemon.LodgeAsync("set", Name, value);
        Assert.True(set.ExitCode == 0, set.Errors);
    }
}
