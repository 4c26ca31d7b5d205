using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Guest;

namespace Lodge.Libvirt.Handlers.Agents;

/// <summary>Tells which disk of the definition a disk of the guest is: by its serial number, or because there is one on that bus only.</summary>
internal static class GuestDisks
{
    /// <summary>The disk; null when that cannot be told.</summary>
    public static DiskDefinition? Find(Vm vm, GuestDisk disk)
    {
        var disks = vm.CurrentDefinition.Disks;
        if (disk.Serial is { Length: > 0 } serial && disks.FirstOrDefault(known => known.Serial == serial) is { } numbered)
        {
            return numbered;
        }

        var candidates = disks.Where(known => known.Serial is null && known.Device == DiskDevice.Disk && BusOf(known) == disk.Bus).ToArray();
        return candidates is [var only] ? only : null;
    }

    // The agent's words (GuestDiskBusType in qga/qapi-schema.json).
    private static string BusOf(DiskDefinition disk) => (disk.Bus ?? DiskBus.Virtio).ToString().ToLowerInvariant();
}
