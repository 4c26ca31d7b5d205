using Lodge.Api.Contracts;
using Lodge.Client;
using Lodge.Model.Events;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.States;
using Lodge.System.Tests.Support;
using Lodge.TestSupport.Guests;

namespace Lodge.System.Tests.Lifecycle;

/// <summary>A Linux guest that lets its watchdog starve, once for each action that the guest outlives or ends by.</summary>
public sealed class WatchdogTests(DaemonFixture fixture) : IClassFixture<DaemonFixture>
{
    private const string Name = "starving";

    // The driver starts the timer when somebody writes, and nobody writes again.
    private const string Starve = "rmmod i6300esb; modprobe i6300esb heartbeat=1; echo A > /dev/watchdog";

    [Fact]
    public async Task Each_action_does_what_it_says()
    {
        var image = await TinyGuest.GetFullAsync();
        using var client = fixture.Daemon.Client();
        await using var events = await EventLog.OfAsync(client);
        var definition = image.Vm(Name) with { Nics = [], Watchdogs = [new() { Action = WatchdogAction.None }] };
        await client.CreateVmAsync(new CreateVm { Definition = definition, Start = true });
        await using var console = await GuestConsole.OpenAsync(client, Name);
        await console.SeesAsync(TinyGuest.Up);

        await StarveAsync(client, events, console, WatchdogAction.None);
        await console.TypeAsync("echo still \"here\"");
        await console.SeesAsync("still here");

        await StarveAsync(client, events, console, WatchdogAction.Pause);
        await IsAsync(client, VmState.Paused, VmReason.Watchdog);
        await fixture.Daemon.LodgeAsync("resume", Name);
        await console.TypeAsync("echo there \"again\"");
        await console.SeesAsync("there again");

        var before = console.Text.Length;
        await StarveAsync(client, events, console, WatchdogAction.Reset);
        await console.SeesAsync(TinyGuest.Up, before, TimeSpan.FromMinutes(1));
        Assert.Equal(1, (await client.GetVmAsync(Name)).Resets?.Count);

        // With a policy that keeps the VM there is something left to look at, and to start anew.
        await SetAsync("onPowerOff=preserve");
        await StarveAsync(client, events, console, WatchdogAction.Poweroff);
        await IsAsync(client, VmState.Paused, VmReason.PoweredOffPreserved);
        before = console.Text.Length;
        await fixture.Daemon.LodgeAsync("reset", Name);
        await fixture.Daemon.LodgeAsync("resume", Name);
        await console.SeesAsync(TinyGuest.Up, before, TimeSpan.FromMinutes(1));

        await SetAsync("onPowerOff=destroy");
        await StarveAsync(client, events, console, WatchdogAction.Shutdown);
        await IsAsync(client, VmState.Stopped, VmReason.GuestPowerOff);
        Assert.Empty(fixture.Daemon.GuestProcesses());
    }

    private async Task StarveAsync(LodgeClient client, EventLog events, GuestConsole console, WatchdogAction action)
    {
        var word = action.ToString().ToLowerInvariant();
        await SetAsync($"watchdogs.watchdog0.action={word}");
        Assert.Equal(action, (await client.GetVmAsync(Name)).Runtime!.Definition.Watchdogs![0].Action);
        await console.TypeAsync(Starve);
        await events.SeesAsync(item => item.Kind == EventKind.VmWatchdog && item.Detail == word, $"the watchdog fires: {word}", TimeSpan.FromMinutes(1));
    }

    private static Task IsAsync(LodgeClient client, VmState state, VmReason reason) => Soon.HoldsAsync(
        async () => (await client.GetVmAsync(Name)).Status is var now && (now.State, now.Reason) == (state, reason), $"{state} by {reason}", TimeSpan.FromMinutes(1));

    private async Task SetAsync(string value)
    {
        var set = await fixture.Daemon.LodgeAsync("set", Name, value);
        Assert.True(set.ExitCode == 0, set.Errors);
    }
}
