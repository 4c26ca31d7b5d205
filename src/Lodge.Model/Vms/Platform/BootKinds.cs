using Lodge.Model.Vms.Devices;

namespace Lodge.Model.Vms.Platform;

/// <summary>Which device a kind of boot device stands for. Pure.</summary>
public static class BootKinds
{
    /// <summary>The first device of a kind that a VM has; null for none.</summary>
    public static BootableDevice? First(VmDefinition vm, BootKind kind)
    {
        ArgumentNullException.ThrowIfNull(vm);
        return kind switch
        {
            BootKind.Disk => Disk(vm, DiskDevice.Disk, DiskDevice.Lun),
            BootKind.Cdrom => Disk(vm, DiskDevice.Cdrom),
            BootKind.Floppy => Disk(vm, DiskDevice.Floppy),
            _ => vm.Nics.Count > 0 ? vm.Nics[0] : null,
        };
    }

    private static DiskDefinition? Disk(VmDefinition vm, params DiskDevice[] kinds) => vm.Disks.FirstOrDefault(disk => kinds.Contains(disk.Device));
}
