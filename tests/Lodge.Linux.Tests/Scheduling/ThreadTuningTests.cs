using Lodge.Linux.Errors;
using Lodge.Linux.Processes;
using Lodge.Linux.Scheduling;
using Lodge.Linux.Tests.Launch;
using Lodge.Linux.Tests.Support;
using Lodge.Model.Primitives;

namespace Lodge.Linux.Tests.Scheduling;

/// <summary>A real process, whose thread the kernel is asked about.</summary>
public sealed class ThreadTuningTests : IDisposable
{
    private readonly ProcessBench _bench = new();

    [Fact]
    public void A_thread_is_confined_to_a_processor_and_freed_again()
    {
        using var process = _bench.Spawner.Spawn(ProcessBench.Shell("exec sleep 60"));
        var all = ThreadAffinity.Get(process.Pid);
        Assert.NotEqual(0, all.Count);
        var one = CpuSet.Of(all.Numbers[^1]);

        ThreadAffinity.Set(process.Pid, one);
        Assert.Equal(one, ThreadAffinity.Get(process.Pid));
        Assert.Contains($"Cpus_allowed_list:\t{one}\n", File.ReadAllText($"/proc/{process.Pid}/status"), StringComparison.Ordinal);

        ThreadAffinity.Set(process.Pid, all);
        Assert.Equal(all, ThreadAffinity.Get(process.Pid));
        process.Signal(Signals.Kill);
    }

    [Fact]
    public void A_processor_that_is_not_there_is_refused()
    {
        using var process = _bench.Spawner.Spawn(ProcessBench.Shell("exec sleep 60"));
        var refused = Assert.Throws<LinuxException>(() => ThreadAffinity.Set(process.Pid, CpuSet.Of(CpuSet.Largest)));
        Assert.Equal(Errno.EINVAL, refused.Errno);
        process.Signal(Signals.Kill);
    }

    [Fact]
    public void A_thread_is_scheduled_by_another_policy()
    {
        using var process = _bench.Spawner.Spawn(ProcessBench.Shell("exec sleep 60"));
        Assert.Equal(new ThreadSchedule(SchedulingPolicy.Other, 0), ThreadSchedule.Get(process.Pid));

        var batch = new ThreadSchedule(SchedulingPolicy.Batch, 0);
        batch.ApplyTo(process.Pid);
        Assert.Equal(batch, ThreadSchedule.Get(process.Pid));

        new ThreadSchedule(SchedulingPolicy.Other, 0).ApplyTo(process.Pid);
        Assert.Equal(SchedulingPolicy.Other, ThreadSchedule.Get(process.Pid).Policy);
        process.Signal(Signals.Kill);
    }

    [Fact]
    public void A_process_shows_its_threads()
    {
        using var process = _bench.Spawner.Spawn(ProcessBench.Shell("exec sleep 60"));
        Assert.Equal([process.Pid], ProcessThreads.List(process.Pid));
        Assert.NotNull(ProcessThreads.NameOf(process.Pid, process.Pid));
        Assert.Contains(Environment.ProcessId, ProcessThreads.List(Environment.ProcessId));
        process.Signal(Signals.Kill);
    }

    public void Dispose() => _bench.Dispose();
}
