using System.Text.Json;
using Lodge.Api.Contracts;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;
using Lodge.Model.Vms.Tuning;

namespace Lodge.Api.Errors;

/// <summary>What people call the objects that a request is made of.</summary>
internal static class JsonNouns
{
    /// <summary>The noun with its article.</summary>
    public static string Of(Type type) => type switch
    {
        _ when type == typeof(VmDefinition) => "a VM definition",
        _ when type == typeof(MachineDefinition) => "a machine",
        _ when type == typeof(BootDefinition) => "a boot definition",
        _ when type == typeof(CpuDefinition) => "a CPU definition",
        _ when type == typeof(MemoryDefinition) => "a memory definition",
        _ when type == typeof(DiskDefinition) => "a disk",
        _ when type == typeof(FileDiskSource) => "a disk's source of type file",
        _ when type == typeof(BlockDiskSource) => "a disk's source of type block",
        _ when type == typeof(NfsDiskSource) => "a disk's source of type nfs",
        _ when type == typeof(IscsiDiskSource) => "a disk's source of type iscsi",
        _ when type == typeof(RbdDiskSource) => "a disk's source of type rbd",
        _ when type == typeof(HttpDiskSource) => "a disk's source of type http",
        _ when type == typeof(NbdDiskSource) => "a disk's source of type nbd",
        _ when type == typeof(CephMonitor) => "a monitor of Ceph",
        _ when type == typeof(DiskEncryption) => "a disk's encryption",
        _ when type == typeof(DiskThrottle) => "a disk's throttle",
        _ when type == typeof(MemoryBacking) => "a memory backing",
        _ when type == typeof(NumaDefinition) => "a NUMA definition",
        _ when type == typeof(NumaCell) => "a NUMA cell",
        _ when type == typeof(NumaDistance) => "a NUMA distance",
        _ when type == typeof(VcpuDefinition) => "a vCPU",
        _ when type == typeof(VcpuPin) => "a vCPU's pin",
        _ when type == typeof(VcpuScheduler) => "a vCPU's scheduler",
        _ when type == typeof(CpuFeature) => "a CPU feature",
        _ when type == typeof(CpuTopology) => "a CPU topology",
        _ when type == typeof(CpuTuning) => "the tuning of CPUs",
        _ when type == typeof(IoThreadDefinition) => "an I/O thread",
        _ when type == typeof(IoThreadPin) => "an I/O thread's pin",
        _ when type == typeof(IoThreadScheduler) => "an I/O thread's scheduler",
        _ when type == typeof(KvmFeatures) => "the KVM features",
        _ when type == typeof(HyperVFeatures) => "the Hyper-V features",
        _ when type == typeof(RngDefinition) => "a source of random numbers",
        _ when type == typeof(TpmDefinition) => "a TPM",
        _ when type == typeof(IommuDefinition) => "an IOMMU",
        _ when type == typeof(UsbHostDevice) => "a USB device of the host",
        _ when type == typeof(PciHostDevice) => "a PCI device of the host",
        _ when type == typeof(PciAddress) => "a PCI address",
        _ when type == typeof(UsbAddress) => "a USB address",
        _ when type == typeof(IsaAddress) => "an ISA address",
        _ when type == typeof(MmioAddress) => "an MMIO address",
        _ when type == typeof(NicDefinition) => "a network card",
        _ when type == typeof(UserNicSource) => "a network card's source of type user",
        _ when type == typeof(SerialDefinition) => "a serial port",
        _ when type == typeof(GraphicsDefinition) => "a display",
        _ when type == typeof(ConsoleControl) => "a console message",
        _ when type.Namespace?.StartsWith("Lodge.Model.", StringComparison.Ordinal) == true => Words(type.Name),
        _ => "this request",
    };

    // 'IoThreadDefinition' becomes 'an io thread'.
    private static string Words(string name)
    {
        const string suffix = "Definition";
        var bare = name.EndsWith(suffix, StringComparison.Ordinal) ? name[..^suffix.Length] : name;
        var words = JsonNamingPolicy.KebabCaseLower.ConvertName(bare).Replace('-', ' ');
        return (words[0] is 'a' or 'e' or 'i' or 'o' ? "an " : "a ") + words;
    }
}
