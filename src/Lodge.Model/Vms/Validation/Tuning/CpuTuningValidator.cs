using Lodge.Model.Primitives;
using Lodge.Model.Vms.Tuning;

namespace Lodge.Model.Vms.Validation.Tuning;

/// <summary>Processor time and placement. Whether the host has the CPUs is seen at start.</summary>
internal static class CpuTuningValidator
{
    // cpu.max of control groups: a period of a millisecond to a second, and no quota below a millisecond.
    private const long PeriodLeast = 1000;
    private const long PeriodMost = 1_000_000;
    private const long QuotaLeast = 1000;

    // The kernel counts quotas in nanoseconds, in 64 bits.
    private const long QuotaMost = 17_592_186_044_415;

    public static void Check(VmDefinition definition, Place root)
    {
        if (definition.Tuning?.Cpu is not { } tuning)
        {
            return;
        }

        var place = root.In("tuning.cpu");
        place.Range("weight", tuning.Weight, 1, 10_000);
        CheckQuota(place, "period", tuning.Period, "quota", tuning.Quota);
        CheckQuota(place, "globalPeriod", tuning.GlobalPeriod, "globalQuota", tuning.GlobalQuota);
        CheckQuota(place, "emulatorPeriod", tuning.EmulatorPeriod, "emulatorQuota", tuning.EmulatorQuota);
        CheckQuota(place, "ioThreadPeriod", tuning.IoThreadPeriod, "ioThreadQuota", tuning.IoThreadQuota);
        place.Set("cpuSet", tuning.CpuSet);
        place.Set("emulatorPin", tuning.EmulatorPin);
        CheckVcpuPins(definition, tuning, place);
        CheckIoThreadPins(definition, tuning, place);
        CheckSchedulers(definition, tuning, place);
    }

    private static void CheckQuota(Place place, string periodField, long? period, string quotaField, long? quota)
    {
        place.Range(periodField, period, PeriodLeast, PeriodMost);
        place.AddIf(
            quota is not null and not -1 and (< QuotaLeast or > QuotaMost),
            quotaField,
            $"must be {QuotaLeast} or more, or -1 for no limit, and is {quota}");
    }

    private static void CheckVcpuPins(VmDefinition definition, CpuTuning tuning, Place root)
    {
        var vcpus = new HashSet<int>();
        foreach (var (place, pin) in root.Each("vcpuPins", tuning.VcpuPins))
        {
            place.Set("cpuSet", pin.CpuSet);
            place.AddIf(
                pin.Vcpu < 0 || pin.Vcpu >= definition.Cpu.Count,
                "vcpu",
                $"is {pin.Vcpu}, and cpu.count is {definition.Cpu.Count}: must be 0 to {definition.Cpu.Count - 1}");
            place.AddIf(!vcpus.Add(pin.Vcpu), "vcpu", $"is {pin.Vcpu}, as another pin's is already");
        }
    }

    private static void CheckIoThreadPins(VmDefinition definition, CpuTuning tuning, Place root)
    {
        var threads = new HashSet<int>();
        foreach (var (place, pin) in root.Each("ioThreadPins", tuning.IoThreadPins))
        {
            place.Set("cpuSet", pin.CpuSet);
            IoThreadValidator.CheckReference(definition, place, "ioThread", pin.IoThread);
            place.AddIf(!threads.Add(pin.IoThread), "ioThread", $"is {pin.IoThread}, as another pin's is already");
        }
    }

    private static void CheckSchedulers(VmDefinition definition, CpuTuning tuning, Place root)
    {
        if (tuning.EmulatorScheduler is { } emulator)
        {
            CheckPriority(root.In("emulatorScheduler"), emulator.Policy, emulator.Priority);
        }

        var vcpus = CpuSet.Empty;
        foreach (var (place, scheduler) in root.Each("vcpuSchedulers", tuning.VcpuSchedulers))
        {
            CheckPriority(place, scheduler.Policy, scheduler.Priority);
            var set = place.Set("vcpus", scheduler.Vcpus) ?? CpuSet.Empty;
            place.AddIf(
                set.Count > 0 && set.Numbers[^1] >= definition.Cpu.Count,
                "vcpus",
                $"is '{scheduler.Vcpus}', and cpu.count is {definition.Cpu.Count}: must be 0 to {definition.Cpu.Count - 1}");
            vcpus = CheckOnce(place, "vcpus", set, vcpus);
        }

        var threads = CpuSet.Empty;
        foreach (var (place, scheduler) in root.Each("ioThreadSchedulers", tuning.IoThreadSchedulers))
        {
            CheckPriority(place, scheduler.Policy, scheduler.Priority);
            var set = place.Set("ioThreads", scheduler.IoThreads) ?? CpuSet.Empty;
            foreach (var thread in set.Numbers)
            {
                IoThreadValidator.CheckReference(definition, place, "ioThreads", thread);
            }

            threads = CheckOnce(place, "ioThreads", set, threads);
        }
    }

    private static CpuSet CheckOnce(Place place, string field, CpuSet set, CpuSet before)
    {
        var both = set.Intersect(before);
        place.AddIf(both.Count > 0, field, $"is '{set}', and {both} are in another scheduler already");
        return before.Union(set);
    }

    private static void CheckPriority(Place place, SchedulerPolicy policy, int? priority)
    {
        var realTime = policy is SchedulerPolicy.Fifo or SchedulerPolicy.Rr;
        place.Range("priority", priority, 1, 99);
        place.AddIf(realTime && priority is null, "priority", $"is missing: the policy {policy.Quoted()} needs one, 1 to 99");
        place.Only(realTime, "the policies 'fifo' and 'rr'", ("priority", priority));
    }
}
