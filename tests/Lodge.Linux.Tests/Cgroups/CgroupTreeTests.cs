using Lodge.Linux.Cgroups;
using Lodge.Linux.Processes;
using Lodge.Linux.Tests.Launch;
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
    public async Task A_launched_program_is_in_the_groups_of_its_plan()
    {
        if (!Shim.IsRoot)
        {
            Assert.Skip("Only root may put the process of another user into these groups.");
        }

        using var launches = new LaunchBench();
        var group = _tree.Create("vm-1");
        var plan = Shim.Plan(launches.Folder, "exec sleep 60") with { CgroupProcsFiles = group.ProcsFiles };
        var launched = await launches.Launcher.LaunchAsync(plan, [], null, Deadline.Token());
        using var process = launched.Process;

        Assert.All(group.ProcsFiles, file => Assert.Equal($"{process.Pid}\n", File.ReadAllText(file)));
        await group.KillAsync(Deadline.Token());
        await process.WaitForExitAsync(Deadline.Token());
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
}
