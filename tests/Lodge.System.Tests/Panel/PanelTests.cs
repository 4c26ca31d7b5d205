using System.Buffers.Binary;
using Lodge.Api.Contracts;
using Lodge.Model.Jobs;
using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.States;
using Lodge.System.Tests.Lifecycle;
using Lodge.System.Tests.Support;
using Lodge.TestSupport.Daemons;
using Lodge.TestSupport.Guests;

namespace Lodge.System.Tests.Panel;

/// <summary>Screen, keyboard, NMI and memory of a real Linux guest, by the command line.</summary>
public sealed class PanelTests(DaemonFixture fixture) : IClassFixture<DaemonFixture>
{
    private LodgedProcess Daemon => fixture.Daemon;

    [Fact]
    public async Task Linux_notices_an_nmi_is_photographed_and_its_reset_is_counted()
    {
        var image = await TinyGuest.GetAsync();
        using var client = Daemon.Client();
        await client.CreateVmAsync(new CreateVm { Definition = image.Vm("desk") with { Graphics = [new()] }, Start = true });
        await using var console = await GuestConsole.OpenAsync(client, "desk");
        var up = await console.SeesAsync(TinyGuest.Up);

        Assert.Equal("desk got an NMI.\n", await DoneAsync("nmi", "desk"));
        await console.SeesAsync("NMI received", up);

        var file = Path.Combine(Daemon.Root, "desk.png");
        await DoneAsync("screenshot", "desk", file);
        var picture = await File.ReadAllBytesAsync(file);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], picture[..4]);
        Assert.Equal((720, 400), (BinaryPrimitives.ReadInt32BigEndian(picture.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(picture.AsSpan(20))));
        await DoneAsync("send-key", "desk", "ctrl-alt-f2", "enter");

        await DoneAsync("reset", "desk");
        await Soon.HoldsAsync(async () => (await client.GetVmAsync("desk")).Resets is { Count: 1, LastByGuest: false }, "the reset is counted");
        Assert.Contains("by the host", await DoneAsync("info", "desk"), StringComparison.Ordinal);
        await console.SeesAsync(TinyGuest.Up, up);
        await client.KillVmAsync("desk");
    }

    [Fact]
    public async Task Guest_goes_on_after_its_dump_and_after_one_that_its_daemon_did_not_survive()
    {
        var image = await TinyGuest.GetAsync();
        var core = Path.Combine(Daemon.Root, "counts.core");
        using (var client = Daemon.Client())
        {
            var vm = image.Vm("counts", "lodge.tick=1") with { Memory = new() { Size = ByteSize.FromMiB(768) } };
            await client.CreateVmAsync(new CreateVm { Definition = vm, Start = true });
            await using var console = await GuestConsole.OpenAsync(client, "counts");
            await console.SeesAsync(TinyGuest.Up);
            await DoneAsync("dump", "counts", core);
            Assert.True(new FileInfo(core).Length > 768 << 20);
            await Ticks.NextAsync(console);

            await client.Panel.DumpAsync("counts", new DumpVm { Path = core + ".2" });
            await Soon.HoldsAsync(async () => (await client.GetVmAsync("counts")).Status.Reason == VmReason.Dumping, "the dump has begun");
        }

        await Daemon.CrashAsync();
        await Daemon.StartAgainAsync();
        using var after = Daemon.Client();
        await Soon.IsAsync(after, "counts", VmState.Running);
        Assert.Empty(Directory.GetFiles(Daemon.Root, "counts.core.2*"));
        Assert.Equal(JobState.Interrupted, (await after.ListJobsAsync())[0].State);
        await using var late = await GuestConsole.OpenAsync(after, "counts", ConsoleMode.Read);
        await Ticks.NextAsync(late);
        Ticks.AreWithoutGap(Ticks.In(late.Text));
        await after.KillVmAsync("counts");
    }

    private async Task<string> DoneAsync(params string[] arguments)
    {
        var ran = await Daemon.LodgeAsync(arguments, null, TimeSpan.FromMinutes(4));
        Assert.True(ran.ExitCode == 0, $"lodge {string.Join(' ', arguments)}: {ran.Errors}{ran.Output}\n{Daemon.Log}");
        return ran.Output;
    }
}
