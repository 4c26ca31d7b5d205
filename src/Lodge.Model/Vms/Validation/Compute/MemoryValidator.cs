using Lodge.Model.Primitives;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;

namespace Lodge.Model.Vms.Validation.Compute;

/// <summary>How much memory there is, and how the host provides it.</summary>
internal static class MemoryValidator
{
    private static readonly ByteSize MiB = ByteSize.FromMiB(1);
    private static readonly ByteSize Limit = ByteSize.FromGiB(64L << 10);

    public static void Check(VmDefinition definition, Place root)
    {
        var (memory, place) = (definition.Memory, root.In("memory"));
        place.AddIf(!IsWhole(memory.Size), "size", $"must be a whole number of MiB from 1MiB to {Limit}, and is {memory.Size}");
        if (memory.Current is { } current)
        {
            place.AddIf(current.Bytes < MiB.Bytes || current.CompareTo(memory.Size) > 0, "current", $"must be 1MiB to memory.size, which is {memory.Size}, and is {current}");
            place.AddIf(
                current.CompareTo(memory.Size) < 0 && HasNoBalloon(definition),
                "current",
                "is below memory.size, and there is no balloon to take the rest");
        }

        CheckMaximum(memory, place);
        CheckBacking(memory, place.In("backing"));
        CheckSharing(definition, root);
    }

    /// <summary>The sizes of huge pages that x86-64 has.</summary>
    public static void CheckHugePages(Place place, ByteSize? pages) =>
        place.AddIf(pages is { } size && size.Bytes is not (2 << 20) and not (1 << 30), "hugePages", $"must be 2MiB or 1GiB, and is {pages}");

    private static bool IsWhole(ByteSize size) => size.Bytes >= MiB.Bytes && size.CompareTo(Limit) <= 0 && size.Bytes % MiB.Bytes == 0;

    private static bool HasNoBalloon(VmDefinition definition) =>
        definition.NoBalloon || (definition.Balloon is null && definition.Machine.Type == MachineType.Microvm);

    private static void CheckMaximum(MemoryDefinition memory, Place place)
    {
        place.Range("slots", memory.Slots, 1, 256);
        if (memory.Maximum is not { } maximum)
        {
            place.AddIf(memory.Slots is not null, "slots", "is given, while memory.maximum is missing");
            place.AddIf(memory.Devices is { Count: > 0 }, "maximum", "is missing: memory devices need room above memory.size");
            return;
        }

        place.AddIf(!IsWhole(maximum), "maximum", $"must be a whole number of MiB up to {Limit}, and is {maximum}");
        place.AddIf(maximum.CompareTo(memory.Size) <= 0, "maximum", $"must be above memory.size, which is {memory.Size}, and is {maximum}");
        var total = memory.Devices.OrEmpty().Aggregate((decimal)memory.Size.Bytes, (sum, device) => sum + device.Size.Bytes);
        place.AddIf(
            total > maximum.Bytes && memory.Devices is { Count: > 0 },
            "maximum",
            $"is {maximum}, and memory.size and the memory devices add up to {(total <= long.MaxValue ? new ByteSize((long)total) : "more than can be")}");
        var (used, slots) = (memory.Devices.OrEmpty().Count(TakesSlot), memory.Slots ?? MemoryDeviceValidator.DefaultSlots);
        place.AddIf(used > slots, "slots", $"is {slots}, and {used} memory devices need one each");
    }

    private static bool TakesSlot(MemoryDeviceDefinition device) => device.Model is MemoryDeviceModel.Dimm or MemoryDeviceModel.Nvdimm;

    private static void CheckBacking(MemoryDefinition memory, Place place)
    {
        if (memory.Backing is not { } backing)
        {
            return;
        }

        CheckHugePages(place, backing.HugePages);
        place.Range("preallocThreads", backing.PreallocThreads, 1, 256);
        place.Only(backing.Source == MemorySource.File, "the source 'file'", ("discard", backing.Discard));
        place.AddIf(
            backing.HugePages is { Bytes: > 0 } pages && memory.Size.Bytes % pages.Bytes != 0,
            "hugePages",
            $"is {backing.HugePages}, and memory.size must be a multiple of that, and is {memory.Size}");
        place.AddIf(
            backing.Source == MemorySource.Anonymous && backing.HugePages is not null,
            "source",
            "must not be 'anonymous' with hugePages: leave it out, or use 'memfd'");
        place.AddIf(
            backing is { Source: MemorySource.Anonymous, Shared: true },
            "source",
            "must not be 'anonymous' when other processes shall map it: leave it out, or use 'memfd'");
    }

    // virtiofsd serves the guest's requests in the guest's own memory.
    private static void CheckSharing(VmDefinition definition, Place root)
    {
        if (definition.FileSystems.OrEmpty().All(system => system.Driver != FileSystemDriver.Virtiofs))
        {
            return;
        }

        const string remedy = "virtiofs needs shared memory; set memory.backing.shared to true, or leave it out";
        var backing = definition.Memory.Backing;
        root.AddIf(backing?.Shared == false, "memory.backing.shared", $"must not be false: {remedy}");
        root.AddIf(backing is { Source: MemorySource.Anonymous, Shared: not true }, "memory.backing.source", $"must not be 'anonymous': {remedy}, and the source too");
        foreach (var (place, cell) in root.Each("numa.cells", definition.Numa?.Cells))
        {
            place.AddIf(cell.Shared == false, "shared", $"must not be false: {remedy}");
        }
    }
}
