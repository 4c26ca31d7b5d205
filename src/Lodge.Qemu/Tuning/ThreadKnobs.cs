using System.Globalization;
using Lodge.Linux.Cgroups.Control;
using Lodge.Linux.Scheduling;
using Lodge.Model.Errors;
using Lodge.Model.Primitives;
using Lodge.Model.Vms.Tuning;

namespace Lodge.Qemu.Tuning;

/// <summary>
/// Knobs of single threads: groups with a quota, pins, policies. Groups are named as libvirt names them. A real-time
/// thread stays in the VM's own group: quotas do not bind it, and its budget is there.
/// </summary>
internal static class ThreadKnobs
{
    private static readonly ThreadSchedule s_usual = new(SchedulingPolicy.Other, 0);

    /// <summary>All knobs of all threads: groups first, then pins, then policies.</summary>
    public static IEnumerable<TuningKnob> Of(CpuTuning cpu, TuningThreads threads, TuningHost host)
    {
        var all = Threads(cpu, threads).ToList();
        return
        [
            .. Groups(all, host),
            .. all.Select(thread => new TuningKnob(
                $"{thread.Name} pin", thread.PinPath, [new PinThread(thread.Id, thread.Cpus ?? host.Online, thread.MayBeGone)])),
            RealTime(all, host),
            .. all.Select(thread => new TuningKnob(
                $"{thread.Name} policy", thread.PolicyPath, [new ScheduleThread(thread.Id, thread.Schedule, thread.MayBeGone)])),
        ];
    }

    private static IEnumerable<TunedThread> Threads(CpuTuning cpu, TuningThreads threads)
    {
        var any = Parse(cpu.CpuSet, "tuning.cpu.cpuSet");
        var emulator = Parse(cpu.EmulatorPin, "tuning.cpu.emulatorPin") ?? any;
        return
        [
            .. threads.Vcpus.Select(vcpu => new TunedThread(string.Create(CultureInfo.InvariantCulture, $"vcpu{vcpu.Number}"), vcpu.Thread)
            {
                Cpus = Parse(cpu.VcpuPins?.FirstOrDefault(pin => pin.Vcpu == vcpu.Number)?.CpuSet, "tuning.cpu.vcpuPins") ?? any,
                PinPath = "tuning.cpu.vcpuPins",
                Schedule = cpu.VcpuSchedulers?.FirstOrDefault(wish => Names(wish.Vcpus, vcpu.Number)) is { } how ? Schedule(how.Policy, how.Priority) : s_usual,
                PolicyPath = "tuning.cpu.vcpuSchedulers",
                Quota = (cpu.Quota, cpu.Period),
                QuotaPath = "tuning.cpu.quota",
            }),
            .. threads.IoThreads.Select(io => new TunedThread(string.Create(CultureInfo.InvariantCulture, $"iothread{io.Number}"), io.Thread)
            {
                Cpus = Parse(cpu.IoThreadPins?.FirstOrDefault(pin => pin.IoThread == io.Number)?.CpuSet, "tuning.cpu.ioThreadPins") ?? any,
                PinPath = "tuning.cpu.ioThreadPins",
                Schedule = cpu.IoThreadSchedulers?.FirstOrDefault(wish => Names(wish.IoThreads, io.Number)) is { } how ? Schedule(how.Policy, how.Priority) : s_usual,
                PolicyPath = "tuning.cpu.ioThreadSchedulers",
                Quota = (cpu.IoThreadQuota, cpu.IoThreadPeriod),
                QuotaPath = "tuning.cpu.ioThreadQuota",
            }),
            .. threads.Emulator.Select(thread => new TunedThread("emulator", thread)
            {
                Cpus = emulator,
                PinPath = "tuning.cpu.emulatorPin",
                Schedule = cpu.EmulatorScheduler is { } how ? Schedule(how.Policy, how.Priority) : s_usual,
                PolicyPath = "tuning.cpu.emulatorScheduler",
                Quota = (cpu.EmulatorQuota, cpu.EmulatorPeriod),
                QuotaPath = "tuning.cpu.emulatorQuota",
                MayBeGone = true,
            }),
        ];
    }

    // All threads of the emulator share a group; each other thread has its own.
    private static IEnumerable<TuningKnob> Groups(List<TunedThread> threads, TuningHost host)
    {
        if (host.Cpu is not { } place)
        {
            return threads.FirstOrDefault(thread => thread.HasQuota) is { } asking ? throw GroupKnobs.Missing(asking.QuotaPath, "processor time") : [];
        }

        var groups = threads.DistinctBy(thread => thread.GroupName).ToList();
        return
        [
            .. groups.Select(thread => new TuningKnob(
                $"{thread.GroupName} group", thread.QuotaPath, thread.HasQuota ? [new MakeThreadGroup(place, place.Child(thread.GroupName))] : [])),
            .. threads.Select(thread => new TuningKnob($"{thread.Name} place", thread.QuotaPath, [Move(thread, place, place.Child(thread.GroupName))])),
            .. groups.Select(thread => new TuningKnob(
                $"{thread.GroupName} quota",
                thread.QuotaPath,
                thread.HasQuota ? GroupKnobs.Quota(place.Child(thread.GroupName), thread.Quota.Limit, thread.Quota.Period) : [])),
        ];
    }

    private static MoveThread Move(TunedThread thread, CgroupPlace whole, CgroupPlace own) => thread.HasQuota
        ? new MoveThread(thread.Id, whole.ThreadsFile, own.ThreadsFile, thread.MayBeGone)
        : new MoveThread(thread.Id, own.ThreadsFile, whole.ThreadsFile, thread.MayBeGone);

    private static TuningKnob RealTime(List<TunedThread> threads, TuningHost host)
    {
        var first = threads.FirstOrDefault(thread => thread.Schedule.IsRealTime);
        return new TuningKnob("real time", first?.PolicyPath ?? "tuning.cpu", first is not null && host.Cpu is { } place && RealTimeBudget.IsNeeded(place)
            ? [new GrantRealTime(place.Folder)]
            : []);
    }

    private static ThreadSchedule Schedule(SchedulerPolicy policy, int? priority) => policy switch
    {
        SchedulerPolicy.Fifo => new ThreadSchedule(SchedulingPolicy.Fifo, priority ?? 1),
        SchedulerPolicy.Rr => new ThreadSchedule(SchedulingPolicy.RoundRobin, priority ?? 1),
        SchedulerPolicy.Batch => new ThreadSchedule(SchedulingPolicy.Batch, 0),
        SchedulerPolicy.Idle => new ThreadSchedule(SchedulingPolicy.Idle, 0),
        _ => s_usual,
    };

    private static bool Names(string numbers, int number) => Parse(numbers, "tuning.cpu")!.Contains(number);

    private static CpuSet? Parse(string? text, string path) => text is null
        ? null
        : CpuSet.TryParse(text, out var set) ? set : throw new LodgeException(ErrorCode.InvalidArgument, $"{path}: '{text}' is no list such as 0-3,8.");

    /// <summary>A thread with what is wanted for it.</summary>
    private sealed record TunedThread(string GroupName, int Id)
    {
        public CpuSet? Cpus { get; init; }

        public required string PinPath { get; init; }

        public required ThreadSchedule Schedule { get; init; }

        public required string PolicyPath { get; init; }

        public (long? Limit, long? Period) Quota { get; init; }

        public required string QuotaPath { get; init; }

        public bool MayBeGone { get; init; }

        public bool HasQuota => Quota.Limit > 0 && !Schedule.IsRealTime;

        public string Name => string.Create(CultureInfo.InvariantCulture, $"{GroupName} {Id}");
    }
}
