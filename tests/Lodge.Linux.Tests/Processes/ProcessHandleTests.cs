using System.Diagnostics;
using Lodge.Linux.Processes;
using Lodge.Linux.Tests.Support;

namespace Lodge.Linux.Tests.Processes;

public sealed class ProcessHandleTests : IDisposable
{
    private readonly ProcessBench _bench = new();

    [Fact]
    public async Task An_exit_status_reaches_the_parent()
    {
        var (exit, _) = await _bench.ShellAsync("exit 42");
        Assert.Equal(new ProcessExit(42, null), exit);
    }

    [Fact]
    public async Task A_killed_child_is_noticed_at_once_with_its_signal()
    {
        using var process = _bench.Spawner.Spawn(ProcessBench.Shell("exec sleep 60"));
        Assert.False(process.Exited.IsCompleted);

        var clock = Stopwatch.StartNew();
        Assert.True(process.Signal(Signals.Kill));
        var exit = await process.WaitForExitAsync(Deadline.Token());

        Assert.Equal(new ProcessExit(null, Signals.Kill), exit);
        Assert.InRange(clock.ElapsedMilliseconds, 0, 1000);
        Assert.False(process.Signal(Signals.Kill));
        Assert.False(Directory.Exists($"/proc/{process.Pid}"), "the child was not reaped");
    }

    [Fact]
    public async Task A_running_process_is_taken_hold_of_again_and_its_end_noticed()
    {
        using var child = _bench.Spawner.Spawn(ProcessBench.Shell("exec sleep 60"));
        using var restarted = new PidFdWatcher();
        using var again = ProcessHandle.TryOpen(restarted, child.Pid, child.StartTime);

        Assert.NotNull(again);
        Assert.False(again.IsChild);
        Assert.True(again.Signal(Signals.Terminate));
        Assert.Equal(ProcessExit.Unknown, await again.WaitForExitAsync(Deadline.Token()));
        Assert.Equal(Signals.Terminate, (await child.WaitForExitAsync(Deadline.Token())).Signal);
    }

    [Fact]
    public async Task Another_process_with_the_same_number_is_not_taken_hold_of()
    {
        using var child = _bench.Spawner.Spawn(ProcessBench.Shell("exec sleep 60"));
        Assert.Null(ProcessHandle.TryOpen(_bench.Watcher, child.Pid, child.StartTime + 1));

        child.Signal(Signals.Kill);
        await child.WaitForExitAsync(Deadline.Token());
        Assert.Null(ProcessHandle.TryOpen(_bench.Watcher, child.Pid, child.StartTime));
        Assert.Null(ProcessHandle.TryOpen(_bench.Watcher, 0, 1));
    }

    [Fact]
    public async Task A_child_whose_handle_was_disposed_is_reaped_all_the_same()
    {
        var child = _bench.Spawner.Spawn(ProcessBench.Shell("exec sleep 60"));
        child.Dispose();
        Process.GetProcessById(child.Pid).Kill();

        for (var i = 0; i < 500 && Directory.Exists($"/proc/{child.Pid}"); i++)
        {
            await Task.Delay(10);
        }

        Assert.False(Directory.Exists($"/proc/{child.Pid}"));
        Assert.Equal(0, _bench.Watcher.Count);
    }

    [Fact]
    public async Task A_thousand_processes_are_watched_by_one_thread()
    {
        // One process, held a thousand times: what counts is the number of pidfds.
        using var child = _bench.Spawner.Spawn(ProcessBench.Shell("exec sleep 60"));
        using var watcher = new PidFdWatcher();
        var threads = Process.GetCurrentProcess().Threads.Count;
        var handles = Enumerable.Range(0, 1000)
            .Select(_ => ProcessHandle.TryOpen(watcher, child.Pid, child.StartTime)!).ToList();
        Assert.Equal(1000, watcher.Count);
        Assert.InRange(Process.GetCurrentProcess().Threads.Count, 0, threads + 20);

        child.Signal(Signals.Kill);
        await Task.WhenAll(handles.Select(handle => handle.WaitForExitAsync(Deadline.Token())));
        Assert.Equal(0, watcher.Count);
        handles.ForEach(handle => handle.Dispose());
    }

    [Theory]
    [InlineData("7 (sh) S 1 7 7 0 -1 4 5 6 7 8 9 1 2 3 20 0 1 0 4711 99", 4711)]
    [InlineData("7 (a) Z (b) 1) S 1 7 7 0 -1 4 5 6 7 8 9 1 2 3 20 0 1 0 815 99", 815)]
    public void A_stat_line_is_read_whatever_the_program_is_called(string line, long startTime)
    {
        Assert.Equal(new ProcessStat('S', 1, 7, startTime), ProcessStat.Parse(line));
    }

    public void Dispose() => _bench.Dispose();
}
