using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;

namespace Lodge.Qemu.Planning.Devices;

/// <summary>Names of virtio drivers: on PCI, or on the memory-mapped transports of a microvm.</summary>
internal static class VirtioDriver
{
    /// <summary>The driver of a family such as <c>virtio-blk</c> or <c>vhost-user-fs</c>.</summary>
    public static string Of(string family, MachineType machine, VirtioGeneration? generation = null) => machine == MachineType.Microvm
        ? $"{family}-device"
        : generation switch
        {
            VirtioGeneration.Transitional => $"{family}-pci-transitional",
            VirtioGeneration.NonTransitional => $"{family}-pci-non-transitional",
            _ => $"{family}-pci",
        };
}
