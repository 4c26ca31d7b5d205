using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Qemu.Planning;

/// <summary>What a VM's devices ask of its memory.</summary>
internal static class MemoryNeeds
{
    /// <summary>Whether other processes must be able to map it: because it is said so, or a device's work is theirs.</summary>
    public static bool MustBeShared(VmDefinition definition) =>
        definition.Memory.Backing?.Shared == true || SharedBy(definition) is not null;

    /// <summary>The first device that cannot do without shared memory; null for none.</summary>
    public static FileSystemDefinition? SharedBy(VmDefinition definition) =>
        definition.FileSystems.OrEmpty().FirstOrDefault(share => share.Driver == FileSystemDriver.Virtiofs);
}
