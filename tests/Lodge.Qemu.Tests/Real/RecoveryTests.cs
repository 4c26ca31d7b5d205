using System.Text.Json;
using Lodge.Engine.Ports;
using Lodge.Linux.Processes;
using Lodge.Model.Vms;
using Lodge.Qemu.Launching;
using Lodge.Qemu.Processes;
using Lodge.Qemu.Tests.Support;
using Lodge.Qmp.Commands;
using Lodge.TestSupport.Guests;

namespace Lodge.Qemu.Tests.Real;

/// <summary>What a daemon finds after another one was killed at some instant.</summary>
public class RecoveryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Running_guest_is_taken_over_with_all_that_is_known_of_it()
    {
        await using var host = RealHost.Create();
        var definition = host.Guest();
        var before = await host.LaunchAsync(definition);
        await before.ResumeAsync(Token);
        before.WriteIntent(RealHost.Intent(definition) with { Operation = RunOperation.None });
        await before.DisposeAsync();
        host.Restart();

        var record = Assert.Single(host.Hypervisor.ReadRunRecords());
        Assert.Equal(RunOperation.None, record.Intent.Operation);
        await using var vm = await host.Hypervisor.ReattachAsync(record, Token);
        Assert.NotNull(vm);
        Assert.Equal(before.Runtime.ProcessId, vm.Runtime.ProcessId);
        Assert.Equal(before.Runtime.Security.Items, vm.Runtime.Security.Items);
        Assert.Equal(GuestRunState.Running, await vm.QueryStateAsync(Token));
        using var serial = await Serial.ConnectAsync(vm);
        await serial.SayAsync("k");
        await serial.ExpectAsync("k");

        await vm.QuitAsync(Token);
        var exit = Assert.IsType<ProcessExited>((await vm.AllAsync())[^1]);
        Assert.True(exit.Asked);
        Assert.Empty(host.Hypervisor.ReadRunRecords());
        Assert.Empty(host.Cgroups());
    }

    [Fact]
    public async Task Start_that_was_cut_short_before_the_display_listened_is_finished()
    {
        await using var host = RealHost.Create();
        var definition = host.Guest() with { Graphics = [new()] };
        var before = await host.LaunchAsync(definition);
        await before.DisposeAsync();
        File.Delete(before.Runtime.Displays![0].Socket!);
        host.Restart();

        await using var vm = await host.Hypervisor.ReattachAsync(Assert.Single(host.Hypervisor.ReadRunRecords()), Token);
        using var socket = await Linux.Descriptors.UnixSockets.ConnectAsync(vm!.Runtime.Displays![0].Socket!, Token);
        var greeting = new byte[3];
        await new System.Net.Sockets.NetworkStream(socket).ReadExactlyAsync(greeting, Token);
        Assert.Equal("RFB"u8.ToArray(), greeting);
    }

    [Fact]
    public async Task Start_that_was_cut_short_before_the_disks_were_limited_is_finished()
    {
        await using var host = RealHost.Create();
        var guest = host.Guest();
        var definition = guest with { Disks = [guest.Disks[0] with { Alias = "disk0", Throttle = new() { TotalIops = 100 } }] };
        await (await host.LaunchAsync(definition)).DisposeAsync();
        var monitor = Path.Combine(host.RunFolderOf(definition), "qmp.sock");
        Assert.Equal(100, await LimitAsync(monitor));
        await LiftLimitAsync(monitor);
        Assert.Equal(0, await LimitAsync(monitor));
        host.Restart();

        await using (var vm = await host.Hypervisor.ReattachAsync(Assert.Single(host.Hypervisor.ReadRunRecords()), Token))
        {
            Assert.NotNull(vm);
        }

        Assert.Equal(100, await LimitAsync(monitor));
    }

    [Fact]
    public async Task Save_that_was_cut_short_is_undone_wherever_its_file_is()
    {
        await using var host = RealHost.Create();
        var definition = host.Guest();
        var path = Path.Combine(host.Root, "elsewhere.save");
        var before = await host.LaunchAsync(definition);
        before.WriteIntent(RealHost.Intent(definition) with { Operation = RunOperation.Saving, SavedState = path });
        File.WriteAllText(path + ".partial", "half");
        await before.DisposeAsync();
        host.Restart();

        await using (var vm = await host.Hypervisor.ReattachAsync(Assert.Single(host.Hypervisor.ReadRunRecords()), Token))
        {
            await vm!.AbandonSaveAsync(path, Token);
            await vm.ResumeAsync(Token);
        }

        Assert.Empty(Directory.GetFiles(host.Root, "elsewhere*"));
        File.WriteAllText(path + ".partial", "half");
        await host.Hypervisor.CleanUpAsync(definition.Id, Token);
        Assert.Empty(Directory.GetFiles(host.Root, "elsewhere*"));
    }

    [Fact]
    public async Task Image_of_a_guest_that_was_taken_over_is_still_its_own()
    {
        await using var host = RealHost.Create();
        var definition = host.Guest();
        await (await host.LaunchAsync(definition)).DisposeAsync();
        host.Restart();
        await using var vm = await host.Hypervisor.ReattachAsync(Assert.Single(host.Hypervisor.ReadRunRecords()), Token);

        var error = (await Assert.ThrowsAsync<Model.Errors.LodgeException>(
            () => host.Hypervisor.CheckAsync(definition with { Id = Guid.CreateVersion7(), Name = "other" }, Token))).Error;
        Assert.Equal(Model.Errors.ErrorCode.ImageInUse, error.Code);
        Assert.Contains("'guest'", error.Message);
    }

    [Fact]
    public async Task Guest_that_died_meanwhile_is_not_taken_over_and_is_cleaned_up()
    {
        await using var host = RealHost.Create();
        var definition = host.Guest();
        var before = await host.LaunchAsync(definition);
        await before.DisposeAsync();
        Kill(before.Runtime.ProcessId);
        host.Restart();

        Assert.Null(await host.Hypervisor.ReattachAsync(Assert.Single(host.Hypervisor.ReadRunRecords()), Token));
        await host.Hypervisor.CleanUpAsync(definition.Id, Token);
        await host.Hypervisor.CleanUpAsync(definition.Id, Token);
        Assert.Empty(host.Hypervisor.ReadRunRecords());
        Assert.Empty(host.Cgroups());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Process_that_was_never_recorded_is_found_and_ended(bool withRecord)
    {
        await using var host = RealHost.Create();
        var definition = host.Guest();
        var vm = await host.LaunchAsync(definition);
        await vm.DisposeAsync();
        var record = Path.Combine(host.RunFolderOf(definition), "record.json");
        var intentOnly = Assert.Single(host.Hypervisor.ReadRunRecords()) with { Runtime = null, ProcessStartTime = 0 };
        File.Delete(record);
        if (withRecord)
        {
            new RunFolders.RunRecordFile(record, intentOnly).Change(same => same);
        }

        host.Restart();
        if (withRecord)
        {
            Assert.Null(Assert.Single(host.Hypervisor.ReadRunRecords()).Runtime);
            await host.Hypervisor.CleanUpAsync(definition.Id, Token);
        }
        else
        {
            await host.Hypervisor.SweepAsync(new HashSet<Guid>(), Token);
        }

        Assert.True(ProcessStat.Read(vm.Runtime.ProcessId) is null or { HasEnded: true });
        Assert.False(Directory.Exists(host.RunFolderOf(definition)));
        Assert.Empty(host.Cgroups());
    }

    [Fact]
    public async Task Process_whose_run_folder_is_gone_is_found_by_its_mark()
    {
        await using var host = RealHost.Create();
        var definition = host.Guest();
        var vm = await host.LaunchAsync(definition);
        await vm.DisposeAsync();
        Directory.Delete(host.RunFolderOf(definition), recursive: true);
        host.Restart();

        await host.Hypervisor.SweepAsync(new HashSet<Guid> { Guid.NewGuid() }, Token);
        Assert.True(ProcessStat.Read(vm.Runtime.ProcessId) is null or { HasEnded: true });
        Assert.Empty(host.Cgroups());
    }

    [Fact]
    public async Task Sweep_spares_what_is_known_and_what_is_live()
    {
        await using var host = RealHost.Create();
        var known = host.Guest("known");
        await (await host.LaunchAsync(known)).DisposeAsync();
        host.Restart();
        await using var live = await host.LaunchAsync(host.Guest("live"));

        await host.Hypervisor.SweepAsync(new HashSet<Guid> { known.Id }, Token);
        Assert.Equal(2, host.Hypervisor.ReadRunRecords().Count);
        Assert.Equal(GuestRunState.NotStarted, await live.QueryStateAsync(Token));
    }

    [Fact]
    public async Task Start_clears_what_a_former_one_left()
    {
        await using var host = RealHost.Create();
        var definition = host.Guest();
        var before = await host.LaunchAsync(definition);
        await before.DisposeAsync();
        host.Restart();

        await using var vm = await host.LaunchAsync(definition);
        Assert.NotEqual(before.Runtime.ProcessId, vm.Runtime.ProcessId);
        Assert.True(ProcessStat.Read(before.Runtime.ProcessId) is null or { HasEnded: true });
        await vm.QuitAsync(Token);
    }

    private static async Task<long> LimitAsync(string monitor)
    {
        await using var client = await QmpTransport.ConnectAsync(monitor, TimeSpan.FromSeconds(20), Token);
        var drives = await client.ExecuteAsync(new RawCommand("query-block"), cancellationToken: Token);
        return drives.EnumerateArray().Single(drive => drive.TryGetProperty("inserted", out _)).GetProperty("inserted").GetProperty("iops").GetInt64();
    }

    private static async Task LiftLimitAsync(string monitor)
    {
        await using var client = await QmpTransport.ConnectAsync(monitor, TimeSpan.FromSeconds(20), Token);
        using var arguments = JsonDocument.Parse(
            """{"id":"/machine/peripheral/disk0/virtio-backend","bps":0,"bps_rd":0,"bps_wr":0,"iops":0,"iops_rd":0,"iops_wr":0}""");
        await client.ExecuteAsync(new RawCommand("block_set_io_throttle", arguments.RootElement), cancellationToken: Token);
    }

    private static void Kill(int pid)
    {
        using var process = System.Diagnostics.Process.GetProcessById(pid);
        process.Kill();
        process.WaitForExit();
    }
}
