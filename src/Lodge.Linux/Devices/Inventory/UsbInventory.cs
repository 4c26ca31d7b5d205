using Lodge.Model.Host.Devices;

namespace Lodge.Linux.Devices.Inventory;

/// <summary>The host's USB devices (Documentation/ABI/testing/sysfs-bus-usb in the kernel's tree).</summary>
/// <param name="sys">The kernel's tree.</param>
internal sealed class UsbInventory(Sysfs sys)
{
    private const string Folder = "bus/usb/devices";

    /// <summary>All of them; interfaces of devices, which have a colon in their names, are no devices.</summary>
    public IEnumerable<HostDevice> Read() =>
        sys.List(Folder).Where(name => !name.Contains(':', StringComparison.Ordinal) && sys.Decimal($"{Folder}/{name}/busnum") is not null).Select(Read);

    private HostDevice Read(string name)
    {
        var folder = $"{Folder}/{name}";
        var facts = new UsbFacts(
            (int)(sys.Decimal($"{folder}/busnum") ?? 0),
            (int)(sys.Decimal($"{folder}/devnum") ?? 0),
            new DeviceId(sys.Hex($"{folder}/idVendor") ?? 0, sys.Read($"{folder}/manufacturer")),
            new DeviceId(sys.Hex($"{folder}/idProduct") ?? 0, sys.Read($"{folder}/product")));
        return new HostDevice(DeviceNames.Of("usb", name), null, sys.Real(folder), sys.LinkName($"{folder}/driver"), facts);
    }
}
