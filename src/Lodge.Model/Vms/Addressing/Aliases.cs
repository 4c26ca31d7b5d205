using System.Globalization;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;

namespace Lodge.Model.Vms.Addressing;

/// <summary>Names of devices within a VM, of the forms that libvirt uses.</summary>
internal static class Aliases
{
    /// <summary>Names the devices that have no alias.</summary>
    public static void Give(List<DeviceDefinition> devices, MachineType machine, IEnumerable<string> alsoTaken)
    {
        var taken = devices.Select(device => device.Alias).OfType<string>().ToHashSet();
        taken.UnionWith(alsoTaken);
        for (var i = 0; i < devices.Count; i++)
        {
            if (devices[i].Alias is null)
            {
                devices[i] = devices[i] with { Alias = Free(devices[i], machine, taken) };
            }
        }
    }

    private static string Free(DeviceDefinition device, MachineType machine, HashSet<string> taken)
    {
        if (Wish(device) is { } wish && taken.Add(wish))
        {
            return wish;
        }

        var prefix = Prefix(device, machine);
        for (var i = 0; ; i++)
        {
            var alias = string.Create(CultureInfo.InvariantCulture, $"{prefix}{i}");
            if (taken.Add(alias))
            {
                return alias;
            }
        }

        string? Wish(DeviceDefinition wishing) => wishing switch
        {
            DiskDefinition { Name: { } name } when DiskNames.IndexOf(name) is { } index => Numbered(Prefix(wishing, machine), index),
            ControllerDefinition { Type: ControllerType.Usb, Index: 0 } => "usb",
            ControllerDefinition { Index: { } index } => Numbered(Prefix(wishing, machine), index),
            _ => null,
        };
    }

    private static string Numbered(string prefix, int number) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{number}");

    private static string Prefix(DeviceDefinition device, MachineType machine) => device switch
    {
        ControllerDefinition controller => controller.Type switch
        {
            ControllerType.Pci => "pci.",
            ControllerType.Usb => "usb",
            ControllerType.Scsi => "scsi",
            ControllerType.Sata => "sata",
            ControllerType.Ide => "ide",
            ControllerType.Fdc => "fdc",
            _ => "virtio-serial",
        },
        DiskDefinition disk => disk.BusOn(machine) switch
        {
            DiskBus.Virtio => "virtio-disk",
            DiskBus.Scsi => "scsi-disk",
            DiskBus.Sata => "sata-disk",
            DiskBus.Ide => "ide-disk",
            DiskBus.Usb => "usb-disk",
            DiskBus.Nvme => "nvme",
            _ => "fdc-disk",
        },
        NicDefinition => "net",
        SerialDefinition => "serial",
        ParallelDefinition => "parallel",
        VirtioConsoleDefinition => "console",
        ChannelDefinition => "channel",
        MemoryDeviceDefinition memory => memory.Model switch
        {
            MemoryDeviceModel.Dimm => "dimm",
            MemoryDeviceModel.VirtioMem => "virtiomem",
            MemoryDeviceModel.Nvdimm => "nvdimm",
            _ => "virtiopmem",
        },
        _ => PrefixOfOther(device),
    };

    private static string PrefixOfOther(DeviceDefinition device) => device switch
    {
        FileSystemDefinition => "fs",
        HubDefinition => "hub",
        InputDefinition => "input",
        VideoDefinition => "video",
        SoundDefinition => "sound",
        HostDeviceDefinition => "hostdev",
        RedirectedDeviceDefinition => "redir",
        WatchdogDefinition => "watchdog",
        RngDefinition => "rng",
        PanicDefinition => "panic",
        SharedMemoryDefinition => "shmem",
        TpmDefinition => "tpm",
        VsockDefinition => "vsock",
        BalloonDefinition => "balloon",
        IommuDefinition => "iommu",
        _ => throw new NotSupportedException($"No alias for a {device.GetType().Name}."),
    };
}
