using Lodge.Linux.Cgroups;
using Lodge.Linux.Cgroups.Control;
using Lodge.Linux.Errors;
using Lodge.Linux.Files;
using Lodge.Linux.Processes;
using Lodge.Linux.Scheduling;
using Lodge.Linux.Tests.Launch;
using Lodge.Linux.Tests.Support;

namespace Lodge.Linux.Tests.Cgroups.Control;

/// <summary>What is written into groups of this host is what the kernel says of them afterwards.</summary>
public sealed class RealGroupTests : IAsyncDisposable
{
    private readonly ProcessBench _bench = new();
    private readonly CgroupTree _tree = CgroupTree.Prepare(CgroupLayout.Detect(), $"test-{Guid.NewGuid():N}");

    [Fact]
    public void Weight_and_quota_are_read_back_and_brought_back()
    {
        var place = PlaceOf("cpu");
        var before = CpuControl.ReadQuota(place);
        Assert.Equal(CpuControl.DefaultWeight(place), CpuControl.ReadWeight(place));
        var writes = CpuControl.Quota(place, 30_000, 60_000).Prepend(CpuControl.Weight(place, 333)).ToList();

        var undo = Do(writes);
        Assert.Equal(333, CpuControl.ReadWeight(place));
        Assert.Equal((30_000, 60_000), CpuControl.ReadQuota(place));

        Do(undo);
        Assert.Equal(CpuControl.DefaultWeight(place), CpuControl.ReadWeight(place));
        Assert.Equal(before, CpuControl.ReadQuota(place));
    }

    [Fact]
    public void Memory_limits_are_read_back_lowered_and_raised()
    {
        var place = PlaceOf("memory");
        var first = new MemoryLimits(256L << 20, 128L << 20, MemoryControl.CountsSwap(place) ? 512L << 20 : null);
        Do(MemoryControl.Limits(place, first));
        Assert.Equal(first, MemoryControl.Read(place));

        var second = first with { Hard = 1L << 30, HardWithSwap = first.HardWithSwap is null ? null : 1L << 30 };
        Do(MemoryControl.Limits(place, second));
        Assert.Equal(second, MemoryControl.Read(place));

        Do(MemoryControl.Limits(place, new MemoryLimits(null, null, null)));
        Assert.Equal(new MemoryLimits(null, null, null), MemoryControl.Read(place));
    }

    [Fact]
    public void Block_weight_is_read_back_where_this_host_has_one()
    {
        var place = PlaceOf("blkio", "io");
        if (BlockControl.Weight(place, 321) is not { } write)
        {
            Assert.Skip("No block scheduler of this host has weights.");
            return;
        }

        write.Apply();
        Assert.Equal(321, BlockControl.ReadWeight(place));
    }

    [Fact]
    public async Task A_thread_moves_into_a_group_of_its_own_which_goes_with_the_vm_s()
    {
        var group = _tree.Create("vm-1");
        var parent = PlaceOf("cpu");
        using var process = _bench.Spawner.Spawn(ProcessBench.Shell("exec sleep 60"));
        foreach (var file in group.ProcsFiles)
        {
            KernelFile.Write(file, $"{process.Pid}");
        }

        var child = parent.Child("vcpu0");
        ThreadGroups.Make(parent, child);
        Do(ThreadGroups.Prepare(parent, child));
        KernelFile.Write(child.ThreadsFile, $"{process.Pid}");
        Do(CpuControl.Quota(child, 20_000, 100_000));

        Assert.Equal($"{process.Pid}\n", File.ReadAllText(child.ThreadsFile));
        Assert.Equal((20_000, 100_000), CpuControl.ReadQuota(child));
        Assert.Equal([process.Pid], group.Processes());
        Assert.False(group.TryRemove());

        await group.KillAsync(Deadline.Token());
        await group.RemoveAsync(Deadline.Token());
        Assert.False(Directory.Exists(child.Folder));
    }

    [Fact]
    public void A_group_gets_a_real_time_budget_where_the_kernel_wants_one()
    {
        if (!Shim.IsRoot)
        {
            Assert.Skip("Only root may schedule in real time.");
        }

        var group = _tree.Create("vm-1");
        var place = PlaceOf("cpu");
        if (!RealTimeBudget.IsNeeded(place))
        {
            Assert.Skip("This kernel does not schedule real-time threads by groups.");
        }

        using var process = _bench.Spawner.Spawn(ProcessBench.Shell("exec sleep 60"));
        KernelFile.Write(place.PathOf("cgroup.procs"), $"{process.Pid}");
        var wish = new ThreadSchedule(SchedulingPolicy.RoundRobin, 7);
        Assert.Equal(Errno.EPERM, Assert.Throws<LinuxException>(() => wish.ApplyTo(process.Pid)).Errno);

        Assert.True(RealTimeBudget.Grant(group.Folders.Single(folder => folder == place.Folder)) > 0);
        wish.ApplyTo(process.Pid);
        Assert.Equal(wish, ThreadSchedule.Get(process.Pid));
        process.Signal(Signals.Kill);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var group in _tree.List().Select(_tree.Open))
        {
            await group.KillAsync(Deadline.Token());
            await group.RemoveAsync(Deadline.Token());
        }

        _tree.RemovePlace();
        _bench.Dispose();
    }

    private static List<CgroupWrite> Do(IEnumerable<CgroupWrite> writes)
    {
        var undo = new List<CgroupWrite>();
        foreach (var write in writes)
        {
            undo.Insert(0, write.Inverse() ?? throw new InvalidOperationException($"{write.File} cannot be read."));
            write.Apply();
        }

        return undo;
    }

    private CgroupPlace PlaceOf(params string[] controllers)
    {
        var place = _tree.Hierarchies.Any(hierarchy => hierarchy.Controllers.Intersect(controllers).Any())
            ? _tree.Create("vm-1").Place(controllers)
            : null;
        if (place is null)
        {
            Assert.Skip($"No group with {controllers[0]} can be made here: {string.Join(' ', _tree.Notes)}");
        }

        return place!;
    }
}
