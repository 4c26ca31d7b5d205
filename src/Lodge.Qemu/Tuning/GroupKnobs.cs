using Lodge.Linux.Cgroups.Control;
using Lodge.Model.Errors;
using Lodge.Model.Vms.Tuning;

namespace Lodge.Qemu.Tuning;

/// <summary>Knobs of the VM's whole group: weight, quota, memory.</summary>
internal static class GroupKnobs
{
    /// <summary>Weight and quota of all threads together.</summary>
    public static IEnumerable<TuningKnob> Cpu(CpuTuning? cpu, TuningHost host)
    {
        if (host.Cpu is not { } place)
        {
            if (cpu is { Weight: not null })
            {
                throw Missing("tuning.cpu.weight", "processor time");
            }

            if (cpu is { GlobalQuota: not null })
            {
                throw Missing("tuning.cpu.globalQuota", "processor time");
            }

            yield break;
        }

        yield return new TuningKnob("cpu weight", "tuning.cpu.weight", [new WriteGroup(CpuControl.Weight(place, WeightIn(place, cpu?.Weight)))]);
        yield return new TuningKnob("cpu quota", "tuning.cpu.globalQuota", Quota(place, cpu?.GlobalQuota, cpu?.GlobalPeriod));
    }

    /// <summary>Limits of the whole VM's memory.</summary>
    public static IEnumerable<TuningKnob> Memory(MemoryTuning? memory, TuningHost host)
    {
        const string Path = "tuning.memory";
        var asksForSomething = memory is { HardLimit: not null } or { SoftLimit: not null } or { SwapHardLimit: not null };
        if (host.Memory is not { } place)
        {
            if (asksForSomething)
            {
                throw Missing(Path, "memory");
            }

            yield break;
        }

        if (memory is { SwapHardLimit: not null } && !MemoryControl.CountsSwap(place))
        {
            throw new LodgeException(
                ErrorCode.Unsupported,
                $"{Path}.swapHardLimit: this host's kernel does not count the swap space of groups.",
                "Boot the host with the kernel parameter swapaccount=1, or leave the limit out.");
        }

        var limits = new MemoryLimits(memory?.HardLimit?.Bytes, memory?.SoftLimit?.Bytes, memory?.SwapHardLimit?.Bytes);
        yield return new TuningKnob("memory", Path, [.. MemoryControl.Limits(place, limits).Select(write => new WriteGroup(write))]);
    }

    /// <summary>The writes for a quota; a negative one is none.</summary>
    public static IReadOnlyList<TuningMove> Quota(CgroupPlace place, long? quota, long? period) =>
        [.. CpuControl.Quota(place, quota > 0 ? quota : null, period ?? CpuControl.DefaultPeriod).Select(write => new WriteGroup(write))];

    /// <summary>The error for a controller that the host does not have.</summary>
    public static LodgeException Missing(string path, string controls) => new(
        ErrorCode.Unsupported,
        $"{path}: the control groups that this daemon may use do not control {controls}.",
        "'lodge host' says what they do and why; as an ordinary user they usually control nothing.");

    // Definitions count as version 2 does, 100 for a usual VM; version 1 counts 1,024 for one.
    private static long WeightIn(CgroupPlace place, int? weight)
    {
        var usual = CpuControl.DefaultWeight(place);
        var (least, most) = CpuControl.WeightRange(place);
        return Math.Clamp((weight ?? 100) * usual / 100, least, most);
    }
}
