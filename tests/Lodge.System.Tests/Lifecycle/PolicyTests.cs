using Lodge.Api.Contracts;
using Lodge.Client;
using Lodge.Model.Events;
using Lodge.Model.Vms;
using Lodge.Model.Vms.States;
using Lodge.System.Tests.Support;
using Lodge.TestSupport.Guests;

namespace Lodge.System.Tests.Lifecycle;

/// <summary>What follows when a guest powers off, reboots or crashes by itself, as its definition says.</summary>
public sealed class PolicyTests(DaemonFixture fixture) : IClassFixture<DaemonFixture>
{
    [Fact]
    public async Task Linux_that_panics_is_restarted_or_ended_as_its_policy_says()
    {
        var image = await TinyGuest.GetAsync();
        using var client = fixture.Daemon.Client();
        await using var events = await EventLog.OfAsync(client);
        await client.CreateVmAsync(new CreateVm { Definition = image.Vm("panics") with { OnCrash = LifecycleAction.Restart }, Start = true });
        await using var console = await GuestConsole.OpenAsync(client, "panics");
        var place = await console.SeesAsync("# ", await console.SeesAsync(TinyGuest.Up));
        var pid = (await client.GetVmAsync("panics")).Runtime!.ProcessId;

        await console.TypeAsync("crash");

        await events.SeesAsync(item => item.Status?.State == VmState.Crashed, "an event of the crash", TimeSpan.FromMinutes(1));
        await console.SeesAsync(TinyGuest.Up, place);
        var again = await client.GetVmAsync("panics");
        Assert.Equal((VmState.Running, VmReason.Restarted, pid), (again.Status.State, again.Status.Reason, again.Runtime!.ProcessId));
        await client.KillVmAsync("panics");
    }

    [Theory]
    [InlineData("c", LifecycleAction.Destroy, VmState.Stopped, VmReason.GuestPanicked)]
    [InlineData("c", LifecycleAction.Preserve, VmState.Crashed, VmReason.GuestPanicked)]
    [InlineData("c", LifecycleAction.Restart, VmState.Running, VmReason.Restarted)]
    [InlineData("p", LifecycleAction.Destroy, VmState.Stopped, VmReason.GuestPowerOff)]
    [InlineData("p", LifecycleAction.Preserve, VmState.Paused, VmReason.PoweredOffPreserved)]
    [InlineData("p", LifecycleAction.Restart, VmState.Running, VmReason.Restarted)]
    [InlineData("r", LifecycleAction.Destroy, VmState.Stopped, VmReason.GuestReboot)]
    [InlineData("r", LifecycleAction.Restart, VmState.Running, VmReason.Booted)]
    public async Task Guest_ends_up_as_its_policy_says(string key, LifecycleAction policy, VmState state, VmReason reason)
    {
        var name = $"{key}-{policy}".ToLowerInvariant();
        using var client = fixture.Daemon.Client();
        await using var events = await EventLog.OfAsync(client);
        var definition = SerialVm.Definition(fixture.Daemon, name) with
        {
            OnCrash = key == "c" ? policy : LifecycleAction.Destroy,
            OnPowerOff = key == "p" ? policy : LifecycleAction.Destroy,
            OnReboot = key == "r" ? policy : LifecycleAction.Restart,
        };
        await using var console = await SerialVm.BootAsync(client, definition);
        var place = console.Text.Length;
        var pid = (await client.GetVmAsync(name)).Runtime!.ProcessId;

        await console.TypeAsync(key);

        if (policy == LifecycleAction.Restart)
        {
            await console.SeesAsync(SerialGuest.Greeting, place);
        }

        Vm? vm = null;
        await Soon.HoldsAsync(async () => (vm = await client.GetVmAsync(name)).Status is var now && now.State == state && now.Reason == reason, $"{state}, {reason}; it is {vm?.Status}");
        Assert.Equal(state == VmState.Stopped ? null : pid, vm!.Runtime?.ProcessId);
        Assert.Empty(vm.LastWords);
        await EndAsync(client, vm);
    }

    private static async Task EndAsync(LodgeClient client, Vm vm)
    {
        if (vm.Status.IsLive)
        {
            await client.KillVmAsync(vm.Name);
        }

        await client.DeleteVmAsync(vm.Name);
    }
}
