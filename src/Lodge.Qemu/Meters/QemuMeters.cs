using System.Diagnostics;
using Lodge.Engine.Ports;
using Lodge.Linux.Errors;
using Lodge.Linux.Network;
using Lodge.Linux.Processes;
using Lodge.Linux.Scheduling;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Usage;
using Lodge.Qemu.Tuning;

namespace Lodge.Qemu.Meters;

/// <summary>Reads what one QEMU has used: times from the kernel, counters from QEMU.</summary>
/// <param name="questions">Asks QEMU.</param>
/// <param name="runtime">The running VM.</param>
/// <param name="counters">The counters of an interface of the host by its name; null for one that is gone.</param>
/// <param name="perfCounts">What the kernel counts by the tuning's wish.</param>
internal sealed class QemuMeters(
    Func<UsageParts, Task<QemuAnswers>> questions,
    Func<VmRuntime> runtime,
    Func<string, LinkStatistics?> counters,
    Func<IReadOnlyList<PerfCount>> perfCounts) : IVmMeters
{
    private const string Silent = "its QEMU does not answer";

    private volatile Owed? _owed;
    private volatile IReadOnlyList<NumberedThread> _vcpus = [];

    /// <inheritdoc/>
    public ProcessUsage? ReadProcess() => ProcessTimes.Read(runtime().ProcessId) is { } times
        ? new ProcessUsage(times.UserNanoseconds, times.SystemNanoseconds, times.ResidentBytes)
        : null;

    /// <inheritdoc/>
    public async Task<VmUsage> ReadAsync(UsageParts parts, TimeSpan patience, CancellationToken cancellationToken)
    {
        var asked = parts & ~(UsageParts.Nics | UsageParts.PerfEvents);
        var answers = (asked & ~UsageParts.RecentWillDo) == UsageParts.Process ? QemuAnswers.None : await AskAsync(asked, patience, cancellationToken);
        _vcpus = answers.Vcpus ?? _vcpus;
        var pid = runtime().ProcessId;
        return new VmUsage
        {
            Process = ReadProcess(),
            Vcpus = (parts & UsageParts.Vcpus) == 0 ? [] : [.. _vcpus.Select(thread => ReadVcpu(pid, thread)).OfType<VcpuUsage>()],
            Memory = answers.Memory,
            Disks = answers.Disks ?? [],
            Nics = (parts & UsageParts.Nics) == 0 ? [] : NicMeter.Read(runtime(), counters),
            IoThreads = answers.IoThreads ?? [],
            DirtyRate = answers.DirtyRate,
            PerfEvents = (parts & UsageParts.PerfEvents) == 0 ? [] : perfCounts(),
            Missing = answers.Trouble,
        };
    }

    // What is owed for longer than anybody had patience with will not come sooner when it is asked for again.
    private async Task<QemuAnswers> AskAsync(UsageParts parts, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (_owed is { Answers.IsCompleted: false } owed && (owed.WasGivenUp || owed.Since.Elapsed > patience))
        {
            return QemuAnswers.None with { Trouble = Silent };
        }

        var asked = new Owed(questions(parts));
        _owed = asked;
        try
        {
            return await asked.Answers.WaitAsync(patience, cancellationToken);
        }
        catch (TimeoutException)
        {
            asked.WasGivenUp = true;
            return QemuAnswers.None with { Trouble = Silent };
        }
    }

    private static VcpuUsage? ReadVcpu(int pid, NumberedThread vcpu)
    {
        try
        {
            return ThreadTimes.Read(pid, vcpu.Thread) is { } times
                ? new VcpuUsage(
                    vcpu.Number, times.CpuNanoseconds, times.DelayNanoseconds, times.WaitNanoseconds, times.Processor, ThreadAffinity.Get(vcpu.Thread))
                : null;
        }
        catch (LinuxException)
        {
            return null; // The thread ended between the two looks.
        }
    }

    private sealed class Owed(Task<QemuAnswers> answers)
    {
        public Task<QemuAnswers> Answers { get; } = answers;

        public Stopwatch Since { get; } = Stopwatch.StartNew();

        public volatile bool WasGivenUp;
    }
}
