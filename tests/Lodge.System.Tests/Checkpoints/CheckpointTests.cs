using System.Diagnostics;
using Lodge.Api.Contracts;
using Lodge.Api.Contracts.Checkpoints;
using Lodge.Api.Contracts.DiskJobs;
using Lodge.Api.Contracts.Snapshots;
using Lodge.Client;
using Lodge.Model.Checkpoints;
using Lodge.Model.DiskJobs;
using Lodge.Model.Errors;
using Lodge.Model.Jobs;
using Lodge.Model.Primitives;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.States;
using Lodge.System.Tests.Support;
using Lodge.TestSupport.Daemons;
using Lodge.TestSupport.Guests;

namespace Lodge.System.Tests.Checkpoints;

/// <summary>Checkpoints of a real guest that writes to its disks, with a real QEMU: what they say is what it wrote, whatever happens to the disks meanwhile.</summary>
public sealed class CheckpointTests : IAsyncLifetime
{
    private const string Vm = "noted";
    private const int Unit = 65536;

    private LodgedProcess _daemon = null!;
    private LodgeClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _daemon = await LodgedProcess.StartAsync("--accel", "tcg");
        _client = _daemon.Client();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _daemon.DisposeAsync();
    }

    [Fact]
    public async Task Checkpoints_know_what_the_guest_wrote_since_whatever_happens_to_its_disks()
    {
        await PrepareAsync();
        await _client.StartVmAsync(Vm);
        await CreateAsync("a");
        await WroteAsync("a", 0, 0);
        await WriteAsync("/dev/vda", 0);
        await CreateAsync("b");
        await WriteAsync("/dev/vda", 5);
        await WriteAsync("/dev/vdb", 1);
        await CreateAsync("c");
        await WriteAsync("/dev/vda", 5);
        await WriteAsync("/dev/vda", 7);
        await WroteAsync("a", 3, 1);
        await WroteAsync("b", 2, 1);
        await WroteAsync("c", 2, 0);

        // One in the middle goes: the others know what they knew.
        await _client.Checkpoints.DeleteAsync(Vm, "b");
        await WroteAsync("a", 3, 1);
        await WroteAsync("c", 2, 0);
        var listed = await _client.Checkpoints.ListAsync(Vm);
        Assert.Equal([("a", null, false), ("c", "a", true)], listed.Select(item => (item.Name, item.Parent, item.Current)));

        await SnapshotsAsync();
        await RestartsAsync();
        await MovesAsync();
        await GoesBackAsync();
        await LossesAsync();
    }

    // A snapshot puts new images on top, and its deletion takes them away again.
    private async Task SnapshotsAsync()
    {
        await EndsAsync(await _client.Snapshots.CreateAsync(Vm, new CreateSnapshot { Name = "s" }));
        await WroteAsync("a", 3, 1);
        await WriteAsync("/dev/vda", 9);
        await CreateAsync("d");
        await WriteAsync("/dev/vda", 0);
        await WroteAsync("a", 4, 1);
        await WroteAsync("c", 4, 0);
        await WroteAsync("d", 1, 0);
        await EndsAsync(await _client.Snapshots.DeleteAsync(Vm, "s"));
        Assert.Equal(Image("one"), (await _client.GetVmAsync(Vm)).Definition.Disks[0].Source!.HostPath());
        await WroteAsync("a", 4, 1);
        await WroteAsync("c", 4, 0);
        await WroteAsync("d", 1, 0);
    }

    // Daemon and QEMU end and begin anew; meanwhile the images are worked on by qemu-img.
    private async Task RestartsAsync()
    {
        await _daemon.CrashAsync();
        await _daemon.StartAgainAsync("--accel", "tcg");
        await WroteAsync("a", 4, 1);
        await _client.KillVmAsync(Vm);
        await CreateAsync("e");
        await _client.Checkpoints.DeleteAsync(Vm, "c");
        await EndsAsync(await _client.Snapshots.CreateAsync(Vm, new CreateSnapshot { Name = "t" }));
        await EndsAsync(await _client.Snapshots.DeleteAsync(Vm, "t"));
        Assert.All(await _client.Checkpoints.ListAsync(Vm), item => Assert.True(item.Problem is null, item.Problem));
        await _client.StartVmAsync(Vm);
        await WroteAsync("a", 4, 1);
        await WroteAsync("d", 1, 0);
        await WroteAsync("e", 0, 0);
        await WriteAsync("/dev/vdb", 3);
        await WroteAsync("e", 0, 1);
    }

    private async Task MovesAsync()
    {
        await _client.DiskJobs.ResizeAsync(Vm, "vdb", new ResizeDisk(ByteSize.FromMiB(64)));
        await WroteAsync("e", 0, 1);
        await EndsAsync(await _client.DiskJobs.CopyAsync(Vm, "vda", new CopyDisk { Path = Image("moved"), Format = DiskFormat.Qcow2, AtReady = AtReady.Pivot }));
        Assert.Equal(Image("moved"), (await _client.GetVmAsync(Vm)).Definition.Disks[0].Source!.HostPath());
        await WriteAsync("/dev/vda", 11);
        await WroteAsync("a", 5, 2);
        await WroteAsync("e", 1, 1);
    }

    // A snapshot within the images leaves bitmaps alone; going back to it does so, too, which makes them wrong.
    private async Task GoesBackAsync()
    {
        await EndsAsync(await _client.Snapshots.CreateAsync(Vm, new CreateSnapshot { Name = "u", Internal = true, Memory = true, Disks = ["vda", "vdb"] }));
        await WriteAsync("/dev/vda", 2);
        await WroteAsync("e", 2, 1);
        await EndsAsync(await _client.Snapshots.RevertAsync(Vm, "u"));
        var listed = await _client.Checkpoints.ListAsync(Vm);
        Assert.Equal(["a", "d", "e"], listed.Select(item => item.Name));
        Assert.All(listed, item => Assert.Contains("went back", item.Problem, StringComparison.Ordinal));
        foreach (var image in new[] { "moved", "two" })
        {
            var info = await Ran.ProgramAsync("qemu-img", ["info", "-U", Image(image)]);
            Assert.Contains("format: qcow2", info.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("granularity", info.Output, StringComparison.Ordinal);
        }
    }

    // What cannot be trusted any more says so.
    private async Task LossesAsync()
    {
        await CreateAsync("f");
        await WroteAsync("f", 0, 0);
        var pid = (await _client.GetVmAsync(Vm)).Runtime!.ProcessId;
        Process.GetProcessById(pid).Kill();
        await Soon.IsAsync(_client, Vm, VmState.Stopped);
        Assert.Contains("killed", (await _client.Checkpoints.GetAsync(Vm, "f")).Problem, StringComparison.Ordinal);
        var refused = await Assert.ThrowsAsync<LodgeException>(() => _client.Checkpoints.MeasureAsync(Vm, "f"));
        Assert.Equal(ErrorCode.CheckpointBroken, refused.Error.Code);
        Assert.Contains("full backup", refused.Error.Remedy, StringComparison.Ordinal);
        await _client.Checkpoints.DeleteAsync(Vm, "a", CheckpointScope.WithChildren);
        Assert.Empty(await _client.Checkpoints.ListAsync(Vm));
    }

    private async Task PrepareAsync()
    {
        foreach (var name in new[] { "one", "two" })
        {
            var made = await Ran.ProgramAsync("qemu-img", ["create", "-q", "-f", "qcow2", Image(name), "32M"]);
            Assert.True(made.ExitCode == 0, made.Errors);
        }

        await using (var raw = File.Create(Path.Combine(_daemon.Root, "plain.raw")))
        {
            raw.SetLength(1 << 20);
        }

        var disks = new[] { "one", "two" }.Select(name => new DiskDefinition { Source = new FileDiskSource { Path = Image(name) }, Format = DiskFormat.Qcow2 })
            .Append(new DiskDefinition { Source = new FileDiskSource { Path = Path.Combine(_daemon.Root, "plain.raw") }, Format = DiskFormat.Raw });
        await _client.CreateVmAsync(new CreateVm { Definition = (await TinyGuest.GetAsync()).Vm(Vm) with { Disks = [.. disks] } });
        var refused = await Assert.ThrowsAsync<LodgeException>(() => _client.Checkpoints.CreateAsync(Vm, new CreateCheckpoint { Name = "a" }));
        Assert.Equal(ErrorCode.Unsupported, refused.Error.Code);
        Assert.Contains("qemu-img convert -O qcow2", refused.Error.Remedy, StringComparison.Ordinal);
    }

    private string Image(string name) => Path.Combine(_daemon.Root, $"{name}.qcow2");

    private async Task CreateAsync(string name) => await _client.Checkpoints.CreateAsync(Vm, new CreateCheckpoint { Name = name, Disks = ["vda", "vdb"] });

    private async Task WroteAsync(string checkpoint, int toFirst, int toSecond)
    {
        var written = await _client.Checkpoints.MeasureAsync(Vm, checkpoint);
        Assert.Equal([("vda", toFirst), ("vdb", toSecond)], written.OrderBy(item => item.Disk).Select(item => (item.Disk, (int)(item.Bytes / Unit))));
    }

    // The guest writes a pattern to one unit of a disk, past its cache.
    private async Task WriteAsync(string disk, int unit)
    {
        var script = $"tr '\\0' 'x' < /dev/zero | dd of={disk} bs=4096 count=16 seek={unit * 16} conv=notrunc,fsync 2> /dev/null";
        await Soon.HoldsAsync(async () => (await _daemon.LodgeAsync("exec", Vm, "-n", "--", "sh", "-c", script)).ExitCode == 0, $"{script} in the guest");
    }

    private async Task EndsAsync(Job job)
    {
        var ended = await _client.WaitForJobAsync(job, null, TimeSpan.FromMinutes(1), default);
        Assert.True(ended.State == JobState.Succeeded, $"{ended.Kind}: {ended.Error?.Message}\n{_daemon.Log}");
    }
}
