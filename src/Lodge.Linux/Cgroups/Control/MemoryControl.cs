using System.Globalization;

namespace Lodge.Linux.Cgroups.Control;

/// <summary>Limits on the memory of a group, bytes; null for none.</summary>
/// <param name="Hard">Memory that it can have at all; beyond it the kernel reclaims, then kills.</param>
/// <param name="Soft">Memory above which the kernel reclaims first, when it is short (version 2: always).</param>
/// <param name="HardWithSwap">Memory and swap space together, at least <paramref name="Hard"/>.</param>
public sealed record MemoryLimits(long? Hard, long? Soft, long? HardWithSwap);

/// <summary>
/// Limits on memory. Facts: the kernel's admin-guide/cgroup-v1/memory.rst and admin-guide/cgroup-v2.rst. Version 1
/// limits memory with swap space, version 2 swap space alone.
/// </summary>
public static class MemoryControl
{
    private const string HardV1 = "memory.limit_in_bytes";
    private const string SoftV1 = "memory.soft_limit_in_bytes";
    private const string WithSwapV1 = "memory.memsw.limit_in_bytes";
    private const string HardV2 = "memory.max";
    private const string SoftV2 = "memory.high";
    private const string SwapV2 = "memory.swap.max";

    // Version 1 says 'no limit' with the largest number of pages.
    private const long UnlimitedV1 = long.MaxValue >> 13 << 13;

    /// <summary>Whether this host counts swap space in groups.</summary>
    public static bool CountsSwap(CgroupPlace place) => place.Has(place.Version == 1 ? WithSwapV1 : SwapV2);

    /// <summary>Sets all limits, in an order in which no intermediate state is refused.</summary>
    /// <param name="place">A group with the memory controller.</param>
    /// <param name="limits">The limits; where swap space is not counted, its limit is left out.</param>
    public static IReadOnlyList<CgroupWrite> Limits(CgroupPlace place, MemoryLimits limits) =>
        place.Version == 1 ? LimitsV1(place, limits) : LimitsV2(place, limits);

    /// <summary>The limits now.</summary>
    public static MemoryLimits Read(CgroupPlace place)
    {
        if (place.Version == 1)
        {
            return new MemoryLimits(ReadNumber(place, HardV1), ReadNumber(place, SoftV1), ReadNumber(place, WithSwapV1));
        }

        var hard = ReadNumber(place, HardV2);
        return new MemoryLimits(hard, ReadNumber(place, SoftV2), hard + ReadNumber(place, SwapV2));
    }

    // Memory with swap may never be less than memory alone: it is opened first, and closed last.
    private static List<CgroupWrite> LimitsV1(CgroupPlace place, MemoryLimits limits)
    {
        var writes = new List<CgroupWrite>();
        if (CountsSwap(place))
        {
            writes.Add(new CgroupWrite(place.PathOf(WithSwapV1), "-1"));
        }

        writes.Add(new CgroupWrite(place.PathOf(HardV1), TextV1(limits.Hard)));
        writes.Add(new CgroupWrite(place.PathOf(SoftV1), TextV1(limits.Soft)));
        if (CountsSwap(place) && limits.HardWithSwap is { } withSwap)
        {
            writes.Add(new CgroupWrite(place.PathOf(WithSwapV1), TextV1(withSwap)));
        }

        return writes;
    }

    private static List<CgroupWrite> LimitsV2(CgroupPlace place, MemoryLimits limits)
    {
        List<CgroupWrite> writes =
        [
            new(place.PathOf(HardV2), TextV2(limits.Hard)),
            new(place.PathOf(SoftV2), TextV2(limits.Soft)),
        ];
        if (CountsSwap(place))
        {
            writes.Add(new CgroupWrite(place.PathOf(SwapV2), TextV2(limits.HardWithSwap - (limits.Hard ?? 0))));
        }

        return writes;
    }

    private static long? ReadNumber(CgroupPlace place, string file) =>
        long.TryParse(place.ReadText(file), CultureInfo.InvariantCulture, out var number) && number < UnlimitedV1 ? number : null;

    private static string TextV1(long? bytes) => (bytes ?? -1).ToString(CultureInfo.InvariantCulture);

    private static string TextV2(long? bytes) => bytes?.ToString(CultureInfo.InvariantCulture) ?? "max";
}
