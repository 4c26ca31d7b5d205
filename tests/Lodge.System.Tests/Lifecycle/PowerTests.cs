using Lodge.Api.Contracts;
using Lodge.Model.Errors;
using Lodge.Model.Events;
using Lodge.Model.Vms;
using Lodge.Model.Vms.States;
using Lodge.System.Tests.Support;
using Lodge.TestSupport.Guests;

namespace Lodge.System.Tests.Lifecycle;

/// <summary>A Linux guest that boots, reboots and obeys its power button, or does not.</summary>
public sealed class PowerTests(DaemonFixture fixture) : IClassFixture<DaemonFixture>
{
    [Fact]
    public async Task Linux_boots_by_name_of_its_image_reboots_resets_and_powers_off()
    {
        var daemon = fixture.Daemon;
        var image = await TinyGuest.GetAsync();
        image.CopyTo(Path.Combine(daemon.StateFolder, "images"));
        Assert.Contains("tiny", await DoneAsync("image", "list"), StringComparison.Ordinal);
        await DoneAsync("launch", "tiny", "hello", "--wait-for", TinyGuest.Up, "--timeout", "3m");
        using var client = daemon.Client();
        await using var events = await EventLog.OfAsync(client);
        await using var console = await GuestConsole.OpenAsync(client, "hello");
        var up = await console.SeesMatchAsync("lodge-tiny: up, tiny, kernel [^,]+, address 10\\.0\\.2\\.\\d+/24");
        var pid = (await client.GetVmAsync("hello")).Runtime!.ProcessId;
        Assert.Contains("running", await DoneAsync("list"), StringComparison.Ordinal);
        Assert.Contains($"pid         {pid}", await DoneAsync("info", "hello"), StringComparison.Ordinal);

        var place = await console.SeesAsync("hello-42", await TypeAsync(console, up.Index, "echo hello-$((6*7))"));
        await DoneAsync("reboot", "hello", "--by", "acpi", "--timeout", "2m");
        place = await console.SeesAsync("lodge-tiny: powering off", place);
        place = await console.SeesAsync(TinyGuest.Up, place);
        await events.SeesAsync(item => item.Kind == EventKind.VmRebooted, "an event of the reboot");
        Assert.Equal(pid, (await client.GetVmAsync("hello")).Runtime!.ProcessId);

        await DoneAsync("reset", "hello");
        await console.SeesAsync(TinyGuest.Up, place);
        Assert.Equal(pid, (await client.GetVmAsync("hello")).Runtime!.ProcessId);

        await DoneAsync("stop", "hello", "--by", "acpi", "--timeout", "2m");
        var stopped = await client.GetVmAsync("hello");
        Assert.Equal((VmState.Stopped, VmReason.GuestPowerOff), (stopped.Status.State, stopped.Status.Reason));
        Assert.DoesNotContain(pid, daemon.GuestProcesses());
        Assert.Contains("lodge-tiny: powering off", await DoneAsync("log", "hello"), StringComparison.Ordinal);
        Assert.Equal("closed", (await console.HearsAsync("closed")).Type);
    }

    [Fact]
    public async Task Guest_that_ignores_its_power_button_stays_until_the_caller_escalates()
    {
        var image = await TinyGuest.GetAsync();
        using var client = fixture.Daemon.Client();
        await client.CreateVmAsync(new CreateVm { Definition = image.Vm("stubborn", "lodge.ignore-power=1"), Start = true });
        await using var console = await GuestConsole.OpenAsync(client, "stubborn");
        await console.SeesAsync(TinyGuest.Up);

        var refused = await fixture.Daemon.LodgeAsync("stop", "stubborn", "--by", "acpi", "--timeout", "2s");

        Assert.Equal(5, refused.ExitCode);
        Assert.Contains("lodge kill stubborn", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(VmState.Running, (await client.GetVmAsync("stubborn")).Status.State);
        var job = await client.ShutDownVmAsync("stubborn", new ShutDownVm(1) { Escalation = ShutDownEscalation.Kill, Method = ShutDownMethod.Acpi });
        await client.WaitForJobAsync(job);
        var killed = await client.GetVmAsync("stubborn");
        Assert.Equal((VmState.Stopped, VmReason.Killed), (killed.Status.State, killed.Status.Reason));
        var again = await Assert.ThrowsAsync<LodgeException>(() => client.ShutDownVmAsync("stubborn"));
        Assert.Equal(ErrorCode.InvalidState, again.Error.Code);
    }

    private static async Task<int> TypeAsync(GuestConsole console, int after, string line)
    {
        await console.SeesAsync("# ", after);
        await console.TypeAsync(line);
        return after;
    }

    private async Task<string> DoneAsync(params string[] arguments)
    {
        var ran = await fixture.Daemon.LodgeAsync(arguments, null, TimeSpan.FromMinutes(4));
        Assert.True(ran.ExitCode == 0, $"lodge {string.Join(' ', arguments)}: {ran}\n{fixture.Daemon.Log}");
        return ran.Output;
    }
}
