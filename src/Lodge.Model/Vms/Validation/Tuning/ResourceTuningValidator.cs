using System.Globalization;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Tuning;

namespace Lodge.Model.Vms.Validation.Tuning;

/// <summary>Limits of memory, shares of the host's disks, and what is counted.</summary>
internal static class ResourceTuningValidator
{
    public static void Check(VmDefinition definition, Place root)
    {
        if (definition.Tuning?.Memory is { } memory)
        {
            CheckMemory(memory, root.In("tuning.memory"));
        }

        if (definition.Tuning?.BlockIo is { } blockIo)
        {
            CheckBlockIo(blockIo, root.In("tuning.blockIo"));
        }

        CheckPerfEvents((definition.Tuning?.PerfEvents).OrEmpty(), root.In("tuning"));
    }

    private static void CheckPerfEvents(IReadOnlyList<PerfEvent> events, Place place)
    {
        foreach (var (index, wanted) in events.Index())
        {
            place.AddIf(events.Take(index).Contains(wanted), string.Create(CultureInfo.InvariantCulture, $"perfEvents[{index}]"), "is in the list already");
        }
    }

    private static void CheckMemory(MemoryTuning memory, Place place)
    {
        foreach (var (field, limit) in new[] { ("hardLimit", memory.HardLimit), ("softLimit", memory.SoftLimit), ("swapHardLimit", memory.SwapHardLimit) })
        {
            place.AddIf(limit?.Bytes < 1 << 20, field, $"must be 1MiB or more, and is {limit}; leave it out for no limit");
        }

        place.AddIf(
            memory is { SoftLimit: { } soft, HardLimit: { } most } && soft.CompareTo(most) > 0,
            "softLimit",
            $"must be at most hardLimit, which is {memory.HardLimit}, and is {memory.SoftLimit}");
        place.AddIf(memory is { SwapHardLimit: not null, HardLimit: null }, "swapHardLimit", "is given, while hardLimit, which it counts in, is missing");
        place.AddIf(
            memory is { SwapHardLimit: { } swap, HardLimit: { } hard } && swap.CompareTo(hard) < 0,
            "swapHardLimit",
            $"must be at least hardLimit, which is {memory.HardLimit}, and is {memory.SwapHardLimit}");
    }

    private static void CheckBlockIo(BlockIoTuning blockIo, Place root)
    {
        root.Range("weight", blockIo.Weight, 1, 10_000);
        var paths = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (place, device) in root.Each("devices", blockIo.Devices))
        {
            place.AbsolutePath("path", device.Path);
            place.AddIf(!paths.Add(device.Path), "path", $"is '{device.Path}', as another entry's is already");
            place.Range("weight", device.Weight, 1, 10_000);
            place.AtLeast("readBytes", device.ReadBytes, 1);
            place.AtLeast("writeBytes", device.WriteBytes, 1);
            place.Range("readIops", device.ReadIops, 1, uint.MaxValue);
            place.Range("writeIops", device.WriteIops, 1, uint.MaxValue);
        }
    }
}
