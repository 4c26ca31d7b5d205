using Lodge.Api.Contracts;
using Lodge.Api.Contracts.DiskJobs;
using Lodge.Api.Contracts.Storage;
using Lodge.Model.DiskJobs;
using Lodge.Model.Jobs;
using Lodge.Model.Storage;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.States;
using Lodge.System.Tests.Libvirt;
using Lodge.System.Tests.Support;
using Lodge.TestSupport.Daemons;
using Lodge.TestSupport.Guests;

namespace Lodge.System.Tests.DiskJobs;

/// <summary>Disks of a real guest that are moved, pulled and committed while it writes, and a pool that fills up below it.</summary>
public sealed class DiskJobTests(DaemonFixture fixture) : IClassFixture<DaemonFixture>
{
    private const string Vm = "mover";

    private LodgedProcess Daemon => fixture.Daemon;

    [Fact]
    public async Task Disks_are_moved_pulled_and_committed_under_a_guest_that_writes_and_outlive_daemon_and_full_pools()
    {
        using var client = Daemon.Client();
        await PoolAsync("here");
        await PoolAsync("there");
        await DoneAsync("volume", "create", "here/one.raw", "24M", "--format", "raw");
        await DoneAsync("volume", "create", "here/base.raw", "8M", "--format", "raw");
        await DoneAsync("volume", "create", "here/two.qcow2", "--base", "here/base.raw");
        await using var small = await SmallFolder.MountAsync(PathOf("small"));
        var full = Path.Combine(small.Path, "three.raw");
        await using (var file = File.Create(full))
        {
            file.SetLength(8 << 20);
        }

        var definition = (await TinyGuest.GetAsync()).Vm(Vm) with
        {
            Disks =
            [
                new DiskDefinition { Source = new FileDiskSource { Path = PathOf("here/one.raw") }, Format = DiskFormat.Raw },
                new DiskDefinition { Source = new VolumeDiskSource { Pool = "here", Volume = "two.qcow2" } },
                new DiskDefinition { Source = new FileDiskSource { Path = full }, Format = DiskFormat.Raw },
            ],
        };
        await client.CreateVmAsync(new CreateVm { Definition = definition, Start = true });
        await using (var first = await GuestConsole.OpenAsync(client, Vm))
        {
            await first.SeesAsync(TinyGuest.Up);
            await first.TypeAsync("write() { n=0; while [ ! -e /stop ]; do n=$((n+1)); dd if=/dev/urandom of=$1 bs=64k count=2 seek=$((n*5%$2)) conv=notrunc 2>/dev/null; sync; usleep 100000; done; }");
            await first.TypeAsync("write /dev/vda 380 & write /dev/vdb 120 & echo it \"writes\"");
            await first.SeesAsync("it writes");
        }

        await GivenUpAsync();
        await MovedOverRestartAsync();
        await using var console = await GuestConsole.OpenAsync(client, Vm);
        await MergedAsync();
        await console.TypeAsync("touch /stop; wait; sync; echo 3 > /proc/sys/vm/drop_caches; echo sum $(sha256sum < /dev/vda) $(sha256sum < /dev/vdb)");
        var sums = await console.SeesMatchAsync("sum ([0-9a-f]{64}) +- ([0-9a-f]{64})");
        await FilledUpAsync(console, small, full);
        await client.KillVmAsync(Vm);
        var disks = (await client.GetVmAsync(Vm)).Definition.Disks;
        Assert.Equal([PathOf("there/one.raw"), PathOf("here/base.raw")], disks.Take(2).Select(disk => disk.Source?.HostPath()));
        Assert.Equal(sums.Groups[1].Value, await SumAsync(PathOf("there/one.raw")));
        Assert.Equal(sums.Groups[2].Value, await SumAsync(PathOf("here/base.raw")));
        Assert.False(File.Exists(PathOf("here/one.raw")));

        // A stopped VM's disk goes the same way.
        await DoneAsync("volume", "move", "there/one.raw", "--to-pool", "here", "--format", "qcow2", "--name", "one.qcow2");
        var stopped = (await client.GetVmAsync(Vm)).Definition.Disks[0];
        Assert.Equal((PathOf("here/one.qcow2"), DiskFormat.Qcow2), (stopped.Source?.HostPath(), stopped.Format));
        var raw = await Ran.ProgramAsync("qemu-img", ["convert", "-f", "qcow2", "-O", "raw", PathOf("here/one.qcow2"), PathOf("one.copy")]);
        Assert.True(raw.ExitCode == 0, raw.Errors);
        Assert.Equal(sums.Groups[1].Value, await SumAsync(PathOf("one.copy")));
    }

    // Cancelled in the middle: the guest stays where it is, and nothing is left of the copy.
    private async Task GivenUpAsync()
    {
        using var client = Daemon.Client();
        var job = await client.DiskJobs.CopyAsync(Vm, "vda", new CopyDisk { Pool = "there", AtReady = AtReady.Pivot, Rate = new(1 << 14) });
        await Soon.HoldsAsync(async () => (await client.DiskJobs.ListAsync(Vm)) is [{ Done: > 0 }], "it copies");
        var saved = await Daemon.LodgeAsync("save", Vm);
        Assert.True(saved.Errors.Contains("copied", StringComparison.Ordinal), $"{saved.ExitCode} {saved.Output} {saved.Errors}\n{Daemon.Log}");
        Assert.Contains("[", (await Daemon.LodgeAsync("disk", "jobs")).Output, StringComparison.Ordinal);
        await DoneAsync("disk", "rate", Vm, "vda", "32K");
        await DoneAsync("disk", "cancel", Vm, "vda");
        Assert.Equal(JobState.Cancelled, (await client.GetJobAsync(job.Id)).State);
        Assert.False(File.Exists(PathOf("there/one.raw")));
        Assert.Empty(await client.DiskJobs.ListAsync());
    }

    // The daemon is killed in the middle; the next one follows what QEMU goes on with.
    private async Task MovedOverRestartAsync()
    {
        Job job;
        using (var before = Daemon.Client())
        {
            job = await before.DiskJobs.CopyAsync(
                Vm, "vda", new CopyDisk { Pool = "there", AtReady = AtReady.Pivot, DeleteSource = true, Synchronous = true, Rate = new(4 << 20) });
            await Soon.HoldsAsync(async () => (await before.DiskJobs.ListAsync(Vm)) is [{ Done: > 0 }], "it copies");
        }

        await Daemon.CrashAsync();
        await Daemon.StartAgainAsync();
        using var client = Daemon.Client();
        await Soon.HoldsAsync(async () => (await client.GetJobAsync(job.Id)).State != JobState.Interrupted, "the work is taken up");
        await Daemon.LodgeAsync("disk", "rate", Vm, "vda", "0"); // It may be over already.
        Assert.Equal(JobState.Succeeded, (await client.WaitForJobAsync(await client.GetJobAsync(job.Id), null, TimeSpan.FromMinutes(1))).State);
        Assert.Equal(PathOf("there/one.raw"), (await client.GetVmAsync(Vm)).Runtime!.Definition.Disks[0].Source?.HostPath());
    }

    // A snapshot's images are pulled from, and not committed into; without one the guest goes on in the base.
    private async Task MergedAsync()
    {
        using var client = Daemon.Client();
        await DoneAsync("snapshot", "create", Vm, "--name", "kept", "--disk", "vda");
        var refused = await Daemon.LodgeAsync("disk", "commit", Vm, "vda");
        Assert.Contains("snapshot", refused.Errors, StringComparison.Ordinal);
        await DoneAsync("disk", "pull", Vm, "vda");
        await DoneAsync("snapshot", "delete", Vm, "kept");
        await DoneAsync("volume", "move", "--vm", Vm, "--disk", "vda", "--to-pool", "there", "--name", "back.raw", "--format", "raw");
        File.Delete(PathOf("there/one.raw"));
        await DoneAsync("volume", "move", "there/back.raw", "--to-pool", "there", "--name", "one.raw");
        await DoneAsync("disk", "commit", Vm, "vdb");
        Assert.Equal(PathOf("here/base.raw"), (await client.GetVmAsync(Vm)).Definition.Disks[1].Source?.HostPath());
    }

    // The guest stands still with the reason, and goes on when there is room; nothing is lost.
    private async Task FilledUpAsync(GuestConsole console, SmallFolder small, string image)
    {
        using var client = Daemon.Client();
        await console.TypeAsync("dd if=/dev/urandom of=/data bs=1M count=6 2>/dev/null; dd if=/data of=/dev/vdc bs=64k conv=notrunc 2>/dev/null; sync; echo data $(sha256sum < /data)");
        await Soon.HoldsAsync(async () => (await client.GetVmAsync(Vm)).Status is { State: VmState.Paused, Reason: VmReason.IoError }, "the guest stands still");
        Assert.Contains("no space left", (await Daemon.LodgeAsync("info", Vm)).Output, StringComparison.Ordinal);
        Assert.Contains("(I/O error)", await new LibvirtClients(Daemon).DoneAsync("domstate", Vm, "--reason"), StringComparison.Ordinal);
        await small.GrowAsync();
        await DoneAsync("resume", Vm);
        var data = await console.SeesMatchAsync("data ([0-9a-f]{64})");
        await client.PauseVmAsync(Vm);
        var bytes = await File.ReadAllBytesAsync(image);
        Assert.Equal(data.Groups[1].Value, Convert.ToHexStringLower(global::System.Security.Cryptography.SHA256.HashData(bytes.AsSpan(0, 6 << 20))));
    }

    private async Task PoolAsync(string name)
    {
        using var client = Daemon.Client();
        await client.Pools.CreateAsync(new CreatePool
        {
            Definition = new PoolDefinition { Name = name, Backend = new FolderPoolBackend { Path = PathOf(name) } }, Build = true, Start = true,
        });
    }

    private async Task DoneAsync(params string[] arguments)
    {
        var ran = await Daemon.LodgeAsync(arguments);
        Assert.True(ran.ExitCode == 0, $"lodge {string.Join(' ', arguments)}: {ran.Errors}\n{Daemon.Log}");
    }

    private static async Task<string> SumAsync(string path)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await global::System.Security.Cryptography.SHA256.HashDataAsync(file));
    }

    private string PathOf(string name) => Path.Combine(Daemon.Root, name);

    /// <summary>A folder with room for 3 MiB, and then for more.</summary>
    private sealed class SmallFolder(string path) : IAsyncDisposable
    {
        public string Path => path;

        public static async Task<SmallFolder> MountAsync(string path)
        {
            Directory.CreateDirectory(path);
            await RunAsync("mount", "-t", "tmpfs", "-o", "size=3m,mode=0755", "tmpfs", path);
            return new SmallFolder(path);
        }

        public Task GrowAsync() => RunAsync("mount", "-o", "remount,size=32m", path);

        public async ValueTask DisposeAsync() => await RunAsync("umount", "-l", path);

        private static async Task RunAsync(string program, params string[] arguments)
        {
            var ran = await Ran.ProgramAsync(program, arguments);
            Assert.True(ran.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {ran.Errors}");
        }
    }
}
