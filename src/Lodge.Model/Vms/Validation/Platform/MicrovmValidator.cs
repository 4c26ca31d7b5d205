using Lodge.Model.Vms.Addressing;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;

namespace Lodge.Model.Vms.Validation.Platform;

/// <summary>What a microvm can be: it has neither PCI nor USB, and 24 virtio-mmio transports for all its devices.</summary>
internal static class MicrovmValidator
{
    private const int Transports = 24;
    private const string NoPci = "must be empty: a microvm has no PCI and no USB to plug them into; use the board 'q35'";

    public static void Check(VmDefinition definition, Place root)
    {
        if (definition.Machine.Type != MachineType.Microvm)
        {
            return;
        }

        CheckPlatform(definition, root);
        CheckDevices(definition, root);
        CheckAbsent(definition, root);
    }

    private static void CheckPlatform(VmDefinition definition, Place root)
    {
        root.AddIf(definition.Boot.Kernel is null, "boot.kernel", "is missing: a microvm boots a Linux kernel directly");
        root.AddIf(definition.Boot.Firmware == FirmwareType.Uefi, "boot.firmware", "must be 'bios': a microvm has no UEFI");
        root.AddIf(definition.Numa?.Cells is { Count: > 0 }, "numa.cells", "must be absent: a microvm has no NUMA nodes");
        root.AddIf(definition.Memory.Maximum is not null, "memory.maximum", "must be absent: a microvm takes no memory devices");
        root.AddIf(
            definition.Cpu.Current is { } current && current != definition.Cpu.Count,
            "cpu.current",
            "must be absent: a microvm has all its processors from the start");
        root.AddIf(definition.LaunchSecurity is not null, "launchSecurity", "must be absent on a microvm: it needs UEFI");
    }

    private static void CheckDevices(VmDefinition definition, Place root)
    {
        foreach (var (place, disk) in root.Each("disks", definition.Disks))
        {
            place.AddIf(disk.Device == DiskDevice.Floppy, "device", "must not be 'floppy': a microvm has no floppy controller");
            place.AddIf(disk.Bus is not (null or DiskBus.Virtio or DiskBus.Scsi or DiskBus.Fdc), "bus", "must be 'virtio' or 'scsi' on a microvm");
        }

        foreach (var (place, nic) in root.Each("nics", definition.Nics))
        {
            place.AddIf(nic.Model != NicModel.Virtio, "model", "must be 'virtio' on a microvm");
            place.AddIf(nic.Rom is not null, "rom", "must be absent: cards of a microvm have no boot firmware");
        }

        foreach (var (place, serial) in root.Each("serials", definition.Serials))
        {
            place.AddIf(serial.Model is not (null or SerialModel.Isa), "model", "must be 'isa' on a microvm");
        }

        root.AddIf(definition.Serials.Count > 1, "serials", "may have at most 1 entry on a microvm");
        var used = definition.Disks.Count(disk => disk.BusOn(MachineType.Microvm) == DiskBus.Virtio) + definition.Nics.Count + definition.Rngs.OrEmpty().Count + definition.FileSystems.OrEmpty().Count
            + (definition.Balloon is null ? 0 : 1) + (definition.Vsock is null ? 0 : 1)
            + (definition.Consoles.OrEmpty().Count + definition.Channels.OrEmpty().Count > 0 ? 1 : 0);
        root.AddIf(used > Transports, "disks", $"and the other virtio devices together may be at most {Transports} on a microvm, and are {used}");
    }

    private static void CheckAbsent(VmDefinition definition, Place root)
    {
        root.AddIf(definition.Graphics.Count > 0, "graphics", "must be empty: a microvm has no display");
        root.AddIf(definition.Videos is { Count: > 0 }, "videos", NoPci);
        root.AddIf(definition.Inputs is { Count: > 0 }, "inputs", "must be empty: a microvm has no display");
        root.AddIf(definition.Parallels is { Count: > 0 }, "parallels", "must be empty: a microvm has no parallel port");
        root.AddIf(definition.HostDevices is { Count: > 0 }, "hostDevices", NoPci);
        root.AddIf(definition.RedirectedDevices is { Count: > 0 }, "redirectedDevices", NoPci);
        root.AddIf(definition.Hubs is { Count: > 0 }, "hubs", NoPci);
        root.AddIf(definition.Sounds is { Count: > 0 }, "sounds", NoPci);
        root.AddIf(definition.Watchdogs is { Count: > 0 }, "watchdogs", NoPci);
        root.AddIf(definition.Panics is { Count: > 0 }, "panics", "must be empty: a microvm has no place for them");
        root.AddIf(definition.SharedMemories is { Count: > 0 }, "sharedMemories", NoPci);
        root.AddIf(definition.Memory.Devices is { Count: > 0 }, "memory.devices", "must be empty: a microvm takes no memory devices");
        root.AddIf(definition.Tpm is not null, "tpm", "must be absent: a microvm has no place for it");
        root.AddIf(
            definition.Controllers.OrEmpty().Any(controller => controller is not ({ Type: ControllerType.VirtioSerial } or { Type: ControllerType.Scsi, Model: null or ControllerModel.VirtioScsi })),
            "controllers",
            "may hold 'virtio-serial' and 'virtio-scsi' only: a microvm has no PCI");
    }
}
