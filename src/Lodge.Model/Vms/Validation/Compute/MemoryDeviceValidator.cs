using Lodge.Model.Primitives;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;

namespace Lodge.Model.Vms.Validation.Compute;

/// <summary>Memory modules.</summary>
internal static class MemoryDeviceValidator
{
    /// <summary>Slots when the definition does not say how many.</summary>
    public const int DefaultSlots = 16;

    private static readonly ByteSize TwoMiB = ByteSize.FromMiB(2);

    // VIRTIO_MEM_MIN_BLOCK_SIZE of QEMU.
    private static readonly ByteSize LeastBlock = ByteSize.FromMiB(1);
    private static readonly ByteSize LeastLabel = ByteSize.FromKiB(128);

    public static void Check(VmDefinition definition, Place root)
    {
        var slots = new HashSet<int>();
        foreach (var (place, device) in root.Each("memory.devices", definition.Memory.Devices))
        {
            place.AddIf(device.Size.Bytes <= 0, "size", "must be more than nothing");
            MemoryValidator.CheckHugePages(place, device.HugePages);
            place.Set("hostNodes", device.HostNodes);
            CheckNode(definition, device, place);
            CheckVirtioMem(device, device.HugePages ?? definition.Memory.Backing?.HugePages, place);
            CheckPersistent(device, place);
            CheckSlot(definition, device, slots, place);
        }
    }

    private static void CheckNode(VmDefinition definition, MemoryDeviceDefinition device, Place place)
    {
        var nodes = Math.Max(1, definition.Numa?.Cells.OrEmpty().Count ?? 0);
        place.AddIf(
            device.Node is { } node && (node < 0 || node >= nodes),
            "node",
            $"is {device.Node}, and the guest has {(nodes == 1 ? "node 0 only" : $"the nodes 0 to {nodes - 1}")}");
    }

    private static void CheckVirtioMem(MemoryDeviceDefinition device, ByteSize? pages, Place place)
    {
        var virtio = device.Model == MemoryDeviceModel.VirtioMem;
        place.Only(virtio, "the model 'virtio-mem'", ("requested", device.Requested), ("block", device.Block));
        if (!virtio)
        {
            place.MultipleOf("size", device.Size, pages is { } page && page.CompareTo(TwoMiB) > 0 && page.Bytes > 0 ? page : TwoMiB);
            return;
        }

        var least = pages is { } size && size.CompareTo(LeastBlock) > 0 ? size : LeastBlock;
        place.PowerOfTwo("block", device.Block, least);
        var block = device.Block is { Bytes: > 0 } given ? given : least.CompareTo(TwoMiB) > 0 ? least : TwoMiB;
        place.MultipleOf("size", device.Size, block, ", the block");
        place.MultipleOf("requested", device.Requested, block, ", the block");
        place.AddIf(device.Requested?.CompareTo(device.Size) > 0, "requested", $"must be at most the size, which is {device.Size}, and is {device.Requested}");
    }

    private static void CheckPersistent(MemoryDeviceDefinition device, Place place)
    {
        var kept = device.Model is MemoryDeviceModel.Nvdimm or MemoryDeviceModel.VirtioPmem;
        place.AbsolutePath("path", device.Path);
        place.AddIf(kept && device.Path is null, "path", $"is missing: the model {device.Model.Quoted()} keeps its contents there");
        place.Only(kept, "the models 'nvdimm' and 'virtio-pmem'", ("path", device.Path));
        place.Only(device.Model == MemoryDeviceModel.Nvdimm, "the model 'nvdimm'", ("labelSize", device.LabelSize));
        place.AddIf(
            device.LabelSize is { } label && (label.CompareTo(LeastLabel) < 0 || label.CompareTo(device.Size) >= 0),
            "labelSize",
            $"must be {LeastLabel} or more and below the size, and is {device.LabelSize}");
    }

    private static void CheckSlot(VmDefinition definition, MemoryDeviceDefinition device, HashSet<int> taken, Place place)
    {
        if (device.Address is not DimmAddress address)
        {
            return;
        }

        var slots = definition.Memory.Slots ?? DefaultSlots;
        place.Range("address.slot", address.Slot, 0, slots - 1);
        place.AddIf(!taken.Add(address.Slot), "address.slot", $"is {address.Slot}, as another memory device's is already");
        place.AddIf(address.Base is { } start && (start < 0 || start % TwoMiB.Bytes != 0), "address.base", $"must be a multiple of {TwoMiB}, and is {address.Base}");
    }
}
