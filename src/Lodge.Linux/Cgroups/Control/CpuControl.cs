using System.Globalization;

namespace Lodge.Linux.Cgroups.Control;

/// <summary>
/// Processor time of a group: its weight against its siblings, and a quota in each period. Facts: the kernel's
/// Documentation/scheduler/sched-bwc.rst for version 1, admin-guide/cgroup-v2.rst for version 2.
/// </summary>
public static class CpuControl
{
    /// <summary>The period that the kernel uses unless told otherwise, microseconds.</summary>
    public const long DefaultPeriod = 100_000;

    private const string SharesV1 = "cpu.shares";
    private const string PeriodV1 = "cpu.cfs_period_us";
    private const string QuotaV1 = "cpu.cfs_quota_us";
    private const string WeightV2 = "cpu.weight";
    private const string MaxV2 = "cpu.max";

    /// <summary>The smallest and the largest weight: 2 to 262,144 in version 1, 1 to 10,000 in version 2.</summary>
    public static (long Least, long Most) WeightRange(CgroupPlace place) => place.Version == 1 ? (2, 262_144) : (1, 10_000);

    /// <summary>The weight of a group that nobody set: 1,024 in version 1, 100 in version 2.</summary>
    public static long DefaultWeight(CgroupPlace place) => place.Version == 1 ? 1024 : 100;

    /// <summary>Sets the weight.</summary>
    /// <param name="place">A group with the cpu controller.</param>
    /// <param name="weight">In the numbers of the place's version.</param>
    public static CgroupWrite Weight(CgroupPlace place, long weight) =>
        new(place.PathOf(place.Version == 1 ? SharesV1 : WeightV2), Text(weight));

    /// <summary>The weight now; null when it cannot be read.</summary>
    public static long? ReadWeight(CgroupPlace place) =>
        long.TryParse(place.ReadText(place.Version == 1 ? SharesV1 : WeightV2), CultureInfo.InvariantCulture, out var weight) ? weight : null;

    /// <summary>Sets quota and period, in an order in which no intermediate state is refused.</summary>
    /// <param name="place">A group with the cpu controller.</param>
    /// <param name="quota">Microseconds of processor time in each period, 1,000 or more; null for no limit.</param>
    /// <param name="period">Microseconds, 1,000 to 1,000,000.</param>
    public static IReadOnlyList<CgroupWrite> Quota(CgroupPlace place, long? quota, long period) => place.Version == 1
        ?
        [
            new(place.PathOf(QuotaV1), "-1"),
            new(place.PathOf(PeriodV1), Text(period)),
            .. quota is { } limit ? [new CgroupWrite(place.PathOf(QuotaV1), Text(limit))] : Array.Empty<CgroupWrite>(),
        ]
        : [new(place.PathOf(MaxV2), $"{(quota is { } most ? Text(most) : "max")} {Text(period)}")];

    /// <summary>Quota (null for no limit) and period now, microseconds; null when they cannot be read.</summary>
    public static (long? Quota, long Period)? ReadQuota(CgroupPlace place)
    {
        var words = place.Version == 1
            ? [place.ReadText(QuotaV1) ?? "", place.ReadText(PeriodV1) ?? ""]
            : (place.ReadText(MaxV2) ?? "").Split(' ');
        return words.Length == 2 && long.TryParse(words[1], CultureInfo.InvariantCulture, out var period)
            ? (long.TryParse(words[0], CultureInfo.InvariantCulture, out var quota) && quota >= 0 ? quota : null, period)
            : null;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
