using Lodge.Model.Vms.States;
using Lodge.System.Tests.Support;
using Lodge.TestSupport.Daemons;

namespace Lodge.System.Tests.Lifecycle;

/// <summary>A QEMU that ends by itself.</summary>
public sealed class DeathTests(DaemonFixture fixture) : IClassFixture<DaemonFixture>
{
    [Theory]
    [InlineData("KILL", "killed by signal 9", null)]
    [InlineData("TERM", null, "terminating on signal 15")]
    public async Task Death_of_QEMU_is_noticed_at_once_with_its_last_words(string signal, string? detail, string? words)
    {
        var name = $"dies-{signal.ToLowerInvariant()}";
        using var client = fixture.Daemon.Client();
        await using var events = await EventLog.OfAsync(client);
        await using var console = await SerialVm.BootAsync(client, SerialVm.Definition(fixture.Daemon, name));
        var pid = (await client.GetVmAsync(name)).Runtime!.ProcessId;

        var killed = DateTimeOffset.UtcNow;
        await Ran.ProgramAsync("/bin/kill", [$"-{signal}", $"{pid}"]);

        var seen = await events.SeesAsync(item => item.VmName == name && item.Status?.State == VmState.Stopped, "an event of the death");
        Assert.True(seen.Time - killed < TimeSpan.FromSeconds(1), $"Noticed after {seen.Time - killed}.");
        Assert.Equal(VmReason.ProcessDied, seen.Status!.Reason);
        Assert.Contains(detail ?? "", seen.Status.Detail ?? "", StringComparison.Ordinal);
        Assert.Contains(words ?? "", string.Join('\n', seen.LastWords ?? []), StringComparison.Ordinal);

        var vm = await client.GetVmAsync(name);
        Assert.Equal(seen.Status, vm.Status);
        Assert.Equal(seen.LastWords ?? [], vm.LastWords);
        var info = (await fixture.Daemon.LodgeAsync("info", name)).Output;
        Assert.Contains(detail ?? "", info, StringComparison.Ordinal);
        Assert.Contains(words ?? "", info, StringComparison.Ordinal);
        Assert.Equal("closed", (await console.HearsAsync("closed")).Type);
        Assert.False(Directory.Exists(Path.Combine(fixture.Daemon.RunFolder, "vms", vm.Id.ToString())));
        await client.StartVmAsync(name);
        Assert.Empty((await client.GetVmAsync(name)).LastWords);
        await client.KillVmAsync(name);
    }
}
