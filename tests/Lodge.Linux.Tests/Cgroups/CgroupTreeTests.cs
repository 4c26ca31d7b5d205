using Lodge.Linux.Cgroups;
using Lodge.Linux.Processes;
using Lodge.Linux.Tests.Support;

namespace Lodge.Linux.Tests.Cgroups;

/// <summary>Real groups on this host, under an instance name that no daemon has.</summary>
public sealed class CgroupTreeTests : IAsyncDisposable
{
    private readonly ProcessBench _bench = new();
    private readonly CgroupTree _tree;

    public CgroupTreeTests()
    {
        var layout = CgroupLayout.Detect();
        _tree = CgroupTree.Prepare(layout, $"test-{Guid.NewGuid():N}");
        if (_tree.Hierarchies.Count == 0)
        {
            _bench.Dispose();
            Assert.Skip($"No control group can be made here: {string.Join(' ', _tree.Notes)}");
        }
    }

    [Fact]
    public async Task A_vm_s_processes_are_found_counted_and_killed()
    {
        var group = _tree.Create("vm-1");
        using var process = _bench.Spawner.Spawn(ProcessBench.Shell(
            string.Concat(group.ProcsFiles.Select(file => $"echo $$ > {file}; "))
            + "sleep 60 & i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done; echo > ready; wait") with
        {
            WorkingDirectory = _bench.Folder,
        });
        while (!File.Exists(Path.Combine(_bench.Folder, "ready")))
        {
            await Task.Delay(10, Deadline.Token());
        }

        Assert.Equal(2, group.Processes().Count);
        Assert.Contains(process.Pid, group.Processes());
        Assert.False(group.TryRemove());
        Assert.Equal(["vm-1"], _tree.List());
        var usage = group.ReadUsage();
        if (_tree.Hierarchies.Any(hierarchy => hierarchy.Controllers.Contains("cpuacct") || hierarchy.Version == 2))
        {
            Assert.True(usage.CpuTime > TimeSpan.FromMilliseconds(1), $"{usage}");
        }

        if (_tree.Hierarchies.Any(hierarchy => hierarchy.Controllers.Contains("memory")))
        {
            Assert.True(usage.MemoryBytes > 0, $"{usage}");
        }

        await group.KillAsync(Deadline.Token());
        Assert.Equal(new ProcessExit(null, Signals.Kill), await process.WaitForExitAsync(Deadline.Token()));
        await group.RemoveAsync(Deadline.Token());
        Assert.Empty(_tree.List());
        Assert.All(group.Folders, folder => Assert.False(Directory.Exists(folder)));
    }

    [Fact]
    public async Task Left_over_groups_are_removed_and_used_ones_stay()
    {
        _tree.Create("gone");
        _tree.Create("kept");
        var running = _tree.Create("running");
        using var process = _bench.Spawner.Spawn(ProcessBench.Shell(
            $"echo $$ > {running.ProcsFiles[0]}; echo > ready; exec sleep 60") with { WorkingDirectory = _bench.Folder });
        while (!File.Exists(Path.Combine(_bench.Folder, "ready")))
        {
            await Task.Delay(10, Deadline.Token());
        }

        Assert.Equal(["gone"], _tree.RemoveLeftOvers(new HashSet<string> { "kept" }));
        Assert.Equal(["kept", "running"], _tree.List());

        await running.KillAsync(Deadline.Token());
        await running.RemoveAsync(Deadline.Token());
        Assert.Equal(["kept"], _tree.RemoveLeftOvers(new HashSet<string>()));
        await process.WaitForExitAsync(Deadline.Token());
    }

    [Fact]
    public void A_hierarchy_that_cannot_be_written_is_a_note()
    {
        var layout = new CgroupLayout(
            CgroupKind.V1, [new CgroupHierarchy(1, "/sys/fs/cgroup/no-such-controller", ["memory"])], []);
        var tree = CgroupTree.Prepare(layout, "x");

        Assert.Empty(tree.Hierarchies);
        Assert.Contains("memory not available because", Assert.Single(tree.Notes), StringComparison.Ordinal);
        Assert.Empty(tree.Create("vm").ProcsFiles);
        Assert.Equal(new CgroupUsage(null, null), tree.Create("vm").ReadUsage());
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a b")]
    public void A_name_that_is_no_group_name_is_refused(string name) =>
        Assert.Throws<ArgumentException>(() => _tree.Create(name));

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
}
