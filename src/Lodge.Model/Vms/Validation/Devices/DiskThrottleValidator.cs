using Lodge.Model.Vms.Devices;

namespace Lodge.Model.Vms.Validation.Devices;

/// <summary>Limits of disks: what contradicts itself, and what a group's disks disagree about.</summary>
internal static class DiskThrottleValidator
{
    // THROTTLE_VALUE_MAX of QEMU.
    private const long Most = 1_000_000_000_000_000;

    // A limit with its burst and the burst's length; the name is the limit's field.
    private sealed record Limit(string Name, long? Value, long? Burst, int? Seconds);

    public static void Check(VmDefinition definition, Place root)
    {
        var groups = new Dictionary<string, DiskThrottle>(StringComparer.Ordinal);
        foreach (var (diskPlace, disk) in root.Each("disks", definition.Disks))
        {
            if (disk.Throttle is { } throttle)
            {
                var place = diskPlace.In("throttle");
                Check(throttle, place);
                CheckGroup(throttle, groups, place);
            }
        }
    }

    /// <summary>Checks limits on their own.</summary>
    public static void Check(DiskThrottle throttle, Place place)
    {
        place.Word("group", throttle.Group);
        foreach (var limit in LimitsOf(throttle))
        {
            CheckLimit(limit, place);
        }

        CheckTotal(place, "totalBytes", throttle.TotalBytes, ("readBytes", throttle.ReadBytes), ("writeBytes", throttle.WriteBytes));
        CheckTotal(place, "totalIops", throttle.TotalIops, ("readIops", throttle.ReadIops), ("writeIops", throttle.WriteIops));
        CheckTotal(place, "totalBytesMax", throttle.TotalBytesMax, ("readBytesMax", throttle.ReadBytesMax), ("writeBytesMax", throttle.WriteBytesMax));
        CheckTotal(place, "totalIopsMax", throttle.TotalIopsMax, ("readIopsMax", throttle.ReadIopsMax), ("writeIopsMax", throttle.WriteIopsMax));
        place.Range("operationSize", throttle.OperationSize, 0, Most);
        place.AddIf(
            throttle.OperationSize > 0 && !(throttle.TotalIops > 0 || throttle.ReadIops > 0 || throttle.WriteIops > 0),
            "operationSize",
            "is given, while there is no limit of operations that it would count for");
    }

    private static IEnumerable<Limit> LimitsOf(DiskThrottle throttle) =>
    [
        new("totalBytes", throttle.TotalBytes, throttle.TotalBytesMax, throttle.TotalBytesMaxSeconds),
        new("readBytes", throttle.ReadBytes, throttle.ReadBytesMax, throttle.ReadBytesMaxSeconds),
        new("writeBytes", throttle.WriteBytes, throttle.WriteBytesMax, throttle.WriteBytesMaxSeconds),
        new("totalIops", throttle.TotalIops, throttle.TotalIopsMax, throttle.TotalIopsMaxSeconds),
        new("readIops", throttle.ReadIops, throttle.ReadIopsMax, throttle.ReadIopsMaxSeconds),
        new("writeIops", throttle.WriteIops, throttle.WriteIopsMax, throttle.WriteIopsMaxSeconds),
    ];

    private static void CheckLimit(Limit limit, Place place)
    {
        var (burst, length) = ($"{limit.Name}Max", $"{limit.Name}MaxSeconds");
        place.Range(limit.Name, limit.Value, 0, Most);
        place.Range(burst, limit.Burst, 0, Most);
        place.AtLeast(length, limit.Seconds, 1);
        place.AddIf(limit.Burst > 0 && !(limit.Value > 0), burst, $"is given, while its limit {limit.Name} is missing");
        place.AddIf(
            limit is { Burst: > 0, Value: > 0 } && limit.Burst < limit.Value,
            burst,
            $"must be at least {limit.Name}, which is {limit.Value}, and is {limit.Burst}");
        place.AddIf(limit.Seconds is not null && !(limit.Burst > 0), length, $"is given, while its burst {burst} is missing");
        place.AddIf(
            limit is { Seconds: > 1, Burst: > 0 and <= Most } && limit.Burst > Most / limit.Seconds,
            length,
            $"is {limit.Seconds}, too long for a burst of {limit.Burst}");
    }

    private static void CheckTotal(Place place, string field, long? total, params ReadOnlySpan<(string Field, long? Value)> parts)
    {
        foreach (var part in parts)
        {
            place.AddIf(total > 0 && part.Value > 0, part.Field, $"and {field} exclude each other: limit reads and writes either together or apart");
        }
    }

    // A group has one set of limits; disks that name the group alone take part in it.
    private static void CheckGroup(DiskThrottle throttle, Dictionary<string, DiskThrottle> groups, Place place)
    {
        if (throttle.Group is not { } group || throttle == new DiskThrottle { Group = group })
        {
            return;
        }

        if (!groups.TryAdd(group, throttle))
        {
            place.AddIf(groups[group] != throttle, "group", $"is '{group}', and other limits than these are given for that group already; give them once, or the same");
        }
    }
}
