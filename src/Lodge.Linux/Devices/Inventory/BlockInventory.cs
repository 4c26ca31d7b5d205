using Lodge.Model.Host.Devices;

namespace Lodge.Linux.Devices.Inventory;

/// <summary>The host's disks (Documentation/ABI/stable/sysfs-block in the kernel's tree).</summary>
/// <param name="sys">The kernel's tree.</param>
internal sealed class BlockInventory(Sysfs sys)
{
    private const string Folder = "block";

    // The kernel counts in these, whatever the disk does.
    private const int Sector = 512;

    private static readonly string[] s_buses = ["virtio", "usb", "nvme", "scsi", "mmc"];

    /// <summary>All real disks; what the kernel makes up itself, such as loop devices, is none.</summary>
    public IEnumerable<HostDevice> Read() => sys.List(Folder)
        .Select(name => (Name: name, Path: sys.Real($"{Folder}/{name}")))
        .Where(disk => !disk.Path.Contains("/devices/virtual/", StringComparison.Ordinal))
        .Select(disk => Read(disk.Name, disk.Path));

    private HostDevice Read(string name, string path)
    {
        var folder = $"{Folder}/{name}";
        var facts = new BlockFacts(
            $"/dev/{name.Replace('!', '/')}",
            (sys.Decimal($"{folder}/size") ?? 0) * Sector,
            (int)(sys.Decimal($"{folder}/queue/logical_block_size") ?? Sector),
            sys.Decimal($"{folder}/removable") == 1,
            BusOf(path),
            NotEmpty(sys.Read($"{folder}/device/model")),
            VendorOf(sys.Read($"{folder}/device/vendor")),
            NotEmpty(sys.Read($"{folder}/serial") ?? sys.Read($"{folder}/device/serial")));
        return new HostDevice(DeviceNames.Of("block", name), null, path, sys.LinkName($"{folder}/device/driver"), facts);
    }

    // A disk that says nothing of its bus is told by where it hangs: /sys/devices/.../virtio3/block/vda.
    private static string? BusOf(string path) =>
        s_buses.FirstOrDefault(bus => path.Contains($"/{bus}", StringComparison.Ordinal)) ?? (path.Contains("/ata", StringComparison.Ordinal) ? "ata" : null);

    // Of virtio disks the file holds a number.
    private static string? VendorOf(string? text) => text?.StartsWith("0x", StringComparison.Ordinal) == true ? null : NotEmpty(text);

    private static string? NotEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
