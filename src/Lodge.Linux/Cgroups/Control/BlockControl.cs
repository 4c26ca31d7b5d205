using System.Globalization;

namespace Lodge.Linux.Cgroups.Control;

/// <summary>Limits of a group on one block device; null for none.</summary>
/// <param name="ReadBytes">Bytes read a second.</param>
/// <param name="WriteBytes">Bytes written a second.</param>
/// <param name="ReadOperations">Reads a second.</param>
/// <param name="WriteOperations">Writes a second.</param>
public sealed record BlockLimits(long? ReadBytes, long? WriteBytes, long? ReadOperations, long? WriteOperations);

/// <summary>
/// Block devices as a group may use them: weight against its siblings, and limits for each device. Facts: the kernel's
/// admin-guide/cgroup-v1/blkio-controller.rst, admin-guide/cgroup-v2.rst, and block/bfq-iosched.rst for the weights
/// that only the BFQ scheduler has.
/// </summary>
public static class BlockControl
{
    private static readonly string[] s_weightsV1 = ["blkio.weight", "blkio.bfq.weight"];
    private static readonly string[] s_weightsV2 = ["io.weight", "io.bfq.weight"];
    private static readonly string[] s_deviceWeights = ["blkio.weight_device", "blkio.bfq.weight_device", "io.weight", "io.bfq.weight"];

    /// <summary>The file that holds the weight on this host; null when no scheduler here has weights.</summary>
    public static string? WeightFile(CgroupPlace place) => (place.Version == 1 ? s_weightsV1 : s_weightsV2).FirstOrDefault(place.Has);

    /// <summary>The smallest and the largest weight, and that of a group that nobody set.</summary>
    public static (long Least, long Most, long Default) WeightRange(CgroupPlace place) => WeightFile(place) switch
    {
        "io.weight" => (1, 10_000, 100),
        "blkio.weight" => (10, 1000, 500),
        _ => (1, 1000, 100),
    };

    /// <summary>Sets the weight; null when this host has none.</summary>
    /// <param name="place">A group with the blkio or io controller.</param>
    /// <param name="weight">1 to 1,000 with BFQ, 10 to 1,000 with CFQ, 1 to 10,000 in version 2.</param>
    public static CgroupWrite? Weight(CgroupPlace place, long weight) => WeightFile(place) switch
    {
        null => null,
        "io.weight" => new CgroupWrite(place.PathOf("io.weight"), $"default {Text(weight)}", "default", "default 100"),
        var file => new CgroupWrite(place.PathOf(file), Text(weight)),
    };

    /// <summary>The weight now; null when this host has none.</summary>
    public static long? ReadWeight(CgroupPlace place)
    {
        var text = WeightFile(place) is { } file ? place.ReadText(file)?.Split('\n')[0] : null;
        return long.TryParse(text?[(text.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture, out var weight) ? weight : null;
    }

    /// <summary>Sets the weight on one device; null when this host has no such weights.</summary>
    /// <param name="place">A group with the blkio or io controller.</param>
    /// <param name="device">The device's numbers, such as <c>8:0</c>.</param>
    /// <param name="weight">As for the group; null for the group's own.</param>
    public static CgroupWrite? DeviceWeight(CgroupPlace place, string device, long? weight)
    {
        if (s_deviceWeights.FirstOrDefault(place.Has) is not { } file)
        {
            return null;
        }

        var unset = $"{device} {(place.Version == 1 ? "0" : "default")}";
        return new CgroupWrite(place.PathOf(file), weight is { } share ? $"{device} {Text(share)}" : unset, device, unset);
    }

    /// <summary>Sets the limits on one device.</summary>
    /// <param name="place">A group with the blkio or io controller.</param>
    /// <param name="device">The device's numbers, such as <c>8:0</c>; of a whole disk, not of a partition.</param>
    /// <param name="limits">The limits; null takes one away.</param>
    public static IReadOnlyList<CgroupWrite> Limits(CgroupPlace place, string device, BlockLimits limits) => place.Version == 1
        ?
        [
            LimitV1(place, "blkio.throttle.read_bps_device", device, limits.ReadBytes),
            LimitV1(place, "blkio.throttle.write_bps_device", device, limits.WriteBytes),
            LimitV1(place, "blkio.throttle.read_iops_device", device, limits.ReadOperations),
            LimitV1(place, "blkio.throttle.write_iops_device", device, limits.WriteOperations),
        ]
        :
        [
            new CgroupWrite(
                place.PathOf("io.max"),
                $"{device} rbps={TextV2(limits.ReadBytes)} wbps={TextV2(limits.WriteBytes)} "
                    + $"riops={TextV2(limits.ReadOperations)} wiops={TextV2(limits.WriteOperations)}",
                device,
                $"{device} rbps=max wbps=max riops=max wiops=max"),
        ];

    // 0 removes the device's line.
    private static CgroupWrite LimitV1(CgroupPlace place, string file, string device, long? limit) =>
        new(place.PathOf(file), $"{device} {Text(limit ?? 0)}", device, $"{device} 0");

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string TextV2(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "max";
}
