using Lodge.Model.Host.Devices;

namespace Lodge.Linux.Devices.Inventory;

/// <summary>The host's devices as a tree: PCI functions, USB devices, disks and network interfaces, below the host itself.</summary>
public sealed class DeviceInventory
{
    private readonly Sysfs _sys;
    private readonly PciInventory _pci;
    private readonly UsbInventory _usb;
    private readonly BlockInventory _blocks;
    private readonly NetInventory _nets;

    /// <summary>Looks at the kernel's tree.</summary>
    /// <param name="sys">The tree.</param>
    public DeviceInventory(Sysfs sys)
    {
        _sys = sys;
        (_pci, _usb, _blocks, _nets) = (new PciInventory(sys, new PciNames()), new UsbInventory(sys), new BlockInventory(sys), new NetInventory(sys));
    }

    /// <summary>All devices as they are now, the host itself first.</summary>
    public IReadOnlyList<HostDevice> Read()
    {
        List<HostDevice> found = [.. _pci.Read(), .. _usb.Read(), .. _blocks.Read(), .. _nets.Read()];
        var names = found.ToDictionary(device => device.Path, device => device.Name, StringComparer.Ordinal);
        return
        [
            new HostDevice(HostDevice.Host, null, _sys.At("devices"), null, new HostFacts()),
            .. found.Select(device => device with { Parent = ParentOf(device.Path, names) }),
        ];
    }

    /// <summary>All network interfaces as they are now, by name.</summary>
    public IReadOnlyList<HostInterface> ReadInterfaces() => [.. _nets.ReadInterfaces()];

    // A device lies in the folder of the one that it hangs on, with the kernel's own folders between.
    private static string ParentOf(string path, Dictionary<string, string> names)
    {
        for (var folder = Path.GetDirectoryName(path); folder is { Length: > 1 }; folder = Path.GetDirectoryName(folder))
        {
            if (names.TryGetValue(folder, out var name))
            {
                return name;
            }
        }

        return HostDevice.Host;
    }
}
