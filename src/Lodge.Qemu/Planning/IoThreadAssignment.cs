using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;

namespace Lodge.Qemu.Planning;

/// <summary>
/// Which I/O thread serves which disk: the one that the definition names, else the one with the fewest disks so far, so
/// that a disk that comes later never moves another.
/// </summary>
internal static class IoThreadAssignment
{
    /// <summary>The thread of each disk, in their order; null for one that QEMU's main thread serves.</summary>
    public static IReadOnlyList<int?> Of(VmDefinition definition)
    {
        var load = (definition.Tuning?.IoThreads ?? []).ToDictionary(thread => thread.Id, _ => 0);
        foreach (var named in definition.Disks.Select(disk => disk.IoThread).OfType<int>().Where(load.ContainsKey))
        {
            load[named]++;
        }

        return [.. definition.Disks.Select(disk => disk.IoThread ?? (CanBeServed(disk, definition.Machine.Type) ? Take(load) : null))];
    }

    // The transport of microvm can do it under KVM only, where it has to be asked for.
    private static bool CanBeServed(DiskDefinition disk, MachineType machine) =>
        machine != MachineType.Microvm && disk is { Device: DiskDevice.Disk or DiskDevice.Lun, Bus: null or DiskBus.Virtio };

    private static int? Take(Dictionary<int, int> load)
    {
        if (load.Count == 0)
        {
            return null;
        }

        var least = load.MinBy(thread => (thread.Value, thread.Key)).Key;
        load[least]++;
        return least;
    }
}
