using Lodge.Model.Vms.Tuning;

namespace Lodge.Libvirt.Handlers.Domains.Tuning;

/// <summary>The parameters of a domain's processor time.</summary>
internal static class SchedulerParameters
{
    // What the kernel has where nothing is said.
    private const int UsualWeight = 100;
    private const long UsualPeriod = 100_000;
    private const long NoQuota = -1;

    /// <summary>All of them, in libvirt's order.</summary>
    public static ParameterTable<CpuTuning> Table { get; } = new(
        Parameter<CpuTuning>.ULong("cpu_shares", t => t.Weight ?? UsualWeight, (t, v) => t with { Weight = (int)Math.Min(v, int.MaxValue) }),
        Parameter<CpuTuning>.ULong("vcpu_period", t => t.Period ?? UsualPeriod, (t, v) => t with { Period = NotZero(v) }),
        Parameter<CpuTuning>.Long("vcpu_quota", t => t.Quota ?? NoQuota, (t, v) => t with { Quota = Quota(v) }),
        Parameter<CpuTuning>.ULong("emulator_period", t => t.EmulatorPeriod ?? UsualPeriod, (t, v) => t with { EmulatorPeriod = NotZero(v) }),
        Parameter<CpuTuning>.Long("emulator_quota", t => t.EmulatorQuota ?? NoQuota, (t, v) => t with { EmulatorQuota = Quota(v) }),
        Parameter<CpuTuning>.ULong("global_period", t => t.GlobalPeriod ?? UsualPeriod, (t, v) => t with { GlobalPeriod = NotZero(v) }),
        Parameter<CpuTuning>.Long("global_quota", t => t.GlobalQuota ?? NoQuota, (t, v) => t with { GlobalQuota = Quota(v) }),
        Parameter<CpuTuning>.ULong("iothread_period", t => t.IoThreadPeriod ?? UsualPeriod, (t, v) => t with { IoThreadPeriod = NotZero(v) }),
        Parameter<CpuTuning>.Long("iothread_quota", t => t.IoThreadQuota ?? NoQuota, (t, v) => t with { IoThreadQuota = Quota(v) }));

    private static long? NotZero(long value) => value == 0 ? null : value;

    // 0 leaves it open; whatever is below is no limit.
    private static long? Quota(long value) => value < 0 ? NoQuota : NotZero(value);
}
